"""The wheel holds everything: packages, sample data, migrations, the planner's scripts."""

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def test_every_package_is_listed() -> None:
    listed = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["packages"])
    found = {
        p.parent.relative_to(ROOT).as_posix().replace("/", ".")
        for package in ("scheduler", "forecasting", "app")
        for p in (ROOT / package).rglob("__init__.py")
    }
    loose = {
        p.parent.relative_to(ROOT).as_posix()
        for package in ("scheduler", "forecasting", "app")
        for p in (ROOT / package).rglob("*.py")
        if not (p.parent / "__init__.py").exists()
    }
    assert loose <= {"scheduler/store/migrations/versions", "scheduler/store/migrations"}
    assert listed == found | {"paiban_data"} | {folder.replace("/", ".") for folder in loose}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    source = out / "source"
    source.mkdir()
    for name in ("scheduler", "forecasting", "app", "data"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md"):
        shutil.copy(ROOT / name, source / name)
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "wheel",
            "--quiet",
            "--no-deps",
            "--no-build-isolation",
            "--wheel-dir",
            str(out),
            str(source),
        ],
        check=True,
    )
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_the_wheel_carries_what_runs_without_the_repository(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    names = set(wheel.namelist())
    for needed in (
        "paiban_data/centers/hall/center.toml",
        "paiban_data/centers/hall/demand.csv",
        "paiban_data/centers/hotline/scenarios/mix_1_4_6.toml",
        "paiban_data/calendars/cn_2026.csv",
        "paiban_data/laws/cn.toml",
        "app/main.py",
        "app/parts/roster_grid.js",
        "app/parts/roster_grid.css",
    ):
        assert needed in names, needed
    assert any(n.startswith("scheduler/store/migrations/versions/") for n in names)
    assert not any(n.startswith(("tests/", "docs/", "benchmarks/")) for n in names)
    wheel.extractall(tmp_path / "site")
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; sys.path.insert(0, sys.argv[1]); from scheduler.planning import open_center; f = open_center('hall'); print(f.path)",
            str(tmp_path / "site"),
        ],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(tmp_path / "site")},
        check=True,
    )
    assert str(tmp_path / "site" / "paiban_data") in run.stdout
