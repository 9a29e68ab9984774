"""Windows closed by permission, advertised hours changed by publication."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.record import Record
from scheduler.planning import open_center
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder

MONDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 13)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def closing(by: str) -> Record:
    body = {
        "start": datetime(2026, 9, 9, 14, 30),
        "end": datetime(2026, 9, 9, 17, 30),
        "reason": "demand",
        "authorizer": by,
    }
    return Record("window_closing", "c", date(2026, 9, 9), "W3", "K02", body=body)


def hours(**more: object) -> Record:
    body = {
        "valid_from": date(2026, 9, 9),
        "valid_to": date(2026, 9, 10),
        "start": 540,
        "published_on": date(2026, 9, 1),
        "authorizer": "L01",
        "reason": "夏令",
        **more,
    }
    return Record("hours_change", "h", date(2026, 9, 9), "AM", "M01", body=body)


def opened(folder: CenterFolder, day: date) -> list[tuple[int, int]]:
    problem = make_problem(folder, MONDAY, SUNDAY)
    index = problem.horizon.day(day)
    return [(b.start - index * 1440, b.end - index * 1440) for b in problem.blocks_of_day[index] if "W3" in b.posts]


@pytest.mark.parametrize(("by", "closed"), [("K02", True), ("M01", True), ("S03", False), ("nobody", False)])
def test_a_window_closes_only_by_somebody_entitled(hall: CenterFolder, by: str, closed: bool) -> None:
    assert ((870, 1050) not in opened(replace(hall, records=(closing(by),)), date(2026, 9, 9))) == closed


def test_a_closed_window_still_counts_against_the_advertised_number(hall: CenterFolder) -> None:
    """Eight windows are advertised: closing one with a reason spares the roster an empty post, not the promise."""
    sessions = tuple(replace(s, min_open=8) for s in hall.center.sessions)
    folder = replace(hall, center=replace(hall.center, sessions=sessions), records=(closing("K02"),))
    problem = make_problem(folder, MONDAY, SUNDAY)
    found = check(problem, greedy_roster(problem)).breaches
    on = problem.horizon.day(date(2026, 9, 9))
    assert not [
        b for b in found if b.rule == "post_covered" and b.post == "W3" and b.day == on and b.start % 1440 >= 870
    ]
    assert [b.amount for b in found if b.rule == "min_open" and b.day == on and b.start % 1440 >= 870] == [180]


def test_published_hours_hold_on_their_dates_alone(hall: CenterFolder) -> None:
    changed = replace(hall, records=(hours(),))
    mornings = {day: opened(changed, date(2026, 9, day))[0] for day in (8, 9, 10, 11)}
    assert mornings == {8: (510, 720), 9: (540, 720), 10: (540, 720), 11: (510, 720)}
    assert opened(replace(hall, records=(hours(closed=True),)), date(2026, 9, 9)) == [(870, 1050)]


@pytest.mark.parametrize("more", [{"authorizer": "S03"}, {"published_on": date(2026, 9, 10)}])
def test_hours_are_not_cut_without_permission_or_afterwards(hall: CenterFolder, more: dict[str, object]) -> None:
    assert opened(replace(hall, records=(hours(**more),)), date(2026, 9, 9))[0] == (510, 720)


def test_a_changed_number_of_windows_is_what_is_checked(hall: CenterFolder) -> None:
    folder = replace(
        hall,
        center=replace(hall.center, sessions=tuple(replace(s, min_open=8) for s in hall.center.sessions)),
        records=(hours(start=510, min_open=5),),
    )
    problem = make_problem(folder, MONDAY, SUNDAY)
    roster = type(greedy_roster(problem)).of(d for d in greedy_roster(problem).duties if d.post not in ("W1", "W2"))
    days = {
        problem.date(b.day)
        for b in check(problem, roster).breaches
        if b.rule == "min_open" and b.start % 1440 < 720 and b.day is not None
    }
    assert date(2026, 9, 8) in days and not days & {date(2026, 9, 9), date(2026, 9, 10)}
