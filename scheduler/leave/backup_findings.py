"""What is told of B when a leave is asked for and when work is handed over (3-06, 3-07, 4-32)."""

from collections.abc import Iterable, Sequence
from datetime import date

from scheduler.leave.backups import BackupLine, backups, days_away, posts_held
from scheduler.leave.findings import Finding
from scheduler.leave.request import LeaveRequest
from scheduler.leave.rules import LeaveRules

FAULTS = {
    "is_a": (
        "b_is_a",
        "3-06",
        "{post}的B岗与A岗同为{person}，等于没有B岗",
        "{person} is A and B of {post}, which is no backup at all",
    ),
    "foreign": (
        "b_foreign",
        "3-04, 3-06",
        "{post}的B岗{person}不是本科室人员",
        "B {person} of {post} is not of its section",
    ),
    "unqualified": (
        "b_unqualified",
        "2-16, 4-32",
        "{post}的B岗{person}{days}不具备上岗资格(证书未取得或已到期)",
        "B {person} of {post} may not hold it on {days}: no valid certificate",
    ),
    "away": (
        "b_away",
        "3-06, 3-07",
        "{post}的B岗{person}{days}也请假，须由科长指定替岗人",
        "B {person} of {post} is on leave on {days} too: the section head names somebody",
    ),
}


def backup_findings(rules: LeaveRules, request: LeaveRequest, others: Iterable[LeaveRequest]) -> tuple[Finding, ...]:
    """Remarks for the approvers; none of them refuses: the section may still name somebody."""
    lines = backups(rules, request, others)
    found = [_told(line, code, days) for line in lines if line.role == "B" for code, days in line.faults]
    for post in posts_held(rules, request):
        if not any(line.post == post.id and line.role == "B" for line in lines):
            found.append(
                Finding(
                    "no_b",
                    False,
                    "3-06",
                    f"{post.id}没有B岗，须先由科室确定顶岗人并报中心备案",
                    f"{post.id} has no B: the section names one first and files it with the center",
                )
            )
    return tuple(found)


def handover_findings(
    rules: LeaveRules, request: LeaveRequest, to: str, others: Iterable[LeaveRequest]
) -> tuple[Finding, ...]:
    """What speaks against handing the applicant's windows over to a person.

    Without a valid certificate for one of them it is refused (4-32): the work would be handed to
    somebody who may not do it. Everything else is told to the approvers.
    """
    center, days, found = rules.center, days_away(rules, request), list[Finding]()
    who = center.person[to]
    if any(o.person == to and o.live and o.id != request.id and o.overlaps(request.start, request.end) for o in others):
        found.append(
            Finding("b_away", False, "3-06, 3-07", f"接手人{to}在此期间也请假", f"{to} is on leave over the same time")
        )
    for post in posts_held(rules, request):
        unfit = [on for on in days if not center.qualified(who, post, on)]
        if unfit:
            said = days_text(unfit)
            found.append(
                Finding(
                    "b_unqualified",
                    True,
                    "2-16, 4-32",
                    f"接手人{to}{said}不具备{post.id}的上岗资格(证书未取得或已到期)，请另定接手人",
                    f"{to} may not hold {post.id} on {said} (no valid certificate): name somebody else",
                )
            )
        elif not any(line.person == to and line.role != "A" for line in center.ab_of_post[post.id]):
            foreign = who.section != center.person[request.person].section
            found.append(
                Finding(
                    "b_foreign" if foreign else "not_b",
                    False,
                    "3-04, 3-06" if foreign else "3-06",
                    f"接手人{to}不是{post.id}的B岗" + ("，也不是本科室人员" if foreign else "") + "，须由科长同意",
                    f"{to} is not the B of {post.id}"
                    + (" nor of its section" if foreign else "")
                    + ": for the section head to agree",
                )
            )
    return tuple(found)


def _told(line: BackupLine, code: str, days: Sequence[date]) -> Finding:
    name, article, zh, en = FAULTS[code]
    values = {"post": line.post, "person": line.person, "days": days_text(days)}
    return Finding(name, False, article, zh.format(**values), en.format(**values))


def days_text(days: Sequence[date]) -> str:
    """``9-08、9-09``; the first and the last of a long row."""
    shown = [f"{on.month}-{on.day:02d}" for on in days]
    return "、".join(shown) if len(shown) <= 3 else f"{shown[0]}…{shown[-1]}"
