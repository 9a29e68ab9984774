"""Rolling origins: what each model would have said in the past, knowing only what came before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.features import DayTypes
from forecasting.grid import DateArray, FloatArray, History, IntArray
from forecasting.kinds import day_kinds
from forecasting.level import SETTLED_DAYS, YEAR_DAYS
from forecasting.models.base import Forecaster

ORIGINS = 6
STEP_DAYS = 14
MAX_WINDOW_DAYS = 28
MIN_WINDOW_DAYS = 7
MIN_SEEN_DAYS = 14
ENOUGH_ORIGINS = 4
# From here on last year is known, and a trial that did not know its year is no measure.
SEASON_DAYS = YEAR_DAYS + SETTLED_DAYS + 1
ENOUGH_SEASONED = 2
# Nor is one that knew less than half of what is known now.
ALIKE = 0.5
ENOUGH_ALIKE = 3


@dataclass(frozen=True, slots=True)
class Trial:
    """One model at one origin.

    Parameters
    ----------
    model
        Its name.
    dates
        The days forecast, shape ``(day,)``.
    mean, actual
        Forecast and count, shape ``(day, slot)``; ``actual`` is NaN where closed or not recorded.
    days_ahead
        Days since the last one seen, 1 for the next, shape ``(day,)``.
    kind
        How sure one could be of the day, see :func:`~forecasting.kinds.day_kinds`, shape ``(day,)``.
    """

    model: str
    dates: DateArray
    mean: FloatArray
    actual: FloatArray
    days_ahead: IntArray
    kind: IntArray


@dataclass(frozen=True, slots=True)
class Plan:
    """Where to cut the past: positions of first unseen days, and which days then to forecast."""

    cuts: tuple[int, ...]
    lead: int
    window: int

    @classmethod
    def of(cls, count: int, lead: int, horizon: int) -> Plan:
        """Plan for a history of ``count`` days.

        Parameters
        ----------
        count
            Days of history.
        lead
            Days between the end of the history and the start of the real forecast.
        horizon
            Days of the real forecast; the past is tried on no more than four weeks.
        """
        lead = min(lead, count // 4)
        window = min(horizon, MAX_WINDOW_DAYS, max(MIN_WINDOW_DAYS, (count - lead) // 3))
        latest = count - lead - window
        cuts = range(latest, MIN_SEEN_DAYS - 1, -STEP_DAYS)[:ORIGINS]
        kept = list(cuts)
        for least, enough in ((SEASON_DAYS, ENOUGH_SEASONED), (count * ALIKE, ENOUGH_ALIKE)):
            alike = [cut for cut in kept if cut >= least]
            kept = alike if len(alike) >= enough else kept
        return cls(tuple(kept), lead, window)

    def shared_by(self, models: Sequence[Forecaster]) -> tuple[Plan, tuple[Forecaster, ...]]:
        """The origins at which all models can be tried alike, and the models that can.

        A model that needs more history than all but a few origins offer is left out, rather than
        having the others judged on those few.
        """
        kept = []
        cuts = self.cuts
        enough = min(ENOUGH_ORIGINS, len(cuts))
        for model in models:
            fitting = tuple(cut for cut in cuts if cut >= model.min_days)
            if fitting and len(fitting) >= enough:
                kept.append(model)
                cuts = fitting
        return Plan(cuts, self.lead, self.window), tuple(kept)


def backtest(history: History, days: DayTypes, models: Sequence[Forecaster], plan: Plan) -> tuple[Trial, ...]:
    """Try models at every origin of a plan.

    Parameters
    ----------
    history
        All that is known now.
    days
        Day types of its dates.
    models
        To be tried.
    plan
        The origins, newest first.

    Returns
    -------
    One trial per origin and model. The fit at an origin is handed a history that ends there, so it
    cannot depend on anything later.
    """
    trials = []
    for cut in plan.cuts:
        past = history.window(0, cut)
        past_days = days.at(past.dates)
        first = cut + plan.lead
        rows = np.arange(first, min(first + plan.window, len(history)))
        ahead = days.at(history.dates[rows])
        kinds = day_kinds(ahead, past_days, past.recorded)
        for model in models:
            mean = model.fit(past, past_days).predict(ahead)
            trials.append(
                Trial(
                    model.name,
                    ahead.dates,
                    mean,
                    history.arrivals[rows],
                    rows - cut + 1,
                    kinds,
                )
            )
    return tuple(trials)
