"""Drafts survive the process: written with every change, found by name, never mistaken for a published roster."""

from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app import kept_drafts, records, state
from app.database import store
from app.parts.draft import Draft
from app.parts.grid_ops import Sheet
from scheduler.planning import Plan
from scheduler.store.errors import StoreUnavailable

Opener = Callable[..., AppTest]


def put(seq: int, person: str, day: int, code: str) -> dict[str, Any]:
    return {"seq": seq, "op": "put", "cells": [(person, day, code)], "part": None, "add": False}


@pytest.fixture
def kept(first_plan: Callable[[str], Plan], request: pytest.FixtureRequest) -> tuple[Plan, Draft, str]:
    """A draft with a hand edit, a lock on a day off, and one edit taken back."""
    made = first_plan("hall")
    draft, name = Draft(made.problem, Sheet.of(made.roster)), f"test-{request.node.name}"
    draft.receive(
        "tab", [put(1, "S16", 2, "off"), {"seq": 2, "op": "lock", "cells": [("S16", 2), ("S01", 0)], "on": True}]
    )
    kept_drafts.keep(made.folder, made.problem.horizon, name, draft)
    draft.receive("tab", [put(3, "S17", 2, "W3"), put(4, "S18", 2, "off"), {"seq": 5, "op": "undo"}])
    kept_drafts.keep(made.folder, made.problem.horizon, name, draft)
    return made, draft, name


def test_what_was_done_is_found_again(kept: tuple[Plan, Draft, str]) -> None:
    made, draft, name = kept
    found = kept_drafts.restore(made.problem, name)
    assert found is not None
    assert found.sheet == draft.sheet
    assert found.rev == 5
    assert found.checked()[0].costs == draft.checked()[0].costs
    assert kept_drafts.restore(made.problem, "no such draft") is None


def test_a_draft_that_was_found_goes_on(kept: tuple[Plan, Draft, str]) -> None:
    made, _, name = kept
    found = kept_drafts.restore(made.problem, name)
    assert found is not None
    found.receive("tab2", [put(1, "S19", 2, "off")])
    kept_drafts.keep(made.folder, made.problem.horizon, name, found)
    again = kept_drafts.restore(made.problem, name)
    assert again is not None
    assert again.sheet == found.sheet
    assert found.trouble == ""


def test_the_log_says_what_was_done_and_what_undoes_it(kept: tuple[Plan, Draft, str]) -> None:
    made, draft, _ = kept
    assert draft.stored is not None
    done = store().edits(draft.stored.roster_id, draft.stored.number)
    assert [edit.op["op"] for edit in done] == ["put", "lock", "put", "put", "undo"]
    assert done[2].inverse["cells"] == [["S17", made.problem.date(2).isoformat(), "back"]]
    assert done[-1].op["marks"]["edited"] == [["S17", made.problem.date(2).isoformat()]]


def test_a_draft_is_never_in_force(kept: tuple[Plan, Draft, str]) -> None:
    made, _, name = kept
    mine = next(head for head in store().list_rosters("hall") if head.name == kept_drafts.PREFIX + name)
    assert mine.published is None
    assert name in {k.name for k in kept_drafts.recent("hall", made.problem.horizon, "test-")}


def test_a_database_that_cannot_write_is_told_and_tried_again(
    kept: tuple[Plan, Draft, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made, draft, name = kept

    def fail() -> None:
        raise StoreUnavailable("the disk is gone")

    draft.receive("tab", [put(6, "S20", 3, "off")])
    with monkeypatch.context() as patch:
        patch.setattr(kept_drafts, "store", fail)
        kept_drafts.keep(made.folder, made.problem.horizon, name, draft)
    assert draft.trouble == "the disk is gone"
    kept_drafts.keep(made.folder, made.problem.horizon, name, draft)
    assert draft.trouble == ""
    found = kept_drafts.restore(made.problem, name)
    assert found is not None
    assert found.sheet == draft.sheet


def confirmed(app: AppTest, missing: str) -> None:
    """Somebody stands in for a missing person: the draft changes and is written. One stretch is covered once only."""
    app.selectbox(key="sudden_hall").select(missing).run()
    next(b for b in app.button if b.label == "确认顶岗并登记").click().run()
    assert not app.exception and not app.error


def test_a_page_finds_its_draft_after_a_restart(open_app: Opener) -> None:
    app = open_app("hall", "zh", "today")
    confirmed(app, "S07")
    name = app.query_params["draft"]
    before = state.draft_named(name)
    assert before is not None
    state._drafts().clear()
    again = open_app("hall", "zh")
    again.query_params["draft"] = name
    again.session_state["drafts"].clear()
    again.run()
    after = state.draft_named(again.query_params["draft"])
    assert again.query_params["draft"] == name
    assert after is not None
    assert after is not before
    assert after.sheet == before.sheet


def test_an_earlier_draft_can_be_opened(open_app: Opener) -> None:
    first = open_app("hall", "zh")
    confirmed(first, "S01")
    name = first.query_params["draft"]
    other = open_app("hall", "zh", "roster")
    assert other.query_params["draft"] != name
    other.selectbox(key="draft_box").select(name)
    other.button(key="draft_open").click().run()
    assert not other.exception
    assert other.query_params["draft"] == name
    assert records.versions(other.session_state["desk"]) == () or all(
        v.status != "draft" for v in records.versions(other.session_state["desk"])
    )
