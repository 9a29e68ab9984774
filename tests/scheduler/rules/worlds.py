"""Small problems that between them give every rule something to break."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.absence import Pin, Wish
from scheduler.domain.center import DutyRota, Section
from scheduler.domain.need import NeedCell
from scheduler.domain.people import Person, Skill, Standing
from scheduler.domain.posts import ABLine, Custody, Incompatible, Item, Post
from scheduler.domain.problem import CoverCell, RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.rule_settings import RuleSetting, RuleSettings
from scheduler.domain.shifts import Session
from scheduler.rules.tiny import MONDAY, away, hall, hall_center, hotline, hotline_center, roster


def moment(day: int, hour: int) -> datetime:
    return datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day, hours=hour)


def busy_hall() -> RosterProblem:
    """Two days, partial leave, a trainee, a lunch-time shift outside the opening hours, pins and wishes."""
    center = hall_center()
    trainee = replace(center.person["c"], standings=(Standing("trainee", MONDAY, MONDAY),))
    long_shift = replace(center.shifts[0], parts=((9 * 60, 12 * 60), (12 * 60, 13 * 60), (14 * 60, 17 * 60)))
    people = tuple(trainee if p.id == "c" else p for p in center.people)
    center = replace(center, people=people, shifts=(long_shift,))
    needs = tuple(NeedCell("Q1", moment(d, 9), moment(d, 12), 10.0, 2) for d in range(2))
    previous = roster(hall(2, center=center), "a W1 AM", "b W2 AM 1")
    return hall(
        2,
        center=center,
        needs=needs,
        absences=(
            away("a", "PM"),
            away("b", "09:00-10:30", 1),
            away("m", "AM", 1),
            away("a", "PM", 1),
            away("b", "PM", 1),
        ),
        pins=(Pin("b", moment(0, 9), moment(0, 12), "O", "W2"), Pin("c", moment(1, 14), moment(1, 17))),
        wishes=(Wish("a", 1), Wish("b", 0, "O", 2), Wish("c", 1, "O", avoid=True)),
        previous=previous,
        ledger={"a": {"duty": 1, "cover": 60}},
        settings=busy_settings(),
    )


def busy_settings() -> RuleSettings:
    """Parameters tightened so that small problems can break every limit."""
    tight = {
        "weekly_rest": {"days": 2, "window": 3},
        "hours_week": {"standard": 6, "comprehensive": 24},
        "hours_day": {"hours": 5},
        "overtime_cycle": {"hours": 4},
        "max_nights": {"run": 1, "per_28_days": 2},
        "authority": {"deferrable": 2},
        "sessions": {"prep": 5, "close": 20},
        "fair_cover": {"minutes": 1500},
    }
    return RuleSettings({rule: RuleSetting(params=params) for rule, params in tight.items()})


def busy_hotline() -> RosterProblem:
    """Four days over a weekend with a holiday, history before it, a protected agent and leave."""
    center = hotline_center()
    nursing = replace(center.person["x"], protected_until=date(2026, 12, 31))
    center = replace(center, people=tuple(nursing if p.id == "x" else p for p in center.people))
    friday = MONDAY + timedelta(days=4)
    early = hotline(7, center=center)
    past = roster(early, "x D 2", "x E 3", "y N 2", "y N 3", "l E 3")
    covers = tuple(
        cell
        for day in range(4)
        for cell in (
            CoverCell(day, "D", 2),
            CoverCell(day, "D", 1, rank="leader"),
            CoverCell(day, "N", 1),
            CoverCell(day, "E", 1, skill="call"),
        )
    )
    needs = tuple(
        NeedCell("Q", moment(4 + d, h), moment(4 + d, h + 4), 9.0, 2 if h == 8 else 1)
        for d in range(4)
        for h in range(0, 24, 4)
    )
    return hotline(
        4,
        center=center,
        start=friday,
        statutory=(3,),
        covers=covers,
        needs=needs,
        past=past,
        absences=(away("y", "day", 5), away("l", "10:00-12:00", 6)),
        pins=(Pin("h", moment(4, 8), moment(4, 16), "D"), Pin("y", moment(6, 0), moment(7, 0))),
        wishes=(Wish("x", 0), Wish("y", 2, "D", 3), Wish("h", 1, "N", avoid=True)),
        previous=Roster.of(d for d in roster(hotline(4, center=center, start=friday), "h D 0", "x D 1").duties),
        ledger={"y": {"nights": 1}, "x": {"weekends": 1}},
        settings=busy_settings(),
    )


def evening_hall() -> RosterProblem:
    """A weekend in a center that is not small: closed days, an evening session for one window, a rostered clerk."""
    center = hall_center(small=False)
    people = tuple(replace(p, rota="rostered", shift=None) if p.id == "c" else p for p in center.people)
    sessions = (*center.sessions, Session("late", 18 * 60, 20 * 60, "sat", ("W1",)))
    late = replace(center.shifts[0], parts=(*center.shifts[0].parts, (18 * 60, 20 * 60)))
    center = replace(center, people=people, sessions=sessions, shifts=(late,))
    return hall(2, center=center, start=MONDAY + timedelta(days=5), settings=busy_settings())


def mixed_hall() -> RosterProblem:
    """Two sections, a comprehensive window of two heads, C and third lines, faults in the AB table, a past duty."""
    center = hall_center()
    more = {"a": ("w3",), "d": ("w3",), "m": ("w1", "w3")}
    people = tuple(
        replace(p, skills=(*p.skills, *map(Skill, more.get(p.id, ()))))
        for p in (*center.people, Person("d", "丁", "Dan", "T", "staff", shift="O", skills=(Skill("w1"),)))
    )
    first, second = center.posts
    posts = (
        replace(first, items=(*first.items, Item("later", "可缓", "later"))),
        second,
        Post("W3", "综合窗", "Window 3", "T", "comprehensive", number=3, heads=2, skill="w3", seal="stamp"),
    )
    ab = (
        ABLine("W1", "a", "A"),
        ABLine("W1", "b", "B", mode="dual", valid_to=MONDAY, without=("permit", "later")),
        ABLine("W1", "d", "C", valid_to=MONDAY, without=("later",)),
        ABLine("W1", "m", "B", 2),
        ABLine("W2", "b", "A"),
        ABLine("W2", "a", "B", mode="dual"),
        ABLine("W2", "c", "C"),
        ABLine("W3", "d", "A"),
        ABLine("W3", "c", "B"),
        ABLine("W3", "d", "B", 2),
    )
    custody = (
        *(c for c in center.custody if c.kind != "cashier"),
        Custody("cashier", "cashier", "b", valid_to=MONDAY),
        Custody("cashier", "cashier", "m", "deputy"),
    )
    center = replace(
        center,
        people=people,
        posts=posts,
        ab=ab,
        custody=custody,
        sections=(*center.sections, Section("T", "二科", "Second")),
        duty=DutyRota(("W1", "W3", "W2"), MONDAY),
    )
    friday = moment(-3, 9)
    past = Roster.of(
        [
            Duty(friday.date(), "b", friday, moment(-3, 17), "W2", "duty", "O"),
            Duty(friday.date(), "a", moment(-3, 14), moment(-3, 17), "back", "pool", "O"),
        ]
    )
    return hall(
        2,
        center=center,
        past=past,
        settings=busy_settings(),
        ledger={"b": {"duty": -1, "cover": -30}},
        absences=(
            away("a", "10:00-12:00"),
            away("b", "AM"),
            away("b", "PM", 1),
            away("a", "PM", 1),
            away("m", "15:00-17:00", 1),
        ),
    )


def guided_hall() -> RosterProblem:
    """Three days with a guide desk, posts to keep apart, advertised windows, forecast loads, leaders, backbone and planned leave."""
    center = hall_center(ranks=("staff", "leader", "manager"), leader_rank="leader")
    more = {"a": ("g",), "c": ("g",)}
    people = (
        *(
            replace(p, skills=(*p.skills, *map(Skill, more.get(p.id, ()))), backbone=p.id in "am")
            for p in center.people
        ),
        *(
            Person(
                code,
                f"组长{code}",
                code.upper(),
                "S",
                "leader",
                shift="O",
                skills=(Skill("w2"), Skill("g")),
                backbone=code == "d",
            )
            for code in "de"
        ),
    )
    permit = (
        Item("permit", "许可", "permit", must=True, signatories=("a", "d")),
        Item("copy", "复印", "copy", signatories=("m",)),
    )
    desk = Post("G", "导办台", "Guide desk", "T", "guide", number=3, skill="g", queue="Q2", items=permit)
    first, second = center.queues
    morning, afternoon = center.sessions
    center = replace(
        center,
        people=people,
        posts=(*center.posts, desk),
        sections=(*center.sections, Section("T", "二科", "Second")),
        ab=(
            *center.ab,
            ABLine("W1", "c", "B", 2),
            ABLine("G", "c", "A"),
            ABLine("G", "a", "B", mode="dual", valid_to=MONDAY),
            ABLine("G", "e", "B", 2),
        ),
        incompatible=(Incompatible("W1", "W2"), Incompatible("G", "W2", "导办与收费")),
        sessions=(
            replace(morning, min_open=3),
            replace(afternoon, min_open=1),
            Session("noon", 720, 840, "mon", ("W1", "W2"), 2),
        ),
        shifts=(replace(center.shifts[0], parts=((540, 720), (720, 840), (840, 1020))),),
        queues=(first, replace(second, posts=("W2", "G"))),
    )
    needs = tuple(
        NeedCell(queue, moment(day, hour), moment(day, hour + 1), 6.0, 1, load)
        for day in range(2)
        for hour in (9, 10, 11, 14)
        for queue, load in (("Q1", 0.2 + 0.1 * (hour - 9)), ("Q2", 0.6 - 0.2 * day))
    )
    tight = {
        "leave_quota": {"percent": 20},
        "backbone_mix": {"least": 2, "factor": 3},
        "double_duty_load": {"limit": 55},
        "signatory_present": {"deferrable": 2},
    }
    settings = busy_settings()
    for rule, params in tight.items():
        settings = settings.changed(rule, RuleSetting(params=params))
    return hall(
        3,
        center=center,
        needs=needs,
        covers=(CoverCell(0, "O", 2, rank="leader"),),
        settings=settings,
        absences=(
            away("a", "PM", 0),
            away("a", "day", 1),
            away("b", "day", 1),
            away("b", "day", 2, "sick"),
            away("c", "day", 2),
            away("d", "AM", 2),
            away("e", "day", 2, "business_trip"),
        ),
    )


WORLDS: dict[str, Callable[[], RosterProblem]] = {
    "busy_hall": busy_hall,
    "busy_hotline": busy_hotline,
    "evening_hall": evening_hall,
    "mixed_hall": mixed_hall,
    "guided_hall": guided_hall,
}


def tiny_worlds() -> list[RosterProblem]:
    """Problems small enough to list every roster: at most a few thousand each."""
    center = hall_center()
    pair = replace(
        center,
        people=tuple(p for p in center.people if p.id in "ab"),
        custody=tuple(c for c in center.custody if c.person in "ab"),
    )
    short = replace(pair, sessions=(pair.sessions[0],), shifts=(replace(pair.shifts[0], parts=((9 * 60, 12 * 60),)),))
    small = hotline_center()
    duo = replace(
        small,
        people=tuple(p for p in small.people if p.id in "lx"),
        shifts=tuple(s for s in small.shifts if s.code in "EN"),
    )
    covers = (CoverCell(0, "E", 1, rank="leader"), CoverCell(1, "N", 2), CoverCell(1, "E", 1, skill="call"))
    return [
        hall(2, center=short, absences=(away("a", "AM"),), settings=busy_settings()),
        hotline(2, center=duo, covers=covers, absences=(away("x", "day", 1),), settings=busy_settings()),
    ]
