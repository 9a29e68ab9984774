"""Few kinds of shifts: the best choice of kinds by enumeration, and a limit that cannot be kept."""

import itertools
import shutil
from pathlib import Path

import numpy as np
import pytest

from scheduler.planning import open_center, sample_centers
from scheduler.shift_design.patterns import Allowed, patterns
from scheduler.shift_design.plan import Counted, ShiftPlan
from scheduler.shift_design.words import shift_rows, shift_text
from scheduler.solver.shift_design import fewest
from scheduler.solver.shift_kinds import best_kinds


@pytest.mark.parametrize("seed", range(6))
def test_the_kinds_chosen_take_no_more_shifts_than_any_others(seed: int) -> None:
    chance = np.random.default_rng(seed)
    covers = np.stack([np.roll([1, 1, 1, 0, 0, 0, 0, 0], s) for s in range(8)])
    kind = np.arange(8) // 2
    floor = chance.integers(0, 4, 8)
    least = np.inf
    for chosen in itertools.combinations(range(4), 3):
        rows = np.isin(kind, chosen)
        try:
            least = min(least, fewest(covers[rows], floor, np.ones(int(rows.sum()))).lost)
        except ValueError:
            continue
    found = best_kinds(covers, floor, np.ones(8), kind, 3, seconds=4.0)
    rows = np.isin(kind, list(found))
    assert len(found) <= 3 and fewest(covers[rows], floor, np.ones(int(rows.sum()))).lost == least


def test_a_limit_that_cannot_be_kept_is_told() -> None:
    with pytest.raises(ValueError, match="no 1 kinds of shifts were found"):
        best_kinds(
            np.array([[1, 1, 0, 0], [0, 0, 1, 1]]), np.array([1, 1, 1, 1]), np.ones(2), np.array([0, 1]), 1, seconds=2.0
        )


def test_clocks_are_as_on_the_wall() -> None:
    (night,) = patterns(Allowed((17 * 60,), (510,)), 1, 30)
    assert shift_text(night, "zh") == "17:00–次日01:30" and shift_text(night, "en") == "17:00–01:30 next day"
    (evening,) = patterns(Allowed((16 * 60,), (480,)), 1, 30)
    assert shift_text(evening, "en") == "16:00–24:00"
    (split,) = (p for p in patterns(Allowed((480,), (240,), split=(120,)), 1, 30) if len(p.spans) == 2)
    assert shift_text(split, "zh") == "08:00–14:00(10:00–12:00休)"


def test_designed_shifts_are_rows_that_a_center_folder_takes(tmp_path: Path) -> None:
    counted = tuple(Counted(p, 1) for p in patterns(Allowed((480, 17 * 60), (480,)), 1, 30))
    plan = ShiftPlan(counted, counted, (), (), (), 0.0, 0.0, 1.0, 1.0, 0, 0, 0.0)
    folder = tmp_path / "hotline"
    shutil.copytree(sample_centers()["hotline"], folder)
    known = (folder / "shifts.csv").read_text(encoding="utf-8-sig")
    (folder / "shifts.csv").write_text(
        known + "".join(shift_rows(plan, "phone").splitlines(keepends=True)[1:]), encoding="utf-8"
    )
    shifts = open_center(folder).center.shift
    assert (
        shifts["S1"].parts == ((480, 960),) and shifts["S2"].parts == ((1020, 1500),) and shifts["S2"].pool == "phone"
    )
