"""``paiban repair``: somebody is suddenly missing, change as little as possible."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from scheduler.cli.check import load_roster
from scheduler.cli.options import MomentType, center_argument, json_option, lang_option, language
from scheduler.cli.show import breach_report, echo_json
from scheduler.words import pick


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--absent", "missing", required=True, multiple=True, help="Id of a missing person; may be repeated.")
@click.option("--from", "start", required=True, type=MomentType(), help="Away from, e.g. 2026-09-08T08:15.")
@click.option("--to", "end", required=True, type=MomentType(), help="Away until.")
@click.option(
    "--since", type=MomentType(), help="Nothing before this moment changes; default: the start of the absence."
)
@click.option("--reason", required=True, help="Goes on record: a published roster is changed for a stated reason only.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the repaired roster.csv here.")
@click.option(
    "--seconds",
    type=click.FloatRange(0.5, 600),
    default=3.0,
    show_default=True,
    help="Budget of one search, if one is needed.",
)
@json_option
@lang_option
def repair(
    center: str,
    roster: Path,
    missing: tuple[str, ...],
    start: datetime,
    end: datetime,
    since: datetime | None,
    reason: str,
    out: Path | None,
    seconds: float,
    as_json: bool,
    lang: str | None,
) -> None:
    """Repair ROSTER (a roster.csv) after a sudden absence with the fewest changed cells.

    Exit 0: every binding rule that was kept is kept again; 1: something stays broken; 2: unusable input.
    """
    from scheduler.domain.absence import Absence
    from scheduler.domain.solution import Limits
    from scheduler.repair import words
    from scheduler.repair.fewest import repair as repaired
    from scheduler.store.roster_files import write_roster

    problem, old = load_roster(center, roster, None, None, no_demand=True)
    absences = [Absence(person, start, end, "sudden") for person in missing if person in problem.center.person]
    if len(absences) < len(missing):
        raise click.UsageError(f"--absent: unknown {', '.join(sorted(set(missing) - set(problem.center.person)))}")
    found = repaired(problem, old, absences, since=since or start, reason=reason, limits=Limits.of(seconds))
    if out is not None:
        write_roster(found.roster, out)
    lang = language(lang)
    notes = words.notices(problem, found)
    if as_json:
        echo_json(
            {
                "cells": found.cells,
                "bound": found.bound,
                "proven": found.proven,
                "everywhere": found.everywhere,
                "seconds": round(found.seconds, 2),
                "changes": [
                    {
                        **asdict(c),
                        "text_zh": words.change_text(problem, c, "zh"),
                        "text_en": words.change_text(problem, c, "en"),
                    }
                    for c in found.changes
                ],
                "notices": [asdict(n) for n in notes],
                "margins": dict(found.margins),
                "cover": words.cover_text(problem, found, absences, lang),
                "breaches": [b.text(lang) for b in found.breaches],
            }
        )
    else:
        click.echo(pick((f"事由：{found.reason}", f"Reason: {found.reason}"), lang))
        click.echo(words.verdict_text(found, lang))
        for place, change in enumerate(found.changes, 1):
            click.echo(f"  {place}. {words.change_text(problem, change, lang)}")
        for line in (
            *words.cover_text(problem, found, absences, lang),
            *words.margin_text(problem, found.margins, lang),
        ):
            click.echo(line)
        click.echo(pick(("通知：", "Notices:"), lang))
        for note in notes:
            click.echo(f"  [{note.to}] {pick((note.zh, note.en), lang)}")
        click.echo("\n".join(breach_report(found.breaches, lang)))
    raise click.exceptions.Exit(1 if found.breaches else 0)
