"""Is a year's arrangement fit to be saved? All faults and warnings at once, and what it changes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from scheduler.domain.calendar import Calendar, DayChange
from scheduler.domain.day_table import COMPUTED, CalendarLayers, DayEntry, YearTable
from scheduler.domain.holidays import english_name

FULL_STATUTORY = dict.fromkeys(range(2008, 2025), 11)
"""Statutory days before 2025; 13 from then on (State Council order 795)."""

LONGEST_RUN = 6
"""Working days in a row around a holiday, usually (全国年节及纪念日放假办法 art. 7)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to say about a table. ``fault``: must not be saved; ``warning``: look at it.

    ``where`` names the row, the date or the field; ``code`` is stable for tests and texts.
    """

    level: Literal["fault", "warning"]
    code: str
    where: str
    zh: str
    en: str

    def line(self, lang: str = "zh") -> str:
        return f"{self.where}: {self.zh if lang == 'zh' else self.en}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A year's table before it is saved: what is wrong with it and what it would change."""

    table: YearTable
    findings: tuple[Finding, ...]
    changes: tuple[DayChange, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.level == "fault")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        return tuple(f for f in self.findings if f.level == "warning")

    @property
    def savable(self) -> bool:
        return not self.faults


def propose(table: YearTable, layers: CalendarLayers, reading: Iterable[Finding] = ()) -> Proposal:
    """Check a table against the layers it would join, after what its reader already found.

    Parameters
    ----------
    reading
        Findings of the reader (unreadable rows). With a fault among them the checks that need
        the whole table are left out: they would only blame the rows that could not be read.
    """
    found = tuple(reading)
    whole = not any(f.level == "fault" for f in found)
    findings = (*found, *check_table(table, layers, whole))
    before, after = layers.calendar(), layers.with_year(table).calendar()
    start, end = _span(table)
    return Proposal(table, findings, before.diff(after, start, end))


def check_table(table: YearTable, layers: CalendarLayers, whole: bool = True) -> tuple[Finding, ...]:
    """Everything that is wrong or odd about a table; ``whole`` also checks its completeness."""
    statutory = {e.date: e for e in layers.statutory if e.date.year == table.year}
    found = [*_single_rows(table, statutory)]
    if not whole:
        return tuple(found)
    if not table.entries:
        found.append(_fault("empty", f"{table.year}", "没有任何日期", "no dates at all"))
    else:
        found += _statutory_off(table, statutory)
        found += _balance(table, statutory)
        found += _lonely(table, statutory)
        found += _runs(table, layers.with_year(table).calendar())
        found += _source(table, layers)
    return tuple(found)


def owed_days(statutory: Iterable[DayEntry], year: int) -> int:
    """Working days that the law gives back: statutory days on a Saturday or Sunday (art. 6), and
    those lost because two holidays fall on one date (2028-10-03: 12 dates for 13 days)."""
    dates = {e.date for e in statutory if e.date.year == year}
    lost = FULL_STATUTORY.get(year, 13) - len(dates)
    return sum(when.weekday() >= 5 for when in dates) + max(0, lost)


def _single_rows(table: YearTable, statutory: dict[date, DayEntry]) -> Iterator[Finding]:
    for when, times in Counter(e.date for e in table.entries).items():
        if times > 1:
            yield _fault("twice", f"{when}", f"日期出现{times}次", f"given {times} times")
    for entry in table.entries:
        when = entry.date
        own = when.year == table.year or (when.year == table.year - 1 and when.month == 12)
        if not own:
            yield _fault("year", f"{when}", f"不属于{table.year}年", f"not in the year {table.year}")
        if entry.kind not in ("off", "work"):
            yield _fault("kind", f"{when}", "年度表只能写放假或上班", "a year's table knows only off and work")
        elif entry.kind == "work" and when.weekday() < 5:
            yield _fault("makeup", f"{when}", "上班日必须是周六或周日", "a make-up day must be a Saturday or Sunday")
        if entry.kind != "off" and entry.statutory:
            yield _fault("statutory", f"{when}", "法定节假日必须放假", "a statutory day must be off")
        elif statutory and entry.statutory and when not in statutory:
            yield _warning("statutory", f"{when}", "法定日表中没有这一天", "not in the table of statutory days")


def _statutory_off(table: YearTable, statutory: dict[date, DayEntry]) -> Iterator[Finding]:
    if not statutory:
        yield _warning(
            "no-statutory",
            f"{table.year}",
            "法定日表未包含该年，三倍工资日无法核对",
            "the table of statutory days does not know this year: days paid threefold cannot be checked",
        )
    rows = {e.date: e for e in table.entries}
    for when, holiday in statutory.items():
        row = rows.get(when)
        if row is None or row.kind != "off":
            yield _fault(
                "statutory",
                f"{when}",
                f"{holiday.name}是法定节假日，必须放假",
                f"{english_name(holiday.name)} is a statutory day and must be off",
            )
        elif not row.statutory:
            yield _fault(
                "statutory",
                f"{when}",
                f"{holiday.name}应标为法定（三倍工资）",
                f"{english_name(holiday.name)} must be marked statutory (paid threefold)",
            )


def _balance(table: YearTable, statutory: dict[date, DayEntry]) -> Iterator[Finding]:
    swapped = sum(e.kind == "off" and not e.statutory and e.date.weekday() < 5 for e in table.entries)
    makeup = sum(e.kind == "work" for e in table.entries)
    owed = owed_days(statutory.values(), table.year) if statutory else 0
    if table.provisional:
        if owed:
            yield _warning(
                "owed",
                f"{table.year}",
                f"有{owed}个法定日逢周末或重合，补假日期未公布，工时标准可能少{owed}天",
                f"{owed} statutory days fall on a weekend or together; the days given back for them are not "
                f"announced, so the norm may be up to {owed} days shorter",
            )
    elif swapped != makeup + owed:
        yield _warning(
            "balance",
            f"{table.year}",
            f"工作日放假{swapped}天，调休上班{makeup}天、补假{owed}天，两边不相等",
            f"{swapped} weekdays off in lieu, but {makeup} make-up days and {owed} days given back",
        )


def _lonely(table: YearTable, statutory: dict[date, DayEntry]) -> Iterator[Finding]:
    """Weekdays off whose block holds no statutory day: mostly a mistyped month."""
    if not statutory:
        return
    alone = CalendarLayers(tuple(statutory.values()), (table,)).calendar()
    for entry in table.entries:
        if entry.kind == "off" and entry.date.weekday() < 5:
            block = alone.breaks(entry.date, entry.date + timedelta(days=1))
            if not any(day.statutory for b in block for day in alone.between(b.start, b.end)):
                yield _warning(
                    "lonely",
                    f"{entry.date}",
                    "放假日不与任何法定节假日相连",
                    "day off that touches no statutory holiday",
                )


def _runs(table: YearTable, calendar: Calendar) -> Iterator[Finding]:
    start, end = _span(table)
    run: list[date] = []
    for day in calendar.between(start - timedelta(days=7), end + timedelta(days=14)):
        if day.official_workday:
            run.append(day.date)
            continue
        if len(run) > LONGEST_RUN and start <= run[-1] and run[0] < end:
            yield _warning(
                "run",
                f"{run[0]}",
                f"连续上班{len(run)}天（至{run[-1]}）",
                f"{len(run)} working days in a row, until {run[-1]}",
            )
        run = []


def _source(table: YearTable, layers: CalendarLayers) -> Iterator[Finding]:
    computed = sum(e.source == COMPUTED for e in table.entries)
    if 0 < computed < len(table.entries):
        yield _fault(
            "mixed",
            f"{table.year}",
            f"{computed}行为推算、其余为公布，不能混用",
            f"{computed} rows are computed, the others announced; a table is one or the other",
        )
    elif computed:
        yield _warning(
            "computed",
            f"{table.year}",
            f"{table.year} 安排未公布 — 按周末+法定日推算",
            f"{table.year} is not announced: weekends and computed statutory days only",
        )
        present = layers.tables.get(table.year)
        if present is not None and not present.provisional:
            yield _fault(
                "step-back",
                f"{table.year}",
                "推算表不能替换已公布的安排",
                "a computed table cannot replace an announced one",
            )


def _span(table: YearTable) -> tuple[date, date]:
    """The year, and what the table says about the December before it."""
    december = date(table.year - 1, 12, 1)
    start = min((e.date for e in table.entries if december <= e.date), default=date(table.year, 1, 1))
    return min(date(table.year, 1, 1), start), date(table.year + 1, 1, 1)


def _fault(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding("fault", code, where, zh, en)


def _warning(code: str, where: str, zh: str, en: str) -> Finding:
    return Finding("warning", code, where, zh, en)
