import logging
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert

from scheduler.store.database import Store
from scheduler.store.errors import BadRecord
from scheduler.store.places import URL_VARIABLE, default_url, user_folder
from scheduler.store.schema import CenterRow
from tests.scheduler.store.samples import add_roster


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (URL_VARIABLE, "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    return tmp_path


def test_each_platform_has_its_folder(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert user_folder() == home / ".local" / "share" / "paiban"
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "xdg"))
    assert user_folder() == home / "xdg" / "paiban"
    monkeypatch.setenv("XDG_DATA_HOME", "relative/is/void")
    assert user_folder() == home / ".local" / "share" / "paiban"
    monkeypatch.setattr(sys, "platform", "darwin")
    assert user_folder() == home / "Library" / "Application Support" / "paiban"
    monkeypatch.setattr(sys, "platform", "win32")
    assert user_folder() == home / "AppData" / "Local" / "paiban"
    monkeypatch.setenv("LOCALAPPDATA", str(home / "local"))
    assert user_folder() == home / "local" / "paiban"


def test_the_default_is_a_private_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "数据"))
    monkeypatch.setattr(sys, "platform", "linux")
    with Store() as store:
        add_roster(store)
    folder = home / "数据" / "paiban"
    assert (folder / "paiban.db").is_file()
    assert folder.stat().st_mode & 0o077 == 0
    with Store() as store:
        assert len(store.list_rosters()) == 1


def test_the_environment_names_another_database(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(URL_VARIABLE, f" sqlite:///{home / 'mine.db'} ")
    assert default_url() == f"sqlite:///{home / 'mine.db'}"
    with Store() as store:
        add_roster(store)
    assert [p.name for p in home.iterdir() if p.suffix == ".db"] == ["mine.db"]


def test_no_names_reach_the_log(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    rows = [{"id": "hall", "name_zh": "张三丰", "name_en": "x"}] * 2
    with pytest.raises(BadRecord) as caught, store.transaction() as session:
        session.execute(insert(CenterRow), rows)
    assert "database: IntegrityError" in caplog.text
    assert "张三丰" not in caplog.text + str(caught.value) + str(caught.value.__cause__)
