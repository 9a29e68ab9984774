"""The times at which a group could meet, and who could come."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES
from scheduler.domain.roster_view import RosterView
from scheduler.solver.events import Sitting

EARLIEST, LATEST = 7 * 60, 20 * 60
"""No sitting begins before seven, none in hours or after them begins later than eight in the evening."""

AFTER_DUTY = 60
"""Minutes after the own duty's end within which somebody may be asked to stay on."""

REST = 11 * 60
"""Minutes that must be left before the next duty of somebody who stays on; nobody stays on after a night."""

Span = tuple[int, int]


def times(problem: RosterProblem, announced: Span, dates: Iterable[date], step: int) -> tuple[Span, ...]:
    """Spans of the event's length: the announced one, in opening hours, and after the last closing.

    ``dates`` are days on which it may be held; a day on which nothing is open offers none.
    """
    length = announced[1] - announced[0]
    found = {announced} if problem.date(announced[0] // DAY_MINUTES) in set(dates) else set()
    for when in sorted(set(dates)):
        day = problem.horizon.day(when)
        if not 0 <= day < problem.horizon.days:
            continue
        base = day * DAY_MINUTES
        runs = _runs([(b.start, b.end) for b in problem.blocks_of_day[day] if b.posts])
        for a, b in runs:
            low = max(a, base + EARLIEST)
            for start in range(low, min(b - length, base + LATEST) + 1, step):
                found.add((start, start + length))
        if runs and (close := runs[-1][1]) <= base + LATEST:
            found |= {(close + wait, close + wait + length) for wait in (0, step) if close + wait <= base + LATEST}
    return tuple(sorted(found))


def sittings_of(
    view: RosterView, spans: Sequence[Span], announced: Span, people: Sequence[str], seats: Callable[[Span], int]
) -> tuple[Sitting, ...]:
    """Sittings with the people who could come; ``view.problem`` is cut at all spans.

    Somebody can come who is on duty all the while, or who stays on after the own duty (overtime;
    not for protected people). ``seats``: of the center's own room over a span.
    """
    problem = view.problem
    loads = _loads(problem)
    peak = max((load for _, _, load in loads), default=0.0)
    last, nights = _last_duty(view), {s.code for s in problem.center.shifts if s.night}
    begins = _begins(view)
    found = []
    for start, end in spans:
        blocks = [b for b in problem.blocks if b.start < end and start < b.end]
        on_duty, staying = set(), set()
        for person in people:
            if problem.absent(person, start, end):
                continue
            here = sum(b.minutes for b in blocks if view.present(person, b.index))
            close = last.get((person, start // DAY_MINUTES))
            if here == end - start:
                on_duty.add(person)
            elif (
                here == 0
                and close is not None
                and close <= start <= close + AFTER_DUTY
                and not _protected(problem, person, start)
            ):
                rested = not any(end <= next_start < end + REST for next_start in begins.get(person, ()))
                if rested and not nights.intersection(view.shifts(person, start // DAY_MINUTES)):
                    staying.add(person)
        busy = [load for a, b, load in loads if a < end and start < b]
        percent = round(100 * sum(busy) / len(busy) / peak) if busy and peak else 0
        found.append(
            Sitting(
                start,
                end,
                tuple(b.index for b in blocks),
                frozenset(on_duty | staying),
                frozenset(staying),
                percent,
                abs(start - announced[0]) // 30,
                seats((start, end)),
            )
        )
    return tuple(found)


def _protected(problem: RosterProblem, person: str, minute: int) -> bool:
    """Whether the law keeps the person from overtime that day (L9, L10)."""
    return problem.center.person[person].protected(problem.date(minute // DAY_MINUTES))


def _runs(spans: Iterable[Span]) -> list[Span]:
    runs: list[Span] = []
    for a, b in sorted(spans):
        if runs and a <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], b))
        else:
            runs.append((a, b))
    return runs


def _loads(problem: RosterProblem) -> list[tuple[int, int, float]]:
    """Offered load of the whole center by interval: where the peaks are (P14)."""
    sums: dict[Span, float] = {}
    for cell in problem.needs:
        span = problem.horizon.minute(cell.start), problem.horizon.minute(cell.end)
        sums[span] = sums.get(span, 0.0) + cell.load_erlang
    return [(a, b, load) for (a, b), load in sorted(sums.items())]


def _begins(view: RosterView) -> dict[str, list[int]]:
    """When the stretches of each person's work begin."""
    found: dict[str, list[int]] = {}
    for duty in view.roster.duties:
        if duty.role in PRESENT_ROLES:
            found.setdefault(duty.person, []).append(view.problem.horizon.minute(duty.start))
    return found


def _last_duty(view: RosterView) -> dict[tuple[str, int], int]:
    """When each person's work of a day ends."""
    found: dict[tuple[str, int], int] = {}
    for duty in view.roster.duties:
        if duty.role in PRESENT_ROLES:
            day = view.problem.horizon.day(duty.start.date())
            found[duty.person, day] = max(found.get((duty.person, day), 0), view.problem.horizon.minute(duty.end))
    return found
