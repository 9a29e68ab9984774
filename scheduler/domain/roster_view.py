"""Questions that rules ask of a plain roster, answered by look-up."""

from bisect import bisect_left
from collections import defaultdict

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.domain.shifts import ShiftType


class RosterView:
    """A roster laid over a problem's blocks.

    If duties of an edited or imported roster begin or end inside a block, the blocks are cut
    there first; ``problem`` is then the refined problem and must be used from here on.
    Days before the horizon (negative index) are answered from ``problem.past``.
    """

    def __init__(self, problem: RosterProblem, roster: Roster) -> None:
        minute = problem.horizon.minute
        edges = (m for d in roster.duties for m in (minute(d.start), minute(d.end)))
        self.problem = problem.cut(edges)
        self.roster = roster
        self._on: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._holders: dict[tuple[str, int], list[str]] = defaultdict(list)
        self._present: set[tuple[str, int]] = set()
        self._shifts: dict[tuple[str, int], set[str]] = defaultdict(set)
        self._minutes: dict[tuple[str, int], int] = {}
        self.duties_of: dict[tuple[str, int], list[Duty]] = defaultdict(list)
        self._lay((*problem.past.duties, *roster.duties))

    def _lay(self, duties: tuple[Duty, ...]) -> None:
        horizon = self.problem.horizon
        starts = [b.start for b in self.problem.blocks]
        for duty in duties:
            if duty.role not in PRESENT_ROLES:
                continue
            day = horizon.day(duty.day)
            self.duties_of[duty.person, day].append(duty)
            self._shifts[duty.person, day].add(duty.shift)
            a, b = horizon.minute(duty.start), horizon.minute(duty.end)
            for index in self._blocks_between(starts, a, b):
                self._present.add((duty.person, index))
                if duty.post != BACK_OFFICE and duty.post not in self._on[duty.person, index]:
                    self._on[duty.person, index].add(duty.post)
                    self._holders[duty.post, index].append(duty.person)

    def _blocks_between(self, starts: list[int], a: int, b: int) -> range:
        low, high = bisect_left(starts, a), bisect_left(starts, b)
        return range(low, high)

    def _worked_minutes(self, person: str, duties: list[Duty]) -> int:
        """Paid minutes of full named shifts; else the union of what was rostered."""
        who = self.problem.center.person.get(person)
        minute = self.problem.horizon.minute
        total = 0
        spans: list[tuple[int, int]] = []
        by_shift: dict[str, list[Duty]] = defaultdict(list)
        for duty in duties:
            by_shift[duty.shift].append(duty)
        for code, found in by_shift.items():
            shift = self.problem.center.shift.get(code)
            covered = _union([(minute(d.start), minute(d.end)) for d in found])
            if who is not None and who.rota == "rostered" and shift is not None and covered >= _length(shift):
                total += shift.paid_minutes
            else:
                spans += [(minute(d.start), minute(d.end)) for d in found]
        return total + _union(spans)

    def on(self, person: str, post: str, block: int) -> bool:
        """Whether a person holds a post over a block."""
        return post in self._on.get((person, block), ())

    def posts(self, person: str, block: int) -> frozenset[str]:
        return frozenset(self._on.get((person, block), ()))

    def holders(self, post: str, block: int) -> tuple[str, ...]:
        """People on a post over a block, sorted."""
        return tuple(sorted(self._holders.get((post, block), ())))

    def present(self, person: str, block: int) -> bool:
        """Whether a person is on site and at work over a block."""
        return (person, block) in self._present

    def works(self, person: str, day: int, shift: str) -> bool:
        """Whether a person works a shift that belongs to a day (negative: before the horizon)."""
        return shift in self._shifts.get((person, day), ())

    def shifts(self, person: str, day: int) -> tuple[str, ...]:
        return tuple(sorted(self._shifts.get((person, day), ())))

    def worked(self, person: str, day: int) -> bool:
        """Whether any duty of the person belongs to the day."""
        return bool(self.duties_of.get((person, day)))

    def minutes(self, person: str, day: int) -> int:
        """Minutes of work that belong to a day: a rostered person's full shift counts as paid."""
        key = (person, day)
        if key not in self._minutes:
            self._minutes[key] = self._worked_minutes(person, self.duties_of.get(key, []))
        return self._minutes[key]


def _union(spans: list[tuple[int, int]]) -> int:
    total, reach = 0, -(10**9)
    for a, b in sorted(spans):
        total += max(0, b - max(a, reach))
        reach = max(reach, b)
    return total


def _length(shift: ShiftType) -> int:
    return sum(b - a for a, b in shift.parts)
