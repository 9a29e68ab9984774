"""G2: 28 days, hours of five days a week, nights printed on the evening's day. Optima are proven."""

from datetime import date

import pytest

from scheduler.check import check
from tests.cases.hotline_cases import hotline_problem, penalty, proven

FIVE_DAYS = {"hours_week": {"comprehensive": 40}}
AVERAGED = {"hours_week": {"comprehensive": 48}, "overtime_cycle": {"hours": 168}}


@pytest.mark.parametrize(
    ("mix", "params", "optimum"),
    [
        ((1, 3, 7), FIVE_DAYS, 12),  # 4 leaders x 5 = 20 < 21 leader-shifts a week
        ((1, 4, 6), FIVE_DAYS, 0),
        ((1, 2, 8), FIVE_DAYS, 72),  # 3 x 5 = 15 < 21
        ((1, 3, 7), AVERAGED, 0),
        ((1, 4, 6), AVERAGED, 0),
        ((1, 2, 8), AVERAGED, 63),
    ],
)
def test_optimum_is_proven(mix: tuple[int, int, int], params: dict, optimum: int) -> None:
    problem = hotline_problem(mix, date(2026, 9, 7), 28, printed_nights=True, params=params)
    solution = proven(problem)
    assert penalty(solution) == optimum
    checked = check(problem, solution.roster)
    assert checked.costs.get(1, 0) == optimum
    assert checked.costs.get(0, 0) == 0
    if optimum == 12:
        assert checked.by_rule["rank_present"] == (4, 12)
        assert "shift_covered" not in checked.by_rule
