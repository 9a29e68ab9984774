"""From a center folder to the frozen problem of one solve."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.absence import Pin, Wish
from scheduler.domain.blocks import cut_blocks, duty_windows, held, on_such_day
from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.domain.clock import Horizon
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import CoverCell, Day, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSettings
from scheduler.registers.effects import applied
from scheduler.store.calendars import load_calendar
from scheduler.store.entries import ExtraCover
from scheduler.store.folder import CenterFolder

LOOK_BACK = timedelta(days=28)
"""How far before a horizon duties still matter: rest, runs, open weeks and the 28-day night count."""


def calendar_of(folder: CenterFolder) -> Calendar:
    """The official calendar with the center's own closed and opened days laid over it."""
    return load_calendar(center=folder.overrides)


def days_of(center: Center, calendar: Calendar, horizon: Horizon) -> tuple[Day, ...]:
    """The calendar's answer for each day of a horizon."""
    found = []
    for index, when in enumerate(horizon.dates()):
        day = calendar.day(when)
        found.append(
            Day(index, when, day.workday, day.statutory, day.pay_factor, day.provisional, day.official_workday)
        )
    return tuple(found)


def cover_cells(center: Center, days: Sequence[Day], extra: Iterable[ExtraCover] = ()) -> tuple[CoverCell, ...]:
    """Heads of each shift of each day; extra heads (a storm, a campaign) are added on their dates."""
    added: dict[tuple[date, str], int] = {}
    for more in extra:
        added[more.date, more.shift] = added.get((more.date, more.shift), 0) + more.heads_added
    cells: dict[tuple[int, str, str | None, str | None], int] = {}
    for day in days:
        for cover in center.covers:
            if on_such_day(cover.days, day.date, day.workday):
                key = (day.index, cover.shift, cover.rank, cover.skill)
                cells[key] = max(cells.get(key, 0), cover.heads)
        for (when, shift), heads in added.items():
            if when == day.date:
                plain = (day.index, shift, None, None)
                cells[plain] = max(0, cells.get(plain, 0) + heads)
    return tuple(
        CoverCell(day, shift, heads, rank, skill) for (day, shift, rank, skill), heads in sorted(cells.items(), key=str)
    )


def open_days_between(center: Center, calendar: Calendar, first: date, until: date) -> int:
    """Days in ``[first, until)`` on which any session is held: how far the duty rota has turned."""
    count, day = 0, first
    while day < until:
        workday = calendar.is_workday(day)
        count += any(held(session, day, workday) for session in center.sessions)
        day += timedelta(days=1)
    return count


def make_problem(
    folder: CenterFolder,
    start: date,
    end: date,
    needs: Sequence[NeedCell] = (),
    *,
    previous: Roster | None = None,
    past: Roster | None = None,
    pins: Sequence[Pin] = (),
    settings: RuleSettings | None = None,
    ledger: Mapping[str, Mapping[str, float]] | None = None,
) -> RosterProblem:
    """Everything one solve needs, for the days ``start`` to ``end``, both included.

    What the center's registers change (windows out of service, skills passed, visits) is in it.

    Parameters
    ----------
    previous
        Published version to stay close to.
    past
        Rosters before ``start``; the folder's own history by default.
    settings
        Rule settings in place of the center's (golden cases, what-if).
    """
    folder = applied(folder, start)
    center, horizon = folder.center, Horizon.between(start, end)
    calendar = calendar_of(folder)
    days = days_of(center, calendar, horizon)
    absences = tuple(
        a for a in folder.absences() if horizon.minute(a.start) < horizon.minutes + 1440 and horizon.minute(a.end) > 0
    )
    needs = tuple(n for n in needs if 0 <= horizon.minute(n.start) < horizon.minutes and not _closed(center, n))
    blocks = cut_blocks(center, horizon, days, needs, absences, pins)
    passed = 0
    if center.duty is not None and center.duty.anchor <= start:
        passed = open_days_between(center, calendar, center.duty.anchor, start)
    return RosterProblem(
        center,
        horizon,
        days,
        blocks,
        needs,
        cover_cells(center, days, folder.extra_covers),
        absences,
        tuple(pins),
        wishes_of(folder, horizon),
        _recent(past or folder.past, start),
        folder.ledger if ledger is None else ledger,
        previous,
        duty_windows(center, blocks, horizon.days, passed),
        center.rules if settings is None else settings,
    )


def _closed(center: Center, need: NeedCell) -> bool:
    """Whether every post that serves a need is closed over all of it."""
    closed = {c.post for c in center.closures if c.start <= need.start and need.end <= c.end}
    return bool(closed) and closed >= set(center.queue[need.queue].posts)


def wishes_of(folder: CenterFolder, horizon: Horizon) -> tuple[Wish, ...]:
    return tuple(
        Wish(w.person, horizon.day(w.date), w.shift, w.weight, w.avoid)
        for w in folder.wishes
        if 0 <= horizon.day(w.date) < horizon.days
    )


def _recent(past: Roster, start: date) -> Roster:
    return Roster.of(d for d in past.duties if start - LOOK_BACK <= d.day < start)


def locks_of(roster: Roster, since: date | None = None, until: date | None = None) -> tuple[Pin, ...]:
    """Pins that keep every locked duty of a roster where it is; ``until`` freezes all before it."""
    pins = []
    for duty in roster.duties:
        frozen = until is not None and duty.day < until
        if (duty.locked or frozen) and duty.role != "duty" and (since is None or duty.day >= since):
            pins.append(
                Pin(duty.person, duty.start, duty.end, duty.shift or None, duty.post, "published" if frozen else "user")
            )
    return tuple(pins)


def without_leave(folder: CenterFolder, ids: Iterable[str]) -> CenterFolder:
    """The folder with some leave rows refused."""
    refused = set(ids)
    rows = tuple(replace(row, status="refused") if row.id in refused else row for row in folder.leave)
    return replace(folder, leave=rows)


def midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)
