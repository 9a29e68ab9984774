"""A leader who leads counts as part of a head (3-62)."""

from itertools import pairwise

import numpy as np
import pytest

from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.heads import required_heads
from scheduler.staffing.leading import led
from scheduler.staffing.reasons import words
from scheduler.staffing.targets import ServiceTarget

PLAIN = ServiceTarget(answer_share=0.8, within_s=20, min_heads=2)
LED = ServiceTarget(answer_share=0.8, within_s=20, min_heads=2, lead_share=0.7)


def heads(load: float, target: ServiceTarget) -> int:
    return int(required_heads([load * 7.5], [0.0], [240.0], [1800.0], target).required[0])


def test_two_heads_stay_two_since_one_agent_is_not_led() -> None:
    loads = [load for load in np.arange(0.05, 0.9, 0.05) if heads(load, PLAIN) == 2]
    assert len(loads) > 5 and {heads(load, LED) for load in loads} == {2}


def test_three_and_more_gain_one_only_where_the_promise_would_not_hold() -> None:
    """At every load the answer lies between none and one more, and each more is needed: n - 0.3 heads serve too few."""
    more = []
    for load in np.arange(0.9, 8.0, 0.05):
        plain, led_heads = heads(load, PLAIN), heads(load, LED)
        if plain < 3:
            continue
        cells = Cells.of([load], [0.0], [240.0], [1800.0])
        line = (
            0.3 * expected(cells, np.array([plain - 1]), PLAIN).service[0]
            + 0.7 * expected(cells, np.array([plain]), PLAIN).service[0]
        )
        assert led_heads == plain + (line < 0.8)
        more.append(led_heads - plain)
    assert 0.1 < np.mean(more) < 0.9


def test_a_smaller_share_never_needs_fewer() -> None:
    cells = Cells.of(np.arange(0.1, 9.0, 0.1), [0.1], [240.0], [1800.0])
    alone = np.maximum(1, np.ceil(cells.load).astype(np.int64) + 1)
    by_share = [
        led(cells, alone, ServiceTarget(answer_share=0.8, within_s=20, lead_share=s)) for s in (1.0, 0.9, 0.7, 0.5, 0.1)
    ]
    assert all((b >= a).all() for a, b in pairwise(by_share))
    assert (by_share[0] == alone).all() and (by_share[-1] > alone).any()


@pytest.mark.parametrize(("lang", "said"), [("zh", "值长带班按0.7人计"), ("en", "the leader counted as 0.7")])
def test_the_reason_says_so_from_three_heads_on(lang: str, said: str) -> None:
    def reason(load: float, target: ServiceTarget) -> str:
        return words(required_heads([load * 7.5], [0.0], [240.0], [1800.0], target).reasons[0], lang)

    assert said in reason(2.0, LED) and said not in reason(2.0, PLAIN) and said not in reason(0.3, LED)


@pytest.mark.parametrize("share", [0.0, -0.1, 1.2])
def test_a_share_out_of_range_is_refused(share: float) -> None:
    with pytest.raises(ValueError, match="lead_share"):
        ServiceTarget(min_heads=1, lead_share=share)
