"""From remarks and effect to a recommendation. People decide; this says what the articles say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.leave.findings import Finding
from scheduler.leave.kinds import LeaveKind


class Outcome(StrEnum):
    """One line of advice; several may hold for one request."""

    APPROVE = "approve"
    LATE = "late"
    NAME_BACKUP = "name_backup"
    REJECT = "reject"
    CONFLICT = "conflict"
    BLOCK = "block"


WORDS: Mapping[Outcome, tuple[str, str]] = {
    Outcome.APPROVE: ("可批", "may be approved"),
    Outcome.LATE: ("临时请假", "late notice"),
    Outcome.NAME_BACKUP: ("须另定B岗", "name a backup"),
    Outcome.REJECT: ("不予受理", "reject"),
    Outcome.CONFLICT: ("与他人请假冲突", "conflict"),
    Outcome.BLOCK: ("卡住", "blocked"),
}

ON_SITE = frozenset({"manager_on_site", "key_holder", "seal_present", "signatory_present", "cashier_key", "n1_margin"})
"""Rules about who must be on site, whatever the windows (C09 … C12, and the reserve): alone they block."""

LONG_WITHOUT_BACKUP = 10
"""Working days from which a post without a second person needs a new B, not just attention."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Recommended outcomes, the gravest first, and whether the request should be granted."""

    outcomes: tuple[Outcome, ...]
    grant: bool


def advise(
    kind: LeaveKind,
    findings: Collection[Finding],
    broken: Collection[str],
    single_posts: Collection[str],
    working_days: float,
) -> Advice:
    """What to do with a request.

    Parameters
    ----------
    broken
        Ids of the binding rules that would newly be broken.
    single_posts
        Posts whose line would be down to one person.
    working_days
        Working days of the leave itself.

    Notes
    -----
    Leave whose date nobody chooses (illness, maternity, bereavement) is granted all the same; the
    conflict is then a task for the section head: name somebody else.
    """
    found: list[Outcome] = []
    if any(f.refuses for f in findings):
        found.append(Outcome.REJECT)
    if set(broken) - ON_SITE:
        found.append(Outcome.CONFLICT)
    elif broken:
        found.append(Outcome.BLOCK)
    if any(f.code in ("late", "retroactive") and not f.refuses for f in findings):
        found.append(Outcome.LATE)
    if single_posts and working_days > LONG_WITHOUT_BACKUP:
        found.append(Outcome.NAME_BACKUP)
    grant = Outcome.REJECT not in found and (not broken or kind.must_grant)
    if grant:
        found.append(Outcome.APPROVE)
    return Advice(tuple(found), grant)
