"""``paiban demand``: an export of a phone system or ticket machine becomes history."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language
from scheduler.cli.show import echo_json
from scheduler.words import pick

if TYPE_CHECKING:
    from scheduler.history.dates import Order


@click.command()
@center_argument
@click.argument("export", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--contacts", is_flag=True, help="Every row is one call or ticket: count them by interval.")
@click.option("--zeros", is_flag=True, help="Open intervals without a row had nobody (with --contacts always).")
@click.option("--queue", help="Queue of all rows, where the export is of one.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="NAME=HEADER",
    help="Header of queue, start, date, arrivals or aht_s, if it is none of the usual ones; repeatable.",
)
@click.option(
    "--dates",
    type=click.Choice(["dmy", "mdy"]),
    help="Day or month first in dates like 7/9/2026, where the column does not tell.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the whole history here.")
@click.option("--save", is_flag=True, help="Put it in the center's folder, in place of its demand.csv.")
@json_option
@lang_option
def demand(
    center: str,
    export: Path,
    contacts: bool,
    zeros: bool,
    queue: str | None,
    columns: tuple[str, ...],
    dates: "Order | None",
    out: Path | None,
    save: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Read EXPORT (CSV or Excel, any usual headers), mend it, and lay it over the history of CENTER.

    Without --out or --save it only says what it would do.
    """
    from scheduler.history.export import read_export
    from scheduler.history.headers import OTHER_NAMES
    from scheduler.history.merge import merge
    from scheduler.history.words import merged_data, merged_lines
    from scheduler.planning import open_center, sample_centers
    from scheduler.store.whole_folder import replace_file

    tongue = language(lang)
    told = dict(item.partition("=")[::2] for item in columns)
    strange = [name for name, header in told.items() if name not in OTHER_NAMES or not header]
    if strange:
        raise click.UsageError(f"--column {strange[0]}: expected NAME=HEADER with NAME one of {', '.join(OTHER_NAMES)}")
    folder = open_center(center)
    if queue is not None and queue not in folder.center.queue:
        raise click.UsageError(f"--queue {queue}: no such queue; there are {', '.join(folder.center.queue)}")
    if save and (folder.path is None or folder.path.resolve() in {p.resolve() for p in sample_centers().values()}):
        raise click.UsageError("--save: the samples are kept as they are; use --out")
    raw, name = export.read_bytes(), export.name
    taken = read_export(raw, name, folder.center, told=told, contacts=contacts, queue=queue, order=dates)
    merged = merge(folder, taken.frame, zeros=zeros or contacts)
    if out:
        replace_file(out, merged.csv())
    if save and folder.path is not None:
        replace_file(folder.path / "demand.csv", merged.csv())
    if as_json:
        echo_json(merged_data(taken, merged))
        return
    for line in merged_lines(folder.center, taken, merged, tongue):
        click.echo(line)
    if not (out or save):
        click.echo(
            pick(
                (
                    "未写入任何文件；加 --save 存入中心，或 --out 另存。",
                    "Nothing was written; --save puts it into the center, --out elsewhere.",
                ),
                tongue,
            )
        )
