"""The narrow question: as few cells as the whole search finds, never worse than before, and red only if truly so."""

import importlib.util
import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from scheduler.check import check
from scheduler.domain.absence import Absence, Pin
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.domain.solution import Limits, Status
from scheduler.reserve.margin import certificate
from scheduler.solver import ask
from scheduler.solver.mend import mend
from scheduler.solver.search import Search
from scheduler.verdict.effect import amounts, effect, new_breaches, with_absence
from scheduler.verdict.scope import REACH, question, scope_of, zone

PROGRAM = Path(__file__).parents[3] / "benchmarks" / "n1.py"
CELL = 100_000


@pytest.fixture(scope="module")
def hall() -> tuple[RosterProblem, Roster]:
    """Five windows, nine rostered people, two weeks: a published roster that bears any absence on most days."""
    spec = importlib.util.spec_from_file_location("n1_benchmark", PROGRAM)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    base = module.hall(5, 9, 14, 4)
    rules = {**module.BASE, "leave_kept": RuleSetting(), "n1_margin": RuleSetting(params={"mode": "spare"})}
    problem = replace(base, settings=RuleSettings(rules, only=True))
    return problem, Search(problem, Limits(60, work=10)).run().roster


def some_days(roster: Roster, rng: random.Random, most: int = 1) -> Absence:
    duty = rng.choice([d for d in roster.duties if d.day <= roster.duties[-1].day - timedelta(days=most - 1)])
    start = datetime.combine(duty.day, datetime.min.time())
    return Absence(duty.person, start, start + timedelta(days=rng.randint(1, most)), "annual", "new")


def test_the_fewest_cells_are_those_of_the_whole_search(hall: tuple[RosterProblem, Roster]) -> None:
    """Against the lexicographic search with a price on every changed day of a person, all other days pinned."""
    problem, roster = hall
    rng, seen = random.Random(1), set()
    for _ in range(14):
        absence = some_days(roster, rng, 9)
        scope = scope_of(problem, roster, absence)
        after = with_absence(scope.window, absence)
        people = [p.id for p in problem.center.staff]
        found = mend(question(scope, after, absence, people, 5))
        if not amounts(check(scope.window, scope.roster)):
            assert mend(question(scope, after, absence, people, 5, clean=True)) == found
        pins = [
            Pin(d.person, d.start, d.end, d.shift, d.post, "published")
            for d in scope.roster.duties
            if not scope.first <= d.day <= scope.last
            or (d.person == absence.person and not absence.overlaps(d.start, d.end))
        ]
        off = [
            Pin(
                p.id,
                datetime.combine(day.date, datetime.min.time()),
                datetime.combine(day.date, datetime.min.time()) + timedelta(days=1),
                source="published",
            )
            for p in problem.center.staff
            for day in scope.window.days
            if (
                not scope.first <= day.date <= scope.last
                or (p.id == absence.person and not absence.start.date() <= day.date < absence.end.date())
            )
            and not any(d.day == day.date for d in scope.roster.of_person(p.id))
        ]
        settings = scope.window.settings.changed("stability", RuleSetting(True, params={"per_day": CELL})).changed(
            "frozen", RuleSetting()
        )
        whole = Search(
            replace(after, settings=settings, previous=scope.roster, pins=(*pins, *off)), Limits(60, work=20)
        ).run()
        assert whole.status is Status.OPTIMAL
        kept = not any(cost for tier, cost in whole.costs.items() if tier < 4)
        assert found.kept == kept and found.proven
        mine = len({d.day for d in scope.roster.of_person(absence.person) if absence.overlaps(d.start, d.end)})
        if kept:
            assert found.moved == found.bound == whole.costs[4] // CELL - mine
        seen.add((kept, found.moved))
    assert {kept for kept, _ in seen} == {True, False} and len(seen) > 2


def test_a_proposal_holds_by_the_independent_check_and_keeps_the_guarantee(hall: tuple[RosterProblem, Roster]) -> None:
    problem, roster = hall
    rng, amber, red = random.Random(7), 0, 0
    settings = problem.settings
    before = amounts(check(problem, roster))
    for _ in range(25):
        absence = some_days(roster, rng, 5)
        found = effect(problem, roster, absence, 5)
        after = with_absence(problem, absence)
        fresh = new_breaches(check(replace(after, settings=settings), found.roster), before)
        assert bool(fresh) == bool(found.breaches) and found.proven
        low, high = absence.start.date() - timedelta(days=REACH), absence.end.date() + timedelta(days=REACH - 1)
        far = {d for d in roster.duties if not low <= d.day <= high}
        assert far == {d for d in found.roster.duties if not low <= d.day <= high}
        if found.clean and found.cells:
            amber += 1
            assert found.least == found.cells
            day = problem.horizon.day(absence.start.date())
            margins = [
                {b.block.day: b.margin for b in certificate(p, r, "spare").blocks}[day]
                for p, r in ((problem, roster), (after, found.roster))
            ]
            assert margins[1] >= min(margins[0], 1)
        red += bool(found.breaches)
    assert amber > 3 and red > 0


def test_what_was_broken_before_is_not_mended_for_a_leave(hall: tuple[RosterProblem, Roster]) -> None:
    """A window that was empty already stays so: a leave is answered with its own changes."""
    problem, roster = hall
    victim = next(d for d in roster.duties if d.day == problem.date(6))
    bare = Roster.of(d for d in roster.duties if not (d.day == victim.day and d.post == victim.post))
    was = check(problem, bare)
    assert [b for b in was.of_level(Level.MUST) if b.rule == "post_covered"]
    rng = random.Random(3)
    for _ in range(6):
        absence = some_days(Roster.of(d for d in bare.duties if abs((d.day - victim.day).days) > REACH + 1), rng)
        found = effect(problem, bare, absence, 5)
        assert [d for d in found.roster.duties if d.day == victim.day] == [
            d for d in bare.duties if d.day == victim.day
        ]


def test_people_outside_the_zone_hold_none_of_its_posts(hall: tuple[RosterProblem, Roster]) -> None:
    problem, roster = hall
    absence = some_days(roster, random.Random(2))
    inside = zone(problem, absence)
    on = absence.start.date()
    posts = {p.id for p in problem.center.posts if set(problem.center.able(p.id, on)) & inside}
    assert absence.person in inside
    assert all(set(problem.center.able(p, on)) <= inside for p in posts)


def test_a_child_answers_one_question_after_another_and_a_dead_one_is_replaced(
    hall: tuple[RosterProblem, Roster],
) -> None:
    problem, roster = hall
    absence = some_days(roster, random.Random(5))
    scope = scope_of(problem, roster, absence)
    asked = question(scope, with_absence(scope.window, absence), absence, zone(problem, absence), 5)
    ask.end_all()
    first = ask.mended(asked, 30)
    (child,) = ask._WAITING
    assert ask.mended(asked, 30) == first and [child] == ask._WAITING
    child.kill()
    child.wait()
    assert ask.mended(asked, 30) == first and child not in ask._WAITING
    ask.end_all()
    assert ask._WAITING == [] and first == mend(asked)
