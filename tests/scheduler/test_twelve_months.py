"""A year rostered month after month with past and ledger handed on: sound at every border, and fair."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.check import check
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.solution import Limits
from scheduler.ledgers.carried import Ledger, carried, ledger_bytes
from scheduler.rules.tiny import hall, hotline
from scheduler.rules.tiny import roster as lines
from scheduler.solver.search import Search
from tests.cases.hotline_cases import hotline_problem

FIRST = date(2026, 9, 1)
MONTHS = (30, 31, 30, 31, 31, 28, 31, 30, 31, 30, 31, 31)
ALWAYS = ("V1", "V2", "Z1", "Z2", "Z3", "Z4")
"""Everybody but Z5, who is protected from nights until the end of December."""

CROSSING = ("min_rest", "weekly_rest", "hours_week", "max_nights", "one_shift_day", "leave_kept", "protected_nights")
"""Rules on one person's days: they alone can break at a border though each month is sound."""


def settings(base: RuleSettings) -> RuleSettings:
    base = base.changed("max_nights", RuleSetting(params={"run": 2, "per_28_days": 8}))
    return base.changed("fair_shifts", RuleSetting())


def month(first: date, days: int, past: Roster, ledger: Ledger) -> RosterProblem:
    """Seven people, one of them protected; one head by day and evening, one by night."""
    problem = hotline_problem((0, 2, 5), first, days, no_nights=("Z5",))
    covers = tuple(replace(c, heads=1) for c in problem.covers if c.rank is None and c.shift != "M")
    recent = Roster.of(d for d in past.duties if first - timedelta(days=28) <= d.day)
    return replace(problem, covers=covers, settings=settings(problem.settings), ledger=ledger, past=recent)


class Year:
    """Twelve months, each made from what the ones before left."""

    def __init__(self, months: Sequence[int] = MONTHS, keep_past: bool = True) -> None:
        self.months = months
        self.problems: list[RosterProblem] = []
        self.rosters: list[Roster] = []
        self.ledgers: list[Ledger] = [{}]
        first, past = FIRST, Roster()
        for days in months:
            problem = month(first, days, past if keep_past else Roster(), self.ledgers[-1])
            roster = Search(problem, Limits(30, work=0.25)).run().roster
            self.problems.append(problem)
            self.rosters.append(roster)
            self.ledgers.append(carried(problem, roster))
            past, first = Roster.of((*past.duties, *roster.duties)), first + timedelta(days=days)
        self.roster = past

    def whole(self) -> RosterProblem:
        """The same year as one problem, without past."""
        days = sum(self.months)
        problem = month(FIRST, days, Roster(), {})
        return replace(problem, settings=RuleSettings({r: problem.settings.get(r) for r in CROSSING}, only=True))

    def spread(self, kind: str, upto: int) -> float:
        """Largest minus smallest of what people are above their share after so many months."""
        values = [self.ledgers[upto].get(p, {}).get(kind, 0.0) for p in ALWAYS]
        return max(values) - min(values)


@pytest.fixture(scope="module")
def year() -> Year:
    return Year()


def borders(months: Sequence[int]) -> set[int]:
    """Days of the year on which a month after the first begins."""
    return {sum(months[:n]) for n in range(1, len(months))}


def binding(problem: RosterProblem, roster: Roster) -> set[tuple[str, date | None, str | None]]:
    return {
        (b.rule, None if b.day is None else problem.date(b.day), b.person)
        for b in check(problem, roster).breaches
        if b.rule in CROSSING
    }


def test_the_year_in_one_piece_has_no_breach_that_no_month_had(year: Year) -> None:
    monthly = {
        line for problem, roster in zip(year.problems, year.rosters, strict=True) for line in binding(problem, roster)
    }
    assert len(year.roster.duties) > 365 * 3 - 1
    assert binding(year.whole(), year.roster) - monthly == set()


def test_months_that_do_not_know_the_last_one_break_rules_at_their_borders() -> None:
    """Else the test above could not fail."""
    blind = Year(MONTHS[:3], keep_past=False)
    monthly = {
        line for problem, roster in zip(blind.problems, blind.rosters, strict=True) for line in binding(problem, roster)
    }
    fresh = binding(blind.whole(), blind.roster) - monthly
    near = {FIRST + timedelta(days=border + d) for border in borders(MONTHS[:3]) for d in range(-7, 8)}
    assert fresh and all(day in near for _, day, _ in fresh)


def test_each_month_has_its_heads(year: Year) -> None:
    for problem, roster in zip(year.problems, year.rosters, strict=True):
        assert {t: c for t, c in check(problem, roster).costs.items() if t < 4} == {}


@pytest.mark.parametrize("kind", ["nights", "weekends"])
def test_nobody_drifts_away_from_the_fair_share(year: Year, kind: str) -> None:
    spread = [year.spread(kind, n) for n in range(1, 13)]
    assert max(spread[6:]) <= max(spread[:6])
    assert max(spread) > 0  # else there was nothing to share


def test_what_is_carried_is_the_count_above_the_exact_share() -> None:
    """Four nights, four people: one each. h brought one too many and had none."""
    problem = hotline(
        4, covers=tuple(CoverCell(day, "N", 1) for day in range(4)), ledger={"h": {"nights": 1.0, "lieu": 2.5}}
    )
    ledger = carried(problem, lines(problem, "x N 0", "x N 1", "y N 2", "l N 3"))
    assert ledger == {"h": {"lieu": 2.5}, "x": {"nights": 1.0}}
    assert ledger_bytes(ledger).decode("utf-8-sig").splitlines() == ["person,kind,value", "h,lieu,2.5", "x,nights,1"]


def test_hall_duty_and_cover_are_carried_too() -> None:
    """Two windows, two days of duty: one each. a closes both; b covers W1 for 3 h, the mean of two stand-ins is 1.5 h."""
    problem = hall(2)
    ledger = carried(
        problem, lines(problem, "b W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "a W1 AM 1", "a W2 PM 1", "b W2 AM 1")
    )
    assert ledger["a"]["duty"] == 1.0 and ledger["b"]["duty"] == -1.0
    assert (ledger["a"].get("cover", 0.0), ledger["b"].get("cover", 0.0)) == (0.0, 0.0)  # 3 h each
