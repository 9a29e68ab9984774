"""Who may hold a post is answered from memory, and the answers change on the right dates."""

import pickle
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.center import Center
from scheduler.domain.people import Skill, Standing
from scheduler.domain.posts import ABLine
from scheduler.rules.tiny import MONDAY, hall_center


def dated_center() -> Center:
    """AB lines, certificates and standings that begin and end on different days."""

    def day(offset: int) -> date:
        return MONDAY + timedelta(days=offset)

    center = hall_center()
    changes = {
        "b": {"skills": (Skill("w1", 2, day(1), day(4)), Skill("w2"))},
        "c": {"standings": (Standing("trainee", day(2), day(3)),)},
        "m": {"skills": (Skill("w2", 1), Skill("w2", 2, day(6)))},
    }
    people = tuple(replace(p, **changes.get(p.id, {})) for p in center.people)  # type: ignore[arg-type]
    ab = (
        *center.ab[:2],
        ABLine("W2", "b", "A", valid_to=day(5)),
        ABLine("W2", "a", "A", valid_from=day(6)),
        ABLine("W2", "c", "C", valid_from=day(1), valid_to=date.max),
    )
    return replace(center, people=people, ab=ab)


def test_every_answer_is_that_of_the_day() -> None:
    kept = dated_center()
    seen = set()
    for offset in (*range(-2, 10), 3, 0, 7):
        on = MONDAY + timedelta(days=offset)
        fresh = dated_center()
        for post in ("W1", "W2"):
            answers = tuple(fresh._source(p.id, post, on) for p in fresh.people)
            assert (
                tuple(kept.sources(post, on).values())
                == answers
                == tuple(kept.source(p.id, post, on) for p in kept.people)
            )
            assert kept.able(post, on) == tuple(p.id for p in kept.staff if kept.source(p.id, post, on) is not None)
            seen.add((post, answers))
    assert len(seen) == 7


def test_what_was_looked_up_is_not_pickled_and_equality_ignores_it() -> None:
    kept = dated_center()
    size = len(pickle.dumps(kept))
    for offset in range(8):
        kept.able("W1", MONDAY + timedelta(days=offset))
    assert len(pickle.dumps(kept)) == size
    again = pickle.loads(pickle.dumps(kept))
    assert again == kept == dated_center() and again.able("W1", MONDAY) == kept.able("W1", MONDAY) != ()


def test_nobody_unknown_has_an_answer() -> None:
    with pytest.raises(KeyError, match="nobody"):
        dated_center().source("nobody", "W1", MONDAY)
