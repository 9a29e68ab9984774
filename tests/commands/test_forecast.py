"""``paiban forecast``: odd counts are told; what is kept is scored once the counts are in."""

import json
import shutil
from pathlib import Path

import pytest

from scheduler.planning import sample_centers
from tests.commands.conftest import Run


def test_odd_counts_and_gaps_are_told(paiban: Run, tmp_path: Path) -> None:
    center = tmp_path / "own"
    shutil.copytree(sample_centers()["hotline"], center)
    lines = (center / "demand.csv").read_text("utf-8-sig").splitlines(True)
    lines[17000] = ",".join([*lines[17000].split(",")[:2], "99999", "", "import\n"])
    (center / "demand.csv").write_text("".join(lines[:9000] + lines[9100:]), encoding="utf-8-sig")
    done = paiban("forecast", center, "--lang", "en")
    assert done.returncode == 0, done.stderr
    assert "100 open intervals" in done.stdout and "99999" in done.stdout and "left out" in done.stdout
    told = json.loads(paiban("forecast", center, "--json").stdout)
    assert [o["found"] for o in told["odd"] if o["kind"] == "spike"] == [99999.0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_kept_then_scored(paiban: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lang: str) -> None:
    monkeypatch.setenv("PAIBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'x.db'}")
    nothing = paiban("forecast", "hotline", "--scores", "--lang", lang)
    assert nothing.returncode == 0 and "--keep" in nothing.stdout
    kept = paiban("forecast", "hotline", "--from", "2026-08-24", "--to", "2026-09-06", "--keep", "--lang", lang)
    assert kept.returncode == 0 and "672" in kept.stdout, kept.stderr
    text = paiban("forecast", "hotline", "--scores", "--lang", lang).stdout
    assert "672" in text and "--calibrated" in text and "%" in text
    told = json.loads(paiban("forecast", "hotline", "--scores", "--json").stdout)
    assert told["issued"] == ["2026-08-24 00:00:00"] and [s["week_ahead"] for s in told["scores"]] == [0, 1, 2]
    assert 0.1 < told["scores"][0]["wape"] < 0.5
    plain, wide = (
        json.loads(paiban("forecast", "hotline", *more, "--json").stdout)["rows"] for more in ((), ("--calibrated",))
    )
    factor = told["band_factors"]["hotline"]
    assert plain[20]["mean"] == wide[20]["mean"] and (wide[20]["cv"] > plain[20]["cv"]) == (factor > 1)
    if lang == "zh":  # each call of a command takes seconds
        return
    need = [json.loads(paiban("need", "hotline", *more, "--json").stdout) for more in ((), ("--calibrated",))]
    assert (
        [c["cv"] for c in need[1]]
        == pytest.approx([r["cv"] for r in wide])
        != pytest.approx([c["cv"] for c in need[0]])
    )
