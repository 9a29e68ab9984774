"""Who must agree to a leave of a kind and length (regulation 3-34 … 3-42).

The table is data (``data/leave``): another unit's ladder is another file.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FILED_WITH = ("hr_section", "center_director")
"""Every approved slip is filed with these two (3-34)."""


@dataclass(frozen=True, slots=True)
class ApprovalChain:
    """One line of the approval table.

    Attributes
    ----------
    above_days, up_to_days
        Working days the chain is for: more than ``above_days``, at most ``up_to_days`` (None: no end).
    steps
        Roles that must agree, in order; the last one approves. Empty where nobody is asked before.
    evidence
        What must be attached before approval, or empty.
    """

    id: str
    kinds: tuple[str, ...]
    above_days: float
    up_to_days: float | None
    steps: tuple[str, ...]
    evidence: str
    article: str

    @property
    def final(self) -> str | None:
        return self.steps[-1] if self.steps else None

    def fits(self, kind: str, days: float) -> bool:
        return kind in self.kinds and self.above_days < days and (self.up_to_days is None or days <= self.up_to_days)


def chain_for(chains: Sequence[ApprovalChain], kind: str, days: float) -> ApprovalChain:
    """The chain of a leave of ``kind`` over ``days`` working days (half days count .5).

    Raises
    ------
    ValueError
        If no line of the table fits, or more than one does.
    """
    fitting = [chain for chain in chains if chain.fits(kind, days)]
    if len(fitting) != 1:
        raise ValueError(f"leave {kind!r} of {days:g} days: {len(fitting)} approval chains fit, expected exactly 1")
    return fitting[0]
