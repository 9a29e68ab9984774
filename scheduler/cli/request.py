"""``paiban request``: leave through its workflow, step by step, with the chain and the article of each."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from scheduler.cli.leave import EdgeType
from scheduler.cli.options import DateType, center_argument, json_option, lang_option, language
from scheduler.cli.show import echo_json
from scheduler.leave_lines import request_data, request_line, step_data, step_line
from scheduler.words import pick

as_option = click.option("--as", "actor", required=True, help="Id of the person who acts or looks.")
at_option = click.option("--at", type=EdgeType(), help="The moment; default: now (samples: their own clock).")


@click.group()
def request() -> None:
    """Leave requests in the database: file, sign, hand over, begin, extend, check in, close.

    The database is PAIBAN_DATABASE_URL, or the user's own file. Exit 2 says which article forbids a step.
    """


def opened(center: str, at: datetime | None, law: str = "cn", asked: bool = False) -> tuple[Any, datetime]:
    """The leave of a center, and the moment one acts at."""
    from scheduler.leave_desk.desk import open_leave
    from scheduler.planning import open_center
    from scheduler.store.database import Store

    folder = open_center(center)
    now = at or datetime.fromisoformat(str(folder.today or datetime.now().replace(second=0, microsecond=0)))
    return open_leave(Store(), folder, now, law, asked=asked), now


@request.command("import")
@center_argument
@click.option(
    "--asked", is_flag=True, help="As drafts of their applicants, whatever their status says, for the whole way."
)
@at_option
@json_option
def import_list(center: str, asked: bool, at: datetime | None, as_json: bool) -> None:
    """Take the leave list of the center's folder over into the database, each row once."""
    desk, _ = opened(center, at, asked=asked)
    found = [
        {"id": s.request.id, "person": s.request.person, "state": str(s.request.state), "chain": s.request.chain}
        for s in desk.stored()
    ]
    echo_json(found) if as_json else click.echo(
        "\n".join(f"{r['id']}  {r['person']}  {r['state']}  {r['chain']}" for r in found)
    )


@request.command("file")
@center_argument
@click.option("--person", required=True, help="Id of the applicant.")
@click.option("--type", "kind", required=True, help="Leave type, e.g. personal, sick, annual.")
@click.option("--from", "start", type=EdgeType(), required=True, help="First day, or first moment away.")
@click.option("--to", "end", type=EdgeType(end=True), required=True, help="Last day (included), or first moment back.")
@click.option("--reason", default="", help="Read by the approvers only.")
@click.option("--evidence", multiple=True, help="Kind of paper that is attached, e.g. hospital_record; repeatable.")
@click.option("--as", "actor", default="", help="Who files it; default: the applicant.")
@at_option
@json_option
@lang_option
def file_request(
    center: str,
    person: str,
    kind: str,
    start: datetime,
    end: datetime,
    reason: str,
    evidence: tuple[str, ...],
    actor: str,
    at: datetime | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Hand a request in, or be told which article refuses it."""
    if end <= start:
        raise click.UsageError(f"--to {end} is not after --from {start}")
    desk, now = opened(center, at)
    saved = desk.file(person, kind, start, end, now, reason=reason, evidence=evidence, actor=actor)
    _say(desk, saved, as_json, language(lang))


@request.command("act")
@center_argument
@click.argument("name")
@click.argument("action")
@as_option
@click.option("--reason", default="")
@click.option("--evidence", default="", help="attach: kind of paper.")
@click.option("--to", default="", help="hand_over: id of who takes over; acknowledge: whom the head names instead.")
@click.option("--item", "items", multiple=True, help="hand_over: what is handed over; repeatable.")
@click.option("--until", type=EdgeType(end=True), help="ask_extension: last day.")
@at_option
@json_option
@lang_option
def act_on(
    center: str,
    name: str,
    action: str,
    actor: str,
    reason: str,
    evidence: str,
    to: str,
    items: tuple[str, ...],
    until: datetime | None,
    at: datetime | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Take one step with request NAME: submit, agree, reject, hand_over, acknowledge, file, start, check_in, close …"""
    from scheduler.leave.request import Handover

    desk, now = opened(center, at)
    given = Handover(to, items) if to else None
    saved = desk.take(name, action, actor, now, reason=reason, evidence=evidence, handover=given, until=until)
    _say(desk, saved, as_json, language(lang))


@request.command("steps")
@center_argument
@click.argument("steps", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--asked", is_flag=True, help="Take the center's leave list over as drafts first.")
@json_option
@lang_option
def many_steps(center: str, steps: Path, asked: bool, as_json: bool, lang: str | None) -> None:
    """Take many steps from a CSV: id,action,actor,at,reason,evidence,to,items,until; file also person,kind,start,end.

    Rows are taken one after another; a row that is refused is told and the rest goes on. Exit 1 if any was.
    """
    from scheduler.cli.request_steps import read_steps, take_steps

    rows = read_steps(steps)
    desk, _ = opened(center, rows[0].at if rows else None, asked=asked)
    taken = take_steps(desk, rows)
    lang = language(lang)
    if as_json:
        echo_json([t.data(lang) for t in taken])
    else:
        click.echo("\n".join(t.line(lang) for t in taken))
    raise click.exceptions.Exit(1 if any(t.refusal for t in taken) else 0)


@request.command("list")
@center_argument
@as_option
@click.option("--mine", is_flag=True, help="Only what this person is waited for.")
@at_option
@json_option
@lang_option
def list_requests(center: str, actor: str, mine: bool, at: datetime | None, as_json: bool, lang: str | None) -> None:
    """All requests as one person may see them, or (--mine) what the person is waited for."""
    from scheduler.leave.words import ACTION_WORDS

    desk, now = opened(center, at)
    lang = language(lang)
    _known(desk, actor)
    if mine:
        tasks = desk.inbox(actor, now)
        if as_json:
            echo_json(
                [{**request_data(desk, t.request, lang), "action": t.action, "article": t.article} for t in tasks]
            )
        else:
            click.echo(
                "\n".join(
                    f"{pick(ACTION_WORDS[t.action], lang)} ({t.article})  {request_line(desk, t.request, lang)}"
                    for t in tasks
                )
                or pick(("没有待办", "nothing to do"), lang)
            )
        return
    seen = desk.seen_by(actor, now.date())
    echo_json([request_data(desk, r, lang) for r in seen]) if as_json else click.echo(
        "\n".join(request_line(desk, r, lang) for r in seen)
    )


@request.command("show")
@center_argument
@click.argument("name")
@as_option
@click.option("--slip", type=click.Path(path_type=Path, dir_okay=False), help="Write the printable form (HTML) here.")
@at_option
@json_option
@lang_option
def show_request(
    center: str, name: str, actor: str, slip: Path | None, at: datetime | None, as_json: bool, lang: str | None
) -> None:
    """One request with every step of it, and its form to print (--slip)."""
    from scheduler.leave_desk.slips import slip_of

    desk, now = opened(center, at)
    lang = language(lang)
    _known(desk, actor)
    steps = desk.steps(name, actor, now.date())
    seen = next(r for r in desk.seen_by(actor, now.date()) if r.id == name)
    if slip is not None:
        slip.write_text(slip_of(desk, name, actor, now, lang), encoding="utf-8")
    if as_json:
        echo_json({**request_data(desk, seen, lang), "steps": [step_data(s) for s in steps]})
    else:
        click.echo("\n".join([request_line(desk, seen, lang), *(f"  {step_line(desk, s, lang)}" for s in steps)]))


@request.command("delegate")
@center_argument
@click.option("--holder", required=True, help="Whose signature.")
@click.option("--deputy", required=True, help="Who signs instead.")
@click.option("--from", "first", type=DateType(), required=True)
@click.option("--to", "last", type=DateType(), required=True)
@as_option
def delegate(center: str, holder: str, deputy: str, first: Any, last: Any, actor: str) -> None:
    """Let somebody sign for another from a date to a date; a circle of approvals is refused (3-46)."""
    from scheduler.leave.request import Delegation

    desk, _ = opened(center, None)
    saved = desk.delegate(Delegation(holder, deputy, first, last), actor)
    click.echo(f"{saved.number}: {holder} → {deputy} {first} – {last}")


@click.command()
@center_argument
@at_option
@json_option
@lang_option
def nightly(center: str, at: datetime | None, as_json: bool, lang: str | None) -> None:
    """Begin leaves that are due, note who did not come back (3-45), remind who is due back tomorrow.

    For a timer in the evening; the planner does the same whenever it is opened. Absence is never
    confirmed by it. Exit 1 if somebody is overdue.
    """
    from scheduler.leave_desk.night import run_night

    desk, now = opened(center, at)
    lang = language(lang)
    night = run_night(desk, now)
    if as_json:
        echo_json(
            {
                "at": now,
                "started": [s.request.id for s in night.started],
                "overdue": [s.request.id for s in night.overdue],
                "notes": [
                    {"to": n.to, "request": n.request, "article": n.article, "text": n.text(lang)} for n in night.notes
                ],
            }
        )
    else:
        lines = [
            pick(
                (
                    f"开始休假 {len(night.started)} 件，逾期未归 {len(night.overdue)} 件",
                    f"{len(night.started)} begun, {len(night.overdue)} overdue",
                ),
                lang,
            )
        ]
        lines += [request_line(desk, s.request, lang) for s in (*night.started, *night.overdue)]
        lines += [f"→ {n.to}: {n.text(lang)} ({n.article})" for n in night.notes]
        click.echo("\n".join(lines))
    raise click.exceptions.Exit(1 if night.overdue else 0)


def _say(desk: Any, saved: Any, as_json: bool, lang: str) -> None:
    steps = desk.store.leave_steps(saved)
    if as_json:
        echo_json({**request_data(desk, saved.request, lang), "steps": [step_data(s) for s in steps]})
    else:
        click.echo(
            request_line(desk, saved.request, lang) + (f"\n  {step_line(desk, steps[-1], lang)}" if steps else "")
        )


def _known(desk: Any, person: str) -> None:
    if person not in desk.rules.center.person:
        raise click.UsageError(f"--as {person}: no such person in {desk.center}")
