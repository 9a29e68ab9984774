"""``paiban simulate`` on the sample hall's roster."""

import json
from pathlib import Path

from tests.commands.conftest import Run


def test_a_roster_is_simulated_in_both_languages(paiban: Run, hall: Path) -> None:
    zh = paiban("simulate", "hall", str(hall / "roster.csv"), "--replications", "20", "--lang", "zh")
    en = paiban("simulate", "hall", str(hall / "roster.csv"), "--replications", "20", "--lang", "en")
    assert zh.returncode == en.returncode == 0
    assert "外资设立" in zh.stdout and "兼岗" in zh.stdout and "依据3-12" in zh.stdout
    assert "served within 15 min" in en.stdout and "after closing" in en.stdout


def test_what_is_predicted_is_simulated_and_the_same_command_says_the_same(paiban: Run, hall: Path) -> None:
    command = ("simulate", "hall", str(hall / "roster.csv"), "--replications", "100", "--json")
    first, again = paiban(*command), paiban(*command)
    assert first.stdout == again.stdout
    queues = json.loads(first.stdout)["queues"]
    assert len(queues) == 8
    for queue in queues:
        assert abs(queue["predicted"] - queue["simulated"]) < 0.01 + queue["margin"], queue["queue"]


def test_a_roster_without_a_duty_is_refused(paiban: Run, tmp_path: Path) -> None:
    empty = tmp_path / "roster.csv"
    empty.write_text("date,person,shift,start,end,post,role,locked\n", encoding="utf-8")
    assert paiban("simulate", "hall", str(empty)).returncode == 2
