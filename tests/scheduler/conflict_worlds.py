"""Hand-made pairs of worlds for each kind of conflict: one that has it, one that just has not."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.need import NeedCell
from scheduler.domain.people import Person, Skill, Standing
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level
from scheduler.domain.shifts import Session, ShiftType
from scheduler.rules.tiny import MONDAY, away, hall, hall_center, problem, roster
from scheduler.store.entries import Event


@dataclass(frozen=True)
class World:
    """Arguments of ``find_conflicts``."""

    problem: RosterProblem
    roster: Roster | None = None
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Case:
    """``has`` holds the conflict with these posts, people and level; ``lacks`` does not hold it at all."""

    has: World
    lacks: World
    posts: tuple[str, ...]
    people: tuple[str, ...]
    level: Level = Level.MUST


def counter(lines: Sequence[str], people: str = "abcdef", posts: int = 3, **changes: Any) -> Center:
    """A hall of ``posts`` windows; lines are like ``"W1 A a"``, ``"W1 B b dual"``; everybody masters what the lines name."""
    ab = []
    for text in lines:
        post, role, person, *mode = text.split()
        ab.append(ABLine(post, person, role, mode=mode[0] if mode else "move"))  # type: ignore[arg-type]
    skills = {p: tuple(Skill(line.post.lower()) for line in ab if line.person == p) for p in people}
    staff = tuple(Person(p, p, p.upper(), "S", "staff", shift="O", skills=skills[p]) for p in people)
    windows = tuple(
        Post(f"W{n}", f"{n}号", f"No {n}", "S", number=n, skill=f"w{n}", queue="Q1" if n == 1 else "Q2")
        for n in range(1, posts + 1)
    )
    return hall_center(people=staff, posts=windows, ab=tuple(ab), custody=(), duty=None, **changes)


def day(center: Center, *absences: Any, days: int = 1, **more: Any) -> RosterProblem:
    return hall(days, center=center, absences=tuple(absences), **more)


def event(people: tuple[str, ...] = (), count: int | None = None, hours: tuple[int, int] = (15, 16)) -> Event:
    at = datetime(2026, 9, 7)
    return Event("E1", "training", at + timedelta(hours=hours[0]), at + timedelta(hours=hours[1]), people, count)


def load(queue: str, erlang: float) -> NeedCell:
    at = datetime(2026, 9, 7, 14)
    return NeedCell(queue, at, at + timedelta(minutes=30), 3.0, 1, erlang)


def nights(*lines: str, absent: str = "day") -> World:
    """A window open 9-17 whose people work day and night shifts; ``x`` is A, ``y`` is B."""
    shifts = (ShiftType("D", "早班", "Day", ((480, 960),), 480), ShiftType("N", "夜班", "Night", ((0, 480),), 480))
    people = tuple(Person(p, p, p.upper(), "S", "staff", "rostered", skills=(Skill("w1"),)) for p in "xy")
    center = hall_center(
        people=people,
        posts=(Post("W1", "一号", "No 1", "S", skill="w1"),),
        ab=(ABLine("W1", "x", "A"), ABLine("W1", "y", "B")),
        shifts=shifts,
        sessions=(Session("all", 540, 960),),
        custody=(),
        duty=None,
        queues=(),
    )
    made = problem(center, 2, absences=(away("x", absent, 1),))
    return World(made, roster(made, *lines))


PAIRS = ("W1 A a", "W1 B d", "W2 A b", "W2 B e", "W3 A c", "W3 B f")
SHARED_B = ("W1 A a", "W1 B d", "W2 A b", "W2 B d", "W3 A c", "W3 B f")
RING = ("W1 A a", "W1 B b", "W2 A b", "W2 B c", "W3 A c", "W3 B a")
RING_DUAL = tuple(line + " dual" if " B " in line else line for line in RING)
LINE = ("W1 A a", "W1 B b", "W2 A b", "W2 B e", "W3 A c", "W3 B f")
DEAD_END = ("W1 A a", "W1 B b", "W2 A b", "W2 B c", "W3 A c", "W3 B d")
SPARE_TWO = ("W1 A a", "W1 B d", "W1 C e", "W2 A b", "W2 B f", "W3 A c", "W3 B f")


def _people(center: Center, person: str, **changes: Any) -> Center:
    return replace(center, people=tuple(replace(p, **changes) if p.id == person else p for p in center.people))


def _without_authority(center: Center, *people: str) -> Center:
    return replace(
        center, ab=tuple(replace(line, without=("permit",) if line.person in people else ()) for line in center.ab)
    )


def cases() -> dict[str, Case]:
    plain, shared, tiny = counter(PAIRS), counter(SHARED_B), hall_center()
    dual = Level.SOFT
    both, one = (away("a", "PM"), away("d", "15:00-17:00")), (away("a", "AM"), away("d", "PM"))
    foreign = replace(_people(plain, "d", section="T"), sections=(*plain.sections, replace(plain.sections[0], id="T")))
    trainee = _people(plain, "d", standings=(Standing("trainee", MONDAY, date(2026, 9, 8)),))
    expiring = _people(plain, "d", skills=(Skill("w1", valid_to=MONDAY),))
    renewed = _people(plain, "d", skills=(Skill("w1", valid_to=MONDAY), Skill("w1", valid_from=date(2026, 9, 8))))
    same = replace(plain, ab=(*plain.ab[:1], ABLine("W1", "a", "B"), *plain.ab[2:]))
    none = replace(plain, ab=(plain.ab[0], *plain.ab[2:]))
    strict, half = _without_authority(tiny, "b"), _without_authority(tiny)
    ends = replace(plain, ab=(plain.ab[0], replace(plain.ab[1], mode="dual"), *plain.ab[2:]))
    maternity, weeks = away("d", "day"), 14
    long = replace(maternity, end=maternity.end + timedelta(days=weeks))
    pair = counter(("W1 A a", "W1 B b dual", "W2 A b", "W2 B a dual", "W3 A c", "W3 B f"))
    busy, quiet = (load("Q1", 0.4), load("Q2", 0.5)), (load("Q1", 0.1), load("Q2", 0.5))
    apart = {"apart": (("W1", "W2"),)}
    second = (away("a", "day"), away("d", "day"))
    return {
        "both_off": Case(World(day(plain, *both)), World(day(plain, *one)), ("W1",), ("a", "d")),
        "double_claim": Case(
            World(day(shared, away("a", "AM"), away("b", "day"))),
            World(day(shared, away("a", "AM"), away("b", "PM"))),
            ("W1", "W2"),
            ("d",),
        ),
        "cascade": Case(
            World(day(counter(DEAD_END), away("a", "AM"), away("d", "AM"))),
            World(day(ends, away("a", "AM"))),
            ("W1", "W2", "W3"),
            ("b", "c"),
        ),
        "event_takes_both": Case(
            World(day(plain), given={"events": (event(("a", "d")),)}),
            World(day(plain), given={"events": (event(("a", "e")),)}),
            ("W1",),
            ("a", "d"),
        ),
        "event_too_large": Case(
            World(day(plain), given={"events": (event(count=4),)}),
            World(day(plain), given={"events": (event(count=3), event(count=6, hours=(18, 19)))}),
            ("W1", "W2", "W3"),
            (),
        ),
        "no_b": Case(World(day(none)), World(day(plain)), ("W1",), ("a",)),
        "a_is_b": Case(World(day(same)), World(day(plain)), ("W1",), ("a",)),
        "b_foreign": Case(World(day(foreign)), World(day(plain)), ("W1",), ("d",)),
        "b_unqualified": Case(World(day(trainee, days=2)), World(day(plain, days=2)), ("W1",), ("d",)),
        "certificate": Case(World(day(expiring, days=2)), World(day(renewed, days=2)), ("W1",), ("d",)),
        "b_long_away": Case(
            World(day(plain, long, days=weeks)),
            World(day(plain, replace(long, end=maternity.end + timedelta(days=8)), days=weeks)),
            ("W1",),
            ("d",),
        ),
        "b_away": Case(
            World(day(plain, away("d", "AM"))),
            World(day(plain, away("e", "AM"), away("b", "AM"))),
            ("W1",),
            ("d",),
            dual,
        ),
        "b_resting": Case(nights("x D 0", "y N 1"), nights("x D 0", "y D 1"), ("W1",), ("y",)),
        "authority_gap": Case(World(day(strict, away("a", "AM"))), World(day(half, away("a", "AM"))), ("W1",), ("b",)),
        "segregation": Case(
            World(day(pair, away("a", "AM")), given=apart),
            World(day(plain, away("a", "AM")), given=apart),
            ("W2", "W1"),
            ("b",),
        ),
        "closed_cycle": Case(
            World(day(counter(RING))), World(day(counter((*RING, "W2 C d")))), ("W1", "W2", "W3"), ("a", "b", "c")
        ),
        "margin_spent": Case(
            World(day(counter(SPARE_TWO), *second)), World(day(counter(SPARE_TWO), second[0])), ("W1",), ("e",), dual
        ),
        "overload": Case(
            World(day(pair, away("a", "day"), needs=busy)),
            World(day(pair, away("a", "day"), needs=quiet)),
            ("W2", "W1"),
            ("b",),
            dual,
        ),
        "star": Case(
            World(day(counter(("W1 A a", "W1 B d", "W2 A b", "W2 B d", "W3 A c", "W3 B d")))),
            World(day(shared)),
            ("W1", "W2", "W3"),
            ("d",),
            dual,
        ),
    }
