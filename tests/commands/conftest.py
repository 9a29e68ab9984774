"""The command line as its users run it: a process, its output, its exit code."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "scheduler.cli", *map(str, words)]


@pytest.fixture(scope="session")
def paiban() -> Run:
    def run(*words: str | Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            command(*words), capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
        )

    return run


@pytest.fixture(scope="session")
def hall(paiban: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample hall planned once; the folder holds its files."""
    out = tmp_path_factory.mktemp("plan") / "hall"
    done = paiban("plan", "hall", "--out", out, "--lang", "en")
    assert done.returncode == 1, done.stderr  # the sample's planted conflicts cannot be rostered away
    return out
