"""A block moved by hand: relieved anew, checked anew, refused where it may not stand."""

from datetime import timedelta

import pytest

from scheduler.activities.day import Days
from scheduler.activities.move import move, starts_of
from scheduler.activities.place import place_off_line
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from tests.scheduler.activities.test_place import sample

__all__ = ["sample"]


@pytest.fixture(scope="module")
def desk(sample: tuple[RosterProblem, Roster]) -> tuple[Days, tuple[Activity, ...]]:
    problem, made = sample
    return Days(problem, made), place_off_line(problem, made, days=[1]).activities


def test_a_window_break_moves_with_its_relief(desk: tuple[Days, tuple[Activity, ...]]) -> None:
    book, activities = desk
    own = next(a for a in activities if a.kind == "rest" and a.person == "S03" and a.start.hour < 12)
    starts = starts_of(book, activities, own)
    assert own.start in starts and len(starts) == 8
    possible = [
        found for start in starts if start != own.start and (found := move(book, activities, own, start)).possible
    ]
    assert possible
    found = possible[-1]
    new = next(a for a in found.activities if a.kind == "rest" and a.person == "S03" and a.start.hour < 12)
    assert new.start != own.start and new.end - new.start == own.end - own.start
    reliefs = [a for a in found.activities if a.kind == "relief" and a.partner == "S03" and a.start.hour < 12]
    assert [(a.post, a.start) for a in reliefs] == [("W3", new.start)]
    assert len(found.activities) == len(activities)


def test_a_move_out_of_its_window_is_refused_with_the_reason(desk: tuple[Days, tuple[Activity, ...]]) -> None:
    book, activities = desk
    own = next(a for a in activities if a.kind == "rest" and a.person == "S03" and a.start.hour < 12)
    found = move(book, activities, own, own.start.replace(hour=8, minute=30))
    assert not found.possible
    assert any(line.kind == "window" for line in found.lines)


def test_a_move_onto_the_only_reliefs_own_break_is_refused(desk: tuple[Days, tuple[Activity, ...]]) -> None:
    book, activities = desk
    own = next(a for a in activities if a.kind == "rest" and a.person == "S07" and a.start.hour < 12)
    # Whoever relieves the cashier rests at the same time: nobody keeps the key.
    other = next(a for a in activities if a.kind == "rest" and a.person == "S14" and a.start.hour < 12)
    found = move(book, activities, own, other.start)
    assert not found.possible
    assert {"guard"} <= {line.kind for line in found.lines if line.level == "HARD"}


def test_a_relief_follows_its_block_and_is_not_moved(desk: tuple[Days, tuple[Activity, ...]]) -> None:
    book, activities = desk
    relief = next(a for a in activities if a.kind == "relief")
    assert starts_of(book, activities, relief) == ()
    with pytest.raises(ValueError, match="not a block"):
        move(book, activities, relief, relief.start + timedelta(minutes=15))
