"""From demand and calendar to a forecast: the one call."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from forecasting.backtest import Trial
from forecasting.bands import LEVELS, bands
from forecasting.choose import choose
from forecasting.demand import Demand
from forecasting.dispersion import learn_spread
from forecasting.features import DayTypes
from forecasting.grid import DAY, FloatArray, date_range
from forecasting.handling import handling_times
from forecasting.intraday import learn_intraday
from forecasting.kinds import day_kinds
from forecasting.models.six_week_mean import SixWeekMean
from forecasting.negative_binomial import MIN_CV
from forecasting.notes import calendar_notes
from forecasting.openings import Openings, infer_openings
from forecasting.outlook import COLUMNS, QUANTILES, BandScore, Forecast, QueueReport
from forecasting.scores import coverage, wql
from forecasting.stretches import Stretch, cut_out, spared, stretches
from forecasting.suspects import find_suspects, odd_days, without
from forecasting.together import shared_day

logger = logging.getLogger(__name__)

MAX_AHEAD_DAYS = 400
JUDGED_TRIALS = 3


def forecast(
    demand: Demand,
    days: pd.DataFrame,
    start: date | str,
    end: date | str,
    *,
    openings: pd.DataFrame | None = None,
    model: str | None = None,
    seed: int = 0,
    exclude: pd.DataFrame | None = None,
    keep: pd.DataFrame | None = None,
    corrections: Mapping[str, float] | None = None,
) -> Forecast:
    """Forecast every queue of a demand history.

    Parameters
    ----------
    demand
        The history. What lies at or after ``start`` is not looked at.
    days
        The calendar over history and horizon: indexed by date, columns ``kind,name,open`` and
        optionally ``event,event_factor``; see :meth:`DayTypes.from_frame`.
    start, end
        Horizon ``[start, end)``, naive local times. A date means its midnight, so the day ``end``
        is not forecast.
    openings
        Opening hours ``queue,start,end`` over history and horizon (naive local times). Without
        them they are read off the history, see :func:`infer_openings`.
    model
        Name of a model for all queues; None lets every queue choose by trial on its own past.
    seed
        Of the sample paths; the forecast itself has no randomness.
    exclude
        Stretches ``queue,start,end`` of the past to forecast without, such as the planner's choice
        among ``report.suspects``.
    keep
        Stretches ``queue,start,end`` that are demand although they look suspect.
    corrections
        Factor on the coefficients of variation per queue, learned from forecasts issued before,
        see :func:`~forecasting.archive.corrections`.

    Returns
    -------
    Rows for all open intervals that start in the horizon, and a report per queue.

    Raises
    ------
    ValueError
        When the horizon is empty or longer than 400 days, a queue has no history before it or no
        opening hours, the calendar has holes, the model is unknown, or ``exclude``, ``keep`` or
        ``corrections`` name a queue that is not there.
    """
    first, until = pd.Timestamp(start), pd.Timestamp(end)
    if not first < until <= first + pd.Timedelta(days=MAX_AHEAD_DAYS):
        raise ValueError(f"horizon {first} to {until}: expected 1 to {MAX_AHEAD_DAYS} days")
    known = demand.before(first)
    late = sorted(set(demand.queues) - set(known.queues))
    if late:
        raise ValueError(f"queue {', '.join(late)}: no history before {first}")
    types = DayTypes.from_frame(days)
    if openings is None:
        openings = infer_openings(known.frame, days, until, known.slot_minutes)
    table = Openings.from_frame(openings, known.slot_minutes)
    dropped, kept = stretches(exclude, "exclude"), stretches(keep, "keep")
    factors = dict(corrections or {})
    strange = sorted((set(dropped) | set(kept) | set(factors)) - set(known.queues))
    if strange:
        raise ValueError(f"queue {', '.join(strange)}: not in the history")
    wrong = sorted(queue for queue, factor in factors.items() if not 0 < factor < np.inf)
    if wrong:
        raise ValueError(f"corrections: the factor of queue {', '.join(wrong)} is not above 0")
    parts = [
        _forecast_queue(
            known,
            types,
            table,
            queue,
            (first, until),
            model,
            (dropped.get(queue, []), kept.get(queue, [])),
            factors.get(queue, 1.0),
        )
        for queue in known.queues
    ]
    notes = calendar_notes(days, first, until)
    return Forecast(
        pd.concat([part.frame for part in parts], ignore_index=True),
        {part.report.queue: part.report for part in parts},
        demand.slot_minutes,
        seed,
        np.concatenate([part.classic for part in parts]),
        shared_day([(part.report.spread, part.trials) for part in parts]),
        notes,
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """One queue of a forecast."""

    frame: pd.DataFrame
    report: QueueReport
    classic: FloatArray
    trials: tuple[Trial, ...]


def _forecast_queue(
    demand: Demand,
    types: DayTypes,
    openings: Openings,
    queue: str,
    horizon: tuple[pd.Timestamp, pd.Timestamp],
    model: str | None,
    told: tuple[Sequence[Stretch], Sequence[Stretch]],
    correction: float,
) -> _Part:
    start, end = horizon
    history = demand.history(queue, openings)
    history = cut_out(history, told[0], queue)
    gaps = history.gaps
    days = types.at(history.dates)
    suspects = spared(find_suspects(history, days), told[1])
    history = without(history, suspects)
    last = (end - pd.Timedelta(minutes=1)).to_numpy().astype("datetime64[D]")
    dates = date_range(start.to_numpy().astype("datetime64[D]"), last + DAY)
    ahead = types.at(dates)
    choice = choose(history, days, ahead, model)
    fitted = choice.model.fit(history, days)
    mean = fitted.predict(ahead)
    classic = SixWeekMean().fit(history, days).predict(ahead)
    spread = learn_spread(choice.trials).scaled(correction)
    days_ahead = (dates - history.dates[-1]).astype(np.int64)
    kinds = day_kinds(ahead, days, history.recorded)
    cv = np.maximum(spread.cells(days_ahead, kinds, mean.shape[1]), MIN_CV)

    slot = np.timedelta64(demand.slot_minutes, "m")
    begin = dates[:, None].astype("datetime64[m]") + np.arange(mean.shape[1]) * slot
    kept = openings.mask(queue, dates) & (begin >= start.to_numpy()) & (begin < end.to_numpy())
    row, column = np.nonzero(kept)
    values: dict[str, object] = {
        "queue": queue,
        "start": begin[kept].astype("datetime64[s]"),
        "end": (begin[kept] + slot).astype("datetime64[s]"),
        "mean": mean[kept],
        "cv": cv[kept],
        "aht_s": handling_times(demand, queue, types, ahead)[row, column],
    }
    values |= dict(zip(QUANTILES, bands(mean[kept], cv[kept]).T, strict=True))
    report = QueueReport(
        queue,
        choice.model.name,
        choice.reason,
        choice.scores,
        _band_score(choice.trials),
        fitted.outliers,
        gaps,
        spread,
        (*suspects, *odd_days(history, fitted.outliers)),
        learn_intraday(choice.trials) if choice.trials else None,
    )
    logger.info("queue %s: %s, %d intervals", queue, choice.model.name, len(row))
    return _Part(pd.DataFrame(values)[list(COLUMNS)], report, classic[kept], choice.trials)


def _band_score(trials: Sequence[Trial]) -> BandScore | None:
    """Judge the bands of some trials by what all others teach."""
    if len(trials) < 2:
        return None
    actual, quantiles = [], []
    for number in range(0, len(trials), max(1, len(trials) // JUDGED_TRIALS)):
        trial = trials[number]
        others = [*trials[:number], *trials[number + 1 :]]
        spread = learn_spread(others)
        cv = spread.cells(trial.days_ahead, trial.kind, trial.mean.shape[1])
        cells = np.isfinite(trial.actual)
        actual.append(trial.actual[cells])
        quantiles.append(bands(trial.mean[cells], cv[cells]))
    found: FloatArray = np.concatenate(actual)
    band: FloatArray = np.concatenate(quantiles)
    return BandScore(
        wql(found, band, LEVELS),
        coverage(found, band[:, 1], band[:, 3]),
        coverage(found, band[:, 0], band[:, 4]),
    )
