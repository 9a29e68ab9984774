"""What would make a refused leave possible: another date, another backup, a moved leave."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from scheduler.domain.absence import Absence
from scheduler.domain.posts import ABLine, Custody
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSettings
from scheduler.leave.advise import ON_SITE
from scheduler.leave.worktime import WorkTime
from scheduler.verdict.effect import Effect, effect

MOST = 3
"""Alternatives that are shown."""

FARTHEST = 10
"""Working days that an alternative may lie away."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """One remedy. ``whole``: with it the leave breaks no binding rule; else it lifts only ``lifts``.

    ``kind``: ``name_backup`` (``person`` as C of ``post``), ``move_leave`` (the leave ``source``
    of ``person`` moves), ``designate`` (``person`` gets the door key for these days, 3-29).
    """

    kind: Literal["name_backup", "move_leave", "designate"]
    person: str
    post: str = ""
    source: str = ""
    whole: bool = True
    lifts: tuple[str, ...] = ()


def nearest(
    problem: RosterProblem,
    roster: Roster,
    asked: Absence,
    worktime: WorkTime,
    since: datetime,
    broken: Collection[str] = (),
) -> tuple[tuple[datetime, datetime], ...]:
    """Nearest spans after ``since`` that the AB table alone can bear: halves first, then other days.

    ``broken`` are the rules that the leave asked for breaks: they are looked at first, the others
    only where these are kept.
    """
    found: list[tuple[datetime, datetime]] = []
    first = replace(problem, settings=RuleSettings({rule: problem.settings.get(rule) for rule in broken}, only=True))
    for start, end in _spans(asked, worktime):
        inside = problem.horizon.start <= start.date() and (end - timedelta(minutes=1)).date() <= problem.horizon.last
        if not inside or worktime.first_work(start) <= since or _away(problem, asked.person, start, end):
            continue
        trial = replace(asked, start=start, end=end)
        if broken and not effect(first, roster, trial, widely=False).clean:
            continue
        tried = effect(problem, roster, trial, widely=False)
        if tried.clean and not tried.moved:
            found.append((start, end))
        if len(found) == MOST:
            break
    return tuple(found)


def _spans(asked: Absence, worktime: WorkTime) -> Iterator[tuple[datetime, datetime]]:
    """Halves of a single day, the other half of a half day, then the same length further away."""
    days = worktime.working_days(asked.start, asked.end)
    first = worktime.first_work(asked.start).date()
    if days <= 1:
        for start, end in worktime.spans(first):
            if not (asked.start <= start and end <= asked.end and days == 0.5):
                yield start, end
    length = asked.end.date() - asked.start.date()
    for far in range(1, FARTHEST + 1):
        for day in (worktime.calendar.workday_before(first, far), worktime.calendar.workday_after(first, far)):
            start = datetime.combine(day, asked.start.time())
            end = datetime.combine(day + length, asked.end.time())
            if worktime.working_days(start, end) == days:
                yield start, end


def _away(problem: RosterProblem, person: str, start: datetime, end: datetime) -> bool:
    minute = problem.horizon.minute
    return problem.absent(person, minute(start), minute(end))


def unlocks(
    problem: RosterProblem, roster: Roster, asked: Absence, found: Effect, unmoved: Collection[str] = ()
) -> tuple[Unlock, ...]:
    """Single steps that lift what the leave would break, whole remedies first.

    Parameters
    ----------
    unmoved
        Leave types whose date nobody chooses: they are never asked to move.
    """
    broken = {b.rule for b in found.breaches}
    tried: list[Unlock] = []
    concerned = _concerned(problem, asked, found)
    for other in problem.absences:
        if other.person in concerned and other.kind not in unmoved and other.overlaps(asked.start, asked.end):
            without = replace(problem, absences=tuple(a for a in problem.absences if a != other))
            tried += _step(
                without,
                _back(without, roster, other, asked),
                asked,
                broken,
                Unlock("move_leave", other.person, source=other.source),
            )
    for post in sorted({b.post for b in found.breaches if b.rule in ("post_covered", "ab_not_both_off")}):
        for person in _able(problem, post, asked)[:MOST]:
            line = ABLine(post, person, "C", 9, "move", asked.start.date(), asked.end.date())
            center = replace(problem.center, ab=(*problem.center.ab, line))
            tried += _step(replace(problem, center=center), roster, asked, broken, Unlock("name_backup", person, post))
    if "key_holder" in broken:
        keeper = _keeper(problem, asked)
        if keeper is not None:
            key = Custody(
                "door", "door", keeper, "designated", asked.start.date(), (asked.end - timedelta(minutes=1)).date()
            )
            center = replace(problem.center, custody=(*problem.center.custody, key))
            tried += _step(replace(problem, center=center), roster, asked, broken, Unlock("designate", keeper))
    return tuple(sorted(tried, key=lambda u: (not u.whole, u.kind, u.post, u.person)))


def _concerned(problem: RosterProblem, asked: Absence, found: Effect) -> frozenset[str]:
    """People whose return could lift a breach: who may hold a post in question, managers, custodians."""
    center, on = problem.center, asked.start.date()
    posts = {b.post for b in found.breaches if b.post in center.post}
    fit = {p.id for p in center.staff for post in posts if center.source(p.id, post, on) is not None}
    kept = {c.person for c in center.custody if c.valid(on)} | {p.id for p in center.staff if center.is_manager(p)}
    return frozenset(fit | (kept if {b.rule for b in found.breaches} & (ON_SITE - {"n1_margin"}) else set())) - {
        asked.person
    }


def _back(problem: RosterProblem, roster: Roster, other: Absence, asked: Absence) -> Roster:
    from scheduler.present import at_work

    return at_work(problem, roster, other.person, max(other.start, asked.start), min(other.end, asked.end))


def _step(problem: RosterProblem, roster: Roster, asked: Absence, broken: set[str], unlock: Unlock) -> list[Unlock]:
    after = effect(problem, roster, asked)
    left = {b.rule for b in after.breaches}
    lifts = tuple(sorted(broken - left))
    return [replace(unlock, whole=after.clean, lifts=lifts)] if lifts else []


def _able(problem: RosterProblem, post: str, asked: Absence) -> list[str]:
    """Qualified people outside the post's line who are there all the while, of the section first."""
    center, on = problem.center, asked.start.date()
    named = {line.person for line in center.ab_of_post[post] if line.valid(on)}
    able = [
        p
        for p in center.staff
        if p.id not in named
        and p.id != asked.person
        and center.source(p.id, post, on) is not None
        and not _away(problem, p.id, asked.start, asked.end)
    ]
    return [p.id for p in sorted(able, key=lambda p: (p.section != center.post[post].section, p.id))]


def _keeper(problem: RosterProblem, asked: Absence) -> str | None:
    """One person to designate for the door: of a key holder's section, on no window, there all the while."""
    center, on = problem.center, asked.start.date()
    sections = {center.person[c.person].section for c in center.custody if c.kind == "door"}
    holders = {center.holder(post.id, on) for post in center.posts}
    able = [
        p
        for p in center.staff
        if p.rota == "office"
        and p.id != asked.person
        and not center.is_manager(p)
        and not _away(problem, p.id, asked.start, asked.end)
    ]
    ranked = sorted(able, key=lambda p: (p.section not in sections, p.id in holders, p.id))
    return ranked[0].id if ranked else None
