"""Each kind of conflict is found where it was put and only there, and says so in both languages."""

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler.conflicts import KINDS, Conflict, describe, find_conflicts
from scheduler.domain.absence import Absence
from scheduler.domain.rule_settings import Level
from scheduler.rules.tiny import away, roster
from tests.scheduler.conflict_worlds import (
    DEAD_END,
    LINE,
    PAIRS,
    RING,
    RING_DUAL,
    SHARED_B,
    World,
    cases,
    counter,
    day,
    load,
    nights,
)

CASES = cases()


def found(world: World) -> tuple[Conflict, ...]:
    return find_conflicts(world.problem, world.roster, **world.given)


def of(name: str, world: World) -> list[Conflict]:
    return [c for c in found(world) if c.name == name]


def test_every_kind_has_a_case() -> None:
    assert set(CASES) == {kind.name for kind in KINDS}
    assert len({kind.title["zh"] for kind in KINDS}) == len(KINDS)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_planted_conflict_is_named(name: str) -> None:
    case = CASES[name]
    assert (case.posts, case.people, case.level) in [(c.posts, c.people, c.level) for c in of(name, case.has)]


@pytest.mark.parametrize("name", sorted(CASES))
def test_its_neighbor_without_it_is_silent(name: str) -> None:
    assert of(name, CASES[name].lacks) == []


@pytest.mark.parametrize("name", sorted(CASES))
def test_sentences_are_whole_in_both_languages(name: str) -> None:
    world = CASES[name].has
    for line in describe(world.problem, of(name, world)):
        for text in (line.text_zh, line.text_en):
            assert "{" not in text and "None" not in text and line.article in text
            for person in line.people:
                assert f"({person})" in text
        assert "建议：" in line.text_zh and "Remedy: " in line.text_en
        assert not any("一" <= letter <= "鿿" for letter in line.text_en)


def test_a_sound_hall_has_no_conflict() -> None:
    assert found(World(day(counter(PAIRS), days=5))) == ()


def test_the_overlap_alone_is_told_not_the_whole_leave() -> None:
    (conflict,) = of("both_off", CASES["both_off"].has)
    assert (conflict.start, conflict.end) == (datetime(2026, 9, 7, 15), datetime(2026, 9, 7, 17))


def test_days_that_follow_each_other_are_told_once() -> None:
    absences = [away(p, "day", d) for p in "ad" for d in range(3)]
    (conflict,) = of("both_off", World(day(counter(PAIRS), *absences, days=5)))
    assert (conflict.start, conflict.end) == (datetime(2026, 9, 7), datetime(2026, 9, 10))


def test_a_third_person_named_or_not_changes_level_and_remedy() -> None:
    shared = counter(SHARED_B)
    idle = replace(
        shared, people=tuple(replace(p, skills=shared.person["a"].skills) if p.id == "e" else p for p in shared.people)
    )
    absences = (away("a", "AM"), away("b", "day"))
    (alone,), (helped,) = (of("double_claim", World(day(c, *absences))) for c in (shared, idle))
    assert (alone.level, alone.words["third"]) == (Level.MUST, ())
    assert (helped.level, helped.words["third"]) == (Level.SOFT, ("e",))
    assert "E (e)" in describe(day(idle), [helped])[0].text_en


def test_three_posts_and_two_backups_are_one_claim() -> None:
    center = counter(("W1 A a", "W1 B d", "W2 A b", "W2 B e", "W3 A c", "W3 B d", "W3 C e"))
    (conflict,) = of("double_claim", World(day(center, *(away(p, "AM") for p in "abc"))))
    assert (conflict.posts, conflict.people) == (("W1", "W2", "W3"), ("d", "e"))
    assert of("double_claim", World(day(center, away("a", "AM"), away("c", "AM")))) == []


def test_a_chain_is_as_long_as_the_people_who_move() -> None:
    line, dead = counter(LINE), counter(DEAD_END)
    (foreseen,) = of("cascade", World(day(line)))
    assert (foreseen.people, foreseen.words["amount"], foreseen.level) == (("b", "e"), 2, Level.SOFT)
    (first, second) = sorted(of("cascade", World(day(dead))), key=lambda c: -c.words["amount"])
    assert (first.people, second.people) == (("b", "c", "d"), ("c", "d"))
    ended = [c for c in of("cascade", World(day(dead, away("a", "AM"), away("d", "AM")))) if c.level is Level.MUST]
    assert [(c.posts, c.words["amount"]) for c in ended] == [(("W1", "W2", "W3"), 2)]


def test_a_circle_in_double_duty_bends_where_one_of_moves_breaks() -> None:
    (moves,), (both) = of("closed_cycle", World(day(counter(RING)))), of("closed_cycle", World(day(counter(RING_DUAL))))
    assert moves.level is Level.MUST
    assert [c.level for c in both] == [Level.SOFT]


@pytest.mark.parametrize(
    ("lines", "why"),
    [(("x D 0", "y N 1"), "下夜班休息"), (("x D 0", "y D 0"), "轮休"), (("x D 0",), "轮休")],
)
def test_why_the_backup_cannot_come(lines: tuple[str, ...], why: str) -> None:
    (conflict,) = of("b_resting", nights(*lines))
    assert conflict.words["why_zh"] == why


def test_a_day_off_without_leave_of_a_is_no_conflict() -> None:
    assert of("b_resting", nights("x D 0", "y N 1", absent="17:00-18:00")) == []


def test_pending_requests_are_seen_as_granted_and_marked() -> None:
    plain = counter(PAIRS)
    granted = replace(away("a", "PM"), source="Q1")
    asked = replace(away("d", "PM"), source="Q2")
    assert of("both_off", World(day(plain, granted))) == []
    world = World(day(plain, granted), given={"pending": (asked,)})
    (line,) = describe(world.problem, of("both_off", world))
    assert "Q1、Q2待批" in line.text_zh and "Q2 not approved yet" in line.text_en


def test_reasons_of_leave_are_never_told() -> None:
    plain = counter(PAIRS)
    absences = [Absence(p, datetime(2026, 9, 7), datetime(2026, 9, 8), "sick", f"Q-{p}") for p in "adbc"]
    lines = describe(day(plain), found(World(day(plain, *absences))))
    assert len(lines) >= 1
    assert not any("sick" in line.text_en or "病" in line.text_zh for line in lines)


def test_load_counts_only_while_one_looks_after_both() -> None:
    pair = counter(("W1 A a", "W1 B b dual", "W2 A b", "W2 B a dual", "W3 A c", "W3 B f"))
    needs = (load("Q1", 0.4), load("Q2", 0.5))
    (conflict,) = of("overload", World(day(pair, away("a", "PM"), needs=needs)))
    # Q2 serves W2 alone of the two posts, W3 is no post of it: 0.4 + 0.5.
    assert (conflict.words["peak"], conflict.words["amount"]) == ("0.90", 1)
    assert of("overload", World(day(pair, away("a", "AM"), needs=needs))) == []
    assert of("overload", World(day(pair, away("a", "PM"), needs=needs), given={"load_limit": 0.9})) == []


def test_a_roster_that_fills_both_posts_settles_the_claim() -> None:
    shared = counter(SHARED_B)
    problem = day(shared, away("a", "AM"), away("b", "AM"))
    short = roster(problem, "d W1 AM", "c W3 AM", "f back AM", "a W1 PM", "b W2 PM", "c W3 PM", "d back PM")
    full = roster(problem, "d W1 AM", "f W2 AM", "c W3 AM", "a W1 PM", "b W2 PM", "c W3 PM", "d back PM")
    assert len(of("double_claim", World(problem, short))) == 1
    assert of("double_claim", World(problem, full)) == []


def test_two_posts_apart_count_over_the_whole_day_of_a_roster() -> None:
    plain = counter(PAIRS)
    problem = day(plain)
    mixed = roster(problem, "a W1 AM", "a W2 PM")
    (conflict,) = of("segregation", World(problem, mixed, {"apart": (("W2", "W1"),)}))
    assert (conflict.people, conflict.level) == (("a",), Level.MUST)
    assert of("segregation", World(problem, mixed, {"apart": (("W1", "W3"),)})) == []


def test_who_holds_the_post_all_the_same_is_said() -> None:
    plain = counter(PAIRS)
    problem = day(plain, away("a", "AM"), away("d", "AM"))
    made = roster(problem, "f W1 AM", "b W2 AM", "c W3 AM")
    (line,) = describe(problem, of("both_off", World(problem, made)))
    assert "班表由f(f)代为在岗" in line.text_zh


def test_a_long_leave_is_long_in_a_short_horizon_too() -> None:
    plain = counter(PAIRS)
    weeks = replace(away("d", "day"), end=datetime(2026, 9, 30))
    assert [c.level for c in of("b_long_away", World(day(plain, weeks, days=2)))] == [Level.MUST]
    assert of("b_away", World(day(plain, weeks, days=2))) == []


def test_ten_open_days_are_long_however_they_are_made_up() -> None:
    plain = counter(PAIRS)
    weeks = [replace(away("d", "day", first), end=datetime(2026, 9, last)) for first, last in ((0, 12), (7, 19))]
    assert of("b_long_away", World(day(plain, replace(weeks[0], end=datetime(2026, 9, 11)), days=12))) == []
    assert len(of("b_long_away", World(day(plain, *weeks, days=12)))) == 1


def test_somebody_qualified_without_a_window_opens_the_circle() -> None:
    ring = counter(RING)
    helped = replace(
        ring, people=tuple(replace(p, skills=(ring.person["a"].skills[0],)) if p.id == "d" else p for p in ring.people)
    )
    assert len(of("closed_cycle", World(day(ring)))) == 1
    assert of("closed_cycle", World(day(helped))) == []


def test_posts_of_one_queue_share_its_load() -> None:
    pair = counter(("W1 A a", "W1 B b dual", "W2 A b", "W2 B a dual", "W3 A c", "W3 B f"))
    both = replace(pair, queues=(replace(pair.queues[0], posts=("W1", "W3")), pair.queues[1]))
    (conflict,) = of("overload", World(day(both, away("a", "PM"), needs=(load("Q1", 0.8), load("Q2", 0.5)))))
    assert conflict.words["peak"] == "0.90"


def test_one_backup_with_authority_is_enough() -> None:
    case = CASES["authority_gap"]
    center = case.has.problem.center
    helped = replace(center, ab=(*center.ab, replace(center.ab[1], person="c", role="C", without=())))
    absent = away("a", "AM")
    assert {c.level for c in of("authority_gap", case.has)} == {Level.MUST, Level.SOFT}
    assert of("authority_gap", World(day(helped, absent))) == []


def test_a_third_backup_keeps_the_margin() -> None:
    lines = ("W1 A a", "W1 B d", "W1 C e", "W2 A b", "W2 B f", "W3 A c", "W3 B f")
    gone = (away("a", "AM"), away("d", "AM"))
    assert len(of("margin_spent", World(day(counter(lines), *gone)))) == 1
    assert of("margin_spent", World(day(counter((*lines, "W1 C f")), *gone))) == []


def test_an_event_that_is_placed_in_groups_is_no_conflict_as_announced() -> None:
    world = CASES["event_takes_both"].has
    (event,) = world.given["events"]
    person = event.people[0]
    placed = replace(
        world.problem,
        absences=(
            *world.problem.absences,
            Absence(person, event.end, event.end.replace(hour=event.end.hour + 1), "training", event.id),
        ),
    )
    assert of("event_takes_both", World(placed, world.roster, world.given)) == []
