"""Records of a register as a CSV file, and back without loss."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.record import Record, RecordState
from scheduler.store.cells import BadCell, parse, write
from scheduler.store.cross_checks import span_faults
from scheduler.store.faults import Fault
from scheduler.store.references import unknown_ids
from scheduler.store.register_types import HEAD, Register
from scheduler.store.tables import Row, TableReading, read_table, write_table


def known_of(center: Center) -> Mapping[str, Any]:
    """Ids that entries of a center's registers may name, by kind of reference."""
    from scheduler.rules import RULE

    return {
        "people": set(center.person),
        "posts": set(center.post),
        "sections": set(center.section),
        "queues": set(center.queue),
        "shifts": set(center.shift),
        "seals": {c.thing for c in center.custody},
        "sessions": {s.id for s in center.sessions},
        "rules": set(RULE),
        "skills": {s.item for p in center.people for s in p.skills} | {p.skill for p in center.posts if p.skill},
        "items": {i.id for p in center.posts for i in p.items},
    }


def records_csv(register: Register, records: Iterable[Record]) -> bytes:
    """The file of one register, sorted by day and id."""
    rows = sorted(records, key=lambda r: (r.day, r.id))
    return write_table(register.table, ({**{name: getattr(r, name) or None for name in HEAD}, **r.body} for r in rows))


def read_records(
    raw: bytes, register: Register, center: Center, file: str = ""
) -> tuple[tuple[Record, ...], tuple[Fault, ...]]:
    """Entries of one register's file, and every fault of it.

    An entry without a state gets it from its fields: done once everything is filled that closes it.
    """
    reading = read_table(raw, register.table, file or register.table.file)
    faults = [*reading.faults, *unknown_ids(reading, known_of(center)), *_crossed(register, reading)]
    return tuple(_record(register, row) for row in reading.rows if row.whole), tuple(faults)


def state_of(register: Register, body: Mapping[str, Any]) -> RecordState:
    """``done`` once every closing field is filled; a register without any is a log: done when written."""
    return "done" if all(body.get(name) is not None for name in register.closes) else "open"


def body_text(register: Register, body: Mapping[str, Any]) -> dict[str, str]:
    """The fields as the database keeps them: as texts, the same as in the CSV file."""
    unknown = sorted(set(body) - set(register.field))
    if unknown:
        raise ValueError(f"{register.id}: unknown field {', '.join(unknown)}; known: {', '.join(register.field)}")
    return {f.name: write(f.column, body[f.name]) for f in register.fields if body.get(f.name) is not None}


def body_values(register: Register, texts: Mapping[str, str]) -> dict[str, Any]:
    """Texts as typed values; a text that is none is left out.

    Raises
    ------
    ValueError
        One line per field that cannot be read.
    """
    found, faults = {}, []
    for name, text in texts.items():
        if name not in register.field:
            faults.append(f"{register.id}: no field {name}; known: {', '.join(register.field)}")
        elif text.strip():
            try:
                found[name] = parse(register.field[name].column, text)
            except BadCell as bad:
                faults.append(f"{register.id}: {name}: found {text!r}, {bad.expected[1]} {bad.expected[0]}")
    if faults:
        raise ValueError("\n".join(faults))
    return found


def _record(register: Register, row: Row) -> Record:
    body = {f.name: row.get(f.name) for f in register.fields if row.get(f.name) is not None}
    state = row.get("state") or state_of(register, body)
    return Record(
        register.id,
        row.get("id"),
        row.get("day"),
        row.get("subject") or "",
        row.get("owner") or "",
        row.get("due"),
        state,
        body,
    )


def _crossed(register: Register, reading: TableReading) -> Iterator[Fault]:
    """Spans that end before they start, and entries said to be done that are not."""
    names = set(register.field)
    for first, last in (("start", "end"), ("valid_from", "valid_to"), ("out_at", "in_at")):
        if {first, last} <= names:
            yield from span_faults(reading, first, last, first == "start")
    for row in reading.rows:
        if row.whole and row.get("state") == "done" and state_of(register, row.values) == "open":
            empty = next(name for name in register.closes if row.get(name) is None)
            label = register.field[empty]
            yield reading.fault(row, "state", (f"已办须填写“{label.zh}”", f"done needs {label.en} ({empty})"))
