"""``paiban import`` and ``export``: center folders into the database, rosters out to files."""

from datetime import date
from pathlib import Path

import click

from scheduler.cli.check import load_roster
from scheduler.cli.options import DateType, center_argument, lang_option, language
from scheduler.domain.problem import RosterProblem
from scheduler.domain.routine import Activity


@click.command("import")
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write a clean center folder here instead of into the database.",
)
@click.option("--note", default="", help="Why this version.")
def import_(source: Path, target: Path | None, note: str) -> None:
    """Read a center folder (any encoding, Chinese or English headers) and keep it as a new version."""
    from scheduler.store.database import Store
    from scheduler.store.folder import folder_files, read_folder, write_folder

    folder = read_folder(source)
    if target:
        write_folder(folder, target)
        click.echo(f"{folder.center.id}: {target}")
        return
    with Store() as store:
        center = folder.center
        version = store.save_center(
            center.id, folder_files(folder), name_zh=center.name_zh, name_en=center.name_en, author="cli", note=note
        )
    click.echo(f"{folder.center.id}: version {version.number}")


_activities = click.option(
    "--activities",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An activities.csv: meals, breaks and other blocks come along.",
)


def _read(path: Path | None, problem: RosterProblem) -> tuple[Activity, ...]:
    from scheduler.store.activity_files import read_activities

    return read_activities(path, problem.center) if path is not None else ()


@click.group()
def export() -> None:
    """A roster as an Excel workbook, as calendars (ICS), or as the window board for clients."""


@export.command("xlsx")
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="File to write.")
@_activities
@lang_option
def export_xlsx(center: str, roster: Path, out: Path, activities: Path | None, lang: str | None) -> None:
    """The notice-board workbook: people x days, windows, breaches, notes."""
    from scheduler.exports.excel import roster_workbook
    from scheduler.planning import recheck
    from scheduler.results import breach_dicts
    from scheduler.summary import fairness

    problem, found = load_roster(center, roster, None, None)
    _, lines = recheck(problem, found)
    out.write_bytes(
        roster_workbook(
            problem,
            found,
            breach_dicts(lines),
            language(lang),
            accounts=fairness(problem, found)["accounts"],
            activities=_read(activities, problem),
        )
    )
    click.echo(str(out))


@export.command("ics")
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder: one file a person."
)
@click.option("--person", "people", multiple=True, help="Only these people (ids).")
@_activities
@lang_option
def export_ics(
    center: str, roster: Path, out: Path, people: tuple[str, ...], activities: Path | None, lang: str | None
) -> None:
    """One calendar file a person."""
    from scheduler.exports.ics import person_calendar
    from scheduler.store.results import write_files

    problem, found = load_roster(center, roster, None, None, no_demand=True)
    chosen = people or tuple(sorted({d.person for d in found.duties}))
    unknown = sorted(set(chosen) - set(problem.center.person))
    if unknown:
        raise click.ClickException(f"unknown person {', '.join(unknown)}")
    blocks = _read(activities, problem)
    write_files(
        out, {f"{p}.ics": person_calendar(problem, found, p, language(lang), activities=blocks) for p in chosen}
    )
    click.echo(f"{out}: {len(chosen)}")


@export.command("board")
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--day", required=True, type=DateType(), help="The day to show.")
@click.option("--signs", is_flag=True, help="A sign for each window, one a page, instead of the board.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="HTML file to write; opens in any browser and prints.",
)
@lang_option
def export_board(center: str, roster: Path, day: date, signs: bool, out: Path, lang: str | None) -> None:
    """The window board of a day: hours, windows open, who is there, what is restricted."""
    from scheduler.board import window_board
    from scheduler.exports.board_page import board_page, signs_page
    from scheduler.store.whole_folder import replace_file

    problem, found = load_roster(center, roster, None, None, no_demand=True)
    board = window_board(problem, found, day)
    replace_file(out, (signs_page if signs else board_page)(problem.center, board, language(lang)))
    click.echo(f"{out}: {len(board.rows)}")
