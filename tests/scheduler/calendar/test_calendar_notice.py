"""The notice's wording, official and pasted, against the tables and an independent package."""

import re
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.domain.day_table import CalendarLayers, YearTable
from scheduler.store.calendars import load_layers, propose_notice
from scheduler.store.notice import parse_notice

NOTICES = {int(path.stem): path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("notices/*.txt")}
LAYERS = load_layers()
CHANGED_LATER = {date(2019, 4, 28), date(2019, 5, 2), date(2019, 5, 3), date(2019, 5, 5)}
"""A second notice of 2019 lengthened that year's Labor Day."""


def kinds(text: str, year: int | None = None) -> dict[date, str]:
    reading = parse_notice(text, year)
    assert reading.findings == ()
    return {entry.date: entry.kind for entry in reading.entries}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_notice_gives_exactly_the_shipped_table(year: int) -> None:
    proposal = propose_notice(NOTICES[year], LAYERS)
    assert proposal.findings == ()
    assert sorted(proposal.table.entries, key=lambda e: e.date) == list(LAYERS.tables[year].entries)
    assert proposal.changes == ()


def test_all_days_of_all_notices_agree_with_chinesecalendar() -> None:
    assert sorted(NOTICES) == [2012, 2017, 2018, 2019, *range(2021, 2027)]
    tables = [YearTable(year, parse_notice(text).entries) for year, text in NOTICES.items()]
    calendar = CalendarLayers(years=tuple(tables)).calendar()
    different: set[date] = set()
    for year in NOTICES:
        days = list(calendar.between(date(year, 1, 1), date(year + 1, 1, 1)))
        assert len(days) in (365, 366)
        different |= {day.date for day in days if day.official_workday != chinese_calendar.is_workday(day.date)}
    assert different == CHANGED_LATER
    for eve in (date(2011, 12, 31), date(2018, 12, 29)):
        assert calendar.day(eve).kind == "makeup"
    assert calendar.day(date(2022, 12, 31)).name_zh == "元旦"


@pytest.mark.parametrize("year", sorted(NOTICES))
def test_no_notice_raises_a_finding_and_each_knows_its_year_and_source(year: int) -> None:
    reading = parse_notice(NOTICES[year])
    assert (reading.year, reading.findings) == (year, ())
    assert len(reading.entries) >= 26
    assert re.match(r"国办发明电〔\d{4}〕\d+号$|国务院办公厅通知( \d{4}-\d\d-\d\d)?$", reading.entries[0].source)


def test_advice_and_introduction_arrange_nothing() -> None:
    days = kinds(NOTICES[2024])
    assert date(2024, 2, 9) not in days
    assert "安排职工在除夕（2月9日）休息" in NOTICES[2024]
    assert sum(kind == "off" for kind in kinds(NOTICES[2025]).values()) == 28


NUMERAL = r"(?m)^([一二三四五六七])、"
PASTED = {
    "half-width": lambda t: t.translate(str.maketrans("：，；（）", ":,;()")),
    "full-width digits": lambda t: t.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "one line": lambda t: t.replace("\n", ""),
    "spaces everywhere": lambda t: re.sub(r"(\d+)", r" \1 ", t).replace("放假", "放 假"),
    "Windows lines and indents": lambda t: t.replace("\n", "\r\n\u3000\u3000"),
    "dash ranges": lambda t: re.sub(r"日((?:（[^）]*）)?)至", r"日\1—", t),
    "tilde ranges": lambda t: re.sub(r"日((?:（[^）]*）)?)至", r"日\1～", t),
    "dash ranges without the first 日": lambda t: re.sub(r"日至", "-", t),
    "Kangxi radicals of a PDF": lambda t: t.replace("月", "⽉").replace("日", "⽇"),
    "weekday words": lambda t: t.replace("周日", "星期天").replace("周", "星期").replace("星期末", "周末"),
    "numbered 1. 2. 3.": lambda t: re.sub(NUMERAL, lambda m: f"{'一二三四五六七'.index(m[1]) + 1}．", t),
    "no numbers": lambda t: re.sub(NUMERAL, "", t),
    "make-up days without the second month": lambda t: t.replace("、1月30日（星期日）上班", "、30日（星期日）上班"),
    "a title above": lambda t: t.replace("一、元旦", "一、放假时间：\n1、元旦"),
}  # fmt: skip


@pytest.mark.parametrize("form", PASTED)
@pytest.mark.parametrize("year", [2019, 2022, 2024, 2025, 2026])
def test_pasted_forms_read_the_same(form: str, year: int) -> None:
    assert kinds(PASTED[form](NOTICES[year])) == kinds(NOTICES[year])


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("元旦：1月1日放假，1月2日（星期一）补休。", {"2017-01-01": "off", "2017-01-02": "off"}),
        ("元旦：2016年12月31日至2017年1月2日放假。", {"2016-12-31": "off", "2017-01-01": "off", "2017-01-02": "off"}),
        ("元旦：12月31日至1月2日放假，共3天。", {"2016-12-31": "off", "2017-01-01": "off", "2017-01-02": "off"}),
        ("元旦：2016年12月31日至1月1日放假。", {"2016-12-31": "off", "2017-01-01": "off"}),
        ("元旦：1月1日放假。12月31日（星期六）上班。", {"2017-01-01": "off", "2016-12-31": "work"}),
        ("元旦：1月1日放假。2016年12月31日、1月7日上班。",
         {"2017-01-01": "off", "2016-12-31": "work", "2017-01-07": "work"}),
        ("一、年末：2016年12月30日至12月31日放假。", {"2016-12-30": "off", "2016-12-31": "off"}),
        ("端午节：5月28日放假；5月27日（周六）照常上班。", {"2017-05-28": "off", "2017-05-27": "work"}),
        ("中秋：10月4日放假1天，不调休。10月6日不放假。", {"2017-10-04": "off"}),
        ("五一：5月1日（星期一）放假公休，与周末连休。", {"2017-05-01": "off"}),
        ("国庆节和中秋节：10月1日（星期日，国庆节）放假。", {"2017-10-01": "off"}),
    ],
)  # fmt: skip
def test_sentences(sentence: str, days: dict[str, str]) -> None:
    assert kinds(sentence, 2017) == {date.fromisoformat(when): kind for when, kind in days.items()}


def test_names_are_the_usual_ones() -> None:
    reading = parse_notice("国庆和中秋：10月1日放假。端午：5月28日放假。", 2017)
    assert [entry.name for entry in reading.entries] == ["国庆节、中秋节", "端午节"]


@pytest.mark.parametrize(
    ("text", "level", "words"),
    [
        ("元旦：1月1日（星期一）放假。", "fault", "2017-01-01 is not 星期一"),
        ("国庆节：10月1日至8日放假调休，共7天。", "warning", "says 7 days, 8 were read"),
        ("春节：2月30日放假。", "fault", "no such date"),
        ("春节：27日放假。", "fault", "no such date"),
        ("春节：1月27日至3月2日放假。", "fault", "35 days, expected 1 to 15"),
        ("春节：10月8日至1日放假。", "fault", "expected 1 to 15"),
        ("春节：1月27日放假。1月27日上班。", "fault", "both off and at work"),
        ("春节：1月27日为法定节假日。", "warning", "dates without"),
        ("国庆节：10月1日放假。10月9日起正常上班。", "warning", "not understood"),
        ("春节：时间另行通知。", "fault", "no day off could be read"),
        ("关于年休假的通知", "fault", "has no sections"),
        ("国务院办公厅关于2018年部分节假日安排的通知 一、元旦：1月1日放假。", "fault", "is for 2018, not 2017"),
        ("年" * 60_000, "fault", "longer than"),
    ],
)
def test_what_cannot_be_right_is_said(text: str, level: str, words: str) -> None:
    findings = parse_notice(text, 2017).findings
    assert any(f.level == level and words in f.en for f in findings), findings


def test_a_part_without_its_year_needs_the_year() -> None:
    assert "does not say its year" in parse_notice("元旦：1月1日放假。").findings[0].en
    assert parse_notice("2017年元旦：1月1日放假。").year == 2017


def test_an_unreadable_line_is_not_blamed_on_the_law() -> None:
    text = NOTICES[2026].replace("6月19日（周五）", "6月19日（周四）")
    proposal = propose_notice(text, LAYERS)
    assert [f.line("zh") for f in proposal.faults] == ["端午节：2026-06-19不是周四"] or len(proposal.faults) == 1
    assert "2026-06-19 is not 周四" in proposal.faults[0].en


def test_a_future_notice_makes_the_year_announced_and_shows_its_changes() -> None:
    text = """国务院办公厅关于2027年部分节假日安排的通知
    一、元旦：1月1日（周五）至3日（周日）放假，共3天。
    二、春节：2月5日（农历除夕、周五）至12日（农历正月初七、周五）放假调休，共8天。1月31日（周日）、2月20日（周六）上班。
    三、清明节：4月3日（周六）至5日（周一）放假，共3天。
    四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。5月8日（周六）上班。
    五、端午节：6月9日（周三）放假1天，不调休。
    六、中秋节：9月15日（周三）放假1天，不调休。
    七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。"""
    proposal = propose_notice(text, LAYERS)
    assert proposal.findings == ()
    changed = {c.date: c.after.kind for c in proposal.changes}
    assert changed[date(2027, 2, 9)] == "in_lieu" and changed[date(2027, 10, 9)] == "makeup"
    assert date(2027, 2, 5) not in changed
    calendar = LAYERS.with_year(proposal.table).calendar()
    assert calendar.provisional_in(date(2027, 1, 1), date(2028, 1, 1)) == ()
    assert len(calendar.workdays(date(2027, 1, 1), date(2028, 1, 1))) == 248


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_notice_is_read_or_reported_but_never_raises(data: st.DataObject) -> None:
    text = NOTICES[data.draw(st.sampled_from(sorted(NOTICES)))]
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(text) - 1))
        piece = data.draw(
            st.sampled_from(["", "日", "月", "99", "至", "。", "：", "（", "放假", "上班", "2月30日", "0年"])
        )
        text = text[:at] + piece + text[at + data.draw(st.integers(0, 3)) :]
    proposal = propose_notice(text, LAYERS)
    assert proposal.table.entries or proposal.faults


@given(st.sampled_from(sorted(NOTICES)), st.integers(-20, 20).filter(bool))
def test_a_shifted_make_up_day_is_always_noticed(year: int, shift: int) -> None:
    """The weekday in brackets guards every make-up date."""
    match = re.search(r"(?:(\d+)年)?(\d+)月(\d+)日（(?:星期|周)[六日]）(?=上班)", NOTICES[year])
    assert match is not None
    moved = date(int(match[1] or year), int(match[2]), int(match[3])) + timedelta(days=shift)
    text = NOTICES[year].replace(match[0], f"{moved.year}年{moved.month}月{moved.day}日{match[0].split('日', 1)[1]}")
    found = parse_notice(text).findings
    assert bool(found) == (shift % 7 != 0) or any("both" in f.en for f in found)
