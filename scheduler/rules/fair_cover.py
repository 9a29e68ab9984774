"""Standing in for others falls on everybody alike."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import floor
from typing import Any, ClassVar

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules.base import Breach, Example, Model, Rule
from scheduler.rules.tiny import hall, roster


class FairCover(Rule):
    """Minutes a person covers other people's posts above the allowance (3-12; P09).

    Cover is being on a post as B, C, section, universal pool or manager; both posts of a double
    duty are looked at, the own one is no cover. The allowance is ``minutes`` for 28 days, taken
    in proportion to the horizon; what a person covered above the fair share in earlier rosters
    (ledger ``cover``, in minutes) comes off it, and so does what was double duty above the share
    (ledger ``dual``): a minute on two posts is harder than one on another's. Never below 0.
    """

    id = "fair_cover"
    catalogue = "P09"
    article = "3-12"
    unit = "minutes"
    level = Level.SOFT
    tier = 5
    last = True
    title: ClassVar = {"zh": "顶岗均摊", "en": "Fair cover"}
    text: ClassVar = {
        "zh": "{person}本期顶岗{count}分钟，超出应摊的{share}分钟共{amount}分钟",
        "en": "{person} covers for others {count} minutes, {amount} above the allowance of {share}",
    }
    remedy: ClassVar = {
        "zh": "由其他B岗或本科室人员分担一部分顶岗。",
        "en": "Let other backups or colleagues of the section take some of the cover.",
    }

    @dataclass(frozen=True)
    class Params:
        minutes: int = field(default=960, metadata={"unit": "min per 28 days", "min": 0, "max": 13440})

    def check(self, problem: RosterProblem, view: RosterView, params: "FairCover.Params") -> Iterable[Breach]:
        covered: dict[str, int] = defaultdict(int)
        for block in problem.blocks:
            on = problem.date(block.day)
            for post in problem.center.posts:
                for person in view.holders(post.id, block.index):
                    if problem.center.source(person, post.id, on) not in (None, "A"):
                        covered[person] += block.minutes
        for person, count in sorted(covered.items()):
            share = self._allowance(problem, person, params)
            if count > share:
                yield Breach(
                    self.id,
                    count - share,
                    0,
                    problem.horizon.minutes,
                    person=person,
                    words={"count": count, "share": share},
                )

    @staticmethod
    def _allowance(problem: RosterProblem, person: str, params: "FairCover.Params") -> int:
        kept = problem.ledger.get(person, {})
        ahead = kept.get("cover", 0.0) + kept.get("dual", 0.0)
        return max(0, floor(params.minutes * problem.horizon.days / 28 - ahead))

    def encode(self, model: Model, problem: RosterProblem, params: "FairCover.Params") -> None:
        cover: dict[tuple[str, str, int], bool] = {}
        minutes: dict[str, list[Any]] = defaultdict(list)
        for person, post, block in model.cells():
            where = problem.blocks[block]
            key = (person, post, where.day)
            if key not in cover:
                source = problem.center.source(person, post, problem.date(where.day))
                cover[key] = source is not None and source != "A"
            if cover[key]:
                minutes[person].append(model.on(person, post, block) * where.minutes)
        for person, parts in minutes.items():
            model.at_most(sum(parts), self._allowance(problem, person, params), person=person)

    def examples(self) -> Sequence[Example]:
        settings = RuleSettings({self.id: RuleSetting(params={"minutes": 2800})})
        problem = hall(2, settings=settings, ledger={"b": {"cover": 20.0, "dual": 10.0}})
        kept = roster(problem, "a W1 AM", "a W2 AM", "b W2 PM", "c W1 PM")
        broken = roster(problem, "b W1 AM", "b W2 AM", "c W1 PM", "c W2 AM 1")
        return [Example(problem, kept, broken, 10 + 160)]
