"""Who has done more than the fair share so far: the ledger carried from roster to roster."""

from collections.abc import Mapping
from fractions import Fraction

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.rules.fair_shifts import KINDS as SHIFT_KINDS
from scheduler.rules.fair_shifts import counts, shares
from scheduler.store.results import csv_bytes

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


def _shifts(problem: RosterProblem, view: RosterView) -> dict[str, Mapping[str, Fraction]]:
    exact = {kind: shares(problem, kind) for kind in SHIFT_KINDS}
    return {
        kind: {person: counts(problem, view, person)[kind] - share for person, share in by_person.items()}
        for kind, by_person in exact.items()
    }


def _duty(problem: RosterProblem, view: RosterView) -> Mapping[str, Fraction]:
    """Days of hall duty above days over windows; who has no window in the rota only what is above that."""
    if problem.center.duty is None:
        return {}
    held: dict[str, int] = {}
    days = 0
    holders: set[str] = set()
    for day, window in enumerate(problem.duty_windows):
        opened = [b for b in problem.blocks_of_day[day] if window in b.posts]
        if window is None or not opened:
            continue
        days += 1
        holders |= {a for w in problem.center.duty.windows if (a := problem.center.holder(w, problem.date(day))) is not None}
        for person in view.holders(window, opened[-1].index):
            held[person] = held.get(person, 0) + 1
    share = Fraction(days, len(problem.center.duty.windows))
    above = {person: held.get(person, 0) - share for person in holders}
    return {**{person: count - share for person, count in held.items() if count > share}, **above}


def _cover(problem: RosterProblem, view: RosterView) -> Mapping[str, Fraction]:
    """Minutes of standing in above the mean of all who are named for it or did it."""
    center = problem.center
    minutes: dict[str, int] = {line.person: 0 for line in center.ab if line.role != "A" and center.person[line.person].rota == "office"}
    for block in problem.blocks:
        on = problem.date(block.day)
        for post in center.posts:
            for person in view.holders(post.id, block.index):
                if center.source(person, post.id, on) not in (None, "A"):
                    minutes[person] = minutes.get(person, 0) + block.minutes
    if not any(minutes.values()):
        return {}
    mean = Fraction(sum(minutes.values()), len(minutes))
    return {person: count - mean for person, count in minutes.items()}


def ledger_bytes(ledger: Ledger) -> bytes:
    """``ledger.csv`` of a center folder, as the next roster reads it."""
    rows = ((person, kind, value) for person, kinds in sorted(ledger.items()) for kind, value in sorted(kinds.items()))
    return csv_bytes(("person", "kind", "value"), rows)
