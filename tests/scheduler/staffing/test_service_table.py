"""Tables over people: convex costs, and the same smallest number as the inversion."""

import numpy as np
import pytest

from scheduler.staffing import uncertain
from scheduler.staffing.expected import Cells
from scheduler.staffing.service_table import service_table
from scheduler.staffing.targets import ServiceTarget

MEAN = np.array([0.0, 2.0, 10.0, 40.0, 120.0])


@pytest.mark.parametrize("cv", [0.0, 0.15])
@pytest.mark.parametrize(
    "target",
    [
        ServiceTarget(0.8, 20.0),
        ServiceTarget(0.8, 20.0, patience_s=120.0),
        ServiceTarget(max_abandon=0.03, patience_s=60.0),
    ],
)
def test_the_table_has_the_smallest_number_of_the_inversion(target: ServiceTarget, cv: float) -> None:
    cells = Cells.of(MEAN * 300.0 / 1800.0, cv, 300.0, 1800.0)
    table = service_table(cells, MEAN, target, 40)
    assert table.smallest(target)[1:].tolist() == uncertain.need(cells, target)[1:].tolist()
    assert table.smallest(target)[0] == 0


@pytest.mark.parametrize("patience", [None, 30.0, 600.0])
def test_what_is_lost_falls_convexly(patience: float | None) -> None:
    cells = Cells.of(MEAN * 300.0 / 1800.0, 0.1, 300.0, 1800.0)
    table = service_table(cells, MEAN, ServiceTarget(0.8, 20.0, patience_s=patience), 40)
    saving = -np.diff(table.cost, axis=1)
    assert (saving >= 0).all() and (np.diff(saving, axis=1) <= 1e-12).all()
    assert table.cost[:, 0] == pytest.approx(MEAN) and table.cost[4, 40] < 0.01 * MEAN[4]
    if patience is not None:  # the hull changes nothing that is convex already
        assert np.allclose(table.cost, MEAN[:, None] * table.lost, atol=1e-6)


def test_too_few_columns_are_said() -> None:
    cells = Cells.of([30.0], 0.0, 300.0, 1800.0)
    assert service_table(cells, np.array([180.0]), ServiceTarget(0.8, 20.0), 20).smallest(
        ServiceTarget(0.8, 20.0)
    ).tolist() == [21]
