"""The planner's words with the database: what is published, and publishing."""

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from app.database import store
from app.kept_drafts import PREFIX
from app.parts.draft import Draft
from app.state import Desk
from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level
from scheduler.history.issued import keep
from scheduler.rights import check_publish
from scheduler.store.errors import StaleVersion, StoreError
from scheduler.store.folder import write_folder
from scheduler.store.packing import read_files
from scheduler.store.places import default_url
from scheduler.store.records import RosterHead, RosterVersion, SavedRoster, SolveFacts

FRESH_SECONDS = 5.0
"""How long an answer of the database is shown before it is asked again."""

_seen: dict[tuple[str, str, str], tuple[float, SavedRoster | None]] = {}


def in_force(desk: Desk) -> SavedRoster | None:
    """The published roster of this center and period, or None; also None while there is no database."""
    key = default_url(), desk.base.center.id, str(desk.start)
    at, found = _seen.get(key, (0.0, None))
    if time.monotonic() - at > FRESH_SECONDS or at == 0.0:
        try:
            found = store().latest_published(desk.base.center.id, desk.start)
        except StoreError:
            found = None
        if found is not None and found.version.horizon != Horizon.between(desk.start, desk.end):
            found = None
        _seen[key] = (time.monotonic(), found)
    return found


def publication(desk: Desk, draft: Draft) -> tuple[int, bool] | None:
    """Number of the published version, and whether the draft still equals it."""
    saved = in_force(desk)
    if saved is None:
        return None
    return saved.version.number, saved.roster.cells() == draft.sheet.roster.cells()


def versions(desk: Desk) -> tuple[RosterVersion, ...]:
    """All stored versions of this center and period, newest first."""
    head = _head(desk)
    return () if head is None else store().roster_versions(head.id)


def published_number(desk: Desk) -> int | None:
    """Number of the version in force now, asked afresh; None without one or without a database."""
    try:
        head = _head(desk)
    except StoreError:
        return None
    return head.published if head else None


def publish(desk: Desk, draft: Draft, actor: str, reason: str, seen: int | None, second: str = "") -> RosterVersion:
    """Save the center and the draft as a new version and put it in force, in one transaction.

    Every cell that changes against the version in force is in the audit trail with the reason.

    Parameters
    ----------
    seen
        Number that was in force when the page was drawn: what the planner compared with.
    second
        Who else stands for it while hard rules are broken.

    Raises
    ------
    NotAllowed
        If the actor may not publish all of the changes, or the reason or the second person is missing.
    StoreError
        If the database cannot be written, or somebody else published meanwhile.
    """
    center = desk.folder.center
    roster = draft.sheet.saved()
    checked, _ = draft.checked()
    facts = SolveFacts(
        cost={str(tier): cost for tier, cost in checked.costs.items()}, input_hash=desk.key, versions=_versions(draft)
    )
    with store().transaction():
        before = _published(desk)
        cells = check_publish(
            center, before, roster, actor, reason, desk.now, second, len(checked.of_level(Level.HARD))
        )
        kept = store().save_center(
            center.id, _files(desk), name_zh=center.name_zh, name_en=center.name_en, author=actor
        )
        head = _head(desk)
        if head is not None and head.published != seen:
            raise StaleVersion(f"roster/{head.id}", seen or 0, head.published or 0)
        if head is None:
            name = f"{desk.start:%Y-%m-%d}…{desk.end:%Y-%m-%d}"
            version = store().save_roster(
                center.id,
                name,
                Horizon.between(desk.start, desk.end),
                roster,
                author=actor,
                facts=facts,
                center_version=kept.number,
            )
        else:
            version = store().add_version(
                head.id,
                roster,
                author=actor,
                parent=head.published,
                facts=facts,
                center_version=kept.number,
            )
        if desk.forecast is not None:
            keep(store(), center.id, kept.number, desk.forecast, desk.now)
        said = " / ".join(filter(None, (reason, second)))
        version = store().publish(store().mark(version, "checked", actor), actor, said)
        if cells:
            store().note(
                actor,
                "roster.changed",
                version.subject,
                row=version.row,
                after={"cells": [[p, str(day)] for p, day in cells]},
                reason=said,
            )
    _seen.clear()
    return version


def _published(desk: Desk) -> Roster | None:
    """The roster in force for these very days, asked afresh."""
    head = _head(desk)
    return None if head is None or head.published is None else store().load_roster(head.id, head.published).roster


def _head(desk: Desk) -> RosterHead | None:
    wanted = Horizon.between(desk.start, desk.end)
    return next(
        (
            head
            for head in store().list_rosters(desk.base.center.id)
            if head.horizon == wanted and not head.name.startswith(PREFIX)
        ),
        None,
    )


def _versions(draft: Draft) -> dict[str, str]:
    """The supplementary notices that set the rules of a roster, kept with it (3-53)."""
    notices = draft.problem.center.notices
    return {"notices": "; ".join(notices)} if notices else {}


def _files(desk: Desk) -> dict[str, bytes]:
    """The center's files, with the rule settings of this session in them; registers stay where they are kept."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / desk.folder.center.id
        write_folder(replace(desk.folder, records=desk.base.records), folder)
        return dict(read_files(folder))
