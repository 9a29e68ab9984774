"""Emergency plans and other numbers of posts: what each change does to the problem, and that the plans help."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.rule_settings import Level
from scheduler.planning import open_center, sample_centers
from scheduler.rules import RULE
from scheduler.scenario import Scenario, ScenarioFault, apply
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder

PLANS = [
    (name, path)
    for name, folder in sample_centers().items()
    for path in sorted((folder / "scenarios").glob("emergency_*.toml"))
]


def changed(folder: CenterFolder, **change: object) -> CenterFolder:
    return apply(folder, Scenario("x", "x", (change,)))


def uncovered(folder: CenterFolder, first: date, last: date) -> int:
    """Empty minutes of windows, or heads lacking in shifts, of the roster anybody would make without search."""
    problem = make_problem(folder, first, last)
    return sum(
        check(problem, greedy_roster(problem)).by_rule.get(rule, (0, 0))[0]
        for rule in ("post_covered", "shift_covered")
    )


@pytest.mark.parametrize(("name", "path"), PLANS, ids=[f"{n}-{p.stem}" for n, p in PLANS])
def test_every_plan_has_a_reserve_list_and_relaxes_no_law(name: str, path: Path) -> None:
    folder, plan = open_center(name), Scenario.load(path)
    kinds = [c["kind"] for c in plan.changes]
    assert (
        "reserve" in kinds
        and "rule" in kinds
        and plan.name_zh.startswith("应急预案")
        and plan.name_en.startswith("Emergency plan")
    )
    for change in plan.changes:
        if change["kind"] == "rule":
            assert RULE[change["id"]].effective(folder.center.rules.get(change["id"]))[0] is not Level.HARD
    after = apply(folder, plan)
    assert after.center != folder.center or after.leave != folder.leave
    reserves = {p for c in plan.changes if c["kind"] == "reserve" for p in c["people"]}
    days = [(c["from"], c["to"]) for c in plan.changes if c["kind"] == "reserve"]
    problem = make_problem(after, *(folder.horizon or days[0]))
    for first, last in days:
        for person in reserves:
            start, end = (
                problem.horizon.minute(datetime(d.year, d.month, d.day, h)) for d, h in ((first, 8), (last, 17))
            )
            assert person in {p.id for p in after.center.staff} and not problem.absent(person, start, end)


def test_there_are_three_plans_for_each_sample() -> None:
    assert [(n, p.stem) for n, p in PLANS] == [
        (n, f"emergency_{what}") for n in ("hall", "hotline") for what in ("sickness", "storm", "system_down")
    ]


def test_the_reserve_of_the_hall_fills_what_sickness_empties() -> None:
    folder = open_center("hall")
    plan = Scenario.load(sample_centers()["hall"] / "scenarios" / "emergency_sickness.toml")
    without = replace(plan, changes=tuple(c for c in plan.changes if c["kind"] != "reserve"))
    first, last = date(2026, 9, 15), date(2026, 9, 17)
    ill, helped = uncovered(apply(folder, without), first, last), uncovered(apply(folder, plan), first, last)
    assert uncovered(folder, first, last) == 0 < ill and helped < ill


def test_a_closed_window_asks_for_nobody() -> None:
    folder = open_center("hall")
    after = changed(
        folder,
        kind="closed",
        posts=["W4", "W5"],
        **{"from": datetime(2026, 9, 15, 8, 30), "to": datetime(2026, 9, 15, 12)},
    )
    problem = make_problem(after, date(2026, 9, 15), date(2026, 9, 15))
    morning, afternoon = (b for b in problem.blocks if b.posts)
    assert not {"W4", "W5"} & morning.posts and {"W4", "W5"} <= afternoon.posts


def test_a_reserve_who_only_approves_is_there_on_those_days_alone() -> None:
    folder = open_center("hall")
    after = changed(
        folder, kind="reserve", people=["K06"], posts=["W8"], **{"from": date(2026, 9, 15), "to": date(2026, 9, 15)}
    )
    problem = make_problem(after, date(2026, 9, 14), date(2026, 9, 16))
    assert [not problem.absent("K06", d * 1440 + 510, d * 1440 + 720) for d in range(3)] == [False, True, False]
    assert (
        after.center.source("K06", "W8", date(2026, 9, 15)) == "C"
        and "office_rota" not in check(problem, greedy_roster(problem)).by_rule
    )


def test_annual_leave_is_called_off_and_sick_leave_never() -> None:
    folder = open_center("hotline")
    for person, status in (("Z1", "cancelled"), ("Z4", "approved")):
        row = next(r for r in folder.leave if r.person == person)
        after = changed(folder, kind="reserve", people=[person], **{"from": row.start.date(), "to": row.start.date()})
        assert next(r for r in after.leave if r.id == row.id).status == status


def test_a_post_more_and_a_post_less_can_be_tried() -> None:
    folder, day = open_center("hall"), date(2026, 9, 15)
    more = changed(folder, kind="post", post="W9", like="W7", holder="S20")
    assert (
        more.center.holder("W9", day) == "S20"
        and more.center.queue["W7"].posts == ("W7", "W9")
        and len(more.center.posts) == 9
    )
    problem = make_problem(more, day, day)
    assert all("W9" in b.posts for b in problem.blocks if b.posts) and uncovered(more, day, day) == 0
    less = changed(folder, kind="post", post="W2", remove=True)
    assert (
        "W2" not in less.center.post
        and "W2" not in less.center.queue
        and less.center.duty is not None
        and "W2" not in less.center.duty.windows
    )
    assert less.demand is not None and "W2" not in set(less.demand["queue"]) and uncovered(less, day, day) == 0
    assert changed(folder, kind="post", post="W8", heads=2).center.post["W8"].heads == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"kind": "post", "post": "W9", "remove": True}, "W9"),
        ({"kind": "post", "post": "W8", "like": "W7", "holder": "S20"}, "there already"),
        ({"kind": "post", "post": "W9", "like": "W7"}, "holder"),
        ({"kind": "post", "post": "W8", "heads": -1}, "expected 0 to 99"),
        ({"kind": "closed", "posts": ["W1"], "from": "2026-09-15T12:00", "to": "2026-09-15T08:30"}, "not before"),
        ({"kind": "reserve", "people": ["X1"], "from": "2026-09-15", "to": "2026-09-15"}, "X1"),
    ],
)
def test_what_cannot_be_applied_says_why(change: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioFault, match=said):
        changed(open_center("hall"), **change)
    if change["kind"] == "post" and change.get("remove"):
        with pytest.raises(ScenarioFault, match="nothing would be left"):
            changed(open_center("hotline"), kind="post", post="phone", remove=True)
