"""``paiban simulate``: what customers meet under a roster."""

from dataclasses import asdict
from pathlib import Path

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language, seed_option
from scheduler.cli.show import echo_json


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--replications", type=click.IntRange(2, 100_000), default=700, show_default=True, help="Simulated horizons."
)
@click.option(
    "--volume",
    type=click.FloatRange(0.01, 100.0),
    default=1.0,
    show_default=True,
    help="Factor on all arrivals, and on the work that comes in with them.",
)
@click.option(
    "--activities",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An activities.csv: breaks and other blocks off the line.",
)
@click.option(
    "--deferred-runs",
    type=click.IntRange(0, 100_000),
    default=100,
    show_default=True,
    help="Runs in which work that may wait is done between customers; 0: not simulated.",
)
@click.option(
    "--reserve",
    type=click.FloatRange(0, 1000),
    help="People who stay idle for customers while such work is done; default: as the queue has it.",
)
@seed_option
@json_option
@lang_option
def simulate(
    center: str,
    roster: Path,
    replications: int,
    volume: float,
    activities: Path | None,
    deferred_runs: int,
    reserve: float | None,
    seed: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Simulate ROSTER (a roster.csv): service, waits, worst interval, bad days, double duty, work after closing, work that may wait."""
    from scheduler.activities.ahead import work_between
    from scheduler.assemble import calendar_of, make_problem
    from scheduler.events.beside import with_events_beside
    from scheduler.planning import forecast_center, need_of, open_center
    from scheduler.simulation_words import blended_lines, headline, queue_line, remarks
    from scheduler.staffing.simulation.simulate import simulate as run
    from scheduler.store.activity_files import read_activities
    from scheduler.store.roster_files import read_roster

    folder = open_center(center)
    found = read_roster(roster, folder.center)
    folder = with_events_beside(folder, roster)
    if not found.duties:
        raise click.ClickException(f"{roster}: holds no duty")
    first, last = min(d.day for d in found.duties), max(d.day for d in found.duties)
    problem = make_problem(folder, first, last, need_of(folder, forecast_center(folder, first, last)))
    if not problem.needs:
        raise click.ClickException(f"{center}: has no demand history, so there is nothing to simulate")
    off_line = read_activities(activities, problem.center) if activities is not None else ()
    # What has blocks of its own off the line is not done between customers as well.
    work = (
        work_between(
            problem, calendar_of(folder), folder.records, {block.routine for block in off_line}, volume, reserve
        )
        if deferred_runs > 1
        else ()
    )
    result = run(
        problem,
        found,
        off_line=off_line,
        replications=replications,
        seed=seed,
        volume=volume,
        work=work,
        work_runs=deferred_runs,
    )
    if as_json:
        echo_json(asdict(result))
        return
    tongue = language(lang)
    click.echo(headline(result, tongue))
    for queue in result.queues:
        click.echo("  " + queue_line(problem.center, queue, tongue))
    for line in blended_lines(problem.center, result, tongue):
        click.echo("  " + line)
    for remark in remarks(problem.center, result, tongue):
        click.echo("  · " + remark)
