"""``paiban registers add``, ``export`` and ``import``."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import DateType, center_argument, json_option, lang_option, language
from scheduler.cli.registers import chosen_of, clock, database_option, register_commands, register_option, shelf_of
from scheduler.cli.show import echo_json
from scheduler.words import pick

__all__ = ["register_commands"]


@register_commands.command("add")
@center_argument
@click.argument("register")
@click.argument("fields", nargs=-1, metavar="[FIELD=VALUE]…")
@click.option("--by", "writer", required=True, help="Id of the person who writes.")
@click.option("--day", type=DateType(), help="Day it is about; default today.")
@click.option("--subject", default="", help="What it is about: id of a post, person, seal …")
@click.option("--owner", default="", help="Who has to see to it; default the writer.")
@click.option("--id", "entry_id", default="", help="Id of an awaited entry, or of one to correct.")
@click.option("--void", is_flag=True, help="Strike the entry out; it stays in the register.")
@click.option("--reason", default="", help="Why it is corrected or struck out.")
@database_option
@json_option
@lang_option
def add(
    center: str,
    register: str,
    fields: tuple[str, ...],
    writer: str,
    day: date | None,
    subject: str,
    owner: str,
    entry_id: str,
    void: bool,
    reason: str,
    database: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Write or correct an entry: ``paiban registers add hall seal_log --id 2026-09-07-FDI --by S01 in_at=2026-09-07T17:20``."""
    from scheduler.assemble import calendar_of
    from scheduler.domain.record import Record
    from scheduler.planning import open_center
    from scheduler.registers.entry import EntryRefused, filled, next_id
    from scheduler.registers.listing import awaited_entry
    from scheduler.registers.scene import scene_of
    from scheduler.registers.shown import due_text, state_word
    from scheduler.store.register_csv import body_values
    from scheduler.store.register_files import registers as known

    folder, tongue = open_center(center), language(lang)
    shelf = shelf_of(center, folder, database)
    if register not in known():
        raise click.ClickException(f"no register {register!r}; known are {', '.join(known())}")
    records = shelf.records()
    base = next((r for r in records if r.register == register and r.id == entry_id), None)
    if void and (base is None or not reason.strip()):
        raise click.ClickException("--void needs the --id of an entry and a --reason")
    if base is None and entry_id and known()[register].fill:
        on = date.fromisoformat(entry_id[:10]) if _is_day(entry_id[:10]) else clock(folder).date()
        base = awaited_entry(scene_of(folder, None, records, on, on), register, entry_id)
    if base is None:
        when = day or clock(folder).date()
        base = Record(register, entry_id or next_id(when, [r.id for r in records if r.register == register]), when)
    base = replace(base, day=day or base.day, subject=subject or base.subject, owner=owner or base.owner)
    try:
        made = filled(folder.center, calendar_of(folder), base, body_values(known()[register], _pairs(fields)), writer)
    except EntryRefused as refused:
        raise click.ClickException(refused.text(tongue)) from refused
    if void:
        made = replace(made, state="void")
    (kept,) = shelf.write([made], writer, reason)
    if as_json:
        echo_json(asdict(kept))
        return
    until = due_text(kept.due)
    click.echo(
        f"{known()[register].name(tongue)} {kept.id}: {state_word(kept, tongue, None)}"
        + (pick((f"，期限 {until}", f", due {until}"), tongue) if until and kept.state == "open" else "")
    )


@register_commands.command("export")
@center_argument
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder: one CSV a register, and registers.xlsx.",
)
@register_option
@click.option("--from", "first", type=DateType(), help="First day.")
@click.option("--to", "last", type=DateType(), help="Last day, included.")
@database_option
@lang_option
def export(
    center: str,
    out: Path,
    chosen: tuple[str, ...],
    first: date | None,
    last: date | None,
    database: bool,
    lang: str | None,
) -> None:
    """Write the entries as CSV files that ``import`` takes back, and as one workbook.

    Logged calls also come as ``phone_demand.csv``: history in the form of demand.csv.
    """
    from scheduler.planning import open_center
    from scheduler.registers.phone import call_history
    from scheduler.registers.shown import workbook
    from scheduler.store.folder_rows import demand_rows
    from scheduler.store.record_folder import record_files
    from scheduler.store.results import write_files
    from scheduler.store.schemas import TABLE
    from scheduler.store.tables import write_table

    folder = open_center(center)
    records = chosen_of(shelf_of(center, folder, database).records(), chosen, first, last)
    files = {Path(name).name: content for name, content in record_files(records).items()}
    calls = call_history(folder.center, records)
    if not calls.empty:
        files["phone_demand.csv"] = write_table(TABLE["demand"], demand_rows(calls))
    write_files(out, {**files, "registers.xlsx": workbook(folder.center, records, language(lang), clock(folder))})
    click.echo(f"{out}: {len(records)}")


@register_commands.command("import")
@center_argument
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--by", "writer", required=True, help="Id of the person who answers for it.")
@click.option("--reason", default="import", help="Why.")
@database_option
@lang_option
def import_(center: str, source: Path, writer: str, reason: str, database: bool, lang: str | None) -> None:
    """Take over register files (``<register>.csv``) from a folder; all of them or none. The same again changes nothing."""
    from scheduler.planning import open_center
    from scheduler.store.faults import FolderFaults
    from scheduler.store.record_folder import RECORDS, record_faults, records_of

    folder = open_center(center)
    if writer not in folder.center.person:
        raise click.ClickException(f"--by {writer!r}: no such person in {center}")
    files = {
        f"{RECORDS}/{p.name}": p.read_bytes() for p in sorted(source.glob("*.csv")) if p.name != "phone_demand.csv"
    }
    faults = record_faults(files, folder.center)
    if faults:
        raise FolderFaults(faults)
    shelf = shelf_of(center, folder, database)
    old = {(r.register, r.id): r for r in shelf.records()}
    fresh = [
        replace(r, row=old[r.register, r.id].row if (r.register, r.id) in old else 0)
        for r in records_of(files, folder.center)
    ]
    changed = [r for r in fresh if (r.register, r.id) not in old or old[r.register, r.id] != r]
    shelf.write(changed, writer, reason)
    tongue = language(lang)
    click.echo(
        pick(
            (
                f"读入 {len(fresh)} 条，新增或更正 {len(changed)} 条",
                f"{len(fresh)} read, {len(changed)} added or corrected",
            ),
            tongue,
        )
    )


def _pairs(fields: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for text in fields:
        name, equals, value = text.partition("=")
        if not equals:
            raise click.UsageError(f"{text!r}: expected FIELD=VALUE")
        found[name] = value
    return found


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
