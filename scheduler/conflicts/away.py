"""Conflicts of who is away: A and B both, B alone, B on night shift or resting after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.scene import Scene, stretches
from scheduler.domain.posts import Post
from scheduler.domain.problem import Block
from scheduler.domain.rule_settings import Level

LONG_DAYS = 10
"""Open days after which a backup who is away is no backup any more: the section names another."""

LONG_LEAVE = 14
"""Calendar days of one leave that amount to as much."""

REST_HOURS = 11
"""Rest after a shift where the center's rule min_rest says nothing else."""


def seal_phrase(scene: Scene, post: str, blocks: Sequence[Block]) -> tuple[str, str]:
    """That the seal's custodians are away as well, or nothing."""
    seal = scene.problem.center.post[post].seal
    if seal is None or any(
        scene.here(keeper, b) for b in blocks for keeper in scene.problem.center.custodians("seal", seal, scene.date(b))
    ):
        return "", ""
    return "，业务印章也无人保管", ", and nobody keeps the seal"


class BothOff(ConflictKind):
    """A and every backup of a post are away at the same time (3-07; C04)."""

    name = "both_off"
    article = "3-07"
    title: ClassVar = {"zh": "A、B岗同时离岗", "en": "A and B both away"}
    text: ClassVar = {
        "zh": "{posts}{time}A岗、B岗同时不在：{people}{slips_zh}{seal_zh}{held_zh}",
        "en": "A and B of {posts} are both away {time}: {people}{slips_en}{seal_en}{held_en}",
    }
    remedy: ClassVar = {
        "zh": "由科长指定{third}为C岗；或与{people}中一人协商改期。",
        "en": "have the section head name {third} as C, or agree on another date with one of {people}.",
    }
    otherwise: ClassVar = {
        "zh": "无其他可顶岗人员：与{people}中一人协商改期；实在不能，由科长报批，该窗口暂停或改预约办理。",
        "en": "nobody else can stand in: agree on another date with one of {people}; failing that, the section head applies to offer the window by appointment.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        alike: dict[tuple[frozenset[str], tuple[int, int]], list[tuple[str, tuple[str, ...], tuple[Block, ...]]]] = (
            defaultdict(list)
        )
        for post in scene.posts:

            def off(block: Block, post: str = post.id) -> list[tuple[str, ...]]:
                backups = [line.person for line in scene.backups(post, scene.date(block))]
                away = scene.gone[block.index]
                a = scene.holder(post, block)
                return (
                    [(a, *backups)]
                    if a and backups and scene.off(post, block) and all(b in away for b in backups)
                    else []
                )

            for people, blocks in stretches(scene.problem.open_blocks(post.id), off):
                alike[frozenset(people), (blocks[0].start, blocks[-1].end)].append((post.id, people, blocks))
        for found in alike.values():
            posts, (_, people, blocks) = [post for post, _, _ in found], found[0]
            slips = scene.slips(people, blocks)
            seal = next((phrase for post in posts if (phrase := seal_phrase(scene, post, blocks))[0]), ("", ""))
            yield self.told(
                posts,
                people,
                scene.span(blocks, posts[0]),
                third=scene.third(posts, blocks, but=people),
                slips_zh=slips_text(slips, "zh"),
                slips_en=slips_text(slips, "en"),
                seal_zh=seal[0],
                seal_en=seal[1],
                **self._held(scene, posts, blocks),
            )

    @staticmethod
    def _held(scene: Scene, posts: Sequence[str], blocks: Sequence[Block]) -> dict[str, str]:
        """Who holds the post in the roster all the same."""
        if scene.view is None or not all(scene.held(p, b) for p in posts for b in blocks):
            return {"held_zh": "", "held_en": ""}
        center = scene.problem.center
        who = [
            center.person[p]
            for p in dict.fromkeys(h for post in posts for b in blocks for h in scene.view.holders(post, b.index))
            if p in center.person
        ]
        zh, en = "、".join(f"{p.name_zh}({p.id})" for p in who), ", ".join(f"{p.name_en} ({p.id})" for p in who)
        return {"held_zh": f"；班表由{zh}代为在岗", "held_en": f"; on the roster {en} holds it"}


def slips_text(slips: Sequence[str], lang: str) -> str:
    """The requests behind it in brackets; ``?`` marks those not approved yet."""
    if not slips:
        return ""
    if lang == "zh":
        return "(" + "、".join(f"{s[:-1]}待批" if s.endswith("?") else s for s in slips) + ")"
    return " (" + ", ".join(f"{s[:-1]} not approved yet" if s.endswith("?") else s for s in slips) + ")"


class _BAway(ConflictKind):
    """Stretches over which all backups of a post are away, told by their length."""

    def _runs(self, scene: Scene, post: Post, long: bool) -> Iterator[tuple[tuple[str, ...], tuple[Block, ...]]]:
        for people, blocks in stretches(
            scene.problem.open_blocks(post.id), lambda block: self._away(scene, post, block)
        ):
            if self._long(scene, people, blocks) is not long:
                continue
            if long:
                yield people, blocks
            else:  # where A is away too, both_off says it
                yield from stretches(blocks, lambda block, who=people: [] if scene.off(post.id, block) else [who])  # type: ignore[misc]

    @staticmethod
    def _long(scene: Scene, people: tuple[str, ...], blocks: tuple[Block, ...]) -> bool:
        """By the open days seen here, or by the leave itself where the horizon shows only a part of it."""
        minute, first, last = scene.problem.horizon.minute, blocks[0].start, blocks[-1].end
        lasting = {
            a.person
            for a in scene.problem.absences
            if minute(a.start) < last and first < minute(a.end) and (a.end - a.start).days >= LONG_LEAVE
        }
        return len({b.day for b in blocks}) >= LONG_DAYS or lasting >= set(people)

    def _told(
        self, scene: Scene, post: Post, people: tuple[str, ...], blocks: tuple[Block, ...], sought: tuple[Block, ...]
    ) -> Conflict:
        slips, a = scene.slips(people, blocks), scene.holder(post.id, blocks[0])
        minute, first, last = scene.problem.horizon.minute, blocks[0].start, blocks[-1].end
        kinds = {
            ab.kind
            for ab in scene.problem.absences
            if ab.person in people and minute(ab.start) < last and first < minute(ab.end)
        }
        why = ("参加培训或会议", "at a training or meeting") if kinds <= {"training", "meeting"} else ("离岗", "away")
        return self.told(
            (post.id,),
            people,
            scene.span(blocks, post.id),
            a=(a,) if a else (),
            why_zh=why[0],
            why_en=why[1],
            slips_zh=slips_text(slips, "zh"),
            slips_en=slips_text(slips, "en"),
            third=scene.third((post.id,), sought, but=people),
        )

    @staticmethod
    def _away(scene: Scene, post: Post, block: Block) -> list[tuple[str, ...]]:
        backups = tuple(line.person for line in scene.backups(post.id, scene.date(block)))
        return [backups] if backups and all(b in scene.gone[block.index] for b in backups) else []


class BLongAway(_BAway):
    """All backups of a post are away for ten open days or more: the post has no B (3-06)."""

    name = "b_long_away"
    article = "3-06"
    title: ClassVar = {"zh": "B岗长期离岗", "en": "B away for long"}
    text: ClassVar = {
        "zh": "{posts}的B岗{people}{time}长期离岗{slips_zh}，该岗实际没有B岗",
        "en": "B {people} of {posts} is away {time}{slips_en}: the post has no B in fact",
    }
    remedy: ClassVar = {
        "zh": "由科室另定B岗并报中心备案，{third}具备资格。",
        "en": "have the section name another B and file it with the center; {third} would qualify.",
    }
    otherwise: ClassVar = {
        "zh": "由科室尽快培训并另定一名B岗。",
        "en": "have the section train and name another B soon.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        for post in scene.posts:
            for people, blocks in self._runs(scene, post, long=True):
                yield self._told(scene, post, people, blocks, sought=blocks[:1])


class BAway(_BAway):
    """All backups of a post are away for some days: the post hangs on its A alone (3-06)."""

    name = "b_away"
    article = "3-06, 3-07"
    level = Level.SOFT
    title: ClassVar = {"zh": "B岗不在，仅靠A岗", "en": "B away, A alone"}
    text: ClassVar = {
        "zh": "{posts}{time}仅靠A岗{a}一人：B岗{people}{why_zh}{slips_zh}",
        "en": "{posts} hangs on A {a} alone {time}: B {people} is {why_en}{slips_en}",
    }
    remedy: ClassVar = {
        "zh": "这期间不再批A岗{a}请假；如须离岗，可由{third}顶岗，宜事先指定为C岗。",
        "en": "approve no leave of A {a} then; if it must be, {third} can stand in and had better be named C beforehand.",
    }
    otherwise: ClassVar = {
        "zh": "这期间不再批A岗{a}请假，也不派其参加会议培训；此时无其他人员可顶岗。",
        "en": "approve no leave, meeting or training of A {a} then: nobody else can stand in.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        for post in scene.posts:
            for people, blocks in self._runs(scene, post, long=False):
                yield self._told(scene, post, people, blocks, sought=blocks)


class BResting(ConflictKind):
    """A is away and the backup is on night shift, at rest after it, or has the day off (3-11, L21).

    Needs a roster. Re-staffing must not call anybody in from rest.
    """

    name = "b_resting"
    article = "3-11, L21"
    title: ClassVar = {"zh": "B岗夜班或下夜班休息", "en": "B on night shift or at rest"}
    text: ClassVar = {
        "zh": "{posts}{time}A岗{a}离岗，B岗{people}{why_zh}，不能顶岗",
        "en": "A {a} of {posts} is away {time} and B {people} is {why_en}",
    }
    remedy: ClassVar = {
        "zh": "由{third}顶岗；或与同事调换{people}的班次。",
        "en": "let {third} stand in, or swap the shift of {people} with a colleague.",
    }
    otherwise: ClassVar = {
        "zh": "与同事调换{people}的班次，或请{a}改期。",
        "en": "swap the shift of {people} with a colleague, or move the leave of {a}.",
    }
    _WHY: ClassVar = {
        "night": ("正值夜班", "on night shift"),
        "rest": ("下夜班休息", "at rest after a night shift"),
        "before": ("当晚有夜班", "due for a night shift"),
        "free": ("轮休", "off duty"),
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        if scene.view is None:
            return
        for post in scene.posts:

            def resting(block: Block, post: str = post.id) -> list[tuple[str, str, str]]:
                a = scene.holder(post, block)
                if a is None or not scene.off(post, block) or scene.ready(post, block) or scene.held(post, block):
                    return []
                free = [
                    line.person
                    for line in scene.backups(post, scene.date(block))
                    if line.person not in scene.gone[block.index]
                ]
                return [(a, free[0], self._why(scene, free[0], block))] if free else []

            for (a, b, why), blocks in stretches(scene.problem.open_blocks(post.id), resting):
                zh, en = self._WHY[why]
                third = scene.third((post.id,), blocks, but=(a, b))
                yield self.told(
                    (post.id,), (b,), scene.span(blocks, post.id), a=(a,), why_zh=zh, why_en=en, third=third
                )

    @staticmethod
    def _why(scene: Scene, person: str, block: Block) -> str:
        problem, view = scene.problem, scene.view
        rest = int(problem.settings.get("min_rest").params.get("hours", REST_HOURS)) * 60
        assert view is not None
        for day in range(block.day - 2, block.day + 2):
            for duty in view.duties_of.get((person, day), ()):
                shift = problem.center.shift.get(duty.shift)
                if shift is None or not shift.night:
                    continue
                start, end = problem.horizon.minute(duty.start), problem.horizon.minute(duty.end)
                if start < block.end and block.start < end:
                    return "night"
                if end <= block.start < end + rest:
                    return "rest"
                if block.end <= start < block.end + rest:
                    return "before"
        return "free"
