"""What a solve gives back, whatever happened to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar

from scheduler.domain.roster import Roster


class Status(StrEnum):
    """How a solve ended. Every status but CRASHED comes with the best roster found."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    STOPPED = "stopped"
    RELAXED = "relaxed"
    """Hard rules contradict each other (locks against law): the least was broken, and is named."""
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a solve may take.

    Attributes
    ----------
    seconds
        Wall time: the safety net. A run that meets it is not reproducible and says so.
    work
        Budget in the solver's deterministic time; by default what an idle machine does in a third
        of the wall limit.
    """

    seconds: float = 60.0
    work: float | None = None
    seed: int = 0
    workers: int = 1

    WORK_PER_SECOND: ClassVar[float] = 0.5
    NET: ClassVar[float] = 3.0
    LEAST_NET: ClassVar[float] = 60.0

    @classmethod
    def of(cls, seconds: float, seed: int = 0) -> "Limits":
        """A budget of about ``seconds`` on an idle machine of 2026, with a wall limit three times that, and a minute at least.

        The work is the same on a busy machine, only slower: so the roster is the same too.
        """
        return cls(max(seconds * cls.NET, cls.LEAST_NET), seconds * cls.WORK_PER_SECOND, seed)

    @property
    def budget(self) -> float:
        return self.work if self.work is not None else self.seconds * self.WORK_PER_SECOND / self.NET


DEFAULT_LIMITS = Limits.of(40)


@dataclass(frozen=True, slots=True)
class Progress:
    """One sign of life of a running solve: costs by tier so far, the tier being worked on, its bound."""

    seconds: float
    tier: int
    cost: int | None
    bound: int | None
    costs: Mapping[int, int] = field(default_factory=dict)
    roster: Roster | None = None


@dataclass(frozen=True, slots=True)
class Solution:
    """A roster with its cost by tier, the proven bound of each tier, and how it came about."""

    roster: Roster
    status: Status
    costs: Mapping[int, int]
    bounds: Mapping[int, int]
    seconds: float
    seed: int
    versions: Mapping[str, str] = field(default_factory=dict)
    reproducible: bool = True
    note: str = ""

    @property
    def gap(self) -> Mapping[int, float]:
        """Relative gap by tier: 0 is proven optimal given the tiers above."""
        return {
            tier: 0.0 if cost <= self.bounds.get(tier, 0) else (cost - self.bounds.get(tier, 0)) / max(cost, 1)
            for tier, cost in self.costs.items()
        }
