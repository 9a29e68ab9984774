"""Conflicts built into the AB table: closed cycles, cascades, stars."""

from collections import defaultdict
from collections.abc import Iterable
from typing import ClassVar

from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.cover import chain
from scheduler.conflicts.scene import Scene, stretches
from scheduler.domain.problem import Block
from scheduler.domain.rule_settings import Level

STAR_POSTS = 3
"""Posts of which one person may be the only backup before it is worth a word."""


class ClosedCycle(ConflictKind):
    """Windows whose backups all hold windows of the same circle, with nobody to spare (3-06, 3-07).

    SOFT if every absence ends with somebody who may look after two windows; MUST if one absence
    must leave a window empty. People outside the table who are qualified and hold no window count
    as spare.
    """

    name = "closed_cycle"
    article = "3-06, 3-07"
    title: ClassVar = {"zh": "循环备岗无余员", "en": "Closed cycle without spare"}
    text: ClassVar = {
        "zh": "{people}在{posts}上互为备岗，没有第三人：{effect_zh}",
        "en": "{people} back up only each other on {posts}, with nobody to spare: {effect_en}",
    }
    remedy: ClassVar = {
        "zh": "为其中一个窗口培训一名本科室后台人员任C岗；在此之前，这几人的假期须错开。",
        "en": "train one more person of the section as C of one of these posts; until then stagger the leave of these people.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        days = {b.day: b for b in reversed(scene.open_blocks)}
        for (posts, people, empty), blocks in stretches(
            [days[d] for d in sorted(days)], lambda block: self._cycles(scene, block)
        ):
            effect = (
                ("任何一人离岗，必有一个窗口空岗", "any one absence empties a window")
                if empty
                else (
                    "一人离岗由另一人兼岗，再有一人离岗即空岗",
                    "one absence means double duty, a second one an empty window",
                )
            )
            span = scene.span_of_days(posts[0], [b.day for b in blocks])
            yield self.told(
                posts, people, span, Level.MUST if empty else Level.SOFT, effect_zh=effect[0], effect_en=effect[1]
            )

    @staticmethod
    def _cycles(scene: Scene, block: Block) -> list[tuple[tuple[str, ...], tuple[str, ...], bool]]:
        on, center = scene.date(block), scene.problem.center
        own = scene.own_post[on]
        opened = [p.id for p in scene.posts if p.id in block.posts]
        leads = {post: {own.get(line.person) for line in scene.backups(post, on)} for post in opened}
        found = []
        for start in opened:
            circle: set[str] = set()
            todo: list[str | None] = [start]
            while todo and None not in todo:
                post = todo.pop()
                if post is not None and post not in circle:
                    circle.add(post)
                    todo += leads.get(post, set())
            # Told once, at its first post, and only if every post of it leads back here.
            if (
                todo
                or len(circle) < 2
                or start != min(circle)
                or any(not _reaches(leads, post, start) for post in circle)
            ):
                continue
            spare = [
                p.id
                for p in center.staff
                if p.id not in own and any(center.source(p.id, post, on) for post in circle if center.post[post].skill)
            ]
            if not spare:
                posts = tuple(sorted(circle))
                empty = any(chain(scene, p, on, {center.holder(p, on) or ""}).empty for p in posts)
                found.append((posts, tuple(center.holder(p, on) or "" for p in posts), empty))
        return found


def _reaches(leads: dict[str, set[str | None]], start: str, goal: str) -> bool:
    seen, todo = {start}, [start]
    while todo:
        post = todo.pop()
        if post == goal:
            return True
        for after in leads.get(post, set()):
            if after is not None and after not in seen:
                seen.add(after)
                todo.append(after)
    return False


class Cascade(ConflictKind):
    """B leaves the own window to stand in, so that one must be filled in turn (3-11, 3-12).

    Told on the table alone (what any absence of A would set off) and for each stretch over which
    A is truly away. MUST if the chain ends at an empty window; its length is the number of people
    who have to move.
    """

    name = "cascade"
    article = "3-11, 3-12"
    title: ClassVar = {"zh": "顶岗连锁", "en": "Cascade"}
    text: ClassVar = {
        "zh": "{posts}：{when_zh}A岗{a}{time}离岗，须连动{amount}人({people})，{end_zh}",
        "en": "{posts}: {when_en} A {a} is away {time}, {amount} people have to move ({people}), {end_en}",
    }
    remedy: ClassVar = {
        "zh": "指定{third}为首个窗口的C岗，一次到位；或将B岗设为兼岗。",
        "en": "name {third} as C of the first window, so that one move is enough; or let B look after both.",
    }
    otherwise: ClassVar = {
        "zh": "由科室为链上任一窗口培训一名没有自己窗口的人员；或核准B岗兼岗。",
        "en": "train somebody without a window of the own for any window of the chain, or allow B to look after both.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        for post in scene.posts:

            def by_table(
                block: Block, post: str = post.id
            ) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None]]:
                return self._chain(scene, block, post, planned=False)

            def by_leave(
                block: Block, post: str = post.id
            ) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None]]:
                return self._chain(scene, block, post, planned=True) if scene.off(post, block) else []

            first = scene.first_blocks(post.id)
            for found, blocks in stretches(first, by_table):
                yield self._told(
                    scene, found, blocks, scene.span_of_days(post.id, [b.day for b in blocks]), planned=False
                )
            for found, blocks in stretches(scene.problem.open_blocks(post.id), by_leave):
                yield self._told(scene, found, blocks, scene.span(blocks, post.id), planned=True)

    @staticmethod
    def _chain(
        scene: Scene, block: Block, post: str, planned: bool
    ) -> list[tuple[str, tuple[str, ...], tuple[str, ...], str | None]]:
        on = scene.date(block)
        a = scene.holder(post, block)
        if a is None:
            return []
        away = {p.id for p in scene.problem.center.staff if not scene.here(p.id, block)} if planned else set()
        run = chain(scene, post, on, {a, *away})
        if len(run.posts) < 2 or (planned and all(scene.held(p, block) for p in run.posts)):
            return []
        return [(a, run.moved, run.posts, run.empty)]

    def _told(self, scene: Scene, found, blocks, span, planned: bool) -> Conflict:  # type: ignore[no-untyped-def]
        a, moved, posts, empty = found
        end = (
            (f"最后{empty}空岗", f"and {empty} stays empty")
            if empty
            else ("最后一人从后台到岗或兼岗", "the last of whom is free or may look after both")
        )
        when = ("", "while") if planned else ("一旦", "if")
        return self.told(
            posts,
            moved,
            span,
            Level.MUST if empty else Level.SOFT,
            a=(a,),
            amount=len(moved),
            third=scene.third(posts[:1], blocks[:1], but=(a, *moved)),
            end_zh=end[0],
            end_en=end[1],
            when_zh=when[0],
            when_en=when[1],
        )


class Star(ConflictKind):
    """One person is the only backup of many posts (3-06)."""

    name = "star"
    article = "3-06"
    level = Level.SOFT
    title: ClassVar = {"zh": "一人备多岗", "en": "Star overload"}
    text: ClassVar = {
        "zh": "{people}{time}是{amount}个岗位唯一的B岗({posts})：其中两个A岗同时离岗，必有一岗空",
        "en": "{people} is the only backup of {amount} posts {time} ({posts}): two of their A's away at once leave one empty",
    }
    remedy: ClassVar = {
        "zh": "分一部分给{third}，其具备资格且没有自己的窗口。",
        "en": "share them with {third}, who would qualify and hold no window.",
    }
    otherwise: ClassVar = {
        "zh": "由科室再培训一名B岗或C岗，分担其中几个岗位。",
        "en": "train one more B or C for some of these posts.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        days = {b.day: b for b in reversed(scene.open_blocks)}

        def stars(block: Block) -> list[tuple[str, tuple[str, ...]]]:
            only: dict[str, list[str]] = defaultdict(list)
            for post in scene.posts:
                lines = scene.backups(post.id, scene.date(block)) if post.id in block.posts else ()
                if len(lines) == 1:
                    only[lines[0].person].append(post.id)
            return [(person, tuple(posts)) for person, posts in only.items() if len(posts) >= STAR_POSTS]

        for (person, posts), blocks in stretches([days[d] for d in sorted(days)], stars):
            span = scene.span_of_days(posts[0], [b.day for b in blocks])
            yield self.told(
                posts, (person,), span, amount=len(posts), third=scene.third(posts, blocks[:1], but=(person,))
            )
