"""A world for rules on shifts and hours: every hours scheme, a printed night, a counter staffed by shifts."""

from dataclasses import replace
from datetime import timedelta

from scheduler.domain.absence import Pin, Wish
from scheduler.domain.blocks import cut_blocks
from scheduler.domain.center import Center, Queue
from scheduler.domain.need import NeedCell
from scheduler.domain.people import Person, Skill, Standing
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.shifts import ShiftType
from scheduler.rules.tiny import MONDAY, away, hotline, hotline_center, roster
from tests.scheduler.rules.worlds import busy_settings, moment

FRIDAY = MONDAY + timedelta(days=4)


def mixed_line() -> RosterProblem:
    """Friday to Monday; the Saturday is a make-up day, the Monday statutory; nights start at 24:00.

    ``x`` and ``z`` have standard hours, ``y`` flexible, ``h`` is away from posts on Sunday; ``o`` is
    office staff until 23:00 and protected. Shift K has no pool: its people hold the counter W.
    """
    base = hotline_center()
    changed = {
        "x": {"hours_scheme": "standard", "skills": (Skill("call"), Skill("w"), Skill("claim"))},
        "y": {"hours_scheme": "flexible"},
        "h": {"standings": (Standing("off_post_training", FRIDAY + timedelta(days=2), FRIDAY + timedelta(days=2)),)},
        "l": {"skills": (Skill("call"), Skill("claim", 1))},
    }
    until = FRIDAY + timedelta(days=40)
    people = (
        *(replace(p, **changed[p.id]) for p in base.people),
        Person(
            "o",
            "内勤",
            "Ola",
            "S",
            "agent",
            shift="O",
            skills=(Skill("w"),),
            protected_until=FRIDAY + timedelta(days=1),
        ),
        Person(
            "z",
            "坐席三",
            "Z",
            "S",
            "agent",
            "rostered",
            skills=(Skill("w"), Skill("call", 1)),
            protected_from=FRIDAY,
            protected_until=until,
        ),
    )
    shifts = (
        *(s for s in base.shifts if s.code != "N"),
        ShiftType("N", "夜班", "Night", ((1440, 1920),), 480, "phone"),
        ShiftType("K", "柜台班", "Counter", ((780, 960), (1020, 1140)), 280),
        ShiftType("O", "行政班", "Office", ((540, 720), (1260, 1380)), 300),
    )
    center = replace(
        base,
        people=people,
        shifts=shifts,
        posts=(*base.posts, Post("W", "柜台", "Counter", "S", skill="w", queue="R")),
        ab=(ABLine("W", "x", "A"), ABLine("W", "o", "B")),
        queues=(*base.queues, Queue("R", "柜台", "counter", "counter", ("W",))),
    )
    return _problem(center)


def _problem(center: Center) -> RosterProblem:
    pins = (
        Pin("x", moment(4, 13), moment(4, 15), "K", "W"),
        Pin("l", moment(5, 0), moment(5, 8), "N", "phone"),
        Pin("h", moment(4, 0), moment(4, 8), "N", "phone"),
        Pin("y", moment(6, 16), moment(7, 0), "E", "phone"),
        Pin("o", moment(4, 9), moment(4, 12), "O", "back"),
        Pin("o", moment(5, 21), moment(5, 23), "O"),
        Pin("z", moment(5, 0), moment(5, 12), "K"),
        Pin("o", moment(6, 12), moment(6, 13)),
        Pin("x", moment(3, 0), moment(4, 0)),
    )
    needs = tuple(
        NeedCell(queue, moment(4 + d, h), moment(4 + d, h + 5), 1.0, heads)
        for d in range(3)
        for queue, h, heads in (("Q", 6, 1), ("Q", 14, 3), ("R", 11, 2))
    )
    plain = hotline(4, center=center, start=FRIDAY, statutory=(3,))
    past_frame = hotline(7, center=center)
    days = tuple(replace(d, workday=d.index < 2) for d in plain.days)
    blocks = cut_blocks(center, plain.horizon, days, (), (), pins)
    covers = (
        CoverCell(0, "N", 2),
        CoverCell(1, "N", 1),
        CoverCell(1, "K", 2),
        CoverCell(2, "D", 2),
        CoverCell(2, "E", 3),
        CoverCell(2, "N", 2),
        CoverCell(2, "K", 1, skill="w"),
        CoverCell(0, "O", 1),
        CoverCell(3, "D", 2),
        CoverCell(1, "D", 1, rank="leader", skill="claim"),
        CoverCell(2, "E", 1, skill="claim"),
    )
    tight = {
        "hours_week": {"standard": 20, "comprehensive": 30},
        "overtime_cycle": {"overtime_per_28_days": 10},
        "demand_met": {"steps": 2},
        "fair_shifts": {"nights": 1, "weekends": 4},
        "max_nights": {"run": 1},
    }
    settings = RuleSettings(
        {**busy_settings().by_rule, **{rule: RuleSetting(params=values) for rule, values in tight.items()}}
    )
    return replace(
        plain,
        days=days,
        blocks=blocks,
        pins=pins,
        needs=needs,
        covers=covers,
        settings=settings,
        past=Roster.of(
            roster(
                past_frame, "x D 0", "x D 1", "x D 3", "l N 2", "l N 3", "z K 2", "z K 3", "o O 2", "o O 3", "h E 3"
            ).duties
        ),
        absences=(away("l", "day", 6), away("x", "10:00-11:00", 5)),
        ledger={"x": {"nights": -0.5, "weekends": 1.9}, "y": {"holidays": 7}},
        wishes=(
            Wish("o", 1),
            Wish("o", 2, None, 2, True),
            Wish("x", 0, "K", 3),
            Wish("z", 3, "D", 1, True),
            Wish("y", 1),
            Wish("l", 2, None, 1, True),
            Wish("x", 9),
            Wish("o", 0, "D"),
        ),
        previous=Roster.of(roster(plain, "x W 13:00-15:30", "o W 11:00-12:00 1", "y N 1", "l D 2", "z K 3").duties),
    )
