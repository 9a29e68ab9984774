"""The history contract: what is accepted, and every fault named at once."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from forecasting import Demand, DemandError
from forecasting.openings import Openings


def table(rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["queue", "start", "arrivals", "aht_s"])


GOOD = ("W1", "2026-09-07 08:30", 3, 600.0)


@pytest.mark.parametrize(
    ("row", "column", "found"),
    [
        (("W1", "2026-09-07 09:00", -1, None), "arrivals", "-1"),
        (("W1", "2026-09-07 09:00", 2.5, None), "arrivals", "2.5"),
        (("W1", "2026-09-07 09:00", "many", None), "arrivals", "'many'"),
        (("W1", "2026-09-07 09:00", None, None), "arrivals", "nothing"),
        (("W1", "2026-09-07 09:00", float("inf"), None), "arrivals", "inf"),
        (("W1", "2026-09-07 09:10", 2, None), "start", "2026-09-07 09:10:00"),
        (("W1", "2026-09-07 08:30", 2, None), "start", "already in row 1"),
        (("W1", "7 Sept", 2, None), "start", "'7 Sept'"),
        (("W1", "2026-09-07T09:00+08:00", 2, None), "start", "+08:00"),
        (("W1", 20260907, 2, None), "start", "20260907"),
        (("W1", None, 2, None), "start", "nothing"),
        (("", "2026-09-07 09:00", 2, None), "queue", "nothing"),
        (("W1", "2026-09-07 09:00", 2, -5), "aht_s", "-5"),
        (("W1", "2026-09-07 09:00", 2, "long"), "aht_s", "'long'"),
    ],
)
def test_a_bad_cell_is_named_with_row_column_and_what_stands_there(
    row: tuple[object, ...], column: str, found: str
) -> None:
    with pytest.raises(DemandError) as caught:
        Demand.from_frame(table([GOOD, row]))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [(2, column)]
    assert found in caught.value.faults[0].found
    assert caught.value.faults[0].expected
    assert "row 2" in str(caught.value)


def test_all_faults_are_gathered_in_row_order() -> None:
    rows = [
        ("W1", "2026-09-07 09:10", -1, None),
        GOOD,
        ("W1", "2026-09-07 10:00", "x", -1),
        GOOD,
    ]
    with pytest.raises(DemandError) as caught:
        Demand.from_frame(table(rows))
    assert [(fault.row, fault.column) for fault in caught.value.faults] == [
        (1, "arrivals"),
        (1, "start"),
        (3, "aht_s"),
        (3, "arrivals"),
        (4, "start"),
    ]


def test_a_long_list_of_faults_is_cut_in_the_message_only() -> None:
    starts = pd.date_range("2026-09-07", periods=30, freq="30min")
    frame = pd.DataFrame({"queue": "W1", "start": starts, "arrivals": -1})
    with pytest.raises(DemandError, match=r"and 10 more") as caught:
        Demand.from_frame(frame)
    assert len(caught.value.faults) == 30


def test_missing_columns_and_an_empty_table_are_faults() -> None:
    with pytest.raises(DemandError) as caught:
        Demand.from_frame(pd.DataFrame({"queue": ["W1"], "when": ["2026-09-07"]}))
    assert [fault.column for fault in caught.value.faults] == ["start", "arrivals"]
    assert caught.value.faults[0].row is None
    with pytest.raises(DemandError, match="at least one interval"):
        Demand.from_frame(table([]))


def test_a_time_zone_on_the_whole_column_is_refused() -> None:
    starts = pd.date_range("2026-09-07", periods=2, freq="30min", tz="Asia/Shanghai")
    frame = pd.DataFrame({"queue": "W1", "start": starts, "arrivals": 1})
    with pytest.raises(DemandError) as caught:
        Demand.from_frame(frame)
    assert [fault.row for fault in caught.value.faults] == [1, 2]


def test_slots_are_15_30_or_60_minutes() -> None:
    with pytest.raises(ValueError, match="found 20"):
        Demand.from_frame(table([GOOD]), slot_minutes=20)
    quarter = table([("W1", "2026-09-07 08:45", 3, None)])
    assert Demand.from_frame(quarter, slot_minutes=15).slot_minutes == 15
    with pytest.raises(DemandError, match="multiple of 60 minutes"):
        Demand.from_frame(quarter, slot_minutes=60)


def test_order_text_and_empty_handling_times_do_not_matter() -> None:
    rows = [("W2", "2026-09-07T09:00:00", "4", 0), GOOD, ("W1", pd.Timestamp(2026, 9, 7), 0, "")]
    demand = Demand.from_frame(table(rows))
    assert demand.queues == ("W1", "W2")
    assert demand.frame["start"].tolist() == [
        pd.Timestamp("2026-09-07 00:00"),
        pd.Timestamp("2026-09-07 08:30"),
        pd.Timestamp("2026-09-07 09:00"),
    ]
    assert demand.frame["arrivals"].tolist() == [0.0, 3.0, 4.0]
    # 0 seconds is what systems write when nobody was served: unknown.
    assert demand.frame["aht_s"].isna().tolist() == [True, False, True]


def test_the_handed_frame_is_left_as_it_was() -> None:
    frame = table([("W2", "2026-09-07 09:00", 4, None), GOOD])
    before = frame.copy(deep=True)
    Demand.from_frame(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_gaps_inside_opening_hours_are_counted_and_kept_apart_from_zeros() -> None:
    openings = pd.DataFrame(
        {
            "queue": "W1",
            "start": pd.to_datetime(["2026-09-07 08:30", "2026-09-08 08:30"]),
            "end": pd.to_datetime(["2026-09-07 10:30", "2026-09-08 10:30"]),
        }
    )
    rows = [
        GOOD,
        ("W1", "2026-09-07 10:00", 0, None),
        ("W1", "2026-09-07 20:00", 9, None),  # after hours: not part of the queue's history
        ("W1", "2026-09-08 09:00", 5, None),
    ]
    demand = Demand.from_frame(table(rows))
    assert demand.gaps(openings) == {"W1": 5}
    history = demand.history("W1", Openings.from_frame(openings, 30))
    assert history.arrivals.shape == (2, 48)
    assert history.gaps == 5
    assert history.arrivals[0, 17] == 3
    assert history.arrivals[0, 20] == 0
    assert np.isnan(history.arrivals[0, 18])
    assert np.nansum(history.arrivals) == 8


def test_before_keeps_what_was_known() -> None:
    demand = Demand.from_frame(table([GOOD, ("W1", "2026-09-07 09:00", 4, None)]))
    assert demand.before(pd.Timestamp("2026-09-07 09:00")).frame["arrivals"].tolist() == [3.0]


def test_a_queue_without_history_or_hours_is_named() -> None:
    demand = Demand.from_frame(table([GOOD]))
    closed = pd.DataFrame({"queue": ["W1"], "start": ["2026-09-07 14:30"], "end": ["2026-09-07 18:00"]})
    with pytest.raises(ValueError, match="W9: no history"):
        demand.history("W9", Openings.from_frame(closed, 30))
    with pytest.raises(ValueError, match="W1: no interval"):
        demand.history("W1", Openings.from_frame(closed, 30))
