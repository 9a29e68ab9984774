"""Cover on the day: on record, told to whom it concerns, counted as it was, handed back (3-11)."""

from dataclasses import replace
from datetime import datetime

import pytest

from scheduler.backup import stand_ins, with_cover
from scheduler.check import check
from scheduler.cover.after import least, rest_of_day, things_of, unfinished
from scheduler.cover.begin import begin, begun_by, chosen, relayed
from scheduler.cover.hand_back import by_stand_in, give_back, note_page, note_text
from scheduler.cover.notices import cover_notices, director, reachable
from scheduler.cover.worked import as_worked, familiar, left_posts, returned, sudden_absences, with_covers
from scheduler.domain.absence import Absence
from scheduler.domain.center import Section
from scheduler.domain.cover import Cover, HandBack, burden
from scheduler.domain.posts import ABLine, Item
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.kpi.attended import attended
from scheduler.ledgers.carried import balances
from scheduler.planning import open_center
from scheduler.rules.tiny import away, hall, hall_center, hotline, roster
from scheduler.store.actuals import Actuals, Attendance

AT = datetime(2026, 9, 7, 8, 15)
TEN = datetime(2026, 9, 7, 10)
NIGHT = datetime(2026, 9, 8)
FULL = ("a W1 AM", "a W1 PM", "b W2 AM", "b W2 PM", "c back AM", "c back PM", "m back AM", "m back PM")


def begun(
    problem: RosterProblem, before: Roster, at: datetime = AT, who: str = "a", **wanted: str
) -> tuple[tuple[Cover, ...], Roster]:
    picked = {(g.post, g.start): wanted["by"] for g in stand_ins(problem, before, who, at)} if wanted else None
    taken = chosen(problem, before, who, at, picked)
    after = with_cover(problem, before, who, at, [s for _, s in taken if s])[1]
    return begin(taken, who, "O", "chief"), after


def test_both_halves_of_the_day_are_on_record_as_b_in_double_duty() -> None:
    covers, _ = begun(hall(), roster(hall(), *FULL))
    assert [
        (c.post, c.stand_in, c.source, c.dual, c.own_post, c.without, c.start.hour, c.until.hour) for c in covers
    ] == [
        ("W1", "b", "B", True, "W2", ("permit",), 9, 12),
        ("W1", "b", "B", True, "W2", ("permit",), 14, 17),
    ]
    assert all(c.open and c.by == "chief" for c in covers)


def test_another_of_the_chain_may_be_wanted_and_nobody_else() -> None:
    problem = hall()
    covers, after = begun(problem, roster(problem, *FULL), by="c")
    assert {(c.stand_in, c.dual) for c in covers} == {("c", False)}
    assert {d.post for d in after.of_person("c")} == {"W1"}
    with pytest.raises(ValueError, match=r"m cannot stand in at W1.*b, c could"):
        begun(problem, roster(problem, *FULL), by="m")


def test_one_person_is_not_given_two_posts_at_the_same_time() -> None:
    """``a`` holds both windows; ``b`` is away, so ``c`` takes one and nobody the other."""
    problem = hall(absences=(away("b", "day"),))
    before = roster(problem, "a W1 AM", "a W2 AM", "c back AM", "m back AM")
    covers, _ = begun(problem, before)
    assert sorted((c.post, c.stand_in) for c in covers) == [("W1", "c"), ("W2", "")]


def test_an_empty_post_is_on_record_too_and_nobody_gets_its_minutes() -> None:
    problem = hall(absences=(away("b", "day"), away("c", "day")))
    covers, _ = begun(problem, roster(problem, "a W1 AM", "a W1 PM", "m back AM", "m back PM"))
    assert [(c.stand_in, c.source) for c in covers] == [("", ""), ("", "")]
    assert burden(covers) == {}
    said = {n.to: n.zh for n in cover_notices(problem, covers, -1)}
    assert "空岗：一号窗" in said["director"] and "今日不能再缺人" in said["director"]
    assert "stand_in" not in said


def test_four_are_told_each_once_and_no_reason_is_in_it() -> None:
    center = hall_center(
        sections=(Section("S", "科", "Section", head="k"),),
        people=(
            *hall_center().people,
            replace(hall_center().person["c"], id="k", name_zh="科长甲", name_en="Kim", rota="approver"),
        ),
    )
    problem = hall(center=center, absences=(Absence("c", AT, datetime(2026, 9, 7, 20), "sick"),))
    covers, _ = begun(problem, roster(problem, *(x for x in FULL if not x.startswith("c"))))
    told = cover_notices(problem, covers, 1)
    assert [(n.to, n.person) for n in told] == [
        ("missing", "a"),
        ("stand_in", "b"),
        ("section_head", "k"),
        ("director", "m"),
    ]
    assert all("病" not in n.zh and "sick" not in n.en for n in told)
    b = told[1]
    assert "一号窗" in b.zh and "09:00–12:00、14:00–17:00" in b.zh and "兼顾二号窗" in b.zh and "只收件：许可" in b.zh
    assert "Window 1" in b.en and "Keep Window 2" in b.en and "Accept papers only: permit" in b.en
    assert "还能再缺1人" in told[2].zh and "double duty" in told[3].en


def test_what_is_offered_instead_is_said_by_item() -> None:
    center = hall_center()
    posts = tuple(
        replace(p, items=(*p.items, Item("seal_it", "盖章", "sealing", meanwhile="book"))) if p.id == "W1" else p
        for p in center.posts
    )
    lines = tuple(
        replace(x, without=("permit", "seal_it"))
        if x == ABLine("W1", "b", "B", mode="dual", without=("permit",))
        else x
        for x in center.ab
    )
    problem = hall(center=replace(center, posts=posts, ab=lines))
    covers, _ = begun(problem, roster(problem, *FULL))
    assert "只收件：许可。改预约：盖章" in cover_notices(problem, covers, 1)[1].zh


@pytest.mark.parametrize("ref", ["hall", "hotline"])
def test_notices_of_the_samples_fit_two_messages_of_a_phone(ref: str) -> None:
    """134 Chinese or 306 Latin characters are two messages."""
    from scheduler.assemble import make_problem

    folder = open_center(ref)
    assert folder.horizon is not None
    problem = make_problem(folder, *folder.horizon)
    posts = [p for p in problem.center.posts if p.heads] or list(problem.center.posts)
    people = [p.id for p in problem.center.staff]
    lengths = []
    for post in posts:
        cover = Cover(
            problem.horizon.start,
            people[0],
            post.id,
            people[1],
            "B",
            datetime(2026, 9, 7, 8, 30),
            datetime(2026, 9, 7, 12),
            True,
            posts[-1].id,
            tuple(i.id for i in post.items),
        )
        later = replace(cover, start=datetime(2026, 9, 7, 14, 30), until=datetime(2026, 9, 7, 17, 30))
        lengths += [(len(n.zh), len(n.en)) for n in cover_notices(problem, (cover, later), 0)]
    assert len(lengths) >= 4
    assert max(zh for zh, _ in lengths) <= 134 and max(en for _, en in lengths) <= 306


def test_the_director_who_is_away_is_not_the_one_to_tell() -> None:
    center = hall_center()
    deputy = replace(center.person["m"], id="n", rank="manager")
    problem = hall(center=replace(center, people=(*center.people, deputy)), absences=(away("m", "day"),))
    assert director(problem, AT.date()) == "n"
    assert director(hall(absences=(away("m", "day"),)), AT.date()) == "m"  # there is no other


def test_the_duty_board_names_heads_and_leaders_and_who_is_away() -> None:
    from scheduler.assemble import make_problem

    folder = open_center("hall")
    assert folder.horizon is not None
    problem = make_problem(folder, *folder.horizon)
    problem = replace(problem, absences=(*problem.absences, Absence("K03", AT, datetime(2026, 9, 7, 18), "meeting")))
    found = {person: (kind, away and away.kind) for kind, person, away in reachable(problem, AT.date())}
    assert found["L01"] == ("leader", None)
    assert found["K03"] == ("section_head", "meeting")
    assert sorted(found) == ["K01", "K02", "K03", "K04", "K05", "K06", "L01"]


def test_the_margin_of_the_rest_of_the_day_falls_by_the_absence() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    assert least(rest_of_day(problem, before, AT)) == 1
    taken = chosen(problem, before, "a", TEN)
    changed, after = with_cover(problem, before, "a", TEN, [s for _, s in taken if s])
    left = rest_of_day(changed, after, TEN)
    assert (least(left), left[0].start, left[-1].end) == (0, TEN, datetime(2026, 9, 7, 17))
    problem = hall(absences=(away("c", "day"),))
    before = roster(problem, *(x for x in FULL if not x.startswith("c")))
    taken = chosen(problem, before, "a", AT)
    left = rest_of_day(*with_cover(problem, before, "a", AT, [s for _, s in taken if s]), AT)
    assert [(part.margin, part.single) for part in left] == [(0, (("b", ("W1", "W2")),))] * len(left)
    assert rest_of_day(problem, before, datetime(2026, 9, 7, 17)) == () and least(()) is None


def test_items_outside_the_authority_are_listed_for_the_rest_of_the_day() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    assert unfinished(problem, before, AT) == ()
    taken = chosen(problem, before, "a", TEN)
    found = unfinished(*with_cover(problem, before, "a", TEN, [s for _, s in taken if s]), TEN)
    assert {(e.post, e.item.id, e.cause) for e in found} == {("W1", "permit", "authority")}
    assert min(e.start for e in found) == TEN


def test_covers_laid_over_the_published_roster_are_counted_once() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    covers, after = begun(problem, before)
    worked = as_worked(problem.center, before, covers)
    assert worked == as_worked(problem.center, after, covers) == as_worked(problem.center, worked, covers)
    assert {(d.post, d.role) for d in worked.of_person("b")} == {("W2", "A"), ("W1", "B")}
    assert not worked.of_person("a")
    assert burden(covers) == {"b": (360, 360)}
    # The ledger of actuals counts both: minutes of standing in, and of double duty.
    counted = {(line.person, line.kind): line.count for line in balances(problem, worked)}
    assert (counted["b", "cover"], counted["b", "dual"]) == (360.0, 360.0)
    assert ("b", "cover") not in {(line.person, line.kind) for line in balances(problem, before)}


def test_records_of_people_who_have_left_the_center_break_nothing() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    covers, _ = begun(problem, before)
    gone = (
        [replace(c, stand_in="z") for c in covers]
        + [replace(c, missing="z") for c in covers]
        + [replace(c, post="W9") for c in covers]
    )
    assert as_worked(problem.center, before, gone) == before
    assert familiar(problem.center, [*gone, *covers]) == covers


def test_who_returns_takes_the_post_back_and_the_rest_is_as_published() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    covers, after = begun(problem, before, by="c")
    back = returned(problem, after, covers, "a", TEN)
    assert [(d.post, d.start.hour, d.end.hour) for d in back.of_person("a")] == [("W1", 10, 12), ("W1", 14, 17)]
    assert [(d.post, d.start.hour, d.end.hour) for d in back.of_person("c")] == [
        ("W1", 9, 10),
        ("back", 10, 12),
        ("back", 14, 17),
    ]
    assert [d for d in back.duties if d.start.hour == 14] == [d for d in before.duties if d.start.hour == 14]
    both, dual = begun(problem, before)
    again = returned(problem, dual, both, "a", TEN)
    assert [d for d in again.duties if d.person == "b" and d.post == "W2"] == [
        d for d in before.duties if d.person == "b" and d.post == "W2"
    ]


def test_who_comes_back_to_an_empty_window_holds_it_again() -> None:
    problem = hall(absences=(away("b", "day"), away("c", "day")))
    before = roster(problem, "a W1 AM", "a W1 PM", "m back AM", "m back PM")
    covers, after = begun(problem, before)
    assert [(d.post, d.start.hour) for d in returned(problem, after, covers, "a", TEN).of_person("a")] == [
        ("W1", 10),
        ("W1", 14),
    ]


def test_who_was_called_in_goes_home_when_the_other_is_back() -> None:
    problem = hotline(2)
    before = roster(problem, "l D 0", "x D 0")
    at, back = datetime(2026, 9, 7, 8), datetime(2026, 9, 7, 12)
    taken = chosen(problem, before, "x", at)
    after = with_cover(problem, before, "x", at, [s for _, s in taken if s])[1]
    covers = begin(taken, "x", "D", "l")
    assert covers[0].called_in and covers[0].stand_in in ("y", "h")
    now = returned(problem, after, covers, "x", back)
    assert [(d.start.hour, d.end.hour, d.shift) for d in now.of_person("x")] == [(12, 16, "D")]
    assert [(d.start.hour, d.end.hour) for d in now.of_person(covers[0].stand_in)] == [(8, 12)]


def test_the_hand_back_note_says_all_that_is_given_back() -> None:
    problem = hall()
    covers, _ = begun(problem, roster(problem, *FULL))
    assert things_of(problem, covers) == ("seal:seal",)
    ended = give_back(covers, "a", TEN, HandBack(TEN, "3 filed", "1 <waits>", ("seal:seal",)))
    assert [(c.ended, c.minutes) for c in ended] == [(TEN, 60), (datetime(2026, 9, 7, 14), 0)]
    assert burden(ended) == {"b": (60, 60)}
    (group,) = by_stand_in(ended)
    for lang, words in (
        ("zh", ("乙(b)", "甲(a)", "09:00–10:00", "60分钟", "许可", "印章seal")),
        ("en", ("Bob (b)", "Ann (a)", "60 min", "permit", "seal seal", "3 filed")),
    ):
        text = note_text(problem, group, lang)
        assert all(word in text for word in words), text
        page = note_page(problem, (group,), lang).decode()
        assert "1 &lt;waits&gt;" in page and "<waits>" not in page
    with pytest.raises(ValueError, match="no cover is open"):
        give_back(ended, "a", TEN, HandBack(TEN))


def test_a_stand_in_who_left_a_window_takes_it_again() -> None:
    center = hall_center()
    moving = tuple(replace(x, mode="move") if x.role == "B" else x for x in center.ab)
    problem = hall(center=replace(center, ab=moving), absences=(away("c", "day"),))
    before = roster(problem, *(x for x in FULL if not x.startswith("c")))
    covers, after = begun(problem, before)
    assert {(c.stand_in, c.dual, c.own_post) for c in covers} == {("b", False, "W2")}
    assert (
        "离" not in cover_notices(problem, covers, 0)[1].zh
        and "请报科长另补人" in cover_notices(problem, covers, 0)[1].zh
    )
    back = returned(problem, after, covers, "a", TEN)
    assert [(d.post, d.start.hour, d.end.hour) for d in back.of_person("b")] == [
        ("W1", 9, 10),
        ("W2", 10, 12),
        ("W2", 14, 17),
    ]


def test_a_stand_in_who_goes_missing_too_hands_the_post_on() -> None:
    """``a`` is missing, ``b`` stands in; at ten ``b`` is missing too and ``c`` takes W1: it is still the post of ``a``."""
    problem = hall()
    before = roster(problem, *FULL)
    covers, going = begun(problem, before)
    taken = chosen(problem, going, "b", TEN)
    after = with_cover(problem, going, "b", TEN, [s for _, s in taken if s])[1]
    ended, fresh = relayed(covers, begin(taken, "b", "O", "chief"), "b", TEN)
    assert [(c.missing, c.post, c.stand_in, c.minutes) for c in ended] == [("a", "W1", "b", 60), ("a", "W1", "b", 0)]
    assert sorted({(c.missing, c.post, c.stand_in) for c in fresh}) == [("a", "W1", "c"), ("b", "W2", "")]
    assert burden((*ended, *fresh)) == {"b": (60, 60), "c": (300, 0)}
    eleven = datetime(2026, 9, 7, 11)
    back = returned(problem, after, give_back([*ended, *fresh], "a", eleven, HandBack(eleven)), "a", eleven)
    assert [(d.post, d.start.hour, d.end.hour) for d in back.of_person("a")] == [("W1", 11, 12), ("W1", 14, 17)]
    assert not [d for d in back.of_person("c") if d.post == "W1" and d.end.hour != 11]


def test_a_return_gives_the_same_roster_whether_or_not_the_cover_was_written_into_it() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    for more in ({}, {"by": "c"}):
        covers, after = begun(problem, before, **more)
        ended = give_back(covers, "a", TEN, HandBack(TEN))
        assert returned(problem, before, ended, "a", TEN) == returned(problem, after, ended, "a", TEN)


def test_an_absence_of_several_days_ends_with_the_return() -> None:
    problem = hall(3)
    held = [
        f"{who} {post} {part} {day}"
        for day in range(3)
        for part in ("AM", "PM")
        for who, post in (("a", "W1"), ("b", "W2"), ("c", "back"), ("m", "back"))
    ]
    before = roster(problem, *held)
    covers: list[Cover] = []
    going = before
    for day in range(3):
        at = datetime(2026, 9, 7 + day, 8)
        taken = chosen(problem, going, "a", at)
        going = with_cover(problem, going, "a", at, [s for _, s in taken if s])[1]
        covers += begin(taken, "a", "O", "chief")
    on_second = datetime(2026, 9, 8, 10)
    ended = give_back(covers, "a", on_second, HandBack(on_second))
    assert [c.minutes for c in ended] == [180, 180, 60, 0, 0, 0]
    back = returned(problem, going, ended, "a", on_second)
    assert [(d.day.day, d.post, d.start.hour) for d in back.of_person("a")] == [
        (8, "W1", 10),
        (8, "W1", 14),
        (9, "W1", 9),
        (9, "W1", 14),
    ]
    assert [d for d in back.duties if d.day.day == 9] == [d for d in before.duties if d.day.day == 9]


def test_a_repair_goes_on_record_as_the_covers_it_amounts_to() -> None:
    """``c`` takes the post of ``a`` in the morning, ``b`` in double duty in the afternoon, and W2 stays with ``b``."""
    problem = hall()
    before = roster(problem, *FULL)
    after = roster(problem, "c W1 AM", "b W2 AM", "b W1 PM", "b W2 PM", "c back PM", "m back AM", "m back PM")
    found = begun_by(problem, before, after, "a", TEN, NIGHT, "chief")
    assert [(c.stand_in, c.source, c.dual, c.own_post, c.start.hour, c.until.hour, c.without) for c in found] == [
        ("c", "section", False, None, 10, 12, ()),
        ("b", "B", True, "W2", 14, 17, ("permit",)),
    ]
    empty = begun_by(problem, before, roster(problem, "b W2 AM", "b W2 PM"), "a", AT, NIGHT, "chief")
    assert [(c.stand_in, c.minutes) for c in empty] == [("", 180), ("", 180)]
    calls = hotline(2)
    mine = begun_by(
        calls,
        roster(calls, "l D 0", "x D 0"),
        roster(calls, "l D 0", "y D 0"),
        "x",
        datetime(2026, 9, 7, 8),
        NIGHT,
        "l",
    )
    assert [(c.stand_in, c.called_in, c.shift, c.minutes) for c in mine] == [("y", True, "D", 480)]
    # The missing person's shift of the next day is swapped by the repair: that is no absence.
    swapped = begun_by(
        calls,
        roster(calls, "x D 0", "x D 1"),
        roster(calls, "y D 0", "l D 1", "x E 1"),
        "x",
        datetime(2026, 9, 7, 8),
        NIGHT,
        "l",
    )
    assert [(c.day.day, c.stand_in) for c in swapped] == [(7, "y")]


def test_who_is_missing_counts_as_away_where_the_roster_does_without() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    covers, after = begun(problem, before)
    assert sudden_absences(covers, before) == ()
    (found,) = sudden_absences(covers, after)
    assert (found.person, found.start.hour, found.end.hour) == ("a", 9, 23)
    missed = replace(problem, absences=(found,)).cut(
        [problem.horizon.minute(found.start), problem.horizon.minute(found.end)]
    )
    assert {b.rule for b in check(problem, after).breaches if b.person == "a"} > {
        b.rule for b in check(missed, after).breaches if b.person == "a"
    }
    ended = give_back(covers, "a", TEN, HandBack(TEN))
    (short,) = sudden_absences(ended, returned(problem, after, ended, "a", TEN))
    assert (short.start.hour, short.end) == (9, TEN)


def test_leaving_the_post_is_counted_by_the_kpi_as_minutes_off_post() -> None:
    problem = hall()
    before = roster(problem, *FULL)
    taken = chosen(problem, before, "a", TEN)
    covers = give_back(
        begin(taken, "a", "O", "chief", "left_post"), "a", datetime(2026, 9, 7, 11), HandBack(datetime(2026, 9, 7, 11))
    )
    records = left_posts(covers)
    assert [(r.person, r.kind, r.start, r.end, r.post) for r in records] == [
        ("a", "left_post", TEN, datetime(2026, 9, 7, 11), "W1")
    ]
    here = Attendance(AT.date(), "a", "work", datetime(2026, 9, 7, 9), datetime(2026, 9, 7, 17))
    found = {t.person: t for t in attended(before, (here, *records))}
    assert found["a"].left_minutes == 60
    assert left_posts(replace(c, cause="absent") for c in covers) == ()
    assert with_covers(Actuals((here,)), covers).attendance == (here, *records)
    assert with_covers(Actuals((here, *records)), covers).attendance == (here, *records)  # counted once
    assert with_covers(Actuals(), covers) == Actuals()  # a day without records stays without


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"until": datetime(2026, 9, 7, 9)}, "not after its start"),
        ({"stand_in": "a"}, "for himself"),
        ({"ended": datetime(2026, 9, 7, 18)}, "expected between"),
    ],
)
def test_a_cover_that_cannot_be_is_refused(change: dict[str, object], said: str) -> None:
    cover = Cover(AT.date(), "a", "W1", "b", "B", datetime(2026, 9, 7, 9), datetime(2026, 9, 7, 12))
    with pytest.raises(ValueError, match=said):
        replace(cover, **change)
