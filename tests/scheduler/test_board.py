"""The window board for clients: hours, who is there, what is restricted, and nothing private (4-13, 0-10)."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scheduler.assemble import make_problem
from scheduler.board import window_board
from scheduler.domain.public import PublicNotice
from scheduler.exports.board_page import board_page, signs_page
from scheduler.planning import open_center
from scheduler.rules.tiny import MONDAY, away, hall, hall_center, hotline, roster
from scheduler.solver.greedy import greedy_roster
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import read_folder, write_folder

FULL = ("a W1 AM", "b W1 PM", "b W2 AM", "b W2 PM", "c back AM", "m back AM", "m back PM")


def test_the_board_says_hours_people_and_restrictions() -> None:
    problem = hall(absences=(away("a", "PM", kind="sick"),))
    board = window_board(problem, roster(problem, *FULL), MONDAY)
    assert [(a.hour, b.hour) for a, b in board.hours] == [(9, 12), (14, 17)]
    cells = {row.post.id: [(c.state, c.people, [i.id for i in c.accept]) for c in row.cells] for row in board.rows}
    assert cells["W1"] == [("open", ("a",), []), ("restricted", ("b",), ["permit"])]
    assert [state for state, _, _ in cells["W2"]] == ["open", "open"]


def test_an_empty_window_is_suspended_and_a_closed_day_has_no_rows() -> None:
    problem = hall(7)
    board = window_board(problem, roster(problem, "b W2 AM"), MONDAY)
    w1 = next(row for row in board.rows if row.post.id == "W1")
    assert {c.state for c in w1.cells} == {"suspended"} and all([i.id for i in c.book] == ["permit"] for c in w1.cells)
    sunday = window_board(problem, roster(problem, "b W2 AM"), date(2026, 9, 13))
    assert (sunday.hours, sunday.rows) == ((), ())
    assert "Closed to the public" in board_page(problem.center, sunday, "en").decode()
    with pytest.raises(ValueError, match="outside the roster's period"):
        window_board(problem, roster(problem, "b W2 AM"), date(2026, 10, 1))


def test_a_center_of_phones_has_no_board() -> None:
    problem = hotline(2)
    with pytest.raises(ValueError, match="no windows"):
        window_board(problem, roster(problem, "l D 0"), MONDAY)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_board_and_signs_of_the_sample_hall_in_both_languages(lang: str) -> None:
    folder = open_center("hall")
    assert folder.horizon is not None
    problem = make_problem(folder, *folder.horizon)
    # 30 September: A and B of window 6 are both away; nobody may read why.
    board = window_board(problem, greedy_roster(problem), date(2026, 9, 30))
    page, signs = (make(problem.center, board, lang).decode() for make in (board_page, signs_page))
    said = {
        "zh": ("暂停办理", "林静怡", "设立备案", "8800-1234", "办公时间"),
        "en": ("suspended", "Lin Jingyi", "Set-up filing", "8800-5678", "Hours"),
    }[lang]
    assert all(word in page for word in said)
    assert page.count("<tr>") == 9 and signs.count("<section") == 8
    for text in (page, signs):
        assert not re.search("事假|病假|年休|leave|sick|annual", text)
        if lang == "en":
            assert not re.search("[一-鿿]", re.sub("<style>.*?</style>", "", text, flags=re.S))


def test_nothing_from_the_data_becomes_markup() -> None:
    center = hall_center()
    hostile = replace(center.person["a"], name_zh="<img src=x onerror=alert(1)>")
    center = replace(
        center,
        people=tuple(hostile if p.id == "a" else p for p in center.people),
        public=PublicNotice('"><script>x</script>'),
    )
    problem = hall(center=center)
    board = window_board(problem, roster(problem, *FULL), MONDAY)
    for make in (board_page, signs_page):
        text = make(center, board, "zh").decode()
        assert "<img" not in text and "<script>x" not in text and "&lt;img src=x" in text


def test_what_clients_are_told_and_the_capacity_are_kept_in_the_folder(tmp_path: Path) -> None:
    folder = open_center("hall")
    told = PublicNotice("1", "2", "三", "four")
    write_folder(replace(folder, center=replace(folder.center, public=told, dual_capacity=1.5)), tmp_path / "hall")
    found = read_folder(tmp_path / "hall").center
    assert (found.public, found.dual_capacity) == (told, 1.5)
    settings = tmp_path / "hall" / "center.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("dual_capacity = 1.5", "dual_capacity = 3"), encoding="utf-8"
    )
    with pytest.raises(FolderFaults, match="dual_capacity"):
        read_folder(tmp_path / "hall")
