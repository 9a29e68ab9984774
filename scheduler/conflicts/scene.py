"""What the search for conflicts looks at: the AB table, who is away, and perhaps a roster."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import TypeVar

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.store.entries import Event

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True)
class Scene:
    """A problem seen with the eyes of somebody who keeps the AB table.

    Attributes
    ----------
    problem
        Its blocks are cut wherever an absence, an event or a duty of the roster begins or ends.
    view
        The roster laid over it, or None: then office staff count as present unless absent.
    pending
        Ids of requests among the absences that are not approved yet.
    apart
        Pairs of posts that one person must not hold on the same day.
    load_limit
        Highest sum of the offered loads (Erlang) of two posts that one person may look after.
    """

    problem: RosterProblem
    view: RosterView | None = None
    pending: frozenset[str] = frozenset()
    events: tuple[Event, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    load_limit: float = 0.6
    _backups: dict[tuple[str, date], tuple[ABLine, ...]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """Posts that need an AB table: not phone or chat, and not pools staffed by shifts."""
        return tuple(p for p in self.problem.center.posts if p.kind not in ("phone", "chat") and p.heads > 0)

    @cached_property
    def open_blocks(self) -> tuple[Block, ...]:
        return tuple(block for block in self.problem.blocks if block.posts)

    @cached_property
    def gone(self) -> tuple[frozenset[str], ...]:
        """People away at any moment of each block, by block index."""
        found: list[set[str]] = [set() for _ in self.problem.blocks]
        for person, spans in self.problem.absent_spans.items():
            for a, b in spans:
                for block in self.problem.blocks:
                    if a < block.end and block.start < b:
                        found[block.index].add(person)
        return tuple(frozenset(people) for people in found)

    @cached_property
    def own_post(self) -> Mapping[date, Mapping[str, str]]:
        """Post whose A each person is, by date."""
        days = {d.date: {p.id: self.problem.center.holder(p.id, d.date) for p in self.posts} for d in self.problem.days}
        return {on: {a: post for post, a in reversed(table.items()) if a} for on, table in days.items()}

    def holder(self, post: str, block: Block) -> str | None:
        return self.problem.center.holder(post, self.date(block))

    def backups(self, post: str, on: date) -> tuple[ABLine, ...]:
        """Qualified B and C lines of a post, without its A."""
        if (post, on) not in self._backups:
            center = self.problem.center
            a = center.holder(post, on)
            self._backups[post, on] = tuple(
                line
                for line in center.backups(post, on)
                if line.person != a and center.qualified(center.person[line.person], center.post[post], on)
            )
        return self._backups[post, on]

    def date(self, block: Block) -> date:
        return self.problem.date(block.day)

    def here(self, person: str, block: Block) -> bool:
        """Not absent and, where a roster is given, at work over the block."""
        if person in self.gone[block.index]:
            return False
        return self.view is None or self.view.present(person, block.index)

    def off(self, post: str, block: Block) -> bool:
        """Whether the A of a post is away; a rostered person's day off is no absence."""
        a = self.holder(post, block)
        if a is None:
            return False
        office = self.problem.center.person[a].rota == "office"
        return a in self.gone[block.index] or (office and not self.here(a, block))

    def ready(self, post: str, block: Block) -> tuple[ABLine, ...]:
        """Backups of a post who are here, in the order of the table."""
        return tuple(line for line in self.backups(post, self.date(block)) if self.here(line.person, block))

    def held(self, post: str, block: Block) -> bool:
        """Whether a roster is given and has somebody on the post."""
        return self.view is not None and bool(self.view.holders(post, block.index))

    def third(self, posts: Sequence[str], blocks: Sequence[Block], but: Sequence[str] = ()) -> tuple[str, ...]:
        """People outside the table lines who are qualified, here over all blocks and hold no window of their own."""
        center, found = self.problem.center, []
        for who in center.staff:
            if who.id in but or any(who.id in self.own_post[self.date(b)] or not self.here(who.id, b) for b in blocks):
                continue
            for post in posts:
                sources = {center.source(who.id, post, self.date(b)) for b in blocks}
                if sources <= {"section", "pool", "manager"} and center.post[post].skill:
                    found.append(who.id)
                    break
        return tuple(found)

    def slips(self, people: Iterable[str], blocks: Sequence[Block]) -> tuple[str, ...]:
        """Requests behind the absences of some people, those not approved yet marked with ``?``."""
        wanted, start, end = set(people), blocks[0].start, blocks[-1].end
        minute = self.problem.horizon.minute
        found = {
            a.source
            for a in self.problem.absences
            if a.source and a.person in wanted and minute(a.start) < end and start < minute(a.end)
        }
        return tuple(f"{slip}?" if slip in self.pending else slip for slip in sorted(found))

    def span(self, blocks: Sequence[Block], post: str | None = None) -> tuple[datetime, datetime]:
        """From the first block to the last; midnight where the post's whole open day is meant."""
        first, last = blocks[0], blocks[-1]
        day = [b for b in self.problem.blocks_of_day[first.day] if post in b.posts or (post is None and b.posts)]
        eve = [b for b in self.problem.blocks_of_day[last.day] if post in b.posts or (post is None and b.posts)]
        moment = self.problem.horizon.moment
        if day and eve and day[0].start == first.start and eve[-1].end == last.end:
            return moment(first.day * DAY_MINUTES), moment(last.day * DAY_MINUTES + DAY_MINUTES)
        return moment(first.start), moment(last.end)

    def span_of_days(self, post: str, days: Sequence[int]) -> tuple[datetime, datetime]:
        """A stretch of open days; the whole horizon if the post has no other open days."""
        opened = sorted({b.day for b in self.problem.open_blocks(post)})
        moment = self.problem.horizon.moment
        start = 0 if days[0] == opened[0] else days[0] * DAY_MINUTES
        end = self.problem.horizon.minutes if days[-1] == opened[-1] else (days[-1] + 1) * DAY_MINUTES
        return moment(start), moment(end)

    def first_blocks(self, post: str) -> tuple[Block, ...]:
        """The first open block of each open day of a post: what the table says that day."""
        found: dict[int, Block] = {}
        for block in self.problem.open_blocks(post):
            found.setdefault(block.day, block)
        return tuple(found.values())


def stretches(
    blocks: Iterable[Block], said: Callable[[Block], Iterable[Key]]
) -> Iterator[tuple[Key, tuple[Block, ...]]]:
    """What stays true over neighboring blocks, told once: ``(what, its blocks)``."""
    running: dict[Key, list[Block]] = defaultdict(list)
    for block in blocks:
        now = tuple(dict.fromkeys(said(block)))
        for ended in [key for key in running if key not in now]:
            yield ended, tuple(running.pop(ended))
        for key in now:
            running[key].append(block)
    for key, found in running.items():
        yield key, tuple(found)
