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
    expected_counted
        Share of the customers of whom `expected_service` is counted: 1, unless the queue's share is of
        those answered or without short calls. Shares of several intervals are weighted by it.
    target
        What is promised to the queue, a short code free of language: ``80%/20s wait<=900s >=2``.
    reason
        Why this many: a stored line such as ``share value=0.8 within=20 load=2.93 ...``, which
        ``scheduler.staffing.reasons.words`` turns into a sentence.
    cv, aht_s
        Spread of the day's rate and mean handling time in seconds, as forecast: what a simulation of
        the roster draws from. 0 seconds: take it from the load.
    weights
        How much more the 1st, 2nd … missing head costs than the one before
        (:mod:`scheduler.staffing.weights`); empty: one each, so that the k-th costs k.
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
    cv: float = 0.0
    aht_s: float = 0.0
    weights: tuple[float, ...] = ()
    expected_counted: float = 1.0
