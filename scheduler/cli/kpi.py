"""``paiban kpi``: figures of a period, plan against actual, bulletin and shortlist."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
from scheduler.words import pick

if TYPE_CHECKING:
    from scheduler.kpi.months import Month
    from scheduler.store.folder import CenterFolder


@click.command()
@center_argument
@click.argument("roster", required=False, type=click.Path(path_type=Path, dir_okay=False))
@period_options
@click.option(
    "--actuals",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder with attendance.csv, service.csv, reviews.csv; default: actuals/ of the center.",
)
@click.option(
    "--covers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Log of covers (paiban cover --log): double duty, stand-ins and posts left as they were.",
)
@click.option(
    "--grace", type=click.IntRange(0, 120), help="Minutes that count as neither late nor early; default: the center's."
)
@click.option("--stars", type=click.IntRange(1, 50), help="Names on the shortlist; default: the center's.")
@click.option(
    "--least-ratings",
    type=click.IntRange(1, 10**6),
    help="Ratings a person needs to be compared; default: the center's.",
)
@click.option("--no-demand", is_flag=True, help="Skip the forecast: no forecast error.")
@out_option
@json_option
@lang_option
def kpi(
    center: str,
    roster: Path | None,
    first: date | None,
    last: date | None,
    actuals: Path | None,
    covers: Path | None,
    grace: int | None,
    stars: int | None,
    least_ratings: int | None,
    no_demand: bool,
    out: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """KPIs of ROSTER (a roster.csv) over its own days, against what happened on them.

    Without ROSTER: of the last whole month of record (or the month of --to), from the actuals and
    rosters that lie in the center's folder. --out writes the figures, shortlist, workbook, the
    monthly bulletin in both languages, trends over the months, the yearly ranking, and the export
    for evaluators from outside.
    """
    from scheduler.kpi.report import month_files
    from scheduler.planning import open_center
    from scheduler.store.results import write_files

    folder = open_center(center)
    given = {
        key: value
        for key, value in (("grace", grace), ("stars", stars), ("least_ratings", least_ratings))
        if value is not None
    }
    settings = replace(folder.center.assessment, **given)  # type: ignore[arg-type]
    folder = replace(folder, center=replace(folder.center, assessment=settings))
    months, place = _months(folder, roster, first, last, actuals, covers, not no_demand)
    if out:
        write_files(out, month_files(months, place))
    if as_json:
        echo_json(_told(months, place))
        return
    _show(months, place, language(lang))


def _months(
    folder: "CenterFolder",
    roster: Path | None,
    first: date | None,
    last: date | None,
    actuals: Path | None,
    covers: Path | None,
    demand: bool,
) -> tuple[tuple["Month", ...], int]:
    """Months to compare and which of them is meant; a given roster is one period whatever its length."""
    from scheduler.events.beside import with_events_beside
    from scheduler.kpi.months import eve_of, month_of, months_of, recorded_months
    from scheduler.planning import forecast_center, need_of
    from scheduler.store.actuals import actuals_of, read_actuals
    from scheduler.store.published import published_roster
    from scheduler.store.roster_files import read_roster

    found = read_roster(roster, folder.center) if roster is not None else published_roster(folder)
    known = read_actuals(actuals, folder.center) if actuals is not None else actuals_of(folder.path, folder.center)
    if not found.duties:
        raise click.ClickException(
            f"{roster}: holds no duty" if roster is not None else "no ROSTER is given and the center's folder has none"
        )

    if covers is not None:
        from scheduler.cover.worked import as_worked, with_covers
        from scheduler.store.cover_log import read_covers

        taken = read_covers(covers, folder.center)
        found, known = as_worked(folder.center, found, taken), with_covers(known, taken)

    def needs(start: date, end: date) -> Any:
        return need_of(folder, forecast_center(eve_of(folder, start), start, end)) if demand else ()

    if roster is not None:
        folder = with_events_beside(folder, roster)
        start, end = period(folder, first or min(d.day for d in found.duties), last or max(d.day for d in found.duties))
        return (month_of(folder, found, known, start, end, needs(start, end)),), 0
    months = months_of(folder, found, known)
    wanted = last or max(m.last for m in months)
    place = next(
        (i for i, m in enumerate(months) if (m.first.year, m.first.month) == (wanted.year, wanted.month)), None
    )
    if place is None:
        raise click.ClickException(f"no records of {wanted:%Y-%m}, there are {', '.join(m.name for m in months)}")
    if last is None and place > 0 and len(recorded_months(known, found)) > 1 and months[place].last.day < 28:
        place -= 1
    chosen = months[place]
    renewed = month_of(folder, found, known, chosen.first, chosen.last, needs(chosen.first, chosen.last))
    return (*months[:place], renewed, *months[place + 1 :]), place


def _told(months: tuple["Month", ...], place: int) -> dict[str, Any]:
    from scheduler.kpi.analysis import analysis
    from scheduler.kpi.special_checks import special_checks, words_of

    month = months[place]
    return {
        "month": month.name,
        "months": [m.name for m in months],
        "figures": [
            {**asdict(f), "unit": f.unit, "article": f.article, "name_zh": f.name("zh"), "name_en": f.name("en")}
            for f in month.figures
        ],
        "shortlist": [{**asdict(c), "reason_zh": c.reason[0], "reason_en": c.reason[1]} for c in month.stars],
        "assessed": [
            {"person": a.person, "score": a.score, "known": a.share, "measures": dict(a.measures)}
            for a in month.assessed
        ],
        "special_checks": [
            {"queue": c.queue, "zh": w[0], "en": w[1]}
            for c in special_checks(month.problem, month.actuals)
            for w in [words_of(month.problem, c)]
        ],
        "analysis": [{"zh": w[0], "en": w[1]} for w in analysis(months[: place + 1])],
    }


def _show(months: tuple["Month", ...], place: int, tongue: str) -> None:
    from scheduler.kpi.analysis import analysis
    from scheduler.kpi.bulletin import line
    from scheduler.kpi.special_checks import special_checks, urgent_misses, words_of

    month = months[place]
    problem = month.problem
    click.echo(f"{problem.center.name(tongue)}  {month.first} – {month.last}")
    rows = [tuple(pick(("指标|对象|计划|实际|依据", "figure|of|plan|actual|article"), tongue).split("|"))]
    rows += [(*line(problem, f, tongue), f.article) for f in month.figures]
    click.echo("\n".join(table(rows)))
    for words in (
        *analysis(months[: place + 1]),
        *(words_of(problem, c) for c in special_checks(problem, month.actuals)),
        *urgent_misses(problem, month.actuals),
    ):
        click.echo("· " + pick(words, tongue))
    if month.stars:
        names = [f"{problem.center.person[c.person].name(tongue)} ({c.person}) {c.score:.1f}" for c in month.stars]
        click.echo(
            pick(
                (
                    "服务之星候选(由人决定)：" + "、".join(names),
                    "Service star shortlist (people decide): " + ", ".join(names),
                ),
                tongue,
            )
        )
