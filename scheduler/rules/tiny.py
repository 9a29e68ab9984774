"""Tiny centers for the rules' hand-made examples and for the contract test.

``hall``: two windows, W1 held by ``a`` and W2 by ``b``, each the dual backup of the other;
``c`` is the section's third qualified person, ``m`` the manager with the door key; AM 9:00-12:00,
PM 14:00-17:00. ``hotline``: leader ``l``, deputy head ``h`` above, agents ``x`` and ``y``; shifts
D 08-16, E 16-24, N 00-08. Everything can be replaced by keyword.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.absence import Absence
from scheduler.domain.blocks import cut_blocks, duty_windows
from scheduler.domain.center import Center, DutyRota, Queue, Section
from scheduler.domain.clock import Horizon
from scheduler.domain.people import Person, Skill
from scheduler.domain.posts import BACK_OFFICE, ABLine, Custody, Item, Post
from scheduler.domain.problem import Day, RosterProblem
from scheduler.domain.roster import Duty, Role, Roster
from scheduler.domain.shifts import Session, ShiftType

MONDAY = date(2026, 9, 7)
SESSIONS = {"AM": (9 * 60, 12 * 60), "PM": (14 * 60, 17 * 60)}


def hall_center(**changes: Any) -> Center:
    """The two-window hall; ``changes`` replace fields of Center."""
    office = ShiftType("O", "行政班", "office", (SESSIONS["AM"], SESSIONS["PM"]), 480)
    skills = (Skill("w1"), Skill("w2"))
    people = (
        Person("a", "甲", "Ann", "S", "staff", shift="O", skills=skills, employment="civil"),
        Person("b", "乙", "Bob", "S", "staff", shift="O", skills=skills),
        Person("c", "丙", "Cho", "S", "staff", shift="O", skills=skills),
        Person("m", "主任", "Max", "S", "manager", shift="O"),
    )
    item = Item("permit", "许可", "permit", must=True)
    base: dict[str, Any] = {
        "id": "tiny-hall",
        "name_zh": "小厅",
        "name_en": "Tiny hall",
        "ranks": ("staff", "manager"),
        "manager_ranks": ("manager",),
        "small": True,
        "sections": (Section("S", "科", "Section"),),
        "people": people,
        "posts": (
            Post("W1", "一号窗", "Window 1", "S", number=1, skill="w1", queue="Q1", seal="seal", items=(item,)),
            Post("W2", "二号窗", "Window 2", "S", number=2, skill="w2", queue="Q2", cashier=True),
        ),
        "ab": (
            ABLine("W1", "a", "A"),
            ABLine("W1", "b", "B", mode="dual", without=("permit",)),
            ABLine("W2", "b", "A"),
            ABLine("W2", "a", "B", mode="dual"),
        ),
        "custody": (
            Custody("seal", "seal", "a"),
            Custody("seal", "seal", "b", "deputy"),
            Custody("door", "door", "m"),
            Custody("cashier", "cashier", "b"),
        ),
        "shifts": (office,),
        "sessions": tuple(Session(name, *span) for name, span in SESSIONS.items()),
        "queues": (Queue("Q1", "一", "one", "counter", ("W1",)), Queue("Q2", "二", "two", "counter", ("W2",))),
        "duty": DutyRota(("W1", "W2"), MONDAY),
    }
    return Center(**{**base, **changes})


def hotline_center(**changes: Any) -> Center:
    """The four-person hotline; ``changes`` replace fields of Center."""

    def agent(code: str, zh: str, rank: str, **more: Any) -> Person:
        return Person(
            code, zh, code.upper(), "S", rank, "rostered", skills=(Skill("call"),), hours_scheme="comprehensive", **more
        )

    base: dict[str, Any] = {
        "id": "tiny-hotline",
        "name_zh": "小热线",
        "name_en": "Tiny hotline",
        "ranks": ("agent", "leader", "head"),
        "leader_rank": "leader",
        "sections": (Section("S", "科", "Section"),),
        "people": (
            agent("h", "副班长", "head"),
            agent("l", "值长", "leader"),
            agent("x", "坐席一", "agent"),
            agent("y", "坐席二", "agent"),
        ),
        "posts": (Post("phone", "话务", "Phone", "S", "phone", heads=0, queue="Q", skill="call"),),
        "shifts": tuple(
            ShiftType(code, zh, code, ((start * 60, start * 60 + 480),), 480, "phone")
            for code, zh, start in (("D", "早班", 8), ("E", "中班", 16), ("N", "夜班", 0))
        ),
        "sessions": (Session("all", 0, 1440, "daily"),),
        "queues": (Queue("Q", "热线", "hotline", "phone", ("phone",)),),
    }
    return Center(**{**base, **changes})


def problem(
    center: Center, days: int = 2, start: date = MONDAY, statutory: Sequence[int] = (), **more: Any
) -> RosterProblem:
    """A problem over a few days; Saturday, Sunday and ``statutory`` day indices are no workdays."""
    horizon = Horizon(start, days)
    dated = tuple(
        Day(
            i,
            d,
            d.weekday() < 5 and i not in statutory,
            i in statutory,
            3.0 if i in statutory else 1.0 if d.weekday() < 5 else 2.0,
        )
        for i, d in enumerate(horizon.dates())
    )
    blocks = cut_blocks(center, horizon, dated, more.get("needs", ()), more.get("absences", ()), more.get("pins", ()))
    more.setdefault("settings", center.rules)
    more.setdefault("duty_windows", duty_windows(center, blocks, days))
    return RosterProblem(center, horizon, dated, blocks, **more)


def hall(days: int = 1, **more: Any) -> RosterProblem:
    """A one-day problem of the hall; ``center`` replaces it."""
    return problem(more.pop("center", None) or hall_center(), days, **more)


def two_halls(days: int = 1, **changes: Any) -> RosterProblem:
    """The two windows in two halls: W1 with ``a``, ``c`` and the manager ``m``, W2 with ``b`` and the manager ``n``."""
    center = hall_center(**changes)
    there = {"b": "T", "n": "T"}
    people = (*center.people, Person("n", "副主任", "Nan", "T", "manager", shift="O"))
    return hall(
        days,
        center=replace(
            center,
            sections=(replace(center.sections[0], site="东厅"), Section("T", "二科", "Section 2", site="西厅")),
            people=tuple(replace(p, section=there.get(p.id, p.section)) for p in people),
            posts=tuple(replace(p, section="T") if p.id == "W2" else p for p in center.posts),
            custody=(*center.custody, Custody("door", "door", "n")),
        ),
    )


def hotline(days: int = 2, **more: Any) -> RosterProblem:
    """A two-day problem of the hotline; ``center`` replaces it."""
    return problem(more.pop("center", None) or hotline_center(), days, **more)


def away(person: str, session: str, day: int = 0, kind: str = "annual") -> Absence:
    """An absence over ``AM``, ``PM``, the whole ``day`` or ``HH:MM-HH:MM`` of a day."""
    a, b = _span(session)
    base = datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day)
    return Absence(person, base + timedelta(minutes=a), base + timedelta(minutes=b), kind)


def _span(session: str) -> tuple[int, int]:
    if session in SESSIONS:
        return SESSIONS[session]
    if session == "day":
        return 0, 1440
    a, b = ((int(t[:2]) * 60 + int(t[3:5])) for t in session.split("-"))
    return a, b


def roster(problem: RosterProblem, *lines: str) -> Roster:
    """A roster from short lines.

    ``"a W1 AM"`` or ``"a W1 PM 3"``: person, post (``back`` for the own desk), session or
    ``HH:MM-HH:MM``, day (0). ``"x D 1"``: person, shift, day, all of the shift on its pool.
    """
    return Roster.of(duty for line in lines for duty in _duties(problem, line.split()))


def _duties(problem: RosterProblem, words: list[str]) -> list[Duty]:
    center, horizon = problem.center, problem.horizon
    person = words[0]
    if words[1] in center.shift:
        shift, day = center.shift[words[1]], int(words[2])
        role: Role = "pool"
        return [
            Duty(
                horizon.date(day),
                person,
                horizon.moment(day * 1440 + a),
                horizon.moment(day * 1440 + b),
                shift.pool or BACK_OFFICE,
                role,
                shift.code,
            )
            for a, b in shift.parts
        ]
    day = int(words[3]) if len(words) > 3 else 0
    a, b = _span(words[2])
    line = center.ab_line(person, words[1], horizon.date(day)) if words[1] in center.post else None
    role = line.role if line else "pool"
    code = center.person[person].shift or center.shifts[0].code
    return [
        Duty(
            horizon.date(day),
            person,
            horizon.moment(day * 1440 + a),
            horizon.moment(day * 1440 + b),
            words[1],
            role,
            code,
        )
    ]
