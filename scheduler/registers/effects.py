"""What entries change in planning, by the name that a register's definition gives."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.record import Record
from scheduler.registers.away import tasks, visits
from scheduler.registers.closures import close_by_permission, close_posts
from scheduler.registers.hours import change_hours
from scheduler.registers.people import exams, staff_moves
from scheduler.registers.regulations import notices, overrides
from scheduler.registers.trainings import rooms, trainings
from scheduler.store.folder import CenterFolder
from scheduler.store.register_files import registers

EFFECTS: Mapping[str, Callable[[CenterFolder, Sequence[Record], date | None], CenterFolder]] = {
    "close_posts": close_posts,
    "close_by_permission": close_by_permission,
    "change_hours": change_hours,
    "staff_moves": staff_moves,
    "exams": exams,
    "trainings": trainings,
    "rooms": rooms,
    "visits": visits,
    "tasks": tasks,
    "notices": notices,
    "overrides": overrides,
}

ELSEWHERE: Mapping[str, str] = {
    "phone_work": "scheduler.registers.phone.with_calls",
    "demand_notes": "scheduler.registers.demand_notes.judged_stretches",
}
"""Effects on forecast and need, which are made before there is a problem."""


def applied(folder: CenterFolder, first: date | None = None) -> CenterFolder:
    """The center as its registers make it: what planning, checking and asking for leave go by.

    Entries that were struck out change nothing. The answer has no records of its own, so that
    nothing can be applied twice.

    Parameters
    ----------
    first
        First day of the roster: it says which notices about rules are in force.
    """
    planned, records = replace(folder, records=()), effective(folder.records)
    for register in registers().values():
        mine = [r for r in records if r.register == register.id]
        if mine and register.effect in EFFECTS:
            planned = EFFECTS[register.effect](planned, mine, first)
    return planned


def effective(records: Iterable[Record]) -> tuple[Record, ...]:
    """Entries that may change planning: not struck out, and of a register that changes anything."""
    return tuple(r for r in records if r.state != "void" and registers()[r.register].effect)
