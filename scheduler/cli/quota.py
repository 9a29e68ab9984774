"""``paiban quota``: how many more may be away each day, and who is granted in which order."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from scheduler.cli.options import DateType, center_argument, json_option, lang_option, language
from scheduler.cli.show import echo_json
from scheduler.words import date_text, pick


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "start", type=DateType(), required=True, help="First day.")
@click.option("--to", "end", type=DateType(), required=True, help="Last day, included.")
@click.option("--filed", multiple=True, metavar="ID=MOMENT", help="When a row of the leave list was filed; repeatable.")
@click.option(
    "--cancel", multiple=True, metavar="ID", help="A row withdrawn since: who waits is judged anew; repeatable."
)
@click.option(
    "--most",
    type=click.IntRange(1, 5),
    default=1,
    show_default=True,
    help="Count absences a day can bear up to this number.",
)
@json_option
@lang_option
def quota(
    center: str,
    roster: Path,
    start: date,
    end: date,
    filed: tuple[str, ...],
    cancel: tuple[str, ...],
    most: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Days around a holiday: requests of the leave list in a stated order, and what each day can still bear."""
    from scheduler.planning import open_center
    from scheduler.store.roster_files import read_roster
    from scheduler.verdict.bearable import bearable
    from scheduler.verdict.cluster import cluster
    from scheduler.verdict.cluster_words import cluster_data, cluster_lines
    from scheduler.verdict.judge import granted_problem

    tongue = language(lang)
    if end < start:
        raise click.UsageError(f"--to {end} is before --from {start}")
    folder = open_center(center)
    found = read_roster(roster, folder.center)
    moments = _moments(filed, {row.id for row in folder.leave} | set(cancel))
    try:
        first = cluster(folder, found, start, end, filed=moments)
        told = (
            cluster(
                folder,
                found,
                start,
                end,
                filed=moments,
                kept=[i for i in first.granted if i not in cancel],
                cancelled=cancel,
            )
            if cancel
            else first
        )
    except ValueError as error:
        raise click.UsageError(str(error)) from None
    days = bearable(granted_problem(folder, told.roster, told.standing), told.roster, most, start, end)
    if as_json:
        echo_json(
            {
                **cluster_data(told, folder.center, tongue),
                "moved_up": [i for i in told.granted if i in first.waiting],
                "bearable": {str(day): dict(row) for day, row in days.items()},
                "most": most,
            }
        )
        return
    for line in cluster_lines(told, folder.center, tongue):
        click.echo(line)
    for name in (i for i in told.granted if i in first.waiting):
        click.echo(pick((f"  ↑ {name} 由候补转为批准", f"  ↑ {name} moves up from waiting"), tongue))
    click.echo(
        pick(
            (
                f"每天还可缺勤几人(按科室，最多数到{most})：",
                f"How many more absences each day bears (by section, counted to {most}):",
            ),
            tongue,
        )
    )
    section = folder.center.section
    for day, row in days.items():
        said = "  ".join(f"{pick((section[s].name_zh, section[s].name_en), tongue)} {n}" for s, n in row.items())
        click.echo(f"  {date_text(day, tongue)}  {said}")


def _moments(filed: tuple[str, ...], known: set[str]) -> dict[str, datetime]:
    found: dict[str, Any] = {}
    for item in filed:
        name, _, moment = item.partition("=")
        try:
            found[name] = datetime.fromisoformat(moment)
        except ValueError:
            raise click.UsageError(f"--filed {item!r}: expected ID=MOMENT, e.g. Q15=2026-10-14T08:05") from None
        if name not in known:
            raise click.UsageError(f"no row {name} in the leave list")
    return found
