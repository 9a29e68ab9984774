"""What is handed out of a month: bulletin to print, workbook, the export for an evaluation by others, trends and ranking."""

import io
import zipfile
from collections.abc import Sequence

from scheduler.domain.problem import RosterProblem
from scheduler.explain import person_name
from scheduler.exports.bulletin_page import Part, bulletin_page
from scheduler.kpi.analysis import analysis
from scheduler.kpi.bulletin import SHOWN, kpi_files, line, to_mend
from scheduler.kpi.months import Month
from scheduler.kpi.ranking import Ranked, yearly_ranking
from scheduler.kpi.special_checks import special_checks, urgent_misses, words_of
from scheduler.kpi.types import NAMES, SUBJECTS, Figure
from scheduler.store.results import csv_bytes
from scheduler.words import pick

EVALUATION = ("center", "month", "kpi", "subject", "plan", "actual", "unit", "article")
TRENDS = ("month", "kpi", "subject", "name_zh", "name_en", "value", "unit")
RANKING = ("year", "section", "place", "person", "name_zh", "score", "months", "covers")


def month_files(months: Sequence[Month], chosen: int = -1) -> dict[str, bytes]:
    """Every file of one month, with the months before it for comparison.

    Raises
    ------
    IndexError
        Without months.
    """
    month = months[chosen]
    until = months[: list(months).index(month) + 1]
    files = kpi_files(month.problem, month.figures, month.stars)
    for lang in ("zh", "en"):
        files[f"bulletin_{lang}.html"] = printed_bulletin(until, lang)
    files["evaluation.csv"] = evaluation(until)
    files["trends.csv"] = trends(until)
    files["ranking.csv"] = ranking_bytes(month.problem, month.first.year, yearly_ranking(until, month.first.year))
    return files


def month_archive(months: Sequence[Month]) -> bytes:
    """The same files in one ZIP archive; equal months give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file, content in month_files(months).items():
            archive.writestr(zipfile.ZipInfo(file), content)
    return buffer.getvalue()


def printed_bulletin(months: Sequence[Month], lang: str) -> bytes:
    """The bulletin of the last month (4-18): figures, attendance, analysis, what must be put right, shortlist."""
    month = months[-1]
    problem = month.problem
    zh = lang == "zh"
    center = [f for f in month.figures if not f.subject]
    named = [f for f in month.figures if f.kpi in SHOWN and f.subject in problem.center.person and f.actual]
    checks = [pick(words_of(problem, c), lang) for c in special_checks(problem, month.actuals)]
    checks += [pick(words, lang) for words in urgent_misses(problem, month.actuals)]
    nothing = "无" if zh else "none"
    stars = [
        f"{i}. {person_name(problem, c.person, lang)} {c.score:.1f} – {pick(c.reason, lang)}"
        for i, c in enumerate(month.stars, 1)
    ]
    parts = (
        Part("一、总体情况" if zh else "1. Figures", (), _table(problem, center, lang)),
        Part(
            "二、队列、渠道与科室" if zh else "2. Queues, channels and sections",
            (),
            _table(problem, _grouped(month), lang),
        ),
        Part(
            "三、出勤与在岗" if zh else "3. Attendance",
            () if named else (nothing,),
            _table(problem, named, lang) if named else (),
        ),
        Part(
            "四、与上月比较" if zh else "4. Against the month before",
            tuple(pick(w, lang) for w in analysis(months)) or (nothing,),
        ),
        Part(
            "五、需要整改与专项检查" if zh else "5. To be put right, special checks",
            (*(t.strip() for t in to_mend(month.figures, lang)), *checks) or (nothing,),
        ),
        Part(
            "六、服务之星候选(仅供评议，由人决定)" if zh else "6. Service star: a shortlist only, people decide",
            tuple(stars) or (nothing,),
        ),
    )
    title = f"{problem.center.name(lang)} {'窗口与热线运行情况通报' if zh else '– bulletin on windows and hotline'}"
    return bulletin_page(
        lang,
        title,
        f"{month.first} – {month.last}",
        parts,
        ("编制：", "审核：", "日期：") if zh else ("Made by:", "Checked by:", "Date:"),
    )


def _grouped(month: Month) -> list[Figure]:
    """Figures of queues, channels, sections and burdens, without those of people."""
    return [f for f in month.figures if f.subject and f.subject not in month.problem.center.person]


def _table(problem: RosterProblem, figures: Sequence[Figure], lang: str) -> tuple[tuple[str, ...], ...]:
    head = ("指标", "对象", "计划", "实际", "依据") if lang == "zh" else ("figure", "of", "plan", "actual", "article")
    return (head, *((*line(problem, f, lang), f.article) for f in figures))


def evaluation(months: Sequence[Month]) -> bytes:
    """Figures of center, queues, channels and sections for evaluators from outside (2-15): no person is named."""
    return csv_bytes(
        EVALUATION,
        [
            (m.problem.center.id, m.name, f.kpi, f.subject, f.plan, f.actual, f.unit, f.article)
            for m in months
            for f in m.figures
            if f.subject not in m.problem.center.person
        ],
    )


def trends(months: Sequence[Month]) -> bytes:
    """Each figure of center and subjects by month, people left out."""
    return csv_bytes(
        TRENDS,
        [
            (
                m.name,
                f.kpi,
                f.subject,
                NAMES[f.kpi][0],
                NAMES[f.kpi][1],
                f.plan if f.actual is None else f.actual,
                f.unit,
            )
            for m in months
            for f in m.figures
            if f.subject not in m.problem.center.person
            and (not f.subject or f.subject not in SUBJECTS or ":" in f.subject)
        ],
    )


def ranking_bytes(problem: RosterProblem, year: int, ranked: Sequence[Ranked]) -> bytes:
    """The yearly ranking as a table."""
    return csv_bytes(
        RANKING,
        [
            (year, r.section, r.place, r.person, problem.center.person[r.person].name_zh, r.score, r.months, r.covers)
            for r in ranked
        ],
    )
