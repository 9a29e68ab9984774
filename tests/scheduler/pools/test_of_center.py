"""Pools of a center: who may serve what, types as kinds of their own, and the command's words."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.domain.need import NeedCell
from scheduler.domain.people import Skill
from scheduler.pools.answer import answer
from scheduler.pools.of_center import Served, busiest, pools, streams
from scheduler.pools.words import answer_lines, as_dict, pool_lines
from scheduler.rules.tiny import MONDAY, hall_center, hotline_center
from scheduler.staffing.targets import ServiceTarget
from scheduler.store.entries import TypedArrivals

TARGET = ServiceTarget(0.8, 20.0, patience_s=120.0)


def need(queue: str, at: datetime, mean: float, aht: float = 240.0) -> NeedCell:
    return NeedCell(
        queue, at, at + timedelta(minutes=30), mean=mean, required=2, load_erlang=mean * aht / 1800.0, aht_s=aht
    )


def test_windows_whose_people_back_each_other_up_are_a_pool() -> None:
    (pool,) = pools(hall_center(), MONDAY)
    assert [k.queue for k in pool.served] == ["Q1", "Q2"]
    assert dict(pool.people)[(0, 1)] == ("a", "b", "c")
    apart = hall_center(
        ab=tuple(line for line in hall_center().ab if line.role == "A"),
        people=tuple(
            replace(p, skills=tuple(s for s in p.skills if (s.item == "w1") == (p.id != "b")))
            for p in hall_center().people
        ),
    )
    assert pools(apart, MONDAY) == ()


def test_queues_of_several_sessions_at_once_are_in_no_pool() -> None:
    center = hall_center()
    chat = replace(
        center,
        queues=(
            replace(center.queues[0], target={"answer_share": 0.8, "within_s": 60, "concurrency": 3}),
            center.queues[1],
        ),
    )
    assert pools(chat, MONDAY) == ()


def typed(kind: str, count: int, aht: float) -> TypedArrivals:
    return TypedArrivals("Q", datetime(2026, 8, 3, 9), kind, count, aht)


def test_types_are_kinds_where_skills_are_by_type() -> None:
    center = hotline_center()
    skills = {"l": ("call", "bill", "fault"), "x": ("call", "bill"), "y": ("call", "fault"), "h": ("call",)}
    center = replace(
        center, people=tuple(replace(p, skills=tuple(Skill(i) for i in skills[p.id])) for p in center.people)
    )
    rows = [typed("bill", 60, 200.0), typed("fault", 40, 300.0)]
    (pool,) = pools(center, MONDAY, rows)
    assert pool.served == (Served("Q", "bill"), Served("Q", "fault")) and pool.people == (
        ((0,), ("x",)),
        ((1,), ("y",)),
        ((0, 1), ("l",)),
    )
    at = datetime.combine(MONDAY, datetime.min.time()) + timedelta(hours=9)
    cells = [need("Q", at, 6.0), need("Q", at + timedelta(minutes=30), 9.0)]
    assert busiest(pool, cells, 1) == (at + timedelta(minutes=30),)
    bill, fault = streams(pool, cells, at, {"Q": TARGET}, rows)
    assert (bill.per_hour, bill.aht_s, fault.per_hour, fault.aht_s) == pytest.approx((7.2, 200.0, 4.8, 300.0))
    found = answer(pool, at, [bill, fault])
    assert found.as_one <= found.apart
    said = "\n".join([*pool_lines(center, pool, "en"), *answer_lines(center, pool, found, "en")])
    assert "bill" in said and "if everybody could do everything" in said
    assert "各管各的需" in "\n".join(answer_lines(center, pool, found, "zh"))
    assert as_dict(center, pool, [found])["served"] == ["Q/bill", "Q/fault"]


def test_an_interval_without_customers_needs_nobody() -> None:
    (pool,) = pools(hall_center(), date(2026, 9, 7))
    idle = streams(pool, [], datetime(2026, 9, 7, 9), {"Q1": TARGET, "Q2": TARGET})
    found = answer(pool, datetime(2026, 9, 7, 9), idle)
    assert (
        found.apart == found.as_one == 0 and found.today is not None and found.today.people == 0 and not found.trainings
    )
