"""Somebody is missing this morning (3-10, 3-11): who stands in, and what that leaves."""

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler.backup import stand_ins, with_cover
from scheduler.check import check
from scheduler.domain.people import Skill
from scheduler.domain.posts import ABLine
from scheduler.domain.problem import CoverCell
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.rules.tiny import away, hall, hall_center, hotline, roster

AT = datetime(2026, 9, 7, 8, 15)
FULL = ("a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "c back AM", "c back PM", "m back AM", "m back PM")


def test_b_in_double_duty_comes_before_the_third_of_the_section() -> None:
    problem = hall()
    gaps = stand_ins(problem, roster(problem, *FULL), "a", AT)
    assert [(g.post, g.start.hour, [(s.person, s.source, s.dual) for s in g.chain]) for g in gaps] == [
        ("W1", 9, [("b", "B", True), ("c", "section", False)]),
        ("W1", 14, [("b", "B", True), ("c", "section", False)]),
    ]
    first = gaps[0].chain[0]
    assert first.without == ("permit",)  # b may not finish permits: accept only
    assert first.margin == 1  # c is still there


def test_a_b_who_moves_comes_from_the_back_office_or_leaves_a_window() -> None:
    center = hall_center()
    moving = tuple(ABLine(x.post, x.person, x.role, x.order, "move") if x.role == "B" else x for x in center.ab)
    problem = hall(center=replace(center, ab=moving))
    chain = stand_ins(problem, roster(problem, *FULL), "a", AT)[0].chain
    assert [(s.person, s.leaves) for s in chain] == [("c", None), ("b", "W2")]


def test_the_manager_of_a_small_site_comes_last() -> None:
    center = hall_center()
    able = replace(center.person["m"], skills=(Skill("w1"),))
    center = replace(center, people=tuple(able if p.id == "m" else p for p in center.people))
    problem = hall(center=center)
    chain = stand_ins(problem, roster(problem, *FULL), "a", AT)[0].chain
    assert [s.source for s in chain] == ["B", "section", "manager"]


def test_only_people_who_are_there_and_not_on_leave_can_stand_in() -> None:
    problem = hall(absences=(away("b", "PM"),))
    kept = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "m back AM", "m back PM")
    gaps = stand_ins(problem, kept, "a", AT)
    assert [[s.person for s in g.chain] for g in gaps] == [["b"], []]


def test_in_the_middle_of_a_session_only_the_rest_is_covered() -> None:
    problem = hall()
    gaps = stand_ins(problem, roster(problem, *FULL), "a", datetime(2026, 9, 7, 10, 30))
    assert (gaps[0].start, gaps[0].end) == (datetime(2026, 9, 7, 10, 30), datetime(2026, 9, 7, 12))


def test_the_day_after_the_steps_has_no_empty_window() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    steps = [gap.chain[0] for gap in stand_ins(problem, before, "a", AT)]
    changed, after = with_cover(problem, before, "a", AT, steps)
    rules = {b.rule for b in check(changed, after).breaches}
    assert "post_covered" not in rules and "leave_kept" not in rules and "roster_shape" not in rules
    changed, uncovered = with_cover(problem, before, "a", AT, [])
    assert "post_covered" in {b.rule for b in check(changed, uncovered).breaches}


def test_a_step_out_of_the_back_office_ends_the_own_desk() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    steps = [gap.chain[1] for gap in stand_ins(problem, before, "a", datetime(2026, 9, 7, 10))][:1]
    _, after = with_cover(problem, before, "a", datetime(2026, 9, 7, 10), steps)
    mine = [(d.post, d.start.hour, d.end.hour) for d in after.of_person("c")]
    assert mine == [("back", 9, 10), ("W1", 10, 12), ("back", 14, 17)]


def test_a_phone_shift_calls_in_who_is_rested_and_a_leader_for_a_leader() -> None:
    covers = (CoverCell(1, "D", 1), CoverCell(1, "D", 1, rank="leader"))
    problem = hotline(2, covers=covers)
    kept = roster(problem, "l D 1", "x E 0")  # x comes off the late shift: 8 h of rest, only with consent
    gap = stand_ins(problem, kept, "l", datetime(2026, 9, 8, 7, 30))[0]
    assert [(s.person, s.shift) for s in gap.chain] == [("h", "D"), ("y", "D"), ("x", "D")]  # the deputy head may lead
    assert [s.consent for s in gap.chain] == [(), (), ("min_rest",)]
    changed, after = with_cover(problem, kept, "l", datetime(2026, 9, 8, 7, 30), gap.chain[:1])
    rules = {b.rule for b in check(changed, after).breaches}
    assert not rules & {"shift_covered", "rank_present", "leave_kept", "min_rest", "roster_shape"}


def test_who_is_at_the_limit_of_hours_is_asked_for_consent_and_comes_last() -> None:
    problem = hotline(
        2, covers=(CoverCell(1, "D", 1),), settings=RuleSettings({"overtime_cycle": RuleSetting(params={"hours": 8})})
    )
    kept = roster(problem, "x D 1", "y D 0")
    gap = stand_ins(problem, kept, "x", datetime(2026, 9, 8, 7, 30))[0]
    assert [(s.person, s.consent) for s in gap.chain] == [("h", ()), ("l", ()), ("y", ("overtime_cycle",))]


def test_unknown_or_absent_people_are_refused() -> None:
    problem = hall()
    with pytest.raises(ValueError, match="zz"):
        stand_ins(problem, roster(problem, *FULL), "zz", AT)
    with pytest.raises(ValueError, match="not on the roster"):
        stand_ins(problem, roster(problem, "b W2 AM"), "a", AT)
