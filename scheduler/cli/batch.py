"""``paiban batch``: all centers of a folder."""

import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from scheduler.cli.options import DateType, json_option, lang_option, language, seconds_option, seed_option
from scheduler.cli.show import echo_json, table


@click.command()
@click.argument("centers_dir", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--from", "first", type=DateType(), required=True, help="First day.")
@click.option("--to", "last", type=DateType(), required=True, help="Last day, included.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), required=True, help="Folder for the results.")
@click.option("--workers", type=click.IntRange(1, 256), help="Centers at a time; by default one a core.")
@click.option("--resume", is_flag=True, help="Redo only what is not done or whose input has changed.")
@click.option(
    "--after",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="Results of the batch before; a center that is not in it begins from its own folder.",
)
@seconds_option
@seed_option
@json_option
@lang_option
def batch(
    centers_dir: Path,
    first: date,
    last: date,
    out: Path,
    workers: int | None,
    resume: bool,
    after: Path | None,
    seconds: float,
    seed: int,
    as_json: bool,
    lang: str | None,
) -> None:
    """Plan every center folder inside CENTERS_DIR; one bad center never stops the others.

    The figures of all centers side by side, and together, are shown and written to totals.csv.
    """
    from scheduler.batch import Outcome, center_folders, run_batch
    from scheduler.batch_totals import TOTALS, total_rows, totals, totals_bytes
    from scheduler.domain.solution import Limits
    from scheduler.store.results import write_files

    folders = center_folders(centers_dir)
    count = 0

    def tell(outcome: Outcome) -> None:
        nonlocal count
        count += 1
        if not as_json:
            took = "kept from an earlier run" if outcome.kept else f"{outcome.seconds:.1f} s"
            click.echo(f"[{count}/{len(folders)}] {outcome.center}: {outcome.state}  {took}")
            for line in outcome.text.splitlines() if outcome.state in ("bad_input", "failed") else ():
                click.echo(f"    {line}", err=True)
            sys.stdout.flush()

    results = run_batch(folders, first, last, out, Limits.of(seconds, seed), workers, resume, tell, after)
    lines = totals(out, {r.center: r.state for r in results})
    write_files(out, {TOTALS: totals_bytes(lines)})
    if as_json:
        echo_json([{**r.record(), "totals": asdict(line)} for r, line in zip(results, lines, strict=True)])
    bad = [r for r in results if r.state in ("bad_input", "failed")]
    problems = [r for r in results if r.state == "problems"]
    if not as_json:
        click.echo("\n".join(table(total_rows(lines, language(lang)))))
        click.echo(
            f"{len(results)} centers: {len(results) - len(bad) - len(problems)} good, {len(problems)} with problems, {len(bad)} not planned"
        )
    raise click.exceptions.Exit(1 if bad or problems else 0)
