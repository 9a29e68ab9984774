"""Jobs: one for each key, in turn, with their end told whatever it is."""

import threading

from app.jobs import Job, Jobs, JobState
from scheduler.domain.roster import Roster
from scheduler.domain.solution import Progress


def wait(job: Job) -> None:
    for _ in range(2000):
        if not job.active:
            return
        threading.Event().wait(0.005)
    raise AssertionError("the job does not end")


def test_the_same_key_is_the_same_job() -> None:
    made = Jobs(slots=1)
    calls: list[str] = []

    def work(job: Job) -> str:
        calls.append(job.id)
        return "done"

    first, again = made.submit("a", work), made.submit("a", work)
    wait(first)
    assert first is again
    assert (first.state, first.result, calls) == (JobState.DONE, "done", [first.id])
    assert made.submit("a", work) is first
    assert made.submit("b", work) is not first
    assert made.get(first.id) is first
    assert made.get("unknown") is None
    assert made.get(None) is None


def test_a_failure_is_told_and_may_be_tried_again() -> None:
    made = Jobs(slots=1)

    def fail(job: Job) -> None:
        raise ValueError("post W9 is unknown")

    job = made.submit("a", fail)
    wait(job)
    assert job.state is JobState.FAILED
    assert job.error == "ValueError: post W9 is unknown"
    again = made.submit("a", lambda job: 7)
    wait(again)
    assert again is not job
    assert again.result == 7


def test_jobs_wait_for_their_turn_and_know_how_many_come_first() -> None:
    made, go = Jobs(slots=1), threading.Event()
    first = made.submit("a", lambda job: go.wait(10))
    second, third = made.submit("b", lambda job: 2), made.submit("c", lambda job: 3)
    assert [made.before(job) for job in (first, second, third)] == [0, 1, 2]
    assert third.state is JobState.WAITING
    go.set()
    for job in (first, second, third):
        wait(job)
    assert third.result == 3


def test_a_job_stopped_before_its_turn_never_runs() -> None:
    made, go, ran = Jobs(slots=1), threading.Event(), []
    first = made.submit("a", lambda job: go.wait(10))
    second = made.submit("b", ran.append)
    second.stop_and_adopt()
    go.set()
    wait(first)
    wait(second)
    assert (second.state, ran) == (JobState.FAILED, [])


def test_signs_of_life_keep_the_best_roster() -> None:
    job = Job("1", "a", lambda job: None)
    job.tell(Progress(0.1, 1, 10, 2, {1: 10}, Roster()))
    job.tell(Progress(0.2, 1, None, 3))
    assert job.best == Roster()
    assert [sign.bound for sign in job.trail] == [2, 3]


def test_an_early_stop_waits_for_something_to_keep() -> None:
    job = Job("1", "a", lambda job: None)
    job.stop_and_adopt()
    assert not job.halt.is_set()
    job.tell(Progress(0.1, 0, None, None, {}, Roster()))
    assert job.halt.is_set()
    late = Job("2", "b", lambda job: None)
    late.tell(Progress(0.1, 0, None, None, {}, Roster()))
    assert not late.halt.is_set()
    late.stop_and_adopt()
    assert late.halt.is_set()


def test_a_dropped_job_is_stopped_and_forgotten() -> None:
    made = Jobs(slots=1)
    job = made.submit("a", lambda job: job.stop.wait(10))
    made.drop(job)
    wait(job)
    assert made.get(job.id) is None
    assert job.stop.is_set()
