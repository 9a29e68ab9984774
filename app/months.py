"""Months of record as the pages show them: folder, database and what was published, computed once."""

import contextlib
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from app.database import store
from app.jobs import Job, jobs
from app.parts.draft import Draft
from app.state import Desk, load, stamp
from scheduler.assemble import calendar_of
from scheduler.cover.worked import as_worked, familiar, with_covers
from scheduler.domain.roster import Roster
from scheduler.kpi.assessment import assessed
from scheduler.kpi.figures import kpi_figures
from scheduler.kpi.months import Month, eve_of, month_of, months_of
from scheduler.kpi.stars import shortlist
from scheduler.kpi.types import Figure
from scheduler.kpi.unplanned import Unplanned, unplanned
from scheduler.planning import forecast_center, need_of
from scheduler.registers.counted import with_registers
from scheduler.registers.shelf import StoreShelf
from scheduler.store.actuals import Actuals, actuals_of
from scheduler.store.errors import StoreError
from scheduler.store.folder import CenterFolder
from scheduler.store.published import published_roster

DRAFT = "draft"
"""Name of the period being planned, beside those of the months of record."""


def recorded(desk: Desk) -> tuple[Month, ...]:
    """All months of record of this center, the earliest first.

    Raises
    ------
    FolderFaults
        Every fault of the actuals in the center's folder.
    """
    return _recorded(desk.ref, stamp(desk.ref), *_marks(desk.base.center.id))


def planned(desk: Desk, draft: Draft) -> Month:
    """Figures of the draft, with what is recorded of its days by now."""
    with draft.guard:
        return _planned(id(draft), draft.rev, desk.ref, stamp(desk.ref), _marks(desk.base.center.id)[0], Hold(draft))


def unplanned_absence(desk: Desk) -> Unplanned | None:
    """Share of rostered time that was lost unplanned, over all months of record; None without a record."""
    return _unplanned(desk.ref, stamp(desk.ref), *_marks(desk.base.center.id))


def actuals(desk: Desk) -> Actuals:
    """Everything recorded: the folder's files, and over them what was imported."""
    return _actuals(desk.ref, stamp(desk.ref), _marks(desk.base.center.id)[0])


def with_forecast_error(desk: Desk, month: Month) -> tuple[Job, tuple[Figure, ...]]:
    """The job that forecasts a month anew from its eve, and its figures once it is done."""
    base, first, last, roster, known = desk.base, month.first, month.last, month.roster, month.actuals

    def work(job: Job) -> Any:
        needs = need_of(base, forecast_center(eve_of(base, first), first, last))
        return month_of(base, roster, known, first, last, needs)

    job = jobs().submit(f"eve {desk.ref} {stamp(desk.ref)} {first} {last} {_marks(base.center.id)}", work)
    done = job.result.figures if job.result is not None else ()
    return job, tuple(f for f in done if f.kpi in ("wape", "bias"))


class Hold:
    """Carries a draft through the cache without being part of the key."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hold)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=8)
def _planned(which: int, rev: int, ref: str, changed: float, mark: str, held: Hold) -> Month:
    problem, roster = held.draft.problem, held.draft.sheet.roster
    first, last = problem.horizon.start, problem.horizon.last
    folder = _with_entries(load(ref, changed))
    known = (
        with_registers(_actuals(ref, changed, mark), folder.records, problem.center, calendar_of(folder))
        .between(first, last)
        .of(problem.center)
    )
    return Month(
        first,
        last,
        kpi_figures(problem, roster, known),
        assessed(problem, roster, known),
        shortlist(problem, roster, known),
        problem,
        roster,
        known,
    )


@lru_cache(maxsize=8)
def _recorded(ref: str, changed: float, mark: str, published: tuple[tuple[int, int], ...]) -> tuple[Month, ...]:
    folder = _with_entries(load(ref, changed))
    kept = published_roster(folder)
    for roster_id, number in published:
        newer = store().load_roster(roster_id, number).roster
        told = {d.day for d in newer.duties}
        kept = Roster.of([*newer.duties, *(d for d in kept.duties if d.day not in told)])
    with contextlib.suppress(StoreError):
        kept = as_worked(folder.center, kept, store().covers(folder.center.id, date.min, date.max))
    return months_of(folder, kept, _actuals(ref, changed, mark)) if kept.duties else ()


@lru_cache(maxsize=8)
def _actuals(ref: str, changed: float, mark: str) -> Actuals:
    folder = load(ref, changed)
    kept = actuals_of(folder.path, folder.center)
    try:
        return with_covers(
            kept.under(store().load_actuals(folder.center.id)),
            familiar(folder.center, store().covers(folder.center.id, date.min, date.max)),
        )
    except StoreError:
        return kept


@lru_cache(maxsize=16)
def _unplanned(ref: str, changed: float, mark: str, published: tuple[tuple[int, int], ...]) -> Unplanned | None:
    months = _recorded(ref, changed, mark, published)
    prior = max((float(q.target.get("shrinkage", 0.0)) for q in load(ref, changed).center.queues), default=0.0)
    return unplanned([(month.roster, month.actuals.attendance) for month in months], prior)


def _with_entries(folder: CenterFolder) -> CenterFolder:
    """The folder with everything its registers hold by now."""
    try:
        return replace(folder, records=StoreShelf(store(), folder).records())
    except StoreError:
        return folder


def _marks(center: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """What the database knows by now: imports, and published rosters by id and number."""
    try:
        heads = tuple((h.id, h.published) for h in store().list_rosters(center) if h.published)
        return f"{store().actuals_mark(center)} {store().covers_mark(center)} {store().records_mark(center)}", heads
    except StoreError:
        return "", ()
