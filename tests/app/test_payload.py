"""What the grid is given for the two samples: complete, plain, and true to the roster."""

import json
from collections.abc import Callable

import pytest

from app import state
from app.parts.draft import Draft
from app.parts.grid_ops import Sheet
from app.parts.grid_payload import payload
from app.texts import Words
from scheduler.planning import Plan


def data_of(made: Plan, lang: str, span: tuple[int, int] | None = None) -> dict:  # type: ignore[type-arg]
    return payload(
        made.folder, Draft(made.problem, Sheet.of(made.roster)), Words(lang), made.problem.horizon.start, span
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ref", ["hall", "hotline"])
def test_every_person_and_day_has_a_cell(ref: str, lang: str, first_plan: Callable[[str], Plan]) -> None:
    made = first_plan(ref)
    data = data_of(made, lang)
    assert json.loads(json.dumps(data))["rev"] == 0
    assert {row["id"] for row in data["rows"]} == {p.id for p in made.problem.center.staff}
    assert all(len(row["cells"]) == 42 for row in data["rows"])
    assert all(len(line["cells"]) == 42 for line in data["foot"])
    keys = [code["key"] for code in data["codes"] if code["key"]]
    assert len(keys) == len(set(keys)), "one key enters two codes"
    assert all(0 < len(cell["t"]) <= 2 for row in data["rows"] for cell in row["cells"])
    assert data["days"][0]["today"]
    assert [day["i"] for day in data["days"]] == list(range(42))


def test_the_hall_shows_covers_leave_and_what_is_empty(first_plan: Callable[[str], Plan]) -> None:
    data = data_of(first_plan("hall"), "zh")
    rows = {row["id"]: row for row in data["rows"]}

    def texts(person: str, day: int) -> list[list[str]]:
        return rows[person]["cells"][day]["t"]  # type: ignore[no-any-return]

    assert texts("S01", 0) == [["W1", "own"]]
    assert texts("S01", 3) == [["事", "lv personal"], ["W1", "own"]]
    assert texts("S02", 3) == [["兼W1", "cover many"], ["W2", "own"]]
    assert texts("S11", 14) == [["W3", "cover"]]
    assert texts("M01", 0) == [["在岗", "lead"]]
    assert texts("S15", 5) == [["假", "lv away quiet"]]  # why somebody is away is for approvers
    by_label = {line["label"]: line for line in data["foot"]}
    empty = {data["days"][c]["d"]: cell[0] for c, cell in enumerate(by_label["空岗场次"]["cells"]) if cell[1] == "low"}
    assert empty == {"30": "2", "8": "4"}
    assert [cell[0] for cell in by_label["大厅值班窗口"]["cells"][:5]] == ["W1", "W2", "W3", "W4", "W5"]
    kinds = {day["d"]: day["kind"] for day in data["days"][:25]}
    assert (kinds["20"], kinds["25"], kinds["12"], kinds["10/1"]) == ("makeup", "holiday", "rest", "holiday")


def test_the_hotline_shows_people_on_duty_against_need(first_plan: Callable[[str], Plan]) -> None:
    made = first_plan("hotline")
    data = data_of(made, "en")
    early = data["foot"][0]
    assert early["label"] == "Early: on/need"
    for day, (text, state_, _) in enumerate(early["cells"]):
        have = sum("D" in cell["c"].split("+") for row in data["rows"] for cell in [row["cells"][day]])
        assert text == f"{have}/3"
        assert state_ == ("low" if have < 3 else "high" if have > 3 else "ok")


def test_a_part_of_the_period_keeps_the_days_of_the_whole(first_plan: Callable[[str], Plan]) -> None:
    made = first_plan("hall")
    whole, part = data_of(made, "zh"), data_of(made, "zh", (14, 27))
    assert [day["i"] for day in part["days"]] == list(range(14, 28))
    assert part["rows"][5]["cells"] == [
        {k: v for k, v in cell.items() if k != "b"} | ({"b": cell["b"]} if "b" in cell else {})
        for cell in whole["rows"][5]["cells"][14:28]
    ]
    assert part["rows"][5]["hours"] == whole["rows"][5]["hours"]
    assert part["shape"] != whole["shape"]


def test_breaches_stand_in_the_cells_they_are_about(first_plan: Callable[[str], Plan]) -> None:
    made = first_plan("hotline")
    draft = Draft(made.problem, Sheet.of(made.roster))
    person = next(p.id for p in made.problem.center.staff if p.rank == "agent")
    draft.receive("t", [{"seq": 1, "op": "put", "cells": [(person, 20, "E"), (person, 21, "D")]}])
    data = payload(made.folder, draft, Words("zh"), made.problem.horizon.start)
    row = next(r for r, line in enumerate(data["rows"]) if line["id"] == person)
    assert data["rows"][row]["cells"][21]["b"] == 1
    assert any("班间休息" in text for _, text in data["tips"][f"{row},21"])
    assert data["rows"][row]["cells"][20]["e"] == 1
    assert data["days"][21]["bad"] > 0


def test_choices_come_in_the_order_of_the_regulation(first_plan: Callable[[str], Plan]) -> None:
    rows = {row["id"]: row for row in data_of(first_plan("hall"), "zh")["rows"]}
    assert rows["S01"]["options"][:2] == [["W1", "A岗"], ["W2", "B岗 · 可兼岗"]]
    assert [code for code, _ in rows["S01"]["options"][-2:]] == ["back", "off"]


def test_the_state_key_changes_with_the_content_and_not_with_time() -> None:
    changed = state.stamp("hall")
    folder = state.load("hall", changed)
    assert folder.horizon is not None
    limits = state.Desk(Words("zh"), "hall", folder, folder, *folder.horizon).limits
    hall = state.content_key("hall", changed, *folder.horizon, limits)
    assert hall == state.content_key("hall", state.stamp("hall"), *folder.horizon, limits)
    assert hall != state.content_key("hotline", state.stamp("hotline"), *folder.horizon, limits)
