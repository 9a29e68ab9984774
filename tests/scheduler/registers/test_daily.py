"""What the roster of the sample hall makes its registers expect."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.assemble import make_problem
from scheduler.domain.record import Record
from scheduler.planning import open_center
from scheduler.registers import awaited, expected
from scheduler.registers.entry import signed
from scheduler.registers.scene import Scene, scene_of
from scheduler.solver.greedy import greedy_roster

MONDAY = date(2026, 9, 7)


def scene(records: tuple[Record, ...] = (), last: date = MONDAY) -> Scene:
    return scene_of(open_center("hall"), None, records, MONDAY, last)


def test_each_window_is_checked_at_opening_and_at_close_by_who_is_there() -> None:
    entries = {e.id: e for e in expected(scene(), "window_check", MONDAY, MONDAY)}
    assert len(entries) == 16
    first = entries["2026-09-07-W1-opening"]
    assert (first.owner, first.due, first.body) == ("S01", datetime(2026, 9, 7, 8, 30), {"moment": "opening"})
    assert entries["2026-09-07-W1-closing"].due == datetime(2026, 9, 7, 17, 40)
    # S04 is away from 15 to 16 September: whoever holds window 4 then checks it.
    away = {
        e.subject: e.owner
        for e in expected(scene(last=date(2026, 9, 15)), "window_check", date(2026, 9, 15), date(2026, 9, 15))
    }
    assert away["W4"] == "S18"
    assert not list(expected(scene(), "window_check", date(2026, 9, 12), date(2026, 9, 13)))


def test_the_handover_names_who_gives_and_who_takes_across_the_weekend() -> None:
    friday = date(2026, 9, 11)
    (entry,) = expected(scene(last=friday), "duty_handover", friday, friday)
    assert (entry.subject, entry.owner) == ("W5", "S05")
    assert dict(entry.body) == {"next_post": "W6", "next_holder": "S06", "next_day": date(2026, 9, 14)}


def test_a_seal_goes_out_with_who_is_there_and_is_due_back_at_close() -> None:
    entries = {e.subject: e for e in expected(scene(), "seal_log", MONDAY, MONDAY)}
    assert set(entries) == {"FDI", "TRADE", "PROC", "MECH", "FIN"}
    assert (entries["FDI"].owner, entries["FDI"].due, dict(entries["FDI"].body)) == (
        "S01",
        datetime(2026, 9, 7, 17, 30),
        {"out_by": "S01"},
    )
    # S01 is away on the morning of the 10th: the deputy takes it out, S01 brings it back.
    day = date(2026, 9, 10)
    tenth = next(e for e in expected(scene(last=day), "seal_log", day, day) if e.subject == "FDI")
    assert (tenth.get("out_by"), tenth.owner) == ("S02", "S01")


def test_a_seal_is_locked_over_lunch_and_whenever_its_custodian_leaves() -> None:
    locks = {e.id: e for e in expected(scene(), "seal_lock", MONDAY, MONDAY)}
    assert set(locks) == {f"2026-09-07-{s}-1200" for s in ("FDI", "TRADE", "PROC", "MECH", "FIN")}
    assert locks["2026-09-07-FDI-1200"].get("span") == "12:00–14:30" and locks["2026-09-07-FDI-1200"].due == datetime(
        2026, 9, 7, 12, 10
    )


def test_a_seal_without_a_custodian_present_never_goes_out() -> None:
    """On 8 October both custodians of FDI are away (sample 8.1)."""
    day = date(2026, 10, 8)
    whole = scene(last=day)
    entry = next(e for e in expected(whole, "seal_log", day, day) if e.subject == "FDI")
    assert entry.get("out_by") is None and entry.owner == ""
    assert not [e for e in expected(whole, "seal_lock", day, day) if e.subject == "FDI"]


def test_a_seal_not_back_at_close_is_overdue_and_one_that_is_back_is_not() -> None:
    out = Record(
        "seal_log",
        "2026-09-07-FDI",
        MONDAY,
        "FDI",
        "S01",
        datetime(2026, 9, 7, 17, 30),
        body={"out_at": datetime(2026, 9, 7, 8, 20)},
    )
    back = replace(out, id="2026-09-07-FIN", subject="FIN", body={**out.body, "in_at": datetime(2026, 9, 7, 17, 20)})
    found = {
        a.record.subject: a
        for a in awaited(scene((out, back)), datetime(2026, 9, 7, 17, 35))
        if a.record.register == "seal_log"
    }
    assert found["FDI"].overdue and found["FDI"].written
    assert "FIN" not in found
    # Those nobody logged at all are overdue too: an empty register is no proof.
    assert found["MECH"].overdue and not found["MECH"].written
    assert not any(a.overdue for a in awaited(scene((out, back)), datetime(2026, 9, 7, 8, 15)))


def test_a_register_is_followed_from_its_first_entry() -> None:
    entry = Record("seal_log", "2026-09-09-FDI", MONDAY + timedelta(days=2), "FDI", "S01")
    days = {
        a.record.day
        for a in awaited(scene((entry,), date(2026, 9, 11)), datetime(2026, 9, 11, 18))
        if a.record.register == "seal_log"
    }
    assert days == {date(2026, 9, 9), date(2026, 9, 10), date(2026, 9, 11)}
    assert {
        a.record.day
        for a in awaited(scene((), date(2026, 9, 11)), datetime(2026, 9, 11, 18))
        if a.record.register == "seal_log"
    } == {date(2026, 9, 11)}


def test_an_edited_roster_changes_who_is_asked() -> None:
    folder = open_center("hall")
    problem = make_problem(folder, MONDAY, date(2026, 9, 20))
    roster = greedy_roster(problem)
    swapped = type(roster).of(
        replace(d, person={"S01": "S02", "S02": "S01"}.get(d.person, d.person)) if d.day == MONDAY else d
        for d in roster.duties
    )
    own = Scene(problem, swapped, scene().calendar)
    assert next(e for e in expected(own, "window_check", MONDAY, MONDAY) if e.subject == "W1").owner == "S02"


def test_a_signature_closes_what_takes_no_more_than_that() -> None:
    now = datetime(2026, 9, 7, 17, 20)
    entries = {
        name: next(iter(expected(scene(), name, MONDAY, MONDAY)))
        for name in ("window_check", "duty_handover", "seal_lock", "evaluation", "inspection")
    }
    assert signed(entries["window_check"], "S01", now) == {"checked_at": now}
    assert signed(entries["duty_handover"], "S02", now) == {"handed_at": now, "taken_by": "S02"}
    assert signed(entries["evaluation"], "K01", now) is None and signed(entries["inspection"], "M01", now) is None
