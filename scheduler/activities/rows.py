"""Blocks of an answer as activities of people, and activities read back as blocks."""

from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain.day_task import Ask, Block, DayTask, Pile
from scheduler.domain.problem import RosterProblem
from scheduler.domain.routine import Activity


def activities_of(problem: RosterProblem, task: DayTask, blocks: Iterable[Block]) -> Iterator[Activity]:
    """One activity for everybody a block concerns: the person, the partner, who relieves."""
    sources = {s.id: s for s in task.sources}
    day, moment = problem.date(task.day), problem.horizon.moment
    for block in blocks:
        source = sources[block.source]
        start, end, routine = moment(block.start), moment(block.end), source.routine
        yield Activity(day, block.person, start, end, source.kind, routine, "", block.partner)
        if block.partner:
            yield Activity(day, block.partner, start, end, source.kind, routine, "", block.person)
        for post, person in block.reliefs:
            yield Activity(day, person, start, end, "relief", routine, post, block.person)


def blocks_of(
    problem: RosterProblem, task: DayTask, activities: Sequence[Activity]
) -> tuple[tuple[Block, ...], tuple[Activity, ...]]:
    """The blocks a day's activities stand for, and those activities that fit to nothing asked for."""
    minute, on = problem.horizon.minute, problem.date(task.day)
    rows = sorted(a for a in activities if a.day == on)
    reliefs = [a for a in rows if a.kind == "relief"]
    blocks: list[Block] = []
    strange: list[Activity] = []
    mirrored: set[Activity] = set()
    taken: set[Activity] = set()
    used: dict[int, int] = {}
    for row in sorted((a for a in rows if a.kind != "relief"), key=lambda a: (a.start, not _asked(task, a), a)):
        if row in mirrored:
            continue
        source = _source(task, row, minute(row.start), used)
        if source is None:
            strange.append(row)
            continue
        used[source.id] = used.get(source.id, 0) + 1
        partner = row.partner
        if partner:
            mirrored |= {
                a
                for a in rows
                if a.person == partner
                and a.partner == row.person
                and a.routine == row.routine
                and (a.start, a.end) == (row.start, row.end)
            }
        mine = [
            a
            for a in reliefs
            if a.partner in (row.person, partner)
            and a.routine == row.routine
            and (a.start, a.end) == (row.start, row.end)
        ]
        taken |= set(mine)
        blocks.append(
            Block(
                minute(row.start),
                minute(row.end),
                row.person,
                source.id,
                partner,
                tuple(sorted((a.post, a.person) for a in mine)),
            )
        )
    strange += [a for a in reliefs if a not in taken]
    return tuple(sorted(blocks)), tuple(strange)


def _asked(task: DayTask, row: Activity) -> bool:
    return any(
        a.person == row.person and a.routine == row.routine and (not row.partner or row.partner in a.partners)
        for a in task.asks
    )


def _source(task: DayTask, row: Activity, start: int, used: dict[int, int]) -> Ask | Pile | None:
    """The ask or pile a row belongs to: the one with room whose window holds it, else the first of that name."""
    mine = [
        s
        for s in task.sources
        if (s.routine, s.kind) == (row.routine, row.kind) and (not isinstance(s, Ask) or s.person == row.person)
    ]
    if not mine:
        return None

    def fit(source: Ask | Pile) -> tuple[bool, bool]:
        starts = source.starts if isinstance(source, Ask) else source.starts.get(row.person, ())
        return start not in starts, used.get(source.id, 0) >= source.count

    return min(mine, key=fit)
