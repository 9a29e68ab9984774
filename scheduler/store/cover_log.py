"""Covers of sudden absences as one CSV file, for those who work with folders."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.cover import Cover, HandBack
from scheduler.store.cover_schema import COVER_LOG
from scheduler.store.cross_checks import span_faults
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.references import unknown_ids
from scheduler.store.tables import TableReading, read_table, write_table
from scheduler.store.whole_folder import replace_file


def read_covers(path: Path, center: Center) -> tuple[Cover, ...]:
    """Covers of a log; none if the file does not exist yet.

    Raises
    ------
    FolderFaults
        Every fault with row and column.
    """
    return parse_covers(path.read_bytes(), center, path.name) if path.is_file() else ()


def parse_covers(raw: bytes, center: Center, file: str = COVER_LOG.file) -> tuple[Cover, ...]:
    """The same from bytes."""
    reading = read_table(raw, COVER_LOG, file)
    known = {"people": center.person, "posts": center.post, "shifts": center.shift}
    faults = [
        *reading.faults,
        *unknown_ids(reading, known),
        *span_faults(reading, "start", "until", True),
        *_faults(reading),
    ]
    if faults:
        raise FolderFaults(faults)
    return tuple(_cover(row.values) for row in reading.rows)


def covers_bytes(covers: Iterable[Cover]) -> bytes:
    """The file of some covers, by time; equal covers give equal bytes."""
    return write_table(COVER_LOG, (_row(c) for c in sorted(covers, key=lambda c: (c.start, c.missing, c.post))))


def write_covers(covers: Iterable[Cover], path: Path) -> None:
    """Write a log; the file is never half-written."""
    replace_file(path, covers_bytes(covers))


def _faults(reading: TableReading) -> list[Fault]:
    found, still = [], set()
    for row in (r for r in reading.rows if r.whole):
        day, start, until, ended = (row.get(name) for name in ("date", "start", "until", "ended"))
        if not 0 <= (start.date() - day).days <= 1:
            found.append(reading.fault(row, "start", ("应在该日期或次日", "expected on the date or the day after")))
        if ended is not None and not start <= ended <= until:
            found.append(
                reading.fault(
                    row,
                    "ended",
                    (
                        f"应在{row.cells['start']}和{row.cells['until']}之间",
                        f"expected between {row.cells['start']} and {row.cells['until']}",
                    ),
                )
            )
        if row.get("stand_in") == row.get("missing"):
            found.append(reading.fault(row, "stand_in", ("不能自己顶自己的岗", "nobody stands in for himself")))
        if row.get("stand_in") is not None and row.get("source") is None:
            found.append(reading.fault(row, "source", ("有顶岗人时须写身份", "expected as what the stand-in came")))
        key = row.get("missing"), row.get("post"), start
        if ended is None and key in still:
            found.append(
                reading.fault(
                    row,
                    "ended",
                    ("同一岗位同一时段已有未结束的顶岗", "that stretch of the post is on record as open already"),
                )
            )
        still |= {key} if ended is None else set()
    return found


def _cover(values: Any) -> Cover:
    given = {name: value for name, value in values.items() if value is not None}
    note = {name: given.pop(name) for name in ("done", "pending", "returned", "kept") if name in given}
    handed = given.pop("handed_at", None)
    given |= {"day": given.pop("date"), "stand_in": given.get("stand_in", ""), "source": given.get("source", "")}
    return Cover(**given, hand_back=HandBack(handed, **note) if handed is not None else None)


def _row(cover: Cover) -> dict[str, Any]:
    note = cover.hand_back
    row: dict[str, Any] = {
        "date": cover.day,
        "missing": cover.missing,
        "post": cover.post,
        "stand_in": cover.stand_in or None,
        "source": cover.source or None,
        "start": cover.start,
        "until": cover.until,
        "ended": cover.ended,
        "dual": cover.dual,
        "own_post": cover.own_post,
        "without": cover.without or None,
        "shift": cover.shift or None,
        "called_in": cover.called_in,
        "cause": cover.cause,
        "by": cover.by or None,
    }
    if note is not None:
        row |= {
            "handed_at": note.at,
            "done": note.done or None,
            "pending": note.pending or None,
            "returned": note.returned or None,
            "kept": note.kept or None,
        }
    return row
