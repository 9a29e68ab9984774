"""Who signs whose leave: the chain of the table, one level up for chiefs, delegates, no circles."""

from collections.abc import Sequence
from datetime import date

from scheduler.domain.center import Center
from scheduler.leave.request import Delegation, LeaveError, Step
from scheduler.leave.types import ApprovalChain

LADDER = ("section_head", "leader_in_charge", "bureau_director")
SUPERIOR = "superior"
"""The authority above the center's highest rank: signs through a named delegate only."""

ROLE_WORDS = {
    "section_head": ("科长", "section head"),
    "leader_in_charge": ("分管领导", "leader in charge"),
    "bureau_director": ("局长", "bureau director"),
    SUPERIOR: ("上级单位", "superior authority"),
    "hr_section": ("人事科", "HR section"),
    "center_director": ("中心主任", "center director"),
}


def level(center: Center, person: str) -> int:
    """Rungs of the ladder at or below a person: 0 staff, 1 chiefs and directors of the center, 2 …"""
    who, top = center.person[person], 0
    for rung, role in enumerate(LADDER, 1):
        held = role in center.ranks and center.rank_at_least(who, role)
        if held or person in (_named(center, role, section.id) for section in center.sections):
            top = rung
    return top


def steps_for(center: Center, chain: ApprovalChain, applicant: str) -> tuple[Step, ...]:
    """The signatures of one applicant's request, in order.

    A chief's or director's own leave goes one level up (3.1): each role of the chain is raised by
    the applicant's level, and no further than the highest rank; above that is :data:`SUPERIOR`.
    """
    raised = level(center, applicant)
    roles = []
    for role in chain.steps:
        if role not in LADDER:
            roles.append(role)
        elif raised >= len(LADDER):
            roles.append(SUPERIOR)
        else:
            roles.append(LADDER[min(LADDER.index(role) + raised, len(LADDER) - 1)])
    section = center.person[applicant].section
    return tuple(Step(role, _named(center, role, section)) for role in dict.fromkeys(roles))


def _named(center: Center, role: str, section: str) -> str:
    """Who holds a role for a section; empty where the data names nobody."""
    where = center.section.get(section)
    if role == "section_head":
        return where.head if where else ""
    if role == "leader_in_charge" and where is not None and where.leader:
        return where.leader
    return min((p.id for p in center.people if p.rank == role), default="")


def signers(step: Step, delegations: Sequence[Delegation], on: date, applicant: str) -> tuple[str, ...]:
    """Everybody who may sign a step on a date: its holder and the holder's delegates in turn.

    Raises
    ------
    LeaveError
        If delegations run in a circle, or nobody but the applicant is left.
    """
    found = [step.holder or step.role]
    while True:
        after = sorted({d.deputy for d in delegations if d.holder == found[-1] and d.valid(on)})
        if not after:
            break
        if len(after) > 1:
            raise LeaveError(
                "3-46",
                f"{found[-1]}在{on}有多名代理审批人：{'、'.join(after)}",
                f"{found[-1]} has several delegates on {on}: {', '.join(after)}",
            )
        if after[0] in found:
            circle = [*found, after[0]]
            raise LeaveError(
                "3-46",
                f"代理审批成环：{'→'.join(circle)}",
                f"delegated approvals run in a circle: {' -> '.join(circle)}",
            )
        found.append(after[0])
    able = tuple(p for p in found if p not in (applicant, step.role))
    if not able:
        zh, en = ROLE_WORDS.get(step.role, (step.role, step.role))
        raise LeaveError(
            "3-46",
            f"{zh}一级无人可批：请指定代理审批人(本人不得审批本人)",
            f"nobody can sign as {en}: name a delegate (nobody approves the own leave)",
        )
    return able


def approval_cycles(
    center: Center, chains: Sequence[ApprovalChain], delegations: Sequence[Delegation] = (), on: date | None = None
) -> tuple[tuple[str, ...], ...]:
    """Circles in which people approve each other's leave in the end, e.g. ``("K01", "L01")``.

    Nobody may stand above himself: a circle means that two people can grant each other any leave.
    """
    above: dict[str, set[str]] = {}
    for person in center.people:
        finals = {steps_for(center, chain, person.id)[-1].holder for chain in chains if chain.steps}
        deputies = {d.deputy for d in delegations if d.holder in finals and (on is None or d.valid(on))}
        above[person.id] = (finals | deputies) - {""}
    circles = set()
    for start in sorted(above):
        path = _circle(above, start)
        if path:
            turn = path.index(min(path))
            circles.add(path[turn:] + path[:turn])
    return tuple(sorted(circles))


def _circle(above: dict[str, set[str]], start: str) -> tuple[str, ...]:
    """Shortest way from a person up to the same person, or nothing."""
    frontier: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    while frontier:
        path = frontier.pop(0)
        for boss in sorted(above.get(path[-1], ())):
            if boss == start:
                return path
            if boss not in seen:
                seen.add(boss)
                frontier.append((*path, boss))
    return ()
