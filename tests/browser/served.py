"""The planner as a process of its own, and a browser to look at it with."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
IDLE = "[data-testid=stApp][data-test-script-state=notRunning]"
SIZE = {"width": 1500, "height": 900}


def chromium() -> str | None:
    """The browser's program, if there is one."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def planner(place: Path, **environment: str) -> Iterator[str]:
    """Serve the planner from a foreign folder; gives its address."""
    port = free_port()
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PAIBAN_DATABASE_URL": f"sqlite:///{place / 'paiban.db'}",
        **environment,
    }
    log = (place / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-c", f"from app.launch import serve; serve({port})"],
        cwd=place,
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(server, address)
        yield address
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _wait(server: "subprocess.Popen[bytes]", address: str) -> None:
    for _ in range(400):
        if server.poll() is not None:
            raise RuntimeError(f"the planner ended with code {server.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.15)
    raise RuntimeError("the planner does not answer")


def settled(page: Any, seconds: float = 90) -> None:
    """Wait until the page's script has ended and no first roster is being made."""
    page.wait_for_selector(IDLE, timeout=seconds * 1000)
    page.locator(":text('第一张班表'), :text('making the first roster')").first.wait_for(
        state="detached", timeout=seconds * 1000
    )
    page.wait_for_selector(IDLE, timeout=seconds * 1000)
