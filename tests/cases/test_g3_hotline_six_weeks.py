"""G3: six weeks with averaged hours, leave, a storm and a nursing agent. Optima are proven."""

from datetime import date

import pytest

from scheduler.check import check
from tests.cases.hotline_cases import hotline_problem, penalty, proven

OFF = [date(2026, 9, 25), *(date(2026, 10, d) for d in (1, 2, 5, 6, 7))]
MAKEUP = [date(2026, 9, 20), date(2026, 10, 10)]
STORM = {(date(2026, 9, d), code): 1 for d in (22, 23) for code in "EM"}
LEAVE = {
    "Z1": (date(2026, 9, 14), date(2026, 9, 18)),
    "Z4": (date(2026, 9, 21), date(2026, 9, 23)),
    "V2": (date(2026, 9, 25), date(2026, 9, 27)),
    "Z6": (date(2026, 10, 1), date(2026, 10, 5)),
    "V1": (date(2026, 10, 8), date(2026, 10, 9)),
    "Z3": (date(2026, 10, 12), date(2026, 10, 16)),
}


@pytest.mark.parametrize(
    ("mix", "week", "overtime", "optimum"),
    [
        ((1, 3, 7), 48, {}, 1),
        ((1, 4, 6), 48, {}, 0),
        ((1, 3, 7), 40, None, 31),
        ((1, 3, 7), 48, {"hours": 208}, 108),
        ((1, 4, 6), 48, {"hours": 208}, 42),
    ],
)
def test_optimum_is_proven(mix: tuple[int, int, int], week: int, overtime: dict | None, optimum: int) -> None:
    params = {"hours_week": {"comprehensive": week}}
    if overtime is not None:
        params["overtime_cycle"] = overtime
    problem = hotline_problem(
        mix,
        date(2026, 9, 7),
        42,
        OFF,
        MAKEUP,
        leave=LEAVE,
        extra=STORM,
        no_nights=["Z5"],
        params=params,
    )
    solution = proven(problem)
    assert penalty(solution) == optimum
    checked = check(problem, solution.roster)
    assert checked.costs.get(1, 0) == optimum
    assert checked.costs.get(0, 0) == 0


def test_the_cap_over_the_horizon_is_norm_plus_overtime() -> None:
    """262 h = 26 working days x 8 h + 36 h x 42/28."""
    problem = hotline_problem((1, 3, 7), date(2026, 9, 7), 42, OFF, MAKEUP)
    assert 480 * sum(day.workday for day in problem.days) == 208 * 60
