"""``paiban quota``: the order, the calendar of bearable absences, and who moves up."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

SPAN = ("--from", "2026-10-08", "--to", "2026-10-10")


def test_order_and_calendar_and_a_cancelled_leave_frees_its_day(paiban: Run, hall: Path) -> None:
    told = []
    for more in ((), ("--cancel", "Q10")):
        done = paiban("quota", "hall", hall / "roster.csv", *SPAN, *more, "--json")
        assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout))
    assert [p["principle"] for p in told[0]["order"]] == ["kept", "filed", "turn", "seniority"]
    assert "Q10" in {p["id"] for p in told[0]["places"]} and "Q10" not in {p["id"] for p in told[1]["places"]}
    assert set(told[0]["bearable"]) == {"2026-10-08", "2026-10-09", "2026-10-10"}
    assert told[0]["bearable"]["2026-10-09"]["FDI"] == 0 and told[1]["bearable"]["2026-10-09"]["FDI"] == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_text_names_the_article_and_everybody(paiban: Run, hall: Path, lang: str) -> None:
    done = paiban("quota", "hall", hall / "roster.csv", *SPAN, "--lang", lang)
    assert done.returncode == 0, done.stderr
    assert (
        "4-03" in done.stdout
        and "Q10" in done.stdout
        and ("每天还可缺勤几人" if lang == "zh" else "each day bears") in done.stdout
    )


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("--from", "2026-10-08", "--to", "2026-10-07"), "before"),
        ((*SPAN, "--filed", "Q10=soon"), "ID=MOMENT"),
        ((*SPAN, "--filed", "Q99=2026-09-01"), "Q99"),
        ((*SPAN, "--cancel", "Q99"), "Q99"),
    ],
)
def test_bad_input_is_named(paiban: Run, hall: Path, words: tuple[str, ...], named: str) -> None:
    done = paiban("quota", "hall", hall / "roster.csv", *words)
    assert done.returncode == 2 and named in done.stderr
