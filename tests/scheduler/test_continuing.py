"""One output folder after the other: what is handed on, what is refused, what a hand-made change does."""

import csv
import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.domain.day_table import DayEntry
from scheduler.domain.roster import Roster
from scheduler.ledgers.carried import balances, carried
from scheduler.ledgers.continuing import continued, handed_facts, handed_files
from scheduler.ledgers.refused import refused, with_refused
from scheduler.ledgers.spread import spreads
from scheduler.ledgers.words import why
from scheduler.planning import open_center
from scheduler.solver.greedy import greedy_roster
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder
from scheduler.store.results import json_bytes, write_files
from scheduler.store.roster_files import roster_bytes

SEPTEMBER = date(2026, 9, 1), date(2026, 9, 30)


def written(folder: CenterFolder, first: date, last: date, out: Path) -> Roster:
    """The output of a greedy roster, as ``plan --out`` writes it."""
    problem = make_problem(folder, first, last)
    roster = greedy_roster(problem)
    told = {
        "center": folder.center.id,
        "from": str(first),
        "to": str(last),
        "handed_on": handed_facts(folder, problem, roster),
    }
    write_files(
        out, {"roster.csv": roster_bytes(roster), "summary.json": json_bytes(told), **handed_files(problem, roster)}
    )
    return roster


@pytest.fixture(params=["hall", "hotline"])
def folder(request: pytest.FixtureRequest) -> CenterFolder:
    return open_center(request.param)


def test_past_and_ledger_go_on(folder: CenterFolder, tmp_path: Path) -> None:
    roster = written(folder, *SEPTEMBER, tmp_path)
    problem = make_problem(folder, *SEPTEMBER)
    onward = continued(folder, tmp_path)
    assert (onward.first, onward.last, onward.edited, onward.gone) == (date(2026, 10, 1), date(2026, 10, 31), False, ())
    assert onward.folder.ledger == carried(problem, roster) != folder.ledger
    assert set(onward.folder.past.duties) == {d for d in roster.duties if d.day >= date(2026, 9, 3)}


def test_whole_months_are_followed_by_whole_months_and_other_periods_by_as_many_days(tmp_path: Path) -> None:
    folder = open_center("hotline")
    ends = {}
    for name, first, last in (
        ("q", date(2026, 10, 1), date(2026, 12, 31)),
        ("feb", date(2027, 2, 1), date(2027, 2, 28)),
        ("six", date(2026, 9, 7), date(2026, 10, 18)),
    ):
        problem = make_problem(folder, first, first)
        told = {
            "center": "hotline",
            "from": str(first),
            "to": str(last),
            "handed_on": handed_facts(folder, problem, Roster()),
        }
        write_files(
            tmp_path / name,
            {"roster.csv": roster_bytes(Roster()), "summary.json": json_bytes(told), **handed_files(problem, Roster())},
        )
        ends[name] = continued(folder, tmp_path / name).last
    assert ends == {"q": date(2027, 3, 31), "feb": date(2027, 3, 31), "six": date(2026, 11, 29)}


def test_duty_goes_on_with_the_next_window_though_a_past_day_turns_out_closed(tmp_path: Path) -> None:
    """The count from the anchor alone would be one short: somebody enters on 1 October that 15 September was closed."""
    folder = open_center("hall")
    written(folder, *SEPTEMBER, tmp_path)
    windows = folder.center.duty.windows
    last = [w for w in make_problem(folder, *SEPTEMBER).duty_windows if w][-1]
    later = replace(folder, overrides=(DayEntry(date(2026, 9, 15), "closed", "停电"),))
    onward = continued(later, tmp_path)
    ahead = [w for w in make_problem(onward.folder, onward.first, onward.last).duty_windows if w]
    alone = [w for w in make_problem(later, onward.first, onward.last).duty_windows if w]
    at = windows.index(last) + 1
    assert ahead == [windows[(at + n) % len(windows)] for n in range(len(ahead))]
    assert len(ahead) > 15 and ahead != alone


def test_a_roster_changed_by_hand_is_reckoned_again(tmp_path: Path) -> None:
    folder = open_center("hotline")
    roster = written(folder, *SEPTEMBER, tmp_path)
    night, other = next(
        (d, p)
        for d in roster.duties
        if d.shift == "N" and d.person == "Z1" and d.day.day > 7
        for p in ("Z2", "Z3", "Z4", "Z6")
        if not any(d.day == e.day and e.person == p for e in roster.duties)
    )
    swapped = Roster.of(replace(d, person=other) if d == night else d for d in roster.duties)
    (tmp_path / "roster.csv").write_bytes(roster_bytes(swapped))
    onward = continued(folder, tmp_path)
    before, after = carried(make_problem(folder, *SEPTEMBER), roster), onward.folder.ledger
    assert onward.edited and onward.notes("zh") and onward.notes("en")
    assert after["Z1"]["nights"] == pytest.approx(before["Z1"].get("nights", 0) - 1)
    assert after.get(other, {}).get("nights", 0) == pytest.approx(before.get(other, {}).get("nights", 0) + 1)
    assert {d for d in onward.folder.past.duties if d.day == night.day and d.shift == "N"} == {
        d for d in swapped.duties if d.day == night.day and d.shift == "N"
    }


def test_saved_again_by_a_spreadsheet_it_is_still_the_same_roster(tmp_path: Path) -> None:
    folder = open_center("hotline")
    written(folder, *SEPTEMBER, tmp_path)
    rows = list(csv.reader((tmp_path / "roster.csv").read_text(encoding="utf-8-sig").splitlines()))
    with (tmp_path / "roster.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    assert not continued(folder, tmp_path).edited


def test_who_has_left_is_left_out_and_said(tmp_path: Path) -> None:
    folder = open_center("hotline")
    written(folder, *SEPTEMBER, tmp_path)
    left = replace(
        folder, center=replace(folder.center, people=tuple(p for p in folder.center.people if p.id != "Z7")), wishes=()
    )
    onward = continued(left, tmp_path)
    assert onward.gone == ("Z7",) and "Z7" in onward.notes("en")[0]
    assert "Z7" not in onward.folder.ledger and not onward.folder.past.of_person("Z7")
    make_problem(onward.folder, onward.first, onward.last)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda out: (out / "ledger.csv").unlink(), "ledger.csv: no such file"),
        (lambda out: (out / "summary.json").write_text("{"), "summary.json: expected a summary"),
        (
            lambda out: (out / "summary.json").write_text(
                json.dumps({"center": "hotline", "from": "2026-09-01", "to": "2026-09-30"})
            ),
            "handed_on",
        ),
        (
            lambda out: (out / "summary.json").write_text(
                (out / "summary.json").read_text().replace('"hotline"', '"hall"')
            ),
            "another center's",
        ),
        (lambda out: (out / "ledger.csv").write_text("person,kind,value\nZ1,nights,many\n"), "ledger.csv row 2 value"),
        (lambda out: (out / "roster_past.csv").write_text("date,person\n"), "roster_past.csv row 1"),
    ],
)
def test_what_cannot_be_gone_on_from_is_refused(spoil: object, said: str, tmp_path: Path) -> None:
    folder = open_center("hotline")
    written(folder, *SEPTEMBER, tmp_path)
    spoil(tmp_path)
    with pytest.raises(FolderFaults, match=said.replace(".", r"\.")):
        continued(folder, tmp_path)


@pytest.mark.parametrize("first", [date(2026, 9, 30), date(2026, 10, 2)])
def test_days_left_out_or_planned_twice_are_refused(first: date, tmp_path: Path) -> None:
    folder = open_center("hotline")
    written(folder, *SEPTEMBER, tmp_path)
    with pytest.raises(FolderFaults, match="expected 2026-10-01"):
        continued(folder, tmp_path, first)


def test_every_account_adds_up_and_says_why(folder: CenterFolder) -> None:
    problem = make_problem(folder, *SEPTEMBER)
    lines = balances(problem, greedy_roster(problem))
    kinds = {line.kind for line in lines}
    assert kinds == ({"duty", "cover", "dual"} if folder.center.id == "hall" else {"nights", "weekends", "holidays"})
    for line in lines:
        assert line.after == pytest.approx(line.before + line.count - line.share, abs=1e-4)
        for lang in ("zh", "en"):
            assert problem.center.person[line.person].name(lang) in why(problem, line, lang)
            assert "{" not in why(problem, line, lang)
    for kind in kinds:
        mine = [line for line in lines if line.kind == kind]
        assert sum(line.count for line in mine) > 0
    for spread in spreads(lines):
        assert spread.range == pytest.approx(spread.ordered[0] - spread.ordered[-1], abs=1e-3) and 0 <= spread.gini < 1


def test_nobody_is_charged_for_what_nobody_else_could_carry() -> None:
    """S01 and S02 stand in for each other only: what they cover is their fair share, whatever the others do."""
    folder = open_center("hall")
    problem = replace(make_problem(folder, *SEPTEMBER), ledger={})
    mine = {(b.person, b.kind): b for b in balances(problem, greedy_roster(problem))}
    dual = mine["S02", "dual"]
    assert dual.count == dual.share > 0 and dual.after == 0 and dual.among == ("S02",)
    assert "nobody else could carry" in why(problem, dual, "en") and "只能由本人承担" in why(problem, dual, "zh")


def test_who_was_refused_around_a_holiday_comes_first_next_time(tmp_path: Path) -> None:
    """The ledger counts it (4-03); refused on an ordinary day is decided by the reserve and counts nowhere."""
    folder = open_center("hall")
    one, other = (replace(row, status="refused") for row in folder.leave[:2])
    around = replace(one, person="S01", start=datetime(2026, 9, 30), end=datetime(2026, 10, 1))
    ordinary = replace(other, person="S02", start=datetime(2026, 9, 8), end=datetime(2026, 9, 9))
    leave = (
        around,
        replace(around, id="again", start=datetime(2026, 10, 8, 8, 30), end=datetime(2026, 10, 9)),
        ordinary,
    )
    problem = make_problem(folder, date(2026, 9, 7), date(2026, 10, 8))
    assert refused(problem, leave) == {"S01": 1}  # 8 October is five days after the last statutory day
    files = handed_files(problem, Roster(), leave)
    assert "S01,leave_refused,1" in files["ledger.csv"].decode("utf-8-sig")
    twice = with_refused({"S01": {"leave_refused": 2.0}}, {"S01": 1, "S05": 1})
    assert twice == {"S01": {"leave_refused": 3.0}, "S05": {"leave_refused": 1}}
