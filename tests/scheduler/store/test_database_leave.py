"""A leave request comes back whole, one step is one transaction, and nobody's step is lost."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import text

from scheduler.leave.request import AuditStep, Delegation, Extension, Handover, LeaveRequest, State, Step
from scheduler.store.database import Store
from scheduler.store.engines import open_engine, writing
from scheduler.store.errors import BadRecord, StaleVersion, UnknownRecord
from scheduler.store.migrate import downgrade, upgrade
from tests.scheduler.store.samples import add_center

ASKED = LeaveRequest("", "a", "sick", datetime(2026, 9, 7, 14), datetime(2026, 9, 9))
FULL = LeaveRequest(
    "Q07",
    "a",
    "sick",
    datetime(2026, 9, 7, 14),
    datetime(2026, 9, 9),
    State.EXTENSION_REQUESTED,
    2.5,
    "S2",
    (Step("section_head", "k"), Step("bureau_director", "")),
    ("k", "j"),
    frozenset({"hospital_record", "form"}),
    "发烧",
    ("late", "summed"),
    datetime(2026, 9, 7, 9, 5),
    Handover("b", ("W1", "印章"), True),
    True,
    Extension(datetime(2026, 9, 10), (Step("leader_in_charge", "l"),), "S2", 3.0, ("k",)),
    datetime(2026, 9, 9, 8, 30),
)


def step(
    request: LeaveRequest, action: str, actor: str, after: State, reason: str = ""
) -> tuple[LeaveRequest, AuditStep]:
    moved = replace(request, state=after)
    return moved, AuditStep(
        request.id,
        actor,
        "section_head",
        action,
        datetime(2026, 9, 7, 10),
        request.state,
        after,
        reason,
        "3-38",
        ("applicant", "B"),
    )


def test_every_field_of_a_request_comes_back(store: Store) -> None:
    add_center(store)
    saved = store.add_leave("hall", FULL, "a", "当日提出")
    assert (saved.request, saved.note, saved.row) == (FULL, "当日提出", 1)
    assert store.leave("hall", "Q07") == saved
    bare = store.add_leave(
        "hall", replace(FULL, id="", handover=None, extension=None, submitted=None, back_at=None), "a"
    )
    assert store.leave("hall", bare.request.id).request == replace(bare.request, id=f"R{bare.number}")


def test_a_step_and_its_record_are_one_transaction(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    add_center(store)
    saved = store.add_leave("hall", ASKED, "a")
    moved, record = step(saved.request, "agree", "wang", State.AGREED_1, "同意")
    done = store.step_leave(saved, moved, record)
    assert (done.row, done.request.state, store.leave_steps(done)) == (2, State.AGREED_1, (record,))
    broken = replace(record, reason=None)  # type: ignore[arg-type]
    with pytest.raises(BadRecord):
        store.step_leave(done, replace(moved, state=State.APPROVED), broken)
    assert store.leave("hall", done.request.id) == done
    assert len(store.leave_steps(done)) == 1


def test_the_second_signer_is_told_who_did_what(store: Store) -> None:
    add_center(store)
    read = store.add_leave("hall", ASKED, "a")
    store.step_leave(read, *step(read.request, "reject", "wang", State.REJECTED, "缺人"))
    with pytest.raises(StaleVersion) as caught:
        store.step_leave(read, *step(read.request, "agree", "zhao", State.AGREED_1))
    assert [(c.actor, c.action, c.after) for c in caught.value.changes] == [
        ("wang", "leave.reject", {"state": "rejected"})
    ]
    assert "wang" in caught.value.line("zh") and "leave.reject" in caught.value.line("zh")
    assert store.leave("hall", read.request.id).request.state is State.REJECTED
    assert [s.actor for s in store.leave_steps(read)] == ["wang"]


def test_of_many_signers_at_once_exactly_one_is_first(store: Store) -> None:
    add_center(store)
    read = store.add_leave("hall", ASKED, "a")
    start, told, others = threading.Barrier(6), list[str](), list[str]()

    def sign(who: str) -> None:
        start.wait()
        try:
            store.step_leave(read, *step(read.request, "agree", who, State.AGREED_1))
            told.append(who)
        except StaleVersion as stale:
            others.extend(c.actor for c in stale.changes)

    crowd = [threading.Thread(target=sign, args=(f"s{n}",)) for n in range(6)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert len(told) == 1 and others == told * 5
    assert [s.actor for s in store.leave_steps(read)] == told
    assert store.verify_chain().whole


def test_requests_are_listed_by_overlap_state_and_person(store: Store) -> None:
    add_center(store)
    first = store.add_leave("hall", ASKED, "a")
    other = store.add_leave("hall", replace(ASKED, person="b", start=datetime(2026, 9, 6)), "b")
    done = store.step_leave(first, *step(first.request, "approve", "wang", State.APPROVED))
    day = (datetime(2026, 9, 8), datetime(2026, 9, 9))
    assert store.list_leave("hall", *day) == (done, other)
    assert store.list_leave("hall", state=State.APPROVED) == (done,)
    assert store.list_leave("hall", person="b") == (other,)
    # Half open: what ends at midnight does not touch the next day.
    assert store.list_leave("hall", datetime(2026, 9, 9), datetime(2026, 9, 10)) == ()
    assert store.list_leave("city") == ()


def test_the_audit_trail_does_not_tell_the_type_of_leave(store: Store) -> None:
    add_center(store)
    read = store.add_leave("hall", replace(FULL, id="", state=State.SUBMITTED), "a", "备注")
    store.step_leave(read, *step(read.request, "agree", "wang", State.AGREED_1, "发烧属实"))
    lines = store.audit_rows(read.subject)
    assert [(line.actor, line.action, line.row) for line in lines] == [
        ("a", "leave.save", 1),
        ("wang", "leave.agree", 2),
    ]
    assert not any(word in repr(lines) for word in ("sick", "发烧", "hospital", "备注"))


def test_delegations_are_dated_dropped_and_audited(store: Store) -> None:
    add_center(store)
    given = Delegation("k", "l", date(2026, 9, 7), date(2026, 9, 11))
    saved = store.add_delegation("hall", given, "k")
    later = store.add_delegation("hall", replace(given, start=date(2026, 10, 8), end=date(2026, 10, 9)), "k")
    assert [d.delegation for d in store.delegations("hall")] == [given, later.delegation]
    assert store.delegations("hall", date(2026, 9, 12)) == (later,)
    store.drop_delegation(saved, "m", "返岗")
    assert store.delegations("hall") == (later,)
    assert [line.action for line in store.audit_rows(f"delegation/{saved.number}")] == [
        "delegation.save",
        "delegation.drop",
    ]
    with pytest.raises(UnknownRecord):
        store.drop_delegation(saved, "m")
    with pytest.raises(BadRecord, match="before its start"):
        store.add_delegation("hall", replace(given, end=date(2026, 9, 1)), "k")


def test_bad_requests_are_refused(store: Store) -> None:
    add_center(store)
    saved = store.add_leave("hall", FULL, "a")
    with pytest.raises(BadRecord, match="already stored"):
        store.add_leave("hall", FULL, "a")
    with pytest.raises(BadRecord, match="without a zone"):
        store.add_leave("hall", replace(ASKED, back_at=store.now()), "a")
    with pytest.raises(UnknownRecord):
        store.add_leave("city", ASKED, "a")
    moved, record = step(replace(saved.request, person="b"), "agree", "wang", State.APPROVED)
    with pytest.raises(BadRecord, match="belongs to Q07 of a"):
        store.step_leave(saved, moved, record)
    with pytest.raises(UnknownRecord):
        store.leave("hall", "Q99")
    assert len(store.list_leave("hall")) == 1


def test_requests_of_an_older_database_keep_their_rows(database_url: str, clock: Callable[[], datetime]) -> None:
    engine = open_engine(database_url)
    upgrade(writing(engine), "0001")
    with writing(engine).begin() as connection:
        connection.execute(text("INSERT INTO center VALUES ('hall', '大厅', 'Hall')"))
        connection.execute(
            text(
                'INSERT INTO leave_request (id, center, person, start, "end", kind, state, row) '
                "VALUES (7, 'hall', 'a', '2026-09-07 14:00:00', '2026-09-09 00:00:00', 'sick', 'submitted', 3)"
            )
        )
    engine.dispose()
    with Store(database_url, clock) as store:  # type: ignore[arg-type]
        (found,) = store.list_leave("hall")
        assert (found.number, found.row, found.request) == (7, 3, replace(ASKED, id="R7", state=State.SUBMITTED))
    engine = open_engine(database_url)
    downgrade(writing(engine), "0001")
    with engine.connect() as connection:
        assert connection.execute(text("SELECT person, state, row FROM leave_request")).all() == [("a", "submitted", 3)]
    engine.dispose()
