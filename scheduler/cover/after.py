"""What a cover leaves for the rest of the day: margin, items that cannot be finished, seals and keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.around import part_of
from scheduler.authority import Unavailable, unavailable_items
from scheduler.domain.cover import Cover
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.reserve.margin import certificate


@dataclass(frozen=True, slots=True)
class Left:
    """Margin of the posts over one stretch of the rest of a day.

    Attributes
    ----------
    margin
        Further absences that can be made good: -1 some post is short already, 0 the next one may empty one.
    single
        People whose absence alone would empty posts, and these posts.
    empty
        Posts short already.
    """

    start: datetime
    end: datetime
    margin: int
    single: tuple[tuple[str, tuple[str, ...]], ...] = ()
    empty: tuple[str, ...] = ()


def rest_of_day(problem: RosterProblem, roster: Roster, at: datetime) -> tuple[Left, ...]:
    """Margins from a moment to the end of its day, stretches of one answer joined (N-1)."""
    small, part = part_of(problem, roster, at.date(), at.date())
    cut = small.cut([small.horizon.minute(at)])
    found: list[Left] = []
    for line in certificate(cut, part).blocks:
        start, end = (cut.horizon.moment(m) for m in (line.block.start, line.block.end))
        if end <= at:
            continue
        single = tuple(sorted({pair for zone in line.zones for pair in zone.single}))
        empty = tuple(sorted({post for zone in line.zones for post in zone.empty}))
        now = Left(start, end, line.margin, single, empty)
        before = found[-1] if found else None
        if before is not None and (before.end, before.margin, before.single, before.empty) == (
            start,
            now.margin,
            single,
            empty,
        ):
            found[-1] = Left(before.start, end, now.margin, single, empty)
        else:
            found.append(now)
    return tuple(found)


def least(left: Iterable[Left]) -> int | None:
    """The smallest margin; None where nothing is open any more."""
    return min((part.margin for part in left), default=None)


def unfinished(problem: RosterProblem, roster: Roster, at: datetime) -> tuple[Unavailable, ...]:
    """Items that open posts cannot finish in the rest of the day: 只收件 or 预约 (3-13)."""
    small, part = part_of(problem, roster, at.date(), at.date())
    return tuple(entry for entry in unavailable_items(small, part) if entry.end > at)


def things_of(problem: RosterProblem, covers: Sequence[Cover]) -> tuple[str, ...]:
    """Seals and keys that the missing person keeps and the covered posts need: ``seal:PROC``, ``cashier``, ``door``."""
    center, found = problem.center, list[str]()
    for cover in covers:
        post = center.post[cover.post]
        if post.seal is not None and cover.missing in center.custodians("seal", post.seal, cover.day):
            found.append(f"seal:{post.seal}")
        if post.cashier and cover.missing in center.custodians("cashier", "cashier", cover.day):
            found.append("cashier")
        if cover.missing in center.custodians("door", "door", cover.day):
            found.append("door")
    return tuple(dict.fromkeys(found))
