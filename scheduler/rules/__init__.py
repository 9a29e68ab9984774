"""One rule, one file. RULES is in reading order: what must hold first, wishes last."""

from scheduler.rules.base import Rule
from scheduler.rules.leave_kept import LeaveKept
from scheduler.rules.min_rest import MinRest
from scheduler.rules.one_shift_day import OneShiftDay
from scheduler.rules.post_covered import PostCovered
from scheduler.rules.rank_present import RankPresent

RULES: tuple[Rule, ...] = (
    PostCovered(),
    RankPresent(),
    LeaveKept(),
    OneShiftDay(),
    MinRest(),
)

RULE = {rule.id: rule for rule in RULES}
"""Rules by id."""
