"""Many centers side by side, and scenarios beside the baseline."""

import csv
import json
import shutil
from pathlib import Path

import pytest

from scheduler.planning import open_center, sample_centers
from scheduler.scenario import Scenario, apply
from tests.commands.conftest import Run

PERIOD = ("--from", "2026-09-07", "--to", "2026-09-13", "--seconds", "4")


@pytest.fixture
def centers(tmp_path: Path) -> Path:
    root = tmp_path / "centers"
    for name, source in (("a-hall", "hall"), ("b-broken", "hall"), ("c-hall", "hall")):
        shutil.copytree(sample_centers()[source], root / name)
    broken = root / "b-broken" / "ab.csv"
    broken.write_text(broken.read_text(encoding="utf-8-sig").replace("S01", "S99"), encoding="utf-8")
    return root


def test_one_bad_center_never_stops_the_others_and_resume_redoes_only_it(
    paiban: Run, centers: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    first = paiban("batch", centers, *PERIOD, "--out", out, "--json")
    assert first.returncode == 1
    told = {r["center"]: r for r in json.loads(first.stdout)}
    assert {c: r["state"] for c, r in told.items()} == {"a-hall": "done", "b-broken": "bad_input", "c-hall": "done"}
    assert "ab.csv row 2 person" in told["b-broken"]["text"] and "S99" in told["b-broken"]["text"]
    assert (out / "a-hall" / "roster.csv").exists() and not (out / "b-broken").exists()

    shutil.copy(centers / "a-hall" / "ab.csv", centers / "b-broken" / "ab.csv")
    (out / "c-hall" / "roster.csv").unlink()
    again = {
        r["center"]: r for r in json.loads(paiban("batch", centers, *PERIOD, "--out", out, "--resume", "--json").stdout)
    }
    assert {c: (r["state"], r["kept"]) for c, r in again.items()} == {
        "a-hall": ("done", True),
        "b-broken": ("done", False),
        "c-hall": ("done", False),
    }
    with (out / "totals.csv").open(encoding="utf-8-sig") as file:
        totals = {row["center"]: row for row in csv.DictReader(file)}
    assert set(totals) == {"a-hall", "b-broken", "c-hall"}
    hall = totals["a-hall"]
    assert float(hall["needed_hours"]) == 8 * 6.5 * 5 and int(hall["must"]) == 0 and 15 <= int(hall["people"]) <= 20
    summary = json.loads((out / "a-hall" / "summary.json").read_text(encoding="utf-8"))
    with (out / "a-hall" / "breaches.csv").open(encoding="utf-8-sig") as file:
        assert (
            summary["breaches"]["SOFT"]
            == sum(row["level"] == "SOFT" for row in csv.DictReader(file))
            == int(hall["soft"])
        )
    ledger = json.loads((out / "batch.json").read_text(encoding="utf-8"))["centers"]
    assert set(ledger) == {"a-hall", "b-broken", "c-hall"}


def test_a_folder_without_centers_is_bad_input(paiban: Run, tmp_path: Path) -> None:
    done = paiban("batch", tmp_path, *PERIOD, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "center.toml" in done.stderr


def test_scenarios_stand_beside_the_baseline(paiban: Run) -> None:
    folder = sample_centers()["hall"] / "scenarios"
    files = [folder / "w8_new_backup.toml", folder / "door_key_24_sep.toml", folder / "leave_as_decided.toml"]
    done = paiban("whatif", "hall", *files, "--json", "--seconds", "5")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert next(t["name_en"] for t in told) == "baseline"
    assert len(told) == 4
    empty = [t["measures"]["empty_minutes"] for t in told]
    assert empty[0] == 3 * 390
    assert empty[3] == 0  # with the refusals of the verdict column and a new B nothing is lacking
    must = [t["measures"]["must_breaches"] for t in told]
    assert must[1] == must[0] - 1  # W8 has a B again on 12 October
    assert must[2] == must[0] - 1  # a designated person has the key; a manager is still missing
    assert told[3]["delta"]["must_breaches"] == must[3] - must[0] < 0
    assert told[0]["simulated_change"] is None
    better = told[3]["simulated_change"]  # windows that are no longer empty serve their customers
    assert better["service"] > better["margin"] > 0
    assert told[3]["delta"]["simulated_service"] == pytest.approx(100 * better["service"])


def test_a_lunch_opening_keeps_the_forty_hours_by_relay(paiban: Run) -> None:
    """Three windows over lunch by the same people: hours are given back, no window is empty more."""
    path = sample_centers()["hall"] / "scenarios" / "lunch_three_windows.toml"
    done = paiban("whatif", "hall", path, "--json", "--seconds", "10")
    told = json.loads(done.stdout)
    assert told[1]["measures"]["hard_breaches"] == 0
    assert told[1]["measures"]["empty_minutes"] == told[0]["measures"]["empty_minutes"]
    assert told[1]["delta"]["worked_hours"] > 100


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[change]]\nkind = "teleport"\n', "teleport"),
        ('[[change]]\nkind = "absent"\nperson = "S99"\nfrom = 2026-09-10\nto = 2026-09-10\n', "S99"),
        ('[[change]]\nkind = "volume"\n', "factor"),
        ("name_zh = ", "TOML"),
        ('[[change]]\nkind = "absent"\nperson = "S01"\nfrom = 2026-09-12\nto = 2026-09-10\n', "not before"),
        ('[[change]]\nkind = "rule"\nid = "post_covered"\nparams = { colour = "red" }\n', "colour"),
    ],
)
def test_a_bad_scenario_is_refused_before_anything_is_planned(
    paiban: Run, tmp_path: Path, text: str, said: str
) -> None:
    path = tmp_path / "scenario.toml"
    path.write_text(text, encoding="utf-8")
    done = paiban("whatif", "hall", path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_work_that_comes_in_with_customers_grows_with_them() -> None:
    hall, hotline = (open_center(name) for name in ("hall", "hotline"))
    items = lambda folder: [b.per_week for b in folder.center.backlogs]  # noqa: E731
    half_more, none = ({"kind": "volume", "factor": f} for f in (1.5, 0))
    assert (items(hall), items(apply(hall, Scenario("", "", (half_more,))))) == ([40, 90], [60, 135])
    assert items(apply(hotline, Scenario("", "", ({**half_more, "queue": "hotline"},)))) == [90, 180]
    # Who comes to one window brings no work of the whole hall; and where nobody comes there is none.
    assert items(apply(hall, Scenario("", "", ({**half_more, "queue": hall.center.queues[0].id},)))) == [40, 90]
    assert items(apply(hotline, Scenario("", "", (none,)))) == []


@pytest.mark.parametrize("runs", ["1", "-3", "20001"])
def test_a_number_of_runs_that_has_no_interval_is_refused(paiban: Run, runs: str) -> None:
    done = paiban("whatif", "hall", Path(__file__), "--replications", runs)
    assert done.returncode == 2 and "0 (no simulation) or 2 to 20000" in done.stderr
