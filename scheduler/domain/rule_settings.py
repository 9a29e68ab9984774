"""What a center says about the rules: level, weight, tier and parameters are its data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How strongly a rule binds.

    HARD is never relaxed without a signed override (law, locks, people truly absent); MUST
    carries a slack that is minimised lexicographically; SOFT is weighed against others.
    """

    HARD = "HARD"
    MUST = "MUST"
    SOFT = "SOFT"


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """A center's choice for one rule; what is None keeps the rule's own default."""

    on: bool = True
    level: Level | None = None
    weight: int | None = None
    tier: int | None = None
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RuleSettings:
    """Settings by rule id. ``only`` keeps every unlisted rule off (golden cases, what-if)."""

    by_rule: Mapping[str, RuleSetting] = field(default_factory=dict)
    only: bool = False

    def get(self, rule: str) -> RuleSetting:
        return self.by_rule.get(rule, RuleSetting(on=not self.only))

    def changed(self, rule: str, setting: RuleSetting) -> "RuleSettings":
        return RuleSettings({**self.by_rule, rule: setting}, self.only)


@dataclass(frozen=True, slots=True)
class Override:
    """A named exception to a rule from ``first`` to ``last``, both included (0-02).

    ``person`` and ``post`` narrow it; None: whoever, wherever. ``by`` allowed it, ``why`` is the
    reason given.
    """

    rule: str
    first: date
    last: date
    person: str | None
    post: str | None
    by: str
    why: str

    def covers(self, rule: str, on: date, person: str | None, post: str | None) -> bool:
        return (
            self.rule == rule
            and self.first <= on <= self.last
            and self.person in (None, person)
            and self.post in (None, post)
        )
