from datetime import date
from pathlib import Path

import pytest

from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.packing import content_hash, pack_files, unpack_files, write_files
from tests.scheduler.store.conftest import Clock
from tests.scheduler.store.samples import FILES

CHANGED = {**FILES, "posts.csv": b"id\nW1\n"}


def save(store: Store, files: dict[str, bytes], base: int | None = None, author: str = "lin") -> int:
    return store.save_center("hall", files, name_zh="大厅", name_en="Hall", author=author, base=base).number


def test_what_was_saved_comes_back_with_its_versions(store: Store, clock: Clock) -> None:
    assert [save(store, FILES), save(store, CHANGED)] == [1, 2]
    assert store.load_center("hall").files == CHANGED
    old = store.load_center("hall", 1)
    assert old.files == FILES
    assert (old.version.created_at, old.version.author) == (clock(), "lin")
    assert [v.number for v in store.center_versions("hall")] == [2, 1]
    (head,) = store.list_centers()
    assert (head.id, head.name_zh, head.name_en, head.number) == ("hall", "大厅", "Hall", 2)


def test_same_content_saves_nothing_whoever_packed_it(store: Store) -> None:
    save(store, FILES)
    rows = store.audit_head()
    assert save(store, dict(reversed(FILES.items())), author="wang") == 1
    assert store.audit_head() == rows
    # Going back to an older content is a change again.
    assert [save(store, CHANGED), save(store, FILES)] == [2, 3]


def test_a_stale_editor_is_told_who_was_faster(store: Store) -> None:
    save(store, FILES)
    save(store, CHANGED, base=1, author="wang")
    with pytest.raises(StaleVersion) as caught:
        save(store, {**FILES, "people.csv": b"id\n"}, base=1)
    stale = caught.value
    assert (stale.expected, stale.found, [c.actor for c in stale.changes]) == (1, 2, ["wang"])
    assert "wang" in stale.line("zh") and "wang" in stale.line("en")
    assert store.load_center("hall").files == CHANGED


def test_a_folder_goes_in_and_out(store: Store, tmp_path: Path) -> None:
    source, target = tmp_path / "hall", tmp_path / "copy"
    write_files({"center.toml": b"x", "rules/hours.toml": b"y"}, source)
    (source / ".hidden").write_bytes(b"no")
    store.save_center("hall", source, name_zh="大厅", name_en="Hall", author="lin")
    write_files(store.load_center("hall").files, target)
    assert sorted(p.relative_to(target).as_posix() for p in target.rglob("*.toml")) == [
        "center.toml",
        "rules/hours.toml",
    ]
    assert (target / "rules" / "hours.toml").read_bytes() == b"y"
    assert not (target / ".hidden").exists()


def test_packing_depends_on_nothing_but_names_and_contents() -> None:
    shuffled = dict(reversed(CHANGED.items()))
    assert pack_files(CHANGED) == pack_files(shuffled)
    assert unpack_files(pack_files(CHANGED)) == CHANGED
    assert content_hash(CHANGED) == content_hash(shuffled)
    # Names and contents must not run into each other.
    assert content_hash({"ab": b"c"}) != content_hash({"a": b"bc"})


@pytest.mark.parametrize("name", ["../x", "/x", "a/../x", "a\\x", "C:x", "", "a//b", "x\n", "x/", " x"])
def test_paths_that_would_leave_the_folder_are_refused(store: Store, tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRecord, match="unusable"):
        store.save_center("hall", {name: b"x"}, name_zh="", name_en="", author="lin")
    with pytest.raises(BadRecord, match="unusable"):
        write_files({name: b"x"}, tmp_path / "inside")
    assert store.list_centers() == ()


def test_two_files_that_one_disk_cannot_tell_apart_are_refused(store: Store) -> None:
    with pytest.raises(BadRecord, match=r"people\.csv"):
        save(store, {"people.csv": b"x", "People.csv": b"y"})


def test_nothing_stored_is_said_so(store: Store) -> None:
    save(store, FILES)
    for center, number in (("hall", 2), ("city", None)):
        with pytest.raises(UnknownRecord, match=center):
            store.load_center(center, number)
    with pytest.raises(BadRecord, match="0 files"):
        save(store, {})


def test_forecasts_are_found_by_what_they_cover(store: Store, clock: Clock) -> None:
    save(store, FILES)
    frame = "queue,start,mean\nQ1,2026-09-07T09:00,3.5\n"
    first = store.save_forecast(
        "hall", 1, date(2026, 9, 1), date(2026, 10, 1), frame, {"model": "structured", "seed": 1}
    )
    second = store.save_forecast("hall", 1, date(2026, 9, 10), date(2026, 9, 20), frame, {})
    assert store.load_forecast(first.id) == first
    assert store.list_forecasts("hall") == (first, second) and store.list_forecasts("city") == ()
    assert store.forecasts_mark("hall") == second.id > store.forecasts_mark("city") == 0
    assert (first.frame, first.meta, first.created_at) == (frame, {"model": "structured", "seed": 1}, clock())
    assert store.latest_forecast("hall", date(2026, 9, 10), date(2026, 9, 20)) == second
    assert store.latest_forecast("hall", date(2026, 9, 9), date(2026, 9, 20)) == first
    assert store.latest_forecast("hall", date(2026, 9, 9), date(2026, 10, 2)) is None
    with pytest.raises(UnknownRecord, match="version 7"):
        store.save_forecast("hall", 7, date(2026, 9, 1), date(2026, 10, 1), frame, {})
    with pytest.raises(BadRecord, match="no JSON value"):
        store.save_forecast("hall", 1, date(2026, 9, 1), date(2026, 10, 1), frame, {"bias": float("nan")})
    with pytest.raises(UnknownRecord, match="99"):
        store.load_forecast(99)
