"""``paiban registers``: what is due, writing an entry, lists and files."""

from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import DateType, MomentType, center_argument, json_option, lang_option, language
from scheduler.cli.show import echo_json, table
from scheduler.words import pick

if TYPE_CHECKING:
    from scheduler.domain.record import Record
    from scheduler.registers.shelf import Shelf
    from scheduler.store.folder import CenterFolder

database_option = click.option(
    "--database",
    is_flag=True,
    help="The registers in the database (PAIBAN_DATABASE_URL), with those of the folder below them.",
)
register_option = click.option("--register", "chosen", multiple=True, help="Only these registers; may be repeated.")


@click.group("registers")
def register_commands() -> None:
    """Registers 台账: checks, handovers, seals, promises, complaints, trainings … with their deadlines.

    Entries lie in CENTER/registers/*.csv, or with --database in the database.
    """


@register_commands.command("kinds")
@json_option
@lang_option
def kinds(as_json: bool, lang: str | None) -> None:
    """All registers: article, deadline, who may write, what they change in planning."""
    from scheduler.store.register_files import GROUPS
    from scheduler.store.register_files import registers as known
    from scheduler.store.register_types import ROLES

    tongue = language(lang)
    if as_json:
        echo_json([asdict(r) for r in known().values()])
        return
    rows = [
        tuple(
            pick(
                ("编号|台账|类别|依据|登记人|影响排班", "id|register|group|article|written by|changes planning"), tongue
            ).split("|")
        )
    ]
    for r in known().values():
        effect = pick(("是", "yes"), tongue) if r.effect else ""
        rows.append(
            (
                r.id,
                r.name(tongue),
                pick(GROUPS[r.group], tongue),
                r.article,
                pick(("、", ", "), tongue).join(pick(ROLES[w], tongue) for w in r.write),
                effect,
            )
        )
    click.echo("\n".join(table(rows)))


@register_commands.command("due")
@center_argument
@click.argument("roster", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--now", type=MomentType(), help="Moment looked at; default the center's demonstration clock, else now.")
@click.option(
    "--since",
    type=DateType(),
    help="Expect entries from this day on; default each register's own first entry, or today.",
)
@register_option
@database_option
@json_option
@lang_option
def due(
    center: str,
    roster: Path | None,
    now: datetime | None,
    since: date | None,
    chosen: tuple[str, ...],
    database: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """What is due and overdue in CENTER, the awaited entries filled in from ROSTER (a roster.csv).

    Without ROSTER the windows are held by the AB table. Exit 0: nothing overdue; 1: something is.
    """
    from scheduler.planning import open_center
    from scheduler.registers import awaited
    from scheduler.registers.scene import scene_of
    from scheduler.registers.shown import due_text, name_of, state_word
    from scheduler.store.register_files import registers as known
    from scheduler.store.roster_files import read_roster

    folder, tongue = open_center(center), language(lang)
    at = now or clock(folder)
    found = read_roster(roster, folder.center) if roster is not None else None
    scene = scene_of(folder, found, shelf_of(center, folder, database).records(), since or at.date(), at.date())
    wanted = [a for a in awaited(scene, at, since) if not chosen or a.record.register in chosen]
    late = sum(a.overdue for a in wanted)
    if as_json:
        echo_json(
            {
                "now": at,
                "overdue": late,
                "entries": [{**asdict(a.record), "written": a.written, "overdue": a.overdue} for a in wanted],
            }
        )
    else:
        rows = [
            tuple(pick(("期限|台账|对象|责任人|状态|编号", "due|register|about|owner|state|id"), tongue).split("|"))
        ]
        for a in wanted:
            r, of = a.record, known()[a.record.register]
            rows.append(
                (
                    due_text(r.due),
                    of.name(tongue),
                    name_of(scene.problem.center, of.subject, r.subject, tongue),
                    name_of(scene.problem.center, "person", r.owner, tongue),
                    state_word(r, tongue, at),
                    r.id,
                )
            )
        click.echo(
            pick(
                (
                    f"{at:%Y-%m-%d %H:%M} 待办 {len(wanted)} 项，逾期 {late} 项：",
                    f"{at:%Y-%m-%d %H:%M}: {len(wanted)} to do, {late} overdue:",
                ),
                tongue,
            )
        )
        click.echo("\n".join(table(rows)))
    raise click.exceptions.Exit(1 if late else 0)


@register_commands.command("list")
@center_argument
@register_option
@click.option("--from", "first", type=DateType(), help="First day.")
@click.option("--to", "last", type=DateType(), help="Last day, included.")
@database_option
@json_option
@lang_option
def list_(
    center: str,
    chosen: tuple[str, ...],
    first: date | None,
    last: date | None,
    database: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Entries of CENTER, struck-out ones too."""
    from scheduler.planning import open_center
    from scheduler.registers.shown import headers, row
    from scheduler.store.register_files import registers as known

    folder, tongue = open_center(center), language(lang)
    records = chosen_of(shelf_of(center, folder, database).records(), chosen, first, last)
    if as_json:
        echo_json([asdict(r) for r in records])
        return
    for register in known().values():
        own = [r for r in records if r.register == register.id]
        if own:
            click.echo(f"{register.name(tongue)} ({register.id}): {len(own)}")
            click.echo(
                "\n".join(
                    table([headers(register, tongue), *(row(folder.center, r, tongue, clock(folder)) for r in own)])
                )
            )


def shelf_of(center: str, folder: "CenterFolder", database: bool) -> "Shelf":
    """Where entries are read and written; a sample named without a path is only read."""
    from scheduler.registers.shelf import FolderShelf, StoreShelf
    from scheduler.store.database import Store

    if database:
        return StoreShelf(Store(), folder)
    assert folder.path is not None  # open_center reads folders
    return FolderShelf(folder.path, sample=not Path(center).exists())


def clock(folder: "CenterFolder") -> datetime:
    """The center's demonstration clock, else now; a day without time is looked at from its end of work."""
    today = folder.today
    if isinstance(today, datetime):
        return today
    return (
        datetime.combine(today, datetime.min.time().replace(hour=17, minute=30))
        if today is not None
        else datetime.now().replace(second=0, microsecond=0)
    )


def chosen_of(
    records: "tuple[Record, ...]", chosen: tuple[str, ...], first: date | None, last: date | None
) -> "list[Record]":
    return [
        r
        for r in records
        if (not chosen or r.register in chosen)
        and (first is None or first <= r.day)
        and (last is None or r.day <= last)
    ]
