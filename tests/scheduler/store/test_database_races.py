import multiprocessing
import threading

import pytest

from scheduler.store import engines
from scheduler.store.database import Store
from scheduler.store.errors import StoreBusy
from tests.scheduler.store.children import PROCESSES, run_together
from tests.scheduler.store.samples import add_roster, claim_all, edit_many_times, open_and_add, sample_roster

PLANNERS, EDITS = 4, 25


def test_no_edit_of_four_planners_is_lost(store: Store, database_url: str) -> None:
    version = add_roster(store, roster=sample_roster(PLANNERS))
    people = [f"p{n:02d}" for n in range(PLANNERS)]
    told = run_together(edit_many_times, [(database_url, version.roster_id, person, EDITS) for person in people])
    assert [unexplained for _, unexplained in told] == [0] * PLANNERS
    saved = store.load_roster(version.roster_id)
    for person in people:
        # Every edit counted its person's post up by one, from what it read.
        assert {d.post for d in saved.roster.of_person(person)} == {str(EDITS)}
    log = store.edits(version.roster_id, 1)
    assert sorted((e.author, e.op["turn"]) for e in log) == [(p, turn) for p in people for turn in range(EDITS)]
    assert [e.row for e in log] == list(range(2, PLANNERS * EDITS + 2))
    assert saved.version.row == PLANNERS * EDITS + 1
    assert store.verify_chain().whole


def test_several_processes_open_a_new_database_at_once(database_url: str) -> None:
    barrier = PROCESSES.Barrier(4)
    assert run_together(open_and_add, [(database_url, barrier.wait)] * 4) == ["opened"] * 4
    with Store(database_url) as store:
        assert store.audit_head()[0] == 4
        assert store.verify_chain().whole


def test_every_job_is_claimed_once(store: Store, database_url: str) -> None:
    ids = [store.enqueue("solve", {}).id for _ in range(30)]
    barrier = PROCESSES.Barrier(3)
    claimed = run_together(claim_all, [(database_url, barrier.wait)] * 3)
    assert sorted(job for found in claimed for job in found) == ids
    assert {(job.state, job.attempt, job.result) for job in store.list_jobs()} == {
        ("done", 1, f"done/{i}") for i in ids
    }


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="the system cannot fork")
def test_a_forked_child_gets_connections_of_its_own(store: Store) -> None:
    version = add_roster(store)
    child = multiprocessing.get_context("fork").Process(
        target=store.add_version, args=(version.roster_id, sample_roster(1)), kwargs={"author": "child"}
    )
    child.start()
    store.add_version(version.roster_id, sample_roster(2), author="parent")
    child.join()
    assert child.exitcode == 0
    store.add_version(version.roster_id, sample_roster(3), author="parent")
    assert sorted(v.author for v in store.roster_versions(version.roster_id)) == ["child", "lin", "parent", "parent"]
    assert store.verify_chain().whole


def test_threads_share_a_store(store: Store) -> None:
    version = add_roster(store)
    wrong: list[object] = []

    def work(name: str) -> None:
        for _ in range(5):
            store.add_version(version.roster_id, sample_roster(1), author=name)
            if store.load_roster(version.roster_id).roster != sample_roster(1):
                wrong.append(name)

    threads = [threading.Thread(target=work, args=(f"t{n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [v.number for v in store.roster_versions(version.roster_id)] == list(range(21, 0, -1))
    assert wrong == []


def test_whoever_waits_too_long_is_told_so(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_SECONDS", 0.05)
    with Store(database_url) as slow, Store(database_url) as other:
        roster = add_roster(slow).roster_id
        with slow.transaction():
            slow.add_version(roster, sample_roster(), author="slow")
            with pytest.raises(StoreBusy):
                other.add_version(roster, sample_roster(), author="other")
            assert len(other.roster_versions(roster)) == 1  # readers never wait
        other.add_version(roster, sample_roster(), author="other")
        assert [v.author for v in slow.roster_versions(roster)] == ["other", "slow", "lin"]
