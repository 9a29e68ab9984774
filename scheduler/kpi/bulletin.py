"""The monthly inspection bulletin (4-18) and the files of ``paiban kpi --out``."""

from collections.abc import Mapping, Sequence

from scheduler.domain.problem import RosterProblem
from scheduler.explain import person_name
from scheduler.exports.kpi_sheet import kpi_workbook
from scheduler.kpi.stars import Candidate
from scheduler.kpi.types import SUBJECTS, UNITS, Figure
from scheduler.store.results import csv_bytes

COLUMNS = ("kpi", "subject", "name_zh", "name_en", "plan", "actual", "unit", "article")
STAR_COLUMNS = ("place", "person", "name_zh", "score", "satisfaction", "resolution", "error_rate", "ratings", "covers")

SHOWN = ("late", "early", "left_post", "absent", "unexplained")
"""Findings that the bulletin lists by person."""


def subject_name(problem: RosterProblem, subject: str, lang: str) -> str:
    """A queue, section, person, channel or kind of burden as people call it."""
    if subject in SUBJECTS:
        return SUBJECTS[subject][0 if lang == "zh" else 1]
    if subject.startswith("site:"):
        return subject.removeprefix("site:")
    section = problem.center.section.get(subject)
    if section is not None:
        return section.name_zh if lang == "zh" else section.name_en
    queue = problem.center.queue.get(subject)
    if queue is not None:
        return queue.name_zh if lang == "zh" else queue.name_en
    return person_name(problem, subject, lang)


def number(value: float | None, unit: str) -> str:
    """A figure as shown: whole minutes and counts, one decimal else, three for an index, – for nothing."""
    if value is None:
        return "–"
    return (
        f"{value:.3f}" if unit == "index" else f"{value:.0f}" if unit in ("min", "count", "cases") else f"{value:.1f}"
    )


def line(problem: RosterProblem, figure: Figure, lang: str) -> tuple[str, str, str, str]:
    """Name, subject, plan and actual with unit."""
    unit = UNITS[figure.unit][0 if lang == "zh" else 1]
    both = [number(v, figure.unit) for v in (figure.plan, figure.actual)]
    plan, actual = (f"{text} {unit}".strip() if text != "–" else text for text in both)
    return figure.name(lang), subject_name(problem, figure.subject, lang), plan, actual


def bulletin(problem: RosterProblem, figures: Sequence[Figure], stars: Sequence[Candidate], lang: str = "zh") -> str:
    """The bulletin as text: figures of the center, findings by person, what must be put right, shortlist."""
    zh = lang == "zh"
    center, first, last = problem.center, problem.horizon.start, problem.horizon.last
    text = [
        f"{center.name(lang)} {'窗口与热线运行情况通报' if zh else '– bulletin on windows and hotline'}",
        f"{first} – {last}",
        "",
    ]
    text.append("一、总体情况(计划 / 实际)" if zh else "1. Figures (plan / actual)")
    text += [
        _sentence(problem, f, lang)
        for f in figures
        if not f.subject or f.subject in SUBJECTS or f.kpi in ("wape", "bias", "legal")
    ]
    text += ["", "二、出勤与在岗" if zh else "2. Attendance"]
    named = [f for f in figures if f.kpi in SHOWN and f.subject and f.actual]
    text += [_sentence(problem, f, lang) for f in named] or ["  " + ("未发现问题" if zh else "nothing found")]
    text += ["", "三、需要整改" if zh else "3. To be put right"]
    text += to_mend(figures, lang) or ["  " + ("无" if zh else "nothing")]
    text += ["", "四、服务之星候选(仅供评议，由人决定)" if zh else "4. Service star: shortlist only, people decide"]
    text += [f"  {i}. {person_name(problem, c.person, lang)} {c.score:.1f}" for i, c in enumerate(stars, 1)] or [
        "  " + ("无符合条件者" if zh else "nobody qualifies")
    ]
    return "\n".join(text) + "\n"


def _sentence(problem: RosterProblem, figure: Figure, lang: str) -> str:
    name, subject, plan, actual = line(problem, figure, lang)
    value = actual if figure.plan is None else plan if figure.actual is None else f"{plan} / {actual}"
    return f"  {name} · {subject}:{value}" if lang == "zh" else f"  {name} · {subject}: {value}"


def to_mend(figures: Sequence[Figure], lang: str) -> list[str]:
    """What breaks a rule: empty posts, breaches of the law on hours, people missing without a word."""
    zh, found = lang == "zh", []
    for f in figures:
        value = f.actual if f.actual is not None else f.plan
        if not value:
            continue
        if f.kpi == "empty_minutes":
            found.append(
                f"  空岗 {value:.0f} 分钟：补足AB岗，核查请假审批(3-07)"
                if zh
                else f"  Posts empty for {value:.0f} min: complete the AB table, review leave (3-07)"
            )
        elif f.kpi == "legal":
            found.append(
                f"  工时违规 {value:.0f} 处({f.subject})：立即调整班表"
                if zh
                else f"  {value:.0f} breaches of {f.subject}: change the roster at once"
            )
        elif f.kpi == "unexplained" and not f.subject:
            found.append(
                f"  未到岗待核 {value:.0f} 人次：由人核实后再认定(3-45)"
                if zh
                else f"  {value:.0f} times not there: a human looks into it first (3-45)"
            )
    return found


def kpi_files(problem: RosterProblem, figures: Sequence[Figure], stars: Sequence[Candidate]) -> dict[str, bytes]:
    """``kpi.csv``, ``stars.csv``, the bulletin in both languages and a workbook."""
    rows = [(f.kpi, f.subject, f.name("zh"), f.name("en"), f.plan, f.actual, f.unit, f.article) for f in figures]
    best = [
        (
            i,
            c.person,
            problem.center.person[c.person].name_zh,
            c.score,
            c.satisfaction,
            c.resolution,
            c.error_rate,
            c.ratings,
            c.covers,
        )
        for i, c in enumerate(stars, 1)
    ]
    return {
        "kpi.csv": csv_bytes(COLUMNS, rows),
        "stars.csv": csv_bytes(STAR_COLUMNS, best),
        "bulletin_zh.txt": bulletin(problem, figures, stars, "zh").encode("utf-8-sig"),
        "bulletin_en.txt": bulletin(problem, figures, stars, "en").encode("utf-8-sig"),
        "kpi.xlsx": kpi_workbook(
            problem.center.name_zh,
            [_record(problem, f) for f in figures],
            [dict(zip(STAR_COLUMNS, row, strict=True)) for row in best],
        ),
    }


def _record(problem: RosterProblem, figure: Figure) -> Mapping[str, object]:
    return {
        "指标": figure.name("zh"),
        "对象": subject_name(problem, figure.subject, "zh"),
        "计划": figure.plan,
        "实际": figure.actual,
        "单位": UNITS[figure.unit][0],
        "依据": figure.article,
        "KPI": figure.name("en"),
    }
