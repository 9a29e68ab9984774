"""Covers of sudden absences in the database: begun, ended with a hand-back, never deleted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from scheduler.domain.cover import Cause, Cover, HandBack
from scheduler.store.center_records import CenterRecords
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.schema import CoverRow


class CoverRecords(CenterRecords):
    """Covers. The audit trail gets ids and times; why somebody is missing stays out of it."""

    def save_covers(self, center: str, covers: Iterable[Cover], actor: str) -> tuple[Cover, ...]:
        """Save new covers in one transaction; the answer has their ids.

        Raises
        ------
        BadRecord
            If one is stored already, or that stretch of that post is on record as covered.
        """
        found = []
        with self.transaction() as session:
            self._center_row(session, center)
            for cover in covers:
                if cover.id:
                    raise BadRecord(f"cover {cover.id}: already stored, use end_covers")
                row = session.scalars(
                    insert(CoverRow).returning(CoverRow), [{"center": center, **_values(cover), "row": 1}]
                ).one()
                self.note(
                    actor,
                    "cover.begin",
                    f"cover/{row.id}",
                    row=1,
                    after={"post": cover.post, "stand_in": cover.stand_in, "start": cover.start.isoformat()},
                )
                found.append(_cover(row))
        return tuple(found)

    def end_covers(self, covers: Iterable[Cover], actor: str) -> tuple[Cover, ...]:
        """Save the end and the hand-back note of covers as they were read, in one transaction.

        Raises
        ------
        StaleVersion
            If somebody ended one meanwhile.
        """
        found = []
        with self.transaction() as session:
            for cover in covers:
                subject = f"cover/{cover.id}"
                row = session.scalars(
                    update(CoverRow)
                    .where(CoverRow.id == cover.id, CoverRow.row == cover.row)
                    .values(ended=cover.ended, hand_back=_note(cover.hand_back), row=cover.row + 1)
                    .returning(CoverRow),
                    execution_options={"populate_existing": True},
                ).one_or_none()
                if row is None:
                    now = session.get(CoverRow, cover.id)
                    if now is None:
                        raise UnknownRecord(f"no {subject}")
                    raise StaleVersion(subject, cover.row, now.row, self._changes(session, subject, cover.row))
                self.note(
                    actor,
                    "cover.end",
                    subject,
                    row=row.row,
                    after={"ended": row.ended.isoformat() if row.ended else None},
                )
                found.append(_cover(row))
        return tuple(found)

    def covers(self, center: str, first: date, last: date) -> tuple[Cover, ...]:
        """Covers of the days ``first`` to ``last``, by their start."""
        asked = select(CoverRow).where(CoverRow.center == center, CoverRow.day >= first, CoverRow.day <= last)
        with self.reading() as session:
            return tuple(
                _cover(row) for row in session.scalars(asked.order_by(CoverRow.start, CoverRow.post, CoverRow.id))
            )

    def covers_mark(self, center: str) -> str:
        """Changes whenever a cover begins or ends: what was computed before may be kept until then."""
        asked = select(func.count(), func.coalesce(func.sum(CoverRow.row), 0)).where(CoverRow.center == center)
        with self.reading() as session:
            count, rows = session.execute(asked).one()
            return f"{count} {rows}"


def _values(cover: Cover) -> dict[str, Any]:
    return {
        "day": cover.day,
        "missing": cover.missing,
        "post": cover.post,
        "stand_in": cover.stand_in,
        "source": cover.source,
        "start": cover.start,
        "until": cover.until,
        "ended": cover.ended,
        "dual": cover.dual,
        "own_post": cover.own_post,
        "without": list(cover.without),
        "shift": cover.shift,
        "called_in": cover.called_in,
        "cause": cover.cause,
        "by": cover.by,
        "hand_back": _note(cover.hand_back),
    }


def _note(note: HandBack | None) -> Any:
    if note is None:
        return None
    return {
        "at": note.at.isoformat(),
        "done": note.done,
        "pending": note.pending,
        "returned": list(note.returned),
        "kept": list(note.kept),
    }


def _cover(row: CoverRow) -> Cover:
    cause: Cause = "left_post" if row.cause == "left_post" else "absent"
    cover = Cover(
        row.day,
        row.missing,
        row.post,
        row.stand_in,
        row.source,
        row.start,
        row.until,
        row.dual,
        row.own_post,
        tuple(row.without),
        row.shift,
        row.called_in,
        cause,
        row.by,
        row.ended,
        None,
        row.id,
        row.row,
    )
    note = row.hand_back
    if note is None:
        return cover
    back = HandBack(
        datetime.fromisoformat(note["at"]), note["done"], note["pending"], tuple(note["returned"]), tuple(note["kept"])
    )
    return replace(cover, hand_back=back)
