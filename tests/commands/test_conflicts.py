"""``paiban conflicts`` on the sample hall: what was planted is named, and nothing is drowned."""

import json
from pathlib import Path

import pytest

from tests.commands.conftest import Run

PLANTED = {
    ("b_long_away", ("W8",), ("S15",), "2026-09-07", "2026-10-17"),
    (
        "event_takes_both",
        ("W3", "W5", "W6", "W8"),
        ("S03", "S11", "S05", "S12", "S06", "S13", "S08"),
        "2026-09-17",
        "2026-09-17",
    ),
    ("event_too_large", ("W1", "W2", "W3", "W4", "W5", "W6", "W7", "W8"), (), "2026-09-24", "2026-09-24"),
    ("both_off", ("W6",), ("S06", "S13"), "2026-09-30", "2026-10-01"),
    ("both_off", ("W1", "W2"), ("S01", "S02"), "2026-10-08", "2026-10-09"),
    ("both_off", ("W8",), ("S08", "S15"), "2026-10-12", "2026-10-13"),
}
"""Everything that must be acted on; an end at midnight is the day after."""


def told(paiban: Run, *more: str | Path) -> list[dict[str, object]]:
    done = paiban("conflicts", "hall", *more, "--json")
    assert done.returncode in (0, 1), done.stderr
    content = json.loads(done.stdout)
    assert (content["must"] > 0) == (done.returncode == 1)
    return content["conflicts"]


def keys(found: list[dict[str, object]], level: str) -> set[tuple[object, ...]]:
    return {
        (c["name"], tuple(c["posts"]), tuple(c["people"]), str(c["start"])[:10], str(c["end"])[:10])
        for c in found
        if c["level"] == level
    }  # type: ignore[arg-type]


def test_all_that_was_planted_and_no_flood(paiban: Run) -> None:
    found = told(paiban, "--no-demand")
    assert keys(found, "MUST") == PLANTED
    notes = keys(found, "SOFT")
    assert ("b_away", ("W5",), ("S12",), "2026-09-22", "2026-09-25") in notes
    assert ("closed_cycle", ("W1", "W2"), ("S01", "S02"), "2026-09-07", "2026-10-19") in notes
    assert len(notes) == 7


def test_forecast_and_roster_add_the_load_of_double_duty(paiban: Run, hall: Path) -> None:
    found = told(paiban, hall / "roster.csv")
    assert keys(found, "MUST") == PLANTED
    heavy = {key for key in keys(found, "SOFT") if key[0] == "overload"}
    assert {(key[1], key[2]) for key in heavy} == {
        (("W2", "W1"), ("S02",)),
        (("W5", "W4"), ("S05",)),
        (("W1", "W2"), ("S01",)),
    }
    (w8,) = [c for c in found if c["name"] == "both_off" and c["posts"] == ["W8"]]
    assert "M02" in str(w8["text_zh"]) and "班表由" in str(w8["text_zh"])


def test_nothing_to_act_on_exits_0(paiban: Run) -> None:
    done = paiban("conflicts", "hotline", "--no-demand", "--lang", "zh")
    assert done.returncode == 0 and "须处理 0 处" in done.stdout


def test_a_period_shows_only_its_own(paiban: Run) -> None:
    found = told(paiban, "--no-demand", "--from", "2026-09-28", "--to", "2026-09-30")
    assert {key[:2] for key in keys(found, "MUST")} == {("both_off", ("W6",)), ("b_long_away", ("W8",))}


@pytest.mark.parametrize("pair", ["W1", "W1,W1", "W1,W99"])
def test_posts_to_keep_apart_must_exist(paiban: Run, pair: str) -> None:
    done = paiban("conflicts", "hall", "--no-demand", "--apart", pair)
    assert done.returncode == 2 and pair in done.stderr
