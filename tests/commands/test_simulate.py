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


def test_work_that_may_wait_is_done_between_calls(paiban: Run, tmp_path: Path) -> None:
    hours = {"N": (0, 8), "D": (8, 16), "E": (16, 24)}
    crews = {"N": ("Z1", "Z2"), "D": ("V1", "Z3", "Z4"), "E": ("V2", "Z5", "Z6")}
    rows = ["date,person,shift,start,end,post,role,locked"]
    for day in (7, 8, 9):
        for shift, (begin, end) in hours.items():
            until = f"2026-09-{day + end // 24:02}T{end % 24:02}:00"
            rows += [
                f"2026-09-{day:02},{who},{shift},2026-09-{day:02}T{begin:02}:00,{until},phone,pool,"
                for who in crews[shift]
            ]
    roster = tmp_path / "roster.csv"
    roster.write_text("\n".join(rows), encoding="utf-8")
    command = ("simulate", "hotline", str(roster), "--replications", "20")
    zh, off = paiban(*command, "--lang", "zh"), paiban(*command, "--deferred-runs", "0", "--lang", "zh")
    assert zh.returncode == 0, zh.stderr
    assert "兼做可延后工作" in zh.stdout and "用户回访：每天来" in zh.stdout and "可延后" not in off.stdout
    (queue,) = json.loads(paiban(*command, "--json").stdout)["blended"]
    assert (
        queue["service"] < queue["alone"] and queue["runs"] == 20 and [k["id"] for k in queue["kinds"]] == ["B1", "B2"]
    )
    (kept,) = json.loads(paiban(*command, "--reserve", "2", "--json").stdout)["blended"]
    assert kept["reserve"] == 2.0 and queue["service"] < kept["service"] <= kept["alone"] == queue["alone"]
    # What has blocks of its own off the line is not done a second time between calls.
    blocks = tmp_path / "activities.csv"
    blocks.write_text(
        "date,person,start,end,kind,routine,post,partner\n2026-09-08,Z3,2026-09-08T10:00,2026-09-08T10:30,call_back,B1,,\n",
        encoding="utf-8",
    )
    (queue,) = json.loads(paiban(*command, "--activities", str(blocks), "--json").stdout)["blended"]
    assert [k["id"] for k in queue["kinds"]] == ["B2"]
