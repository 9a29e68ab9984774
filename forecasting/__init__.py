"""Demand forecasting: numbers in, numbers out. Knows no center, no person and no shift.

The face: check a history (:class:`Demand`), issue a :func:`forecast`, or :func:`simulate` demand of
known truth.
"""

from forecasting.demand import Demand
from forecasting.faults import DemandError, Fault
from forecasting.issue import forecast
from forecasting.models import MODELS
from forecasting.outlook import Forecast, QueueReport
from forecasting.simulate import QueueTruth, simulate, true_means, weekly_shape

__all__ = [
    "MODELS",
    "Demand",
    "DemandError",
    "Fault",
    "Forecast",
    "QueueReport",
    "QueueTruth",
    "forecast",
    "simulate",
    "true_means",
    "weekly_shape",
]
