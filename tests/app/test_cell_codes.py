"""Codes of the grid: what is written is what is read."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.parts.cell_codes import CodeRefused, code_of, duties_of_code
from scheduler.domain.roster import Duty
from scheduler.rules.tiny import MONDAY, away, hall, hotline

POSTS = ("W1", "W2", "W1+W2", "back", "-")


@given(st.sampled_from(POSTS), st.sampled_from(POSTS), st.sampled_from("abc"))
@settings(max_examples=60)
def test_a_code_read_and_written_again_is_the_same(morning: str, afternoon: str, person: str) -> None:
    problem = hall(2)
    who = problem.center.person[person]
    text = f"{morning}/{afternoon}"
    duties = duties_of_code(problem, who, MONDAY, text)
    written = code_of(problem, who, MONDAY, duties)
    expected = "off" if morning == afternoon == "-" else morning if morning == afternoon else text
    assert written == expected
    assert duties_of_code(problem, who, MONDAY, written) == duties


@pytest.mark.parametrize(
    ("typed", "code"), [("D", "D"), ("d", "D"), ("早", "D"), ("早班", "D"), ("休", "off"), ("", "off"), ("off", "off")]
)
def test_shift_codes_are_understood_in_both_languages(typed: str, code: str) -> None:
    problem = hotline(2)
    who = problem.center.person["x"]
    assert code_of(problem, who, MONDAY, duties_of_code(problem, who, MONDAY, typed)) == code


@pytest.mark.parametrize("typed", ["1", "w1", "W1", "一号窗"])
def test_a_window_is_understood_by_number_id_and_name(typed: str) -> None:
    problem = hall(1)
    duties = duties_of_code(problem, problem.center.person["a"], MONDAY, typed)
    assert [(d.post, d.role, d.start.hour, d.end.hour) for d in duties] == [("W1", "A", 9, 12), ("W1", "A", 14, 17)]


def test_the_role_is_that_of_the_ab_table() -> None:
    problem = hall(1)
    assert {d.role for d in duties_of_code(problem, problem.center.person["b"], MONDAY, "1")} == {"B"}
    assert {d.role for d in duties_of_code(problem, problem.center.person["c"], MONDAY, "1")} == {"C"}
    assert {d.role for d in duties_of_code(problem, problem.center.person["m"], MONDAY, "back")} == {"leader"}


def test_a_part_changes_one_half_of_the_day_only() -> None:
    problem = hall(1)
    who = problem.center.person["b"]
    before = duties_of_code(problem, who, MONDAY, "W2")
    after = duties_of_code(problem, who, MONDAY, "W1", before, part=1)
    assert code_of(problem, who, MONDAY, after) == "W2/W1"


def test_adding_keeps_the_own_post_and_leaves_the_desk() -> None:
    problem = hall(1)
    who = problem.center.person["b"]
    both = duties_of_code(problem, who, MONDAY, "W1", duties_of_code(problem, who, MONDAY, "W2"), add=True)
    assert code_of(problem, who, MONDAY, both) == "W1+W2"
    from_desk = duties_of_code(problem, who, MONDAY, "W1", duties_of_code(problem, who, MONDAY, "back"), add=True)
    assert code_of(problem, who, MONDAY, from_desk) == "W1"


def test_leave_is_cut_out_of_the_duties() -> None:
    problem = hall(1, absences=(away("a", "PM"),))
    duties = duties_of_code(problem, problem.center.person["a"], MONDAY, "W1")
    assert [(d.start.hour, d.end.hour) for d in duties] == [(9, 12)]
    partly = hall(1, absences=(away("a", "10:00-11:00"),))
    spans = [(d.start.hour, d.end.hour) for d in duties_of_code(partly, partly.center.person["a"], MONDAY, "W1")]
    assert spans == [(9, 10), (11, 12), (14, 17)]


@pytest.mark.parametrize(
    ("problem", "person", "day", "code", "reason"),
    [
        (hall(1), "a", 0, "W9", "code_unknown"),
        (hall(1), "a", 0, "W1/W2/W1", "code_unknown"),
        (hall(1, absences=(away("a", "day"),)), "a", 0, "W1", "is_away"),
        (hall(7), "a", 5, "W1", "closed_day"),
        (hotline(2), "x", 0, "Q", "code_unknown"),
        (hotline(2, absences=(away("x", "09:00-10:00"),)), "x", 0, "D", "is_away"),
    ],
)
def test_what_cannot_be_entered_is_refused_with_its_reason(problem, person, day, code, reason) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CodeRefused) as refusal:
        duties_of_code(problem, problem.center.person[person], MONDAY + timedelta(days=day), code)
    assert refusal.value.reason == reason


def test_an_irregular_cell_reads_as_what_is_held_longest() -> None:
    problem = hall(1)
    start = problem.horizon.moment(9 * 60)
    duties = (
        Duty(MONDAY, "a", start, start + timedelta(hours=2), "W1", "A", "O"),
        Duty(MONDAY, "a", start + timedelta(hours=2), start + timedelta(hours=3), "W2", "B", "O"),
    )
    assert code_of(problem, problem.center.person["a"], MONDAY, duties) == "W1/-"
