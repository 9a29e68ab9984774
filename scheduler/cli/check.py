"""``paiban check``: what is wrong with any roster."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language, period_options
from scheduler.cli.show import breach_report, echo_json
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.words import pick


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@period_options
@json_option
@lang_option
@click.option("--no-demand", is_flag=True, help="Skip forecast and need: check the rules on people only.")
@click.option(
    "--activities",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An activities.csv to check against the roster as well.",
)
def check(
    center: str,
    roster: Path,
    first: date | None,
    last: date | None,
    as_json: bool,
    lang: str | None,
    no_demand: bool,
    activities: Path | None,
) -> None:
    """Breaches of ROSTER (a roster.csv). Exit 0: none hard or must; 1: some; 2: unusable input."""
    from scheduler.activities.check import check_off_line
    from scheduler.cli.off_line import activity_report
    from scheduler.events.beside import FILE
    from scheduler.planning import recheck
    from scheduler.results import breach_dicts
    from scheduler.store.activity_files import read_activities

    problem, found = load_roster(center, roster, first, last, no_demand)
    if not as_json and not (roster.parent / FILE).is_file() and _held_events(center, problem):
        click.echo(
            pick(
                (
                    f"注意：{roster.parent} 中没有 {FILE}，培训、会议占用的时间会被当作未排班；请与班表放在一起",
                    f"note: no {FILE} in {roster.parent}: time at trainings and meetings counts as not rostered; "
                    "keep it beside the roster",
                ),
                language(lang),
            ),
            err=True,
        )
    checked, lines = recheck(problem, found)
    off_line = (
        check_off_line(problem, found, read_activities(activities, problem.center)) if activities is not None else None
    )
    if as_json:
        told = {
            "breaches": breach_dicts(lines),
            "cost": {str(k): v for k, v in checked.costs.items()},
            "clean": checked.clean,
        }
        echo_json({**told, "off_line": [asdict(line) for line in off_line.lines]} if off_line is not None else told)
    else:
        text = breach_report(lines, language(lang))
        click.echo("\n".join(text if off_line is None else [*text, *activity_report(off_line, language(lang))]))
    raise click.exceptions.Exit(0 if checked.clean and (off_line is None or off_line.clean) else 1)


def _held_events(center: str, problem: RosterProblem) -> bool:
    """Whether the center has trainings or meetings in the period."""
    from scheduler.planning import open_center

    first, last = problem.horizon.start, problem.horizon.last
    return any(first <= event.start.date() <= last for event in open_center(center).events)


def load_roster(
    center: str, path: Path, first: date | None, last: date | None, no_demand: bool = False
) -> tuple[RosterProblem, Roster]:
    """Problem and roster for a center and a roster file; the days default to those of the file."""
    from scheduler.assemble import make_problem
    from scheduler.events.beside import with_events_beside
    from scheduler.planning import forecast_center, need_of, open_center
    from scheduler.store.roster_files import read_roster

    folder = open_center(center)
    found = read_roster(path, folder.center)
    folder = with_events_beside(folder, path)
    if not found.duties:
        raise click.ClickException(f"{path.name}: holds no duty")
    start = first or min(d.day for d in found.duties)
    end = last or max(d.day for d in found.duties)
    if folder.horizon and first is None and last is None and folder.horizon[0] <= start and end <= folder.horizon[1]:
        start, end = folder.horizon  # days without any duty at the edges count as well
    needs = () if no_demand else need_of(folder, forecast_center(folder, start, end))
    # A part of a longer roster: what lies before it is history, what lies after it is not asked about.
    past = Roster.of({*folder.past.duties, *(d for d in found.duties if d.day < start)})
    return make_problem(folder, start, end, needs, past=past), Roster.of(
        d for d in found.duties if start <= d.day <= end
    )
