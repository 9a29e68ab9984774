"""How many more absences a day bears: what it promises is tried out."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.domain.absence import Absence
from scheduler.domain.roster import Roster
from scheduler.store.folder import CenterFolder
from scheduler.verdict.bearable import Bearable, bearable
from scheduler.verdict.effect import effect
from scheduler.verdict.judge import granted_problem, requests_of

DAYS = (date(2026, 9, 9), date(2026, 9, 10))


@pytest.fixture(scope="module")
def calendar(folder: CenterFolder, everybody: Roster) -> Bearable:
    return bearable(granted_problem(folder, everybody, ()), everybody)


def test_every_open_day_and_section_has_a_number(folder: CenterFolder, calendar: Bearable) -> None:
    assert len(calendar) == 26
    sections = {s.id for s in folder.center.sections}
    assert all(set(row) == sections for row in calendar.values())


def test_a_section_of_two_windows_and_a_pair_bears_one(calendar: Bearable) -> None:
    assert calendar[DAYS[0]] == {"FDI": 1, "TRADE": 1, "PROC": 1, "MECH": 1, "FIN": 1, "OFFICE": 1}


@pytest.mark.parametrize("section", ["FDI", "TRADE", "PROC", "MECH", "FIN", "OFFICE"])
def test_the_number_is_neither_too_high_nor_too_low(
    folder: CenterFolder, everybody: Roster, calendar: Bearable, section: str
) -> None:
    """1: whoever goes, the day stands; and some second absence after some first does not."""
    problem, day = granted_problem(folder, everybody, ()), datetime(2026, 9, 9)
    people = [p.id for p in folder.center.staff if p.section == section]
    pairs_that_fall = 0
    for first in people:
        one = effect(problem, everybody, Absence(first, day, day + timedelta(days=1), "annual"))
        assert one.clean
        after = replace(problem, absences=(Absence(first, day, day + timedelta(days=1), "annual"),))
        for second in people:
            if second != first:
                two = effect(after, one.roster, Absence(second, day, day + timedelta(days=1), "annual"))
                pairs_that_fall += not two.clean
    assert calendar[DAYS[0]][section] == 1
    assert pairs_that_fall > 0


def test_a_granted_leave_uses_the_margin_up(folder: CenterFolder, everybody: Roster) -> None:
    rows = tuple(
        replace(r, state=requests_of(folder.leave)[0].state) for r in requests_of(folder.leave) if r.id == "Q01"
    )
    problem = granted_problem(folder, everybody, rows)
    taken = effect(granted_problem(folder, everybody, ()), everybody, problem.absences[0])
    found = bearable(problem, taken.roster, most=1)
    assert (found[DAYS[0]]["FDI"], found[DAYS[1]]["FDI"], found[DAYS[1]]["TRADE"]) == (1, 0, 1)
