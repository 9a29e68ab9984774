"""The list of items that cannot be finished says when, why and who is missing."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from scheduler.assemble import make_problem
from scheduler.authority import Unavailable, say, unavailable_items
from scheduler.domain.posts import Custody, Item
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.rules import RULE
from scheduler.rules.authority import Authority
from scheduler.rules.tiny import away, hall, hall_center, roster
from scheduler.solver.greedy import greedy_roster
from scheduler.store.folder import read_folder
from scheduler.store.paths import data_folder

HALL: Path = data_folder() / "centers" / "hall"


def world(**more: object) -> RosterProblem:
    """W1 offers a permit, which B may not finish, and a copy, which waits by appointment; seal with a and b."""
    center = hall_center()
    first, second = center.posts
    items = (*first.items, Item("copy", "副本", "copy", meanwhile="book"))
    return hall(
        center=replace(
            center, posts=(replace(first, items=items), replace(second, items=(Item("fee", "收费", "fee", True),)))
        ),
        **more,
    )


def brief(found: list[Unavailable]) -> list[tuple[str, str, str, str, str, str]]:
    return [(e.post, e.item.id, f"{e.start:%H:%M}", f"{e.end:%H:%M}", e.cause, e.meanwhile) for e in found]


def test_nothing_is_missing_while_each_a_is_there() -> None:
    problem = world()
    assert unavailable_items(problem, roster(problem, "a W1 AM", "b W2 AM", "a W1 PM", "b W2 PM")) == []


def test_b_lacks_one_item_and_a_is_named_as_missing() -> None:
    problem = world(absences=(away("a", "10:00-12:00"),))
    found = unavailable_items(
        problem, roster(problem, "b W1 AM", "a back 09:00-10:00", "b W2 AM", "a W1 PM", "b W2 PM")
    )
    assert brief(found) == [
        ("W1", "permit", "09:00", "10:00", "authority", "accept"),
        ("W1", "permit", "10:00", "12:00", "authority", "accept"),
    ]
    assert [(e.holders, e.missing, e.at_hand) for e in found] == [(("b",), ("a",), ("a",)), (("b",), ("a",), ())]
    zh, en = say(problem, found[0], "zh"), say(problem, found[0], "en")
    assert (
        "09:00–10:00" in zh and "许可" in zh and "乙(b)无此项授权，只收件" in zh and "缺：甲(a)(其中在场：甲(a))" in zh
    )
    assert (
        "cannot finish permit: Bob (b) without authority for it; papers are accepted only. Missing: Ann (a) (on site: Ann (a))"
        in en
    )
    assert "on site" not in say(problem, found[1], "en")


def test_an_empty_post_offers_dates_and_runs_over_blocks_are_joined() -> None:
    problem = world(absences=(away("m", "10:00-11:00"),))
    found = unavailable_items(problem, roster(problem, "a W1 AM", "b back AM", "a W1 PM", "b W2 PM"))
    assert brief(found) == [("W2", "fee", "09:00", "12:00", "empty", "book")]
    assert found[0].missing == ("b", "a") and found[0].at_hand == ("b", "a")
    assert "窗口空岗，改为预约" in say(problem, found[0], "zh")


def test_seal_and_cashier_key_lock_every_item_of_the_post() -> None:
    problem = world()
    found = unavailable_items(problem, roster(problem, "c W1 AM", "c W2 PM", "a W1 PM"))
    assert brief(found) == [
        ("W1", "copy", "09:00", "12:00", "seal", "book"),
        ("W1", "permit", "09:00", "12:00", "seal", "accept"),
        ("W2", "fee", "09:00", "12:00", "empty", "book"),
        ("W2", "fee", "14:00", "17:00", "cashier", "accept"),
    ]
    assert found[0].missing == ("a", "b") and found[3].missing == ("b",)
    deputy = replace(problem.center, custody=(*problem.center.custody, Custody("seal", "seal", "c", "deputy")))
    assert "seal" not in {
        e.cause for e in unavailable_items(replace(problem, center=deputy), roster(problem, "c W1 AM", "a W1 PM"))
    }


def test_somebody_who_may_not_hold_the_post_counts_for_nobody() -> None:
    problem = world()
    found = unavailable_items(problem, roster(problem, "m W2 AM", "b back AM", "a W1 AM", "a W1 PM", "b W2 PM"))
    assert brief(found) == [("W2", "fee", "09:00", "12:00", "empty", "book")]


def test_the_sample_hall_lists_exactly_the_minutes_that_the_rule_counts() -> None:
    folder = read_folder(HALL)
    problem = make_problem(folder, date(2026, 9, 7), date(2026, 10, 16))
    plan = greedy_roster(problem)
    view = RosterView(problem, plan)
    counted = sum(b.amount for b in RULE["authority"].check(view.problem, view, Authority.Params(deferrable=1)))
    listed = [e for e in unavailable_items(problem, plan) if e.cause == "authority"]
    assert sum((e.end - e.start).total_seconds() // 60 for e in listed) == counted > 0
    for entry in listed:
        zh, en = say(problem, entry, "zh"), say(problem, entry, "en")
        assert entry.item.name_zh in zh and entry.item.name_en in en and "{" not in zh + en
        assert not set(entry.missing) & set(entry.holders)


def test_an_item_waits_for_its_signatory() -> None:
    """0-13: an item that needs a signature is only booked while nobody who may sign is at hand; leave of an approver counts."""
    base = hall_center()
    first, second = base.posts
    items = (Item("loan", "贷款", "loan", meanwhile="book", signatories=("c", "m")),)
    center = replace(base, posts=(replace(first, seal=None, items=items), second))
    problem = hall(center=center)
    found = unavailable_items(problem, roster(problem, "a W1 AM", "c back AM", "a W1 PM"))
    assert brief(found) == [("W1", "loan", "14:00", "17:00", "signatory", "book")]
    assert found[0].missing == ("c", "m")
    assert "签字人不在场，改为预约" in say(problem, found[0], "zh") and "nobody who may sign it is on site" in say(
        problem, found[0], "en"
    )
    approving = replace(center, people=tuple(replace(p, rota="approver") if p.id == "m" else p for p in center.people))
    assert unavailable_items(hall(center=approving), roster(problem, "a W1 AM", "a W1 PM")) == []
    gone = hall(center=approving, absences=(away("m", "PM"),))
    assert [e.cause for e in unavailable_items(gone, roster(gone, "a W1 PM")) if e.start.hour == 14] == ["signatory"]
