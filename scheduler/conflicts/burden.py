"""Conflicts of what a stand-in may and can carry: load, authority, posts to be kept apart."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache, partial
from typing import ClassVar

from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.scene import Scene, stretches
from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import Block
from scheduler.domain.rule_settings import Level


def doubled(scene: Scene, block: Block) -> list[tuple[str, str, str]]:
    """``(person, own post, other post)`` of everybody who looks after two posts over a block.

    On a roster who truly does; without one the first backup who is here, if the table makes it a
    dual cover and no other backup without a window could come.
    """
    on, center = scene.date(block), scene.problem.center
    own = scene.own_post[on]
    if scene.view is not None:
        found = []
        for who in center.staff:
            posts = sorted(scene.view.posts(who.id, block.index), key=lambda p: (p != own.get(who.id), p))
            found += [(who.id, posts[0], other) for other in posts[1:]]
        return found
    found = []
    for post in scene.posts:
        if post.id in block.posts and scene.off(post.id, block):
            ready = scene.ready(post.id, block)
            mine = own.get(ready[0].person) if ready else None
            if (
                mine in block.posts
                and mine is not None
                and all(line.person in own for line in ready)
                and center.may_double(ready[0].person, mine, post.id, on)
            ):
                found.append((ready[0].person, mine, post.id))
    return found


class Overload(ConflictKind):
    """One person looks after two posts whose forecast loads together exceed the limit (3-12).

    Needs ``NeedCell.load_erlang``; a queue's load is shared evenly by its posts.
    """

    name = "overload"
    article = "3-12"
    level = Level.SOFT
    title: ClassVar = {"zh": "顶岗超负荷", "en": "Backup beyond load limit"}
    text: ClassVar = {
        "zh": "{people}{time}兼守{posts}，预计负荷合计最高{peak}，{amount}个时段超过上限{limit}",
        "en": "{people} looks after {posts} {time}: their forecast loads add up to {peak} at most, above the limit of {limit} in {amount} intervals",
    }
    remedy: ClassVar = {"zh": "由{third}接其中一个窗口。", "en": "let {third} take one of the two windows."}
    otherwise: ClassVar = {
        "zh": "超限时段引导预约或只收件分流；假期尽量改到客流少的日子或半天。",
        "en": "offer appointments or accept papers only in those intervals; if possible move the leave to quieter days or a half day.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        loads = _loads(scene)
        if not loads:
            return

        @cache
        def sums(first: str, second: str, index: int) -> tuple[float, ...]:
            block = scene.problem.blocks[index]
            one, two = loads.get(first, {}), loads.get(second, {})
            return tuple(
                one.get(m, 0.0) + two.get(m, 0.0) for m in sorted({*one, *two}) if block.start <= m < block.end
            )

        def heavy(block: Block) -> list[tuple[str, str, str, int]]:
            return [
                (*pair, block.day)
                for pair in doubled(scene, block)
                if any(s > scene.load_limit for s in sums(pair[1], pair[2], block.index))
            ]

        runs: dict[tuple[str, str, str], list[tuple[Block, ...]]] = defaultdict(list)
        for (person, own, other, _), blocks in stretches(scene.open_blocks, heavy):
            # Days that follow each other are one stretch of one absence.
            same = runs[person, own, other]
            if same and not any(
                same[-1][-1].end <= b.start
                and b.end <= blocks[0].start
                and b.day not in (blocks[0].day, same[-1][-1].day)
                for b in scene.open_blocks
            ):
                same[-1] = (*same[-1], *blocks)
            else:
                same.append(blocks)
        for (person, own, other), found in runs.items():
            for blocks in found:
                values = [s for b in blocks for s in sums(own, other, b.index)]
                over = [s for s in values if s > scene.load_limit]
                yield self.told(
                    (own, other),
                    (person,),
                    scene.span(blocks, other),
                    peak=f"{max(over):.2f}",
                    limit=f"{scene.load_limit:g}",
                    amount=len(over),
                    third=scene.third((own, other), blocks, but=(person,)),
                )


def _loads(scene: Scene) -> dict[str, dict[int, float]]:
    """Offered load of one post in Erlang, by the start of each interval."""
    center = scene.problem.center
    found: dict[str, dict[int, float]] = defaultdict(dict)
    for cell in scene.problem.needs:
        posts = center.queue[cell.queue].posts
        heads = sum(center.post[p].heads for p in posts)
        for post in posts if heads else ():
            found[post][scene.problem.horizon.minute(cell.start)] = cell.load_erlang / heads
    return found


class AuthorityGap(ConflictKind):
    """An item that must be offered, and nobody present may finish it (3-13).

    MUST while A is away (or on the roster); SOFT on the table alone, where every backup lacks it.
    """

    name = "authority_gap"
    article = "3-13"
    title: ClassVar = {"zh": "授权缺口", "en": "Authority gap"}
    text: ClassVar = {
        "zh": "{posts}{time}{when_zh}由{people}顶岗，但必办事项「{item_zh}」不在其授权范围内，在场无人可办结",
        "en": "{posts} {time}: {when_en} held by {people}, but nobody there may finish {item_en}, which must be offered",
    }
    remedy: ClassVar = {
        "zh": "由科长书面补充{people}对「{item_zh}」的授权；或当日该事项只收件、改预约。",
        "en": "have the section head extend the authority of {people} to {item_en} in writing, or accept papers only and book appointments.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        for post in scene.posts:
            for item in (item for item in post.items if item.must):
                words = {"item_zh": item.name_zh, "item_en": item.name_en}
                lacking = tuple(scene.first_blocks(post.id))
                named = partial(self._by_table, scene, post.id, item.id)
                for people, blocks in stretches(lacking, named):
                    span = scene.span_of_days(post.id, [b.day for b in blocks])
                    yield self.told(
                        (post.id,),
                        people,
                        span,
                        Level.SOFT,
                        when_zh="A岗一旦离岗，",
                        when_en="once A is away it is",
                        **words,
                    )
                now = partial(self._now, scene, post.id, item.id)
                for people, blocks in stretches(scene.problem.open_blocks(post.id), now):
                    yield self.told((post.id,), people, scene.span(blocks, post.id), when_zh="", when_en="", **words)

    @staticmethod
    def _by_table(scene: Scene, post: str, item: str, block: Block) -> list[tuple[str, ...]]:
        lines = scene.backups(post, scene.date(block))
        return [tuple(line.person for line in lines)] if lines and all(item in line.without for line in lines) else []

    @staticmethod
    def _now(scene: Scene, post: str, item: str, block: Block) -> list[tuple[str, ...]]:
        center, on = scene.problem.center, scene.date(block)
        ready = scene.ready(post, block)
        a = scene.holder(post, block)
        line_a = center.ab_line(a, post, on) if a and scene.here(a, block) and not scene.off(post, block) else None
        present = [*ready, *([line_a] if line_a else [])]
        if scene.view is not None:
            holders = scene.view.holders(post, block.index)
            if any(center.ab_line(p, post, on) is None for p in holders if p in center.person):
                return []
            return [holders] if holders and present and all(item in line.without for line in present) else []
        return (
            [tuple(line.person for line in ready)]
            if scene.off(post, block) and ready and all(item in line.without for line in ready)
            else []
        )


class Segregation(ConflictKind):
    """One person on two posts that must be kept apart, such as receiving and approving (0-05, 3-13).

    MUST where it happens (double duty, or both posts on one day of a roster); SOFT where the
    table foresees it.
    """

    name = "segregation"
    article = "0-05, 3-13"
    title: ClassVar = {"zh": "不相容岗位", "en": "Segregation of duties"}
    text: ClassVar = {
        "zh": "{people}{time}{when_zh}一人经手不相容的岗位{posts}",
        "en": "{people} {when_en} {posts} {time}, which one person must not hold together",
    }
    remedy: ClassVar = {"zh": "改由{third}顶其中一岗。", "en": "let {third} take one of them."}
    otherwise: ClassVar = {
        "zh": "由科室为其中一岗另定B岗；在此之前，当天只开其中一岗。",
        "en": "name another backup for one of them; until then open only one of the two that day.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        pairs = {frozenset(pair) for pair in scene.apart}
        if not pairs:
            return
        days = {b.day: b for b in reversed(scene.open_blocks)}
        firsts = [days[d] for d in sorted(days)]

        def foreseen(block: Block) -> list[tuple[str, str, str]]:
            own = scene.own_post[scene.date(block)]
            return [
                (line.person, own[line.person], post.id)
                for post in scene.posts
                if post.id in block.posts
                for line in scene.backups(post.id, scene.date(block))
                if line.person in own and frozenset((own[line.person], post.id)) in pairs
            ]

        for (person, own, other), blocks in stretches(firsts, foreseen):
            span = scene.span_of_days(other, [b.day for b in blocks])
            yield self._told(scene, person, (own, other), blocks[:1], span, Level.SOFT)
        if scene.view is None:
            for (person, own, other), blocks in stretches(
                scene.open_blocks, lambda b: [d for d in doubled(scene, b) if frozenset(d[1:]) in pairs]
            ):
                yield self._told(scene, person, (own, other), blocks, scene.span(blocks, other), Level.MUST)
        else:
            yield from self._on_days(scene, pairs, firsts)

    def _on_days(self, scene: Scene, pairs: set[frozenset[str]], firsts: list[Block]) -> Iterable[Conflict]:
        assert scene.view is not None
        moment = scene.problem.horizon.moment
        for block in firsts:
            for who in scene.problem.center.staff:
                held = {duty.post for duty in scene.view.duties_of.get((who.id, block.day), ())}
                for pair in sorted(tuple(sorted(p)) for p in pairs if p <= held):
                    span = moment(block.day * DAY_MINUTES), moment(block.day * DAY_MINUTES + DAY_MINUTES)
                    yield self._told(scene, who.id, pair, (block,), span, Level.MUST)

    def _told(self, scene: Scene, person: str, posts: tuple[str, ...], blocks, span, level: Level) -> Conflict:  # type: ignore[no-untyped-def]
        when = ("顶岗时会", "would hold both") if level is Level.SOFT else ("", "holds both")
        return self.told(
            posts,
            (person,),
            span,
            level,
            third=scene.third(posts[1:], blocks, but=(person,)),
            when_zh=when[0],
            when_en=when[1],
        )
