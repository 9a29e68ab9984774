"""``paiban rotation``: who has been on the same post for long."""

from dataclasses import asdict
from datetime import date, datetime

import click

from scheduler.cli.options import DateType, center_argument, json_option, lang_option, language
from scheduler.cli.show import echo_json


@click.command()
@center_argument
@click.option("--on", "on", type=DateType(), help="Date to look at; by default the center's today.")
@click.option(
    "--months",
    type=click.IntRange(1, 600),
    default=36,
    show_default=True,
    help="Months on one post after which a change is proposed.",
)
@json_option
@lang_option
def rotation(center: str, on: date | None, months: int, as_json: bool, lang: str | None) -> None:
    """Months each A has been on the post, and whom a change could be made with (1-16). Exit 1 if one is due."""
    from scheduler.planning import open_center
    from scheduler.rotation import turn_text, turns

    tongue = language(lang)
    folder = open_center(center)
    today = on or folder.today or date.today()
    found = turns(folder.center, today.date() if isinstance(today, datetime) else today, months)
    if as_json:
        echo_json(
            [
                {
                    **asdict(turn),
                    "text_zh": turn_text(folder.center, turn, "zh"),
                    "text_en": turn_text(folder.center, turn, "en"),
                }
                for turn in found
            ]
        )
    else:
        for turn in found:
            click.echo(("! " if turn.due else "  ") + turn_text(folder.center, turn, tongue))
        if not found:
            click.echo("没有设A岗的岗位" if tongue == "zh" else "no post has an A")
    raise click.exceptions.Exit(1 if any(turn.due for turn in found) else 0)
