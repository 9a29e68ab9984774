"""The mean of models that know the calendar and err differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import FloatArray, History
from forecasting.models.base import Fitted, Outlier
from forecasting.models.boosted import Boosted, available
from forecasting.models.recent_weeks import recent_weeks
from forecasting.models.structured import Structured
from forecasting.models.structured_month import StructuredMonth

COLD_DAYS = 12 * 7
# Recent weeks know of the month only what the structured model tells them.
RECENT_WEIGHT = 1.0 / 3.0
# Contacts of a history at which trees have half the say they have in a long one: of few contacts they learn the luck.
TREE_CONTACTS = 20_000.0
FAR = 2.0


@dataclass(frozen=True, slots=True)
class EnsembleFit:
    """Fitted members and their weights, summing to 1; the first is the structured model."""

    members: tuple[Fitted, ...]
    weights: tuple[float, ...] = (1.0,)

    @property
    def outliers(self) -> tuple[Outlier, ...]:
        """Those of the structured model."""
        return self.members[0].outliers

    def predict(self, days_ahead: DayTypes) -> FloatArray:
        """Weighted mean of the members; on days off the structured model alone.

        A holiday is seen once a year: too seldom for trees and for recent weeks.
        """
        core = self.members[0].predict(days_ahead)
        mean = self.weights[0] * core
        for weight, member in zip(self.weights[1:], self.members[1:], strict=True):
            # A member that says half or double has lost its way, not found one.
            mean = mean + weight * np.clip(member.predict(days_ahead), core / FAR, core * FAR)
        return np.where(days_ahead.holiday[:, None], core, mean)


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Structured model and boosted trees, or recent weeks before there is a year to grow trees on.

    Parameters
    ----------
    trees
        Whether boosted trees may be a member. Trials on the past go without them: they would take
        most of the time, and the bands of the structured model are those of its mean with the
        trees, only a little wider.

    Notes
    -----
    A mean and no selection: the best model of the past is seldom that of the future, and models
    that err differently err less together. Under 12 weeks the structured model alone; trees have
    half the say where contacts are many, less where they are few.

    References
    ----------
    Bates, Granger (1969). The combination of forecasts. Operational Research Quarterly 20(4).
    """

    trees: bool = True
    name: ClassVar[str] = "ensemble"
    text: ClassVar[Mapping[str, str]] = {"zh": "组合模型", "en": "ensemble"}
    min_days: ClassVar[int] = 14
    knows_calendar: ClassVar[bool] = True

    def members(self, count: int) -> tuple[str, ...]:
        """Names of the members for a history of ``count`` days."""
        if count < COLD_DAYS:
            return (Structured.name,)
        if count < Boosted.min_days:
            return (StructuredMonth.name, "recent_weeks")
        trees = self.trees and available()
        return (StructuredMonth.name, Boosted.name) if trees else (StructuredMonth.name,)

    def fit(self, history: History, days: DayTypes) -> EnsembleFit:
        """Fit the members."""
        names = self.members(len(history))
        if names == (Structured.name,):
            return EnsembleFit((Structured().fit(history, days),))
        core = StructuredMonth().fit(history, days)
        if "recent_weeks" in names:
            return EnsembleFit((core, recent_weeks(core, history, days)), (1.0 - RECENT_WEIGHT, RECENT_WEIGHT))
        if Boosted.name in names:
            trees = 0.5 * _known(history)
            return EnsembleFit((core, Boosted().fit(history, days)), (1.0 - trees, trees))
        return EnsembleFit((core,))


def _known(history: History) -> float:
    """0 for a history of no contacts, near 1 for one of very many."""
    contacts = float(np.nansum(history.arrivals))
    return contacts / (contacts + TREE_CONTACTS)
