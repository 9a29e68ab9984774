"""Conflicts that a date brings: certificates that run out, events that empty windows."""

from collections.abc import Iterable
from typing import ClassVar

from scheduler.conflicts.base import Conflict, ConflictKind
from scheduler.conflicts.scene import Scene
from scheduler.domain.people import FULL_LEVEL


class Certificate(ConflictKind):
    """A certificate of somebody in the AB table runs out before the horizon ends (2-10)."""

    name = "certificate"
    article = "2-10, 4-32"
    title: ClassVar = {"zh": "资格到期", "en": "Certificate runs out"}
    text: ClassVar = {
        "zh": "{people}的「{item}」资格{until_zh}到期，{time}不能在{posts}上岗(AB表中为{role}岗)",
        "en": "the certificate of {people} for {item} ends on {until_en}: not allowed on {posts} {time} ({role} in the AB table)",
    }
    remedy: ClassVar = {
        "zh": "到期前完成复核换证；来不及的，先指定{third}接替。",
        "en": "renew it in time; failing that, name {third} in the meantime.",
    }
    otherwise: ClassVar = {
        "zh": "到期前完成复核换证；没有其他合格人员可接替。",
        "en": "renew it in time: nobody else is qualified.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        center = scene.problem.center
        for post in scene.posts:
            opened = scene.first_blocks(post.id)
            for line in center.ab_of_post[post.id]:
                who = center.person[line.person]
                ends = [
                    s.valid_to
                    for s in who.skills
                    if s.item == post.skill and s.level >= FULL_LEVEL and s.valid_to is not None
                ]
                lost = (
                    [
                        b
                        for b in opened
                        if line.valid(on := scene.date(b))
                        and who.level(post.skill or "", on) < FULL_LEVEL
                        and any(end < on for end in ends)
                    ]
                    if ends
                    else []
                )
                if lost:
                    until = max(end for end in ends if end < scene.date(lost[0]))
                    span = scene.span_of_days(post.id, [b.day for b in lost])
                    yield self.told(
                        (post.id,),
                        (line.person,),
                        span,
                        item=post.skill or "",
                        role=line.role,
                        until_zh=f"{until:%Y}年{until.month}月{until.day}日",
                        until_en=f"{until}",
                        third=scene.third(
                            (post.id,), lost[:1], but=tuple(row.person for row in center.ab_of_post[post.id])
                        ),
                    )


class EventTakesBoth(ConflictKind):
    """A training or meeting takes A and all backups of a post at once (4-26)."""

    name = "event_takes_both"
    article = "4-26"
    title: ClassVar = {"zh": "活动抽空窗口", "en": "Event takes A and B"}
    text: ClassVar = {
        "zh": "活动{event}({time})把{posts}的A岗、B岗同时抽走({people})",
        "en": "event {event} {time} takes both A and B of {posts} ({people})",
    }
    remedy: ClassVar = {
        "zh": "把同一窗口的A岗和B岗分到两批，或改到闭馆以后；任何内部活动不得停窗。",
        "en": "put A and B of a window into different groups, or hold it after closing: no internal event may close a window.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        minute = scene.problem.horizon.minute
        for event in scene.events:
            taken = set(event.people)
            blocks = [b for b in scene.open_blocks if minute(event.start) < b.end and b.start < minute(event.end)]
            posts: dict[str, tuple[str, ...]] = {}
            for block in blocks:
                for post in scene.posts:
                    named = [
                        scene.holder(post.id, block) or "",
                        *(line.person for line in scene.backups(post.id, scene.date(block))),
                    ]
                    free = [p for p in named if p and p not in scene.gone[block.index]]
                    if post.id in block.posts and free and set(free) <= taken:
                        posts.setdefault(post.id, tuple(free))
            if posts:
                people = tuple(dict.fromkeys(p for free in posts.values() for p in free))
                yield self.told(tuple(posts), people, (event.start, event.end), event=event.id)


class EventTooLarge(ConflictKind):
    """An event in opening hours, its people not fixed yet, leaves fewer people than open windows (4-26)."""

    name = "event_too_large"
    article = "4-26"
    title: ClassVar = {"zh": "活动人数过多", "en": "Event too large"}
    text: ClassVar = {
        "zh": "活动{event}({time})需{count}人参加：当时在岗{present}人、开放窗口{open}个，至少{amount}个窗口要停",
        "en": "event {event} {time} wants {count} people: with {present} present and {open} windows open, at least {amount} would close",
    }
    remedy: ClassVar = {
        "zh": "分批举行，每批不超过{most}人，或改到闭馆以后。",
        "en": "split it into groups of {most} at most, or hold it after closing.",
    }

    def find(self, scene: Scene) -> Iterable[Conflict]:
        minute = scene.problem.horizon.minute
        staff = scene.problem.center.staff
        for event in scene.events:
            if event.count is None or event.people:
                continue
            blocks = [b for b in scene.open_blocks if minute(event.start) < b.end and b.start < minute(event.end)]
            worst: tuple[int, int, int] | None = None
            for block in blocks:
                heads = sum(p.heads for p in scene.posts if p.id in block.posts)
                present = sum(1 for who in staff if scene.here(who.id, block) and who.rota == "office")
                short = heads - (present - event.count)
                if short > 0 and (worst is None or short > worst[0]):
                    worst = (min(short, heads), present, heads)
            if worst:
                short, present, heads = worst
                yield self.told(
                    tuple(p.id for p in scene.posts if any(p.id in b.posts for b in blocks)),
                    (),
                    (event.start, event.end),
                    event=event.id,
                    count=event.count,
                    present=present,
                    open=heads,
                    amount=short,
                    most=max(0, present - heads),
                )
