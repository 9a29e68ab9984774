"""Nights, weekends, holidays, hall duty: what a roster asks for, who may carry it, and everybody's fair share.

A shift asks for *places*: those that only people of a rank or with a skill can fill, and the rest,
open to all. The places of a kind are divided by :func:`scheduler.domain.division.divide`, so that
leaders, who are few, share what only leaders can do, and the agents share the rest.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache

from scheduler.domain.division import Portion, divide
from scheduler.domain.people import FULL_LEVEL, Person
from scheduler.domain.problem import Block, CoverCell, RosterProblem
from scheduler.domain.roster_view import RosterView

KINDS = ("nights", "weekends", "holidays")

Asked = tuple[str, str | None, str | None]
"""Shift, rank and skill of a cover: who may fill it depends on these and the date."""


def portions(problem: RosterProblem, kind: str) -> Mapping[str, Portion]:
    """Fair share of the shifts of a kind by rostered person; empty if no cover asks for any.

    A person's weight is the days on which he or she is there and might fill a place of the kind
    (nights: not protected then): days of leave are neither worked off nor gained by.
    """
    able = _able_on(problem)
    asked: dict[tuple[int, str], list[CoverCell]] = defaultdict(list)
    for cell in problem.covers:
        if _of_kind(problem, cell, kind) and cell.heads > 0:
            asked[cell.day, cell.shift].append(cell)
    parts: dict[frozenset[str], Fraction] = defaultdict(Fraction)
    for (day, _), cells in sorted(asked.items()):
        for people, heads in _places([(able(_asked(cell), day), cell.heads) for cell in cells]):
            parts[people] += heads
    if not parts:
        return {}
    forms = sorted({_asked(cell) for cells in asked.values() for cell in cells}, key=str)
    days: Counter[str] = Counter()
    for index in range(problem.horizon.days):
        fit = frozenset().union(*(able(form, index) for form in forms))
        days.update(p for p in fit if not problem.absent(p, index * 1440, index * 1440 + 1440))
    return divide(parts, days)


def duty_portions(problem: RosterProblem) -> Mapping[str, Portion]:
    """Fair share of hall duty, in days, of those who are A of a window in the rota; empty without one.

    The rota turns by windows, so a person's weight is the open days there, once for each window held.
    """
    if problem.center.duty is None:
        return {}
    holder = problem.center.holder
    days = [day for day, _, _ in duty_closes(problem)]
    asked = sum(holder(window, problem.date(day)) is not None for day, window, _ in duty_closes(problem))
    there: Counter[str] = Counter()
    for day in days:
        held = [h for window in problem.center.duty.windows if (h := holder(window, problem.date(day))) is not None]
        there.update(h for h in held if not problem.absent(h, day * 1440, day * 1440 + 1440))
    return divide({frozenset(there): asked}, there)


def duty_closes(problem: RosterProblem) -> list[tuple[int, str, Block]]:
    """Day, duty window and its last open block, for each day that has one: who holds it then has the day's duty."""
    closes = []
    for day, window in enumerate(problem.duty_windows):
        opened = [b for b in problem.blocks_of_day[day] if window in b.posts]
        if window is not None and opened:
            closes.append((day, window, opened[-1]))
    return closes


def _asked(cell: CoverCell) -> Asked:
    return cell.shift, cell.rank, cell.skill


def _able_on(problem: RosterProblem) -> Callable[[Asked, int], frozenset[str]]:
    """Rostered people who may fill a cover on a day, leave apart."""
    center = problem.center
    rostered = [p for p in center.staff if p.rota == "rostered"]

    def fit(person: Person, asked: Asked, day: int) -> bool:
        code, rank, skill = asked
        shift, on = center.shift[code], problem.date(day)
        known = (
            person.standing(on) is None if shift.pool is None else center.qualified(person, center.post[shift.pool], on)
        )
        ranked = rank is None or center.rank_at_least(person, rank, on)
        skilled = skill is None or person.level(skill, on) >= FULL_LEVEL
        return known and ranked and skilled and not (shift.night_minutes and person.protected(on))

    return cache(lambda asked, day: frozenset(p.id for p in rostered if fit(p, asked, day)))


def _places(covers: Iterable[tuple[frozenset[str], int]]) -> Iterator[tuple[frozenset[str], Fraction]]:
    """Heads of one shift by who may fill them, the narrowest first: one place serves several covers.

    A place serves a wider cover as often as its people can: always, if all of them are among the
    cover's (a leader is a head too), else in proportion.
    """
    wanted = sorted(((people, heads) for people, heads in covers if people), key=lambda c: (len(c[0]), sorted(c[0])))
    most = max((heads for _, heads in wanted), default=0)
    made: list[tuple[frozenset[str], Fraction]] = []
    for people, heads in wanted:
        served = sum((share * Fraction(len(other & people), len(other)) for other, share in made), Fraction(0))
        room = most - sum((share for _, share in made), Fraction(0))
        if (more := min(heads - served, room)) > 0:
            made.append((people, more))
    yield from made


def _of_kind(problem: RosterProblem, cell: CoverCell, kind: str) -> bool:
    day = problem.days[cell.day]
    if kind == "nights":
        return problem.center.shift[cell.shift].night
    return day.statutory if kind == "holidays" else not day.workday and not day.statutory


def counts(problem: RosterProblem, view: RosterView, person: str) -> Mapping[str, int]:
    """Shifts of each kind that a person has."""
    nights = {s.code for s in problem.center.shifts if s.night}
    found = dict.fromkeys(KINDS, 0)
    for day in problem.days:
        found["nights"] += len(nights.intersection(view.shifts(person, day.index)))
        if view.worked(person, day.index):
            found["weekends"] += not day.workday and not day.statutory
            found["holidays"] += day.statutory
    return found
