"""What registers, leave, judged counts and calibrated bands make of a first plan since it was made: forecast, need and problem, each once."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import TYPE_CHECKING

from forecasting import Forecast
from scheduler.assemble import make_problem
from scheduler.domain.problem import RosterProblem
from scheduler.planning import Plan, as_weighed, forecast_center, need_of
from scheduler.registers.demand_notes import demand_notes
from scheduler.registers.effects import effective

if TYPE_CHECKING:
    from app.state import Desk

MOST_FORECASTS = 8
"""Kept at once, of all centers and sessions."""


def forecast_now(desk: Desk, made: Plan) -> Forecast | None:
    """The first plan's forecast, or the one that the planner's judgement of odd counts and calibrated bands have made of it since."""
    return _anew(desk, made)[0]


def forecast_trouble(desk: Desk, made: Plan) -> str:
    """Why the planner's judgement of odd counts leaves nothing to forecast from; then the first plan's forecast stands. Empty if it works."""
    return _anew(desk, made)[1]


def _anew(desk: Desk, made: Plan) -> tuple[Forecast | None, str]:
    if not _judged(desk, made):
        return made.forecast, ""
    key = (desk.key, hashlib.sha256(repr((demand_notes(desk.folder.records), desk.bands)).encode()).hexdigest())
    if key not in _forecasts():
        try:
            found, trouble = forecast_center(desk.folder, desk.start, desk.end, desk.limits.seed, dict(desk.bands)), ""
        except (
            ValueError
        ) as error:  # a queue of which everything was judged away: the pages stay open, so that it can be undone
            found, trouble = made.forecast, str(error)
        while len(_forecasts()) >= MOST_FORECASTS:
            _forecasts().pop(next(iter(_forecasts())))
        _forecasts()[key] = found, trouble
    return _forecasts()[key]


def problem_now(desk: Desk, made: Plan) -> RosterProblem:
    """The first plan's problem, or the one that registers, leave, judged counts and another weight of missing heads have made of it since."""
    weighing = desk.folder.center.rules.get("demand_met").params
    if (
        not desk.bands
        and desk.folder.records == effective(desk.base.records)
        and desk.folder.leave == made.folder.leave
        and weighing == made.folder.center.rules.get("demand_met").params
    ):
        return made.problem
    key = (
        desk.key,
        hashlib.sha256(repr((desk.folder.records, desk.folder.leave, weighing, desk.bands)).encode()).hexdigest(),
    )
    if key not in _problems():
        _problems().clear()
        needs = (
            need_of(desk.folder, forecast_now(desk, made))
            if _judged(desk, made)
            else as_weighed(made.needs, desk.folder.center)
        )
        _problems()[key] = make_problem(desk.folder, desk.start, desk.end, needs)
    return _problems()[key]


def _judged(desk: Desk, made: Plan) -> bool:
    return bool(desk.bands) or demand_notes(desk.folder.records) != demand_notes(made.folder.records)


@lru_cache(maxsize=1)
def _problems() -> dict[tuple[str, str], RosterProblem]:
    return {}


@lru_cache(maxsize=1)
def _forecasts() -> dict[tuple[str, str], tuple[Forecast | None, str]]:
    return {}
