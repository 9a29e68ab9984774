"""When an entry of a register is due, by the register's rule and the official calendar."""

from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.store.register_csv import state_of
from scheduler.store.register_files import registers
from scheduler.store.register_types import Register


def settled(record: Record, calendar: Calendar, center: Center) -> Record:
    """The entry with its deadline, and its state as its fields say; struck out stays struck out.

    A deadline that moves on with the entry (the next step of four) is always the rule's own.
    """
    register = registers()[record.register]
    moves = register.due.rule == "steps"
    due = record.due if record.due is not None and not moves else due_of(register, record, calendar, center)
    return replace(record, due=due, state="void" if record.state == "void" else state_of(register, record.body))


def due_of(register: Register, record: Record, calendar: Calendar, center: Center) -> datetime | None:
    """The moment by which an entry has to be done; a day is over at its midnight."""
    due, day = register.due, record.day
    if due.rule == "open_day":
        return end_of(day)
    if due.rule == "last_workday":
        return end_of(last_workday(day, calendar))
    if due.rule == "steps":
        step = next((name for name in due.steps if record.get(name) is None), None)
        return None if step is None else end_of(next_month(day, due.steps[step]))
    if due.rule not in ("after", "field", "promise"):
        return None
    base = record.get(due.field) if due.field else day
    if base is None:
        return None
    if due.rule == "field":
        return base if isinstance(base, datetime) else end_of(base)
    if isinstance(base, datetime):
        # What ends at midnight ended the day before.
        base = (base - timedelta(minutes=1)).date()
    if due.rule == "promise":
        promise = next(
            (
                i.promise_days
                for p in center.posts
                for i in p.items
                if (p.id, i.id) == (record.subject, record.get("item"))
            ),
            None,
        )
        return None if promise is None else end_of(after(base, promise, True, calendar))
    return end_of(after(base, due.days, due.workdays, calendar))


def end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())


def after(day: date, days: int, workdays: bool, calendar: Calendar) -> date:
    """``days`` later, days off not counted if ``workdays``."""
    if not workdays:
        return day + timedelta(days=days)
    while days:
        day += timedelta(days=1)
        days -= calendar.is_workday(day)
    return day


def last_workday(day: date, calendar: Calendar) -> date:
    """The last workday of a day's month."""
    last = day.replace(day=monthrange(day.year, day.month)[1])
    while not calendar.is_workday(last) and last.day > 1:
        last -= timedelta(days=1)
    return last


def next_month(day: date, number: int) -> date:
    """A day of the month after a day's own; the last one where the month is shorter."""
    year, month = divmod(day.year * 12 + day.month, 12)
    return date(year, month + 1, min(number, monthrange(year, month + 1)[1]))
