"""The window board for clients: hours, windows open, who is there, and what is restricted today (4-13, 0-10)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scheduler.around import part_of
from scheduler.authority import Unavailable, unavailable_items
from scheduler.domain.posts import Item, Post
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView

State = Literal["open", "restricted", "suspended", "closed"]


@dataclass(frozen=True, slots=True)
class BoardCell:
    """One window over one stretch of the day.

    Attributes
    ----------
    state
        ``open``; ``restricted``: some items are accepted or booked only; ``suspended``: open by the
        hours, but nobody is there; ``closed``: not open in these hours.
    people
        Ids of who is there.
    accept, book
        Items of which papers are accepted only, and of which a date is booked only.
    """

    start: datetime
    end: datetime
    state: State
    people: tuple[str, ...] = ()
    accept: tuple[Item, ...] = ()
    book: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One window: its cells by time, those of one answer joined."""

    post: Post
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All windows of one day.

    ``hours`` are the stretches in which any window is open; empty on a closed day.
    """

    day: date
    hours: tuple[tuple[datetime, datetime], ...]
    rows: tuple[BoardRow, ...]


def window_board(problem: RosterProblem, roster: Roster, on: date) -> Board:
    """The board of a day as the roster has it.

    Raises
    ------
    ValueError
        If the day is outside the roster's period, or the center has no windows.
    """
    if not any(post.heads for post in problem.center.posts):
        raise ValueError(f"{problem.center.id}: has no windows that are held by name, so there is no board")
    if not problem.horizon.start <= on <= problem.horizon.last:
        raise ValueError(f"{on}: outside the roster's period, {problem.horizon.start} to {problem.horizon.last}")
    small, part = part_of(problem, roster, on, on)
    view = RosterView(small, part)
    lacking = unavailable_items(view.problem, part)
    blocks = [b for b in view.problem.blocks if b.posts]
    posts = sorted((p for p in small.center.posts if p.heads), key=lambda p: (p.number, p.id))
    return Board(
        on, _hours(view, blocks), tuple(BoardRow(p, _cells(view, p, blocks, lacking)) for p in posts) if blocks else ()
    )


def _hours(view: RosterView, blocks: Sequence[Block]) -> tuple[tuple[datetime, datetime], ...]:
    moment, windows = view.problem.horizon.moment, {p.id for p in view.problem.center.posts if p.heads}
    found: list[tuple[datetime, datetime]] = []
    for block in blocks:
        if windows.isdisjoint(block.posts):
            continue
        start, end = moment(block.start), moment(block.end)
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return tuple(found)


def _cells(
    view: RosterView, post: Post, blocks: Sequence[Block], lacking: Sequence[Unavailable]
) -> tuple[BoardCell, ...]:
    found: list[BoardCell] = []
    moment = view.problem.horizon.moment
    for block in blocks:
        now = _cell(view, post, block, lacking)
        last = found[-1] if found else None
        if (
            last is not None
            and last.end == now.start
            and (last.state, last.people, last.accept, last.book) == (now.state, now.people, now.accept, now.book)
        ):
            found[-1] = BoardCell(last.start, moment(block.end), now.state, now.people, now.accept, now.book)
        else:
            found.append(now)
    return tuple(found)


def _cell(view: RosterView, post: Post, block: Block, lacking: Sequence[Unavailable]) -> BoardCell:
    start, end = view.problem.horizon.moment(block.start), view.problem.horizon.moment(block.end)
    if post.id not in block.posts:
        return BoardCell(start, end, "closed")
    people = view.holders(post.id, block.index)
    mine = [e for e in lacking if e.post == post.id and e.start < end and start < e.end]
    accept, book = (tuple(e.item for e in mine if e.meanwhile == offer) for offer in ("accept", "book"))
    state: State = "suspended" if not people else "restricted" if mine else "open"
    return BoardCell(start, end, state, people, accept, book)
