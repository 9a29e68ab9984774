"""How many heads a queue needs in one interval, and why."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class NeedCell:
    """Required heads of one queue over ``[start, end)``.

    Attributes
    ----------
    mean
        Expected arrivals in the interval.
    required
        Whole heads on post (after shrinkage, capped by seats).
    load_erlang
        Offered load, arrivals x handling time / interval.
    expected_service, expected_wait_s
        Share answered in time and mean wait at ``required`` heads, under the forecast's spread.
    target, reason
        Codes of the target that binds and of why this many; words come from staffing.
    """

    queue: str
    start: datetime
    end: datetime
    mean: float
    required: int
    load_erlang: float = 0.0
    expected_service: float = 1.0
    expected_wait_s: float = 0.0
    target: str = ""
    reason: str = ""
