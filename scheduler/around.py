"""The days around an event as a problem of their own: small enough to check and solve in a moment."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.absence import Pin
from scheduler.domain.clock import DAY_MINUTES, Horizon
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules import RULES

LOOK_BACK = timedelta(days=28)


def days_around(problem: RosterProblem, first: date, last: date) -> tuple[date, date]:
    """``first`` to ``last`` and one open day on either side: hall duty is handed over across the border."""
    low, high = problem.horizon.day(first), problem.horizon.day(last)
    opened = [day.index for day in problem.days if problem.open_day(day.index)]
    before = max((d for d in opened if d < low), default=low)
    after = min((d for d in opened if d > high), default=high)
    top = problem.horizon.days - 1
    return problem.date(min(max(before, 0), top)), problem.date(min(max(after, 0), top))


def part_of(problem: RosterProblem, roster: Roster, first: date, last: date) -> tuple[RosterProblem, Roster]:
    """Problem and roster of the days ``first`` to ``last``; what lies before becomes the past."""
    horizon = Horizon.between(first, last)
    low = problem.horizon.day(first)
    shift, days = low * DAY_MINUTES, range(low, low + horizon.days)
    blocks = [b for b in problem.blocks if b.day in days]
    past = [d for d in (*problem.past.duties, *roster.duties) if first - LOOK_BACK <= d.day < first]
    small = replace(
        problem,
        horizon=horizon,
        days=tuple(replace(problem.days[d], index=d - low) for d in days),
        blocks=tuple(
            replace(b, index=i, day=b.day - low, start=b.start - shift, end=b.end - shift) for i, b in enumerate(blocks)
        ),
        needs=tuple(n for n in problem.needs if first <= n.start.date() <= last),
        covers=tuple(replace(c, day=c.day - low) for c in problem.covers if c.day in days),
        pins=tuple(p for p in problem.pins if first <= p.start.date() <= last),
        wishes=(),
        past=Roster.of(past),
        previous=None,
        duty_windows=tuple(problem.duty_windows[d] for d in days) if problem.duty_windows else (),
    )
    return small, Roster.of(d for d in roster.duties if first <= d.day <= last)


def joined(whole: Roster, part: Roster, first: date, last: date) -> Roster:
    """A roster with the days ``first`` to ``last`` taken from another."""
    return Roster.of([*(d for d in whole.duties if not first <= d.day <= last), *part.duties])


def pins_outside(roster: Roster, first: date, last: date) -> tuple[Pin, ...]:
    """Pins on every duty that is not on the days ``first`` to ``last``."""
    return tuple(
        Pin(d.person, d.start, d.end, d.shift or None, d.post, "published")
        for d in roster.duties
        if d.role != "duty" and not first <= d.day <= last
    )


def binding(settings: RuleSettings, *also: str) -> RuleSettings:
    """The same settings with soft rules off, except those named in ``also``."""
    for rule in RULES:
        mine = settings.get(rule.id)
        if mine.on and rule.id not in also and rule.effective(mine)[0] is Level.SOFT:
            settings = settings.changed(rule.id, replace(mine, on=False))
    for rule_id in also:
        settings = settings.changed(rule_id, RuleSetting(on=True))
    return settings
