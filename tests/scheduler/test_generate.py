"""Generated centers: any size, lawful tables, the same every time; history as the week says."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.calendar import CalendarDay
from scheduler.generate import (
    four_crew_roster,
    generate_hall,
    generate_hotline,
    simulate_history,
)
from scheduler.store.calendars import load_calendar
from scheduler.store.entries import TrafficLine
from scheduler.store.folder import CenterFolder, folder_files, parse_folder

DAY = date(2026, 9, 7)
CALENDAR = load_calendar()
SIZES = [(2, 4), (3, 5), (6, 8), (10, 17), (36, 62), (120, 170)]


@pytest.mark.parametrize(("posts", "people"), SIZES)
def test_halls_of_any_size_have_a_lawful_ab_table(posts: int, people: int) -> None:
    folder = generate_hall(posts, people, seed=posts)
    center = folder.center
    assert (len(center.posts), len(center.staff)) == (posts, people)
    assert folder.warnings == () or all("on leave all the time" in w.expected[1] for w in folder.warnings)
    covers: Counter[str] = Counter()
    for post in center.posts:
        holder, (backup,) = center.holder(post.id, DAY), center.backups(post.id, DAY)
        assert holder is not None and holder != backup.person
        for person in (holder, backup.person):
            assert center.person[person].section == post.section and center.qualified(center.person[person], post, DAY)
        covers[backup.person] += 1
        if backup.mode == "dual":
            own = [line.post for line in center.ab if line.person == backup.person and line.role == "A"]
            assert len(own) == 1 and center.may_double(backup.person, own[0], post.id, DAY)
        else:
            assert all(line.role == "B" for line in center.ab if line.person == backup.person)
        assert len(center.custodians("seal", post.seal or "", DAY)) == 2
    assert max(covers.values()) <= 3
    assert len({line.person for line in center.ab if line.role == "A"}) == posts
    sizes = Counter(post.section for post in center.posts)
    assert max(sizes.values()) <= 5 and (posts < 10 or min(sizes.values()) >= 4)
    skilled = [len({s.item for s in p.skills}) for p in center.staff if not center.is_manager(p)]
    assert max(skilled) <= 3 and (posts < 6 or sum(n >= 2 for n in skilled) / len(skilled) > 0.9)


@pytest.mark.parametrize(
    "make", [lambda seed: generate_hall(24, 40, seed), lambda seed: generate_hotline(30, seed)], ids=["hall", "hotline"]
)
def test_same_seed_same_center_other_seed_another(make: type) -> None:
    first: CenterFolder = make(7)
    assert make(7) == first and folder_files(make(7)) == folder_files(first)
    assert make(8).center.people != first.center.people
    assert make(8).leave != first.leave


@pytest.mark.parametrize(
    "make", [lambda: generate_hall(50, 90, 3), lambda: generate_hotline(64, 3)], ids=["hall", "hotline"]
)
def test_leave_and_wishes_lie_in_the_horizon(make: type) -> None:
    folder: CenterFolder = make()
    start, end = folder.horizon or (DAY, DAY)
    assert len(folder.leave) > 10 and len(folder.wishes) > 10
    assert {entry.status for entry in folder.leave} == {"approved", "requested"}
    assert len({entry.person for entry in folder.leave}) == len(folder.leave)
    assert all(
        start <= e.start.date() and e.end.date() <= end + timedelta(days=1) and e.start < e.end for e in folder.leave
    )
    away = sum((e.end - e.start).days for e in folder.leave) / (len(folder.center.staff) * ((end - start).days + 1))
    assert 0.02 < away < 0.09
    assert parse_folder(folder_files(folder)) == folder


@pytest.mark.parametrize("agents", [8, 11, 40, 185])
def test_hotlines_of_any_size_can_be_staffed(agents: int) -> None:
    folder = generate_hotline(agents, seed=agents)
    center = folder.center
    assert len(center.staff) == agents
    days = {c.days: 7 if c.days == "daily" else 5 for c in center.covers}
    shifts = sum(c.heads * days[c.days] for c in center.covers if c.rank is None and c.skill is None)
    assert 0.75 * agents * 5 < shifts <= agents * 5
    leaders = [p for p in center.staff if center.rank_at_least(p, "shift_leader")]
    assert len(leaders) * 5 >= 21
    plain = {c.shift for c in center.covers if c.rank is None and c.skill is None}
    assert {"D", "E", "N"} <= plain
    assert {c.shift for c in center.covers if c.rank} == {c.shift for c in center.covers if c.skill} == {"D", "E", "N"}


def test_four_crews_turn_without_a_gap() -> None:
    center = generate_hotline(16, seed=1).center
    roster = four_crew_roster(center, date(2026, 8, 10), date(2026, 9, 6))
    per_day = Counter((d.day, center.person[d.person].crew, d.shift) for d in roster.duties)
    shifts = Counter((day, shift) for day, _, shift in per_day)
    assert len(shifts) == 28 * 3 and set(shifts.values()) == {1}
    nights = Counter(d.person for d in roster.duties if d.shift == "N")
    assert {6, 7} <= set(nights.values()) <= {6, 7, 8}


def test_too_small_centers_are_refused() -> None:
    for posts, people in ((1, 9), (8, 9), (0, 5)):
        with pytest.raises(ValueError, match=f"hall of {posts} windows and {people} people"):
            generate_hall(posts, people, 1)
    with pytest.raises(ValueError, match="hotline of 7 people"):
        generate_hotline(7, 1)


def days_around(first: date, last: date) -> tuple[CalendarDay, ...]:
    return tuple(CALENDAR.between(first - timedelta(days=14), last + timedelta(days=15)))


def short_history(folder: CenterFolder, first: date, last: date) -> CenterFolder:
    assert folder.traffic is not None
    return replace(folder, traffic=replace(folder.traffic, first=first, last=last))


def test_history_has_a_row_for_every_open_slot_and_no_other() -> None:
    first, last = date(2026, 4, 27), date(2026, 5, 17)
    folder = short_history(generate_hall(3, 6, 2), first, last)
    frame = simulate_history(folder, days_around(first, last))
    opened = {d.date for d in CALENDAR.between(first, last + timedelta(days=1)) if d.workday}
    assert date(2026, 5, 9) in opened and date(2026, 5, 4) not in opened
    assert set(frame["start"].dt.date) == opened
    assert len(frame) == len(opened) * 3 * 13
    assert (frame["arrivals"] >= 0).all() and frame["arrivals"].sum() > 100
    assert frame["aht_s"].notna().equals(frame["arrivals"] > 0)


def test_history_depends_on_the_seed_and_on_nothing_around_it() -> None:
    first, last = date(2026, 3, 2), date(2026, 3, 22)
    folder = short_history(generate_hotline(9, 5), first, last)
    wide = tuple(CALENDAR.between(first - timedelta(days=40), last + timedelta(days=60)))
    frame = simulate_history(folder, days_around(first, last))
    assert len(frame) == 21 * 48
    assert simulate_history(folder, wide).equals(frame)
    assert not simulate_history(folder, wide, seed=99).equals(frame)
    assert simulate_history(folder, wide, seed=folder.traffic.seed if folder.traffic else 0).equals(frame)


def test_quarter_end_stands_in_place_of_month_end() -> None:
    first, last = date(2025, 9, 1), date(2026, 8, 31)
    folder = short_history(generate_hall(2, 5, 1), first, last)
    assert folder.traffic is not None
    queues = [q.id for q in folder.center.queues]
    lines = tuple(TrafficLine(q, "workday", 540, 1000.0, 60.0) for q in queues)
    traffic = replace(
        folder.traffic,
        lines=lines,
        monday=1.0,
        after_break=(),
        before_break=(),
        day_cv=0.0,
        month_end={queues[0]: 1.5},
        quarter_end={queues[0]: 2.0},
    )
    frame = simulate_history(replace(folder, traffic=traffic), days_around(first, last))
    arrivals = frame[frame["queue"] == queues[0]].set_index(frame[frame["queue"] == queues[0]]["start"].dt.date)[
        "arrivals"
    ]

    def level(*days: date) -> float:
        return float(arrivals[list(days)].mean() / 1000)

    assert level(
        date(2026, 3, 31), date(2026, 3, 30), date(2026, 3, 27), date(2026, 3, 26), date(2026, 3, 25)
    ) == pytest.approx(2.0, abs=0.06)
    assert level(date(2026, 4, 30), date(2026, 4, 29), date(2026, 4, 28)) == pytest.approx(1.5, abs=0.06)
    assert level(date(2026, 3, 24), date(2026, 4, 27)) == pytest.approx(1.0, abs=0.06)
    other = frame[frame["queue"] == queues[1]]["arrivals"].mean()
    assert other == pytest.approx(1000, rel=0.01)


def test_what_cannot_be_simulated_is_named() -> None:
    folder = generate_hall(2, 5, 1)
    with pytest.raises(ValueError, match="hall-2: no typical week"):
        simulate_history(replace(folder, traffic=None), ())
    first, last = date(2026, 3, 2), date(2026, 3, 3)
    days = days_around(first, last)
    with pytest.raises(ValueError, match="calendar lacks 1 days from 2026-03-05"):
        simulate_history(short_history(folder, first, last), [d for d in days if d.date != date(2026, 3, 5)])
