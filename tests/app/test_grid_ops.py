"""Edits as data: every edit has an inverse, locks hold, swaps are whole."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.parts.draft import Draft
from app.parts.grid_ops import Edit, Sheet, apply, settled, understand
from scheduler.rules.tiny import MONDAY, hall, hotline, roster

PEOPLE = st.sampled_from("abcm")
DAYS = st.integers(0, 1)
CODES = st.sampled_from(["W1", "W2", "back", "off", "W1/W2", "W1+W2", "-/W1"])
OPS = st.one_of(
    st.builds(
        lambda cells, part, add: {"op": "put", "cells": cells, "part": part, "add": add},
        st.lists(st.tuples(PEOPLE, DAYS, CODES), min_size=1, max_size=5),
        st.sampled_from([None, 0, 1]),
        st.booleans(),
    ),
    st.builds(
        lambda cells, on: {"op": "lock", "cells": cells, "on": on},
        st.lists(st.tuples(PEOPLE, DAYS), min_size=1, max_size=3),
        st.booleans(),
    ),
    st.builds(lambda a, b: {"op": "swap", "a": a, "b": b}, st.tuples(PEOPLE, DAYS), st.tuples(PEOPLE, DAYS)),
)


@given(st.lists(OPS, min_size=1, max_size=8))
@settings(max_examples=80, deadline=None)
def test_taking_edits_back_in_turn_gives_the_first_sheet(ops: list[dict[str, Any]]) -> None:
    problem = hall(2)
    first = sheet = Sheet.of(roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "c back AM 1"))
    inverses: list[Edit] = []
    for op in ops:
        edit, _ = understand(problem, sheet, op)
        sheet, inverse = apply(sheet, edit)
        inverses.append(inverse)
    for inverse in reversed(inverses):
        sheet, _ = apply(sheet, inverse)
    assert sheet == first


def put(*cells: tuple[str, int, str], **more: Any) -> dict[str, Any]:
    return {"op": "put", "cells": list(cells), **more}


def test_a_locked_cell_refuses_and_the_others_change(hall_draft: Draft) -> None:
    locked, _ = apply(
        hall_draft.sheet,
        understand(hall_draft.problem, hall_draft.sheet, {"op": "lock", "cells": [("a", 0)], "on": True})[0],
    )
    edit, refused = understand(hall_draft.problem, locked, put(("a", 0, "W2"), ("c", 0, "W2")))
    after, _ = apply(locked, edit)
    assert [(r.person, r.reason) for r in refused] == [("a", "cell_locked")]
    assert {d.post for d in after.at(("a", MONDAY))} == {"W1"}
    assert {d.post for d in after.at(("c", MONDAY))} == {"W2"}
    assert after.edited == {("c", MONDAY)}


def test_a_swap_is_whole_or_nothing(hall_draft: Draft) -> None:
    problem, sheet = hall_draft.problem, hall_draft.sheet
    edit, refused = understand(problem, sheet, {"op": "swap", "a": ("a", 0), "b": ("c", 0)})
    after, _ = apply(sheet, edit)
    assert not refused
    assert {d.post for d in after.at(("a", MONDAY))} == {"back"}
    assert {d.post for d in after.at(("c", MONDAY))} == {"W1"}
    kept, _ = apply(sheet, understand(problem, sheet, {"op": "lock", "cells": [("c", 0)]})[0])
    edit, refused = understand(problem, kept, {"op": "swap", "a": ("a", 0), "b": ("c", 0)})
    assert edit == Edit()
    assert len(refused) == 1


def test_pins_keep_hand_edits_locks_and_days_off(hall_draft: Draft) -> None:
    problem, sheet = hall_draft.problem, hall_draft.sheet
    sheet, _ = apply(sheet, understand(problem, sheet, put(("b", 0, "W1"), ("c", 1, "off")))[0])
    sheet, _ = apply(sheet, understand(problem, sheet, {"op": "lock", "cells": [("a", 1)]})[0])
    pins = sheet.pins()
    assert {(p.person, p.post) for p in pins} == {("b", "W1"), ("a", "W1"), ("c", None)}
    free = next(p for p in pins if p.person == "c")
    assert (free.shift, free.end - free.start) == (None, timedelta(days=1))


def test_locks_survive_saving_and_reading(hall_draft: Draft) -> None:
    problem, sheet = hall_draft.problem, hall_draft.sheet
    sheet, _ = apply(sheet, understand(problem, sheet, {"op": "lock", "cells": [("a", 0)]})[0])
    assert Sheet.of(sheet.saved()) == sheet


@pytest.mark.parametrize("op", [{"op": "burn"}, put(("nobody", 0, "W1")), put(("a", 2, "W1")), put(("a", -1, "W1"))])
def test_an_operation_that_cannot_be_meant_is_an_error(hall_draft: Draft, op: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"expected|unknown"):
        understand(hall_draft.problem, hall_draft.sheet, op)


def test_hall_duty_follows_whoever_closes_the_window() -> None:
    problem = hall(2)
    before = settled(problem, roster(problem, "a W1 AM", "a W1 PM", "b W2 AM 1", "b W2 PM 1"), problem.horizon.dates())
    assert [(d.day, d.person, d.post) for d in before.duties if d.role == "duty"] == [
        (MONDAY, "a", "W1"),
        (MONDAY + timedelta(days=1), "b", "W2"),
    ]
    after = settled(problem, roster(problem, "a W1 AM", "c W1 PM"), problem.horizon.dates())
    assert [(d.person, d.post) for d in after.duties if d.role == "duty"] == [("c", "W1")]


def test_the_highest_rank_leads_each_shift() -> None:
    problem = hotline(2)
    found = settled(problem, roster(problem, "l D 0", "h D 0", "x D 0", "l E 1", "y N 1"), problem.horizon.dates())
    assert {(d.person, d.shift) for d in found.duties if d.role == "leader"} == {("h", "D"), ("l", "E")}
    alone = settled(problem, roster(problem, "l D 0", "x D 0"), problem.horizon.dates())
    assert [d.person for d in alone.duties if d.role == "leader"] == ["l"]
