"""Which model for which queue: the ensemble, unless trials on the past speak clearly for less."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forecasting.backtest import Plan, Trial, backtest
from forecasting.features import DayTypes
from forecasting.grid import History
from forecasting.models import MODELS
from forecasting.models.base import Forecaster
from forecasting.models.boosted import Boosted, available
from forecasting.models.ensemble import COLD_DAYS as COLD_START_DAYS
from forecasting.models.ensemble import Ensemble
from forecasting.models.seasonal_naive import SeasonalNaive
from forecasting.models.six_week_mean import SixWeekMean
from forecasting.scores import bias, day_wape, wape

COLD_DAYS = 14
WEEKEND_DAYS = 3
# Trees would take most of the time of a trial, see Ensemble.
STANDARD = Ensemble(trees=False)
TRIED: tuple[Forecaster, ...] = (SeasonalNaive(), SixWeekMean(), STANDARD)
# How much better a simple model has to be to be taken instead. Where the days ahead are not
# ordinary more is asked of it: it is blind to them, and its past may have held none.
CLEAR = 0.03
CLEAR_BLIND = 0.06


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
    candidates: Sequence[Forecaster] = TRIED if model is None else (find_model(model),)
    seen_days = int(history.observed.any(axis=1).sum())
    span = len(history)
    # Two weeks of a hall end on a Friday: the weekend before the forecast belongs to them.
    if model is None and span + min(max(lead, 0), WEEKEND_DAYS) < COLD_DAYS:
        return Choice(MODELS[0], _cold_reason(seen_days), (), ())
    plan, tried = plan.shared_by(candidates)
    tried = tuple(STANDARD if isinstance(one, Ensemble) else one for one in tried)
    trials = backtest(history, days, tried, plan) if plan.cuts else ()
    scores = tuple(score for one in tried if (score := _score(one.name, trials)) is not None)
    if model is not None:
        chosen, reason = candidates[0], _told_reason(candidates[0], scores)
    elif not scores:
        # Not worse than a mean from two weeks on, and it knows the calendar.
        chosen = find_model(STANDARD.name)
        reason = _untried_reason(seen_days, bool(np.nansum(history.arrivals) > 0))
    else:
        special = int(ahead.special.sum())
        chosen = find_model(_best(scores, special > 0))
        reason = _trial_reason(chosen, scores, plan, special)
    if isinstance(chosen, Ensemble):
        reason = _with_members(chosen, reason, span)
    elif chosen.name == Boosted.name and not available():
        reason = {lang: reason[lang] + NO_TREES[lang] for lang in reason}
    return Choice(chosen, reason, scores, tuple(trial for trial in trials if trial.model == chosen.name))


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


def _best(scores: Sequence[ModelScore], special_ahead: bool) -> str:
    """The standard model, or the best of the simple ones when it is clearly better."""
    standard = next((score for score in scores if score.model == STANDARD.name), None)
    pool = [score for score in scores if not _lucky(score, scores)]
    best = min(pool, key=lambda score: score.error)
    if standard is None:
        return best.model
    clear = CLEAR_BLIND if special_ahead else CLEAR
    return best.model if best.error < standard.error * (1.0 - clear) else standard.model


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


def _untried_reason(seen_days: int, came: bool = True) -> dict[str, str]:
    if not came:
        return {
            "zh": f"{seen_days} 天历史中没有任何来量，无从回测：请核对队列与数据。",
            "en": f"Nobody came in {seen_days} days of history, so nothing can be tried: check queue and data.",
        }
    return {
        "zh": f"{seen_days} 天历史不足以回测：两周以上历史时组合模型不逊于均值。",
        "en": f"{seen_days} days of history are too few for a trial: from two weeks on the ensemble is "
        "not worse than a mean.",
    }


NO_TREES = {
    "zh": "未安装 LightGBM（可选组件 ml）：由结构化模型代替。",
    "en": " LightGBM is not installed (optional extra ml): the structured model stands in.",
}


def _with_members(model: Ensemble, reason: Mapping[str, str], span: int) -> dict[str, str]:
    """The reason, and what the ensemble is made of for a history of ``span`` days."""
    members = [find_model(name) for name in model.members(span)]
    zh = reason["zh"] + "成员：" + "、".join(one.text["zh"] for one in members) + "。"
    en = reason["en"] + " Members: " + ", ".join(one.text["en"] for one in members) + "."
    if span < COLD_START_DAYS:
        zh += "历史不足 12 周，只用一个成员。"
        en += " Under 12 weeks of history one member has to do."
    elif span >= Boosted.min_days and not available():
        zh += "未安装 LightGBM（可选组件 ml），梯度提升树未参加。"
        en += " LightGBM is not installed (optional extra ml), so boosted trees take no part."
    return {"zh": zh, "en": en}


def _told_reason(chosen: Forecaster, scores: Sequence[ModelScore]) -> dict[str, str]:
    zh, en = f"人工指定：{chosen.text['zh']}。", f"Set by hand: {chosen.text['en']}."
    if scores:
        zh += f"回测误差（WAPE）{scores[0].wape:.1%}。"
        en += f" Error in trials (WAPE) {scores[0].wape:.1%}."
    return {"zh": zh, "en": en}


def _trial_reason(chosen: Forecaster, scores: Sequence[ModelScore], plan: Plan, special: int) -> dict[str, str]:
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
    rival = by_name.get(SixWeekMean.name if chosen.name != SixWeekMean.name else STANDARD.name)
    if rival is not None:
        text = find_model(rival.model).text
        zh += f"；{text['zh']}为 {rival.wape:.1%}、{rival.day_wape:.1%}"
        en += f"; the {text['en']}: {rival.wape:.1%} and {rival.day_wape:.1%}"
    zh, en = zh + "。", en + "."
    if chosen.name != STANDARD.name:
        zh += "简单模型在本队列明显更准，故不用组合模型。"
        en += " On this queue the simple model was clearly better than the ensemble."
    if special and chosen.knows_calendar:
        zh += f"预测期内有 {special} 个特殊日（节假日、节前节后、调休或活动），该模型已计入。"
        en += (
            f" {special} special days ahead (holidays, days around them, make-up workdays or "
            "events) are taken into account."
        )
    return {"zh": zh, "en": en}
