"""Sudden absences: fewest changed cells, proven; other days left alone; nothing without a reason."""

import itertools
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.around import binding
from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.absence import Absence
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.rule_settings import Level
from scheduler.domain.solution import Limits
from scheduler.planning import open_center
from scheduler.repair.fewest import repair
from scheduler.repair.model import Repair, moved_cells
from scheduler.repair.words import change_text, cover_text, notices, verdict_text
from scheduler.reserve.remaining import remaining
from scheduler.rules.tiny import away, hall, hotline, roster
from scheduler.solver.greedy import greedy_roster

MORNING = datetime(2026, 9, 7, 8, 15)
FULL = ("a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "c back AM", "c back PM", "m back AM", "m back PM")
QUICK = Limits(20, work=2.0)


def sick(person: str, start: datetime = MORNING, hours: float = 15) -> Absence:
    return Absence(person, start, start + timedelta(hours=hours), "sudden")


def binding_costs(problem: RosterProblem, found: Roster) -> tuple[int, ...]:
    costs = check(replace(problem, settings=binding(problem.settings)), found).costs
    return tuple(costs.get(t, 0) for t in range(4))


# ---- halls: proven against brute force ------------------------------------------------------


def hall_days(problem: RosterProblem) -> Iterator[Roster]:
    """Every way to put the people there on the two windows, session by session."""
    sessions = [b for b in problem.blocks if b.posts]
    ways = []
    for block in sessions:
        here = [p.id for p in problem.center.staff if not problem.absent(p.id, block.start, block.end)]
        able = {w: [None, *(p for p in here if problem.center.source(p, w, problem.date(0)))] for w in ("W1", "W2")}
        ways.append([(block, here, one, two) for one in able["W1"] for two in able["W2"]])
    moment = problem.horizon.moment
    for chosen in itertools.product(*ways):
        duties = []
        for block, here, one, two in chosen:
            for person in here:
                posts = [w for w, p in (("W1", one), ("W2", two)) if p == person] or [BACK_OFFICE]
                for post in posts:
                    line = problem.center.ab_line(person, post, problem.date(0)) if post != BACK_OFFICE else None
                    duties.append(
                        Duty(
                            problem.date(0),
                            person,
                            moment(block.start),
                            moment(block.end),
                            post,
                            line.role if line else "pool",
                            "O",
                        )
                    )
        yield Roster.of(duties)


def fewest(problem: RosterProblem, old: Roster, absence: Absence) -> tuple[tuple[int, ...], int]:
    """By enumeration: the best binding costs of the day, and the least changed cells among those."""
    after = replace(problem, absences=(*problem.absences, absence))
    best = min((binding_costs(after, new), windows_changed(old, new)) for new in hall_days(after))
    return best


def windows_changed(old: Roster, new: Roster) -> int:
    told = [
        {(d.person, d.post, d.start, d.end) for d in r.duties if d.post != BACK_OFFICE and d.role != "duty"}
        for r in (old, new)
    ]
    return len({cell[0] for cell in told[0] ^ told[1]})


@pytest.mark.parametrize("seed", range(5))
def test_as_few_cells_as_enumeration_finds(seed: int) -> None:
    rng = random.Random(seed)
    gone = [away(p, rng.choice(("AM", "PM"))) for p in rng.sample(("a", "b", "c", "m"), rng.randrange(2))]
    problem = hall(absences=tuple(gone))
    costs = {r: binding_costs(problem, r) for r in hall_days(problem)}
    old = rng.choice([r for r, cost in costs.items() if cost == min(costs.values())])  # published: as good as can be
    person = rng.choice(sorted({d.person for d in old.duties}))
    absence = sick(person)
    found = repair(problem, old, [absence], since=MORNING, reason="test", limits=QUICK)
    after = replace(problem, absences=(*problem.absences, absence))
    assert (binding_costs(after, found.roster), windows_changed(old, found.roster)) == fewest(problem, old, absence)
    assert found.proven


def test_the_b_holder_takes_over_and_is_told_from_when_to_when() -> None:
    problem = hall()
    found = repair(problem, roster(problem, *FULL), [sick("a")], since=MORNING, reason="fever", limits=QUICK)
    assert (found.cells, found.bound, found.proven) == (2, 2, True)
    assert {c.reason for c in found.changes} == {"fever"}
    assert [c.cause for c in found.changes if c.person != "a"] == ["cover", "cover"]
    for lang in ("zh", "en"):
        texts = [change_text(problem, c, lang) for c in found.changes]
        texts += [verdict_text(found, lang), *cover_text(problem, found, [sick("a")], lang)]
        assert any("09:00" in t and "12:00" in t for t in texts) and all("{" not in t for t in texts)
    notes = notices(problem, found)
    assert notes[-1].to == "a" and all("fever" not in n.zh + n.en for n in notes)  # health is nobody else's business


def test_in_the_middle_of_a_session_what_was_done_stays() -> None:
    problem, at = hall(), datetime(2026, 9, 7, 10, 30)
    found = repair(problem, roster(problem, *FULL), [sick("a", at, 13)], since=at, reason="test", limits=QUICK)
    mine = [(d.post, d.start, d.end) for d in found.roster.of_person("a") if d.role != "duty"]
    assert mine == [("W1", datetime(2026, 9, 7, 9), at)]
    assert min(c.start for c in found.changes) == at


def test_the_sample_hall_is_repaired_with_proof_for_every_single_absence() -> None:
    folder = open_center("hall")
    problem = make_problem(folder, datetime(2026, 9, 7).date(), datetime(2026, 9, 9).date())
    old = greedy_roster(problem)
    at = datetime(2026, 9, 8, 8, 15)
    there = sorted({d.person for d in old.duties if d.start.date() == at.date()})
    assert len(there) > 12
    for person in there:
        found = repair(problem, old, [sick(person, at)], since=at, reason="test", limits=QUICK)
        assert found.proven, (person, found.cells, found.bound)
        assert {c.day for c in found.changes} == {at.date()}


# ---- hotlines ------------------------------------------------------------------------------

WEEK = ("x D 0", "x D 1", "y E 0", "y E 1", "l N 1", "l E 2", "y D 3", "x E 3")


def line(*more: CoverCell) -> tuple[RosterProblem, Roster]:
    covers = (
        *(CoverCell(d, "D", 1) for d in (0, 1, 3)),
        *(CoverCell(d, "E", 1) for d in range(4)),
        CoverCell(1, "N", 1),
        *more,
    )
    problem = hotline(5, covers=covers)
    return problem, roster(problem, *WEEK)


def test_a_sick_call_changes_two_cells_of_that_day_only() -> None:
    problem, old = line()
    at = datetime(2026, 9, 8, 6)
    shown: list[Repair] = []
    found = repair(problem, old, [sick("x", at, 12)], since=at, reason="test", limits=QUICK, on_proposal=shown.append)
    assert found.cells == 2 and found.everywhere and not found.breaches
    assert moved_cells(old, found.roster) == {("x", at.date()), ("h", at.date())}
    assert shown[0].roster == found.roster  # nothing had to be searched


def test_who_would_have_too_little_rest_is_moved_rather_than_broken() -> None:
    """x is off on Tuesday and only h could take D: with h away someone of the day's others must swap."""
    problem, old = line()
    problem = replace(problem, absences=(away("h", "day", 1), away("h", "day", 0), away("h", "day", 2)))
    at = datetime(2026, 9, 8, 6)
    found = repair(problem, old, [sick("x", at, 12)], since=at, reason="test", limits=QUICK)
    after = replace(problem, absences=(*problem.absences, sick("x", at, 12)))
    assert binding_costs(after, found.roster)[0] == 0
    assert binding_costs(after, found.roster) <= binding_costs(after, without(old, "x", at))
    assert found.proven or found.bound < found.cells


def test_a_shift_lost_half_way_keeps_its_first_half_and_is_taken_over_then() -> None:
    problem, old = line()
    at = datetime(2026, 9, 8, 11)
    found = repair(problem, old, [sick("x", at, 5)], since=at, reason="test", limits=QUICK)
    assert [(d.start, d.end) for d in found.roster.of_person("x") if d.day == at.date()] == [
        (datetime(2026, 9, 8, 8), at)
    ]
    assert [(d.start, d.end) for d in found.roster.of_person("h")] == [(at, datetime(2026, 9, 8, 16))]


def test_two_absences_at_once_need_two_more_cells() -> None:
    problem, old = line()
    at = datetime(2026, 9, 10, 6)
    found = repair(problem, old, [sick("x", at, 18), sick("y", at, 18)], since=at, reason="test", limits=QUICK)
    assert found.cells == found.bound == 4 and not found.breaches
    assert all(day == at.date() for _, day in moved_cells(old, found.roster))


def test_what_has_begun_and_what_is_locked_stays() -> None:
    problem, old = line()
    at = datetime(2026, 9, 8, 17)
    small = remaining(problem, old, [sick("y", at, 6)], at).problem
    kept = {(p.person, p.shift) for p in small.pins if p.start.date() == at.date()}
    assert ("x", "D") in kept and ("l", "N") in kept and ("y", "E") not in kept
    assert not any(c.shift in ("D", "N") and c.day == 0 for c in small.covers)


def test_without_reason_or_absence_nothing_moves() -> None:
    problem, old = line()
    with pytest.raises(ValueError, match="reason"):
        repair(problem, old, [sick("x")], since=MORNING, reason="  ")
    with pytest.raises(ValueError, match="zz"):
        repair(problem, old, [sick("zz")], since=MORNING, reason="test")
    with pytest.raises(ValueError, match="nobody"):
        repair(problem, old, [], since=MORNING, reason="test")
    with pytest.raises(ValueError, match="not on the roster"):
        repair(problem, old, [sick("h")], since=MORNING, reason="test")


def without(old: Roster, person: str, at: datetime) -> Roster:
    return Roster.of(d for d in old.duties if d.person != person or d.day != at.date())


def test_levels_of_the_small_problem_put_few_changes_below_all_that_binds() -> None:
    problem, old = line()
    small = remaining(problem, old, [sick("x")], MORNING).problem
    for rule in ("max_nights", "shift_covered", "rank_present"):
        assert (small.settings.get(rule).tier or 1) < small.settings.get("stability").tier
    assert small.settings.get("stability").level is Level.SOFT
