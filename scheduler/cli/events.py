"""``paiban events``: trainings and meetings placed, and what is due when."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import (
    center_argument,
    json_option,
    lang_option,
    language,
    out_option,
    period,
    period_options,
)
from scheduler.cli.show import echo_json, table
from scheduler.words import date_text, pick

if TYPE_CHECKING:
    from scheduler.domain.problem import RosterProblem
    from scheduler.duty_calendar import DueDate
    from scheduler.events import Placement


@click.command()
@center_argument
@click.argument("roster", required=False, type=click.Path(path_type=Path, dir_okay=False))
@period_options
@click.option(
    "--within",
    type=click.IntRange(0, 60),
    default=0,
    show_default=True,
    help="Days before and after the announced one that will do as well.",
)
@click.option(
    "--trainer",
    multiple=True,
    metavar="EVENT=PERSON",
    help="Who teaches an event: at every group, off all posts; may be repeated.",
)
@click.option("--no-demand", is_flag=True, help="Skip forecast and need: peaks are then not avoided.")
@out_option
@json_option
@lang_option
def events(
    center: str,
    roster: Path | None,
    first: date | None,
    last: date | None,
    within: int,
    trainer: tuple[str, ...],
    no_demand: bool,
    out: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Place the events of CENTER so that no window closes; list the duties that fall due.

    Without ROSTER the windows are held by the AB table; events that a planned ROSTER has in it
    (events.json beside it) are left where they are. --out writes events.csv, events.json, the
    roster with the events in it, and the requests to print. Exit 0: everybody placed; 1: somebody could
    not be; 2: unusable input.
    """
    from scheduler.assemble import make_problem
    from scheduler.duties import calendar_of_duties
    from scheduler.events import Rooms, place_events
    from scheduler.events.beside import placed_in, with_events_beside
    from scheduler.events.files import event_files, record, request_page
    from scheduler.planning import forecast_center, need_of, open_center
    from scheduler.registers import applied
    from scheduler.solver.greedy import greedy_roster
    from scheduler.store.results import write_files
    from scheduler.store.roster_files import read_roster, roster_bytes

    folder = open_center(center)
    found = read_roster(roster, folder.center) if roster is not None else None
    if found is not None and not found.duties:
        raise click.ClickException(f"{roster}: holds no duty")
    if found is not None and folder.horizon is None:
        first, last = first or min(d.day for d in found.duties), last or max(d.day for d in found.duties)
    folder = with_events_beside(folder, roster) if roster is not None else folder
    there = placed_in(folder)
    start, end = period(folder, first, last)
    whole = applied(folder, start)
    teachers = _trainers(trainer, {e.id for e in whole.events}, set(folder.center.person))
    problem = make_problem(
        folder, start, end, () if no_demand else need_of(folder, forecast_center(folder, start, end))
    )
    placed = place_events(
        problem,
        found if found is not None else greedy_roster(problem),
        [e for e in whole.events if e.id not in there],
        Rooms.of(whole),
        teachers,
        within,
    )
    if out:
        tongue = "zh" if language(lang) == "zh" else "en"
        write_files(
            out,
            {
                **event_files(placed),
                **({"roster.csv": roster_bytes(placed[-1].roster)} if placed else {}),
                "requests.html": request_page(problem, placed, tongue),
            },
        )
    due = calendar_of_duties(folder, start, end)
    if as_json:
        echo_json({"events": [record(p) for p in placed], "duties": [asdict(d) for d in due]})
    else:
        if there:
            click.echo(
                pick(
                    (f"已在班表中：{'、'.join(sorted(there))}", f"In the roster already: {', '.join(sorted(there))}"),
                    language(lang),
                )
            )
        click.echo("\n".join([*_report(problem, placed, language(lang)), "", *_duties(problem, due, language(lang))]))
    raise click.exceptions.Exit(1 if any(p.unplaced or not p.groups for p in placed) else 0)


def _trainers(given: tuple[str, ...], known: set[str], people: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in given:
        event, _, person = text.partition("=")
        if event not in known or person not in people:
            raise click.UsageError(f"--trainer {text!r}: expected EVENT=PERSON with ids of the center, like E01=S05")
        found.setdefault(event, []).append(person)
    return found


def _report(problem: "RosterProblem", placed: tuple["Placement", ...], lang: str) -> list[str]:
    from scheduler.events.files import KINDS, group_text, span_text
    from scheduler.explain import person_name

    text = [pick((f"活动 {len(placed)} 项：", f"{len(placed)} events:"), lang)]
    for p in placed:
        event = p.event
        when = span_text(event.start, event.end, lang)
        verdict = (
            pick(("可照原定举行", "can be held as announced"), lang)
            if p.as_announced
            else pick(("须分批或改期", "to be split or moved"), lang)
        )
        note = f" · {event.note}" if event.note and lang == "zh" else ""
        text.append(f"{event.id} {pick(KINDS[event.kind], lang)} {when}: {verdict}{note}")
        for place, g in enumerate(p.groups, 1):
            text.append("  " + group_text(problem, place, g, lang))
        text += [
            f"  {pick(('未能安排', 'not placed'), lang)} {person_name(problem, who, lang)}: {pick(why, lang)}"
            for who, why in p.unplaced
        ]
        text += [f"  · {pick(words, lang)}" for words in (*p.reasons, *p.requests)]
        proof = (
            ("安排后复核：无新增硬性或必须问题", "checked: no new hard or must breach")
            if not p.new_breaches
            else ("复核发现新问题", "the check finds new breaches")
        )
        best = ("；已证明最优", "; proven best") if p.proven else ("；未证明最优", "; not proven best")
        text.append("  " + pick((proof[0] + best[0], proof[1] + best[1]), lang))
    return text


def _duties(problem: "RosterProblem", due: tuple["DueDate", ...], lang: str) -> list[str]:
    from scheduler.explain import person_name

    rows = [pick(("日期|事项|责任人|依据", "date|duty|whose|article"), lang).split("|")]
    for d in due:
        rows.append(
            [
                date_text(d.date, lang),
                d.name(lang),
                person_name(problem, d.person, lang) if d.person else d.who(lang),
                d.article,
            ]
        )
    return [pick(("例行事务日历：", "Calendar of duties:"), lang), *table(rows)]
