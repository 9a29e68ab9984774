"""The independent check of any list of activities: ours, edited by hand, or from a file. No solver."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from scheduler.activities import words
from scheduler.activities.day import Days
from scheduler.activities.judge import Fault, faults_of, price_of
from scheduler.activities.left_out import left_out
from scheduler.activities.rows import blocks_of
from scheduler.domain.day_task import DayTask, Price
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import ARTICLE, Activity
from scheduler.domain.rule_settings import Level

FAULT_ARTICLE = {
    "post": "3-07, 3-11",
    "relief": "3-07, 3-11",
    "margin": "3-07, 3-11",
    "guard": "3-25, 3-28, 3-30, 4-23, 0-13",
}
"""Article a fault rests on where it is not that of the block itself."""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One thing that is wrong with a list of activities, ready to show."""

    kind: str
    level: Level
    article: str
    day: int
    start: datetime
    end: datetime
    person: str
    routine: str
    amount: int
    text_zh: str
    text_en: str

    def text(self, lang: str) -> str:
        return self.text_zh if lang == "zh" else self.text_en


@dataclass(frozen=True, slots=True)
class CheckedOffLine:
    """Everything wrong with a list of activities, the worst first, and the price of every day."""

    lines: tuple[ActivityLine, ...]
    prices: tuple[Price, ...]

    @property
    def clean(self) -> bool:
        """Nothing of level HARD or MUST."""
        return all(line.level is Level.SOFT for line in self.lines)


def check_off_line(problem: RosterProblem, roster: Roster, activities: Sequence[Activity]) -> CheckedOffLine:
    """What is wrong with activities laid over a roster."""
    book = Days(problem, roster)
    lines: list[ActivityLine] = []
    prices = []
    for day in range(problem.horizon.days):
        task = book.task(day, activities)
        prices.append(_day(book, task, activities, lines))
    lines += _outside(problem, activities)
    return CheckedOffLine(_ordered(lines), tuple(prices))


def day_lines(book: Days, day: int, activities: Sequence[Activity]) -> tuple[ActivityLine, ...]:
    """What is wrong on one day."""
    lines: list[ActivityLine] = []
    _day(book, book.task(day, activities), activities, lines)
    return _ordered(lines)


def _ordered(lines: Sequence[ActivityLine]) -> tuple[ActivityLine, ...]:
    order = {Level.HARD: 0, Level.MUST: 1, Level.SOFT: 2}
    return tuple(sorted(lines, key=lambda line: (order[line.level], line.start, line.kind, line.person, line.routine)))


def _day(book: Days, task: DayTask, activities: Sequence[Activity], lines: list[ActivityLine]) -> Price:
    problem = book.problem
    blocks, strange = blocks_of(problem, task, activities)
    objection = partial(book.reserve.over, task.cells)
    lines += (_line(problem, task, fault) for fault in _joined(faults_of(task, blocks, objection)))
    lines += (_strange(problem, task.day, activity) for activity in strange)
    price = price_of(task, blocks)
    if price.short:
        start = problem.horizon.moment(task.day * 1440)
        zh, en = words.short(problem, task.day, price.short)
        lines.append(ActivityLine("need", Level.SOFT, "4-29", task.day, start, start, "", "", price.short, zh, en))
    for missed in left_out(book, task, blocks, activities, objection):
        zh, en = words.left_out(problem, missed)
        start = problem.horizon.moment(missed.day * 1440)
        lines.append(
            ActivityLine(
                "missing",
                Level(missed.level),
                ARTICLE[missed.kind],
                missed.day,
                start,
                start,
                missed.person,
                missed.routine,
                missed.minutes,
                zh,
                en,
            )
        )
    return price


def _joined(faults: Sequence[Fault]) -> Iterator[Fault]:
    """Faults of one cause over neighboring cells, told once."""
    open_runs: dict[tuple[str, str, str], Fault] = {}
    for fault in faults:
        key = fault.kind, fault.thing, fault.guard
        before = open_runs.get(key)
        if before is not None and fault.start <= before.end and fault.kind in ("post", "guard", "cap", "margin"):
            open_runs[key] = Fault(
                fault.kind, fault.thing, before.start, max(before.end, fault.end), before.person, fault.guard
            )
            continue
        if before is not None:
            yield before
        open_runs[key] = fault
    yield from open_runs.values()


def _line(problem: RosterProblem, task: DayTask, fault: Fault) -> ActivityLine:
    moment = problem.horizon.moment
    zh, en = words.fault(problem, fault)
    article = FAULT_ARTICLE.get(fault.kind, words.article_of(problem, fault.thing))
    return ActivityLine(
        fault.kind,
        Level.HARD,
        article,
        task.day,
        moment(fault.start),
        moment(fault.end),
        fault.person,
        fault.thing,
        fault.end - fault.start,
        zh,
        en,
    )


def _strange(problem: RosterProblem, day: int, activity: Activity) -> ActivityLine:
    zh, en = words.strange(problem, activity)
    minutes = int((activity.end - activity.start).total_seconds() // 60)
    return ActivityLine(
        "unknown",
        Level.HARD,
        activity.article,
        day,
        activity.start,
        activity.end,
        activity.person,
        activity.routine,
        minutes,
        zh,
        en,
    )


def _outside(problem: RosterProblem, activities: Sequence[Activity]) -> Iterator[ActivityLine]:
    for activity in activities:
        day = problem.horizon.day(activity.day)
        if not 0 <= day < problem.horizon.days:
            yield _strange(problem, day, activity)
