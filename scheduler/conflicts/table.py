"""Conflicts of the AB table by itself: no B, A = B, B of another section, B not qualified."""

from collections.abc import Iterable, Iterator
from typing import ClassVar

from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.scene import Scene, stretches
from scheduler.domain.people import FULL_LEVEL
from scheduler.domain.posts import Post
from scheduler.domain.problem import Block
from scheduler.rules.ab_valid import SHARED

STANDINGS = {
    "trainee": ("见习期未满", "still a trainee"),
    "off_post_training": ("下岗培训中", "in off-post training"),
    "moved": ("已调离", "moved to another post"),
}


class NoB(ConflictKind):
    """A post without any B (3-06)."""

    name = "no_b"
    article = "3-06"
    title: ClassVar = {"zh": "没有B岗", "en": "No B"}
    text: ClassVar = {
        "zh": "{posts}{time}没有B岗，A岗{people}一离岗即空岗",
        "en": "{posts} has no B {time}: as soon as A {people} leaves, it is empty",
    }
    remedy: ClassVar = {
        "zh": "由科室确定B岗并报中心备案，{third}具备资格。",
        "en": "have the section name a B and file it with the center; {third} would qualify.",
    }
    otherwise: ClassVar = {
        "zh": "由科室培训并确定一名B岗；在此之前，A岗请假须先落实顶岗人。",
        "en": "have the section train and name a B; until then no leave of A without a named stand-in.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        center = scene.problem.center
        for post in scene.posts:

            def missing(block: Block, post: Post = post) -> list[str]:
                on = scene.date(block)
                return (
                    []
                    if any(line.role == "B" and line.valid(on) for line in center.ab_of_post[post.id])
                    else [center.holder(post.id, on) or ""]
                )

            for a, blocks in stretches(scene.first_blocks(post.id), missing):
                span = scene.span_of_days(post.id, [b.day for b in blocks])
                yield self.told(
                    (post.id,), (a,) if a else (), span, third=scene.third((post.id,), blocks[:1], but=(a,))
                )


class AIsB(ConflictKind):
    """One person is A and B of the same post (3-06)."""

    name = "a_is_b"
    article = "3-06"
    title: ClassVar = {"zh": "A、B岗同为一人", "en": "A is B"}
    text: ClassVar = {
        "zh": "{posts}{time}的A岗和B岗是同一人{people}，等于没有B岗",
        "en": "{people} is A and B of {posts} {time}, which is no backup at all",
    }
    remedy: ClassVar = {
        "zh": "由科室另定B岗，{third}具备资格。",
        "en": "have the section name another B; {third} would qualify.",
    }
    otherwise: ClassVar = {"zh": "由科室培训并确定另一名B岗。", "en": "have the section train and name another B."}

    def find(self, scene: Scene) -> Iterable[Conflict]:
        for post, people, blocks in _lines(scene, lambda post, person, block: person == scene.holder(post.id, block)):
            span = scene.span_of_days(post.id, [b.day for b in blocks])
            yield self.told((post.id,), people, span, third=scene.third((post.id,), blocks[:1], but=people))


class BForeign(ConflictKind):
    """B of a specialist window belongs to another section (3-04, 3-06)."""

    name = "b_foreign"
    article = "3-04, 3-06"
    title: ClassVar = {"zh": "B岗非本科室", "en": "B of another section"}
    text: ClassVar = {
        "zh": "{posts}{time}的B岗{people}不是{section_zh}人员",
        "en": "B {people} of {posts} is not of the {section_en} {time}",
    }
    remedy: ClassVar = {
        "zh": "改由本科室人员任B岗({third}具备资格)，或将该窗口设为综合窗口。",
        "en": "name somebody of the section ({third} would qualify), or make it a comprehensive window.",
    }
    otherwise: ClassVar = {
        "zh": "由本科室培训一人任B岗，或将该窗口设为综合窗口。",
        "en": "train somebody of the section, or make it a comprehensive window.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        center = scene.problem.center

        def foreign(post: Post, person: str, block: Block) -> bool:
            return post.kind not in SHARED and center.person[person].section != post.section

        for post, people, blocks in _lines(scene, foreign):
            span, home = scene.span_of_days(post.id, [b.day for b in blocks]), center.section.get(post.section)
            yield self.told(
                (post.id,),
                people,
                span,
                third=scene.third((post.id,), blocks[:1], but=people),
                section_zh=home.name_zh if home else post.section,
                section_en=home.name_en if home else post.section,
            )


class BUnqualified(ConflictKind):
    """B may not hold the post on the date (2-16, 4-32); certificates that run out are told by their own name."""

    name = "b_unqualified"
    article = "2-16, 4-32"
    title: ClassVar = {"zh": "B岗不具资格", "en": "B not qualified"}
    text: ClassVar = {
        "zh": "{posts}的B岗{people}{time}不能上岗：{why_zh}",
        "en": "B {people} may not hold {posts} {time}: {why_en}",
    }
    remedy: ClassVar = {
        "zh": "先由{third}任B岗，待其考核合格再换回。",
        "en": "name {third} as B until the person has passed.",
    }
    otherwise: ClassVar = {
        "zh": "尽快完成培训考核，或由科室另行培训一名B岗；在此之前该岗没有B岗可用。",
        "en": "complete training and test, or train another B; until then this post has no usable B.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        center = scene.problem.center

        def unfit(post: Post, person: str, block: Block) -> bool:
            who, on = center.person[person], scene.date(block)
            ran_out = any(
                s.item == post.skill and s.level >= FULL_LEVEL and s.valid_to is not None and s.valid_to < on
                for s in who.skills
            )
            return not center.qualified(who, post, on) and (who.standing(on) is not None or not ran_out)

        for post, people, blocks in _lines(scene, unfit):
            standing = center.person[people[0]].standing(scene.date(blocks[0]))
            zh, en = (
                STANDINGS[standing]
                if standing
                else (f"未取得「{post.skill}」独立上岗资格", f"not certified for {post.skill} at full level")
            )
            span = scene.span_of_days(post.id, [b.day for b in blocks])
            yield self.told(
                (post.id,), people, span, third=scene.third((post.id,), blocks[:1], but=people), why_zh=zh, why_en=en
            )


def _lines(scene: Scene, wrong) -> Iterator[tuple[Post, tuple[str], tuple[Block, ...]]]:  # type: ignore[no-untyped-def]
    """B lines for which ``wrong(post, person, block)`` holds, with the open days it does."""
    for post in scene.posts:

        def faulty(block: Block, post: Post = post) -> list[str]:
            on = scene.date(block)
            named = [
                line.person for line in scene.problem.center.ab_of_post[post.id] if line.role == "B" and line.valid(on)
            ]
            return [person for person in named if wrong(post, person, block)]

        for person, blocks in stretches(scene.first_blocks(post.id), faulty):
            yield post, (person,), blocks
