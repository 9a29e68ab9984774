"""Unplanned absence: minutes rostered and not there, few records drawn towards what is planned with."""

from datetime import date, datetime, timedelta

import pytest

from scheduler.domain.roster import Duty, Roster
from scheduler.kpi.unplanned import PRIOR_MINUTES, unplanned
from scheduler.planning import open_center
from scheduler.store.actuals import Attendance

MONDAY = date(2026, 8, 3)


def at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour)


def duty(day: date, person: str = "a", role: str = "A") -> Duty:
    return Duty(day, person, at(day, 8), at(day, 16), "W1", role, "O")


def work(day: date, first: int, last: int, person: str = "a") -> Attendance:
    return Attendance(day, person, "work", at(day, first), at(day, last))


def test_late_gone_early_left_and_absent_are_lost_leave_is_not() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(4)]
    roster = Roster.of([*(duty(day) for day in days), duty(days[0], "b")])
    records = [
        work(days[0], 9, 15),
        work(days[1], 8, 16),
        Attendance(days[1], "a", "left_post", at(days[1], 10), at(days[1], 11)),
        Attendance(days[2], "a", "absent"),
        work(days[3], 7, 18),  # longer than rostered gives nothing back
        work(days[0], 8, 16, "b"),
        work(days[1], 8, 16, "c"),  # c was not rostered
    ]
    found = unplanned([(roster, records)])
    assert found is not None
    lost = 120 + 60 + 480
    assert (found.raw, found.person_days) == (pytest.approx(lost / 2400), 5)
    assert found.share == pytest.approx(lost / (2400 + PRIOR_MINUTES))
    assert set(found.by_weekday) == {0, 1, 2, 3}
    assert found.by_weekday[2] > found.share > found.by_weekday[3]


def test_a_day_without_any_record_is_no_day_of_record() -> None:
    roster = Roster.of([duty(MONDAY), duty(MONDAY + timedelta(days=1))])
    found = unplanned([(roster, [work(MONDAY, 8, 16)])], prior=0.1)
    assert found is not None and (found.raw, found.person_days) == (0.0, 1)
    assert found.share == pytest.approx(0.1 * PRIOR_MINUTES / (480 + PRIOR_MINUTES))
    assert unplanned([(roster, [])]) is None and unplanned([]) is None


@pytest.mark.parametrize("ref", ["hall", "hotline"])
def test_the_samples_have_a_plausible_share(ref: str) -> None:
    from scheduler.store.actuals import actuals_of
    from scheduler.store.roster_files import read_roster

    folder = open_center(ref)
    assert folder.path is not None
    found = unplanned(
        [
            (
                read_roster(folder.path / "actuals" / "roster.csv", folder.center),
                actuals_of(folder.path, folder.center).attendance,
            )
        ]
    )
    assert found is not None and found.person_days > 300 and 0.001 < found.raw < 0.1
