"""The child process of a solve: ``python -m scheduler.solver.worker``.

Reads one pickled request from standard input (problem, limits and start of a search; or narrow
questions, :class:`~scheduler.solver.mending.Mending`, one after another), writes frames (8 bytes of length, then a pickle)
to standard output: ``("progress", Progress)`` and at last ``("solution", Solution)`` or
``("error", text)``. One more byte on standard input, or its end, stops the search: so a parent
that dies takes its child with it, and SIGTERM, which CP-SAT would sleep through, is not needed.
"""

import os
import pickle
import signal
import struct
import sys
import threading
import traceback
from typing import IO, Any

ADDRESS_SPACE = 6 * 1024**3
"""Bytes. Memory exhaustion aborts CP-SAT's process without a Python error; better this one's."""


def write_frame(stream: IO[bytes], message: Any) -> None:
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(struct.pack(">Q", len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any:
    """The next message, or None at the end of the stream or after a torn frame."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack(">Q", head)
    data = stream.read(size)
    return pickle.loads(data) if len(data) == size else None


def main() -> int:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not tear our frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _cap_memory()
    from scheduler.solver.mend import mend
    from scheduler.solver.mending import Mending
    from scheduler.solver.search import Search

    asked = read_frame(sys.stdin.buffer)
    lock = threading.Lock()

    def tell(message: Any) -> None:
        with lock:
            write_frame(out, message)

    try:
        while isinstance(asked, Mending):
            tell(("solution", mend(asked)))
            asked = read_frame(sys.stdin.buffer)  # nothing: the parent asks no more
        if asked is None:
            return 0
        problem, limits, start = asked
        search = Search(problem, limits, start, lambda progress: tell(("progress", progress)))
        threading.Thread(target=_stop_on_word, args=(search,), daemon=True).start()
        tell(("solution", search.run()))
    except Exception:
        tell(("error", traceback.format_exc()))
        return 4
    return 0


def _stop_on_word(search: Any) -> None:
    sys.stdin.buffer.read(1)
    search.stop()


def _cap_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, resource.RLIM_INFINITY))


if __name__ == "__main__":
    code = main()
    sys.stderr.flush()
    os._exit(code)  # the watching thread still reads standard input; nothing is left to flush
