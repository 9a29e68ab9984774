"""Who has done more than the fair share so far: the ledger carried from roster to roster."""

from collections.abc import Mapping
from fractions import Fraction
from math import ceil
from typing import Any

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.rules import RULE

KINDS = ("nights", "weekends", "holidays", "duty", "cover")

Ledger = Mapping[str, Mapping[str, float]]


def carried(problem: RosterProblem, roster: Roster) -> Ledger:
    """The ledger for the next roster: what came in, plus what this roster gave, less the fair share.

    ``nights``, ``weekends``, ``holidays`` are shifts above the exact share (the rule ``fair_shifts``
    rounds it up), ``duty`` days of hall duty above days over windows, ``cover`` minutes of standing
    in above the mean of those who stood in or may (A, B and C of some window). What a kind nobody was
    asked for brought in is handed on unchanged, and so are kinds of other ledgers (owed days off).
    """
    view = RosterView(problem, roster)
    found: dict[str, dict[str, float]] = {p: dict(kinds) for p, kinds in problem.ledger.items()}
    given: dict[str, Mapping[str, Fraction]] = {**_shifts(problem, view), "duty": _duty(view.problem, view), "cover": _cover(view.problem, view)}
    for kind, above in given.items():
        for person, more in above.items():
            mine = found.setdefault(person, {})
            mine[kind] = round(mine.get(kind, 0.0) + float(more), 4)
    return {p: {k: v for k, v in sorted(kinds.items()) if v} for p, kinds in sorted(found.items()) if any(kinds.values())}
