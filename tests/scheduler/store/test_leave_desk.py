"""Leave as people work with it: the service that pages and commands call, on a real database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from scheduler.domain.center import Center
from scheduler.domain.clock import Horizon
from scheduler.domain.roster import Duty, Roster
from scheduler.leave.request import Delegation, Handover, LeaveError, State
from scheduler.leave_desk.desk import LeaveDesk, open_leave
from scheduler.leave_desk.effective import leave_entries, with_leave
from scheduler.leave_desk.night import run_night
from scheduler.planning import open_center
from scheduler.store.database import Store
from scheduler.store.errors import StaleVersion
from scheduler.store.folder import CenterFolder

NOW = datetime(2026, 9, 7, 8, 15)
MON, TUE = datetime(2026, 9, 14), datetime(2026, 9, 15)


@pytest.fixture(scope="module")
def hall() -> CenterFolder:
    return open_center("hall")


@pytest.fixture
def desk(store: Store, hall: CenterFolder) -> LeaveDesk:
    return open_leave(store, hall, NOW)


def changed(store: Store, hall: CenterFolder, change: Callable[[Center], Center]) -> LeaveDesk:
    return open_leave(store, replace(hall, center=change(hall.center)), NOW)


def granted(
    desk: LeaveDesk,
    person: str = "S16",
    signers: tuple[str, ...] = ("K01", "L01"),
    start: datetime = MON,
    end: datetime = TUE,
) -> str:
    name = desk.file(person, "annual", start, end, NOW).request.id
    for signer in signers:
        desk.take(name, "agree", signer, NOW)
    return name


def test_the_leave_list_is_taken_over_once_in_its_states(desk: LeaveDesk, hall: CenterFolder, store: Store) -> None:
    states = {r.id: r.state for r in desk.requests()}
    assert len(states) == 18 and states["Q12"] is State.EFFECTIVE and states["Q01"] is State.APPROVED
    assert {r.id: r.chain for r in desk.requests()}["Q02"] == "S1"
    assert with_leave(hall, desk.stored(), NOW) == hall  # nothing to plan anew
    again = open_leave(store, hall, NOW)
    assert len(again.stored()) == 18
    more = replace(hall, leave=(*hall.leave, replace(hall.leave[0], id="Q30", person="S18")))
    assert [r.id for r in open_leave(store, more, NOW).requests()][-1] == "Q30"


def test_filing_checks_and_saves_or_leaves_nothing(desk: LeaveDesk) -> None:
    with pytest.raises(LeaveError) as caught:
        desk.file("S03", "personal", MON, TUE, NOW)
    assert caught.value.article == "3-42"
    assert len(desk.stored()) == 18
    saved = desk.file("S16", "annual", MON, TUE, NOW, reason="回乡")
    assert (saved.request.state, saved.request.chain, saved.row) == (State.SUBMITTED, "H1", 2)
    assert [t.person for t in desk.inbox("K01", NOW)] == ["K01"]
    assert desk.inbox("L01", NOW) == ()


def test_the_inbox_follows_the_request_from_hand_to_hand(desk: LeaveDesk) -> None:
    name = granted(desk, "S06", ("K04", "L01"))
    waited = []

    def who() -> tuple[str, str]:
        (found,) = [t for p in desk.rules.center.people for t in desk.inbox(p.id, NOW) if t.request.id == name]
        return found.person, found.action

    waited.append(who())
    desk.take(name, "hand_over", "S06", NOW, handover=Handover("S13", ("许可证",)))
    waited.append(who())
    desk.take(name, "acknowledge", "S13", NOW)
    waited.append(who())
    desk.take(name, "file", "S06", NOW)
    for actor in ("S06", "system", "K04"):  # not before its day, and never in the program's name
        with pytest.raises(LeaveError):
            desk.take(name, "start", actor, NOW)
    assert waited == [("S06", "hand_over"), ("S13", "acknowledge"), ("S06", "file")]
    assert [s.request.id for s in run_night(desk, datetime(2026, 9, 14, 8, 30)).started] == [name]
    desk.take(name, "check_in", "S06", datetime(2026, 9, 15, 8, 30))
    done = desk.take(name, "close", "K04", datetime(2026, 9, 15, 9))
    assert done.request.state is State.CLOSED
    assert [s.action for s in desk.store.leave_steps(done)] == [
        "submit",
        "agree",
        "agree",
        "hand_over",
        "acknowledge",
        "file",
        "start",
        "check_in",
        "close",
    ]


def test_the_second_signer_is_told_and_nothing_is_signed_twice(desk: LeaveDesk) -> None:
    saved = desk.file("S16", "annual", MON, TUE, NOW)
    name = saved.request.id
    desk.take(name, "reject", "K01", NOW, row=saved.row, reason="缺人")
    with pytest.raises((StaleVersion, LeaveError)) as caught:
        desk.take(name, "agree", "K01", NOW, row=saved.row)
    assert "rejected" in str(caught.value)
    other = desk.file("S16", "annual", MON, TUE, NOW)
    desk.take(other.request.id, "attach", "S16", NOW, row=other.row, evidence="form")
    with pytest.raises(StaleVersion) as stale:
        desk.take(other.request.id, "agree", "K01", NOW, row=other.row)
    assert [(c.actor, c.action) for c in stale.value.changes] == [("S16", "leave.attach")]


@pytest.mark.parametrize("actor", ["S16", "S17", "K02", "J01", "M01"])
def test_only_the_named_signer_signs_and_never_the_applicant(desk: LeaveDesk, actor: str) -> None:
    saved = desk.file("S16", "annual", MON, TUE, NOW)
    with pytest.raises(LeaveError) as caught:
        desk.take(saved.request.id, "agree", actor, NOW)
    assert caught.value.article == "3-41"
    assert desk.store.leave("hall", saved.request.id) == saved


def test_retroactive_leave_is_refused_and_late_leave_asks_for_its_reason(desk: LeaveDesk) -> None:
    with pytest.raises(LeaveError) as caught:
        desk.file("S16", "annual", datetime(2026, 9, 3), datetime(2026, 9, 4), NOW)
    assert caught.value.article == "3-08, 3-45"
    today = datetime(2026, 9, 7, 8, 30), datetime(2026, 9, 7, 12)
    with pytest.raises(LeaveError, match="3-08"):
        desk.file("S16", "annual", *today, NOW)
    assert desk.file("S16", "annual", *today, NOW, reason="家人急病").request.flags == ("late",)


def test_a_leave_over_a_published_duty_is_told_with_its_article(desk: LeaveDesk, store: Store) -> None:
    duty = Duty(MON.date(), "S01", MON.replace(hour=8, minute=30), MON.replace(hour=12), "W1", "A", "O")
    version = store.save_roster("hall", "m", Horizon(date(2026, 9, 14), 7), Roster.of([duty]), author="S09")
    store.publish(store.mark(version, "checked", "S09"), "S09")
    saved = desk.file("S01", "annual", MON, TUE, NOW)
    assert "over_duty" in saved.request.flags
    found = desk.screened(replace(saved.request, id="x", start=TUE, end=datetime(2026, 9, 16)), NOW).findings
    assert "over_duty" not in {f.code for f in found}
    told = next(
        f for f in desk.screened(replace(saved.request, id=saved.request.id), NOW).findings if f.code == "over_duty"
    )
    assert told.article == "3-10" and "W1" in told.zh and "W1" in told.en


def ab(change: Callable[[str, str, str], tuple[str, ...] | None]) -> Callable[[Center], Center]:
    """The center with other persons as B of W6."""

    def made(center: Center) -> Center:
        lines = []
        for line in center.ab:
            wanted = (
                change(line.post, line.role, line.person) if line.post == "W6" and line.role == "B" else (line.person,)
            )
            lines += [replace(line, person=person) for person in wanted or ()]
        return replace(center, ab=tuple(lines))

    return made


def expired(center: Center) -> Center:
    people = [
        replace(p, skills=tuple(replace(s, valid_to=date(2026, 9, 10)) for s in p.skills)) if p.id == "S13" else p
        for p in center.people
    ]
    return replace(center, people=tuple(people))


@pytest.mark.parametrize(
    ("change", "code", "article"),
    [
        (ab(lambda *_: ("S06",)), "b_is_a", "3-06"),
        (ab(lambda *_: None), "no_b", "3-06"),
        (ab(lambda *_: ("S11",)), "b_foreign", "3-04, 3-06"),
        (expired, "b_unqualified", "2-16, 4-32"),
    ],
    ids=["A is B", "no B", "B of another section", "certificate run out"],
)
def test_what_is_wrong_with_b_is_told_when_a_asks(
    store: Store, hall: CenterFolder, change: Callable[[Center], Center], code: str, article: str
) -> None:
    desk = changed(store, hall, change)
    saved = desk.file("S06", "annual", MON, TUE, NOW)
    assert code in saved.request.flags
    found = next(f for f in desk.screened(saved.request, NOW).findings if f.code == code)
    assert found.article == article and "W6" in found.zh and "W6" in found.en


def test_b_who_is_away_too_is_told_with_the_days(desk: LeaveDesk) -> None:
    granted(desk, "S13", ("K04", "L01"))
    saved = desk.file("S06", "annual", MON, datetime(2026, 9, 16), NOW)
    found = next(f for f in desk.screened(saved.request, NOW).findings if f.code == "b_away")
    assert "9-14" in found.zh and "9-15" not in found.zh and found.article == "3-06, 3-07"


def test_work_is_not_handed_to_who_may_not_do_it(store: Store, hall: CenterFolder) -> None:
    desk = changed(store, hall, expired)
    name = granted(desk, "S06", ("K04", "L01"))
    for to, article in (("S13", "2-16, 4-32"), ("S06", "3-09, 3-44"), ("S99", "3-09, 3-44"), ("S19", "2-16, 4-32")):
        with pytest.raises(LeaveError) as caught:
            desk.take(name, "hand_over", "S06", NOW, handover=Handover(to))
        assert caught.value.article == article
    assert store.leave("hall", name).request.state is State.APPROVED


def test_a_circle_of_approvals_is_refused_when_made_and_when_found(
    store: Store, hall: CenterFolder, desk: LeaveDesk
) -> None:
    week = date(2026, 9, 7), date(2026, 9, 11)
    with pytest.raises(LeaveError) as caught:
        desk.delegate(Delegation("J01", "K01", *week), "J01")
    assert caught.value.article == "3-46" and "K01" in caught.value.zh and "L01" in caught.value.en
    store.add_delegation("hall", Delegation("J01", "K01", *week), "older program")
    found = open_leave(store, hall, NOW)
    assert found.circles == (("K01", "L01"),)
    with pytest.raises(LeaveError) as refused:
        found.file("K01", "annual", MON, TUE, NOW)
    assert refused.value.article == "3-46"
    found.file("S16", "annual", MON, TUE, NOW)  # who is not part of it may go on


def test_delegates_in_a_ring_or_two_at_once_are_refused(desk: LeaveDesk, store: Store, hall: CenterFolder) -> None:
    week = date(2026, 9, 7), date(2026, 9, 11)
    desk.delegate(Delegation("K01", "K02", *week), "K01")
    for given, actor in (
        (Delegation("K02", "K01", *week), "K02"),
        (Delegation("K01", "K03", date(2026, 9, 11), date(2026, 9, 20)), "K01"),
        (Delegation("K03", "K04", *week), "K05"),
    ):
        with pytest.raises(LeaveError, match="3-46"):
            desk.delegate(given, actor)
    desk.delegate(Delegation("K02", "K01", date(2026, 9, 12), date(2026, 9, 13)), "K02")
    stood = open_leave(store, hall, NOW)
    saved = stood.file("S16", "annual", MON, TUE, NOW)
    assert [t.person for t in stood.inbox("K02", NOW)] == ["K02"]
    assert stood.take(saved.request.id, "agree", "K02", NOW).request.signed == ("K02",)
    with pytest.raises(LeaveError):
        stood.take(
            stood.file("S16", "annual", TUE, datetime(2026, 9, 16), NOW).request.id,
            "agree",
            "K02",
            datetime(2026, 9, 12, 9),
        )


def test_a_signature_nobody_can_give_is_told(desk: LeaveDesk) -> None:
    saved = desk.file("J01", "annual", MON, TUE, NOW)
    assert "no_signer" in saved.request.flags
    assert [(t.request.id, t.action) for t in desk.stuck(NOW)] == [(saved.request.id, "agree")]


def test_an_approved_request_is_away_in_the_next_plan(desk: LeaveDesk, hall: CenterFolder) -> None:
    name = desk.file("S16", "annual", MON, datetime(2026, 9, 18), NOW).request.id
    assert name not in {a.source for a in with_leave(hall, desk.stored(), NOW).absences()}
    for signer in ("K01", "L01"):
        desk.take(name, "agree", signer, NOW)
    assert name in {a.source for a in with_leave(hall, desk.stored(), NOW).absences()}
    desk.take(name, "hand_over", "S16", NOW, handover=Handover("S01"))
    desk.take(name, "acknowledge", "S01", NOW)
    desk.take(name, "file", "S16", NOW)
    run_night(desk, datetime(2026, 9, 14, 8, 30))
    desk.take(name, "check_in", "S16", datetime(2026, 9, 16, 8, 30))
    (back,) = [a for a in with_leave(hall, desk.stored(), NOW).absences() if a.source == name]
    assert back.end == datetime(2026, 9, 16, 8, 30)


def test_b_stays_assigned_while_a_is_overdue(desk: LeaveDesk) -> None:
    name = granted(desk)
    desk.take(name, "hand_over", "S16", NOW, handover=Handover("S01"))
    desk.take(name, "acknowledge", "S01", NOW)
    desk.take(name, "file", "S16", NOW)
    run_night(desk, datetime(2026, 9, 14, 8, 30))
    at = datetime(2026, 9, 15, 18)
    assert [s.request.id for s in run_night(desk, at).overdue] == [name]
    assert [s.request.id for s in run_night(desk, at).overdue] == []
    (row,) = [e for e in leave_entries(desk.stored(), at) if e.id == name]
    assert row.end == datetime(2026, 9, 17)
    tasks = {(t.person, t.action) for t in (*desk.inbox("K01", at), *desk.inbox("S16", at))}
    assert tasks == {("K01", "confirm_absent"), ("S16", "check_in")}
    for actor in ("S16", "L01", "system"):
        with pytest.raises(LeaveError, match="3-46" if actor == "system" else "3-45"):
            desk.take(name, "confirm_absent", actor, at, reason="x")
    assert desk.take(name, "confirm_absent", "K01", at, reason="无故未归").request.state is State.CONFIRMED_ABSENT


def test_reasons_and_steps_reasons_are_for_the_approvers(desk: LeaveDesk) -> None:
    name = desk.file("S04", "sick", datetime(2026, 9, 21), datetime(2026, 9, 22), NOW, reason="肺炎").request.id
    desk.take(name, "agree", "K03", NOW, reason="肺炎属实")
    assert "肺炎" in repr(desk.seen_by("L01", NOW.date())) and "肺炎" in repr(desk.steps(name, "L01", NOW.date()))
    for viewer in ("S05", "M01", "K06", "S09"):
        seen = desk.seen_by(viewer, NOW.date())
        assert "肺炎" not in repr((seen, desk.steps(name, viewer, NOW.date())))
        assert next(r for r in seen if r.id == name).kind == "away"
    desk.take(name, "agree", "L01", NOW)
    desk.take(name, "hand_over", "S04", NOW, handover=Handover("S05"))
    desk.take(name, "acknowledge", "S05", NOW)
    desk.take(name, "file", "S04", NOW)
    for viewer in ("M01", "K06"):  # the slip is filed with them: its type, not its reason
        seen = next(r for r in desk.seen_by(viewer, NOW.date()) if r.id == name)
        assert (seen.kind, seen.reason) == ("sick", "")
    assert next(r for r in desk.seen_by("S09", NOW.date()) if r.id == name).kind == "away"
