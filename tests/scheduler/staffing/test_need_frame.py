"""A forecast frame of several queues to need cells."""

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from scheduler.domain.need import NeedCell
from scheduler.staffing.need import QueueNeed, need_frame, required_heads, words
from scheduler.staffing.targets import ServiceTarget

PHONE = ServiceTarget(answer_share=0.8, within_s=20, min_heads=1)
WINDOW = ServiceTarget(max_wait_s=900)


def frame(
    queue: str, mean: list[float], aht_s: float, minutes: int = 30, day: str = "2026-09-07 08:30"
) -> pd.DataFrame:
    start = pd.date_range(day, periods=len(mean), freq=f"{minutes}min")
    return pd.DataFrame(
        {
            "queue": queue,
            "start": start,
            "end": start + pd.Timedelta(minutes=minutes),
            "mean": mean,
            "cv": 0.1,
            "aht_s": aht_s,
        }
    )


def test_rows_of_many_queues_keep_their_order_and_their_own_targets() -> None:
    rows = pd.concat([frame("hotline", [5, 40, 90], 240.0), frame("W1", [0, 1, 3], 1320.0)])
    mixed = rows.iloc[[3, 0, 4, 2, 5, 1]]
    cells = need_frame(
        mixed,
        {
            "hotline": QueueNeed(PHONE, load="stationary"),
            "W1": QueueNeed(WINDOW, seats=1, presence=1, load="stationary"),
        },
    )
    assert [(cell.queue, cell.mean) for cell in cells] == [
        ("W1", 0.0),
        ("hotline", 5.0),
        ("W1", 1.0),
        ("hotline", 90.0),
        ("W1", 3.0),
        ("hotline", 40.0),
    ]
    alone = required_heads([5, 90, 40], 0.1, 240.0, 1800.0, PHONE)
    assert [cell.required for cell in cells if cell.queue == "hotline"] == alone.required.tolist()
    assert [cell.required for cell in cells if cell.queue == "W1"] == [1, 1, 1]
    first = cells[1]
    assert isinstance(first, NeedCell)
    assert (first.start, first.end) == (
        datetime(2026, 9, 7, 8, 30),
        datetime(2026, 9, 7, 9, 0),
    )
    assert type(first.start) is datetime and type(first.required) is int
    assert first.target == "80%/20s >=1"
    assert first.expected_service >= 0.8
    assert first.load_erlang == pytest.approx(5 * 240 / 1800)
    assert words(first.reason, "zh").startswith("按80%在20秒内接听，预期负荷0.67爱尔兰")
    assert "缺3人" in words(cells[4].reason, "zh")


def test_intervals_of_different_length_are_each_their_own() -> None:
    rows = pd.concat([frame("q", [20.0], 180.0, 30), frame("q", [40.0], 180.0, 60)])
    cells = need_frame(rows, {"q": QueueNeed(PHONE)})
    assert cells[0].load_erlang == cells[1].load_erlang == pytest.approx(2.0)
    assert cells[0].required == cells[1].required


def test_carried_load_lags_the_crowd_and_starts_afresh_every_morning() -> None:
    crowd = [10.0, 60.0, 60.0, 10.0, 0.0]
    days = pd.concat([frame("hall", crowd, 1200.0), frame("hall", crowd, 1200.0, day="2026-09-08 08:30")])
    target = ServiceTarget(answer_share=0.8, within_s=600)
    plain = need_frame(days, {"hall": QueueNeed(target, load="stationary")})
    lagged = need_frame(days.iloc[::-1], {"hall": QueueNeed(target, load="carried")})[::-1]
    for cells in (plain, lagged):
        assert [c.required for c in cells[:5]] == [c.required for c in cells[5:]]
    assert lagged[1].required < plain[1].required
    assert lagged[3].required > plain[3].required
    assert (plain[4].required, plain[4].load_erlang) == (0, 0.0)
    assert lagged[4].required > 0
    # What came in is what is worked off, but for the customers still there at the end.
    worked = sum(cell.load_erlang for cell in lagged[:5])
    assert 0.97 < worked / sum(cell.load_erlang for cell in plain[:5]) < 1.0


def test_an_empty_frame_has_no_cells_and_a_full_one_as_many_as_rows() -> None:
    rows = frame("q", [1.0] * 48, 180.0)
    assert len(need_frame(rows, {"q": QueueNeed(PHONE)})) == 48
    assert need_frame(rows.iloc[:0], {"q": QueueNeed(PHONE)}) == []


def test_faults_are_named() -> None:
    rows = frame("hotline", [1.0, 2.0], 240.0)
    with pytest.raises(ValueError, match="no target for queue hotline"):
        need_frame(rows, {"phone": QueueNeed(PHONE)})
    with pytest.raises(ValueError, match="lacks the columns cv, aht_s"):
        need_frame(rows.drop(columns=["cv", "aht_s"]), {"hotline": QueueNeed(PHONE)})
    turned = rows.assign(end=rows["start"])
    with pytest.raises(ValueError, match="queue hotline: the interval from 2026-09-07 08:30"):
        need_frame(turned, {"hotline": QueueNeed(PHONE)})
    with pytest.raises(ValueError, match="mean"):
        need_frame(rows.assign(mean=np.nan), {"hotline": QueueNeed(PHONE)})
    with pytest.raises(ValueError, match="0 seats"):
        QueueNeed(PHONE, seats=0)


def test_long_services_are_staffed_forward_in_time() -> None:
    """A quarter of an hour at a counter, half-hours: the crowd of one is still there in the next."""
    rows = frame("hall", [20.0, 20.0, 18.0, 14.0, 14.0, 10.0, 8.0], 900.0)
    target = ServiceTarget(answer_share=0.8, within_s=600)
    naive, auto = (need_frame(rows, {"hall": QueueNeed(target, load=load)}) for load in ("stationary", "auto"))
    assert [c.required for c in auto] != [c.required for c in naive]
    assert all(c.expected_service >= 0.8 - 1e-9 for c in auto)
    door = need_frame(rows, {"hall": QueueNeed(target, at_the_door=12)})
    assert door[0].required >= auto[0].required and sum(c.required for c in door) > sum(c.required for c in auto)
    capped = need_frame(rows, {"hall": QueueNeed(target, seats=9)})
    assert max(c.required for c in capped) == 9 and min(c.expected_service for c in capped) < 0.8


def test_a_queue_that_never_closes_is_walked_day_by_day() -> None:
    week = pd.concat(
        [frame("hotline", [2.0 + (k % 7) for k in range(48)], 900.0, day=f"2026-09-0{d} 00:00") for d in range(1, 4)]
    )
    cells = need_frame(week, {"hotline": QueueNeed(PHONE)})
    assert len(cells) == 144 and [c.required for c in cells[:48]] == [c.required for c in cells[48:96]]
    backwards = need_frame(week.iloc[::-1], {"hotline": QueueNeed(PHONE)})[::-1]
    assert [c.required for c in backwards] == [c.required for c in cells]
