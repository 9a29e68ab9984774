"""What the rules of presence and posts say of rosters that no solver made."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.rule_settings import RuleSetting
from scheduler.domain.shifts import ShiftType
from scheduler.rules import RULE
from scheduler.rules.base import Breach
from scheduler.rules.tiny import away, hall, hall_center, hotline, hotline_center, roster
from tests.scheduler.rules.test_contract import breaches, random_rosters
from tests.scheduler.rules.test_seeded_faults_a import RULES_HERE
from tests.scheduler.rules.worlds import WORLDS


def found(problem: RosterProblem, rule: str, rosters: Roster) -> list[Breach]:
    return breaches(problem, RULE[rule], rosters)


@pytest.mark.parametrize("rule", RULES_HERE)
def test_cutting_blocks_changes_no_amount(rule: str) -> None:
    """Edits cut blocks at any minute; a breach must not become more or less by that."""
    seen = 0
    for name, make in WORLDS.items():
        problem = make()
        finer = problem.cut(range(7, problem.blocks[-1].end, 97))
        assert len(finer.blocks) > len(problem.blocks) + 4
        for duties in random_rosters(problem, random.Random(f"cut {rule} {name}"), 4):
            amounts = [sum(b.amount for b in found(p, rule, duties)) for p in (problem, finer)]
            assert amounts[0] == amounts[1], duties
            seen += amounts[0]
    assert seen > 0


def test_a_duty_outside_every_block_is_outside_the_sessions() -> None:
    problem = hall()
    late = roster(problem, "a W1 AM", "a W1 17:00-18:30", "b back 06:00-06:30")
    assert all(b.end <= 17 * 60 for b in problem.blocks)
    assert sorted((b.person or "", b.post or "", b.start, b.amount) for b in found(problem, "sessions", late)) == [
        ("a", "", 1030, 80),
        ("a", "W1", 1020, 90),
        ("b", "", 360, 30),
    ]


def test_two_duties_over_the_same_time_count_once() -> None:
    problem = hall()
    twice = roster(problem, "b back 06:00-06:30", "b back 06:15-07:00")
    assert [b.amount for b in found(problem, "sessions", twice)] == [60]


def test_a_night_printed_on_the_last_evening_is_not_outside_the_sessions() -> None:
    """Nothing is known of openings beyond the horizon, so nothing there is called closed."""
    night = ShiftType("P", "夜班", "night", ((1440, 1920),), 480, "phone")
    problem = hotline(1, center=hotline_center(shifts=(night,)))
    assert problem.blocks[-1].posts == frozenset()
    assert found(problem, "sessions", roster(problem, "x P 0")) == []


def test_duty_on_a_day_without_any_block_is_seen() -> None:
    center = hall_center()
    problem = hall(
        2,
        center=replace(center, shifts=(replace(center.shifts[0], parts=((540, 720),)),)),
        start=hall().horizon.start + timedelta(days=4),
    )
    saturday = roster(problem, "a back 20:00-21:00 1", "c W1 20:00-21:00 1", "c W1 AM")
    assert [(b.person, b.day, b.amount) for b in found(problem, "open_days", saturday)] == [("a", 1, 1), ("c", 1, 1)]


def test_hall_duty_recorded_for_somebody_else_is_a_breach() -> None:
    problem = hall(2)
    kept = roster(problem, "a W1 PM", "b back PM", "b W2 AM 1", "a W2 PM 1")
    assert found(problem, "hall_duty", kept) == []

    def row(person: str, day: int) -> Duty:
        post = ("W1", "W2")[day]
        base = kept.duties[0]
        return replace(
            base,
            day=problem.date(day),
            start=base.start + timedelta(days=day),
            end=base.end + timedelta(days=day),
            person=person,
            post=post,
            role="duty",
        )

    right = Roster.of([*kept.duties, row("a", 0), row("a", 1)])
    assert found(problem, "hall_duty", right) == []
    wrong = Roster.of([*kept.duties, row("b", 0), row("a", 1)])
    (breach,) = found(problem, "hall_duty", wrong)
    assert (breach.day, breach.post, breach.person, breach.amount) == (0, "W1", "b", 1)
    both = Roster.of([*kept.duties, row("b", 0), row("c", 0), row("c", 1)])
    assert [b.day for b in found(problem, "hall_duty", both)] == [0, 1]


def test_hall_duty_may_be_handed_over_at_the_next_opening_across_a_weekend() -> None:
    problem = hall(4, start=hall().horizon.start + timedelta(days=4))
    assert problem.duty_windows == ("W1", None, None, "W2")
    lines = ("a W1 PM", "b W2 AM 3", "b W2 PM 3")
    assert [b.day for b in found(problem, "hall_duty", roster(problem, *lines))] == [0]
    assert found(problem, "hall_duty", roster(problem, *lines, "a back AM 3")) == []
    assert [b.day for b in found(problem, "hall_duty", roster(problem, *lines, "a back PM 3"))] == [0]


def test_the_key_holder_counts_at_the_moment_of_opening_and_closing() -> None:
    problem = hall()
    assert [
        b.words["moment"]
        for b in found(problem, "key_holder", roster(problem, "m back 09:10-12:00", "m back 14:00-16:59"))
    ] == [
        "09:00",
        "17:00",
    ]
    assert found(problem, "key_holder", roster(problem, "m back 09:00-09:10", "m back 16:59-17:00")) == []


def test_a_center_without_a_door_is_not_spoken_to() -> None:
    center = hall_center()
    no_door = replace(center, custody=tuple(c for c in center.custody if c.kind != "door"))
    assert found(hall(center=no_door), "key_holder", Roster()) == []
    assert len(found(hall(), "key_holder", Roster())) == 2


def test_pools_of_shifts_ask_neither_for_qualification_nor_for_a_manager() -> None:
    center = hotline_center(manager_ranks=("head",))
    people = tuple(replace(p, skills=()) for p in center.people)
    problem = hotline(1, center=replace(center, people=people))
    trainee = roster(problem, "x D 0", "y E 0")
    for rule in ("qualified", "dispatch", "manager_on_site", "key_holder", "ab_valid", "office_rota", "non_ab_cover"):
        assert found(problem, rule, trainee) == []


def test_faults_of_the_ab_table_name_the_person_and_merge_over_days() -> None:
    center = hall_center()
    people = tuple(replace(p, section="T", skills=()) if p.id == "b" else p for p in center.people)
    problem = hall(9, center=replace(center, people=people))
    listed = {(b.post, b.person, b.words["fault_zh"]): (b.amount, b.day) for b in found(problem, "ab_valid", Roster())}
    assert listed == {
        ("W1", "b", "B岗乙不是本科室人员"): (7, 0),
        ("W1", "b", "B岗乙当日不具备上岗资格"): (7, 0),
        ("W2", "b", "A岗乙不是本科室人员"): (7, 0),
        ("W2", "b", "A岗乙当日不具备上岗资格"): (7, 0),
    }


def test_absences_of_a_pair_name_the_absent() -> None:
    problem = hall(absences=(away("a", "PM"), away("b", "day")))
    said = [(b.post, b.amount, b.words["away"]) for b in found(problem, "ab_not_both_off", Roster())]
    assert said == [("W1", 180, ("a", "b")), ("W2", 180, ("b", "a"))]


def test_every_word_of_a_sentence_has_a_value() -> None:
    """The text of each breach fills from its fields and words, in both languages."""
    known = {"post", "person", "shift", "day", "time", "amount"}
    for name in RULES_HERE:
        rule = RULE[name]
        for example in rule.examples():
            problem = example.faulty or example.problem
            for breach in found(problem, name, example.breaks):
                given = {key for key in ("post", "person", "shift", "day") if getattr(breach, key) is not None}
                values = {**dict.fromkeys(given | {"time", "amount"}, "x"), **breach.words}
                for text in (*rule.text.values(), *rule.remedy.values()):
                    assert text.format(**values)
                assert set(breach.words).isdisjoint(known)


def test_parameters_outside_their_bounds_are_refused() -> None:
    for rule, name, value in (
        ("one_place", "max_posts", 3),
        ("authority", "deferrable", 11),
        ("sessions", "prep", -1),
        ("non_ab_cover", "pool", 21),
        ("fair_cover", "minutes", -1),
    ):
        with pytest.raises(ValueError, match=f"{rule}.*{name}"):
            RULE[rule].params(RuleSetting(params={name: value}))


def test_views_are_not_needed_for_data_rules() -> None:
    """AB table and absences speak before anybody is rostered, and say the same afterwards."""
    problem = WORLDS["mixed_hall"]()
    rosters = list(random_rosters(problem, random.Random(5), 3))
    for name in ("ab_valid", "ab_not_both_off"):
        said = {str(found(problem, name, r)) for r in rosters}
        assert len(said) == 1 and said != {"[]"}
