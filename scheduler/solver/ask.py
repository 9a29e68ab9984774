"""Narrow questions to a child process that stays for the next one.

Starting a child costs more than answering. A child that has answered waits for another question;
it ends with its parent, whose end closes its standard input.
"""

import atexit
import contextlib
import logging
import subprocess
import threading

from scheduler.solver.mending import Mended, Mending
from scheduler.solver.solve import GRACE, start_child
from scheduler.solver.worker import read_frame, write_frame

log = logging.getLogger(__name__)

MOST_WAITING = 2

_WAITING: "list[subprocess.Popen[bytes]]" = []
_LOCK = threading.Lock()


def mended(asked: Mending, seconds: float) -> Mended:
    """The answer of a child process; none is kept or proven if it dies or overstays ``seconds``.

    Parameters
    ----------
    seconds
        By the wall's clock, :data:`~scheduler.solver.solve.GRACE` on top: the safety net. The
        budget of the question itself is deterministic.
    """
    with _LOCK:
        child = _WAITING.pop() if _WAITING else None
    if child is not None:
        answer = _asked(child, asked, seconds)
        if answer is not None:
            return answer  # else it had died while it waited: that says nothing about the question
    return _asked(start_child(), asked, seconds) or Mended(None, False, 0, 0, False)


def _asked(child: "subprocess.Popen[bytes]", asked: Mending, seconds: float) -> Mended | None:
    assert child.stdin is not None and child.stdout is not None
    net = threading.Timer(seconds + GRACE, child.kill)
    net.daemon = True
    net.start()
    message = None
    try:
        write_frame(child.stdin, asked)
        message = read_frame(child.stdout)
    except OSError as error:
        log.warning("solver child: %s", error)
    finally:
        net.cancel()
    if message is None or message[0] != "solution":
        log.warning("solver child %s", "died" if message is None else f"failed: {message[1].strip().splitlines()[-1]}")
        end(child)
        return None
    with _LOCK:
        stays = len(_WAITING) < MOST_WAITING and child.poll() is None
        if stays:
            _WAITING.append(child)
    if not stays:
        end(child)
    found: Mended = message[1]
    return found


def end(child: "subprocess.Popen[bytes]") -> None:
    """End a child and close its pipes."""
    child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()


@atexit.register
def end_all() -> None:
    """End all children that wait."""
    with _LOCK:
        while _WAITING:
            end(_WAITING.pop())
