"""``paiban leave``: may this leave be granted, and what would it change?"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click

from scheduler.cli.options import center_argument, json_option, lang_option, language
from scheduler.cli.show import echo_json
from scheduler.words import pick


class EdgeType(click.ParamType):  # type: ignore[type-arg]
    """A moment, or a date meaning its beginning (``end``: its end)."""

    name = "date or moment"

    def __init__(self, end: bool = False) -> None:
        self.end = end

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r}: expected a date like 2026-09-10 or a moment like 2026-09-10T08:30", param, ctx)
        return found + timedelta(days=1) if self.end and "T" not in str(value) and " " not in str(value) else found


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--person", help="Id of the applicant.")
@click.option("--from", "start", type=EdgeType(), help="First day, or first moment away.")
@click.option("--to", "end", type=EdgeType(end=True), help="Last day (included), or first moment back.")
@click.option("--type", "kind", help="Leave type, e.g. personal, sick, annual.")
@click.option("--at", type=EdgeType(), help="When it is filed; default: now (samples: their own clock).")
@click.option("--list", "whole", is_flag=True, help="Judge every row of the center's leave list, one after another.")
@click.option("--filed", multiple=True, metavar="ID=MOMENT", help="With --list: when a row was filed; repeatable.")
@click.option(
    "--not-back", multiple=True, metavar="ID", help="With --list: rows whose people did not come back; repeatable."
)
@click.option("--law", default="cn", show_default=True, help="Law pack, e.g. cn-GD.")
@json_option
@lang_option
def leave(
    center: str,
    roster: Path,
    person: str | None,
    start: datetime | None,
    end: datetime | None,
    kind: str | None,
    at: datetime | None,
    whole: bool,
    filed: tuple[str, ...],
    not_back: tuple[str, ...],
    law: str,
    as_json: bool,
    lang: str | None,
) -> None:
    """Judge one leave against ROSTER (a roster.csv), or with --list the whole leave list.

    Exit 0: green; 1: amber or red; 2: bad input.
    """
    from scheduler.planning import open_center
    from scheduler.store.roster_files import read_roster
    from scheduler.verdict.judge import verdict
    from scheduler.verdict.words import verdict_data, verdict_lines

    lang = language(lang)
    folder = open_center(center)
    found = read_roster(roster, folder.center)
    if whole:
        _list(folder, found, filed, not_back, law, as_json, lang)
    if person is None or start is None or end is None or kind is None:
        raise click.UsageError("give --person, --from, --to and --type, or --list")
    if end <= start:
        raise click.UsageError(f"--to {end} is not after --from {start}")
    now = at or datetime.fromisoformat(str(folder.today or datetime.now().replace(microsecond=0)))
    told = verdict(folder, found, person, start, end, kind, at=now, law=law, needs=None)
    if as_json:
        echo_json(verdict_data(told, lang))
    else:
        own = [row for row in folder.leave if row.person == person and row.start < end and start < row.end]
        for row in own:
            if row.status in ("approved", "requested"):
                span = f"{row.start:%m-%d %H:%M} – {row.end:%m-%d %H:%M}"
                click.echo(
                    pick(
                        (
                            f"注意：本人此间已有请假 {row.id}（{span}），不能重复请假(3-34)",
                            f"note: {person} already has leave {row.id} ({span}) then; one cannot ask twice (3-34)",
                        ),
                        lang,
                    )
                )
        click.echo("\n".join(verdict_lines(told, folder.center, lang)))
    raise click.exceptions.Exit(0 if told.color == "green" else 1)


def _list(
    folder: Any, roster: Any, filed: tuple[str, ...], not_back: tuple[str, ...], law: str, as_json: bool, lang: str
) -> None:
    """Every row of the list, and how far it came through its states."""
    from scheduler.leave_desk.listed import judge_list
    from scheduler.planning import forecast_center, need_of
    from scheduler.verdict.judge import leave_rules
    from scheduler.verdict.words import verdict_data, verdict_lines

    known = {row.id for row in folder.leave}
    moments = {}
    for item in filed:
        name, _, moment = item.partition("=")
        try:
            moments[name] = datetime.fromisoformat(moment)
        except ValueError:
            raise click.UsageError(f"--filed {item!r}: expected ID=MOMENT, e.g. Q15=2026-10-14T08:05") from None
    strange = sorted({*moments, *not_back} - known)
    if strange:
        raise click.UsageError(f"no row {', '.join(strange)} in the leave list")
    first, last = roster.duties[0].day, max(d.day for d in roster.duties)
    needs = need_of(folder, forecast_center(folder, first, last))
    judged = judge_list(folder, roster, filed=moments, not_back=not_back, rules=leave_rules(folder, law), needs=needs)
    if as_json:
        echo_json(
            [
                {
                    **verdict_data(r.verdict, lang),
                    "state": str(r.request.state),
                    "audit": [_step(s) for s in r.steps],
                    "refusal": r.refusal,
                }
                for r in judged.rows
            ]
        )
    else:
        for row in judged.rows:
            click.echo("\n".join(verdict_lines(row.verdict, folder.center, lang)))
            click.echo(
                pick(("  状态：", "  state: "), lang)
                + " → ".join(dict.fromkeys(str(s) for step in row.steps for s in (step.before, step.after)))
                + "\n"
            )
    raise click.exceptions.Exit(0 if all(r.verdict.color == "green" for r in judged.rows) else 1)


def _step(step: Any) -> dict[str, Any]:
    return {
        "actor": step.actor,
        "role": step.role,
        "action": step.action,
        "at": step.at,
        "from": str(step.before),
        "to": str(step.after),
        "article": step.article,
    }
