"""Entries that close a post over a span: it is then not open, and the roster asks for nobody there."""

from collections.abc import Sequence
from dataclasses import replace

from scheduler.domain.posts import Closure
from scheduler.domain.record import Record
from scheduler.store.folder import CenterFolder


def close_posts(folder: CenterFolder, records: Sequence[Record]) -> CenterFolder:
    """Windows out of service (4-06) and windows closed by somebody who may (4-28)."""
    closures = tuple(Closure(r.subject, r.get("start"), r.get("end"), f"{r.register} {r.id}") for r in records)
    return replace(folder, center=replace(folder.center, closures=(*folder.center.closures, *closures)))
