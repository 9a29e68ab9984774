"""Which model for which queue: by trial on its own past, the simpler one on a tie, with reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.backtest import Plan, Trial, backtest
from forecasting.features import DayTypes
from forecasting.grid import History
from forecasting.models import MODELS
from forecasting.models.base import Forecaster
from forecasting.scores import bias, day_wape, wape

COLD_DAYS = 14
TIE = 0.02
# A model blind to the calendar has to be this much better where the days ahead are not ordinary:
# the past it was tried on may have held none of them.
BLIND_TIE = 0.05


@dataclass(frozen=True, slots=True)
class ModelScore:
    """How a model did over all trials: WAPE per interval and per day, bias, number of trials.

    ``error`` is what models are compared by: the geometric mean of both WAPEs. In thin intervals
    chance drowns the difference between models, in day totals it does not.
    """

    model: str
    wape: float
    day_wape: float
    bias: float
    trials: int

    @property
    def error(self) -> float:
        return float(np.sqrt(self.wape * self.day_wape))


@dataclass(frozen=True, slots=True)
class Choice:
    """The model of a queue.

    Parameters
    ----------
    model
        The model.
    reason
        Why, in a sentence, by language (``zh``, ``en``).
    scores
        Of every model tried, in reading order; empty when the past is too short for a trial.
    trials
        Of the chosen model, newest origin first.
    """

    model: Forecaster
    reason: Mapping[str, str]
    scores: tuple[ModelScore, ...]
    trials: tuple[Trial, ...]


def find_model(name: str) -> Forecaster:
    """The model of a name.

    Raises
    ------
    ValueError
        When there is none.
    """
    for model in MODELS:
        if model.name == name:
            return model
    raise ValueError(f"model {name}: expected one of {', '.join(m.name for m in MODELS)}")


def choose(history: History, days: DayTypes, ahead: DayTypes, model: str | None = None) -> Choice:
    """Choose the model of one queue.

    Parameters
    ----------
    history
        All that is known.
    days
        Day types of its dates.
    ahead
        Day types of the days to forecast.
    model
        Name of a model to use whatever the trials say.
    """
    lead = int((ahead.dates[0] - history.dates[-1]).astype(np.int64)) - 1
    plan = Plan.of(len(history), max(lead, 0), len(ahead))
    candidates: Sequence[Forecaster] = MODELS if model is None else (find_model(model),)
    seen_days = int(history.observed.any(axis=1).sum())
    span = len(history)
    if model is None and span < COLD_DAYS:
        return Choice(MODELS[0], _cold_reason(seen_days), (), ())
    plan, tried = plan.shared_by(candidates)
    trials = backtest(history, days, tried, plan) if plan.cuts else ()
    scores = tuple(score for one in tried if (score := _score(one.name, trials)) is not None)
    if model is not None:
        chosen, reason = candidates[0], _told_reason(candidates[0], scores)
    elif not scores:
        # The structured model is not worse than a mean from two weeks on, and knows the calendar.
        chosen = next(one for one in MODELS if one.knows_calendar)
        reason = _untried_reason(chosen, seen_days)
    else:
        special = int(ahead.special.sum())
        chosen, tied = _best(scores, special > 0)
        reason = _trial_reason(chosen, tied, scores, plan, special)
    return Choice(
        chosen, reason, scores, tuple(trial for trial in trials if trial.model == chosen.name)
    )


def _score(name: str, trials: Sequence[Trial]) -> ModelScore | None:
    own = [trial for trial in trials if trial.model == name]
    if not own:
        return None
    actual = np.concatenate([trial.actual for trial in own])
    mean = np.concatenate([trial.mean for trial in own])
    error = wape(actual, mean)
    if np.isnan(error):
        return None
    return ModelScore(name, error, day_wape(actual, mean), bias(actual, mean), len(own))


def _best(scores: Sequence[ModelScore], special_ahead: bool) -> tuple[Forecaster, str | None]:
    """The simplest model within a tie of the best; the better one it was preferred to, if any."""
    pool = [score for score in scores if not _lucky(score, scores)]
    least = min(score.error for score in pool)
    if special_ahead:
        aware = [score for score in pool if find_model(score.model).knows_calendar]
        if aware and min(score.error for score in aware) <= least * (1.0 + BLIND_TIE):
            pool = aware
    winner = min(pool, key=lambda score: score.error)
    for score in pool:
        if score.error <= winner.error * (1.0 + TIE):
            tied = winner.model if score.model != winner.model else None
            return find_model(score.model), tied
    raise AssertionError("the winner ties with itself")


def _lucky(score: ModelScore, scores: Sequence[ModelScore]) -> bool:
    """Whether a naive model is not ahead of all others in both errors.

    One odd week spoils the next with it, so neither a tie nor half a victory is enough.
    """
    others = [other for other in scores if other.model != score.model]
    if score.model != MODELS[0].name or not others:
        return False
    return any(score.wape >= one.wape or score.day_wape >= one.day_wape for one in others)


def _cold_reason(seen_days: int) -> dict[str, str]:
    return {
        "zh": f"只有 {seen_days} 天历史，不足两周：照搬上周同日。",
        "en": f"Only {seen_days} days of history, less than two weeks: the same day last week.",
    }


def _untried_reason(chosen: Forecaster, seen_days: int) -> dict[str, str]:
    return {
        "zh": f"{seen_days} 天历史不足以回测（或没有来量）：用{chosen.text['zh']}，"
        "两周以上历史时它不逊于均值。",
        "en": f"{seen_days} days of history are too few for a trial (or nobody came): the "
        f"{chosen.text['en']}, which is not worse than a mean from two weeks on.",
    }


def _told_reason(chosen: Forecaster, scores: Sequence[ModelScore]) -> dict[str, str]:
    zh, en = f"人工指定：{chosen.text['zh']}。", f"Set by hand: {chosen.text['en']}."
    if scores:
        zh += f"回测误差（WAPE）{scores[0].wape:.1%}。"
        en += f" Error in trials (WAPE) {scores[0].wape:.1%}."
    return {"zh": zh, "en": en}


def _trial_reason(
    chosen: Forecaster, tied: str | None, scores: Sequence[ModelScore], plan: Plan, special: int
) -> dict[str, str]:
    by_name = {score.model: score for score in scores}
    own = by_name[chosen.name]
    zh = (
        f"选用{chosen.text['zh']}：{len(plan.cuts)} 次滚动回测（每次 {plan.window} 天）"
        f"误差（WAPE）时段 {own.wape:.1%}、日总量 {own.day_wape:.1%}"
    )
    en = (
        f"The {chosen.text['en']}: in {len(plan.cuts)} trials of {plan.window} days on its own "
        f"past its error (WAPE) was {own.wape:.1%} per interval and {own.day_wape:.1%} per day"
    )
    others = [score for score in scores if score.model != chosen.name]
    classic = next((score for score in others if score.model == "six_week_mean"), None)
    rival = classic or min(others, key=lambda score: score.error, default=None)
    if rival is not None:
        text = find_model(rival.model).text
        zh += f"；{text['zh']}为 {rival.wape:.1%}、{rival.day_wape:.1%}"
        en += f"; the {text['en']}: {rival.wape:.1%} and {rival.day_wape:.1%}"
    zh, en = zh + "。", en + "."
    if tied is not None:
        text = find_model(tied).text
        zh += f"与{text['zh']}相差不足 {TIE:.0%}，取较简单者。"
        en += f" Less than {TIE:.0%} from the {text['en']}: the simpler one is taken."
    if special and chosen.knows_calendar:
        zh += f"预测期内有 {special} 个特殊日（节假日、节前节后、调休或活动），该模型已计入。"
        en += (
            f" {special} special days ahead (holidays, days around them, make-up workdays or "
            "events) are taken into account."
        )
    return {"zh": zh, "en": en}
