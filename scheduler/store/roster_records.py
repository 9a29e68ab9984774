"""Rosters and their versions: saving and reading."""

from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, insert, select
from sqlalchemy.orm import Session, aliased

from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Roster
from scheduler.store.center_records import CenterRecords
from scheduler.store.duty_rows import insert_duties, read_duties, refuse_unfit
from scheduler.store.engines import take_turn
from scheduler.store.errors import BadRecord, UnknownRecord
from scheduler.store.json_values import plain
from scheduler.store.records import RosterHead, RosterVersion, SavedRoster, SolveFacts
from scheduler.store.schema import RosterRow, RosterVersionRow

_Published = aliased(RosterVersionRow)
_PUBLISHED = (
    select(_Published.number)
    .where(_Published.roster_id == RosterRow.id, _Published.status == "published")
    .scalar_subquery()
)
_NO_FACTS = SolveFacts()


class RosterRecords(CenterRecords):
    """Rosters: a center, a name, a horizon, and versions with duties."""

    def save_roster(
        self,
        center: str,
        name: str,
        horizon: Horizon,
        roster: Roster,
        *,
        author: str,
        facts: SolveFacts = _NO_FACTS,
        center_version: int | None = None,
        note: str = "",
    ) -> RosterVersion:
        """Save a new roster; its first version is a draft.

        Raises
        ------
        BadRecord
            If the center has a roster of that name (then :meth:`add_version`), or a duty does not
            belong to the horizon.
        UnknownRecord
            If the center, or that version of it, is not stored.
        """
        refuse_unfit(roster, horizon)
        with self.transaction() as session:
            self._center_row(session, center, center_version)
            take_turn(session, f"rosters of {center}")
            if session.scalar(select(RosterRow.id).where(RosterRow.center == center, RosterRow.name == name)):
                raise BadRecord(f"center {center} already has a roster {name!r}: save a further version of it")
            row = RosterRow(center=center, name=name, first=horizon.start, last=horizon.last)
            session.add(row)
            session.flush()
            return self._add(session, row.id, 1, roster, None, author, facts, center_version, note)

    def add_version(
        self,
        roster_id: int,
        roster: Roster,
        *,
        author: str,
        parent: int | None = None,
        facts: SolveFacts = _NO_FACTS,
        center_version: int | None = None,
        note: str = "",
    ) -> RosterVersion:
        """Save a further version, a draft. ``parent`` is the number of the version it came from."""
        with self.transaction() as session:
            take_turn(session, f"roster/{roster_id}")
            head = self._head(session, roster_id)
            refuse_unfit(roster, head.horizon)
            if center_version is not None:
                self._center_row(session, head.center, center_version)
            if parent is not None:
                self._row(session, roster_id, parent)
            return self._add(session, roster_id, head.newest + 1, roster, parent, author, facts, center_version, note)

    def load_roster(self, roster_id: int, number: int | None = None) -> SavedRoster:
        """A version with its duties; the newest without ``number``."""
        with self.reading() as session:
            row = self._row(session, roster_id, number)
            return SavedRoster(_version(row), read_duties(session, row.RosterVersionRow.id))

    def roster_versions(self, roster_id: int) -> tuple[RosterVersion, ...]:
        """All versions of a roster, newest first."""
        asked = _versions().where(RosterVersionRow.roster_id == roster_id)
        with self.reading() as session:
            return tuple(_version(row) for row in session.execute(asked))

    def list_rosters(self, center: str | None = None) -> tuple[RosterHead, ...]:
        """Rosters of a center or of all, latest horizon first."""
        asked = _heads().order_by(RosterRow.first.desc(), RosterRow.id.desc())
        if center is not None:
            asked = asked.where(RosterRow.center == center)
        with self.reading() as session:
            return tuple(_roster_head(row) for row in session.execute(asked))

    def latest_published(self, center: str, on: date) -> SavedRoster | None:
        """The roster in force on a date: of the published ones that cover it, the last published."""
        asked = (
            _versions(False)
            .where(
                RosterRow.center == center,
                RosterRow.first <= on,
                RosterRow.last >= on,
                RosterVersionRow.status == "published",
            )
            .order_by(RosterVersionRow.published_at.desc(), RosterVersionRow.id.desc())
            .limit(1)
        )
        with self.reading() as session:
            row = session.execute(asked).first()
            return None if row is None else SavedRoster(_version(row), read_duties(session, row.RosterVersionRow.id))

    def _add(
        self,
        session: Session,
        roster_id: int,
        number: int,
        roster: Roster,
        parent: int | None,
        author: str,
        facts: SolveFacts,
        center_version: int | None,
        note: str,
    ) -> RosterVersion:
        subject = f"roster/{roster_id}/{number}"
        now = self.now()
        version = session.scalars(
            insert(RosterVersionRow).returning(RosterVersionRow.id),
            [
                {
                    "roster_id": roster_id,
                    "number": number,
                    "status": "draft",
                    "row": 1,
                    "parent": parent,
                    "center_version": center_version,
                    "cost": plain(facts.cost, f"{subject} cost"),
                    "bound": plain(facts.bound, f"{subject} bound"),
                    "seed": facts.seed,
                    "versions": plain(dict(facts.versions), f"{subject} versions"),
                    "input_hash": facts.input_hash,
                    "created_at": now,
                    "author": author,
                    "changed_at": now,
                    "changed_by": author,
                    "note": note,
                }
            ],
        ).one()
        insert_duties(session, version, roster.duties)
        after = {"status": "draft", "duties": len(roster.duties), "parent": parent, "input_hash": facts.input_hash}
        self.note(author, "roster.save", subject, row=1, after=after, reason=note)
        return _version(self._row(session, roster_id, number))

    def _head(self, session: Session, roster_id: int) -> RosterHead:
        row = session.execute(_heads().where(RosterRow.id == roster_id)).first()
        if row is None:
            raise UnknownRecord(f"no roster {roster_id}")
        return _roster_head(row)

    def _row(self, session: Session, roster_id: int, number: int | None = None) -> Row[Any]:
        asked = _versions().where(RosterVersionRow.roster_id == roster_id).limit(1)
        if number is not None:
            asked = asked.where(RosterVersionRow.number == number)
        row = session.execute(asked.execution_options(populate_existing=True)).first()
        if row is None:
            raise UnknownRecord(f"no roster {roster_id}" + ("" if number is None else f" with version {number}"))
        return row

    def _read(self, session: Session, roster_id: int, number: int) -> tuple[int, RosterVersion]:
        """Database id of a version, and the version as it is now."""
        row = self._row(session, roster_id, number)
        return row.RosterVersionRow.id, _version(row)


def _versions(newest_first: bool = True) -> Select[Any]:
    asked = select(RosterVersionRow, RosterRow, _PUBLISHED.label("published")).join(
        RosterRow, RosterRow.id == RosterVersionRow.roster_id
    )
    return asked.order_by(RosterVersionRow.number.desc()) if newest_first else asked


def _heads() -> Select[Any]:
    newest = func.max(RosterVersionRow.number).label("newest")
    return (
        select(RosterRow, newest, _PUBLISHED.label("published"))
        .join(RosterVersionRow, RosterVersionRow.roster_id == RosterRow.id)
        .group_by(RosterRow.id)
    )


def _roster_head(row: Row[Any]) -> RosterHead:
    roster: RosterRow = row.RosterRow
    return RosterHead(
        roster.id, roster.center, roster.name, Horizon.between(roster.first, roster.last), row.newest, row.published
    )


def _version(row: Row[Any]) -> RosterVersion:
    version: RosterVersionRow = row.RosterVersionRow
    roster: RosterRow = row.RosterRow
    facts = SolveFacts(version.cost, version.bound, version.seed, version.versions, version.input_hash)
    return RosterVersion(
        roster.id,
        version.number,
        roster.center,
        Horizon.between(roster.first, roster.last),
        version.status,  # type: ignore[arg-type]
        version.row,
        row.published,
        version.parent,
        version.center_version,
        facts,
        version.created_at,
        version.author,
        version.changed_at,
        version.changed_by,
        version.note,
        version.published_at,
    )
