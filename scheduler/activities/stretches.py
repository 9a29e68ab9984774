"""When people are at work without interruption: what blocks off the line are laid into."""

from collections.abc import Mapping
from functools import cached_property

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Roster

Span = tuple[int, int]


class Stretches:
    """Stretches of work of a roster by person and day they belong to, in minutes of the horizon."""

    def __init__(self, problem: RosterProblem, roster: Roster) -> None:
        self.problem, self.roster = problem, roster

    @cached_property
    def of(self) -> Mapping[tuple[str, int], tuple[Span, ...]]:
        minute, day = self.problem.horizon.minute, self.problem.horizon.day
        found: dict[tuple[str, int], list[Span]] = {}
        for duty in sorted(self.roster.duties, key=lambda d: (d.person, d.day, d.start)):
            if duty.role not in PRESENT_ROLES:
                continue
            spans = found.setdefault((duty.person, day(duty.day)), [])
            start, end = minute(duty.start), minute(duty.end)
            if spans and start <= spans[-1][1]:
                spans[-1] = spans[-1][0], max(end, spans[-1][1])
            else:
                spans.append((start, end))
        return {key: tuple(spans) for key, spans in found.items()}

    @cached_property
    def shifts(self) -> Mapping[tuple[str, int], frozenset[str]]:
        """Shift codes by person and day."""
        found: dict[tuple[str, int], set[str]] = {}
        for duty in self.roster.duties:
            if duty.role in PRESENT_ROLES:
                found.setdefault((duty.person, self.problem.horizon.day(duty.day)), set()).add(duty.shift)
        return {key: frozenset(codes) for key, codes in found.items()}

    def on(self, day: int) -> tuple[str, ...]:
        """People at work on a day, in the order of the center's people."""
        return tuple(p.id for p in self.problem.center.staff if (p.id, day) in self.of)

    def days(self, person: str, first: int, last: int) -> tuple[int, ...]:
        """Days from ``first`` to ``last``, both included, on which a person works."""
        return tuple(d for d in range(first, last + 1) if (person, d) in self.of)
