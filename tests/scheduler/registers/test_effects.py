"""What entries change: in the problem that is solved, not on paper."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.assemble import calendar_of, make_problem
from scheduler.check import check
from scheduler.domain.record import Record
from scheduler.domain.solution import DEFAULT_LIMITS
from scheduler.planning import forecast_center, input_hash, need_of, open_center
from scheduler.registers.phone import with_calls
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder

MONDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 13)
AM = (datetime(2026, 9, 9, 8, 30), datetime(2026, 9, 9, 12))


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


def out(start: datetime, end: datetime, state: str = "open") -> Record:
    return Record(
        "window_out", "x", start.date(), "W3", "K02", state=state, body={"start": start, "end": end, "reason": "检修"}
    )  # type: ignore[arg-type]


def open_minutes(folder: CenterFolder, post: str) -> int:
    return sum(b.minutes for b in make_problem(folder, MONDAY, SUNDAY).open_blocks(post))


def test_a_window_out_of_service_is_not_open_and_nobody_is_asked_for(hall: CenterFolder) -> None:
    shut = replace(hall, records=(out(*AM),))
    assert open_minutes(hall, "W3") - open_minutes(shut, "W3") == 210
    assert open_minutes(hall, "W4") == open_minutes(shut, "W4")
    problem = make_problem(shut, MONDAY, SUNDAY)
    empty = type(greedy_roster(problem)).of(
        d for d in greedy_roster(problem).duties if not (d.post == "W3" and d.day == AM[0].date())
    )
    said = [b for b in check(problem, empty).breaches if b.rule == "post_covered" and b.post == "W3"]
    assert {(problem.horizon.moment(b.start).hour) for b in said} == {14}, "only the afternoon is missed"


def test_a_span_inside_a_session_cuts_it(hall: CenterFolder) -> None:
    shut = replace(hall, records=(out(datetime(2026, 9, 9, 9, 10), datetime(2026, 9, 9, 10, 5)),))
    assert open_minutes(hall, "W3") - open_minutes(shut, "W3") == 55


def test_struck_out_or_over_changes_nothing(hall: CenterFolder) -> None:
    assert open_minutes(replace(hall, records=(out(*AM, state="void"),)), "W3") == open_minutes(hall, "W3")
    later = out(AM[0] + timedelta(days=30), AM[1] + timedelta(days=30))
    assert open_minutes(replace(hall, records=(later,)), "W3") == open_minutes(hall, "W3")


def test_need_of_a_closed_window_is_dropped(hall: CenterFolder) -> None:
    needs = need_of(hall, forecast_center(hall, MONDAY, SUNDAY))
    shut = make_problem(replace(hall, records=(out(*AM),)), MONDAY, SUNDAY, needs)
    mine = [n for n in shut.needs if n.queue == "W3" and n.start.date() == AM[0].date()]
    assert mine and all(n.start >= AM[1] for n in mine)
    assert [n for n in needs if n.queue == "W3" and AM[0] <= n.start < AM[1]]


def calls(day: date, count: int, minutes: float | None) -> tuple[Record, ...]:
    body = {"question": "?", "promised": day, **({} if minutes is None else {"minutes": minutes})}
    return tuple(
        Record(
            "phone_log",
            f"{day}-{n:02d}",
            day,
            "W1",
            "S01",
            body={**body, "called_at": datetime.combine(day, datetime.min.time()) + timedelta(hours=9, minutes=n % 30)},
        )
        for n in range(count)
    )


def test_calls_are_work_of_the_window(hall: CenterFolder) -> None:
    """Six calls of 20 minutes and two of the usual length on one day: so much more work in those slots, nowhere else."""
    day = date(2026, 9, 3)
    records = (
        *calls(day, 6, 20),
        replace(calls(day, 1, None)[0], id="x", body={"called_at": datetime(2026, 9, 3, 10, 40)}),
    )
    made = forecast_center(hall, MONDAY, SUNDAY)
    assert made is not None
    frame = with_calls(made.frame, hall.center, calendar_of(hall), records)
    more = (frame["mean"] - made.frame["mean"]) * frame["aht_s"]
    mine = frame["queue"] == "W1"
    clock = frame["start"].dt.strftime("%H:%M")
    assert more[mine & (clock == "09:00")].tolist() == pytest.approx([6 * 1200] * 5)
    assert more[mine & (clock == "10:30")].tolist() == pytest.approx([240] * 5)
    assert more[~(mine & clock.isin(["09:00", "10:30"]))].abs().max() == 0
    slower = with_calls(made.frame, replace(hall.center, phone_minutes=10), calendar_of(hall), records)
    assert ((slower["mean"] - made.frame["mean"]) * frame["aht_s"])[
        mine & (clock == "10:30")
    ].tolist() == pytest.approx([600] * 5)


def test_calls_of_weeks_raise_the_need(hall: CenterFolder) -> None:
    """Twenty calls each workday morning: with further windows to open, the calls ask for them."""
    records = tuple(
        r
        for n in range(67)
        for d in [date(2026, 7, 1) + timedelta(days=n)]
        if d.weekday() < 5
        for r in calls(d, 20, None)
    )
    wide = replace(
        hall,
        center=replace(
            hall.center,
            queues=tuple(
                replace(q, posts=tuple(f"W{n}" for n in range(1, 9))) if q.id == "W1" else q for q in hall.center.queues
            ),
            posts=tuple(replace(p, heads=0) for p in hall.center.posts),
        ),
    )
    made = forecast_center(hall, MONDAY, SUNDAY)
    need = [
        {n.start: n.required for n in need_of(f, made) if n.queue == "W1"}
        for f in (wide, replace(wide, records=records))
    ]
    # Where load is carried over, the work of nine o'clock is done in the half hours after.
    for day in {start.date() for start in need[0]}:
        assert sum(need[1][s] - heads for s, heads in need[0].items() if s.date() == day and s.hour in (9, 10)) >= 2
        assert not any(need[1][s] - heads for s, heads in need[0].items() if s.date() == day and s.hour in (8, 16))


def test_only_entries_that_change_planning_ask_for_a_new_roster(hall: CenterFolder) -> None:
    def key(*records: Record) -> str:
        return input_hash(replace(hall, records=records), MONDAY, SUNDAY, DEFAULT_LIMITS)

    log = Record("seal_log", "2026-09-07-FDI", MONDAY, "FDI", "S01")
    assert key() == key(log) == key(out(*AM, state="void"))
    assert key(out(*AM)) != key()
