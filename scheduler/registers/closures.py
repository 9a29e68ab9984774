"""Entries that close a post over a span: it is then not open, and the roster asks for nobody there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from scheduler.domain.posts import Closure
from scheduler.domain.record import Record
from scheduler.registers.roles import may_authorize
from scheduler.store.folder import CenterFolder


def close_posts(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Windows out of service (4-06)."""
    closures = tuple(Closure(r.subject, r.get("start"), r.get("end"), f"{r.register} {r.id}") for r in records)
    return replace(folder, center=replace(folder.center, closures=(*folder.center.closures, *closures)))


def close_by_permission(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Windows closed with a reason by somebody entitled (4-28); by anybody else they stay open."""
    return close_posts(folder, [r for r in records if may_authorize(folder.center, r)], first)
