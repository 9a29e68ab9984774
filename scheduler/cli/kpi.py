"""``paiban kpi``: figures of a period, plan against actual, bulletin and shortlist."""

from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language, out_option, period, period_options
from scheduler.cli.show import echo_json, table
from scheduler.words import pick


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@period_options
@click.option("--actuals", type=click.Path(path_type=Path, file_okay=False), help="Folder with attendance.csv and service.csv.")
@click.option("--grace", type=click.IntRange(0, 120), default=0, show_default=True, help="Minutes that count as neither late nor early.")
@click.option("--stars", type=click.IntRange(1, 50), default=3, show_default=True, help="Names on the shortlist.")
@click.option("--least-ratings", type=click.IntRange(1, 10**6), default=20, show_default=True, help="Ratings a person needs to be compared.")
@click.option("--no-demand", is_flag=True, help="Skip the forecast: no forecast error.")
@out_option
@json_option
@lang_option
def kpi(
    center: str, roster: Path, first: date | None, last: date | None, actuals: Path | None, grace: int, stars: int, least_ratings: int, no_demand: bool, out: Path | None, as_json: bool,
    lang: str | None,
) -> None:
    """KPIs of ROSTER (a roster.csv) over its own days, with --actuals against what happened.

    --out writes kpi.csv, stars.csv, kpi.xlsx and the monthly bulletin in both languages.
    """
    from scheduler.assemble import make_problem
    from scheduler.kpi import Assessment, kpi_figures, shortlist
    from scheduler.kpi.attended import of_days
    from scheduler.kpi.bulletin import kpi_files, line
    from scheduler.planning import forecast_center, need_of, open_center
    from scheduler.store.actuals import Actuals, read_actuals
    from scheduler.store.results import write_files
    from scheduler.store.roster_files import read_roster

    folder = open_center(center)
    found = read_roster(roster, folder.center)
    if not found.duties:
        raise click.ClickException(f"{roster}: holds no duty")
    start, end = period(folder, first or min(d.day for d in found.duties), last or max(d.day for d in found.duties))
    problem = make_problem(folder, start, end, () if no_demand else need_of(folder, forecast_center(folder, start, end)))
    found = of_days(found, problem.horizon.dates())
    known = read_actuals(actuals, problem.center) if actuals is not None else Actuals()
    settings = Assessment(grace=grace, stars=stars, least_ratings=least_ratings)
    figures = kpi_figures(problem, found, known, settings)
    best = shortlist(problem, found, known, settings)
    if out:
        write_files(out, kpi_files(problem, figures, best))
    tongue = language(lang)
    if as_json:
        echo_json({
            "figures": [{**asdict(f), "unit": f.unit, "article": f.article, "name_zh": f.name("zh"), "name_en": f.name("en")} for f in figures],
            "shortlist": [asdict(c) for c in best],
        })
        return
    rows = [tuple(pick(("指标|对象|计划|实际|依据", "figure|of|plan|actual|article"), tongue).split("|"))]
    rows += [(*line(problem, f, tongue), f.article) for f in figures]
    click.echo("\n".join(table(rows)))
    if best:
        names = [f"{problem.center.person[c.person].name(tongue)} ({c.person}) {c.score:.1f}" for c in best]
        click.echo(pick(("服务之星候选(由人决定):" + "、".join(names), "Service star shortlist (people decide): " + ", ".join(names)), tongue))
