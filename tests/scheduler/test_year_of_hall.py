"""A year of the sample hall, month after month with its own rules, each made from what the one before handed on.

The rosters are the greedy ones: what goes on from month to month is meant here. ``benchmarks/year.py``
is the whole way, for the hotline too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSettings
from scheduler.ledgers.carried import Balance, balances
from scheduler.ledgers.continuing import continued, handed_facts, handed_files
from scheduler.planning import open_center
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import CenterFolder
from scheduler.store.results import json_bytes, write_files
from scheduler.store.roster_files import roster_bytes

FIRST, LAST = date(2026, 9, 7), date(2026, 9, 30)
CROSSING = (
    "min_rest",
    "weekly_rest",
    "hours_week",
    "one_shift_day",
    "leave_kept",
    "protected_nights",
    "max_nights",
    "hall_duty",
)
"""Rules that can break at a border though each month is sound."""


@dataclass(frozen=True)
class Month:
    """One month as it was planned."""

    folder: CenterFolder
    problem: RosterProblem
    roster: Roster
    accounts: tuple[Balance, ...]


def months(name: str, place: Path) -> Iterator[Month]:
    folder, first, last = open_center(name), FIRST, LAST
    for number in range(12):
        if number:
            onward = continued(open_center(name), place / str(number - 1))
            folder, first = onward.folder, onward.first
            last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        problem = make_problem(folder, first, last)
        roster = greedy_roster(problem)
        told = {
            "center": folder.center.id,
            "from": str(first),
            "to": str(last),
            "handed_on": handed_facts(folder, problem, roster),
        }
        write_files(
            place / str(number),
            {"roster.csv": roster_bytes(roster), "summary.json": json_bytes(told), **handed_files(problem, roster)},
        )
        yield Month(folder, problem, roster, balances(problem, roster))


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> tuple[Month, ...]:
    return tuple(months("hall", tmp_path_factory.mktemp("hall")))


Found = set[tuple[str, date, str | None]]


def crossing(problem: RosterProblem, roster: Roster) -> Found:
    few = replace(problem, settings=RuleSettings({r: problem.settings.get(r) for r in CROSSING}, only=True))
    return {(b.rule, problem.date(b.day), b.person or b.post) for b in check(few, roster).breaches if b.day is not None}


def new_in_the_year(name: str, year: tuple[Month, ...]) -> Found:
    """What the border rules find in the year as one piece and found in no month."""
    whole = Roster.of(d for month in year for d in month.roster.duties)
    assert len(whole.duties) > 365 * 5
    monthly = set().union(*(crossing(m.problem, m.roster) for m in year))
    return crossing(make_problem(open_center(name), FIRST, year[-1].problem.horizon.last), whole) - monthly


def test_the_hall_year_breaks_nothing_at_its_borders(hall: tuple[Month, ...]) -> None:
    assert new_in_the_year("hall", hall) == set()


def test_hall_duty_goes_round_the_windows_all_year_over_weekends_and_holidays(hall: tuple[Month, ...]) -> None:
    turns = [window for month in hall for window in month.problem.duty_windows if window]
    windows = open_center("hall").center.duty.windows
    assert len(turns) > 240
    assert turns == [windows[n % len(windows)] for n in range(len(turns))]


def test_hall_accounts_of_a_year_stay_near_nil(hall: tuple[Month, ...]) -> None:
    """Duty, cover and double duty: what nobody else could carry is no debt, so nothing piles up."""
    last = {(b.person, b.kind): b for b in hall[-1].accounts}
    days = sum(w is not None for month in hall for w in month.problem.duty_windows)
    done = [
        sum(b.count for month in hall for b in month.accounts if b.kind == "duty" and b.person == person)
        for person in ("S01", "S02", "S03", "S04", "S05", "S07", "S08")
    ]
    assert max(done) - min(done) <= 4 and sum(done) > days / 2
    assert max(abs(b.after) for (_, kind), b in last.items() if kind == "duty") <= 3
