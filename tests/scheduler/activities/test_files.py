"""activities.csv there and back, and what an edited or broken one is told."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from scheduler.activities.check import check_off_line
from scheduler.activities.place import place_off_line
from scheduler.assemble import make_problem
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import ARTICLE, Activity
from scheduler.planning import open_center
from scheduler.solver.greedy import greedy_roster
from scheduler.store.activity_files import activity_bytes, parse_activities
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import folder_files, parse_folder
from scheduler.store.off_line_tables import ACTIVITY_KINDS


@pytest.fixture(scope="module")
def placed() -> tuple[RosterProblem, Roster, tuple[Activity, ...]]:
    problem = make_problem(open_center("hall"), date(2026, 9, 15), date(2026, 9, 16))
    made = greedy_roster(problem)
    return problem, made, place_off_line(problem, made).activities


def test_a_file_read_back_is_the_same(placed: tuple[RosterProblem, Roster, tuple[Activity, ...]]) -> None:
    problem, _, activities = placed
    raw = activity_bytes(activities)
    assert parse_activities(raw, problem.center) == activities
    assert raw.decode("utf-8-sig").splitlines()[0] == "date,person,kind,start,end,article,routine,post,partner"
    assert "1-11" in raw.decode("utf-8-sig").splitlines()[1]


def test_every_kind_has_an_article_and_a_chinese_word() -> None:
    assert set(ARTICLE) == set(ACTIVITY_KINDS)


def test_a_moved_break_is_told_what_it_breaks(placed: tuple[RosterProblem, Roster, tuple[Activity, ...]]) -> None:
    problem, made, activities = placed
    own = next(a for a in activities if a.kind == "rest" and a.person == "S06")
    without_relief = [a for a in activities if (a.kind, a.partner, a.start) != ("relief", "S06", own.start)]
    found = check_off_line(problem, made, without_relief)
    assert {(line.kind, line.article) for line in found.lines if line.level == "HARD"} == {("post", "3-07, 3-11")}
    assert any("W6" in line.text_zh and "W6" in line.text_en for line in found.lines)
    late = replace(own, start=own.start + timedelta(hours=9), end=own.end + timedelta(hours=9))
    assert {"window"} <= {
        line.kind for line in check_off_line(problem, made, [*(a for a in without_relief if a != own), late]).lines
    }
    twice = replace(own, person="S99", routine="R9")
    assert "unknown" in {
        line.kind for line in check_off_line(problem, made, [*activities, replace(twice, person="S05")]).lines
    }
    outside = replace(own, day=date(2027, 1, 1))
    assert "unknown" in {line.kind for line in check_off_line(problem, made, [*activities, outside]).lines}


def test_dropping_a_block_that_is_due_is_named(placed: tuple[RosterProblem, Roster, tuple[Activity, ...]]) -> None:
    problem, made, activities = placed
    own = next(a for a in activities if a.kind == "rest" and a.person == "S14")
    lines = check_off_line(problem, made, [a for a in activities if a != own]).lines
    assert any(line.kind == "missing" and line.person == "S14" and "1-11" in line.text_zh for line in lines)


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("S06", "S77", "person"),
        (",rest,", ",nap,", "kind"),
        (",R1,", ",R7,", "routine"),
        ("T10:", "T99:", "start"),
    ],
)
def test_bad_cells_are_faults_with_row_and_column(
    placed: tuple[RosterProblem, Roster, tuple[Activity, ...]], old: str, new: str, column: str
) -> None:
    problem, _, activities = placed
    raw = activity_bytes(activities).decode("utf-8-sig").replace(old, new).encode()
    with pytest.raises(FolderFaults) as error:
        parse_activities(raw, problem.center)
    assert column in {fault.column for fault in error.value.faults}


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("tasks.csv", "T1,", "R1,", "routines.csv"),
        ("routines.csv", "11:00,14:30", "14:15,14:30", "30"),
        ("tasks.csv", "2026-09-16T16:00", "2026-09-16T15:30", "60"),
        ("backlogs.csv", "B1,call_back", "B1,rest", "routines.csv"),
        ("routines.csv", ",15,1,", ",15,0,", "1"),
        ("backlogs.csv", "S09;S16", "S09;S96", "S96"),
    ],
)
def test_faults_of_the_tables_name_file_row_and_column(file: str, old: str, new: str, said: str) -> None:
    files = folder_files(open_center("hall"))
    text = files[file].decode("utf-8-sig")
    assert old in text
    with pytest.raises(FolderFaults) as error:
        parse_folder({**files, file: text.replace(old, new, 1).encode()})
    assert any(fault.file == file and said in str(fault) for fault in error.value.faults)


def test_a_center_without_the_tables_has_nothing_off_the_line(tmp_path: Path) -> None:
    files = {
        name: raw
        for name, raw in folder_files(open_center("hall")).items()
        if name not in ("routines.csv", "backlogs.csv", "tasks.csv")
    }
    folder = parse_folder(files)
    assert folder.center.off_line == ()
    problem = make_problem(folder, date(2026, 9, 15), date(2026, 9, 15))
    assert place_off_line(problem, greedy_roster(problem)).activities == ()
