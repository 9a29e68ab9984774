"""One folder with many different faults: all are reported at once, each at its place."""

from pathlib import Path

import pytest

from tests.scheduler.store.folders import HALL, faults_of, hall_copy, plant, row_of

PLANTED = [
    # file, text, its replacement, column, words of the English line
    ("ab.csv", "W1,B,S02,1,dual", "W1,B,S01,1,dual", "person", "is A of W1 already (row 2)"),
    ("ab.csv", "W3,B,S11", "W3,B,S99", "person", "no person S99 in people.csv"),
    ("ab.csv", "旧机电", "旧机店", "without", "no item 旧机店 in items.csv"),
    (
        "center.toml",
        "max_wait_s = 900\n\n[queues.W2]",
        "max_weight_s = 900\n\n[queues.W2]",
        "queues.W1.target.max_weight_s",
        "unknown target",
    ),
    ("center.toml", "small = true", "small = 'yes'", "small", "expected true or false"),
    (
        "center.toml",
        "anchor = 2026-09-07",
        "anchor = 2026-09-07\n\n[rules.min_rets]\non = true",
        "rules.min_rets",
        "no such rule",
    ),
    ("custody.csv", "seal,FDI,S02,deputy", "seal,FDI,S02,vice", "duty", "expected one of primary, deputy, designated"),
    ("demand.csv", "W1,2025-09-01T09:00,0,", "W1,2025-09-01T09:10,-3,", "arrivals", "expected 0 to"),
    ("events.csv", "2026-09-17T16:30", "2026-09-17T13:30", "end", "expected later than start"),
    (
        "leave.csv",
        "Q02,S04,2026-09-15T00:00",
        "Q02,S04,2026-09-15T25:00",
        "start",
        "expected a time from 00:00 to 24:00",
    ),
    (
        "leave.csv",
        "Q05,S12,2026-09-22T00:00,2026-09-24T24:00",
        "Q05,S12,2026-09-22,2026-09-24",
        "end",
        "for a whole day end it at T24:00",
    ),
    ("leave.csv", "Q08,S06", "Q07,S06", "id", "the same id as row 8"),
    (
        "leave.csv",
        "Q14,S19,2026-09-09T14:30,2026-09-09T17:30",
        "Q14,S19,2029-09-09T14:30,2029-09-09T17:30",
        "start",
        "expected within a year of the horizon",
    ),
    ("leave.csv", "Q17b,S14,2026-09-11T08:30", "Q17b,S14,2026-09-10T10:30", "start", "leave of S14 overlaps row 18"),
    ("people.csv", "S03,黄雅琴,Huang Yaqin,TRADE,staff", "S03,黄雅琴,Huang Yaqin,TRADES,boss", "rank", "no rank boss"),
    ("people.csv", "S05,梁晓燕,", "S05,梁\u202e晓燕,", "name_zh", "no control or direction characters (U+202E)"),
    (
        "people.csv",
        "S06,何俊豪,He Junhao",
        "S06,何俊豪,He Junhao" + " of the Jiangzhou Bureau of Commerce",
        "name_en",
        "at most 40 characters",
    ),
    (
        "people.csv",
        "S07,罗佩珊,Luo Peishan,FIN,staff,office,O",
        "S07,,Luo Peishan,FIN,staff,office,O",
        "name_zh",
        "must not be empty",
    ),
    (
        "people.csv",
        "S08,谢婉婷,Xie Wanting,OFFICE,staff,office,O,contract,standard,0,,,,4,5",
        "S08,谢婉婷,Xie Wanting,OFFICE",
        "",
        "4 cells, expected 15",
    ),
    (
        "posts.csv",
        "W4,4号窗口 合同审批,Window 4 Contract approval,PROC,specialist,4,1",
        "W4,4号窗口 合同审批,Window 4 Contract approval,PROC,specialist,4,one",
        "heads",
        "expected a whole number",
    ),
    ("posts.csv", "进口许可,W6,MECH", "出口许可,W9,MECH", "queue", "no queue W9"),
    ("sessions.csv", "PM,14:30,17:30", "PM,14:30,25:00", "end", "expected a time from 00:00 to 24:00"),
    ("shifts.csv", "08:30-12:00;14:30-17:30", "08:30-12:00;11:30-17:30", "parts", "to follow the one before"),
    ("skills.csv", "M02,综合咨询导办,2", "M02,综合咨询导办,11", "level", "expected 0 to 9"),
    (
        "standings.csv",
        "S19,trainee,2026-01-05,2026-09-30",
        "S19,trainee,2026-01-05,2026-09-31",
        "end",
        "there is no such day",
    ),
    ("wishes.csv", "S09,2026-09-21,,1", "S09,2026-09-21,X,1", "shift", "no shift X in shifts.csv"),
]
FOLLOWING = [
    ("people.csv", "S03", "section"),
    ("posts.csv", "W6", "skill"),
    ("demand.csv", "W1,2025-09-01T09:00", "start"),
]
"""Rows whose change planted a second fault."""


def place(file: str, old: str) -> int:
    """Row of a text in the sample as it is shipped; center.toml has no rows."""
    text = (HALL / file).read_text(encoding="utf-8-sig")
    return 0 if file == "center.toml" else text[: text.index(old)].count("\n") + 1


def test_all_planted_faults_are_reported_at_once(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    for file, old, new, *_ in PLANTED:
        plant(folder, file, old, new)
    (folder / "leaves.csv").write_text("id\n", encoding="utf-8")
    faults = faults_of(folder)
    expected = {(file, place(file, old), column) for file, old, _, column, _ in PLANTED}
    expected |= {(file, row_of(HALL, file, start), column) for file, start, column in FOLLOWING}
    expected |= {("leaves.csv", 0, "")}
    # The leave of Q05 lacks both times.
    expected |= {("leave.csv", row_of(HALL, "leave.csv", "Q05"), "start")}
    assert {(f.file, f.row, f.column) for f in faults} == expected
    assert len(faults) >= 20
    order = [(f.file, f.row) for f in faults]
    assert order == sorted(order)


def test_each_line_says_what_was_expected(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    for file, old, new, *_ in PLANTED:
        plant(folder, file, old, new)
    lines: dict[tuple[str, int, str], list[str]] = {}
    for fault in faults_of(folder):
        lines.setdefault((fault.file, fault.row, fault.column), []).append(fault.line("en"))
        chinese = fault.line("zh")
        assert "\n" not in chinese and "\u202e" not in chinese and fault.file in chinese
        assert any("\u4e00" <= ch <= "\u9fff" for ch in fault.expected[0])
    for file, old, _, column, words in PLANTED:
        found = lines[file, place(file, old), column]
        assert any(words in line for line in found), (words, found)


@pytest.mark.parametrize(("file", "old", "new", "column", "words"), PLANTED)
def test_one_fault_alone_brings_no_others_along(
    tmp_path: Path, file: str, old: str, new: str, column: str, words: str
) -> None:
    """A row that is lost or an id that cannot be read must not make a hundred references unknown."""
    folder = hall_copy(tmp_path / "hall")
    plant(folder, file, old, new)
    found = {(f.file, f.row, f.column) for f in faults_of(folder)}
    assert (file, place(file, old), column) in found
    assert len(found) <= 2, found
