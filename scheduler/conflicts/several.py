"""Conflicts of several absences at once: double claim, margin already spent."""

from collections.abc import Iterable
from functools import cache
from typing import ClassVar

from scheduler.conflicts.away import slips_text
from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.cover import StandIns, stand_ins
from scheduler.conflicts.scene import Scene, stretches
from scheduler.domain.problem import Block
from scheduler.domain.rule_settings import Level


class DoubleClaim(ConflictKind):
    """More posts want a stand-in than there are backups for them (3-11, 3-12).

    The usual case is one B wanted by two absent A's; larger sets are found alike. SOFT where
    somebody outside the table could help or, on a roster, already does.
    """

    name = "double_claim"
    article = "3-11, 3-12"
    title: ClassVar = {"zh": "B岗被争用", "en": "Double claim"}
    text: ClassVar = {
        "zh": "{posts}的A岗{a}{time}同时离岗{slips_zh}，都只能由{people}顶岗，人手不够",
        "en": "{a}, A of {posts}, are away at once {time}{slips_en}, and only {people} can stand in for all of them",
    }
    remedy: ClassVar = {
        "zh": "{people}顶一个岗，另由{third}顶岗并指定为C岗；或将其中一人的假期改期。",
        "en": "{people} takes one, {third} another and is named C; or move the leave of one of them.",
    }
    otherwise: ClassVar = {
        "zh": "将{a}中一人的假期改期；不能改期的，由科长决定保哪个窗口，其余改预约办理。",
        "en": "move the leave of one of {a}; failing that, the section head decides which window stays open and offers the other by appointment.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        def claims(block: Block) -> list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]:
            return [
                (posts, people, tuple(scene.holder(p, block) or "" for p in posts))
                for posts, people in stand_ins(scene, block).claims
                if not all(scene.held(p, block) for p in posts)
            ]

        for (posts, people, holders), blocks in stretches(scene.open_blocks, claims):
            third, slips = scene.third(posts, blocks, but=(*people, *holders)), scene.slips(holders, blocks)
            yield self.told(
                posts,
                people,
                scene.span(blocks, posts[0]),
                Level.SOFT if third else Level.MUST,
                a=tuple(dict.fromkeys(holders)),
                third=third,
                slips_zh=slips_text(slips, "zh"),
                slips_en=slips_text(slips, "en"),
            )


class MarginSpent(ConflictKind):
    """A second absence where the first was absorbed: all is staffed, but nobody is left (3-07).

    A post whose A is away together with a backup while another holds it; or whose A is here, one
    backup is away, and the remaining ones already stand in elsewhere.
    """

    name = "margin_spent"
    article = "3-07"
    level = Level.SOFT
    title: ClassVar = {"zh": "余量已用完", "en": "Margin already spent"}
    text: ClassVar = {
        "zh": "{posts}{time}尚有{people}在岗，但{away}已离岗{slips_zh}，余量为零：再有一人离岗即空岗",
        "en": "{posts} is still held by {people} {time}, but with {away} away{slips_en} the margin is zero: one more absence empties it",
    }
    remedy: ClassVar = {
        "zh": "这期间不再批相关人员请假；宜事先指定{third}为后备。",
        "en": "approve no further leave there then; better name {third} in reserve beforehand.",
    }
    otherwise: ClassVar = {
        "zh": "这期间不再批{people}请假，也不派其参加会议培训。",
        "en": "approve no leave, meeting or training of {people} then.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        assigned = cache(lambda index: stand_ins(scene, scene.problem.blocks[index]))
        for post in scene.posts:

            def spent(block: Block, post: str = post.id) -> list[tuple[str, tuple[str, ...]]]:
                return self._spent(scene, post, block, assigned(block.index))

            for (last, away), blocks in stretches(scene.problem.open_blocks(post.id), spent):
                slips = scene.slips(away, blocks)
                yield self.told(
                    (post.id,),
                    (last,),
                    scene.span(blocks, post.id),
                    away=away,
                    third=scene.third((post.id,), blocks, but=(last, *away)),
                    slips_zh=slips_text(slips, "zh"),
                    slips_en=slips_text(slips, "en"),
                )

    @staticmethod
    def _spent(scene: Scene, post: str, block: Block, cover: StandIns) -> list[tuple[str, tuple[str, ...]]]:
        a, on = scene.holder(post, block), scene.date(block)
        backups = [line.person for line in scene.backups(post, on)]
        gone = [p for p in backups if p in scene.gone[block.index]]
        busy = {person: other for other, person in cover.of_post.items() if other != post}
        free = [
            line.person
            for line in scene.ready(post, block)
            if line.person not in busy and cover.of_post.get(post) != line.person
        ]
        if a is None or free or not gone:
            return []
        if scene.off(post, block):
            last = cover.of_post.get(post)
            return [(last, (a, *gone))] if last else []
        absorbed = [scene.holder(busy[p], block) or "" for p in backups if p in busy]
        return [(a, (*gone, *absorbed))] if absorbed else []
