"""Entries that change who may do what: people who leave or move (3-31, 1-21), tests passed and failed (0-19, 1-15)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from scheduler.domain.people import FULL_LEVEL, Person, Skill, Standing
from scheduler.domain.posts import ABLine, Custody
from scheduler.domain.record import Record
from scheduler.store.entries import LeaveEntry
from scheduler.store.folder import CenterFolder

DAY = timedelta(days=1)
FAR = timedelta(days=3660)
"""How long a leaver counts as away: longer than any roster looks ahead."""

Line = TypeVar("Line", ABLine, Custody)


def staff_moves(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """From the day on, whoever leaves or moves backs up no post and keeps nothing; leavers are not there at all."""
    center, leave = folder.center, list(folder.leave)
    for record in records:
        who, on = record.subject, record.get("effective")
        if record.get("kind") == "join":
            continue
        center = replace(center, ab=_ended(center.ab, who, on), custody=_ended(center.custody, who, on))
        if record.get("kind") == "leave":
            gone = Standing("moved", on, on + FAR)
            center = replace(
                center,
                people=tuple(replace(p, standings=(*p.standings, gone)) if p.id == who else p for p in center.people),
            )
            start = datetime.combine(on, time())
            leave.append(LeaveEntry(f"{record.register} {record.id}", who, start, start + FAR, "moved", "approved"))
    return replace(folder, center=center, leave=tuple(leave))


def _ended(lines: tuple[Line, ...], who: str, on: date) -> tuple[Line, ...]:
    """Lines of a person end the day before; those that would begin later are gone."""
    kept = []
    for line in lines:
        if line.person == who and (line.valid_to is None or line.valid_to >= on):
            if line.valid_from is not None and line.valid_from >= on:
                continue
            line = replace(line, valid_to=on - DAY)
        kept.append(line)
    return tuple(kept)


def exams(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """A skill is valid from the day its test was passed; from a failed test on it is not, until one is passed."""
    people = {p.id: p for p in folder.center.people}
    for record in sorted(records, key=lambda r: (r.get("taken_on") or date.max, r.id)):
        if record.get("taken_on") is not None and record.get("passed") is not None:
            people[record.subject] = _tested(
                people[record.subject], record.get("skill"), record.get("taken_on"), record.get("passed")
            )
    return replace(folder, center=replace(folder.center, people=tuple(people.values())))


def _tested(person: Person, item: str, on: date, passed: bool) -> Person:
    others = [s for s in person.skills if s.item != item]
    mine = []
    for skill in person.skills:
        if skill.item == item and (skill.valid_from is None or skill.valid_from < on):
            still = skill.valid_to is not None and skill.valid_to < on
            mine.append(skill if still else replace(skill, valid_to=on - DAY))
    if passed:
        # A certificate that runs out keeps its end; the test does not lengthen it.
        ends = [s.valid_to for s in person.skills if s.item == item and s.valid(on)]
        mine.append(Skill(item, FULL_LEVEL, on, ends[0] if ends else None))
    # The person's items are looked up by a table made at the start, so a new person is made.
    return replace(person, skills=(*others, *mine))
