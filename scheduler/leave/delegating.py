"""Who may sign for whom, on which dates: checked before it holds (代理审批, 3-46)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from scheduler.leave.ladder import approval_cycles, signers
from scheduler.leave.request import Delegation, LeaveError, Step
from scheduler.leave.rules import LeaveRules

LONGEST_DAYS = 366


def check_delegation(
    rules: LeaveRules, given: Delegation, actor: str, others: Iterable[Delegation] | None = None
) -> None:
    """Refuse a delegation that would let somebody grant himself leave, or leave it open who signs.

    Only the holder hands the own signature on, or a manager of the center for who is away already.

    Raises
    ------
    LeaveError
        For unknown people, a person standing in for himself, dates out of order, two deputies on
        one day, and every circle: of delegates, or of people who in the end approve each other.
    """
    center, day = rules.center, timedelta(days=1)
    for person in (given.holder, given.deputy, actor):
        if person not in center.person:
            raise LeaveError("3-46", f"没有编号为 {person} 的人员", f"unknown person {person!r}")
    if actor != given.holder and not center.is_manager(center.person[actor]):
        raise LeaveError(
            "3-46",
            f"由{given.holder}本人或中心主任指定代理，不是{actor}",
            f"{given.holder} or a director of the center names the delegate, not {actor}",
        )
    if given.holder == given.deputy:
        raise LeaveError("3-46", "不能由本人代理本人", "nobody stands in for himself")
    if given.end < given.start or (given.end - given.start).days > LONGEST_DAYS:
        raise LeaveError(
            "3-46",
            f"代理期应为一年以内的起止日期：{given.start} 至 {given.end}",
            f"a delegation runs for at most a year, from {given.start} to {given.end} it does not",
        )
    known = tuple(rules.delegations if others is None else others)
    after = replace(rules, delegations=(*known, given))
    # Between two of these dates nothing changes, so that each stands for its stretch.
    turns = {given.start, *(d.start for d in known), *(d.end + day for d in known)}
    for on in sorted(turn for turn in turns if given.valid(turn)):
        signers(Step("section_head", given.holder), after.delegations, on, "")
        before = set(approval_cycles(center, rules.chains, known, on))
        new = [
            circle
            for circle in approval_cycles(center, rules.chains, after.delegations, on)
            if len(circle) > 1 and circle not in before
        ]
        if new:
            names = "→".join((*new[0], new[0][0]))
            raise LeaveError(
                "3-46",
                f"{on}起{names}可以互相批假(审批成环)，请另定代理审批人",
                f"from {on} on {names.replace('→', ' -> ')} could grant each other any leave: name another delegate",
            )
