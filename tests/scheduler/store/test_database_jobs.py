from datetime import timedelta

import pytest

from scheduler.domain.roster import Roster
from scheduler.store.database import Store
from scheduler.store.errors import BadRecord, LostLease, UnknownRecord
from scheduler.store.records import Job
from tests.scheduler.store.conftest import Clock
from tests.scheduler.store.samples import add_roster

LEASE = timedelta(seconds=30)


def claimed(store: Store, worker: str = "one") -> Job:
    job = store.claim(worker)
    assert job is not None
    return job


def test_the_oldest_job_of_the_wanted_kind_goes_first(store: Store) -> None:
    ids = [store.enqueue(kind, {"center": "hall"}).id for kind in ("solve", "batch", "solve")]
    assert claimed(store).id == ids[0]
    batch = store.claim("two", kinds=["batch"])
    assert batch is not None and (batch.id, batch.state, batch.attempt, batch.worker) == (ids[1], "running", 1, "two")
    assert batch.params == {"center": "hall"}
    assert claimed(store).id == ids[2]
    assert store.claim("one") is None
    assert [job.id for job in store.list_jobs()] == ids[::-1]
    assert store.list_jobs("queued") == ()


def test_progress_keeps_the_lease_and_finish_ends_it(store: Store, clock: Clock) -> None:
    store.enqueue("solve", {})
    job = claimed(store)
    clock.pass_by(29)
    assert store.progress(job, {"done": 0.5}).progress == {"done": 0.5}
    clock.pass_by(29)
    assert store.reap(LEASE) == ()
    assert store.progress(job).progress == {"done": 0.5}
    done = store.finish(job, result="roster/1/1")
    assert (done.state, done.result) == ("done", "roster/1/1")
    with pytest.raises(LostLease):
        store.finish(job, "failed")
    assert store.job(job.id) == done


def test_a_silent_worker_loses_the_job_and_cannot_save_any_more(store: Store, clock: Clock) -> None:
    version = add_roster(store)
    store.enqueue("solve", {})
    late = claimed(store, "late")
    clock.pass_by(31)
    (reaped,) = store.reap(LEASE)
    assert (reaped.state, reaped.attempt) == ("queued", 1)

    def save_late() -> None:
        with store.transaction():
            store.add_version(version.roster_id, Roster(), author="late")
            store.finish(late, result="roster/1/2")

    with pytest.raises(LostLease, match="attempt 1 is over"):
        save_late()  # while it waits in the queue
    second = claimed(store, "second")
    assert (second.id, second.attempt) == (late.id, 2)
    with pytest.raises(LostLease):
        save_late()  # while the other works
    with pytest.raises(LostLease):
        store.progress(late, {"done": 1})
    assert len(store.roster_versions(version.roster_id)) == 1
    store.finish(second, result="roster/1/1")
    with pytest.raises(LostLease):
        save_late()
    assert (store.job(late.id).result, store.job(late.id).worker) == ("roster/1/1", "second")


def test_a_job_that_kills_its_workers_is_given_up(store: Store, clock: Clock) -> None:
    poison = store.enqueue("solve", {})
    states = []
    while store.claim("one") is not None:
        clock.pass_by(31)
        states += [(j.id, j.state, j.attempt) for j in store.reap(LEASE, most_attempts=3)]
    assert states == [(poison.id, "queued", 1), (poison.id, "queued", 2), (poison.id, "crashed", 3)]
    assert store.job(poison.id).error == "no heartbeat in attempt 3"


def test_stopping(store: Store, clock: Clock) -> None:
    waiting, running = store.enqueue("solve", {}), store.enqueue("solve", {})
    assert store.ask_stop(waiting.id).state == "stopped"
    job = claimed(store)
    assert job.id == running.id
    asked = store.ask_stop(running.id)
    assert (asked.state, asked.stop_asked) == ("running", True)
    assert store.progress(job).stop_asked
    assert store.finish(job, "stopped").state == "stopped"
    assert store.ask_stop(running.id).state == "stopped"
    store.enqueue("solve", {})
    silent = claimed(store)
    store.ask_stop(silent.id)
    clock.pass_by(31)
    assert [j.state for j in store.reap(LEASE)] == ["stopped"]


def test_misuse_is_named(store: Store) -> None:
    job = store.enqueue("solve", {})
    with pytest.raises(BadRecord, match="queued when it was read"):
        store.finish(job)
    with pytest.raises(UnknownRecord):
        store.ask_stop(99)
    with pytest.raises(BadRecord, match="no JSON value"):
        store.enqueue("solve", {"x": object()})
    assert len(store.list_jobs()) == 1
