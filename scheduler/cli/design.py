"""``paiban design``: which shifts, how many, for the need of a week."""

from datetime import date, timedelta
from typing import Any

import click

from scheduler.cli.options import DateType, center_argument, json_option, lang_option, language, period
from scheduler.cli.show import echo_json
from scheduler.domain.clock import Horizon

Minutes = tuple[int, ...]


class HoursType(click.ParamType):  # type: ignore[type-arg]
    """Hours, one or several with commas: ``8`` or ``4,8.5``; answers minutes."""

    name = "hours"

    def convert(self, value: Any, param: Any, ctx: Any) -> Minutes:
        if isinstance(value, tuple):
            return value
        try:
            found = tuple(round(60 * float(part)) for part in str(value).split(","))
        except ValueError:
            found = ()
        if not found or min(found) <= 0 or max(found) > 24 * 60:
            self.fail(f"{value!r}: expected hours such as 8 or 4,8.5", param, ctx)
        return found


@click.command()
@click.option("--from", "first", type=DateType(), help="First day; seven days are designed as a typical week.")
@click.option("--queue", help="Queue; by default the first that is served by shifts.")
@click.option(
    "--lengths", type=HoursType(), default="8.5", show_default=True, help="Lengths in hours, breaks included."
)
@click.option(
    "--every",
    type=click.IntRange(15, 720),
    default=60,
    show_default=True,
    help="Shifts may begin every so many minutes.",
)
@click.option(
    "--starts",
    type=HoursType(),
    help="Hours of the day at which shifts may begin, instead of --every: 24,8,16 (24 is midnight).",
)
@click.option(
    "--meal",
    type=click.IntRange(0, 120),
    default=30,
    show_default=True,
    help="Meal break of shifts from six hours on, minutes, three to five hours after their start.",
)
@click.option(
    "--rest",
    type=click.IntRange(0, 60),
    default=0,
    show_default=True,
    help="A paid rest as well, one to two and a half hours after the start, minutes.",
)
@click.option("--split", type=HoursType(), help="Gaps of split shifts in hours.")
@click.option(
    "--shifts",
    "budget",
    type=click.IntRange(1, 100_000),
    help="Shifts there are; by default what the head-count model takes.",
)
@click.option(
    "--kinds", type=click.IntRange(1, 500), help="Different shifts (start and end) at most; by default as many as help."
)
@click.option(
    "--seconds",
    type=click.FloatRange(1, 3600),
    default=30.0,
    show_default=True,
    help="Limit of each of the two searches.",
)
@json_option
@lang_option
@center_argument
def design(
    center: str,
    first: date | None,
    queue: str | None,
    lengths: Minutes,
    every: int,
    starts: Minutes | None,
    meal: int,
    rest: int,
    split: Minutes | None,
    budget: int | None,
    kinds: int | None,
    seconds: float,
    as_json: bool,
    lang: str | None,
) -> None:
    """From the need of a week to shifts: the head-count model, and as many shifts that serve more customers."""
    from scheduler.planning import forecast_center, need_of, open_center, targets_of
    from scheduler.shift_design.plan import plan_shifts
    from scheduler.shift_design.wanted import Unfit, Wanted, served_by_shifts
    from scheduler.shift_design.wanted import every as every_minutes
    from scheduler.shift_design.words import as_dict, lines

    folder = open_center(center)
    start, _ = period(folder, first, None if first is None else first + timedelta(days=6))
    served = served_by_shifts(folder.center)
    if not served or (queue is not None and queue not in served):
        raise click.UsageError(
            f"{center}: no queue {queue or ''} that is served by shifts; there are: {', '.join(served) or 'none'}"
        )
    chosen = queue or served[0]
    end = start + timedelta(days=6)
    horizon = Horizon.between(start, end)
    cells = [c for c in need_of(folder, forecast_center(folder, start, end)) if c.queue == chosen]
    if not cells:
        raise click.UsageError(f"{center}: queue {chosen} has no demand history")
    wanted = Wanted(starts or every_minutes(every), lengths, meal, rest, split or (), budget, kinds)
    try:
        allowed = wanted.allowed(folder.center.slot_minutes)
    except Unfit as error:
        raise click.UsageError(str(error)) from None
    made = plan_shifts(
        cells,
        [horizon.minute(c.start) for c in cells],
        targets_of(folder.center)[chosen].target,
        allowed,
        7,
        budget=budget,
        seconds=seconds,
        kinds=kinds,
    )
    if as_json:
        echo_json(as_dict(made, horizon))
        return
    click.echo("\n".join(lines(made, horizon, language(lang))))
