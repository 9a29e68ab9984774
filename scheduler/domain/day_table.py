"""Tables of days and how they are laid over each other to make a calendar.

Later layers win: weekday rule, statutory table, arrangement of the year, the center's own
days, a user's edits.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from scheduler.domain.calendar import Calendar, CalendarDay, CalendarDayKind
from scheduler.domain.holidays import name_day

EntryKind = Literal["off", "work", "closed", "open"]
"""``off`` and ``work`` change what the day officially is; ``closed`` and ``open`` only whether
this center works on it (local closing, Saturday opening 延时), so pay and norm stay."""

COMPUTED = "computed"
"""``source`` of rows that were computed and not announced; a year of such rows is provisional."""


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One row of a table: what one layer says about one date."""

    date: date
    kind: EntryKind
    name: str = ""
    statutory: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class YearTable:
    """The arrangement of one year: the dates that differ from the weekday rule or have a name.

    A few dates may lie in the December before (New Year swaps, e.g. 2018-12-29 for 2019).
    """

    year: int
    entries: tuple[DayEntry, ...]

    @property
    def provisional(self) -> bool:
        """Computed only: nothing announced."""
        return all(entry.source == COMPUTED for entry in self.entries)


@dataclass(frozen=True, slots=True)
class CalendarLayers:
    """All that a calendar is made of, kept apart so that one layer can be exchanged.

    Attributes
    ----------
    statutory
        Statutory days of all years they were computed for.
    years
        Arrangements; a later table of the same year replaces an earlier one.
    center
        The center's own days: closings, extra openings, local holidays.
    user
        Edits made by hand, the last word.
    """

    statutory: tuple[DayEntry, ...] = ()
    years: tuple[YearTable, ...] = ()
    center: tuple[DayEntry, ...] = ()
    user: tuple[DayEntry, ...] = ()

    @property
    def tables(self) -> dict[int, YearTable]:
        """The arrangement in force for each year, ascending."""
        return dict(sorted({table.year: table for table in self.years}.items()))

    def with_year(self, table: YearTable) -> "CalendarLayers":
        return replace(self, years=(*self.years, table))

    def with_user(self, entries: Iterable[DayEntry]) -> "CalendarLayers":
        """Add edits by hand; a new edit of a date replaces the older one."""
        merged = {entry.date: entry for entry in (*self.user, *entries)}
        return replace(self, user=tuple(merged[when] for when in sorted(merged)))

    def calendar(self) -> Calendar:
        """Lay all layers over each other.

        Raises
        ------
        ValueError
            If a center or user entry makes a statutory day an ordinary working day: the day
            stays a holiday paid threefold, only ``open`` is possible.
        """
        tables = self.tables
        announced = frozenset(year for year, table in tables.items() if not table.provisional)
        days: dict[date, CalendarDay] = {}
        for entry in self.statutory:
            days[entry.date] = _lay(None, entry, entry.date.year not in announced, "statutory")
        for year, table in tables.items():
            for entry in table.entries:
                provisional = table.provisional and entry.date.year not in announced
                days[entry.date] = _lay(days.get(entry.date), entry, provisional, str(year))
        for layer, entries in (("center", self.center), ("user", self.user)):
            _refuse_ordinary_statutory(layer, entries, days)
            for entry in entries:
                below = days.get(entry.date)
                open_question = below.provisional if below else entry.date.year not in announced
                provisional = open_question and entry.kind in ("closed", "open")
                days[entry.date] = _lay(below, entry, provisional, layer)
        return Calendar(tuple(days[when] for when in sorted(days)), announced)


def _lay(below: CalendarDay | None, entry: DayEntry, provisional: bool, layer: str) -> CalendarDay:
    """What a date is once ``entry`` lies on top of what was known before."""
    weekday = entry.date.weekday() < 5
    kind: CalendarDayKind = "workday" if weekday else "weekend"
    opened: bool | None = None
    if entry.kind in ("closed", "open"):
        kind = below.kind if below else kind
        opened = entry.kind == "open"
    elif entry.kind == "work":
        kind = "workday" if weekday else "makeup"
    elif entry.statutory or (below is not None and below.statutory):
        kind = "statutory"
    else:
        kind = "in_lieu" if weekday else "weekend"
    zh, en = name_day(entry.name, kind)
    if below is not None and below.name_zh and (opened is not None or not zh):
        # A center that opens on National Day still opens on National Day.
        zh, en = below.name_zh, below.name_en
    return CalendarDay(entry.date, kind, zh, en, entry.source or layer, provisional, opened)


def _refuse_ordinary_statutory(layer: str, entries: Iterable[DayEntry], days: dict[date, CalendarDay]) -> None:
    wrong = [
        entry.date.isoformat()
        for entry in entries
        if entry.kind == "work" and entry.date in days and days[entry.date].statutory
    ]
    if wrong:
        raise ValueError(
            f"{layer} days {', '.join(wrong)}: a statutory holiday cannot become an ordinary working day; "
            "use open to work on it"
        )
