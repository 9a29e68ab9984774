"""A folder is there whole or not at all, wherever the writing is interrupted."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scheduler.store import whole_folder
from scheduler.store.folder import CenterFolder, read_folder, write_folder
from scheduler.store.whole_folder import replace_file
from tests.scheduler.store.folders import hall_copy, plant


class Killed(BaseException):
    """Stands for the end of the process: nothing may catch it and go on."""


@pytest.fixture
def old_and_new(tmp_path: Path) -> tuple[CenterFolder, CenterFolder]:
    old = read_folder(hall_copy(tmp_path / "old"))
    plant(hall_copy(tmp_path / "new"), "center.toml", "slot_minutes = 30", "slot_minutes = 15")
    return old, read_folder(tmp_path / "new")


def steps(monkeypatch: pytest.MonkeyPatch, stop_before: int | None = None) -> list[str]:
    """Count every change of the disk; before number ``stop_before`` the process ends."""
    taken: list[str] = []

    def counted(name: str, change: Callable[..., Any]) -> Callable[..., Any]:
        def step(*args: Any, **more: Any) -> Any:
            if len(taken) == stop_before:
                raise Killed
            taken.append(name)
            return change(*args, **more)

        return step

    monkeypatch.setattr(whole_folder, "_write", counted("write", whole_folder._write))
    monkeypatch.setattr(os, "rename", counted("rename", os.rename))
    # A process that is gone does not tidy up either.
    monkeypatch.setattr(shutil, "rmtree", counted("rmtree", shutil.rmtree))
    return taken


def test_a_kill_at_any_step_leaves_the_old_or_the_new_folder(
    tmp_path: Path, old_and_new: tuple[CenterFolder, CenterFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = old_and_new
    target = tmp_path / "target"
    write_folder(old, target)
    with monkeypatch.context() as patch:
        whole = steps(patch)
        write_folder(new, target)
    assert whole.count("rename") == 2 and whole.count("write") > 15
    seen = []
    for stop in range(len(whole)):
        shutil.rmtree(target)
        write_folder(old, target)
        (target / "notes.txt").write_text("ours", encoding="utf-8")
        with monkeypatch.context() as patch:
            steps(patch, stop)
            with pytest.raises(Killed):
                write_folder(new, target)
        found = read_folder(target)
        assert found in (old, new), stop
        assert (target / "notes.txt").read_text(encoding="utf-8") == "ours"
        seen.append(found == new)
        # The next writer is not disturbed by what the dead one left.
        write_folder(new, target)
        assert read_folder(target) == new
        assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "old", "target"], stop
    assert seen == sorted(seen) and seen[0] is False and seen[-1] is True


def test_a_full_disk_leaves_the_old_folder_and_nothing_beside_it(
    tmp_path: Path, old_and_new: tuple[CenterFolder, CenterFolder], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = old_and_new
    target = tmp_path / "target"
    write_folder(old, target)
    before = {p.name: p.read_bytes() for p in target.iterdir()}

    def full(path: Path, content: bytes) -> None:
        if path.name == "people.csv":
            raise OSError(28, "No space left on device")
        path.write_bytes(content)

    with monkeypatch.context() as patch:
        patch.setattr(whole_folder, "_write", full)
        with pytest.raises(OSError, match="No space left"):
            write_folder(new, target)
    assert {p.name: p.read_bytes() for p in target.iterdir()} == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "old", "target"]


def test_tables_that_became_empty_disappear_and_other_things_stay(tmp_path: Path) -> None:
    folder = hall_copy(tmp_path / "hall")
    (folder / "scenarios").mkdir()
    (folder / "scenarios" / "a.toml").write_text("name_zh = 'x'", encoding="utf-8")
    (folder / "README.md").write_text("# notes", encoding="utf-8")
    read = read_folder(folder)
    (folder / "extra_covers.csv").write_text("date,shift,heads_added\n2026-09-08,O,1\n", encoding="utf-8")
    assert len(read_folder(folder).extra_covers) == 1
    write_folder(read, folder)
    assert not (folder / "extra_covers.csv").exists()
    assert (folder / "scenarios" / "a.toml").is_file() and (folder / "README.md").is_file()
    assert read_folder(folder) == read


def test_a_file_is_replaced_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "deep" / "roster.csv"
    replace_file(path, b"old")
    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            replace_file(path, b"new")
    assert path.read_bytes() == b"old"
    replace_file(path, b"new")
    assert path.read_bytes() == b"new" and [p.name for p in path.parent.iterdir()] == ["roster.csv"]
