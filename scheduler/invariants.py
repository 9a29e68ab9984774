"""What any roster must be before rules can judge it: known people, real times, no double booking."""

import itertools
from collections.abc import Iterator

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.rules.base import Breach

SHAPE = "roster_shape"
"""Rule id under which faults of a roster's shape are reported; always HARD."""

TITLE = {"zh": "排班表格式", "en": "Shape of the roster"}
TEXT = {"zh": "{person}{time}的班次有误：{fault_zh}", "en": "{person}, {time}: {fault_en}"}
REMEDY = {"zh": "请按班次目录更正这一格。", "en": "Correct this cell from the shift catalogue."}


def judged(problem: RosterProblem, roster: Roster) -> tuple[Roster, list[Breach]]:
    """The duties that rules can judge, and one breach for each duty they cannot, or should not be twice."""
    sound: list[Duty] = []
    found: list[Breach] = []
    for duty in roster.duties:
        fault = _fault(problem, duty)
        if fault is None:
            sound.append(duty)
        else:
            found.append(_breach(problem, duty, *fault))
    return Roster.of(sound), [*found, *_doubles(problem, sound)]


def _doubles(problem: RosterProblem, sound: list[Duty]) -> Iterator[Breach]:
    by_person: dict[str, list[Duty]] = {}
    for duty in sound:
        if duty.role in PRESENT_ROLES:
            by_person.setdefault(duty.person, []).append(duty)
    for duties in by_person.values():
        duties.sort(key=lambda d: d.start)
        for place, one in enumerate(duties):
            for other in itertools.takewhile(lambda d, end=one.end: d.start < end, duties[place + 1 :]):  # type: ignore[misc]
                first, second = (one, other) if one < other else (other, one)
                if first != second and _clash(first, second):
                    yield _breach(problem, second, "同一时间重复排班", "rostered twice over the same time")


def _fault(problem: RosterProblem, duty: Duty) -> tuple[str, str] | None:
    center = problem.center
    if duty.person not in center.person:
        return f"没有人员{duty.person}", f"no person {duty.person}"
    if duty.post != BACK_OFFICE and duty.post not in center.post:
        return f"没有岗位{duty.post}", f"no post {duty.post}"
    if duty.shift and duty.shift not in center.shift:
        return f"没有班次{duty.shift}", f"no shift {duty.shift}"
    if duty.end <= duty.start:
        return "结束不晚于开始", "ends before it starts"
    if not 0 <= problem.horizon.day(duty.day) < problem.horizon.days:
        return "日期在排班期之外", "day outside the horizon"
    person = center.person[duty.person]
    if person.rota == "rostered" and duty.role in PRESENT_ROLES and duty.shift:
        minute, day = problem.horizon.minute, problem.horizon.day(duty.day)
        spans = problem.spans_of_shift[day, duty.shift]
        if not any(a <= minute(duty.start) and minute(duty.end) <= b for a, b in spans):
            return f"时间不在班次{duty.shift}之内", f"outside the hours of shift {duty.shift}"
    return None


def _clash(first: Duty, second: Duty) -> bool:
    """Same post twice, or the own desk and a post, over the same time; two posts are judged by a rule."""
    same = first.post == second.post or BACK_OFFICE in (first.post, second.post)
    return same and first.start < second.end and second.start < first.end


def _breach(problem: RosterProblem, duty: Duty, zh: str, en: str) -> Breach:
    minute = problem.horizon.minute
    day = problem.horizon.day(duty.day)
    return Breach(
        SHAPE,
        1,
        minute(duty.start),
        minute(duty.end),
        day,
        duty.post,
        duty.person,
        duty.shift,
        words={"fault_zh": zh, "fault_en": en},
    )
