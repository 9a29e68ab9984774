"""How often somebody was refused leave around a holiday: what the order of the next holiday looks at (4-03)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from scheduler.domain.problem import RosterProblem
from scheduler.store.entries import LeaveEntry

KIND = "leave_refused"
"""Kind in the ledger, in times."""

AROUND = 2
"""Days before and after a statutory holiday that everybody wants as well."""


def refused(problem: RosterProblem, leave: Iterable[LeaveEntry]) -> Mapping[str, int]:
    """Refused requests over the statutory holidays of a roster and :data:`AROUND` days on either side, by person.

    Requests that touch only ordinary days do not count: there the reserve decides and not the turn.
    """
    wanted = {day.date + timedelta(days=n) for day in problem.days if day.statutory for n in range(-AROUND, AROUND + 1)}
    spans = [
        (start, start + timedelta(days=1)) for start in (datetime.combine(day, datetime.min.time()) for day in wanted)
    ]
    known = {person.id for person in problem.center.staff}
    return Counter(
        row.person
        for row in leave
        if row.status == "refused"
        and row.person in known
        and any(row.start < end and start < row.end for start, end in spans)
    )


def with_refused(
    ledger: Mapping[str, Mapping[str, float]], more: Mapping[str, int]
) -> Mapping[str, Mapping[str, float]]:
    """A ledger with the refusals of one more roster added."""
    found = {person: dict(kinds) for person, kinds in ledger.items()}
    for person, count in more.items():
        mine = found.setdefault(person, {})
        mine[KIND] = mine.get(KIND, 0.0) + count
    return {person: dict(sorted(kinds.items())) for person, kinds in sorted(found.items())}
