"""The AB table itself is in order on every open day."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar

from scheduler.domain.center import Center
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, hall_center, roster

SHARED = ("comprehensive", "guide", "tidal")
"""Kinds of post that people of every section may be named for (3-04)."""

FAULTS = {
    "no_a": ("缺A岗", "no A is named"),
    "two_a": ("A岗不止一人", "more than one A is named"),
    "no_b": ("缺B岗", "no B is named"),
    "same": ("{role}岗{zh}与A岗为同一人", "{en} is A and {role} at once"),
    "foreign": ("{role}岗{zh}不是本科室人员", "{role} {en} is of another section"),
    "unqualified": ("{role}岗{zh}当日不具备上岗资格", "{role} {en} is not qualified"),
}


class ABValid(Rule):
    """Each post has exactly one A and at least one B on every day it is open (3-06; C03).

    A and B differ, belong to the post's section (comprehensive, guide and tidal posts may name
    anybody) and are qualified on the date (4-32). Phone and chat posts and pools staffed by
    shifts (``heads`` 0) need no AB table. Reads data only, never the roster; a fault that stays
    the same over several open days is one breach with that many post-days.
    """

    id = "ab_valid"
    catalogue = "C03"
    article = "3-06, 4-32"
    unit = "post-days"
    level = Level.MUST
    tier = 2
    title: ClassVar = {"zh": "AB岗设置有效", "en": "AB table valid"}
    text: ClassVar = {
        "zh": "{post}自{day}起{amount}个开放日AB岗设置不合规定：{fault_zh}",
        "en": "{post}: AB table at fault on {amount} open day(s) from {day}: {fault_en}",
    }
    remedy: ClassVar = {
        "zh": "由科室重新确定{post}的A岗或B岗，并报中心备案。",
        "en": "Have the section name an A or B for {post} anew and file it with the center.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for post in problem.center.posts:
            if post.kind in ("phone", "chat") or post.heads == 0:
                continue
            days = sorted({block.day for block in problem.open_blocks(post.id)})
            running: dict[tuple[str, str, str], list[int]] = {}
            for day in days:
                faults = self._faults(problem.center, post, problem.date(day))
                for ended in [f for f in running if f not in faults]:
                    yield self._breach(problem, post, ended, running.pop(ended))
                for fault in faults:
                    running.setdefault(fault, []).append(day)
            for fault, when in running.items():
                yield self._breach(problem, post, fault, when)

    @staticmethod
    def _faults(center: Center, post: Post, on: date) -> list[tuple[str, str, str]]:
        """(fault, role, person) of one post on one date."""
        named = sorted(
            {
                (line.role, line.person)
                for line in center.ab
                if line.post == post.id and line.role != "C" and line.valid(on)
            }
        )
        holders = [person for role, person in named if role == "A"]
        faults: list[tuple[str, str, str]] = []
        if not holders:
            faults.append(("no_a", "A", ""))
        if len(holders) > 1:
            faults.append(("two_a", "A", ""))
        if len(holders) == len(named):
            faults.append(("no_b", "B", ""))
        for role, person in named:
            who = center.person[person]
            if role == "B" and person in holders:
                faults.append(("same", role, person))
            if who.section != post.section and post.kind not in SHARED:
                faults.append(("foreign", role, person))
            if not center.qualified(who, post, on):
                faults.append(("unqualified", role, person))
        return faults

    def _breach(self, problem: RosterProblem, post: Post, fault: tuple[str, str, str], days: list[int]) -> Breach:
        kind, role, person = fault
        who = problem.center.person.get(person)
        names = {"role": role, "zh": who.name_zh if who else "", "en": who.name_en if who else ""}
        zh, en = (words.format(**names) for words in FAULTS[kind])
        return Breach(
            self.id,
            len(days),
            days[0] * 1440,
            days[-1] * 1440 + 1440,
            days[0],
            post.id,
            person or None,
            words={"fault_zh": zh, "fault_en": en},
        )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        for day in problem.days:
            opened: set[str] = set().union(*(block.posts for block in problem.blocks_of_day[day.index]))
            for post in center.posts:
                if post.id not in opened or post.heads == 0 or post.kind in ("phone", "chat"):
                    continue
                lines = [line for line in center.ab_of_post[post.id] if line.valid(day.date)]
                a = {line.person for line in lines if line.role == "A"}
                b = {line.person for line in lines if line.role == "B"}
                count = int(len(a) != 1) + int(not b) + len(a & b)
                for group in (a, b):
                    unfit = [p for p in group if not center.qualified(center.person[p], post, day.date)]
                    away = [p for p in group if center.person[p].section != post.section]
                    count += len(unfit) + (0 if post.kind in SHARED else len(away))
                model.at_most(count, 0, post=post.id, day=day.index)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        without = replace(center, ab=tuple(line for line in center.ab if not (line.post == "W2" and line.role == "B")))
        late = replace(center.ab[1], valid_from=date(2026, 9, 8))
        starting = replace(center, ab=(center.ab[0], late, *center.ab[2:]))
        twice = replace(center, ab=(*center.ab, ABLine("W1", "c", "A"), ABLine("W2", "b", "B", 2)))
        moved = replace(center, people=tuple(replace(p, section="T") if p.id == "b" else p for p in center.people))
        good = hall(2)
        empty = roster(good)
        return [
            Example(good, empty, empty, amount, hall(2, center=wrong))
            for wrong, amount in ((without, 2), (starting, 1), (twice, 4), (moved, 4))
        ]
