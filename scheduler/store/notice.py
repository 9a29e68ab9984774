"""Reads the State Council's holiday notice (国务院办公厅关于某年部分节假日安排的通知) from pasted text.

Only the sections "一、元旦：…" are read. The introduction, the signature and sentences that give
advice (鼓励…安排职工在除夕休息) contain dates too, but arrange nothing.
"""

import re
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal

from scheduler.domain.calendar_check import Finding
from scheduler.domain.day_table import DayEntry
from scheduler.domain.holidays import usual_name
from scheduler.store.day_reading import Reading

LONGEST_TEXT = 50_000
LONGEST_BREAK = 15

_NAME = r"(?:元旦节?|新年|春节|清明节?|五一(?:国际)?(?:劳动节)?|(?:国际)?劳动节|端午节?|中秋节?|国庆节?)"
_SECTION = re.compile(
    rf"(?:[一二三四五六七八九十]+[、.]|\d{{1,2}}[、.])(?:(\d{{4}})年)?([^\d:。,;]{{2,30}}):|(?:(\d{{4}})年)?({_NAME}(?:[、和]{_NAME})*):"
)
_YEAR = re.compile(r"(\d{4})年部分节假日安排|现将(\d{4})年")
_PAPER = re.compile(r"国办发明电[〔\[(【](\d{4})[〕\])】](\d+)号")
_SIGNED = re.compile(r"国务院办公厅(\d{4})年(\d{1,2})月(\d{1,2})日")
_TO = r"(?:至|到|-|—|–|~|−)+"
_DAY = r"(?:(?P<y{0}>\d{{4}})年)?(?:(?P<m{0}>\d{{1,2}})月)?(?P<d{0}>\d{{1,2}}){1}(?:\((?P<p{0}>[^()]*)\))?"
_SINCE = r"(?P<since>(?:\d{1,2}月)?\d{1,2}日(?:\([^()]*\))?起)"
_FIRST, _LAST, _ONLY = _DAY.format(0, "日?"), _DAY.format(1, "日"), _DAY.format(2, "日")
_COUNT = r"(?P<count>(?:共|放假)(?P<days>\d+)天)"
_VERB = r"(?P<verb>不放假|不上班|上班|放假|补休|补假|公休|休息|休假)"
_TOKEN = re.compile(rf"{_SINCE}|{_FIRST}{_TO}{_LAST}|{_ONLY}|{_COUNT}|{_VERB}")
_WEEKDAY = re.compile(r"(?:星期|周|礼拜)([一二三四五六日天])")
_ADVICE = re.compile(r"鼓励|建议|提倡|倡导")
_END = re.compile(r"(?:节假日期间|国务院办公厅|通知要求|各地区|责任编辑|来源)")


@dataclass(slots=True)
class _Section:
    """A section while it is read: dates wait in ``pending`` for the verb that follows them."""

    year: int
    name: str
    entries: list[DayEntry] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    pending: list[date] = field(default_factory=list)

    def report(self, level: Literal["fault", "warning"], zh: str, en: str) -> None:
        self.findings.append(Finding(level, "notice", self.name, zh, en))


def parse_notice(text: str, year: int | None = None) -> Reading:
    """Dates off and at work that a notice arranges, in its order.

    Parameters
    ----------
    text
        The notice as pasted: full- or half-width punctuation, any spacing and line breaks.
    year
        The year it is for, when the pasted part does not say.

    Returns
    -------
    Reading
        Every contradiction (weekday in brackets, "共8天", a date both off and working) and every
        date in a section that no verb explains is a finding; nothing is dropped silently.
    """
    if len(text) > LONGEST_TEXT:
        return Reading(year, (), (_fault("text", f"超过{LONGEST_TEXT}字", f"longer than {LONGEST_TEXT} characters"),))
    plain = _plain(text)
    heads = list(_SECTION.finditer(plain))
    stated = _stated_year(plain, heads)
    if stated is not None and year is not None and stated != year:
        return Reading(
            year, (), (_fault("year", f"通知是{stated}年的，不是{year}年", f"the notice is for {stated}, not {year}"),)
        )
    year = stated if stated is not None else year
    if year is None or not heads:
        what = (
            ("未写明年份", "does not say its year")
            if year is None
            else ("没有找到“一、元旦：”这样的条目", "has no sections like 一、元旦：")
        )
        return Reading(year, (), (_fault("text", *what),))
    sections: list[_Section] = []
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        body = plain[head.end() : following.start() if following else len(plain)]
        if not body:
            continue  # a title above the list, e.g. "一、放假时间："
        section = _Section(year, usual_name(head[2] or head[4]))
        _read_section(section, body)
        sections.append(section)
    entries, torn = _without_repeats([entry for section in sections for entry in section.entries])
    findings = [finding for section in sections for finding in section.findings]
    source = _source(plain)
    return Reading(year, tuple(replace(entry, source=source) for entry in entries.values()), (*findings, *torn))


def _plain(text: str) -> str:
    """Half-width punctuation and no spaces; NFKC also mends the radicals that PDF copies bring."""
    return re.sub(r"[\s\u200b\ufeff]+", "", unicodedata.normalize("NFKC", text))


def _stated_year(plain: str, heads: list[re.Match[str]]) -> int | None:
    match = _YEAR.search(plain)
    if match is not None:
        return int(match[1] or match[2])
    in_heads = {int(h[1] or h[3]) for h in heads if h[1] or h[3]}
    return in_heads.pop() if len(in_heads) == 1 else None


def _source(plain: str) -> str:
    paper = _PAPER.search(plain)
    if paper is not None:
        return f"国办发明电〔{paper[1]}〕{paper[2]}号"
    signed = _SIGNED.search(plain)
    return (
        f"国务院办公厅通知 {int(signed[1])}-{int(signed[2]):02d}-{int(signed[3]):02d}" if signed else "国务院办公厅通知"
    )


def _read_section(section: _Section, body: str) -> None:
    for sentence in re.split(r"[。;]", body):
        if _END.match(sentence):
            break
        if not _ADVICE.search(sentence):
            _read_sentence(section, sentence)
    if not section.entries and not section.findings:
        section.report("fault", "没有读出放假日期", "no day off could be read")


def _read_sentence(section: _Section, sentence: str) -> None:
    before = len(section.entries)
    counts: list[int] = []
    last: date | None = None
    for token in _TOKEN.finditer(sentence):
        if token["verb"] is not None:
            _settle(section, token["verb"])
        elif token["count"] is not None:
            counts.append(int(token["days"]))
            if token["count"].startswith("放假"):
                _settle(section, "放假")
        elif token["since"] is None:
            days = _dates(section, token, last)
            section.pending += days
            last = days[-1] if days else last
        else:
            section.report("warning", f"未能理解：{sentence}", f"not understood: {sentence}")
    if section.pending:
        section.report("warning", f"日期后没有“放假”或“上班”：{sentence}", f"dates without 放假 or 上班: {sentence}")
        section.pending.clear()
    off = sum(e.kind == "off" for e in section.entries[before:])
    for count in counts:
        if off != count:
            section.report("warning", f"写明{count}天，读出{off}天", f"says {count} days, {off} were read")


def _settle(section: _Section, verb: str) -> None:
    if verb != "不放假":
        kind: Literal["off", "work"] = "work" if verb == "上班" else "off"
        section.entries += [DayEntry(when, kind, section.name) for when in section.pending]
    section.pending.clear()


def _dates(section: _Section, token: re.Match[str], last: date | None) -> list[date]:
    """The dates of one token, a single one or a range with both its ends."""
    if token["d0"] is None:
        only = _date(section, token, 2, last)
        return [] if only is None else [only]
    start = _date(section, token, 0, last)
    end = None if start is None else _date(section, token, 1, start)
    if start is None or end is None:
        return []
    length = (end - start).days + 1
    if not 1 <= length <= LONGEST_BREAK:
        section.report(
            "fault",
            f"{token[0]}：共{length}天，应为1至{LONGEST_BREAK}天",
            f"{token[0]}: {length} days, expected 1 to {LONGEST_BREAK}",
        )
        return []
    return [start + timedelta(days=offset) for offset in range(length)]


def _date(section: _Section, token: re.Match[str], part: int, before: date | None) -> date | None:
    """One date of a token; what it leaves out is that of the date before it or of the section."""
    year, month, day = (None if token[f"{key}{part}"] is None else int(token[f"{key}{part}"]) for key in "ymd")
    if month is None:
        month, year = (None, None) if before is None else (before.month, before.year)
    elif year is None and part == 1 and before is not None:
        # "2018年12月30日至1月1日": the year turns inside the range.
        year = before.year + (month < before.month)
    elif year is None:
        # The notice for 2019 moves days of December 2018, in its section 元旦 only.
        year = section.year - (month == 12 and "元旦" in section.name)
    try:
        when = date(year or 0, month or 0, day or 0)
    except ValueError:
        section.report("fault", f"{token[0]}：没有这一天", f"{token[0]}: no such date")
        return None
    weekday = _WEEKDAY.search(token[f"p{part}"] or "")
    if weekday is not None and "一二三四五六日天".index(weekday[1]) not in (
        when.weekday(),
        when.weekday() + (when.weekday() == 6),
    ):
        section.report("fault", f"{token[0]}：{when}不是{weekday[0]}", f"{token[0]}: {when} is not {weekday[0]}")
        return None
    return when


def _without_repeats(entries: list[DayEntry]) -> tuple[dict[date, DayEntry], list[Finding]]:
    """Each date once; a date that two sections give off stays with the first of them."""
    kept: dict[date, DayEntry] = {}
    for entry in entries:
        kept.setdefault(entry.date, entry)
    torn = {e.date for e in entries if e.kind != kept[e.date].kind}
    return kept, [_fault(f"{when}", "既写放假又写上班", "both off and at work") for when in sorted(torn)]


def _fault(where: str, zh: str, en: str) -> Finding:
    return Finding("fault", "notice", where, zh, en)
