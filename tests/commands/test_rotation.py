"""Months on the same post, and who could exchange (1-16)."""

import json
from dataclasses import replace
from datetime import date

import pytest

from scheduler.planning import open_center
from scheduler.rotation import turn_text, turns
from scheduler.rules.tiny import hall_center
from tests.commands.conftest import Run

TODAY = date(2026, 9, 7)


def center_since(**since: date | None):
    """The two-window hall whose A lines begin on the given dates: a on W1, b on W2; c is certified for both."""
    base = hall_center()
    return replace(
        base, ab=tuple(replace(line, valid_from=since.get(line.post)) if line.role == "A" else line for line in base.ab)
    )


def test_months_are_whole_and_the_longest_comes_first() -> None:
    found = turns(center_since(W1=date(2024, 9, 8), W2=date(2023, 9, 7)), TODAY)
    assert [(t.person, t.post, t.months, t.due) for t in found] == [("b", "W2", 36, True), ("a", "W1", 23, False)]
    assert [t.months for t in turns(center_since(W1=TODAY, W2=date(2023, 9, 8)), TODAY)] == [35, 0]


def test_both_are_certified_so_they_can_exchange() -> None:
    (first, _) = turns(center_since(W1=date(2020, 1, 1), W2=date(2025, 1, 1)), TODAY)
    assert first.swaps == ("W2",)
    assert "Window 2" in turn_text(hall_center(), first, "en") and "二号窗" in turn_text(hall_center(), first, "zh")


def test_without_a_date_nothing_is_proposed_but_it_is_said() -> None:
    found = turns(center_since(W1=None, W2=date(2020, 1, 1)), TODAY)
    assert [t.person for t in found] == ["b", "a"] and not found[1].due
    assert "does not say since when" in turn_text(hall_center(), found[1], "en") and "未写起始日期" in turn_text(
        hall_center(), found[1], "zh"
    )


def test_the_sample_hall_names_three_and_who_could_take_over() -> None:
    center = open_center("hall").center
    due = [t for t in turns(center, TODAY) if t.due]
    assert [(t.person, t.heirs) for t in due] == [("S05", ("S12",)), ("S07", ("S14",)), ("S03", ("S11",))]
    # S12 is certified for W5 alone: without the certificate somebody has to be trained first.
    people = tuple(replace(p, skills=()) if p.id == "S12" else p for p in center.people)
    alone = turns(replace(center, people=people), TODAY)[0]
    assert alone.person == "S05" and not alone.heirs and "train first" in turn_text(center, alone, "en")


def test_months_below_one_are_refused() -> None:
    with pytest.raises(ValueError, match="expected at least 1"):
        turns(hall_center(), TODAY, 0)


def test_by_command_line(paiban: Run) -> None:
    done = paiban("rotation", "hall", "--json")
    assert done.returncode == 1 and [t["person"] for t in json.loads(done.stdout) if t["due"]] == ["S05", "S07", "S03"]
    assert paiban("rotation", "hall", "--months", "100").returncode == 0
    assert "AB" not in paiban("rotation", "hotline", "--lang", "en").stdout
