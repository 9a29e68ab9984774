"""``paiban offline``: breaks, meals, call-backs and other blocks off the line, placed into a roster."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language, period_options
from scheduler.cli.show import echo_json, table
from scheduler.words import date_text, pick

if TYPE_CHECKING:
    from scheduler.activities.check import ActivityLine, CheckedOffLine
    from scheduler.activities.types import OffLine
    from scheduler.domain.problem import RosterProblem

SHOWN = 8
"""What is left out is told in full up to so many lines."""


@click.command(name="offline")
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@period_options
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write activities.csv here.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="List the blocks of this day.")
@click.option("--no-demand", is_flag=True, help="Skip forecast and need: only posts, keys and the reserve are watched.")
@json_option
@lang_option
def off_line(
    center: str,
    roster: Path,
    first: date | None,
    last: date | None,
    out: Path | None,
    day: Any,
    no_demand: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Place breaks, meals, call-backs and other blocks off the line into ROSTER (a roster.csv).

    Exit 0: everything that must be placed is; 1: something could not be; 2: unusable input.
    """
    from scheduler.activities.place import place_off_line
    from scheduler.cli.check import load_roster
    from scheduler.store.activity_files import activity_bytes
    from scheduler.store.whole_folder import replace_file

    problem, found = load_roster(center, roster, first, last, no_demand)
    if not problem.center.off_line:
        raise click.ClickException(
            f"{center}: no routines.csv, backlogs.csv or tasks.csv, so nothing is done off the line"
        )
    placed = place_off_line(problem, found)
    if out is not None:
        replace_file(out, activity_bytes(placed.activities))
    if as_json:
        echo_json(off_line_record(problem, placed))
    else:
        lines = off_line_report(problem, placed, language(lang))
        click.echo("\n".join([*lines, *(_day(problem, placed, day.date(), language(lang)) if day else ())]))
    raise click.exceptions.Exit(1 if any(x.level == "MUST" for x in placed.left_out) else 0)


def off_line_record(problem: "RosterProblem", placed: "OffLine") -> Mapping[str, Any]:
    """Figures, blocks and what is left out, for machines."""
    from scheduler.activities import words
    from scheduler.summary import off_line_figures

    left = []
    for missed in placed.left_out:
        zh, en = words.left_out(problem, missed)
        left.append(
            {
                "date": problem.date(missed.day),
                "routine": missed.routine,
                "kind": missed.kind,
                "person": missed.person,
                "minutes": missed.minutes,
                "level": missed.level,
                "obstacle": missed.obstacle.kind,
                "text_zh": zh,
                "text_en": en,
            }
        )
    blocks = [
        {
            "date": a.day,
            "person": a.person,
            "kind": a.kind,
            "start": a.start,
            "end": a.end,
            "article": a.article,
            "routine": a.routine,
            "post": a.post,
            "partner": a.partner,
        }
        for a in placed.activities
    ]
    return {**off_line_figures(placed), "activities": blocks, "left_out": left}


def off_line_report(problem: "RosterProblem", placed: "OffLine", lang: str) -> list[str]:
    """How much of each routine is placed, what it costs, and what is left out and why."""
    from scheduler.activities import words

    if not problem.center.off_line:
        return []
    done: dict[str, int] = defaultdict(int)
    for a in placed.activities:
        if a.kind != "relief":
            done[a.routine] += int((a.end - a.start).total_seconds() // 60)
    left: dict[str, int] = defaultdict(int)
    for missed in placed.left_out:
        left[missed.routine] += missed.minutes
    rows = [
        pick(("离线安排|依据|已排(小时)|未排(分钟)", "off the line|article|placed (h)|left out (min)"), lang).split("|")
    ]
    for item in problem.center.off_line:
        rows.append(
            [item.name(lang), words.article_of(problem, item.id), f"{done[item.id] / 60:.1f}", str(left[item.id])]
        )
    short = sum(p.short for p in placed.prices)
    text = [*table(rows, "")]
    text.append(
        pick(
            (f"因离线低于需求：{short}人分钟", f"Below the need through blocks off the line: {short} head-minutes"),
            lang,
        )
    )
    must = [x for x in placed.left_out if x.level == "MUST"]
    rest = [x for x in placed.left_out if x.level != "MUST"]
    for head, some in (
        (pick(("必须而未能安排", "Must be placed and could not be"), lang), must),
        (pick(("未能安排", "Not placed"), lang), rest),
    ):
        if some:
            text.append(f"{head} ({len(some)}):")
            text += [f"  · {pick(words.left_out(problem, x), lang)}" for x in some[: None if some is must else SHOWN]]
    return text


def _day(problem: "RosterProblem", placed: "OffLine", day: date, lang: str) -> Sequence[str]:
    from scheduler.activities import words
    from scheduler.explain import person_name, post_name

    rows = []
    for a in placed.activities:
        if a.day == day:
            with_whom = person_name(problem, a.partner, lang) if a.partner else ""
            what = words.kind_name(a.kind, lang) if a.kind == "relief" else words.routine_name(problem, a.routine, lang)
            rows.append(
                [
                    f"{a.start:%H:%M}–{a.end:%H:%M}",
                    person_name(problem, a.person, lang),
                    what,
                    post_name(problem, a.post, lang) if a.post else "",
                    with_whom,
                ]
            )
    return [date_text(day, lang), *table(sorted(rows))]


def activity_report(checked: "CheckedOffLine", lang: str) -> list[str]:
    """What a check of activities found."""
    from scheduler.domain.rule_settings import Level

    strong: list[ActivityLine] = [line for line in checked.lines if line.level is not Level.SOFT]
    weak = [line for line in checked.lines if line.level is Level.SOFT]
    if not strong:
        text = [
            pick(("离线时段没有违反硬性或必须要求。", "Blocks off the line break nothing of level hard or must."), lang)
        ]
    else:
        text = [pick((f"离线时段有 {len(strong)} 处问题：", f"{len(strong)} problems with blocks off the line:"), lang)]
        text += [f"  {i}. {line.text(lang)}" for i, line in enumerate(strong, 1)]
    if weak:
        text.append(pick((f"可改进 {len(weak)} 处，例如：", f"{len(weak)} could be better, for example:"), lang))
        text += [f"  · {line.text(lang)}" for line in weak[:5]]
    return text
