"""A roster as stretches to simulate: who takes customers of which queue, minute by minute."""

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Roster
from scheduler.domain.routine import Activity
from scheduler.staffing.simulation.stretch import Slot, Stretch

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Staged:
    """A stretch with the names behind its indices.

    Attributes
    ----------
    people
        By index: first who serves one queue only, so that they are asked before those who double.
    doubling
        By person index: spans in which the person serves two queues or more.
    """

    stretch: Stretch
    queues: tuple[str, ...]
    people: tuple[str, ...]
    doubling: Mapping[int, Spans]


def stretches(problem: RosterProblem, roster: Roster, off_line: Iterable[Activity] = ()) -> tuple[Staged, ...]:
    """All stretches of a horizon, in time.

    Who is off the line takes nobody; who relieves somebody takes that post's customers as well. At a
    window, which has one seat, a relief by somebody who serves nobody else changes nothing.

    A center whose doors close is cut at every closing; one that never closes at midnight, its
    customers and people carried on.
    """
    minute = problem.horizon.minute
    cells = sorted((c for c in problem.needs if c.end > c.start), key=lambda c: (c.start, c.queue))
    serving = _serving(problem, roster, tuple(off_line))
    found: list[Staged] = []
    for group, closes, fresh in _groups([(minute(c.start), minute(c.end), c) for c in cells]):
        start, end = min(a for a, _, _ in group), max(b for _, b, _ in group)
        queues = tuple(sorted({c.queue for _, _, c in group}))
        here = {
            (queue, person): cut
            for (queue, person), spans in serving.items()
            # Before midnight others may still be on who finish after it: all who are on within a day of it are kept.
            if queue in queues and (cut := _cut(spans, start, end if closes else end + DAY_MINUTES))
        }
        people = sorted({p for _, p in here}, key=lambda p: (sum(key[1] == p for key in here), p))
        if not closes or not fresh:
            people = sorted({p for _, p in serving})
        at = {p: i for i, p in enumerate(people)}
        on = {(queues.index(queue), at[person]): spans for (queue, person), spans in here.items()}
        slots = tuple(Slot(queues.index(c.queue), a, b, c.mean, c.cv, c.aht_s or _aht(c)) for a, b, c in group)
        stretch = Stretch(start // DAY_MINUTES, slots, on, len(queues), len(people), closes, fresh)
        found.append(Staged(stretch, queues, tuple(people), _doubling(on)))
    return tuple(found)


def _aht(cell: NeedCell) -> float:
    """Handling time behind a load; a minute where nobody comes."""
    return (
        cell.load_erlang * (cell.end - cell.start).total_seconds() / cell.mean
        if cell.mean > 0 and cell.load_erlang > 0
        else 60.0
    )


def _groups(cells: Sequence[tuple[int, int, NeedCell]]) -> Iterable[tuple[list[tuple[int, int, NeedCell]], bool, bool]]:
    """Cells that hang together in time, with whether doors close after them and were closed before."""
    runs: list[list[tuple[int, int, NeedCell]]] = []
    reach = -1
    for cell in cells:
        if not runs or cell[0] > reach:
            runs.append([])
        runs[-1].append(cell)
        reach = max(reach, cell[1]) if len(runs[-1]) > 1 else cell[1]
    for run in runs:
        days = sorted({a // DAY_MINUTES for a, _, _ in run})
        for day in days:
            yield [c for c in run if c[0] // DAY_MINUTES == day], day == days[-1], day == days[0]


def _serving(problem: RosterProblem, roster: Roster, off_line: tuple[Activity, ...]) -> Mapping[tuple[str, str], Spans]:
    """Spans in which each person takes customers of each queue."""
    minute, center = problem.horizon.minute, problem.center
    queue_of = {post: queue.id for queue in center.queues for post in queue.posts}
    spans: dict[tuple[str, str], list[tuple[int, int]]] = {}
    for duty in (*problem.past.duties, *roster.duties):
        if duty.role in PRESENT_ROLES and duty.post in queue_of and minute(duty.end) > 0:
            spans.setdefault((queue_of[duty.post], duty.person), []).append((minute(duty.start), minute(duty.end)))
    busy: dict[str, list[tuple[int, int]]] = {}
    for (_, person), own in spans.items():
        busy.setdefault(person, []).extend(own)
    off: dict[str, list[tuple[int, int]]] = {}
    kept: dict[str, list[tuple[int, int]]] = {}
    for block in off_line:
        a, b = minute(block.start), minute(block.end)
        if block.kind != "relief":
            off.setdefault(block.person, []).append((a, b))
        elif block.post in queue_of:
            free = all(end <= a or b <= start for start, end in busy.get(block.person, ()))
            if free and block.partner and center.post[block.post].heads:
                # One seat: who relieves sits down when the holder has finished, and the other way round.
                # The window goes on as if the holder had stayed; two would take two customers at once.
                kept.setdefault(block.partner, []).append((a, b))
            else:
                spans.setdefault((queue_of[block.post], block.person), []).append((a, b))
    holes = {person: _without(_merged(found), sorted(kept.get(person, ()))) for person, found in off.items()}
    return {key: _without(_merged(found), holes.get(key[1], ())) for key, found in spans.items()}


def _merged(spans: Iterable[tuple[int, int]]) -> Spans:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)


def _without(spans: Spans, holes: Sequence[tuple[int, int]]) -> Spans:
    for a, b in holes:
        spans = tuple(
            piece
            for start, end in spans
            for piece in ((start, min(end, a)), (max(start, b), end))
            if piece[0] < piece[1]
        )
    return spans


def _cut(spans: Spans, start: int, end: int) -> Spans:
    return tuple((max(a, start), min(b, end)) for a, b in spans if a < end and b > start)


def _doubling(on: Mapping[tuple[int, int], Spans]) -> Mapping[int, Spans]:
    """When each person serves more than one queue."""
    by_person: dict[int, list[Spans]] = {}
    for (_, person), spans in on.items():
        by_person.setdefault(person, []).append(spans)
    found = {}
    for person, mine in by_person.items():
        edges = sorted({edge for spans in mine for span in spans for edge in span})
        both = _merged(
            (a, b)
            for a, b in itertools.pairwise(edges)
            if sum(any(x <= a and b <= y for x, y in spans) for spans in mine) > 1
        )
        if both:
            found[person] = both
    return found
