"""The independent check of any roster: ours, edited by hand, or imported. No solver.

Every roster passes here before anyone sees it, and its cost must equal the solver's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.invariants import SHAPE, judged
from scheduler.rules import RULES
from scheduler.rules.base import Breach


@dataclass(frozen=True, slots=True)
class Checked:
    """What is wrong with one roster.

    Attributes
    ----------
    breaches
        Of all rules that are on, the worst level first, then by time.
    levels
        Level of each rule that is on, by id.
    costs
        Weighted amount by tier: 0 broken HARD rules (unweighted), 1 … 6 as in design.
    by_rule
        ``(amount, weighted cost)`` by rule id; rules without a breach are missing.
    problem
        The problem with blocks cut at the roster's own edges: breaches speak of its blocks.
    """

    breaches: tuple[Breach, ...]
    levels: Mapping[str, Level]
    costs: Mapping[int, int]
    by_rule: Mapping[str, tuple[int, int]]
    problem: RosterProblem

    def of_level(self, *levels: Level) -> tuple[Breach, ...]:
        return tuple(b for b in self.breaches if self.levels[b.rule] in levels)

    @property
    def clean(self) -> bool:
        """No breach of level HARD or MUST."""
        return not self.of_level(Level.HARD, Level.MUST)


def check(problem: RosterProblem, roster: Roster) -> Checked:
    """Every breach of every rule that is on, and what they cost."""
    sound, found = judged(problem, roster)
    view = RosterView(problem, sound)
    levels: dict[str, Level] = {SHAPE: Level.HARD}
    costs: dict[int, int] = {}
    by_rule: dict[str, tuple[int, int]] = {}
    if found:
        by_rule[SHAPE] = (len(found), len(found))
        costs[0] = len(found)
    for rule in RULES:
        setting = problem.settings.get(rule.id)
        if not setting.on:
            continue
        level, tier, weight = rule.effective(setting)
        if level is Level.HARD:
            tier, weight = 0, 1
        levels[rule.id] = level
        mine = list(rule.check(view.problem, view, rule.params(setting)))
        amount = sum(b.amount for b in mine)
        if amount:
            by_rule[rule.id] = (amount, amount * weight)
            costs[tier] = costs.get(tier, 0) + amount * weight
        found += mine
    order = {Level.HARD: 0, Level.MUST: 1, Level.SOFT: 2}
    found.sort(key=lambda b: (order[levels[b.rule]], b.start, b.rule, b.post or "", b.person or ""))
    return Checked(tuple(found), levels, dict(sorted(costs.items())), by_rule, view.problem)


def merged(problem: RosterProblem, breaches: tuple[Breach, ...]) -> tuple[Breach, ...]:
    """Breaches of one rule, place and cause that follow each other, as one.

    Two follow each other if nothing is open between them on the same day (the two sessions of a
    hall), so a window empty all day is told once, not twice.
    """
    runs: list[Breach] = []
    last: dict[tuple[object, ...], int] = {}
    for breach in breaches:
        key = (
            breach.rule,
            breach.post,
            breach.person,
            breach.shift,
            breach.day,
            tuple(sorted((k, str(v)) for k, v in breach.words.items())),
        )
        at = last.get(key)
        if at is not None and _adjoin(problem, runs[at], breach):
            runs[at] = replace(runs[at], end=breach.end, amount=runs[at].amount + breach.amount)
        else:
            last[key] = len(runs)
            runs.append(breach)
    return tuple(runs)


def _adjoin(problem: RosterProblem, first: Breach, second: Breach) -> bool:
    if second.start < first.end or first.start // DAY_MINUTES != (second.end - 1) // DAY_MINUTES:
        return False
    between = (b.posts for b in problem.blocks_of_day[first.day or 0] if first.end <= b.start and b.end <= second.start)
    return not any(first.post in posts if first.post else posts for posts in between)
