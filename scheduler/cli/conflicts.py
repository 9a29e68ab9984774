"""``paiban conflicts``: what is wrong between the AB table, leave and a roster, by name."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language, period, period_options
from scheduler.cli.show import echo_json
from scheduler.domain.rule_settings import Level
from scheduler.words import pick


@click.command()
@center_argument
@click.argument("roster", required=False, type=click.Path(path_type=Path, dir_okay=False))
@period_options
@click.option("--pending", is_flag=True, help="Look at requests not approved yet as if they were granted.")
@click.option(
    "--apart", multiple=True, metavar="POST,POST", help="Two posts one person must not hold on a day; may be repeated."
)
@click.option("--no-demand", is_flag=True, help="Skip forecast and need: no word on load.")
@json_option
@lang_option
def conflicts(
    center: str,
    roster: Path | None,
    first: date | None,
    last: date | None,
    pending: bool,
    apart: tuple[str, ...],
    no_demand: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Conflicts of the AB chain in CENTER, and in ROSTER (a roster.csv) if given.

    Exit 0: nothing that must be acted on; 1: something; 2: unusable input.
    """
    from scheduler.assemble import make_problem
    from scheduler.conflicts import describe, find_conflicts
    from scheduler.events.beside import with_events_beside
    from scheduler.planning import forecast_center, need_of, open_center
    from scheduler.store.roster_files import read_roster

    folder = open_center(center)
    found = read_roster(roster, folder.center) if roster is not None else None
    folder = with_events_beside(folder, roster) if roster is not None else folder
    if found is not None and not found.duties:
        raise click.ClickException(f"{roster}: holds no duty")
    if found is not None and folder.horizon is None:
        first, last = first or min(d.day for d in found.duties), last or max(d.day for d in found.duties)
    start, end = period(folder, first, last)
    needs = () if no_demand else need_of(folder, forecast_center(folder, start, end))
    problem = make_problem(folder, start, end, needs)
    asked = [entry.absence() for entry in folder.leave if pending and entry.status == "requested"]
    lines = describe(
        problem,
        find_conflicts(
            problem, found, pending=asked, events=folder.events, apart=_pairs(apart, set(folder.center.post))
        ),
    )
    must = [line for line in lines if line.level is Level.MUST]
    if as_json:
        echo_json({"conflicts": [asdict(line) for line in lines], "must": len(must)})
    else:
        lang = language(lang)
        notes = len(lines) - len(must)
        click.echo(
            pick(
                (
                    f"AB岗冲突：须处理 {len(must)} 处，提醒 {notes} 处。",
                    f"AB conflicts: {len(must)} must be acted on, {notes} to note.",
                ),
                lang,
            )
        )
        for place, line in enumerate(lines, 1):
            click.echo(f"  {place}. {line.text(lang)}")
    raise click.exceptions.Exit(1 if must else 0)


def _pairs(given: tuple[str, ...], posts: set[str]) -> list[tuple[str, str]]:
    found = []
    for text in given:
        ids = [part.strip() for part in text.split(",")]
        if len(ids) != 2 or ids[0] == ids[1] or not set(ids) <= posts:
            raise click.UsageError(f"--apart {text!r}: expected two different posts of the center, like W1,W7")
        found.append((ids[0], ids[1]))
    return found
