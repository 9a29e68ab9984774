"""``paiban pools`` on the samples."""

import json

from tests.commands.conftest import Run


def test_windows_of_one_section_share_people(paiban: Run) -> None:
    done = paiban("pools", "hall", "--intervals", "1", "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [p["served"] for p in told] == [["W1", "W2"], ["W4", "W5"]]
    (one,) = told[1]["intervals"]
    assert one["as_one"] <= one["today"]["people"] <= one["apart"]
    text = paiban("pools", "hall", "--intervals", "1", "--lang", "zh")
    assert "共用人员的队列：合同审批、手册核销" in text.stdout


def test_a_center_of_one_queue_has_no_pool(paiban: Run) -> None:
    done = paiban("pools", "hotline", "--lang", "en")
    assert done.returncode == 0 and "no two queues share people" in done.stdout
