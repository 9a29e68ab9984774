"""Notes on odd counts change the forecast: what is left out is forecast without, what is kept weighs in."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.planning import forecast_center, open_center
from scheduler.registers.demand_notes import demand_note, demand_notes, judged_stretches
from scheduler.store.folder import CenterFolder

FIRST = date(2026, 9, 7)


@pytest.fixture(scope="module")
def hotline() -> CenterFolder:
    """The last six weeks had three times the calls, and one interval an absurd count."""
    folder = open_center("hotline")
    frame = folder.demand
    assert frame is not None
    late = frame["start"] >= datetime(2026, 8, 24)
    frame = frame.assign(arrivals=frame["arrivals"].where(~late, frame["arrivals"] * 3))
    spike = frame["start"] == datetime(2026, 8, 5, 4)
    return replace(folder, demand=frame.assign(arrivals=frame["arrivals"].where(~spike, 5000)))


def total(folder: CenterFolder) -> float:
    made = forecast_center(folder, FIRST, FIRST)
    assert made is not None
    return float(made.frame["mean"].sum())


def test_a_stretch_left_out_is_forecast_without_and_struck_out_it_counts_again(hotline: CenterFolder) -> None:
    note = demand_note("n1", "hotline", datetime(2026, 8, 24), datetime(2026, 9, 7), "leave_out", "促销", FIRST)
    with_it, without = total(hotline), total(replace(hotline, records=(note,)))
    assert without < 0.75 * with_it
    assert total(replace(hotline, records=(replace(note, state="void"),))) == with_it
    elsewhere = replace(note, subject="gone")  # a note on a queue without history judges nothing
    assert total(replace(hotline, records=(elsewhere,))) == with_it


def test_a_spike_may_be_kept(hotline: CenterFolder) -> None:
    made = forecast_center(hotline, FIRST, FIRST)
    assert made is not None
    spike = next(s for s in made.reports["hotline"].suspects if s.kind == "spike")
    assert spike.set_aside
    note = demand_note("n1", "hotline", datetime(2026, 8, 5, 4), datetime(2026, 8, 5, 4, 30), "keep", "", FIRST)
    kept = forecast_center(replace(hotline, records=(note,)), FIRST, FIRST)
    assert kept is not None and not next(s for s in kept.reports["hotline"].suspects if s.kind == "spike").set_aside


def test_of_two_notes_on_one_stretch_the_later_holds() -> None:
    start, end = datetime(2026, 8, 1), datetime(2026, 8, 1) + timedelta(days=1)
    first, second = (
        demand_note(name, "hotline", start, end, treat, "", FIRST)
        for name, treat in (("a", "leave_out"), ("b", "keep"))
    )
    assert demand_notes((first, second)) == (second,)
    out, keep = judged_stretches((first, second), ["hotline"])
    assert out is None and keep is not None and len(keep) == 1
    backward = demand_note("c", "hotline", end, start, "leave_out", "", FIRST)
    assert judged_stretches((backward,), ["hotline"]) == (None, None)
