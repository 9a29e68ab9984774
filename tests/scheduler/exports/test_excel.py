import io
import re
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.exports.excel import roster_workbook
from scheduler.exports.terms import TERMS
from scheduler.summary import fairness
from tests.scheduler.exports.samples import BREACH, hall_week, hotline_week

PAYLOADS = (
    "=cmd|' /C calc'!A0",
    "+1",
    "-1+1",
    "@x",
    "=1+1",
    "\t=1",
    "＝1",
    '=HYPERLINK("http://example.org")',
    "http://example.org",
    "{=1}",
    "1",
    "007",
    "true",
    "<b>&\"'",
    "mailto:a@example.org",
    "😀 汉字",
    "'quoted",
    "  spaces  ",
)


def parsed(content: bytes) -> list[Worksheet]:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets


def book(
    given: tuple[RosterProblem, Roster], lang: str = "zh", breaches: tuple[dict[str, Any], ...] = (BREACH,)
) -> list[Worksheet]:
    return parsed(roster_workbook(*given, breaches, lang))


def rows(sheet: Worksheet) -> list[list[Any]]:
    return [["" if value is None else value for value in row] for row in sheet.iter_rows(values_only=True)]


def test_the_hall_grid_shows_windows_backups_double_duty_and_leave() -> None:
    grid = rows(book(hall_week())[0])
    assert grid[0][0] == "小厅 排班表 2026-09-07 – 2026-09-13"
    assert grid[1] == ["科室", "姓名", "9/7", "9/8", "9/9", "9/10", "9/11", "9/12", "9/13", "工时", "夜班", "出勤天数"]
    assert grid[2][2:9] == list("一二三四五六日")
    # Monday's hall duty is W1's, Tuesday's W2's (3-21), Wednesday's window stood empty at closing.
    assert grid[3:7] == [
        ["科", "甲", "W1·值", "W1兼W2B/W1", "W1/假", "", "", "", "", 13.5, 0, 3],
        ["科", "乙", "W2", "假", "W2/W2兼W1B", "", "", "", "", 9, 0, 2],
        ["科", "丙", "行/假", "W2支·值", "", "差", "", "", "", 6, 0, 2],
        ["科", "主任", "行", "", "", "", "", "", "", 6, 0, 1],
    ]
    assert grid[7] == ["", "出勤人数", 4, 2, 2, 0, 0, 0, 0, "", "", ""]
    assert len(grid) == 8


def test_the_hotline_grid_counts_hours_nights_and_heads() -> None:
    grid = rows(book(hotline_week(), "en")[0])
    assert grid[1] == ["Section", "Name", "9/7", "9/8", "9/9", "9/10", "Hours", "Nights", "Days"]
    assert grid[3:7] == [
        ["Section", "H", "D", "", "", "", 8, 0, 1],
        ["Section", "L", "E", "", "", "D", 16, 0, 2],
        ["Section", "X", "", "N", "N", "", 16, 2, 2],
        ["Section", "Y", "", "D", "L", "", 8, 0, 1],
    ]
    assert grid[7:] == [
        ["", "At work", 1 + 1, 2, 1, 1, "", "", ""],
        ["", "D", 1, 1, 0, 1, "", "", ""],
        ["", "E", 1, 0, 0, 0, "", "", ""],
        ["", "N", 0, 1, 1, 0, "", "", ""],
    ]


def test_by_post_says_who_when_and_what_is_missing() -> None:
    problem, roster = hall_week()
    grid = rows(book((problem, roster))[1])
    assert grid[0][2:6] == ["2026-09-07 一", "2026-09-07 一", "2026-09-08 二", "2026-09-08 二"]
    assert grid[1][2:4] == ["09:00–12:00", "14:00–17:00"]
    assert grid[3][:2] == ["W1", "一号窗"]
    assert grid[3][2:8] == [
        "甲(A岗)",
        "甲(A岗)",
        "甲(A岗、兼岗)",
        "甲(A岗)",
        "甲(A岗) 09:00–10:30\n乙(B岗、兼岗) 10:30–12:00",
        "空缺",
    ]
    assert grid[4][2:8] == ["乙(A岗)", "乙(A岗)", "甲(B岗、兼岗)", "丙(支援)", "乙(A岗、兼岗)", "空缺"]
    # Saturday and Sunday nothing is open: five days of two sessions.
    assert len(grid[0]) == 2 + 10
    english = rows(book((problem, roster), "en")[1])
    assert english[3][4] == "Ann(A, dual)" and english[3][7] == "EMPTY"


def test_a_window_that_needs_two_says_how_many_are_missing() -> None:
    problem, roster = hall_week()
    posts = tuple(replace(post, heads=2) for post in problem.center.posts)
    grid = rows(book((replace(problem, center=replace(problem.center, posts=posts)), roster))[1])
    assert grid[3][2] == "甲(A岗)\n缺1人"
    assert grid[3][7] == "空缺"


def test_shifts_of_a_pool_are_rows_of_their_own() -> None:
    grid = rows(book(hotline_week(), "en")[1])
    assert [row[:2] for row in grid[3:]] == [["phone", "Phone D"], ["phone", "Phone E"], ["phone", "Phone N"]]
    assert [row[2:] for row in grid[3:]] == [["H", "Y", "", "L"], ["L", "", "", ""], ["", "X", "X", ""]]


def test_breaches_have_names_and_numbers() -> None:
    nobody = {**BREACH, "post": "", "person": None, "amount": 1.5, "start": datetime(2026, 9, 7, 9)}
    sheet = book(hall_week(), breaches=(BREACH, nobody))[2]
    rule, texts, end = ["MUST", "post_covered", "3-07"], ["一号窗无人", "Window 1 is empty"], "2026-09-09T17:00"
    assert rows(sheet) == [
        ["级别", "规则", "条款", "开始", "结束", "岗位", "人员", "数量", "说明", "英文说明"],
        [*rule, "2026-09-09T14:00", end, "一号窗", "甲", 180, *texts],
        [*rule, "2026-09-07 09:00", end, "", "", 1.5, *texts],
    ]
    assert sheet.auto_filter.ref == "A1:J3"
    assert rows(book(hall_week(), breaches=())[2])[1][0] == "未发现问题"
    assert rows(book(hall_week(), "en")[2])[1][5:9] == ["Window 1", "Ann", 180, "Window 1 is empty"]


def test_the_notes_explain_every_mark_shift_and_post() -> None:
    problem, roster = hall_week()
    content = roster_workbook(problem, roster, (), facts=[("版本", "3"), ("校验", "=ab12")])
    notes = {row[0]: row[1] for row in rows(parsed(content)[3])}
    assert notes["中心"] == "小厅" and notes["版本"] == "3" and notes["校验"] == "=ab12"
    assert notes["行"] == "行政班 09:00–12:00, 14:00–17:00"
    assert notes["W1"] == "一号窗" and notes["兼"] == "一人同时在两个岗位"


def test_sheets_are_named_frozen_and_printable_in_both_languages() -> None:
    for lang, names in (
        ("zh", ["排班表", "窗口表", "问题", "说明", "公平"]),
        ("en", ["Roster", "By post", "Breaches", "Notes", "Fairness"]),
    ):
        sheets = book(hall_week(), lang)
        assert [s.title for s in sheets] == names
        assert [s.freeze_panes for s in sheets] == ["C4", "C4", "A2", None, "A2"]
        assert {s.page_setup.orientation for s in sheets} == {"landscape"}
        assert sheets[0].print_title_rows == "$1:$3"


def test_accounts_say_what_came_in_what_was_done_and_what_goes_on() -> None:
    problem, roster = hall_week()
    told = fairness(replace(problem, ledger={"a": {"duty": 1.0}}), roster)["accounts"]
    grid = rows(parsed(roster_workbook(problem, roster, (), accounts=told))[4])
    assert grid[0] == ["项目", "姓名", "上期结转", "本期", "应摊", "结转下期", "为什么"]
    duty = next(row for row in grid if row[:2] == ["大厅值班", "甲"])
    assert duty[2] == 1 and duty[5] == pytest.approx(duty[2] + duty[3] - duty[4], abs=0.11)
    assert "以前多担1天" in duty[6] and {row[0] for row in grid[1:]} == {"大厅值班", "顶岗", "兼岗"}


def test_columns_are_wide_enough_for_what_stands_in_them() -> None:
    sheet = book(hall_week())[0]
    # 乙's "W2/W2兼W1B" on Wednesday takes ten places, 甲's "W1兼W2B/W1" on Tuesday too; on Thursday one mark.
    stretches = [(c.min, c.max, int(c.width)) for c in sheet.column_dimensions.values()]
    assert stretches == [(1, 1, 12), (2, 2, 10), (3, 3, 6), (4, 5, 11), (6, 9, 6), (10, 12, 8)]
    assert sheet["E5"].alignment.shrink_to_fit


def test_colors_tell_roles_apart() -> None:
    sheet, hotline = book(hall_week())[0], book(hotline_week())[0]

    def fill(page: Worksheet, cell: str) -> str:
        return str(page[cell].fill.fgColor.rgb)

    own, dual, leave, free, back = (fill(sheet, cell) for cell in ("C4", "D4", "D5", "F4", "C7"))
    assert len({own, dual, leave, free, back}) == 5
    assert fill(hotline, "C4") != fill(hotline, "D6")  # day shift and night shift
    assert hotline["D6"].font.color.rgb == "FFFFFFFF"
    assert fill(book(hall_week())[1], "H4") == "FFFF9C9C"  # the empty window


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nothing_from_the_data_becomes_a_formula(lang: str) -> None:
    problem, roster = hall_week()
    people = tuple(replace(p, name_zh=PAYLOADS[i], name_en=PAYLOADS[i]) for i, p in enumerate(problem.center.people))
    posts = tuple(
        replace(p, name_zh=PAYLOADS[i + 4], name_en=PAYLOADS[i + 4]) for i, p in enumerate(problem.center.posts)
    )
    center = replace(problem.center, people=people, posts=posts, name_zh="=1+1", name_en="=1+1")
    breaches = [{**BREACH, "text_zh": text, "text_en": text, "rule": text, "amount": text} for text in PAYLOADS]
    content = roster_workbook(
        replace(problem, center=center), roster, breaches, lang, [(text, text) for text in PAYLOADS]
    )
    sheets = parsed(content)
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    texts = {cell.value for cell in cells if cell.data_type == "s"}
    assert texts >= set(PAYLOADS)
    lists = [
        cell for cell in cells if cell.parent not in (sheets[0], sheets[4])
    ]  # the grid has totals, accounts are numbers
    assert [cell.coordinate for cell in lists if cell.data_type == "n" and cell.value is not None] == []
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist())
        assert not any("externalLink" in name for name in archive.namelist())


def test_unprintable_and_endless_texts_do_not_break_the_file() -> None:
    texts = ("a\x00b\x1fc", "\ud800x", "长" * 40_000, "\uffff")
    sheet = book(hall_week(), breaches=tuple({**BREACH, "text_zh": text} for text in texts))[2]
    assert [row[8] for row in rows(sheet)[1:]] == ["abc", "x", "长" * 32_766 + "…", ""]


def test_people_and_posts_the_center_does_not_know_are_shown_by_id() -> None:
    problem, roster = hall_week()
    first = roster.duties[0]
    given = problem, Roster.of([*roster.duties, replace(first, person="gast", post="W9", shift="?")])
    grid = rows(book(given)[0])
    assert grid[7][:3] == ["", "gast", "W9"]


def test_reasons_of_leave_are_not_in_the_file() -> None:
    content = roster_workbook(*hall_week(), [BREACH])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "假".encode() in everything
    assert b"sick" not in everything and "病".encode() not in everything


def test_equal_rosters_are_equal_files() -> None:
    content = roster_workbook(*hall_week(), [BREACH])
    assert content == roster_workbook(*hall_week(), [BREACH])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert set(re.findall(rb">(\d{4}-\d\d-\d\d)T", archive.read("docProps/core.xml"))) == {b"2000-01-01"}


def test_the_english_workbook_has_no_chinese_words_of_ours() -> None:
    sheets = book(hall_week(), "en", breaches=())
    texts = [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row]
    letters = {"行"}  # not even the center's: ShiftType.letter gives the code in English
    assert [t for t in texts if re.search("[\u4e00-\u9fff]", t) and t not in letters] == []


def test_words_exist_in_both_languages_with_the_same_placeholders() -> None:
    for zh, en in TERMS.values():
        assert zh and en
        assert re.findall(r"{\w+}", zh) == re.findall(r"{\w+}", en)


def test_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr', expected zh or en"):
        roster_workbook(*hall_week(), (), "fr")


def test_exports_need_no_pandas() -> None:
    code = (
        "import sys, scheduler.exports.excel, scheduler.exports.ics; "
        "print([m for m in ('pandas', 'ortools', 'sqlalchemy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
