"""What happens to a roster version: edits by hand, and the way from draft to published.

Every step compares the row version that the caller read with the present one first, so no change
of somebody else is overwritten unseen.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from scheduler.domain.roster import Roster
from scheduler.store.duty_rows import refuse_unfit, replace_duties
from scheduler.store.engines import take_turn
from scheduler.store.errors import BadRecord, StaleVersion, WrongStatus
from scheduler.store.json_values import plain
from scheduler.store.records import Edit, RosterVersion, VersionStatus
from scheduler.store.roster_records import RosterRecords
from scheduler.store.schema import EditRow, RosterVersionRow

STEPS: Mapping[VersionStatus, frozenset[VersionStatus]] = {
    "draft": frozenset({"checked"}),
    "checked": frozenset({"draft", "submitted"}),
    "submitted": frozenset({"draft", "checked"}),
    "published": frozenset(),
    "superseded": frozenset(),
}
"""Steps of :meth:`RosterSteps.mark`; only :meth:`RosterSteps.publish` publishes."""

PUBLISHABLE = frozenset({"checked", "submitted"})
EDITABLE = frozenset({"draft", "checked"})


class RosterSteps(RosterRecords):
    """Editing, checking, submitting and publishing of versions."""

    def record_edits(self, version: RosterVersion, roster: Roster, edits: Sequence[Edit], actor: str) -> RosterVersion:
        """Save edits by hand: the duties they lead to, and the log that can undo them.

        A checked version becomes a draft again.

        Parameters
        ----------
        version
            The version as it was read.
        roster
            All duties after the edits.

        Raises
        ------
        StaleVersion
            If the version was changed since it was read; nothing is saved.
        WrongStatus
            If it was submitted or published.
        """
        if not edits:
            raise BadRecord(f"{version.subject}: no edits given")
        refuse_unfit(roster, version.horizon)
        ops = [plain(dict(e.op), version.subject) for e in edits]
        undo = [plain(dict(e.inverse), version.subject) for e in edits]
        with self.transaction() as session:
            key, present = self._unchanged(session, version)
            if present.status not in EDITABLE:
                raise WrongStatus(f"{version.subject} is {present.status}: save a further version to change it")
            replace_duties(session, key, roster)
            row, now = present.row + 1, self.now()
            session.execute(
                insert(EditRow),
                [
                    {"version_id": key, "row": row, "op": op, "inverse": inverse, "author": actor, "at": now}
                    for op, inverse in zip(ops, undo, strict=True)
                ],
            )
            self._change(session, key, present, actor, status="draft")
            self.note(
                actor,
                "roster.edit",
                version.subject,
                row=row,
                before={"status": present.status},
                after={"status": "draft", "ops": ops},
            )
            return self._read(session, version.roster_id, version.number)[1]

    def edits(self, roster_id: int, number: int) -> tuple[Edit, ...]:
        """The log of edits of a version, in order."""
        with self.reading() as session:
            key, _ = self._read(session, roster_id, number)
            rows = session.scalars(select(EditRow).where(EditRow.version_id == key).order_by(EditRow.id))
            return tuple(Edit(row.op, row.inverse, row.author, row.at, row.row) for row in rows)

    def mark(self, version: RosterVersion, status: VersionStatus, actor: str, reason: str = "") -> RosterVersion:
        """Take a version one of :data:`STEPS` further or back."""
        with self.transaction() as session:
            key, present = self._unchanged(session, version)
            if status not in STEPS[present.status]:
                ways = ", ".join(sorted(STEPS[present.status])) or "nothing"
                raise WrongStatus(f"{version.subject} is {present.status}: it can become {ways}, not {status}")
            self._change(session, key, present, actor, status=status)
            self._note_status(present, status, actor, reason)
            return self._read(session, version.roster_id, version.number)[1]

    def publish(self, version: RosterVersion, actor: str, reason: str = "") -> RosterVersion:
        """Put a checked or submitted version in force; the one published before is superseded.

        Raises
        ------
        StaleVersion
            If the version was changed, or another one was published, since it was read.
        WrongStatus
            If it has not been checked.
        """
        with self.transaction() as session:
            key, present = self._unchanged(session, version)
            self._refuse_other_published(session, version, present)
            if present.status not in PUBLISHABLE:
                raise WrongStatus(f"{version.subject} is {present.status}, expected {' or '.join(sorted(PUBLISHABLE))}")
            if present.published is not None:
                old_key, old = self._read(session, version.roster_id, present.published)
                self._change(session, old_key, old, actor, status="superseded")
                self._note_status(old, "superseded", actor, f"{version.subject} published")
            self._change(session, key, present, actor, status="published", published_at=self.now())
            self._note_status(present, "published", actor, reason)
            return self._read(session, version.roster_id, version.number)[1]

    def _unchanged(self, session: Session, version: RosterVersion) -> tuple[int, RosterVersion]:
        """The version as it is now, if that is how the caller read it."""
        take_turn(session, f"roster/{version.roster_id}")
        key, present = self._read(session, version.roster_id, version.number)
        if present.row != version.row:
            changes = self._changes(session, version.subject, version.row)
            raise StaleVersion(version.subject, version.row, present.row, changes)
        return key, present

    def _refuse_other_published(self, session: Session, version: RosterVersion, present: RosterVersion) -> None:
        if present.published == version.published:
            return
        other = f"roster/{version.roster_id}/{present.published}"
        changes = tuple(c for c in self._changes(session, other, 0) if c.action == "roster.published")
        raise StaleVersion(f"roster/{version.roster_id}", version.published or 0, present.published or 0, changes)

    def _change(self, session: Session, key: int, present: RosterVersion, actor: str, **values: Any) -> None:
        changed = session.execute(
            update(RosterVersionRow)
            .where(RosterVersionRow.id == key, RosterVersionRow.row == present.row)
            .values(row=present.row + 1, changed_at=self.now(), changed_by=actor, **values)
            .returning(RosterVersionRow.id)
        )
        if changed.first() is None:  # a program that does not take turns was faster
            raise StaleVersion(present.subject, present.row, present.row + 1)

    def _note_status(self, present: RosterVersion, status: str, actor: str, reason: str) -> None:
        self.note(
            actor,
            f"roster.{status}",
            present.subject,
            row=present.row + 1,
            before={"status": present.status},
            after={"status": status},
            reason=reason,
        )
