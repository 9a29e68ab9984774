"""Versions of centers' setups and the forecasts made for them."""

import zlib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from scheduler.store.audit_records import AuditRecords
from scheduler.store.engines import take_turn
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.json_values import plain
from scheduler.store.packing import content_hash, pack_files, read_files, unpack_files
from scheduler.store.records import CenterHead, CenterVersion, SavedCenter, SavedForecast
from scheduler.store.schema import CenterRow, CenterVersionRow, ForecastRow


class CenterRecords(AuditRecords):
    """Centers as folders of files, version by version."""

    def save_center(
        self,
        center: str,
        files: Mapping[str, bytes] | Path,
        *,
        name_zh: str,
        name_en: str,
        author: str,
        note: str = "",
        base: int | None = None,
    ) -> CenterVersion:
        """Save a center's folder as a new version; the same content again saves nothing.

        Parameters
        ----------
        files
            Contents by relative path, or the folder itself.
        base
            Number of the version the changes were made to, None for an import.

        Raises
        ------
        StaleVersion
            If somebody saved another version since ``base``.
        """
        content = read_files(files) if isinstance(files, Path) else dict(files)
        if not center or not content:
            raise BadRecord(f"center {center!r}: {len(content)} files, expected an id and at least one file")
        packed, digest, subject = pack_files(content), content_hash(content), f"center/{center}"
        with self.transaction() as session:
            take_turn(session, subject)
            newest = session.scalars(_versions(center).limit(1)).first()
            if newest is not None and newest.sha256 == digest:
                return _version(newest)
            number = newest.number if newest else 0
            if base is not None and base != number:
                raise StaleVersion(subject, base, number, self._changes(session, subject, base))
            names = {"name_zh": name_zh, "name_en": name_en}
            if newest is None:
                session.execute(insert(CenterRow).values(id=center, **names))
            else:
                session.execute(update(CenterRow).where(CenterRow.id == center).values(**names))
            row = CenterVersionRow(
                center=center,
                number=number + 1,
                sha256=digest,
                content=packed,
                created_at=self.now(),
                author=author,
                note=note,
            )
            session.add(row)
            session.flush()
            before = {"sha256": newest.sha256} if newest else None
            self.note(
                author, "center.save", subject, row=number + 1, before=before, after={"sha256": digest}, reason=note
            )
            return _version(row)

    def load_center(self, center: str, number: int | None = None) -> SavedCenter:
        """A version of a center with its files; the newest without ``number``."""
        with self.reading() as session:
            row = self._center_row(session, center, number)
            return SavedCenter(_version(row), unpack_files(row.content))

    def center_versions(self, center: str) -> tuple[CenterVersion, ...]:
        """All versions of a center, newest first."""
        with self.reading() as session:
            return tuple(_version(row) for row in session.scalars(_versions(center)))

    def list_centers(self) -> tuple[CenterHead, ...]:
        """All centers by id."""
        newest = func.max(CenterVersionRow.number)
        asked = (
            select(CenterRow.id, CenterRow.name_zh, CenterRow.name_en, newest)
            .join(CenterVersionRow, CenterVersionRow.center == CenterRow.id)
            .group_by(CenterRow.id, CenterRow.name_zh, CenterRow.name_en)
            .order_by(CenterRow.id)
        )
        with self.reading() as session:
            return tuple(CenterHead(*found) for found in session.execute(asked))

    def save_forecast(
        self, center: str, center_version: int, start: date, end: date, frame: str, meta: Mapping[str, Any]
    ) -> SavedForecast:
        """Save a forecast (CSV text) over ``[start, end)``, made for one version of a center."""
        if end <= start:
            raise BadRecord(f"forecast of {center}: ends {end}, not after its start {start}")
        with self.transaction() as session:
            self._center_row(session, center, center_version)
            row = ForecastRow(
                center=center,
                center_version=center_version,
                start=start,
                end=end,
                created_at=self.now(),
                frame=zlib.compress(frame.encode()),
                meta=plain(meta, f"forecast of {center}"),
            )
            session.add(row)
            session.flush()
            return _forecast(row)

    def load_forecast(self, forecast: int) -> SavedForecast:
        with self.reading() as session:
            row = session.get(ForecastRow, forecast)
            if row is None:
                raise UnknownRecord(f"no forecast {forecast}")
            return _forecast(row)

    def latest_forecast(self, center: str, start: date, end: date) -> SavedForecast | None:
        """The newest forecast of a center that covers all of ``[start, end)``."""
        asked = select(ForecastRow).where(
            ForecastRow.center == center, ForecastRow.start <= start, ForecastRow.end >= end
        )
        with self.reading() as session:
            row = session.scalars(asked.order_by(ForecastRow.id.desc()).limit(1)).first()
            return None if row is None else _forecast(row)

    def list_forecasts(self, center: str) -> tuple[SavedForecast, ...]:
        """Every forecast of a center that was kept, the first one first."""
        with self.reading() as session:
            return tuple(
                _forecast(row)
                for row in session.scalars(
                    select(ForecastRow).where(ForecastRow.center == center).order_by(ForecastRow.id)
                )
            )

    def forecasts_mark(self, center: str) -> int:
        """Changes whenever a forecast is kept: what was computed before may be used until then."""
        with self.reading() as session:
            return int(
                session.execute(
                    select(func.coalesce(func.max(ForecastRow.id), 0)).where(ForecastRow.center == center)
                ).scalar_one()
            )

    def _center_row(self, session: Session, center: str, number: int | None = None) -> CenterVersionRow:
        asked = _versions(center)
        if number is not None:
            asked = asked.where(CenterVersionRow.number == number)
        row: CenterVersionRow | None = session.scalars(asked.limit(1)).first()
        if row is None:
            raise UnknownRecord(f"no center {center!r}" + ("" if number is None else f" with version {number}"))
        return row


def _versions(center: str) -> Any:
    return select(CenterVersionRow).where(CenterVersionRow.center == center).order_by(CenterVersionRow.number.desc())


def _version(row: CenterVersionRow) -> CenterVersion:
    return CenterVersion(row.center, row.number, row.sha256, row.created_at, row.author, row.note)


def _forecast(row: ForecastRow) -> SavedForecast:
    return SavedForecast(
        row.id,
        row.center,
        row.center_version,
        row.start,
        row.end,
        row.created_at,
        zlib.decompress(row.frame).decode(),
        row.meta,
    )
