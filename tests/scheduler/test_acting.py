"""代值长: who acts in a higher rank counts on the dates of the designation, and on no others (3-68)."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.burdens import portions
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.planning import open_center, sample_centers
from scheduler.scenario_changes import CHANGES
from scheduler.solver.decode import decode
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder, folder_files, parse_folder

NOVEMBER = date(2026, 11, 2), date(2026, 11, 8)
ROWS = "person,rank,valid_from,valid_to\nZ7,shift_leader,2026-11-03,2026-11-05\n"


def hotline_with(tmp_path: Path, rows: str) -> CenterFolder:
    shutil.copytree(sample_centers()["hotline"], tmp_path / "hotline")
    (tmp_path / "hotline" / "acting.csv").write_text(rows, encoding="utf-8")
    return open_center(tmp_path / "hotline")


def nights_of(problem: RosterProblem, *people: str) -> Roster:
    return decode(problem, [("works", person, day, "N") for person in people for day in range(problem.horizon.days)])


def leaderless(problem: RosterProblem, roster: Roster) -> set[date]:
    return {
        problem.date(b.day)
        for b in check(problem, roster).breaches
        if b.rule == "rank_present" and b.shift == "N" and b.day is not None
    }


def test_an_acting_leader_leads_on_the_dates_of_the_designation(tmp_path: Path) -> None:
    folder = hotline_with(tmp_path, ROWS)
    problem = make_problem(folder, *NOVEMBER)
    roster = nights_of(problem, "Z6", "Z7")
    assert leaderless(problem, roster) == {date(2026, 11, d) for d in (2, 6, 7, 8)}
    assert {d.day.day for d in roster.duties if d.role == "leader"} == {3, 4, 5}
    assert {d.person for d in roster.duties if d.role == "leader"} == {"Z7"}
    # Beside somebody who leads by rank, the higher one leads.
    assert {d.person for d in nights_of(problem, "D1", "Z7").duties if d.role == "leader"} == {"D1"}


def test_the_leaders_nights_are_shared_with_who_acts_meanwhile(tmp_path: Path) -> None:
    alone = portions(make_problem(open_center("hotline"), *NOVEMBER), "nights")
    folder = hotline_with(tmp_path, ROWS.replace("2026-11-05", "2026-11-30"))
    helped = portions(make_problem(folder, *NOVEMBER), "nights")
    assert helped["V1"].amount < alone["V1"].amount and "Z7" in helped["V1"].among


def test_the_table_goes_round_and_may_be_in_chinese(tmp_path: Path) -> None:
    folder = hotline_with(tmp_path, "人员,代理职级,生效日期,失效日期\nZ7,shift_leader,2026-11-03,2026-11-05\n")
    (acting,) = folder.center.person["Z7"].acting
    assert (acting.rank, acting.valid_from, acting.valid_to) == ("shift_leader", date(2026, 11, 3), date(2026, 11, 5))
    assert parse_folder(folder_files(folder)) == folder


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Z7,shift_leader,2026-11-05,2026-11-03", "acting.csv row 2 valid_to"),
        ("Z7,shift_leader,2026-11-05,", "acting.csv row 2 valid_to: must not be empty"),
        ("V1,agent,2026-11-03,2026-11-05", "expected a rank above the person's own, shift_leader"),
        ("V1,shift_leader,2026-11-03,2026-11-05", "expected a rank above the person's own"),
        ("Z9,shift_leader,2026-11-03,2026-11-05", "no person Z9"),
        ("Z7,captain,2026-11-03,2026-11-05", "no rank captain"),
    ],
)
def test_faulty_designations_are_refused(row: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(FolderFaults, match=said):
        hotline_with(tmp_path, f"person,rank,valid_from,valid_to\n{row}\n")


def test_acting_can_be_tried_as_what_if() -> None:
    folder = open_center("hotline")
    change = {
        "kind": "rank",
        "person": "Z7",
        "rank": "shift_leader",
        "from": date(2026, 11, 3),
        "to": date(2026, 11, 5),
    }
    problem = make_problem(CHANGES["rank"](folder, change), *NOVEMBER)
    assert leaderless(problem, nights_of(problem, "Z6", "Z7")) == {date(2026, 11, d) for d in (2, 6, 7, 8)}
