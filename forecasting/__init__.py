"""Demand forecasting: numbers in, numbers out. Knows no center, no person and no shift.

The face: :func:`repair` and check a history (:class:`Demand`), issue a :func:`forecast`, update the
rest of a day (:func:`learn_intraday`), keep what was issued (:func:`archive_rows`), :func:`score` it
later and learn :func:`corrections` from it, or :func:`simulate` demand of known truth.
"""

from forecasting.archive import archive_rows, corrections, score
from forecasting.demand import Demand
from forecasting.faults import DemandError, Fault
from forecasting.intraday import IntradayRule, learn_intraday
from forecasting.issue import forecast
from forecasting.models import MODELS
from forecasting.outlook import Forecast, QueueReport
from forecasting.repair import Repair, repair
from forecasting.simulate import QueueTruth, simulate, true_means, weekly_shape
from forecasting.suspects import Suspect

__all__ = [
    "MODELS",
    "Demand",
    "DemandError",
    "Fault",
    "Forecast",
    "IntradayRule",
    "QueueReport",
    "QueueTruth",
    "Repair",
    "Suspect",
    "archive_rows",
    "corrections",
    "forecast",
    "learn_intraday",
    "repair",
    "score",
    "simulate",
    "true_means",
    "weekly_shape",
]
