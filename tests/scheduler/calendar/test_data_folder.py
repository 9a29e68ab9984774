"""The data folder of a repository and of an installed wheel."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

import scheduler
from scheduler.store.calendars import load_calendar
from scheduler.store.laws import read_law
from scheduler.store.paths import data_folder

BESIDE = Path(scheduler.__file__).resolve().parent.parent / "data"


def test_the_folder_holds_calendars_and_laws() -> None:
    assert (data_folder() / "calendars" / "cn_2026.csv").is_file()
    assert (data_folder() / "laws" / "cn.toml").is_file()


def test_an_installed_data_package_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = ModuleType("paiban_data")
    package.__file__ = str(tmp_path / "__init__.py")
    monkeypatch.setitem(sys.modules, "paiban_data", package)
    assert data_folder() == tmp_path
    with pytest.raises(ValueError, match="no calendar tables in"):
        load_calendar()
    with pytest.raises(ValueError, match="no such pack"):
        read_law()


def test_without_it_the_folder_beside_the_packages_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "paiban_data", None)
    assert data_folder() == BESIDE


def test_neither_is_said_clearly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "paiban_data", None)
    monkeypatch.setattr(scheduler, "__file__", str(tmp_path / "scheduler" / "__init__.py"))
    with pytest.raises(FileNotFoundError, match="paiban_data is not installed"):
        data_folder()
