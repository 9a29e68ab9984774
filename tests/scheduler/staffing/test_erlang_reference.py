"""All 380 reference values (60 digits, computed elsewhere): 1e-9 relative, counts exactly."""

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from scheduler.staffing.queues import erlang_a, erlang_b, erlang_c
from scheduler.staffing.queues.offered_load import load_after_step

ROWS = list(csv.DictReader((Path(__file__).parent / "erlang_reference.csv").open()))
A_FIELDS = {
    "pw": "wait_probability",
    "pab": "abandonment",
    "asa_all": "mean_wait",
    "lq": "queue_length",
    "occ": "occupancy",
    "pWgtT": "late",
    "sl_offered": "sl_offered",
    "sl_answered": "sl_answered",
    "sl_excl_short": "sl_excl_short",
}


class Row:
    """One reference row; numbers by column name, the load from calls where it is not given."""

    def __init__(self, cells: dict[str, str]) -> None:
        self.cells = cells

    def __getitem__(self, column: str) -> float:
        return float(self.cells[column])

    @property
    def load(self) -> float:
        if self.cells["a"]:
            return self["a"]
        return self["calls"] * self["aht_s"] / self["interval_s"]


def erlang_a_value(row: Row) -> np.ndarray:
    found = erlang_a.measures(row.load, row["n"], row["aht_s"], row["patience_s"], row["T_s"])
    return getattr(found, A_FIELDS[row.cells["metric"]])


def erlang_c_value(row: Row) -> np.ndarray:
    a, n, h, t = row.load, row["n"], row["aht_s"], row["T_s"]
    return {
        "pw": lambda: erlang_c.wait_probability(a, n),
        "sl": lambda: erlang_c.service_level(a, n, h, t),
        "asa": lambda: erlang_c.mean_wait(a, n, h),
        "lq": lambda: erlang_c.queue_length(a, n),
        "occ": lambda: erlang_c.occupancy(a, n),
    }[row.cells["metric"]]()


MODELS: dict[str, Callable[[Row], np.ndarray]] = {
    "erlang_a": erlang_a_value,
    "erlang_c": erlang_c_value,
    "erlang_b": lambda row: erlang_b.blocking(row.load, row["n"]),
    "allen_cunneen": lambda row: erlang_c.hall_wait(row.load, row["n"], row["aht_s"], row["cs2"]),
    "mol_step": lambda row: load_after_step(row["lam0"], row["lam1"], row["aht_s"], row["T_s"]),
    "erlang_b_need": lambda row: erlang_b.need(row.load, row["target"]),
    "erlang_c_need": lambda row: erlang_c.need(
        row.load,
        row["aht_s"],
        answer_share=row["target"],
        within_s=row["T_s"],
        max_occupancy=row["occ_max"],
    ),
    "erlang_a_need": lambda row: erlang_a.need(
        row.load,
        row["aht_s"],
        row["patience_s"],
        answer_share=row["target"],
        within_s=row["T_s"],
        max_abandon=row["pab_max"],
    ),
}


def test_every_reference_row_is_here() -> None:
    assert len(ROWS) == 380
    assert {row["model"] for row in ROWS} == set(MODELS)
    assert {row["metric"] for row in ROWS if row["model"] == "erlang_a"} == set(A_FIELDS)


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_reference_value(number: int) -> None:
    row = Row(ROWS[number])
    value = row["value"]
    got = float(MODELS[row.cells["model"]](row))
    if row.cells["metric"] == "n":
        assert got == value
    else:
        assert got == pytest.approx(value, rel=1e-9, abs=1e-12), row.cells


def test_whole_columns_at_once_equal_single_cells() -> None:
    rows = [Row(cells) for cells in ROWS if cells["model"] == "erlang_a"]
    found = erlang_a.measures(
        [row.load for row in rows],
        [row["n"] for row in rows],
        [row["aht_s"] for row in rows],
        [row["patience_s"] for row in rows],
        [row["T_s"] for row in rows],
    )
    for i, row in enumerate(rows):
        got = getattr(found, A_FIELDS[row.cells["metric"]])[i]
        assert got == pytest.approx(row["value"], rel=1e-9, abs=1e-12)
