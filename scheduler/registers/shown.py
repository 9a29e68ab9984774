"""Entries as rows of text for people: headers, names, choices and dates in their language."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.exports.register_sheet import register_workbook
from scheduler.store.cells import write
from scheduler.store.register_files import registers
from scheduler.store.register_types import SUBJECT_NAMES, Field, Register
from scheduler.words import pick

STATE_WORDS = {
    "open": ("未办", "open"),
    "done": ("已办", "done"),
    "void": ("作废", "struck out"),
    "overdue": ("逾期", "overdue"),
}


def headers(register: Register, lang: str) -> tuple[str, ...]:
    """Names of the columns of :func:`row`."""
    head = pick(("编号|日期|状态|责任人|期限", "Id|Day|State|Owner|Due"), lang).split("|")
    about = (pick(SUBJECT_NAMES[register.subject], lang),) if register.subject != "none" else ()
    return (*head[:2], *about, *head[2:], *(f.label(lang) for f in register.fields))


def row(
    center: Center, record: Record, lang: str, now: datetime | None = None, private: bool = True
) -> tuple[str, ...]:
    """One entry as texts; without ``private`` what callers told in confidence is left out."""
    register = registers()[record.register]
    about = (name_of(center, register.subject, record.subject, lang),) if register.subject != "none" else ()
    fields = tuple(
        "" if f.private and not private else value(center, f, record.get(f.name), lang) for f in register.fields
    )
    return (
        record.id,
        str(record.day),
        *about,
        state_word(record, lang, now),
        name_of(center, "person", record.owner, lang),
        due_text(record.due),
        *fields,
    )


def state_word(record: Record, lang: str, now: datetime | None) -> str:
    return pick(STATE_WORDS["overdue" if now is not None and record.overdue(now) else record.state], lang)


def due_text(due: datetime | None) -> str:
    """A day where it is due by the end of one, else day and time."""
    if due is None:
        return ""
    return str(due.date() - timedelta(days=1)) if due.time() == time() else f"{due:%Y-%m-%d %H:%M}"


def value(center: Center, field: Field, given: Any, lang: str) -> str:
    """A field's value in words."""
    if given is None:
        return ""
    if field.type == "yes_no":
        return pick(("是", "yes") if given else ("否", "no"), lang)
    if isinstance(given, datetime):
        return due_text(given) if field.type == "end" else f"{given:%Y-%m-%d %H:%M}"
    if isinstance(given, date):
        return str(given)
    if field.type == "ids":
        return pick(("、", ", "), lang).join(named(center, field.ref, item, lang) for item in given)
    if field.type == "choice":
        return field.word(str(given), lang)
    return named(center, field.ref, given, lang) if field.type == "id" else write(field.column, given)


def name_of(center: Center, subject: str, id: str, lang: str) -> str:
    """What an entry is about, by name; an id that is no longer known as it is."""
    ref = {"person": "people", "post": "posts", "section": "sections", "queue": "queues"}.get(subject)
    return named(center, ref, id, lang)


def named(center: Center, ref: str | None, id: str, lang: str) -> str:
    """An id of a kind (``people``, ``posts`` …) with its name."""
    known: Any = {
        "people": center.person,
        "posts": center.post,
        "sections": center.section,
        "queues": center.queue,
    }.get(ref or "", {}).get(id)
    if known is None:
        return str(id)
    name = known.name_zh if lang == "zh" else known.name_en
    return f"{name} ({id})" if ref == "people" else f"{id} {name}"


def workbook(
    center: Center, records: Iterable[Record], lang: str, now: datetime | None = None, private: bool = True
) -> bytes:
    """All registers that have entries as an Excel file."""
    mine = list(records)
    sheets: dict[str, Sequence[Sequence[str]]] = {}
    for register in registers().values():
        own = [r for r in mine if r.register == register.id]
        if own:
            sheets[register.name(lang)] = [headers(register, lang), *(row(center, r, lang, now, private) for r in own)]
    if not sheets:
        sheets = {pick(("台账", "Registers"), lang): [(pick(("无记录", "no entries"), lang),)]}
    return register_workbook(center.name(lang), sheets)
