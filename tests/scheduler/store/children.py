"""Child processes for tests of races and crashes."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
PROCESSES: Any = multiprocessing.get_context(_METHOD)
# Children then start in milliseconds instead of importing everything again.
PROCESSES.set_forkserver_preload(["tests.scheduler.store.samples"])


def start_child(target: Callable[..., None], *given: Any) -> tuple[BaseProcess, Connection]:
    """Start ``target(*given, connection)``; what it sends comes out of the connection."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    child = PROCESSES.Process(target=target, args=(*given, theirs))
    child.start()
    theirs.close()  # so that the end of the child is the end of the pipe
    return child, ours


def run_together(target: Callable[..., None], given: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Run children at once and return the one thing each of them sends."""
    children = [start_child(target, *arguments) for arguments in given]
    found = [pipe.recv() for _, pipe in children]
    for child, _ in children:
        child.join()
        assert child.exitcode == 0
    return found
