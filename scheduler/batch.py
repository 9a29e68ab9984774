"""Rosters for every center of a folder, side by side; one bad center never stops the others."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.domain.solution import DEFAULT_LIMITS, Limits
from scheduler.ledgers.continuing import continued
from scheduler.planning import input_hash, open_center
from scheduler.store.results import json_bytes

LEDGER = "batch.json"
OVERHEAD = 120.0
"""Seconds a center may take beyond its solve: reading, forecasting, checking, one retry."""


@dataclass(frozen=True)
class Outcome:
    """What became of one center.

    ``state`` is ``done`` (0 breaches of level HARD or MUST), ``problems`` (a roster, with some),
    ``bad_input`` or ``failed``. ``kept`` says that it is the result of an earlier run with the same
    input.
    """

    center: str
    state: str
    seconds: float
    text: str = ""
    kept: bool = False

    def record(self) -> Mapping[str, Any]:
        return {
            "center": self.center,
            "state": self.state,
            "seconds": round(self.seconds, 1),
            "text": self.text,
            "kept": self.kept,
        }


def center_folders(root: Path) -> list[Path]:
    """Sub-folders that look like centers (have a center.toml), sorted by name.

    Raises
    ------
    ValueError
        If there are none.
    """
    found = sorted(p.parent for p in root.glob("*/center.toml"))
    if not found:
        raise ValueError(f"{root}: no center folders found (expected sub-folders with a center.toml)")
    return found


def run_batch(
    folders: Sequence[Path],
    start: date,
    end: date,
    out: Path,
    limits: Limits = DEFAULT_LIMITS,
    workers: int | None = None,
    resume: bool = False,
    on_done: Callable[[Outcome], None] = lambda outcome: None,
    after: Path | None = None,
) -> list[Outcome]:
    """Plan every folder in a process of its own, ``workers`` at a time.

    With ``after``, the results of an earlier batch, each center goes on from its own sub-folder
    there; one that has none (new this time) begins from its center folder.

    The ledger ``out/batch.json`` is rewritten whole after each center; with ``resume`` a center
    whose input fingerprint and result are already there is skipped.
    """
    out.mkdir(parents=True, exist_ok=True)
    done = _ledger(out) if resume else {}
    lock = threading.Lock()

    def one(folder: Path) -> Outcome:
        outcome, mark = _run_center(folder, start, end, out, limits, done.get(folder.name), after)
        with lock:
            done[folder.name] = {**outcome.record(), "input": mark}
            _save(out, done)
            on_done(outcome)
        return outcome

    with ThreadPoolExecutor(workers or max(1, os.cpu_count() or 1)) as pool:
        return list(pool.map(one, folders))


def _run_center(
    folder: Path,
    start: date,
    end: date,
    out: Path,
    limits: Limits,
    before: Mapping[str, Any] | None,
    after: Path | None,
) -> tuple[Outcome, str]:
    begun = time.monotonic()
    target = out / folder.name
    earlier = after / folder.name if after is not None and (after / folder.name).is_dir() else None
    try:
        opened = open_center(folder)
        mark = input_hash(opened if earlier is None else continued(opened, earlier, start).folder, start, end, limits)
    except ValueError as error:
        return Outcome(folder.name, "bad_input", time.monotonic() - begun, str(error)), ""
    if (
        before
        and before.get("input") == mark
        and before.get("state") in ("done", "problems")
        and (target / "roster.csv").exists()
    ):
        return Outcome(folder.name, str(before["state"]), float(before["seconds"]), kept=True), mark
    command = [
        sys.executable,
        "-m",
        "scheduler.cli",
        "plan",
        str(folder),
        "--from",
        str(start),
        "--to",
        str(end),
        "--out",
        str(target),
        "--seconds",
        str(limits.budget / Limits.WORK_PER_SECOND),
        "--seed",
        str(limits.seed),
        "--quiet",
        *(("--after", str(earlier)) if earlier is not None else ()),
    ]
    try:
        run = subprocess.run(
            command, capture_output=True, timeout=2 * limits.seconds + OVERHEAD, env=_environment(), check=False
        )
    except subprocess.TimeoutExpired:
        return Outcome(folder.name, "failed", time.monotonic() - begun, "took longer than its time limit"), mark
    state = {0: "done", 1: "problems", 2: "bad_input"}.get(run.returncode, "failed")
    text = "" if state in ("done", "problems") else run.stderr.decode("utf-8", "replace").strip()[-2000:]
    return Outcome(folder.name, state, time.monotonic() - begun, text), mark


def _environment() -> dict[str, str]:
    root = str(Path(__file__).resolve().parents[1])
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([root, *filter(None, [os.environ.get("PYTHONPATH")])]),
        "PYTHONUTF8": "1",
    }


def _ledger(out: Path) -> dict[str, dict[str, Any]]:
    path = out / LEDGER
    if not path.exists():
        return {}
    found: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["centers"]
    return found


def _save(out: Path, done: Mapping[str, Any]) -> None:
    fresh = out / f".{LEDGER}.{os.getpid()}"
    fresh.write_bytes(json_bytes({"centers": done}))
    fresh.replace(out / LEDGER)
