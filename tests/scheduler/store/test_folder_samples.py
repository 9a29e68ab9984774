"""The sample centers say what their description says, and break where it says they break."""

import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.domain.absence import Absence
from scheduler.domain.blocks import cut_blocks, duty_windows, on_such_day
from scheduler.domain.clock import Horizon
from scheduler.domain.people import Person
from scheduler.domain.problem import Day
from scheduler.domain.roster import Roster
from scheduler.generate import simulate_history
from scheduler.store import schemas
from scheduler.store.calendars import load_calendar
from scheduler.store.folder import CenterFolder, read_folder
from scheduler.store.schemas import CUSTODIES, LEAVE_KINDS, data_document
from scheduler.words import LEAVE, ROLES
from tests.scheduler.store.folders import HALL, HOTLINE

CALENDAR = load_calendar()
HORIZON = Horizon.between(date(2026, 9, 7), date(2026, 10, 18))
DAYS = tuple(
    Day(i, d.date, d.workday, d.statutory, d.pay_factor, d.provisional)
    for i, d in enumerate(CALENDAR.between(HORIZON.start, HORIZON.last + timedelta(days=1)))
)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return read_folder(HALL)


@pytest.fixture(scope="module")
def hotline() -> CenterFolder:
    return read_folder(HOTLINE)


def test_horizon_and_clock(hall: CenterFolder, hotline: CenterFolder) -> None:
    for folder in (hall, hotline):
        assert folder.horizon == (HORIZON.start, HORIZON.last)
        assert folder.today == datetime(2026, 9, 7, 8, 15)


def test_hall_has_its_sessions_and_post_sessions(hall: CenterFolder) -> None:
    opened = [b for b in cut_blocks(hall.center, HORIZON, DAYS) if b.posts]
    assert sum(day.workday for day in DAYS) == 26
    assert len(opened) == 52
    assert sum(len(b.posts) for b in opened) == 416
    assert {b.minutes for b in opened} == {210, 180}
    windows = duty_windows(hall.center, opened, HORIZON.days)
    assert [windows[HORIZON.day(date(2026, m, d))] for m, d in ((9, 7), (9, 30), (10, 8), (10, 10))] == [
        "W1",
        "W2",
        "W3",
        "W5",
    ]


def test_hall_staff(hall: CenterFolder) -> None:
    center = hall.center
    listed = ["M01", "M02", *(f"S{n:02d}" for n in (*range(1, 10), *range(11, 21))), "L01"]
    assert len(listed) == 22 and set(listed) <= set(center.person)
    approvers = {p.id for p in center.people if p.rota == "approver"}
    assert set(center.person) - set(listed) == approvers - {"L01"} == {s.head for s in center.sections} | {"J01"}
    assert Counter(center.person[p].employment for p in listed) == {"civil": 12, "contract": 8, "agency": 2}
    assert {p.id for p in center.people if p.backbone} == {"S01", "S03", "S05", "S06", "S07"}
    assert (center.person["S03"].service_years, center.person["S19"].service_years) == (12, 0.7)
    assert len({p.name_zh for p in center.people}) == len(center.people)


def test_hall_posts_and_their_ab_table(hall: CenterFolder) -> None:
    center, day = hall.center, date(2026, 9, 7)
    table = {
        p.id: (center.holder(p.id, day), [(b.person, b.mode) for b in center.backups(p.id, day)]) for p in center.posts
    }
    assert table == {
        "W1": ("S01", [("S02", "dual")]),
        "W2": ("S02", [("S01", "dual")]),
        "W3": ("S03", [("S11", "move")]),
        "W4": ("S04", [("S05", "dual")]),
        "W5": ("S05", [("S12", "move")]),
        "W6": ("S06", [("S13", "move")]),
        "W7": ("S07", [("S14", "move")]),
        "W8": ("S08", [("S15", "move")]),
    }
    for post in center.posts:
        assert all(center.qualified(center.person[line.person], post, day) for line in center.ab_of_post[post.id])
        assert post.queue is not None and center.queue[post.queue].target == {"max_wait_s": 900}
    without = {(line.post, line.person): line.without for line in center.ab if line.without}
    assert without == {("W3", "S11"): ("撤销备案",), ("W6", "S13"): ("旧机电",)}
    keepers = {
        thing: center.custodians(kind, thing, day)
        for kind in CUSTODIES
        for thing in {c.thing for c in center.custody if c.kind == kind}
    }
    assert keepers == {
        "FDI": ("S01", "S02"),
        "TRADE": ("S03", "S11"),
        "PROC": ("S05", "S12"),
        "MECH": ("S06", "S13"),
        "FIN": ("S07", "S14"),
        "door": ("M01", "M02"),
        "cashier": ("S07", "S14"),
        "asset": ("S08",),
    }


def test_hall_others_who_could_help(hall: CenterFolder) -> None:
    center = hall.center
    before, after = date(2026, 9, 30), date(2026, 10, 1)
    found = {(p.id, post.id): center.source(p.id, post.id, before) for p in center.staff for post in center.posts}
    others = {key: source for key, source in found.items() if source not in (None, "A", "B")}
    assert others == {
        ("S17", "W3"): "section",
        ("S18", "W4"): "section",
        ("S18", "W5"): "section",
        ("S20", "W7"): "section",
        ("M02", "W8"): "manager",
    }
    assert (center.source("S19", "W6", before), center.source("S19", "W6", after)) == (None, "section")
    assert center.person["S09"].level("综合咨询导办", before) == center.person["S16"].level("外资设立", before) == 1


def test_hall_leave_breaks_exactly_what_the_description_says(hall: CenterFolder) -> None:
    """Golden case G1 with a short oracle of its own: A, else B; seals, managers, keys, hall duty."""
    assert len({entry.id.rstrip("b") for entry in hall.leave}) == 17
    assert all(entry.status == "approved" for entry in hall.leave)
    center, absences = hall.center, hall.absences()

    def there(person: str, start: datetime, end: datetime) -> bool:
        return not any(a.person == person and a.overlaps(start, end) for a in absences)

    empty, seals, managers, keys, dual, moved = [], [], [], [], 0, 0
    holders: dict[tuple[date, str, str], str] = {}
    for day in DAYS:
        for session in center.sessions if day.workday else ():
            start = datetime.combine(day.date, time()) + timedelta(minutes=session.start)
            end = start + timedelta(minutes=session.end - session.start)
            where = (day.date.month, day.date.day, session.id)
            for post in center.posts:
                first, backup = center.holder(post.id, day.date), center.backups(post.id, day.date)[0]
                assert first is not None
                if there(first, start, end):
                    holders[day.date, session.id, post.id] = first
                elif there(backup.person, start, end):
                    holders[day.date, session.id, post.id] = backup.person
                    dual, moved = dual + (backup.mode == "dual"), moved + (backup.mode == "move")
                else:
                    empty.append((*where, post.id))
            for seal in ("FDI", "TRADE", "PROC", "MECH", "FIN"):
                if not any(there(p, start, end) for p in center.custodians("seal", seal, day.date)):
                    seals.append((*where, seal))
            if not any(center.is_manager(p) and there(p.id, start, end) for p in center.staff):
                managers.append(where)
            if not any(there(p, start, end) for p in center.custodians("door", "door", day.date)):
                keys.append(where)
    assert empty == [
        (9, 30, "AM", "W6"),
        (9, 30, "PM", "W6"),
        (10, 8, "AM", "W1"),
        (10, 8, "AM", "W2"),
        (10, 8, "PM", "W1"),
        (10, 8, "PM", "W2"),
        (10, 12, "AM", "W8"),
        (10, 12, "PM", "W8"),
    ]
    assert seals == [(9, 30, "AM", "MECH"), (9, 30, "PM", "MECH"), (10, 8, "AM", "FDI"), (10, 8, "PM", "FDI")]
    assert managers == keys == [(9, 24, "PM")]
    assert (dual, moved) == (9, 18)


def test_hotline_staff(hotline: CenterFolder) -> None:
    center, day = hotline.center, date(2026, 9, 14)
    assert [p.id for p in center.staff] == ["D1", "V1", "V2", "V3", *(f"Z{n}" for n in range(1, 8))]
    assert {(p.rota, p.hours_scheme) for p in center.staff} == {("rostered", "comprehensive")}
    assert Counter(p.rank for p in center.staff) == {"deputy_head": 1, "shift_leader": 3, "agent": 7}
    assert center.ranks[:3] == ("agent", "shift_leader", "deputy_head") and center.leader_rank == "shift_leader"
    crews: dict[str | None, set[str]] = {}
    for person in center.staff:
        crews.setdefault(person.crew, set()).add(person.id)
    assert crews == {"甲": {"V1", "Z1", "Z2"}, "乙": {"V2", "Z3", "Z4"}, "丙": {"V3", "Z5", "Z6"}, "丁": {"D1", "Z7"}}

    def masters(item: str) -> set[str]:
        return {p.id for p in center.staff if p.level(item, day) == 2}

    assert masters("咨询查询") == masters("故障报障") == {p.id for p in center.staff}
    assert masters("投诉举报") == {"D1", "V1", "V2", "V3", "Z1", "Z3", "Z5"}
    assert masters("用电报装") == {"V1", "V3", "Z2", "Z4", "Z6"}
    z5, z7 = center.person["Z5"], center.person["Z7"]
    assert z5.protected(date(2026, 12, 31)) and not z5.protected(date(2027, 1, 1))
    assert (z7.standing(date(2026, 9, 13)), z7.standing(day)) == ("trainee", None)


def test_hotline_shifts_and_covers(hotline: CenterFolder) -> None:
    center = hotline.center
    assert {s.code: s.parts for s in center.shifts} == {
        "D": ((480, 960),),
        "M": ((540, 1020),),
        "E": ((960, 1440),),
        "N": ((0, 480),),
    }
    assert {(s.paid_minutes, s.pool) for s in center.shifts} == {(480, "phone")}
    week = [day for day in DAYS if day.index < 7]
    plain = [c for c in center.covers if c.rank is None and c.skill is None]
    assert sum(c.heads for day in week for c in plain if on_such_day(c.days, day.date, day.workday)) == 54
    assert {(c.shift, c.heads) for c in center.covers if c.rank == "shift_leader"} == {("D", 1), ("E", 1), ("N", 1)}
    assert {(c.shift, c.heads) for c in center.covers if c.skill == "投诉举报"} == {("D", 1), ("E", 1), ("N", 1)}
    assert {(e.date.day, e.shift, e.heads_added) for e in hotline.extra_covers} == {
        (d, s, 1) for d in (22, 23) for s in "EM"
    }
    assert center.queue["hotline"].target == {"answer_share": 0.8, "within_s": 20, "min_heads": 2}
    assert {rule: dict(setting.params) for rule, setting in center.rules.by_rule.items()} == {
        "hours_week": {"comprehensive": 48},
        "overtime_cycle": {"overtime_per_28_days": 36},
        "max_nights": {"run": 2},
    }
    assert len(hotline.wishes) >= 5 and {w.avoid for w in hotline.wishes} == {True, False}


def test_hotline_leave(hotline: CenterFolder) -> None:
    def span(person: str, month: int, first: int, last: int, kind: str) -> tuple[str, datetime, datetime, str]:
        return person, datetime(2026, month, first), datetime(2026, month, last) + timedelta(days=1), kind

    assert [(a.person, a.start, a.end, a.kind) for a in hotline.absences()] == [
        span("Z1", 9, 14, 18, "annual"),
        span("Z4", 9, 21, 23, "sick"),
        span("V2", 9, 25, 27, "marriage"),
        span("Z6", 10, 1, 5, "family_visit"),
        span("V1", 10, 8, 9, "annual"),
        span("Z3", 10, 12, 16, "annual"),
    ]


def test_hotline_past_is_a_lawful_rota(hotline: CenterFolder) -> None:
    past, center = hotline.past, hotline.center
    assert {d.day for d in past.duties} == set(Horizon.between(date(2026, 8, 10), date(2026, 9, 6)).dates())
    assert past == Roster.of(past.duties)
    on_duty: dict[tuple[date, str], set[Person]] = {}
    for duty in past.duties:
        on_duty.setdefault((duty.day, duty.shift), set()).add(center.person[duty.person])
    assert len(on_duty) == 28 * 3
    assert all(any(center.rank_at_least(p, "shift_leader") for p in people) for people in on_duty.values())
    assert "Z7" not in {d.person for d in past.duties}
    assert {d.shift for d in past.duties if d.person == "Z5"} == {"D"}
    for person in center.staff:
        own = sorted(past.of_person(person.id), key=lambda d: d.start)
        assert all(b.start - a.end >= timedelta(hours=11) for a, b in pairwise(own))


@pytest.mark.parametrize("path", [HALL, HOTLINE], ids=["hall", "hotline"])
def test_history_is_simulated_and_can_be_made_again(path: Path) -> None:
    folder = read_folder(path)
    assert folder.demand is not None and folder.traffic is not None
    assert set(folder.demand["source"]) == {"simulated"}
    days = CALENDAR.between(date(2025, 8, 1), date(2026, 10, 1))
    assert simulate_history(folder, tuple(days)).equals(folder.demand)
    first, last = folder.demand["start"].min().date(), folder.demand["start"].max().date()
    assert (first, last) == (date(2025, 9, 1), date(2026, 9, 6) if path == HOTLINE else date(2026, 9, 4))


def test_history_shows_the_effects_it_was_made_with(hall: CenterFolder, hotline: CenterFolder) -> None:
    frame = hotline.demand
    assert frame is not None and len(frame) == 371 * 48
    daily = frame.groupby(frame["start"].dt.date)["arrivals"].sum()
    plain = daily[[d for d in daily.index if CALENDAR.day(d).kind == "workday" and d.weekday() in (1, 2, 3)]]
    assert 320 < plain.mean() < 345
    mondays = daily[[d for d in daily.index if d.weekday() == 0 and CALENDAR.day(d).kind == "workday"]]
    assert 1.08 < mondays.mean() / plain.mean() < 1.25
    weekends = daily[[d for d in daily.index if CALENDAR.day(d).kind == "weekend"]]
    assert 240 < weekends.mean() < 260
    assert daily[date(2025, 10, 9)] / plain.mean() > 1.2 > 1.0 > daily[date(2025, 9, 30)] / plain.mean()
    windows = hall.demand
    assert windows is not None and sorted(windows["queue"].unique()) == [f"W{n}" for n in range(1, 9)]
    assert {len(rows) for _, rows in windows.groupby("queue")} == {252 * 13}
    w4 = windows[windows["queue"] == "W4"]
    per_day = w4.groupby(w4["start"].dt.date)["arrivals"].sum()
    ends = [d for d in per_day.index if (d.month in (3, 6, 12) and d.day >= 25) or (d.month == 9 and d.day >= 24)]
    usual = per_day[[d for d in per_day.index if 5 <= d.day <= 20 and d.weekday() in (1, 2, 3)]].mean()
    assert 1.3 < per_day[ends].mean() / usual < 1.9


def test_scenario_files_name_what_is_there() -> None:
    kinds: Counter[str] = Counter()
    for path in (HALL, HOTLINE):
        folder = read_folder(path)
        known = {
            "person": folder.center.person,
            "post": folder.center.post,
            "shift": folder.center.shift,
            "queue": folder.center.queue,
        }
        files = sorted((path / "scenarios").glob("*.toml"))
        assert len(files) >= 4
        for file in files:
            content = tomllib.loads(file.read_text(encoding="utf-8"))
            assert content["name_zh"] and content["name_en"] and content["change"]
            for change in content["change"]:
                kinds[change["kind"]] += 1
                for key, table in known.items():
                    added = key == "post" and "like" in change  # a post that is not there yet
                    assert added or key not in change or change[key] in table, (file.name, change)
                assert all(post in folder.center.post for post in change.get("posts", ()))
                assert change["kind"] != "leave_status" or change["id"] in {row.id for row in folder.leave}
    assert set(kinds) == {
        "backup",
        "custody",
        "hours",
        "leave_status",
        "absent",
        "rank",
        "cover",
        "volume",
        "rule",
        "closed",
        "post",
        "reserve",
    }


def test_words_are_the_same_everywhere() -> None:
    assert {code: words.split("|")[0] for code, words in LEAVE_KINDS.items()} == {
        code: words[0] for code, words in LEAVE.items()
    }
    assert set(schemas.ROLES) == set(ROLES)


def test_the_data_manual_is_in_step() -> None:
    manual = HALL.parents[2] / "docs" / "data.md"
    assert manual.read_text(encoding="utf-8") == data_document(), "run `make docs`"
    assert manual.read_text(encoding="utf-8").count("\n## ") >= 22


def test_absences_are_the_approved_rows_only(hall: CenterFolder) -> None:
    first = hall.leave[0]
    rows = tuple(
        replace(first, id=status, status=status) for status in ("requested", "approved", "refused", "cancelled")
    )  # type: ignore[arg-type]
    assert replace(hall, leave=rows).absences() == (
        Absence("S01", datetime(2026, 9, 10, 8, 30), datetime(2026, 9, 10, 12), "personal", "approved"),
    )
