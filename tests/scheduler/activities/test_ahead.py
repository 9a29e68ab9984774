"""Work that may wait grows the need only where the time between customers is not enough."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.activities.ahead import RECORD_MINUTES, live, with_deferred
from scheduler.activities.ahead_words import deferred_lines
from scheduler.assemble import calendar_of
from scheduler.domain.need import NeedCell
from scheduler.domain.record import Record
from scheduler.planning import forecast_center, need_and_deferred, open_center
from scheduler.staffing.reasons import words
from scheduler.store.folder import CenterFolder

MONDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 13)


@pytest.fixture(scope="module")
def hotline() -> CenterFolder:
    return open_center("hotline")


@pytest.fixture(scope="module")
def cells(hotline: CenterFolder) -> tuple[NeedCell, ...]:
    return live(need_and_deferred(hotline, forecast_center(hotline, MONDAY, SUNDAY))[0])


def changed(folder: CenterFolder, factor: int = 1, reserve: float = 0.0, **backlog: object) -> CenterFolder:
    center = folder.center
    more = tuple(replace(b, per_week=b.per_week * factor, **backlog) for b in center.backlogs)
    return replace(
        folder, center=replace(center, backlogs=more, queues=tuple(replace(q, reserve=reserve) for q in center.queues))
    )


def test_what_fits_between_customers_adds_nobody(hotline: CenterFolder, cells: tuple[NeedCell, ...]) -> None:
    grown, (plan,) = with_deferred(cells, hotline.center, calendar_of(hotline))
    assert grown == cells and not plan.extra.any() and plan.late == 0
    # Sunday's items come in on Monday, which is the next period's; call-backs wait for their hours.
    assert plan.arrives.sum() == pytest.approx((60 * 4 + 120 * 5) * 6 / 7, rel=0.1)
    night = [i for i, start in enumerate(plan.starts) if start.hour < 9]
    assert plan.done[0][night].sum() == 0 < plan.done[1][night].sum()
    assert "nobody is added" in "".join(deferred_lines(hotline.center, (plan,), "en"))


def test_what_does_not_fit_grows_the_need_by_little_more_than_the_least(
    hotline: CenterFolder, cells: tuple[NeedCell, ...]
) -> None:
    folder = changed(hotline, factor=8, reserve=1.5, earliest=540, latest=1050, within=1)
    grown, (plan,) = with_deferred(cells, folder.center, calendar_of(folder))
    assert plan.late == 0 and 0 < plan.bound <= plan.extra.sum() <= plan.bound + 8
    assert [g.required - c.required for g, c in zip(grown, cells, strict=True)] == plan.extra.tolist()
    more = next(cell for cell in grown if cell.reason.endswith("deferred=1"))
    assert 9 <= more.start.hour < 18
    assert words(more.reason, "zh").endswith("另加1人办理可延后工作") and words(more.reason, "en").endswith(
        "1 more for work that may wait"
    )
    assert live(grown) == cells
    assert "head-hours to the need" in "".join(deferred_lines(folder.center, (plan,), "en"))


def test_people_kept_free_for_customers_do_no_such_work(hotline: CenterFolder, cells: tuple[NeedCell, ...]) -> None:
    plans = [
        with_deferred(cells, changed(hotline, reserve=k).center, calendar_of(hotline))[1][0] for k in (0.0, 1.0, 2.0)
    ]
    free = [plan.free.sum() for plan in plans]
    assert free[0] > free[1] > free[2]


def test_open_cases_and_complaints_are_work_until_they_are_closed(
    cells: tuple[NeedCell, ...], hotline: CenterFolder
) -> None:
    bare = replace(hotline, center=replace(hotline.center, backlogs=()))
    received = datetime(2026, 9, 4, 10)
    complaint = Record("complaint", "c1", received.date(), "hotline", body={"received": received, "content": "…"})
    closed = replace(complaint, id="c2", body={**complaint.body, "result": "…", "closed_on": date(2026, 9, 6)})
    calendar = calendar_of(bare)
    assert with_deferred(cells, bare.center, calendar, (closed,))[1] == ()
    _, (plan,) = with_deferred(cells, bare.center, calendar, (complaint, closed, replace(complaint, id="c3")))
    assert plan.arrives.sum() == 2 * RECORD_MINUTES and plan.done.sum() == 2 * RECORD_MINUTES
    tight = tuple(replace(cell, required=0) for cell in cells)
    grown, (planned,) = with_deferred(
        tight, replace(bare.center, case_minutes=60), calendar, tuple(replace(complaint, id=f"c{n}") for n in range(20))
    )
    assert planned.extra.sum() == 40 and sum(cell.required for cell in grown) == 40


def test_open_cases_belong_to_the_queue_of_their_window() -> None:
    hall = open_center("hall")
    item = next(i for p in hall.center.posts if p.id == "W1" for i in p.items)
    case = Record(
        "case",
        "k1",
        date(2026, 9, 4),
        "W1",
        due=datetime(2026, 9, 9),
        body={"item": item.id, "accepted_on": date(2026, 9, 4)},
    )
    cells = [
        NeedCell(
            "W1",
            datetime(2026, 9, 7, 8, 30) + timedelta(minutes=30 * n),
            datetime(2026, 9, 7, 9) + timedelta(minutes=30 * n),
            1.0,
            1,
            0.9,
        )
        for n in range(7)
    ]
    grown, (plan,) = with_deferred(cells, hall.center, calendar_of(hall), (case,))
    assert plan.queue == "W1" and plan.done.sum() == RECORD_MINUTES and grown == tuple(cells)
    full = [replace(c, load_erlang=1.0) for c in cells]
    same, (late,) = with_deferred(full, hall.center, calendar_of(hall), (replace(case, due=datetime(2026, 9, 7, 11)),))
    assert same == tuple(full) and late.late == RECORD_MINUTES  # one window, one seat: nobody can be added
    assert "无法按时办完" in "".join(deferred_lines(hall.center, (late,), "zh"))
