"""Putting a cover on record and taking the post back, for ``paiban cover``."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from scheduler.backup import Gap, StandIn
from scheduler.cli.show import echo_json
from scheduler.cover.after import things_of
from scheduler.cover.begin import begin, relayed
from scheduler.cover.hand_back import by_stand_in, give_back, note_page, note_text
from scheduler.cover.notices import cover_notices
from scheduler.cover.worked import returned
from scheduler.domain.cover import Cover, HandBack, burden
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.explain import person_name
from scheduler.store.cover_log import read_covers, write_covers
from scheduler.store.roster_files import write_roster
from scheduler.words import pick


def put_on_record(
    center: str,
    problem: RosterProblem,
    roster: Roster,
    new: Roster,
    taken: Sequence[tuple[Gap, StandIn | None]],
    absent: str,
    by: str,
    left_post: bool,
    log_file: Path | None,
    out: Path | None,
    margin: int | None,
) -> dict[str, Any]:
    """Keep the covers in the log or the database; what was kept, where, and the notices."""
    if not taken:
        raise click.ClickException(f"{absent} holds no post that day from then on: nothing to put on record")
    day = taken[0][0].start.date()
    shift = next((d.shift for d in roster.of_person(absent) if d.day == day), "")
    covers = begin(taken, absent, shift, by, "left_post" if left_post else "absent")
    at = min(c.start for c in covers)
    if log_file is not None:
        known = read_covers(log_file, problem.center)
        ended, covers = relayed(known, covers, absent, at)
        over = {(c.missing, c.post, c.start) for c in ended}
        known = (*(c for c in known if not c.open or (c.missing, c.post, c.start) not in over), *ended)
        begun = {(c.missing, c.post, c.start) for c in known if c.open}
        twice = next((c for c in covers if (c.missing, c.post, c.start) in begun), None)
        if twice is not None:
            raise click.ClickException(
                f"{log_file.name}: {twice.post} from {twice.start:%Y-%m-%dT%H:%M} for {twice.missing} is on record already"
            )
        write_covers((*known, *covers), log_file)
    else:
        with _database(center, problem) as store:
            ended, covers = relayed(
                store.covers(problem.center.id, problem.horizon.start, problem.horizon.last), covers, absent, at
            )
            with store.transaction():
                store.end_covers(ended, by or "cli")
                covers = store.save_covers(problem.center.id, covers, by or "cli")
    if out is not None:
        write_roster(new, out)
    notices = [
        n
        for who in dict.fromkeys(c.missing for c in covers)
        for n in cover_notices(problem, [c for c in covers if c.missing == who], margin)
    ]
    kept_in = log_file.name if log_file else "database"
    return {"covers": [asdict(c) for c in covers], "kept_in": kept_in, "notices": [asdict(n) for n in notices]}


def take_back(
    center: str,
    problem: RosterProblem,
    roster: Roster,
    absent: str,
    at: datetime,
    by: str,
    done: str,
    pending: str,
    kept: tuple[str, ...],
    log_file: Path | None,
    out: Path | None,
    note: Path | None,
    as_json: bool,
    lang: str,
) -> None:
    """End the open covers of somebody who is back and say what was handed over."""
    if log_file is not None:
        known = read_covers(log_file, problem.center)
        ended = _ended(problem, known, absent, at, done, pending, kept)
        mine = {(c.missing, c.post, c.start) for c in ended}
        write_covers((*(c for c in known if not c.open or (c.missing, c.post, c.start) not in mine), *ended), log_file)
    else:
        with _database(center, problem) as store:
            ended = _ended(
                problem,
                store.covers(problem.center.id, problem.horizon.start, problem.horizon.last),
                absent,
                at,
                done,
                pending,
                kept,
            )
            ended = store.end_covers(ended, by or "cli")
    groups = by_stand_in(ended)
    if out is not None:
        write_roster(returned(problem, roster, ended, absent, at), out)
    if note is not None:
        note.write_bytes(note_page(problem, groups, lang))
    minutes = burden(ended)
    if as_json:
        echo_json(
            {
                "covers": [asdict(c) for c in ended],
                "notes": [note_text(problem, g, lang) for g in groups],
                "minutes": minutes,
            }
        )
        return
    for group in groups:
        click.echo(note_text(problem, group, lang))
    for person, (total, dual) in minutes.items():
        click.echo(
            pick(
                (
                    f"计入台账：{person_name(problem, person, 'zh')} 顶岗{total}分钟，其中兼岗{dual}分钟。",
                    f"Into the ledger: {person_name(problem, person, 'en')} stood in for {total} min, {dual} of it in double duty.",
                ),
                lang,
            )
        )


def _ended(
    problem: RosterProblem,
    known: Sequence[Cover],
    absent: str,
    at: datetime,
    done: str,
    pending: str,
    kept: tuple[str, ...],
) -> tuple[Cover, ...]:
    open_ones = [c for c in known if c.missing == absent and c.open]
    things = things_of(problem, open_ones)
    if set(kept) - set(things):
        raise click.UsageError(
            f"--kept {', '.join(sorted(set(kept) - set(things)))}: expected one of {', '.join(things) or 'nothing: no seal or key was handed over'}"
        )
    back = HandBack(at, done, pending, tuple(t for t in things if t not in kept), kept)
    return give_back(open_ones, absent, at, back)


@contextmanager
def _database(center: str, problem: RosterProblem) -> Iterator[Any]:
    """The database, which gets the center first if it does not know it yet."""
    from scheduler.planning import open_center
    from scheduler.store.database import Store
    from scheduler.store.folder import folder_files

    with Store() as store:
        if problem.center.id not in {c.id for c in store.list_centers()}:
            folder = open_center(center)
            store.save_center(
                folder.center.id,
                folder_files(folder),
                name_zh=folder.center.name_zh,
                name_en=folder.center.name_en,
                author="cli",
            )
        yield store
