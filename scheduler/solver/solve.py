"""One call for everybody: ``solve(problem, limits) -> Solution``, in a supervised child."""

import contextlib
import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from scheduler.check import check
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.solution import DEFAULT_LIMITS, Limits, Progress, Solution, Status
from scheduler.solver.greedy import greedy_roster
from scheduler.solver.versions import versions
from scheduler.solver.worker import read_frame, write_frame

log = logging.getLogger(__name__)

GRACE = 15.0
"""Seconds a child may take beyond its limit (start-up, model building, settling) before it is killed."""


def solve(
    problem: RosterProblem,
    limits: Limits = DEFAULT_LIMITS,
    start: Roster | None = None,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    stop: threading.Event | None = None,
    on_child: Callable[[int], None] = lambda pid: None,
) -> Solution:
    """Solve in a child process and always come back with a roster.

    A child that dies (killed, out of memory, a fault of the solver) is a normal result: the best
    roster it had shown is kept; if it had shown none, it is run once more with another seed; then
    the greedy roster is given. In each case the status is CRASHED and the note says what happened.

    Parameters
    ----------
    start
        Roster to begin from.
    on_progress
        Called in this thread for every sign of life.
    stop
        Set it to stop early and adopt the best roster so far.
    on_child
        Told the child's process id.
    """
    begun = time.monotonic()
    shown: list[Roster] = []

    def keep(progress: Progress) -> None:
        if progress.roster is not None and progress.tier > 0:
            shown.append(progress.roster)
            del shown[:-1]
        on_progress(progress)

    solution, fate = _run(problem, limits, start, keep, stop, on_child)
    if solution is None and not shown:
        log.warning("solver child %s before any roster; one more try", fate)
        again = replace(limits, seed=limits.seed + 1, seconds=max(1.0, limits.seconds - (time.monotonic() - begun)))
        solution, fate = _run(problem, again, start, keep, stop, on_child)
        if solution is not None:
            return replace(
                solution,
                note=f"the first solver process died; this is the second, with seed {again.seed}. {solution.note}".strip(),
            )
    if solution is not None:
        return solution
    roster = shown[-1] if shown else greedy_roster(problem)
    note = f"the solver process {fate}; " + (
        "the best roster it had shown is kept" if shown else "this is the greedy roster"
    )
    costs = {tier: cost for tier, cost in check(problem, roster).costs.items() if tier or cost}
    return Solution(
        roster,
        Status.CRASHED,
        costs,
        {},
        time.monotonic() - begun,
        limits.seed,
        versions(),
        reproducible=False,
        note=note,
    )


def _run(
    problem: RosterProblem,
    limits: Limits,
    start: Roster | None,
    keep: Callable[[Progress], None],
    stop: threading.Event | None,
    on_child: Callable[[int], None],
) -> tuple[Solution | None, str]:
    """One child; its solution, or None and what became of it."""
    child = start_child()
    on_child(child.pid)
    fed, ended = threading.Event(), threading.Event()
    timer = threading.Thread(target=_supervise, args=(child, limits.seconds + GRACE, stop, fed, ended), daemon=True)
    timer.start()
    try:
        assert child.stdin is not None and child.stdout is not None
        try:
            write_frame(child.stdin, (problem, limits, start))
        except BrokenPipeError:
            return None, _fate(child)
        finally:
            fed.set()
        while (message := read_frame(child.stdout)) is not None:
            kind, content = message
            if kind == "solution":
                return content, "ended"
            if kind == "error":
                log.error("solver child: %s", content)
                return None, f"failed: {content.strip().splitlines()[-1]}"
            keep(content)
        return None, _fate(child)
    except KeyboardInterrupt:
        # Ctrl-C in a terminal means: stop and give me what you have.
        return _drain(child, keep), "was interrupted"
    finally:
        ended.set()
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                _close(stream)


def _drain(child: "subprocess.Popen[bytes]", keep: Callable[[Progress], None]) -> Solution | None:
    """Ask for an early end and wait for the solution."""
    assert child.stdin is not None and child.stdout is not None
    _close(child.stdin)
    while (message := read_frame(child.stdout)) is not None:
        if message[0] == "solution":
            found: Solution = message[1]
            return found
        if message[0] == "progress":
            keep(message[1])
    return None


def _supervise(
    child: "subprocess.Popen[bytes]",
    seconds: float,
    stop: threading.Event | None,
    fed: threading.Event,
    ended: threading.Event,
) -> None:
    """Pass a wish to stop on, once the child has its problem; kill a child that overstays."""
    limit = time.monotonic() + seconds
    told = False
    while not ended.wait(0.1):
        if stop is not None and stop.is_set() and fed.is_set() and not told:
            told = True
            limit = min(limit, time.monotonic() + GRACE)
            if child.stdin is not None:
                _close(child.stdin)
        if time.monotonic() > limit:
            child.kill()
            return


def _fate(child: "subprocess.Popen[bytes]") -> str:
    code = child.wait()
    return f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"


def _close(stream: Any) -> None:
    with contextlib.suppress(OSError):  # a dead child's pipe cannot be flushed, and need not be
        stream.close()


def start_child() -> "subprocess.Popen[bytes]":
    """A child that waits for what it is asked."""
    return subprocess.Popen(
        [sys.executable, "-m", "scheduler.solver.worker"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """The child must find this very package, from whatever folder the parent runs."""
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
