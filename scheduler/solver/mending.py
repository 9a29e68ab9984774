"""A narrow question to the solver and its answer: plain data, without the solver."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster


@dataclass(frozen=True)
class Mending:
    """What is asked.

    Attributes
    ----------
    problem
        With the absence, settings of the rules that bind; its blocks are those of ``old``'s view.
    before
        The absences before it: what was broken with them is not asked to be mended. None: nothing was.
    free
        (person, day) whose cells may change.
    gone
        (person, day) of the absent: their changes are not counted.
    covers
        By (post, block) that the absent leave: people who may take it over uncounted, best first.
    budget
        Deterministic time of each of the solves.
    """

    problem: RosterProblem
    before: tuple[Absence, ...] | None
    old: Roster
    free: frozenset[tuple[str, int]]
    gone: frozenset[tuple[str, int]] = frozenset()
    covers: Mapping[tuple[str, int], tuple[str, ...]] = field(default_factory=dict)
    budget: float = 5.0
    seed: int = 0


@dataclass(frozen=True)
class Mended:
    """The answer.

    Attributes
    ----------
    roster
        None: no roster was found within the budget.
    kept
        Whether nothing that binds is worse than before.
    moved, bound
        Cells moved beyond the absent's own and the uncounted cover, and how many must.
    proven
        ``moved`` is least; where not ``kept``: that no roster keeps everything (two settings agree).
    """

    roster: Roster | None
    kept: bool
    moved: int
    bound: int
    proven: bool
