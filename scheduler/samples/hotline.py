"""A 24x7 hotline of any size, invented by seed, and the four-crew rota hotlines keep by hand."""

from datetime import date, datetime, time, timedelta
from math import ceil, exp
from random import Random

from scheduler.domain.center import Center, Queue, Section
from scheduler.domain.clock import Horizon
from scheduler.domain.people import Person, Skill
from scheduler.domain.posts import Post
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.shifts import DayKind, Session, ShiftCover, ShiftType
from scheduler.samples.names import HISTORY, START, draw_names, invent_leave, invent_wishes
from scheduler.store.entries import Traffic, TrafficLine
from scheduler.store.folder import CenterFolder

FOUR_CREWS = ("D", "D", "E", "E", None, "N", "N", None)
"""早早中中夜夜休休 with each night dated by its own midnight: eight days, each crew two days later."""

HOURLY = (
    0.8,
    0.6,
    0.5,
    0.4,
    0.4,
    0.6,
    1.4,
    3.4,
    7.8,
    10.0,
    9.8,
    8.0,
    4.6,
    4.6,
    7.8,
    8.6,
    7.6,
    5.6,
    4.4,
    4.2,
    3.8,
    3.0,
    1.8,
    0.9,
)
"""Weights of the hours of a hotline's day (they add up to 100.6)."""

SHIFTS = tuple(
    ShiftType(code, zh, en, ((start * 60, start * 60 + 480),), 480, "phone", zh[0])
    for code, zh, en, start in (
        ("D", "早班", "Early", 8),
        ("M", "行政班", "Office hours", 9),
        ("E", "中班", "Evening", 16),
        ("N", "夜班", "Night", 0),
    )
)
RANKS = ("agent", "shift_leader", "deputy_head", "team_head", "leader_in_charge", "bureau_director")
CREWS = ("甲", "乙", "丙", "丁")
_AHT = 240.0
_WEEKEND = 250 / 330
_SLACK = 0.87


def generate_hotline(
    agents: int, seed: int, *, start: date = START, days: int = 42, leave_share: float = 0.05
) -> CenterFolder:
    """A hotline of so many people: covers and calls are scaled to what they can carry.

    Every fourth is a shift leader at least, so that each early, evening and night shift can have
    one (21 a week take more than four people); the rest are agents in four crews.

    Raises
    ------
    ValueError
        With fewer than eight people: three shifts a day all week cannot be kept.
    """
    if agents < 8:
        raise ValueError(f"hotline of {agents} people: expected 8 at least")
    rng = Random(seed)
    names = draw_names(agents + 3, rng)
    heads, leaders = ceil(agents / 25), max(4, ceil(agents * 0.27))
    people = []
    for number in range(agents):
        rank = "deputy_head" if number < heads else "shift_leader" if number < heads + leaders else "agent"
        skills = [
            "咨询查询",
            "故障报障",
            *(["投诉举报"] if rank != "agent" or rng.random() < 0.5 else []),
            *(["用电报装"] if rng.random() < 0.5 else []),
        ]
        total = round(rng.uniform(1, 28), 1)
        people.append(
            Person(
                f"A{number + 1:03d}",
                *names.pop(),
                "CALL",
                rank,
                "rostered",
                employment=rng.choice(("contract", "agency")),
                hours_scheme="comprehensive",
                skills=tuple(Skill(item) for item in skills),
                backbone=rng.random() < 0.3,
                crew=CREWS[number % 4],
                protected_until=start + timedelta(days=days + 60) if rank == "agent" and rng.random() < 0.04 else None,
                service_years=round(total * rng.random(), 1),
                total_service_years=total,
            )
        )
    approvers = [
        Person(
            code,
            *names.pop(),
            "CALL",
            rank,
            "approver",
            employment="civil",
            service_years=15.0,
            total_service_years=22.0,
        )
        for code, rank in (("K01", "team_head"), ("L01", "leader_in_charge"), ("J01", "bureau_director"))
    ]
    covers, weekly = _covers(agents)
    center = Center(
        f"hotline-{agents}",
        f"{agents}人热线",
        f"Hotline of {agents}",
        ranks=RANKS,
        leader_rank="shift_leader",
        sections=(Section("CALL", "客户服务热线", "Hotline", "K01", "L01"),),
        people=(*people, *approvers),
        posts=(Post("phone", "话务", "Phones", "CALL", "phone", heads=0, skill="咨询查询", queue="hotline"),),
        shifts=SHIFTS,
        sessions=(Session("all", 0, 1440, "daily"),),
        covers=covers,
        queues=(
            Queue(
                "hotline",
                "热线",
                "Hotline",
                "phone",
                ("phone",),
                {"answer_share": 0.8, "within_s": 20, "min_heads": min(2, agents // 8)},
            ),
        ),
    )
    shown = [p.id for p in people]
    busy = 0.45 + 0.25 * (1 - exp(-agents / 60))
    workday = busy * weekly * 8 * 3600 / _AHT / (5 + 2 * _WEEKEND)
    return CenterFolder(
        center,
        invent_leave(shown, start, days, leave_share, rng),
        wishes=invent_wishes(shown, ("D", "E", "N"), start, days, rng),
        traffic=Traffic(
            day_lines("hotline", workday, workday * _WEEKEND, _AHT),
            *HISTORY,
            seed,
            monday=1.15,
            after_break=(1.35,),
            before_break=(0.9,),
        ),
        past=four_crew_roster(center, start - timedelta(days=28), start - timedelta(days=1)),
        horizon=(start, start + timedelta(days=days - 1)),
    )


def day_lines(queue: str, workday: float, restday: float, aht_s: float) -> tuple[TrafficLine, ...]:
    """Half-hours of a hotline's working days and rest days, so many calls a day."""
    kinds: tuple[tuple[DayKind, float], ...] = (("workday", workday), ("restday", restday))
    return tuple(
        TrafficLine(queue, kind, 30 * slot, round(calls * HOURLY[slot // 2] / sum(HOURLY) / 2, 3), aht_s)
        for kind, calls in kinds
        for slot in range(48)
    )


def four_crew_roster(center: Center, start: date, end: date) -> Roster:
    """Four crews in three shifts from ``start`` to ``end`` (included): what hotlines work by hand.

    Each crew is two days behind the one before. Trainees are left out, protected people have no
    night work (no evening shift either, whose last two hours are night).
    """
    crews = [crew for crew in CREWS if any(p.crew == crew for p in center.staff)]
    duties = []
    for when in Horizon.between(start, end).dates():
        for person in center.staff:
            if person.crew is None or person.standing(when) is not None:
                continue
            code = FOUR_CREWS[(when.toordinal() - 2 * crews.index(person.crew)) % len(FOUR_CREWS)]
            if code is None or (center.shift[code].night and person.protected(when)):
                continue
            midnight = datetime.combine(when, time())
            for a, b in center.shift[code].parts:
                duties.append(
                    Duty(
                        when,
                        person.id,
                        midnight + timedelta(minutes=a),
                        midnight + timedelta(minutes=b),
                        "phone",
                        "pool",
                        code,
                    )
                )
    return Roster.of(duties)


def _covers(agents: int) -> tuple[tuple[ShiftCover, ...], int]:
    """Heads of each shift, and all shifts of a week: five a person less leave, more by day than by night."""
    capacity = int(agents * 5 * _SLACK)
    daily = capacity // 7
    night, evening = max(1, round(daily * 0.25)), max(1, round(daily * 0.33))
    office = (capacity - 7 * daily) // 5
    lines = [
        ShiftCover("D", daily - night - evening),
        ShiftCover("M", office, "workday"),
        ShiftCover("E", evening),
        ShiftCover("N", night),
    ]
    for code in ("D", "E", "N"):
        lines += [ShiftCover(code, 1, rank="shift_leader"), ShiftCover(code, 1, skill="投诉举报")]
    return tuple(line for line in lines if line.heads), 7 * daily + 5 * office
