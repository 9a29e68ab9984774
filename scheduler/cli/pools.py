"""``paiban pools``: queues that share people, and whom to train."""

from datetime import date

import click

from scheduler.cli.options import (
    center_argument,
    json_option,
    lang_option,
    language,
    period,
    period_options,
    seed_option,
)
from scheduler.cli.show import echo_json


@click.command()
@center_argument
@period_options
@click.option(
    "--intervals",
    type=click.IntRange(1, 50),
    default=3,
    show_default=True,
    help="The busiest intervals to work out, by pool.",
)
@seed_option
@json_option
@lang_option
def pools(
    center: str, first: date | None, last: date | None, intervals: int, seed: int, as_json: bool, lang: str | None
) -> None:
    """Heads for queues that share people: apart, as one, with today's skills, and which training brings most."""
    from scheduler.planning import forecast_center, need_of, open_center, targets_of
    from scheduler.pools.answer import answer
    from scheduler.pools.of_center import busiest, streams
    from scheduler.pools.of_center import pools as pools_of
    from scheduler.pools.words import answer_lines, as_dict, pool_lines

    tongue = language(lang)
    folder = open_center(center)
    start, end = period(folder, first, last)
    cells = need_of(folder, forecast_center(folder, start, end))
    if not cells:
        raise click.UsageError(f"{center}: has no demand history")
    targets = {queue: how.target for queue, how in targets_of(folder.center).items()}
    told = []
    for pool in pools_of(folder.center, start, folder.demand_types):
        answers = [
            answer(pool, at, streams(pool, cells, at, targets, folder.demand_types), seed)
            for at in busiest(pool, cells, intervals)
        ]
        if as_json:
            told.append(as_dict(folder.center, pool, answers))
            continue
        click.echo("\n".join(pool_lines(folder.center, pool, tongue)))
        for found in answers:
            click.echo("\n".join("  " + line for line in answer_lines(folder.center, pool, found, tongue)))
        told.append({})
    if as_json:
        echo_json(told)
    elif not told:
        click.echo("没有两个队列共用人员" if tongue == "zh" else "no two queues share people")
