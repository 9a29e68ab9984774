"""Reasons as stored lines and as sentences."""

import pytest

from scheduler.staffing.heads import required_heads
from scheduler.staffing.reasons import CODES, NeedReason, words
from scheduler.staffing.targets import ServiceTarget

NUMBERS = {"load": 2.93, "cv": 0.08, "alone": 4.0, "wanted": 4.0, "heads": 4.0}


def test_the_sentence_a_planner_reads() -> None:
    reason = NeedReason("share", {"value": 0.8, "within": 20.0, **NUMBERS})
    assert words(reason, "zh") == "按80%在20秒内接听，预期负荷2.9爱尔兰（日波动cv 0.08）需4人"
    assert words(reason, "en") == ("4 needed for 80% answered within 20 s at 2.9 erlang (day-to-day cv 0.08)")


def test_stored_line_reads_back() -> None:
    reason = NeedReason("share", {"value": 0.8, "within": 20.0, **NUMBERS})
    line = "share value=0.8 within=20 load=2.93 cv=0.08 alone=4 wanted=4 heads=4"
    assert str(reason) == line
    assert NeedReason.parse(line) == reason
    assert words(line, "zh") == words(reason, "zh")


def test_every_code_has_words_in_both_languages() -> None:
    said = set()
    for code in CODES:
        reason = NeedReason(code, {"value": 0.5, "within": 20.0, "minimum": 5, "presence": 1, **NUMBERS})
        zh, en = words(reason, "zh"), words(reason, "en")
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh)
        assert en.isascii()
        said |= {zh, en}
    assert len(said) == 2 * len(CODES)


def test_absence_confidence_and_seats_are_told() -> None:
    target = ServiceTarget(answer_share=0.8, within_s=20, shrinkage=0.1, confidence=0.9)
    reason = required_heads(100.0, 0.2, 180.0, 1800.0, target, seats=12).reasons[0]
    alone, wanted = reason.numbers["alone"], reason.numbers["wanted"]
    zh, en = words(str(reason), "zh"), words(str(reason), "en")
    assert "（90%的日子）" in zh and "on 90% of days" in en
    assert f"计10%临时缺勤须排{wanted:g}人" in zh
    assert f"缺{wanted - 12:g}人" in zh and "only 12 seats" in en
    assert f"需{alone:g}人" in zh


@pytest.mark.parametrize("line", ["", "luck load=1", "share load", "share load=many"])
def test_what_is_no_reason_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"reason|many"):
        NeedReason.parse(line)
