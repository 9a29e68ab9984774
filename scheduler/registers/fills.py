"""Where expected entries come from, by the name that a register's definition gives."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from scheduler.domain.record import Record
from scheduler.registers import daily, monthly
from scheduler.registers.scene import Scene

FILLS: Mapping[str, Callable[[Scene, date], Iterable[Record]]] = {
    "window_checks": daily.window_checks,
    "hall_duties": daily.hall_duties,
    "seals": daily.seals,
    "seal_locks": daily.seal_locks,
    "inspections": monthly.inspections,
    "patrols": monthly.patrols,
    "evaluations": monthly.evaluations,
    "assessments": monthly.assessments,
    "yearly_plan": monthly.yearly_plan,
    "resits": monthly.resits,
    "visit_plans": monthly.visit_plans,
}
"""What a register expects because of a day; those of a month are yielded on each of its days, under one id."""
