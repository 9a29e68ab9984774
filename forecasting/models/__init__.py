"""The forecast models: one file each, in reading order, the simplest first."""

from __future__ import annotations

from forecasting.models.base import Forecaster
from forecasting.models.boosted import Boosted
from forecasting.models.ensemble import Ensemble
from forecasting.models.recent_weeks import RecentWeeks
from forecasting.models.seasonal_naive import SeasonalNaive
from forecasting.models.six_week_mean import SixWeekMean
from forecasting.models.structured import Structured
from forecasting.models.structured_month import StructuredMonth

MODELS: tuple[Forecaster, ...] = (
    SeasonalNaive(),
    SixWeekMean(),
    Structured(),
    StructuredMonth(),
    RecentWeeks(),
    Boosted(),
    Ensemble(),
)
