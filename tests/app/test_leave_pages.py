"""Leave from hand to hand on the pages, each person under the own name, and what the pages refuse."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import leave_room, records
from app.parts.leave_banner import not_yet_away
from scheduler.leave.request import Delegation, State
from scheduler.store.database import Store
from scheduler.words import leave_word
from tests.app.conftest import settle
from tests.app.test_pages import draft_of

Opener = Callable[..., AppTest]
WEDNESDAY = date(2026, 9, 16)


@pytest.fixture(autouse=True)
def own_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A database for each test: what one files the next must not see."""
    monkeypatch.setenv("PAIBAN_DATABASE_URL", f"sqlite:///{tmp_path / 'paiban.db'}")
    records._seen.clear()
    yield records.store()
    records._seen.clear()


def as_person(app: AppTest, person: str) -> AppTest:
    app.selectbox(key="acting_box").select(person).run()
    assert not app.exception
    assert app.query_params["as"] == person
    return app


def ask(
    app: AppTest,
    person: str,
    kind: str = "annual",
    days: tuple[date, date] = (WEDNESDAY, WEDNESDAY),
    place: str = "leave",
    reason: str = "",
) -> AppTest:
    key = f"ask_{place}_hall_{person}"
    app.selectbox(key=f"{key}_kind").select(kind)
    app.date_input(key=f"{key}_days").set_value(days)
    app.text_area(key=f"{key}_reason").input(reason)
    app.run()
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception
    return app


def states(app: AppTest) -> dict[str, State]:
    return {s.request.id: s.request.state for s in records.store().list_leave("hall")}


def said(app: AppTest) -> str:
    return "\n".join(
        e.value for kind in ("markdown", "error", "warning", "info", "success", "caption") for e in app.get(kind)
    )


def test_a_leave_goes_from_hand_to_hand_and_into_the_roster(open_app: Opener) -> None:
    app = as_person(open_app("hall", "zh", "leave"), "S06")
    ask(app, "S06", days=(WEDNESDAY, WEDNESDAY), reason="回乡探望")
    assert "H1 \\(3\\-41\\)" in said(app) and "S13" in said(app) and "可顶岗" in said(app)
    press(app, "ask_leave_hall_S06_send")
    (name,) = [n for n in states(app) if n.startswith("R")]
    assert states(app)[name] is State.SUBMITTED
    assert "回乡探望" not in said(as_person(app, "S01"))
    for head in ("K04", "L01"):
        assert "回乡探望" in said(as_person(app, head))
        if head == "K04":
            press(app, f"inbox_{name}_judge")
            settle()
            app.run()
            assert [box.value for box in app.success if "S06" in box.value and "审批" in box.value]
        press(app, f"inbox_{name}_agree")
    assert states(app)[name] is State.APPROVED
    as_person(app, "S06")
    app.selectbox(key=f"inbox_{name}_to").select("S13")
    press(app, f"inbox_{name}_hand_over")
    press(as_person(app, "S13"), f"inbox_{name}_acknowledge")
    press(as_person(app, "S06"), f"inbox_{name}_file")
    assert states(app)[name] is State.FILED
    trail = records.store().leave_steps(records.store().leave("hall", name))
    assert [(s.actor, s.action) for s in trail] == [
        ("S06", "submit"),
        ("K04", "agree"),
        ("L01", "agree"),
        ("S06", "hand_over"),
        ("S13", "acknowledge"),
        ("S06", "file"),
    ]
    as_person(app, "S09")
    app.switch_page("views/roster.py").run()
    draft = draft_of(app)
    assert name in {a.source for a in draft.problem.absences}
    assert name in {a.source for a in not_yet_away(draft.problem, draft.sheet.roster)}
    assert any("还没有排进班表" in w.value for w in app.warning)
    assert any(line.rule == "leave_kept" for line in draft.checked()[1])
    press(app, "leave_resolve")
    assert app.session_state["solve_job"]


@pytest.mark.parametrize(
    ("person", "kind", "days", "article"),
    [
        ("S16", "annual", (date(2026, 9, 3), date(2026, 9, 3)), "3\\-08, 3\\-45"),
        ("S03", "personal", (WEDNESDAY, WEDNESDAY), "3\\-42"),
        ("S04", "annual", (date(2026, 9, 15), date(2026, 9, 15)), "3\\-34"),
        ("S16", "annual", (date(2026, 9, 12), date(2026, 9, 13)), "3\\-34"),
    ],
)
def test_what_cannot_be_filed_is_said_while_typing(
    open_app: Opener, person: str, kind: str, days: tuple[date, date], article: str
) -> None:
    app = ask(as_person(open_app("hall", "zh", "leave"), person), person, kind, days)
    assert [e.value for e in app.error if article.replace("\\", "") in e.value.replace("\\", "")]
    assert app.button(key=f"ask_leave_hall_{person}_send").disabled


def test_nobody_is_offered_to_sign_the_own_leave_or_another_sections(open_app: Opener) -> None:
    app = as_person(open_app("hall", "zh", "leave"), "K01")
    press(ask(app, "K01"), "ask_leave_hall_K01_send")
    (name,) = [n for n in states(app) if n.startswith("R")]
    keys = {b.key for b in app.button if b.key and name in b.key}
    assert keys and not any(k.endswith(("_agree", "_reject")) for k in keys)
    app.selectbox(key="leave_one_hall").select(name)
    for other in ("K02", "S01"):
        as_person(app, other)
        app.selectbox(key="leave_one_hall").select(name).run()
        assert not any(b.key and b.key.startswith(f"one_{name}_") and b.key.endswith("_agree") for b in app.button)


def test_a_published_duty_and_faults_of_b_are_told_on_the_page(open_app: Opener) -> None:
    app = open_app("hall", "zh", "leave")
    records.publish(app.session_state["desk"], draft_of(app), "S09", "首版", None)
    ask(as_person(app, "S08"), "S08")
    text = said(app)
    assert "3-10" in text and "W8" in text  # rostered at W8 already
    assert "3-06, 3-07" in text and "S15" in text  # its B is on maternity leave


def test_a_circle_is_shown_and_a_delegation_that_closes_one_refused(open_app: Opener) -> None:
    app = as_person(open_app("hall", "zh", "leave"), "J01")
    app.selectbox(key="deputy_hall").select("K01")
    press(app, "deputy_go")
    assert any("3-46" in e.value for e in app.error)
    assert records.store().delegations("hall") == ()
    records.store().add_delegation(
        "hall", Delegation("J01", "K01", date(2026, 9, 7), date(2026, 9, 11)), "older program"
    )
    app.run()
    assert any("审批成环" in e.value and "K01" in e.value for e in app.error)


def test_health_is_shown_to_approvers_only_on_every_page(open_app: Opener) -> None:
    app = open_app("hall", "zh", "leave")
    room = leave_room.leave_room(app.session_state["desk"].base, datetime(2026, 9, 7, 8, 15))
    room.file("S04", "sick", datetime(2026, 9, 21), datetime(2026, 9, 22), datetime(2026, 9, 7, 8, 15), reason="肺炎")
    for viewer, sees in (("S09", False), ("S05", False), ("M01", False), ("K03", True), ("L01", True), ("S04", True)):
        as_person(app, viewer)
        table = app.dataframe[-1].value.to_csv() + said(app)
        assert ("肺炎" in table) is sees, viewer
    app.switch_page("views/today.py").run()
    assert "产假" not in said(app) and "病假" not in said(app)  # S15 is on maternity leave today
    assert "不在岗" in said(app)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("ref", "person"), [("hall", "S01"), ("hall", "J01"), ("hotline", "Z1"), ("hotline", "V1")])
def test_everybody_has_a_page_of_their_own(open_app: Opener, ref: str, person: str, lang: str) -> None:
    app = as_person(open_app(ref, lang, "mine"), person)
    assert not app.error
    rows = [m.value for m in app.markdown if m.value.startswith(("| 日期 |", "| Day |"))]
    assert bool(rows) == (person != "J01")
    if rows:
        assert rows[0].count("\n") == 1 + 14
        assert any(
            name in rows[0]
            for name in ("W1", "1号窗口", "Window 1", "早班", "Early", "话务", "95598", "Phone", "phone")
        )


def test_leave_is_asked_for_from_the_phone_page(open_app: Opener) -> None:
    app = as_person(open_app("hall", "zh", "mine"), "S16")
    assert "年休假：余" in said(app)
    press(ask(app, "S16", place="mine"), "ask_mine_hall_S16_send")
    assert State.SUBMITTED in states(app).values()


def test_the_grid_takes_only_what_is_in_reach(open_app: Opener) -> None:
    from app.reach import reach

    app = as_person(open_app("hall", "zh", "roster"), "K01")
    desk, draft = app.session_state["desk"], draft_of(app)
    before = draft.sheet
    ops = [{"seq": 1, "op": "put", "cells": [("S01", 2, "off"), ("S03", 2, "off")]}]
    draft.receive("k01", ops, reach(desk, draft))
    assert draft.sheet.at(("S01", draft.problem.date(2))) == () and draft.sheet.at(
        ("S03", draft.problem.date(2))
    ) == before.at(("S03", draft.problem.date(2)))
    (refusal,) = draft.refused
    assert refusal.person == "S03" and "3-05, 3-10" in refusal.values["why"]
    draft.receive("k01", [{"seq": 2, "op": "swap", "a": ["S01", 3], "b": ["S03", 3]}], reach(desk, draft))
    assert draft.rev == 1  # half a swap would leave somebody twice on duty
    draft.receive("s09", [{"seq": 1, "op": "put", "cells": [("S03", 4, "off")]}])
    draft.receive("k01", [{"seq": 3, "op": "undo"}], reach(desk, draft))
    assert draft.rev == 2 and draft.refused  # another section's edit is not his to take back
    assert app.button(key="solve_start").disabled


def test_a_section_head_publishes_the_own_section_with_a_reason(open_app: Opener) -> None:
    app = open_app("hall", "zh", "publish")
    first = records.publish(app.session_state["desk"], draft_of(app), "S09", "首版", None)
    draft = draft_of(app)
    draft.receive("k01", [{"seq": 1, "op": "swap", "a": ["S01", 7], "b": ["S02", 7]}])
    as_person(app, "K01")
    next(b for b in app.button if b.label == "发布").click().run()
    assert [w.value for w in app.warning if "3\\-10, 4\\-28" in w.value]
    app.text_area(key="publish_reason").input("临时抽调")
    next(b for b in app.button if b.label == "发布").click().run()
    assert not app.exception and not app.error
    lines = [line for line in records.store().audit_rows() if line.action == "roster.changed"]
    assert [(line.actor, line.reason, line.after["cells"]) for line in lines] == [
        ("K01", "临时抽调", [[p, str(draft.problem.date(7))] for p in ("S01", "S02")])
    ]
    draft.receive("k01", [{"seq": 2, "op": "put", "cells": [("S03", 2, "off")]}])
    app.text_area(key="publish_reason").input("越权")
    next(b for b in app.button if b.label == "发布").click().run()
    assert [w.value for w in app.warning if "3\\-05, 3\\-10" in w.value]
    assert records.published_number(app.session_state["desk"]) == first.number + 1


def test_everybodys_place_for_the_same_days_is_shown_to_who_decides(open_app: Opener) -> None:
    app = open_app("hall", "zh", "leave")
    app.date_input(key="order_days_hall").set_value((date(2026, 10, 8), date(2026, 10, 10)))
    press(app, "order_go")
    settle()
    app.run()
    assert not app.exception

    def places() -> list[str]:
        tables = [d.value for d in app.dataframe if "位次" in d.value.columns]
        return [] if not tables else list(tables[0]["人员"])

    assert any("先申请者先" in m.value for m in app.markdown)
    everybody = places()
    assert len(everybody) >= 2 and "陈志航" in everybody
    as_person(app, "K01")
    assert set(places()) == {"陈志航", "林静怡"} & set(everybody)
    as_person(app, "S04")
    assert places() == [] and any("没有您的请假单" in i.value for i in app.info)


def test_the_order_keeps_illness_to_the_approvers(open_app: Opener) -> None:
    app = open_app("hall", "en", "leave")
    app.date_input(key="order_days_hall").set_value((date(2026, 9, 15), date(2026, 9, 16)))
    press(app, "order_go")
    settle()
    app.run()

    def kind() -> set[str]:
        table = next(d.value for d in app.dataframe if "Outcome" in d.value.columns)
        return set(table[table["Person"] == "Zhou Wenbin"]["Kind"])

    as_person(app, "S09")  # rosters the center, approves nothing
    assert kind() == {leave_word("away", "en")}
    as_person(app, "K03")  # head of the section
    assert kind() == {leave_word("sick", "en")}
