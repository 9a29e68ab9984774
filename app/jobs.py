"""Long work in the background: one queue for the whole process, looked up by id from any session.

A thread runs each job; the solver itself is a supervised child process below it. Threads never
touch a page: they write into the job, and pages read it.
"""

import itertools
import logging
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from scheduler.domain.roster import Roster
from scheduler.domain.solution import Progress

log = logging.getLogger(__name__)

KEPT = 60
"""Finished jobs remembered; the oldest are forgotten first."""


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass
class Job:
    """One piece of work and what is known of it.

    Attributes
    ----------
    key
        What it computes: two requests for the same thing are one job.
    stop
        Somebody wants it to end.
    halt
        Given to the planning call: set once there is a roster that an early end can keep.
    trail
        Signs of life, without their rosters.
    best
        The best roster shown so far.
    result
        What the work returned, once DONE.
    adopt
        Whether its result is to be taken over as soon as it is there (stop and adopt).
    """

    id: str
    key: str
    work: Callable[["Job"], Any]
    state: JobState = JobState.WAITING
    stop: threading.Event = field(default_factory=threading.Event)
    halt: threading.Event = field(default_factory=threading.Event)
    trail: list[Progress] = field(default_factory=list)
    best: Roster | None = None
    result: Any = None
    error: str = ""
    began: float = 0.0
    ended: float = 0.0
    adopt: bool = False

    def tell(self, progress: Progress) -> None:
        """Keep a sign of life; passed to the planning call."""
        if progress.roster is not None:
            self.best = progress.roster
        self.trail.append(progress)
        if self.stop.is_set():
            self.halt.set()

    def stop_and_adopt(self) -> None:
        """End soon, and have the best so far taken over."""
        self.adopt = True
        self.stop.set()
        if self.trail:
            self.halt.set()

    @property
    def active(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)

    @property
    def seconds(self) -> float:
        if not self.began:
            return 0.0
        return (self.ended or time.monotonic()) - self.began


class Jobs:
    """All jobs of this process.

    Parameters
    ----------
    slots
        Jobs that run at once: by default one core stays free for the pages, but at least two, so
        that a long solve of one center does not keep another waiting.
    """

    def __init__(self, slots: int | None = None) -> None:
        self._pool = ThreadPoolExecutor(slots or max(2, (os.cpu_count() or 2) - 1), thread_name_prefix="plan")
        self._guard = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._number = itertools.count(1)

    def submit(self, key: str, work: Callable[[Job], Any]) -> Job:
        """The job of this key: the one there is, unless it failed, or a new one."""
        with self._guard:
            for job in self._jobs.values():
                if job.key == key and job.state is not JobState.FAILED:
                    return job
            job = Job(f"{next(self._number)}-{os.urandom(3).hex()}", key, work)
            self._jobs[job.id] = job
            self._forget()
        self._pool.submit(self._run, job)
        return job

    def get(self, job_id: str | None) -> Job | None:
        """A job by its id; None when it is unknown (another process, or forgotten)."""
        return self._jobs.get(job_id or "")

    def all(self) -> tuple[Job, ...]:
        """Every job that is remembered, in the order of asking."""
        return tuple(self._jobs.values())

    def before(self, job: Job) -> int:
        """How many waiting or running jobs come before a waiting one."""
        ids = [j.id for j in self.all() if j.active]
        return ids.index(job.id) if job.id in ids else 0

    def drop(self, job: Job) -> None:
        """Forget a job, so that the same key is computed anew."""
        job.stop.set()
        job.halt.set()
        with self._guard:
            self._jobs.pop(job.id, None)

    def _run(self, job: Job) -> None:
        if job.stop.is_set():
            job.state, job.error = JobState.FAILED, "stopped before it began"
            return
        job.state, job.began = JobState.RUNNING, time.monotonic()
        try:
            job.result = job.work(job)
            job.state = JobState.DONE
        except Exception as error:  # whatever it was, the page must say so instead of waiting forever
            log.exception("job %s", job.id)
            job.error, job.state = f"{type(error).__name__}: {error}", JobState.FAILED
        finally:
            job.ended = time.monotonic()

    def _forget(self) -> None:
        done = [j.id for j in self._jobs.values() if not j.active]
        for job_id in done[: max(0, len(self._jobs) - KEPT)]:
            del self._jobs[job_id]


@lru_cache(maxsize=1)
def jobs() -> Jobs:
    """The process's jobs. The module is imported once, so every session sees the same."""
    return Jobs()
