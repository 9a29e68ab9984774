"""Writing an entry: who may, what must be in it, which id it gets."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.registers.checks import contradictions
from scheduler.registers.dues import settled
from scheduler.registers.roles import may_write
from scheduler.store.register_csv import read_records, records_csv
from scheduler.store.register_files import registers
from scheduler.store.register_types import ROLES


class EntryRefused(ValueError):
    """An entry that cannot be written, with every reason in both languages."""

    def __init__(self, lines: Iterable[tuple[str, str]]) -> None:
        self.lines = tuple(lines)
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.lines,)

    def text(self, lang: str) -> str:
        return "\n".join(line[0 if lang == "zh" else 1] for line in self.lines)


def filled(center: Center, calendar: Calendar, base: Record, body: Mapping[str, Any], writer: str) -> Record:
    """An entry as somebody filled it in, with its deadline and state.

    Parameters
    ----------
    base
        The awaited entry, the one that is corrected, or a blank one with register, id, day and
        subject.
    body
        Typed values by field; None and empty texts clear a field.
    writer
        Id of the person who writes; becomes the owner where nobody is named.

    Raises
    ------
    EntryRefused
        No right to write the register, missing or impossible fields, unknown ids.
    """
    register = registers()[base.register]
    if not may_write(center, register, writer):
        zh, en = "、".join(ROLES[r][0] for r in register.write), ", ".join(ROLES[r][1] for r in register.write)
        raise EntryRefused(
            [
                (
                    f"{writer or '未具名者'} 不能登记“{register.zh}”，须为{zh}",
                    f"{writer or 'nobody named'} may not write “{register.en}”: expected {en}",
                )
            ]
        )
    given = {name: value for name, value in {**base.body, **body}.items() if value is not None and value != ""}
    # A date in the entry decides: the deadline follows it, whatever was expected before.
    record = settled(
        replace(base, body=given, owner=base.owner or writer, due=None if register.due.field else base.due),
        calendar,
        center,
    )
    # The file's reader knows every fault there can be; what it would refuse is refused here.
    _, faults = read_records(records_csv(register, [record]), register, center)
    if faults:
        raise EntryRefused(_words(register.id, f.column, f.found, f.expected) for f in faults)
    wrong = contradictions(center, record)
    if wrong:
        raise EntryRefused(wrong)
    return record


def signed(base: Record, writer: str, now: datetime) -> Mapping[str, Any] | None:
    """What a bare signature fills in: the moment, the date and the name that close an entry.

    None where closing it takes more than that, such as a finding in words or a score.
    """
    register, body = registers()[base.register], dict[str, Any]()
    for name in register.closes:
        field = register.field[name]
        if base.get(name) is not None:
            continue
        if field.type == "moment":
            body[name] = now
        elif field.type == "date":
            body[name] = now.date()
        elif field.type == "id" and field.ref == "people":
            body[name] = writer
        else:
            return None
    return body


def next_id(day: date, taken: Iterable[str]) -> str:
    """The next free number of a day: ``2026-09-07-01``."""
    used, number = set(taken), 1
    while f"{day}-{number:02d}" in used:
        number += 1
    return f"{day}-{number:02d}"


def _words(register: str, column: str, found: str, expected: tuple[str, str]) -> tuple[str, str]:
    field = registers()[register].field.get(column)
    zh, en = (field.zh, field.en) if field else (column, column)
    return (
        f"“{zh}”：{f'“{found}”，' if found else ''}{expected[0]}",
        f"{en}: {f'found {found!r}, ' if found else ''}{expected[1]}",
    )
