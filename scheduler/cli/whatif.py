"""``paiban whatif``: scenarios beside the baseline."""

from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import (
    center_argument,
    json_option,
    lang_option,
    language,
    out_option,
    period,
    period_options,
    seconds_option,
    seed_option,
)
from scheduler.cli.show import echo_json, table
from scheduler.words import pick


def _replications(context: click.Context, option: click.Parameter, value: int) -> int:
    """None at all, or enough for an interval of confidence: one run has none."""
    if value != 0 and not 2 <= value <= 20_000:
        raise click.BadParameter(f"{value} given, expected 0 (no simulation) or 2 to 20000")
    return value


@click.command()
@center_argument
@click.argument("scenarios", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@period_options
@out_option
@seconds_option
@seed_option
@click.option(
    "--replications",
    type=int,
    default=200,
    show_default=True,
    callback=_replications,
    help="Simulated periods for each, 2 to 20,000, the same customers for all; 0: no simulation.",
)
@json_option
@lang_option
def whatif(
    center: str,
    scenarios: tuple[Path, ...],
    first: date | None,
    last: date | None,
    out: Path | None,
    seconds: float,
    seed: int,
    replications: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Plan CENTER as it is and under each scenario file, and compare, simulated service included."""
    from scheduler.domain.solution import Limits
    from scheduler.measures import NAMES, unit
    from scheduler.planning import open_center
    from scheduler.results import write_plan
    from scheduler.scenario import Scenario, apply, compare
    from scheduler.simulation_words import compared_line

    lang = language(lang)
    folder = open_center(center)
    loaded = [Scenario.load(path) for path in scenarios]
    for scenario in loaded:
        apply(folder, scenario)  # every fault is told before the first minute is spent
    start, end = period(folder, first, last)
    limits = Limits.of(seconds, seed)
    results = compare(folder, loaded, start, end, limits, replications=replications)
    if out:
        for number, compared in enumerate(results):
            write_plan(compared.plan, limits, out / ("baseline" if number == 0 else scenarios[number - 1].stem))
    if as_json:
        echo_json(
            [
                {
                    "name_zh": r.name_zh,
                    "name_en": r.name_en,
                    "status": str(r.plan.solution.status),
                    "measures": r.measures.values,
                    "delta": r.delta,
                    "simulated_change": {"service": r.change.service, "margin": r.change.margin} if r.change else None,
                }
                for r in results
            ]
        )
        return
    rows = [("", *(r.name(lang) for r in results))]
    keys = [k for k in NAMES if any(k in r.measures.values for r in results)]
    for key in keys:
        cells = []
        for r in results:
            value = r.measures.values.get(key)
            change = r.delta.get(key, 0)
            cells.append(
                "–"
                if value is None
                else f"{value:,.1f}".rstrip("0").rstrip(".") + (f" ({change:+,.1f})" if abs(change) >= 0.05 else "")
            )
        rows.append((f"{pick(NAMES[key][:2], lang)} [{unit(key, lang)}]", *cells))
    click.echo("\n".join(table(rows, "")))
    for r in results:
        if r.simulated is not None:
            click.echo(compared_line(r.name(lang), r.simulated, r.change, lang))
