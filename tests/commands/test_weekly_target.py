"""``paiban need`` with a share promised over the week: the whole beside the peak, faults by name."""

import json
import shutil
from pathlib import Path

import pytest

from scheduler.planning import sample_centers
from scheduler.scenario import Scenario, apply
from scheduler.staffing.targets import ServiceTarget
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import read_folder
from tests.commands.conftest import Run


def hotline(path: Path, more: str) -> Path:
    center = Path(shutil.copytree(sample_centers()["hotline"], path))
    told = (center / "center.toml").read_text("utf-8")
    assert "answer_share = 0.8\n" in told
    (center / "center.toml").write_text(told.replace("answer_share = 0.8\n", f"answer_share = 0.8\n{more}"), "utf-8")
    return center


def test_need_says_what_the_week_reaches_and_what_that_saves(paiban: Run, tmp_path: Path) -> None:
    center = hotline(tmp_path / "own", 'over = "week"\nfloor = 0.65\n')
    period = ("--from", "2026-09-10", "--to", "2026-09-15")
    zh, en = (paiban("need", center, *period, "--lang", lang) for lang in ("zh", "en"))
    assert zh.returncode == 0, zh.stderr
    assert (
        zh.stdout.count("(承诺80%，已兑现)") == 2
        and "9月10日(周四) – 9月13日(周日)" in zh.stdout
        and "逐时段承诺则须" in zh.stdout
    )
    assert (
        en.stdout.count("(promised 80%: kept)") == 2
        and "Mon 14 Sep – Tue 15 Sep" in en.stdout
        and "(floor 65%)" in en.stdout
    )
    cells = json.loads(paiban("need", center, *period, "--json").stdout)
    assert {c["target"] for c in cells} == {"80%/20s over week >=65% >=2"} and {
        c["reason"].split(" ")[0] for c in cells
    } >= {"floor", "whole"}
    for first, last in (("2026-09-10", "2026-09-14"), ("2026-09-14", "2026-09-16")):
        mine = [c for c in cells if first <= c["start"] < last]
        share = sum(c["mean"] * c["expected_service"] for c in mine) / sum(c["mean"] for c in mine)
        assert 0.8 <= share < 0.83 and min(c["expected_service"] for c in mine) >= 0.65


def test_a_wrong_floor_is_named_with_what_was_expected(tmp_path: Path) -> None:
    for number, (more, said) in enumerate(
        (
            ('over = "month"\n', "expected one of interval, day, week"),
            ('over = "week"\nfloor = 0.9\n', "below 0.8"),
            ("floor = 0.5\n", "give over"),
        )
    ):
        with pytest.raises(FolderFaults, match=f"queues.hotline.target.*{said}"):
            read_folder(hotline(tmp_path / str(number), more))


def test_a_lower_promise_in_a_scenario_takes_its_floor_along(tmp_path: Path) -> None:
    folder = read_folder(hotline(tmp_path / "own", 'over = "week"\nfloor = 0.7\n'))
    for share, floor in ((0.9, 0.7), (0.6, None)):
        (queue,) = apply(
            folder, Scenario("", "", ({"kind": "target", "field": "answer_share", "value": share},))
        ).center.queues
        assert queue.target.get("floor") == floor and ServiceTarget(**dict(queue.target)).over == "week"  # type: ignore[arg-type]  # as read
