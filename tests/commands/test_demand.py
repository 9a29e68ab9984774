"""``paiban demand`` on copies of the samples."""

import json
import shutil
from pathlib import Path

from scheduler.planning import sample_centers
from tests.commands.conftest import Run


def test_it_says_first_and_writes_when_told(paiban: Run, tmp_path: Path) -> None:
    center = tmp_path / "own"
    shutil.copytree(sample_centers()["hotline"], center)
    export = tmp_path / "导出.csv"
    export.write_text("时间,来电量\n2026-09-07 00:00,5\n2026-09-07 00:30,x\n", encoding="gb18030")
    before = (center / "demand.csv").read_bytes()
    told = paiban("demand", center, export, "--lang", "en")
    assert told.returncode == 0, told.stderr
    assert "row 3" in told.stdout and "1 intervals are new" in told.stdout and "Nothing was written" in told.stdout
    assert (center / "demand.csv").read_bytes() == before
    saved = paiban("demand", center, export, "--save", "--json")
    assert saved.returncode == 0 and json.loads(saved.stdout)["new"] == 1
    rows = (center / "demand.csv").read_text("utf-8-sig").splitlines()
    assert (
        rows[-1].startswith("hotline,2026-09-07T00:00,5,")
        and len(rows) == len(before.decode("utf-8-sig").splitlines()) + 1
    )
    again = json.loads(paiban("demand", center, export, "--out", tmp_path / "d.csv", "--json").stdout)
    assert (again["new"], again["same"]) == (0, 1) and (tmp_path / "d.csv").is_file()


def test_what_cannot_be_is_refused(paiban: Run, tmp_path: Path) -> None:
    export = tmp_path / "x.csv"
    export.write_text("When,arrivals\n2026-09-07 00:00,5\n")
    for words, named in (
        (("--column", "start"), "NAME=HEADER"),
        (("--queue", "Q9"), "no such queue"),
        (("--save",), "samples"),
        ((), "--column"),
    ):
        done = paiban("demand", "hotline", export, *words, "--lang", "en")
        assert done.returncode == 2 and named in done.stderr, (words, done.stderr)
    assert paiban("demand", "hotline", export, "--column", "start=When").returncode == 0
