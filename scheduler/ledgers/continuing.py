"""From one roster to the next: its last four weeks, its ledger, and whose turn hall duty is.

``plan --out`` writes what the next roster must know (``roster_past.csv``, ``ledger.csv`` and the
part ``handed_on`` of ``summary.json``), ``plan --after`` lays it over the center folder. A
``cover_log.csv`` beside them says who stood in on the day: the ledger counts what was worked. The folder
itself is not touched, and nothing but the last output is needed: what is older is in its ledger.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scheduler.assemble import LOOK_BACK, calendar_of, make_problem, open_days_between
from scheduler.cover.worked import as_worked
from scheduler.domain.center import DutyRota
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.ledgers.carried import carried, ledger_bytes
from scheduler.ledgers.refused import refused, with_refused
from scheduler.store.cover_log import read_covers
from scheduler.store.cover_schema import COVER_LOG
from scheduler.store.entries import LeaveEntry
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.folder import CenterFolder
from scheduler.store.handed import LEDGER_FILE, PAST_FILE, Handed, mark, read_handed
from scheduler.store.roster_files import roster_bytes
from scheduler.words import pick

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Continued:
    """A center folder ready for the roster after the last one.

    Attributes
    ----------
    first, last
        The days that come next: after a whole month the next whole month, else as many days again.
    edited
        The last roster was changed by hand after it was planned, and its ledger reckoned again.
    gone
        People of the last roster who are no longer in the center; their rows are left out.
    """

    folder: CenterFolder
    first: date
    last: date
    edited: bool = False
    gone: tuple[str, ...] = ()

    def notes(self, lang: str) -> list[str]:
        """What a planner should know of the way it was read."""
        found = []
        if self.edited:
            found.append(
                pick(
                    (
                        "上期班表在排出后改动过：已按现班表重算台账",
                        "the last roster was changed after it was planned: its ledger is reckoned anew",
                    ),
                    lang,
                )
            )
        if self.gone:
            named = ", ".join(self.gone)
            found.append(
                pick(
                    (
                        f"上期人员 {named} 已不在本中心：其记录不再结转",
                        f"no longer in the center, not carried over: {named}",
                    ),
                    lang,
                )
            )
        return found


def handed_files(problem: RosterProblem, roster: Roster, leave: Iterable[LeaveEntry] = ()) -> dict[str, bytes]:
    """The past and the ledger that the next roster reads; ``leave`` tells who was refused around a holiday."""
    since = problem.horizon.last + DAY - LOOK_BACK
    past = Roster.of(d for d in (*problem.past.duties, *roster.duties) if d.day >= since)
    return {
        PAST_FILE: roster_bytes(past),
        LEDGER_FILE: ledger_bytes(with_refused(carried(problem, roster), refused(problem, leave))),
    }


def handed_facts(folder: CenterFolder, problem: RosterProblem, roster: Roster) -> Mapping[str, Any]:
    """The rest of it, for ``summary.json``: whose turn duty was and is, the ledger before, a mark of the roster."""
    return {
        "duty_first": next((w for w in problem.duty_windows if w is not None), None),
        "duty_window": next_window(folder, problem),
        "roster": mark(roster),
        "carried_in": {p: dict(sorted(kinds.items())) for p, kinds in sorted(problem.ledger.items())},
    }


def next_window(folder: CenterFolder, problem: RosterProblem) -> str | None:
    """The window whose turn hall duty is on the first open day after a horizon (3-21)."""
    rota = problem.center.duty
    if rota is None:
        return None
    turned = [w for w in problem.duty_windows if w is not None]
    if turned:
        return rota.windows[(rota.windows.index(turned[-1]) + 1) % len(rota.windows)]
    after = problem.horizon.last + DAY
    passed = open_days_between(problem.center, calendar_of(folder), rota.anchor, after) if rota.anchor <= after else 0
    return rota.windows[passed % len(rota.windows)]


def continued(folder: CenterFolder, out: Path, first: date | None = None) -> Continued:
    """The folder with past, ledger and duty rota as the output folder ``out`` leaves them.

    Raises
    ------
    FolderFaults
        If ``out`` cannot be read, is another center's, or ``first`` is not the day after it ends:
        days in between would be in no ledger, days planned twice would be in it twice.
    """
    handed = read_handed(out, folder.center)
    covers = read_covers(out / COVER_LOG.file, folder.center)
    worked = as_worked(folder.center, handed.roster, covers)
    if worked.cells() != handed.roster.cells():
        handed = replace(handed, roster=worked, edited=True)
    begins = handed.last + DAY
    if first is not None and first != begins:
        words = (
            f"应从{begins}开始，即上期({handed.first}至{handed.last})的次日",
            f"expected {begins}, the day after the last roster ({handed.first} to {handed.last})",
        )
        raise FolderFaults([Fault(out.name, 0, "--from", str(first), words)])
    ledger, past = handed.ledger, handed.past
    if handed.edited:
        problem = make_problem(
            _turned(folder, handed.first, handed.duty_first), handed.first, handed.last, ledger=handed.carried_in
        )
        ledger = with_refused(carried(problem, handed.roster), refused(problem, folder.leave))
        past = Roster.of(
            (
                *(d for d in past.duties if d.day < handed.first),
                *(d for d in handed.roster.duties if d.day >= begins - LOOK_BACK),
            )
        )
    known = replace(folder, past=past, ledger=ledger)
    return Continued(
        _turned(known, begins, handed.duty_window), begins, _same_again(handed), handed.edited, handed.gone
    )


def _turned(folder: CenterFolder, first: date, window: str | None) -> CenterFolder:
    """The folder with a duty rota that begins with ``window`` on ``first``; as it was if the rota has no such window."""
    rota = folder.center.duty
    if rota is None or window not in rota.windows:
        return folder
    at = rota.windows.index(window)
    return replace(
        folder, center=replace(folder.center, duty=DutyRota((*rota.windows[at:], *rota.windows[:at]), first))
    )


def _same_again(handed: Handed) -> date:
    """Last day of a period like the one handed on."""
    first = handed.last + DAY
    if handed.first.day == 1 and first.day == 1:
        months = (first.year - handed.first.year) * 12 + first.month - handed.first.month
        month = first.month - 1 + months - 1
        year, month = first.year + month // 12, month % 12 + 1
        return date(year, month, calendar.monthrange(year, month)[1])
    return first + (handed.last - handed.first)
