"""Events placed so that nothing closes: the tiny hall by hand, random halls by brute force, the sample."""

import itertools
import random
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.assemble import calendar_of, make_problem
from scheduler.check import check
from scheduler.domain.need import NeedCell
from scheduler.domain.people import Person, Skill
from scheduler.domain.posts import ABLine, Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.duties import calendar_of_duties
from scheduler.duty_calendar import due_dates, qualification_dates
from scheduler.events import Placement, Rooms, place_event, place_events
from scheduler.events.place import dates_of
from scheduler.events.undo import without_event
from scheduler.planning import open_center
from scheduler.reserve.margin import Benches
from scheduler.reserve.recovery import empty_posts
from scheduler.rules.tiny import MONDAY, away, hall, hall_center, hotline, roster
from scheduler.solver.greedy import greedy_roster
from scheduler.store.duty_lines import DutyLine, read_duty_lines
from scheduler.store.entries import Event, LeaveEntry, Room, RoomClosure
from scheduler.store.faults import FolderFaults

TEN = datetime(2026, 9, 7, 10)
NO_MARGIN = RuleSettings({"n1_margin": RuleSetting(on=False)})


def event(
    *people: str, start: datetime = TEN, hours: float = 1, kind: str = "training", count: int | None = None
) -> Event:
    return Event("E", kind, start, start + timedelta(hours=hours), people, count)  # type: ignore[arg-type]


def manned(problem: RosterProblem) -> Roster:
    lines = [
        f"{who} {post} {part}"
        for who, post in (("a", "W1"), ("b", "W2"), ("c", "back"), ("m", "back"))
        for part in ("AM", "PM")
    ]
    return roster(problem, *lines)


def placed(*people: str, problem: RosterProblem | None = None, **more: object) -> Placement:
    problem = problem or hall(settings=NO_MARGIN)
    return place_event(problem, manned(problem), event(*people), **more)  # type: ignore[arg-type]


def who_when(found: Placement) -> list[tuple[tuple[str, ...], bool]]:
    """Groups with whether they meet in opening hours."""
    return [(g.people, g.start.hour < 17) for g in found.groups]


def test_nobody_is_needed_so_it_stays_as_announced() -> None:
    found = placed("c")
    assert found.as_announced and found.groups[0].start == TEN and found.closings == ()
    assert [(a.person, a.kind, a.source) for a in found.absences] == [("c", "training", "E")]
    assert not [d for d in found.roster.of_person("c") if d.start < datetime(2026, 9, 7, 11) and d.end > TEN]


def test_the_key_holder_goes_after_hours_and_b_doubles_meanwhile() -> None:
    found = placed("a", "b", "c")
    assert who_when(found) == [(("a", "c"), True), (("b",), False)]
    assert found.groups[1].overtime == ("b",) and found.groups[1].start == datetime(2026, 9, 7, 17)
    assert {(c.kind, c.thing) for c in found.closings} == {
        ("post", "W1"),
        ("post", "W2"),
        ("seal", "seal"),
        ("cashier", "cashier"),
        ("ab", "W1"),
        ("ab", "W2"),
    }
    held = {
        d.post for d in found.roster.of_person("b") if d.start <= found.groups[0].start < d.end and d.role != "duty"
    }
    assert held == {"W1", "W2"} and found.new_breaches == () and found.proven


def test_a_margin_that_binds_is_not_spent() -> None:
    found = placed("a", "b", "c", problem=hall())
    assert who_when(found) == [(("c",), True), (("a", "b"), False)]
    wish = RuleSettings({"n1_margin": RuleSetting(level=Level.SOFT)})
    assert who_when(placed("a", "b", "c", problem=hall(settings=wish)))[0] == (("a", "c"), True)


def test_nobody_protected_stays_on_and_nobody_away_is_called() -> None:
    center = hall_center()
    people = tuple(replace(p, protected_until=date(2027, 1, 1)) if p.id == "b" else p for p in center.people)
    problem = hall(center=replace(center, people=people), settings=NO_MARGIN, absences=(away("c", "day"),))
    base = roster(problem, "a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "m back AM", "m back PM")
    found = place_event(problem, base, event("a", "b", "c"))
    assert who_when(found) == [(("a",), True)]
    assert {p for p, _ in found.unplaced} == {"b", "c"}
    reasons = dict(found.unplaced)
    assert "财务室钥匙" in reasons["b"][0] and "away" in reasons["c"][1]


def test_whoever_teaches_is_off_the_windows_at_every_group() -> None:
    found = placed("a", "c", trainers=["b"])
    assert [g.trainers for g in found.groups] == [("b",)] and who_when(found) == [(("a", "c"), False)]
    found = placed("a", trainers=["c"])
    assert found.as_announced and {a.person for a in found.absences} == {"a", "c"}
    with pytest.raises(ValueError, match="unknown trainer zz"):
        placed("a", trainers=["zz"])


@pytest.mark.parametrize(("size", "room"), [(9, "hall"), (10, "company"), (11, "company")])
def test_nine_fit_the_small_room_and_ten_do_not(size: int, room: str) -> None:
    center = hall_center()
    extra = tuple(Person(f"x{i:02d}", f"外{i}", f"X{i}", "S", "staff", shift="O") for i in range(size))
    problem = hall(center=replace(center, people=(*center.people, *extra)), settings=NO_MARGIN)
    base = Roster.of(
        [
            *manned(problem).duties,
            *roster(problem, *(f"{p.id} back {part}" for p in extra for part in ("AM", "PM"))).duties,
        ]
    )
    found = place_event(problem, base, event(*(p.id for p in extra)))
    assert found.as_announced and [g.room.id for g in found.groups] == [room]
    assert any("综合办" in zh for zh, _ in found.requests) == (room == "company")
    # With the room in use the nine go elsewhere or later, never in twice.
    other = place_event(problem, base, event(*(p.id for p in extra)), taken={"hall": [(TEN, TEN + timedelta(hours=1))]})
    assert all(g.room.id == "company" or g.start >= TEN + timedelta(hours=1) or g.end <= TEN for g in other.groups)


def rooms(*extra: Room, closures: tuple[RoomClosure, ...] = ()) -> Rooms:
    own = Room("own", "小会议室", "small room", 9, specialism=("报装",), keeper="m")
    return Rooms((own, *extra), (Room("big", "大会议室", "big room", 40, "company"),), closures)


def held(found: Placement) -> list[str]:
    return [g.room.id for g in found.groups]


def test_a_training_goes_to_the_room_of_its_specialism() -> None:
    phones = Room("phones", "95598会议室", "room of 95598", 9, specialism=("热线",))
    for about, room in (("报装", "own"), ("热线", "phones")):
        found = place_event(
            hall(settings=NO_MARGIN), manned(hall()), replace(event("c"), specialism=about), rooms=rooms(phones)
        )
        assert held(found) == [room]
        assert any("准备小会议室" in zh for zh, _ in found.requests) == (room == "own")


def test_a_general_training_goes_to_a_company_room_by_itself() -> None:
    found = place_event(hall(settings=NO_MARGIN), manned(hall()), replace(event("c"), general=True), rooms=rooms())
    assert (
        held(found) == ["big"]
        and any("3-57" in zh for zh, _ in found.reasons)
        and any("综合办" in zh for zh, _ in found.requests)
    )


def test_a_room_out_of_service_or_in_use_is_not_used() -> None:
    out = rooms(closures=(RoomClosure("own", MONDAY, MONDAY),))
    assert held(place_event(hall(settings=NO_MARGIN), manned(hall()), event("c"), rooms=out)) == ["big"]
    busy = {"own": [(TEN, TEN + timedelta(hours=1))]}
    found = place_event(hall(settings=NO_MARGIN), manned(hall()), event("c"), rooms=rooms(), taken=busy)
    assert held(found) == ["big"] or found.groups[0].start != TEN
    assert held(
        place_event(hall(settings=NO_MARGIN), manned(hall()), replace(event("c"), mode="online"), rooms=out)
    ) == ["online"]


def test_another_use_of_a_room_needs_the_leaders_consent() -> None:
    problem = hall(settings=NO_MARGIN)
    asked = place_event(problem, manned(problem), event("c", kind="meeting"), rooms=rooms())
    assert any("须分管领导同意" in zh for zh, _ in asked.requests)
    given = place_event(problem, manned(problem), replace(event("c", kind="meeting"), consent="m"), rooms=rooms())
    assert any("已同意" in zh for zh, _ in given.requests) and not any(
        "须分管领导同意" in zh for zh, _ in given.requests
    )
    wrong = place_event(problem, manned(problem), replace(event("c"), specialism="热线"), rooms=rooms())
    assert any("挪作他用" in zh for zh, _ in wrong.requests)


def test_the_team_trainer_of_the_room_teaches_when_nobody_is_named() -> None:
    problem = hall(settings=NO_MARGIN)
    found = place_event(problem, manned(problem), replace(event("c"), room="own"), rooms=rooms())
    assert [g.trainers for g in found.groups] == [("m",)] and {a.person for a in found.absences} == {"c", "m"}
    named = place_event(problem, manned(problem), replace(event("c"), room="own", trainers=("a",)), rooms=rooms())
    assert {a.person for a in named.absences} == {"c", "a"}
    lead = replace(problem, center=replace(problem.center, training_lead="a"))
    assert any("中心培训员" in zh for zh, _ in place_event(lead, manned(lead), event("c")).requests)


def test_a_training_is_held_before_the_system_goes_live() -> None:
    problem = hall(3, settings=NO_MARGIN)
    lines = [
        f"{w} {p} {s} {d}"
        for w, p in (("a", "W1"), ("b", "W2"), ("c", "back"), ("m", "back"))
        for s in ("AM", "PM")
        for d in range(3)
    ]
    tuesday = datetime(2026, 9, 8, 10)
    wanted = replace(event("c", start=tuesday), within=5, go_live=date(2026, 9, 9))
    assert dates_of(problem, wanted) == [date(2026, 9, 7), date(2026, 9, 8)]
    assert dates_of(problem, replace(wanted, go_live=None)) == [date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 9)]
    (found,) = place_events(problem, roster(problem, *lines), [wanted])
    assert (
        found.groups
        and all(g.end.date() < date(2026, 9, 9) for g in found.groups)
        and any("0-16" in en for _, en in found.reasons)
    )


def test_a_visit_is_received_when_it_comes_and_never_moved() -> None:
    center = hall_center()
    posts = tuple(replace(p, kind="guide", skill="导办") if p.id == "W2" else p for p in center.posts)
    people = tuple(
        replace(p, skills=(*p.skills, Skill("导办", 1 if p.id == "c" else 2))) if p.id in ("b", "c") else p
        for p in center.people
    )
    problem = hall(center=replace(center, posts=posts, people=people), settings=NO_MARGIN)
    found = place_event(problem, manned(problem), event(kind="visit", count=1), [MONDAY, MONDAY + timedelta(days=1)])
    assert [(g.people, g.start, g.room.id) for g in found.groups] == [(("c",), TEN, "site")] and not found.new_breaches
    nobody = place_event(problem, manned(problem), event(kind="visit", count=2))
    assert sum(len(g.people) for g in nobody.groups) < 2 and all(g.start == TEN for g in nobody.groups)


def test_nobody_stays_on_after_a_night_or_short_of_rest() -> None:
    from scheduler.domain.problem import CoverCell

    problem = hotline(3, covers=(CoverCell(0, "N", 1), CoverCell(0, "D", 1), CoverCell(1, "N", 1)))
    base = roster(problem, "x N 0", "y D 0", "y N 1")
    morning = place_event(problem, base, event("x", start=datetime(2026, 9, 7, 8)))
    assert [p for p, _ in morning.unplaced] == ["x"], "after a night one goes home"
    evening = place_event(problem, base, event("y", start=datetime(2026, 9, 7, 16)))
    assert [p for p, _ in evening.unplaced] == ["y"], "the night at midnight is less than eleven hours away"


def test_taken_out_everybody_is_back_and_nothing_else_moves() -> None:
    problem = hall(settings=NO_MARGIN)
    found = place_event(problem, manned(problem), event("c"))
    freed, back, left = without_event(found.problem, found.roster, found.absences, "E")
    assert (
        left == ()
        and freed.absences == problem.absences
        and check(freed, back).by_rule == check(problem, manned(problem)).by_rule
    )
    again = place_event(freed, back, event("c"))
    assert again.roster.cells() == found.roster.cells()


def test_so_many_of_the_staff_are_whoever_can_be_spared() -> None:
    problem = hall(settings=NO_MARGIN)
    found = place_event(problem, manned(problem), event(count=2))
    assert (
        sum(len(g.people) for g in found.groups) == 2
        and not {"b", "m"} & set(found.groups[0].people)
        and found.as_announced
    )


def test_peaks_are_avoided_on_another_day() -> None:
    tuesday = MONDAY + timedelta(days=1)
    at = datetime(2026, 9, 8)
    needs = tuple(
        NeedCell("Q1", at + timedelta(minutes=m), at + timedelta(minutes=m + 30), load, 1, load_erlang=load)
        for start, end, load in ((540, 720, 5.0), (840, 960, 5.0), (960, 1020, 1.0))
        for m in range(start, end, 30)
    )
    problem = hall(2, needs=needs, settings=NO_MARGIN)
    lines = [
        f"{w} {p} {s} {d}"
        for w, p in (("a", "W1"), ("b", "W2"), ("c", "back"), ("m", "back"))
        for s in ("AM", "PM")
        for d in (0, 1)
    ]
    found = place_event(problem, roster(problem, *lines), event("c"), dates=[tuesday])
    assert [(g.start, g.people) for g in found.groups] == [(datetime(2026, 9, 8, 16), ("c",))]


def test_a_hotline_keeps_its_leader_and_its_heads() -> None:
    from scheduler.domain.problem import CoverCell

    covers = (CoverCell(0, "D", 2), CoverCell(0, "D", 1, rank="leader"))
    problem = hotline(covers=covers)
    base = roster(problem, "l D 0", "x D 0", "y D 0")
    found = place_event(problem, base, event("l", "x", "y"))
    in_hours = [p for g in found.groups if g.start.hour < 16 for p in g.people]
    assert sorted(in_hours) == ["x", "y"] and len([g for g in found.groups if g.start.hour < 16]) == 2
    assert [g.overtime for g in found.groups if g.start.hour >= 16] == [("l",)]


def test_an_event_outside_the_roster_is_refused() -> None:
    with pytest.raises(ValueError, match="event E"):
        place_event(hall(), manned(hall()), event("a", start=datetime(2026, 10, 7, 10)))


def random_hall(seed: int) -> RosterProblem:
    """Three windows, five protected people with random skills: no overtime, two sittings, posts alone bind."""
    draw = random.Random(seed)
    posts = tuple(Post(f"W{i}", f"窗{i}", f"W{i}", "S", number=i, skill=f"w{i}") for i in range(3))
    people = tuple(
        Person(
            f"p{i}",
            f"员{i}",
            f"P{i}",
            "S",
            "staff",
            shift="O",
            protected_until=date(2027, 1, 1),
            skills=tuple(Skill(f"w{j}") for j in range(3) if draw.random() < 0.5),
        )
        for i in range(5)
    )
    ab = [ABLine(f"W{i}", f"p{i}", "A") for i in range(3)]
    ab += [
        ABLine(f"W{i}", f"p{j}", "B", mode=draw.choice(("dual", "move")))
        for i in range(3)
        if (j := draw.randrange(5)) != i
    ]
    center = hall_center(people=people, posts=posts, ab=tuple(ab), custody=(), queues=(), duty=None, manager_ranks=())
    return hall(
        center=center,
        settings=RuleSettings(
            {"post_covered": RuleSetting(), "one_place": RuleSetting(), "leave_kept": RuleSetting()}, only=True
        ),
    )


def test_brute_force_agrees_on_random_halls() -> None:
    seen: Counter[int] = Counter()
    for seed in range(150):
        problem = random_hall(seed)
        base = greedy_roster(problem)
        if check(problem, base).by_rule:
            continue
        bench = next(b for block in problem.blocks if (b := Benches(problem, base).at(block)))
        people = [p.id for p in problem.center.staff]
        free = {
            frozenset(c)
            for n in range(6)
            for c in itertools.combinations(people, n)
            if not empty_posts(bench, frozenset(c))
        }
        best = max(len(a) + len(b) for a in free for b in free if not a & b)
        whole = Event("E", "training", datetime(2026, 9, 7, 9), datetime(2026, 9, 7, 12), tuple(people))
        found = place_event(problem, base, whole)
        assert sum(len(g.people) for g in found.groups) == best, seed
        assert (
            len(found.unplaced) == 5 - best
            and not found.new_breaches
            and not check(found.problem, found.roster).by_rule
        ), seed
        seen[best] += 1
    assert sum(seen.values()) > 20 and len(seen) > 2, seen


@pytest.fixture(scope="module")
def sample() -> tuple[RosterProblem, Roster, tuple[Placement, ...]]:
    folder = open_center("hall")
    problem = make_problem(folder, date(2026, 9, 14), date(2026, 9, 27))
    base = greedy_roster(problem)
    return problem, base, place_events(problem, base, folder.events)


def test_the_sample_meeting_and_training_are_split_and_nothing_closes(
    sample: tuple[RosterProblem, Roster, tuple[Placement, ...]],
) -> None:
    problem, base, (training, meeting) = sample
    assert {c.thing for c in meeting.closings if c.kind == "post"} == {f"W{i}" for i in range(1, 9)}
    assert {c.thing for c in training.closings if c.kind == "post"} == {"W3", "W5", "W6"}
    assert {p for p, _ in meeting.unplaced} == {"M01", "M02", "S03", "S12", "S15"} and training.unplaced == ()
    assert sorted(p for g in meeting.groups for p in g.overtime) == ["S05", "S08", "S11"]
    assert [p for g in training.groups for p in g.overtime] == ["S08"]
    for one in (training, meeting):
        assert (
            one.proven and not one.as_announced and all(len(g.people) <= 9 and g.room.id == "hall" for g in one.groups)
        )
    assert sum(len(g.people) for g in meeting.groups) == 16 and sum(len(g.people) for g in training.groups) == 12
    strong = {
        b: sum(x.amount for x in checked.of_level(Level.HARD, Level.MUST))
        for b, checked in (("before", check(problem, base)), ("after", check(meeting.problem, meeting.roster)))
    }
    assert strong["before"] == strong["after"] > 0  # the sample's own planted conflicts, and no more


def test_a_wider_range_of_dates_finds_room_for_the_deputy(
    sample: tuple[RosterProblem, Roster, tuple[Placement, ...]],
) -> None:
    problem, base, _ = sample
    found = place_event(problem, base, open_center("hall").events[1], dates=[date(2026, 9, 23), date(2026, 9, 24)])
    assert {p for p, _ in found.unplaced} == {"S03", "S12", "S15"} and not found.new_breaches


def test_duties_fall_due_on_working_days_with_their_article() -> None:
    folder = open_center("hall")
    trips = (LeaveEntry("T", "S01", datetime(2026, 9, 22, 8), datetime(2026, 9, 24, 0), "official_trip", "approved"),)
    due = due_dates(read_duty_lines(), calendar_of(folder), date(2026, 9, 1), date(2026, 12, 31), trips)
    dates = {(d.duty, d.date) for d in due}
    # 5 Sep is a Saturday: the next working day; 25 Sep is a holiday: the report comes before it.
    assert ("assessment", date(2026, 9, 7)) in dates and ("visit_plan", date(2026, 9, 30)) in dates
    assert ("bulletin", date(2026, 10, 10)) in dates  # a make-up Saturday is a working day
    assert [(d.date, d.person) for d in due if d.duty == "visit_report"] == [(date(2026, 9, 24), "S01")]
    assert [d.date for d in due if d.duty == "training_plan"] == [date(2026, 12, 31)]
    assert all(d.article for d in due)


def test_turns_go_round_and_pass_over_whoever_is_away() -> None:
    folder = open_center("hall")
    calendar = calendar_of(folder)
    patrol = DutyLine("p", "巡查", "patrol", "主任", "director", "0-23", "workday", people=("M01", "M02"))
    visit = DutyLine(
        "v", "巡访", "visit", "领导", "leaders", "4-33", "weekday", day=3, roll="after", people=("L01", "K01", "K02")
    )
    first, last = date(2026, 9, 14), date(2026, 9, 30)
    days = due_dates([patrol], calendar, first, last)
    assert [d.date for d in days] == [
        d for d in (first + timedelta(days=i) for i in range(17)) if calendar.is_workday(d)
    ]
    whose = [d.person for d in days]
    assert all(a != b for a, b in itertools.pairwise(whose)) and set(whose) == {"M01", "M02"}
    weeks = due_dates([visit], calendar, first, last)
    assert [d.date.isoweekday() for d in weeks] == [3, 3, 3] and {d.person for d in weeks} == {"L01", "K01", "K02"}
    away_on = weeks[0]
    leave = (LeaveEntry("Q", away_on.person, datetime(2026, 9, 16), datetime(2026, 9, 17), "annual", "approved"),)
    moved = due_dates([visit], calendar, first, last, leave)
    assert moved[0].person == weeks[1].person and moved[1:] == weeks[1:]
    # The same from any first day on: turns do not depend on what is asked for.
    assert due_dates([patrol], calendar, date(2026, 9, 21), last) == tuple(
        d for d in days if d.date >= date(2026, 9, 21)
    )


def test_the_samples_have_inspections_patrols_and_visits_by_turns() -> None:
    for name in ("hall", "hotline"):
        folder = open_center(name)
        due = calendar_of_duties(folder, date(2026, 9, 1), date(2026, 10, 31))
        kinds = {d.duty for d in due}
        assert {"inspection", "patrol", "leader_visit", "assessment", "visit_plan"} <= kinds
        assert all(d.person in folder.center.person for d in due if d.duty in ("inspection", "patrol", "leader_visit"))


def test_people_are_tested_before_they_go_on_post() -> None:
    folder = open_center("hotline")
    calendar = calendar_of(folder)
    (found,) = qualification_dates(folder.center, calendar, date(2026, 9, 1), date(2026, 9, 30))
    assert (found.person, found.date, found.article) == (
        "Z7",
        date(2026, 9, 11),
        "4-32, 1-15",
    )  # counts from Monday the 14th
    later = replace(
        folder.center,
        people=tuple(
            replace(p, skills=(*p.skills, Skill("新业务", valid_from=date(2026, 9, 21)))) if p.id == "Z1" else p
            for p in folder.center.people
        ),
    )
    assert {(d.person, d.date) for d in qualification_dates(later, calendar, date(2026, 9, 15), date(2026, 9, 30))} == {
        ("Z1", date(2026, 9, 20))
    }


def test_day_31_is_the_last_day_and_a_border_is_crossed() -> None:
    calendar = calendar_of(open_center("hall"))
    line = DutyLine("x", "事", "thing", "人", "who", "", "month_day", None, 31, "after")
    # 31 October 2026 is a Saturday: due on Monday 2 November, found though October is outside.
    assert [d.date for d in due_dates([line], calendar, date(2026, 11, 1), date(2026, 11, 30))] == [
        date(2026, 11, 2),
        date(2026, 11, 30),
    ]
    with pytest.raises(ValueError, match="ends before"):
        due_dates([line], calendar, date(2026, 11, 2), date(2026, 11, 1))


def test_a_centers_own_duties_and_their_faults(tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path)) / "duties"
    folder.mkdir()
    head = "id,name_zh,name_en,who_zh,who_en,article,due,month,day,roll\n"
    (folder / "calendar.csv").write_text(head + "a,考核,Check,甲,A,1-18,month_day,,12,keep\n", encoding="utf-8")
    assert [(d.id, d.day) for d in read_duty_lines(folder.parent)] == [("a", 12)]
    (folder / "calendar.csv").write_text(
        head
        + "a,考核,Check,甲,A,1-18,month_day,13,,keep\nb,考核,Check,甲,A,1-18,someday,,,\nc,考核,Check,甲,A,1-18,weekday,,8,keep\n",
        encoding="utf-8",
    )
    with pytest.raises(FolderFaults) as faults:
        read_duty_lines(folder.parent)
    assert [(f.row, f.column) for f in faults.value.faults] == [(2, "due"), (2, "month"), (3, "due"), (4, "day")]
    (folder / "calendar.csv").write_text(
        head.strip() + ",people\na,考核,Check,甲,A,1-18,month_day,,12,keep,S01;X9\n", encoding="utf-8"
    )
    with pytest.raises(FolderFaults) as faults:
        read_duty_lines(folder.parent, open_center("hall").center)
    assert [(f.row, f.column) for f in faults.value.faults] == [(2, "people")]
