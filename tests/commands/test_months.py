"""Months planned one after another by command line: ``plan --after`` and ``batch --after``, the whole checked again."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.check import check
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSettings
from scheduler.planning import open_center, sample_centers
from scheduler.store.roster_files import read_roster
from tests.commands.conftest import Run
from tests.commands.test_plan import rows

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
"""Rules on the days of one person, or from one day to the next: they can break at a border though each month is sound."""


def found(
    folder: object, first: date, last: date, roster: Roster, **known: object
) -> set[tuple[str, date | None, str | None]]:
    problem = make_problem(folder, first, last, **known)  # type: ignore[arg-type]
    problem = replace(problem, settings=RuleSettings({r: problem.settings.get(r) for r in CROSSING}, only=True))
    return {
        (b.rule, None if b.day is None else problem.date(b.day), b.person or b.post)
        for b in check(problem, roster).breaches
    }


@pytest.mark.parametrize(("center", "seconds"), [("hotline", 3), ("hall", 20)])
def test_three_months_by_command_line_break_nothing_at_their_borders(
    center: str, seconds: int, paiban: Run, tmp_path: Path
) -> None:
    folder = open_center(center)
    before: Path | None = None
    made: list[Roster] = []
    monthly: set[tuple[str, date | None, str | None]] = set()
    for name, asked in (("9", ("--from", "2026-09-01", "--to", "2026-09-30")), ("10", ()), ("11", ())):
        after = ("--after", before) if before else ()
        done = paiban("plan", center, *asked, *after, "--seconds", seconds, "--out", tmp_path / name, "--lang", "en")
        assert done.returncode in (0, 1), done.stderr
        told = json.loads((tmp_path / name / "summary.json").read_text(encoding="utf-8"))
        assert told["check_agrees"] and told["reproducible"]
        if before is not None:
            earlier = {(r["person"], r["kind"]): float(r["value"]) for r in rows(before / "ledger.csv")}
            assert earlier
            brought = {
                (a["person"], a["kind"]): a["carried_in"] for a in told["fairness"]["accounts"] if a["carried_in"]
            }
            assert brought == pytest.approx({key: value for key, value in earlier.items() if key in brought})
            assert set(earlier) == set(brought)
        roster = read_roster(tmp_path / name / "roster.csv", folder.center)
        past = Roster.of(d for month in made for d in month.duties) if made else folder.past
        monthly |= found(folder, date.fromisoformat(told["from"]), date.fromisoformat(told["to"]), roster, past=past)
        made.append(roster)
        before = tmp_path / name
    assert told["to"] == "2026-11-30"
    year = Roster.of(d for month in made for d in month.duties)
    assert len(year.duties) > 91 * 5
    whole = found(folder, date(2026, 9, 1), date(2026, 11, 30), year)
    # Over three months the allowance of nights is another sum; its windows of days are meant here.
    assert {b for b in whole if b[1] is not None} - monthly == set()


def test_a_batch_goes_on_from_the_batch_before(paiban: Run, tmp_path: Path) -> None:
    for name in ("old", "new"):
        shutil.copytree(sample_centers()["hotline"], tmp_path / "centers" / name)
    days = {"1": ("2026-11-01", "2026-11-04"), "2": ("2026-11-05", "2026-11-08")}
    common = ("batch", tmp_path / "centers", "--seconds", 1, "--workers", 1, "--json")
    paiban(*common, "--from", days["1"][0], "--to", days["1"][1], "--out", tmp_path / "1")
    shutil.rmtree(tmp_path / "1" / "new")
    again = ("--from", days["2"][0], "--to", days["2"][1], "--out", tmp_path / "2", "--after", tmp_path / "1")
    done = paiban(*common, *again)
    assert {o["state"] for o in json.loads(done.stdout)} <= {"done", "problems"}
    old, new = (
        json.loads((tmp_path / "2" / name / "summary.json").read_text(encoding="utf-8")) for name in ("old", "new")
    )
    kept = {(r["person"], r["kind"]) for r in rows(tmp_path / "1" / "old" / "ledger.csv")}
    assert {(p, k) for p, kinds in old["handed_on"]["carried_in"].items() for k in kinds} == kept
    assert new["handed_on"]["carried_in"] == {p: dict(k) for p, k in open_center("hotline").ledger.items()}
    resumed = json.loads(paiban(*common, *again, "--resume").stdout)
    assert all(o["kept"] for o in resumed)
    # What was handed on is part of the input: another ledger, and the center is planned again.
    ledger = tmp_path / "1" / "old" / "ledger.csv"
    ledger.write_text(ledger.read_text(encoding="utf-8-sig") + "Z5,lieu,3\n", encoding="utf-8")
    last = json.loads(paiban(*common, *again, "--resume").stdout)
    assert {o["center"]: o["kept"] for o in last} == {"old": False, "new": True}
    assert {o["state"] for o in last} <= {"done", "problems"}


def test_a_gap_between_rosters_is_refused(paiban: Run, tmp_path: Path) -> None:
    paiban("plan", "hotline", "--from", "2026-11-01", "--to", "2026-11-02", "--seconds", 1, "--out", tmp_path / "1")
    done = paiban("plan", "hotline", "--from", "2026-11-05", "--to", "2026-11-06", "--after", tmp_path / "1")
    assert done.returncode == 2 and "expected 2026-11-03" in done.stderr and "Traceback" not in done.stderr
