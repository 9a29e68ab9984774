"""``paiban design``: shifts for the sample hotline's week."""

import json

from tests.commands.conftest import Run


def test_as_many_shifts_lose_fewer_and_cover_the_need(paiban: Run) -> None:
    done = paiban("design", "hotline", "--every", "120", "--seconds", "6", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert sum(s["count"] for s in told["shifts"]) <= sum(s["count"] for s in told["head_count_model"])
    assert told["below"] == told["head_count_below"] == 0 and len(told["need"]) == 336
    assert all(h >= n for h, n in zip(told["heads"], told["need"], strict=True))
    assert told["lost"] <= told["head_count_lost"]
    assert {s["paid_minutes"] for s in told["shifts"]} == {480}


def test_what_cannot_be_designed_is_said(paiban: Run) -> None:
    hall = paiban("design", "hall")
    assert hall.returncode == 2 and "no queue" in hall.stderr
    crooked = paiban("design", "hotline", "--meal", "20")
    assert crooked.returncode == 2 and "20 min does not fit" in crooked.stderr
    holes = paiban("design", "hotline", "--starts", "8", "--lengths", "4")
    assert holes.returncode == 2 and "no shift covers it" in holes.stderr
    assert paiban("design", "hotline", "--lengths", "x").returncode == 2
