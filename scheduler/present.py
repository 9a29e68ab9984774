"""A roster made with a leave already in it, as it would be without; and one made before a leave, as it is with it."""

from dataclasses import replace
from datetime import datetime

from scheduler.around import part_of
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster


def at_work(problem: RosterProblem, roster: Roster, person: str, start: datetime, end: datetime) -> Roster:
    """The roster with an office worker back on the days of a leave that the roster already took out.

    Only days on which the person could be present but is not are made anew, by the AB table
    without search; all other days stay as they are. Rostered people are left alone: what they
    would have worked is nobody's guess.
    """
    from scheduler.solver.greedy import greedy_roster

    who = problem.center.person.get(person)
    if who is None or who.rota != "office" or who.shift is None:
        return roster
    there = {(d.start, d.end) for d in roster.of_person(person)}
    missing = set()
    for block in problem.blocks:
        a, b = problem.horizon.moment(block.start), problem.horizon.moment(block.end)
        wanted = (
            a < end and start < b and problem.open_day(block.day) and problem.shift_covers(block.day, who.shift, block)
        )
        if (
            wanted
            and not problem.absent(person, block.start, block.end)
            and not any(s <= a and b <= e for s, e in there)
        ):
            missing.add(problem.date(block.day))
    for day in sorted(missing):
        small, _ = part_of(problem, roster, day, day)
        anew = greedy_roster(replace(small, past=Roster()))
        roster = Roster.of([*(d for d in roster.duties if d.day != day), *anew.duties])
    return roster


def really_there(problem: RosterProblem, roster: Roster) -> Roster:
    """The roster without the hours in which its people are away: leave granted after it was made is not at work."""
    away: dict[str, list[tuple[datetime, datetime]]] = {}
    for absence in problem.absences:
        away.setdefault(absence.person, []).append((absence.start, absence.end))
    duties = []
    for duty in roster.duties:
        pieces = [(duty.start, duty.end)]
        for start, end in away.get(duty.person, ()):
            pieces = [
                (a, b)
                for first, last in pieces
                for a, b in ((first, min(last, start)), (max(first, end), last))
                if a < b
            ]
        duties += [
            duty if piece == (duty.start, duty.end) else replace(duty, start=piece[0], end=piece[1]) for piece in pieces
        ]
    return Roster.of(duties)
