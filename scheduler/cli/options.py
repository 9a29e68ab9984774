"""Options and arguments that several commands share."""

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import click


class DateType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A calendar date, ``YYYY-MM-DD``."""

    name = "date"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r}: expected a date like 2026-09-07", param, ctx)


class MomentType(click.ParamType):  # type: ignore[type-arg]
    """A local moment, ``YYYY-MM-DDTHH:MM``."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r}: expected a moment like 2026-09-08T08:15", param, ctx)


def language(chosen: str | None) -> Literal["zh", "en"]:
    """``zh`` unless the option or the terminal's language says English."""
    if chosen:
        return "en" if chosen == "en" else "zh"
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if told.lower().startswith("en") else "zh"


Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

center_argument: Decorator = click.argument("center")
lang_option: Decorator = click.option("--lang", type=click.Choice(["zh", "en"]), help="Language of what is printed.")
json_option: Decorator = click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")
out_option: Decorator = click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the output files."
)
after_option: Decorator = click.option(
    "--after",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Output folder of the roster before: its last weeks, ledger and duty turn are taken over.",
)
seed_option: Decorator = click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
seconds_option: Decorator = click.option(
    "--seconds",
    type=click.FloatRange(1, 86400),
    default=40.0,
    show_default=True,
    help="Budget of the search, as seconds of an idle machine; same budget, same roster.",
)


def period_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--from`` and ``--to``; without them the center's own horizon."""
    command = click.option("--to", "last", type=DateType(), help="Last day, included.")(command)
    return click.option("--from", "first", type=DateType(), help="First day.")(command)


def period(folder: Any, first: date | None, last: date | None) -> tuple[date, date]:
    """The days to plan: options first, else the folder's horizon.

    Raises
    ------
    click.UsageError
        If neither says.
    """
    own = folder.horizon or (None, None)
    start, end = first or own[0], last or own[1]
    if start is None or end is None:
        raise click.UsageError("give --from and --to: the center names no horizon of its own")
    if end < start:
        raise click.UsageError(f"--to {end} is before --from {start}")
    if (end - start).days > 366:
        raise click.UsageError(f"{start} to {end} is more than a year; plan shorter periods")
    return start, end
