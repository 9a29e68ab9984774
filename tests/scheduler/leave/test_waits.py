"""Waits of a leave: one person on two windows is one server of two lines."""

import random
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.need import NeedCell
from scheduler.domain.roster import Roster
from scheduler.store.folder import CenterFolder
from scheduler.verdict.judge import verdict
from scheduler.verdict.waits import Wait
from scheduler.verdict.waits_words import wait_data, wait_lines
from scheduler.verdict.words import verdict_data, verdict_lines

DAY = datetime(2026, 9, 15)
AHT = 600.0


def cells(load: float) -> tuple[NeedCell, ...]:
    """Half-hours of a morning at every window, ten minutes a customer."""
    starts = [DAY + timedelta(minutes=510 + 30 * i) for i in range(7)]
    mean = load * 1800 / AHT
    return tuple(
        NeedCell(f"W{w}", s, s + timedelta(minutes=30), mean, 1, load, aht_s=AHT) for w in range(1, 9) for s in starts
    )


def judged(folder: CenterFolder, roster: Roster, load: float, person: str = "S01") -> tuple[Wait, ...]:
    found = verdict(
        folder,
        roster,
        person,
        DAY + timedelta(hours=8, minutes=30),
        DAY + timedelta(hours=12),
        "annual",
        requests=(),
        needs=cells(load),
    )
    assert found.color == "green"
    return found.waits


def mornings(load: float, own_first: bool, count: int = 8000) -> tuple[float, float]:
    """Share called within 15 minutes at A's window and at B's own, B on both: an independent program, customer by customer."""
    rng, within = random.Random(1), {"A": [0, 0], "B": [0, 0]}
    for _ in range(count):
        lines: dict[str, list[float]] = {}
        for window in "AB":
            at, lines[window] = 0.0, []
            while (at := at + rng.expovariate(load / 10)) < 210:
                lines[window].append(at)
        free = 0.0
        while lines["A"] or lines["B"]:
            heads = {w: line[0] for w, line in lines.items() if line}
            waiting = [w for w, at in heads.items() if at <= free]
            window = "B" if own_first and "B" in waiting else min(heads, key=heads.__getitem__)
            at = lines[window].pop(0)
            begin = max(free, at)
            within[window][0] += 1
            within[window][1] += begin - at <= 15
            free = begin + rng.expovariate(1 / 10)
    return within["A"][1] / within["A"][0], within["B"][1] / within["B"][0]


@pytest.mark.parametrize(
    ("load", "alone", "double"), [(0.2, 0.935, (0.84, 0.89)), (0.3, 0.895, (0.71, 0.82)), (0.4, 0.855, (0.57, 0.74))]
)
def test_waits_agree_with_an_independent_simulation(
    folder: CenterFolder, everybody: Roster, load: float, alone: float, double: tuple[float, float]
) -> None:
    """``alone`` and ``double`` are published shares of 400 simulated mornings in which B takes the own line first.

    The same program gives them again with that order, and ours with the order of arrival.
    """
    assert mornings(load, own_first=True) == pytest.approx(double, abs=0.025)
    first, second = judged(folder, everybody, load)
    assert (first.queue, second.queue, first.people, second.people, first.double) == (
        "W1",
        "W2",
        ("S02",),
        ("S02",),
        ("S02",),
    )
    assert first.load == second.load == pytest.approx(2 * load)
    by_arrival = mornings(load, own_first=False)
    for wait, expected in zip((first, second), by_arrival, strict=True):
        assert wait.before.in_time == pytest.approx(alone, abs=0.02)
        assert wait.after.in_time == pytest.approx(expected, abs=0.025)  # 700 mornings of ours: a point of error
        assert wait.after.wait_s > wait.before.wait_s
    assert first.overloaded == (load > 0.3)


def test_a_spare_backup_changes_no_wait_and_is_not_told_as_double_duty(folder: CenterFolder, everybody: Roster) -> None:
    """S18, from the own desk, takes W4 alone."""
    center = folder.center
    ab = tuple(
        replace(line, person="S18", mode="move") if (line.post, line.role) == ("W4", "B") else line
        for line in center.ab
    )
    moved = replace(folder, center=replace(center, ab=ab))
    (wait,) = judged(moved, everybody, 0.3, "S04")
    assert (wait.queue, wait.people, wait.double, wait.overloaded) == ("W4", ("S18",), (), False)
    assert wait.before == wait.after


def test_an_empty_window_serves_nobody(folder: CenterFolder, everybody: Roster) -> None:
    bare = replace(
        folder,
        center=replace(
            folder.center,
            ab=tuple(x for x in folder.center.ab if x.post != "W3" or x.role == "A"),
            people=tuple(
                p
                if p.id == "S03"
                else replace(p, skills=tuple(s for s in p.skills if s.item != folder.center.post["W3"].skill))
                for p in folder.center.people
            ),
        ),
    )
    found = verdict(
        bare, everybody, "S03", DAY, DAY + timedelta(days=1), "annual", requests=(), needs=cells(0.3), look=False
    )
    assert found.color == "red"
    (wait,) = [w for w in found.waits if w.queue == "W3"]
    assert (wait.people, wait.after.in_time) == ((), 0.0)
    assert "无人接待" in next(wait_lines(found.waits, bare.center, "zh")) and "nobody serves it" in next(
        wait_lines(found.waits, bare.center, "en")
    )


def test_the_forecast_is_made_for_what_is_touched_and_said_in_both_languages(
    folder: CenterFolder, everybody: Roster
) -> None:
    found = verdict(folder, everybody, "S01", DAY, DAY + timedelta(days=2), "annual", requests=(), needs=None)
    assert {w.queue for w in found.waits} == {"W1", "W2"} and len(found.waits) == 8
    zh, en = (
        [line for line in verdict_lines(found, folder.center, lang) if line.startswith("  ~")] for lang in ("zh", "en")
    )
    assert len(zh) == len(en) == 2
    assert "4个半天中最差" in zh[0] and "一人两窗" in zh[0] and "超过0.60" in zh[0] and "依据3-12" in zh[0]
    assert (
        "worst of 4 half days" in en[0] and "above 0.60" in en[0] and not any("\u4e00" <= c <= "\u9fff" for c in en[0])
    )
    data = verdict_data(found, "en")["waits"]
    assert (
        data == [wait_data(w) for w in found.waits]
        and data[0]["overloaded"]
        and data[0]["before"]["in_time"] > data[0]["after"]["in_time"]
    )


def test_the_typical_week_stands_in_for_a_missing_history(folder: CenterFolder, everybody: Roster) -> None:
    bare = replace(folder, demand=None)
    found = verdict(bare, everybody, "S01", DAY, DAY + timedelta(days=1), "annual", requests=(), needs=None)
    assert {w.queue for w in found.waits} == {"W1", "W2"}
    assert not verdict(
        replace(bare, traffic=None), everybody, "S01", DAY, DAY + timedelta(days=1), "annual", requests=(), needs=None
    ).waits


def test_a_leave_without_window_or_without_forecast_tells_no_wait(folder: CenterFolder, everybody: Roster) -> None:
    assert not verdict(folder, everybody, "S16", DAY, DAY + timedelta(days=1), "annual", requests=(), needs=None).waits
    assert not verdict(folder, everybody, "S01", DAY, DAY + timedelta(days=1), "annual", requests=(), needs=()).waits
