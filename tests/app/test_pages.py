"""Every page in both languages on both samples, and what people do on them."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from streamlit.testing.v1 import AppTest

from app import records
from app.jobs import jobs
from app.parts.draft import Draft
from app.state import draft_named
from app.texts import Words
from app.views import PAGES
from scheduler.domain.rule_settings import Level
from scheduler.rights import NotAllowed
from tests.app.conftest import settle

Opener = Callable[..., AppTest]

NAMES = [page.__name__.rsplit(".", 1)[-1] for page in PAGES]
CHINESE = re.compile(r"[一-鿿]")

SOMETHING = {
    "today": "subheader",
    "roster": "subheader",
    "demand": "markdown",
    "leave": "subheader",
    "mine": "subheader",
    "backup": "subheader",
    "what_if": "button",
    "figures": "tab",
    "events": "subheader",
    "registers": "subheader",
    "rules": "expander",
    "publish": "subheader",
    "center": "dataframe",
}
"""An element that each page must have: an empty page is not a page that works."""


def draft_of(app: AppTest) -> Draft:
    """The draft that an app works on, found the way a reloaded page finds it."""
    found = draft_named(app.query_params["draft"])
    assert found is not None
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("ref", ["hall", "hotline"])
@pytest.mark.parametrize("page", NAMES)
def test_every_page_opens(open_app: Opener, ref: str, lang: str, page: str) -> None:
    app = open_app(ref, lang, page)
    assert not app.exception
    # Publishing warns in red while hard rules are broken; with little effort they may be.
    assert page == "publish" or not app.error
    assert len(app.get(SOMETHING[page])) >= 1
    assert dict(app.query_params)["lang"] == lang
    header = " ".join(m.value for m in app.markdown)
    assert ("必须" if lang == "zh" else "must") in header


def test_english_pages_say_nothing_in_chinese_but_data(open_app: Opener) -> None:
    app = open_app("hotline", "en", "roster")
    labels = [b.label for b in app.button] + [s.value for s in app.subheader] + [e.label for e in app.expander]
    assert labels
    assert not [label for label in labels if CHINESE.search(label)]


@pytest.mark.parametrize(
    ("locale", "lang"), [("en-US", "en"), ("zh-CN", "zh"), ("zh-Hant-TW", "zh"), ("de-DE", "en"), (None, "zh")]
)
def test_the_browser_chooses_the_language(first_plan: Callable[[str], object], locale: str | None, lang: str) -> None:
    from tests.app.conftest import MAIN

    first_plan("hall")
    app = AppTest.from_file(MAIN, default_timeout=60)
    if locale:
        app.context["locale"] = locale
    app.run()
    assert app.session_state["lang"] == lang


def test_the_address_brings_back_the_draft(open_app: Opener) -> None:
    first = open_app("hall", "zh", "roster")
    name = first.query_params["draft"]
    draft = draft_of(first)
    draft.receive("tab", [{"seq": 1, "op": "put", "cells": [("S16", 2, "off")]}])
    again = open_app("hall", "zh")
    again.query_params["draft"] = name
    again.session_state["drafts"].clear()
    again.run()
    assert again.query_params["draft"] == name
    assert draft_of(again) is draft
    assert draft_of(open_app("hall", "zh")) is not draft


def test_a_hand_edit_is_seen_in_the_header_and_the_list(open_app: Opener) -> None:
    app = open_app("hall", "zh", "roster")
    draft_of(app).receive("tab", [{"seq": 1, "op": "put", "cells": [("S03", 0, "off"), ("S11", 0, "back")]}])
    app.run()
    said = " ".join(m.value for m in app.markdown)
    assert "手工改动 2 格" in said
    assert "3号窗口 经营者备案" in said


def test_solving_again_keeps_what_was_changed_by_hand(open_app: Opener) -> None:
    app = open_app("hall", "zh", "roster")
    draft = draft_of(app)
    draft.receive("tab", [{"seq": 1, "op": "put", "cells": [("S16", 2, "off")]}])
    app.button(key="solve_start").click().run()
    settle()
    app.run()
    app.button(key="solve_adopt").click().run()
    assert not app.exception
    assert draft.sheet.at(("S16", draft.problem.date(2))) == ()
    assert app.session_state["solve_job"] == ""


def test_stopping_adopts_the_best_so_far(open_app: Opener) -> None:
    app = open_app("hotline", "en", "roster")
    draft = draft_of(app)
    app.button(key="solve_start").click().run()
    job = jobs().get(app.session_state["solve_job"])
    assert job is not None
    job.stop_and_adopt()
    settle()
    rev = draft.rev
    app.run()
    assert not app.exception
    assert app.session_state["solve_job"] == ""
    assert draft.sheet.roster.cells() == job.result.roster.cells()
    assert draft.rev >= rev


def test_a_sudden_absence_names_who_stands_in(open_app: Opener) -> None:
    app = open_app("hall", "zh")
    app.selectbox(key="sudden_hall").select("S04").run()
    assert not app.exception
    table = next(m.value for m in app.markdown if "梁晓燕" in m.value and "B岗" in m.value)
    assert table.index("梁晓燕") < table.index("韩梦洁")
    button = next(b for b in app.button if b.label == "确认顶岗并登记")
    app.selectbox(key="acting_box").set_value("S06").run()
    assert next(b for b in app.button if b.label == button.label).disabled
    assert any("3-03" in w.value.replace("\\", "") for w in app.warning)
    app.selectbox(key="acting_box").set_value("K03").run()
    pressed(app, button.label)
    draft = draft_of(app)
    assert draft.sheet.at(("S04", draft.problem.date(0))) == ()
    assert {d.post for d in draft.sheet.at(("S05", draft.problem.date(0)))} == {"W4", "W5"}
    kept = records.store().covers("hall", date(2026, 9, 7), date(2026, 9, 7))
    assert [(c.stand_in, c.dual, c.by, c.open) for c in kept if c.missing == "S04"] == [
        ("S05", True, "方志坚", True)
    ] * 2
    notices = [c.value for c in app.code]
    assert len(notices) == 4 and notices[1].startswith("梁晓燕:请到4号窗口") and "同时兼顾5号窗口" in notices[1]


def pressed(app: AppTest, label: str) -> AppTest:
    """The app after a button of this label."""
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception
    return app


def test_who_is_back_takes_the_post_over_with_a_note(open_app: Opener) -> None:
    app = open_app("hall", "zh")
    app.selectbox(key="sudden_hall").select("S03").run()
    assert any("撤销备案" in m.value and "只收件" in m.value for m in app.markdown)
    app.checkbox(key="cover_left").check()
    pressed(app, "确认顶岗并登记")
    app.time_input(key="back_at_S03").set_value(time(10, 30))
    app.text_area(key="back_done_S03").input("备案*5*件")
    app.multiselect(key="back_things_S03").set_value([])
    pressed(app, "结束顶岗，生成交还单")
    draft = draft_of(app)
    held = [(d.post, d.start.hour, d.end.hour) for d in draft.sheet.at(("S03", draft.problem.date(0)))]
    assert held == [("W3", 10, 12), ("W3", 14, 17)]
    kept = [c for c in records.store().covers("hall", date(2026, 9, 7), date(2026, 9, 7)) if c.missing == "S03"]
    assert [(c.minutes, c.cause, c.hand_back and c.hand_back.kept) for c in kept] == [
        (120, "left_post", ("seal:TRADE",)),
        (0, "left_post", ("seal:TRADE",)),
    ]
    note = next(m.value for m in app.markdown if m.value.startswith("| 顶岗交还单"))
    assert "曾丽君" in note and "外贸科章" in note and r"备案\*5\*件" in note


def test_the_repair_with_the_fewest_changes_needs_a_reason_and_is_applied_as_shown(open_app: Opener) -> None:
    app = open_app("hall", "zh")
    app.selectbox(key="sudden_hall").select("S06").run()
    app.segmented_control(key="way_hall").set_value("repair").run()
    pressed(app, "求改动最少")
    assert [w.value for w in app.warning] == [Words("zh")("today.repair_need_reason")]
    app.text_input(key="repair_reason").input("家中急事")
    pressed(app, "求改动最少")
    settle()
    app.run()
    table = next(m.value for m in app.markdown if m.value.startswith("| 为何 |"))
    assert "何俊豪" in table and "彭嘉敏" in table
    assert any("已证明不可能更少" in box.value for box in app.success)
    draft = draft_of(app)
    before, rev = draft.sheet.roster, draft.rev
    app.button(key="repair_discard").click().run()
    assert (draft.sheet.roster, draft.rev) == (before, rev)
    app.text_input(key="repair_reason").input("家中急事")
    pressed(app, "求改动最少")
    settle()
    app.run()
    app.button(key="repair_apply").click().run()
    assert not app.exception
    day = draft.problem.date(0)
    assert {c[0] for c in draft.sheet.roster.cells() ^ before.cells()} == {"S06", "S13"}
    assert "W6" in {d.post for d in draft.sheet.at(("S13", day))}
    stored = draft.stored
    assert stored is not None
    done = records.store().edits(stored.roster_id, stored.number)
    assert done[-1].op["reason"] == "家中急事"
    kept = [c for c in records.store().covers("hall", day, day) if c.missing == "S06"]
    assert [(c.post, c.stand_in, c.source, c.dual, c.by, c.without) for c in kept] == [
        ("W6", "S13", "B", False, "冯立群", ("旧机电",))
    ] * 2
    # Somebody suddenly missing is away, not idle: no hard rule complains.
    app.run()
    assert not [
        line for line in draft.checked()[1] if line.person == "S06" and line.level is Level.HARD and line.day == 0
    ]


def test_who_can_be_reached_is_on_the_board(open_app: Opener) -> None:
    table = next(m.value for m in open_app("hall", "zh").markdown if m.value.startswith("| 职责 |"))
    assert "唐建业" in table and "方志坚" in table
    table = next(m.value for m in open_app("hotline", "en").markdown if m.value.startswith("| Duty |"))
    assert "Jiang Yongping" in table and "Fan Jianhua" in table


def test_the_board_for_clients_is_on_today(open_app: Opener) -> None:
    app = open_app("hall", "en")
    assert {"Board (HTML)", "Signs (HTML)"} <= {b.label for b in app.get("download_button")}
    app.button(key="board_look").click().run()
    assert not app.exception
    assert not any(s.value == "For clients" for s in open_app("hotline", "en").subheader)


def test_what_came_in_stands_beside_the_forecast(open_app: Opener) -> None:
    from datetime import datetime

    from scheduler.store.actuals import Actuals, Service

    app = open_app("hotline", "en")
    assert not any("What came in" in s.value for s in app.subheader)
    desk = app.session_state["desk"]
    center = desk.base.center
    records.store().save_center(
        center.id, desk.base.path, name_zh=center.name_zh, name_en=center.name_en, author="test"
    )
    records.store().save_actuals(
        center.id,
        Actuals(
            service=(
                Service("hotline", datetime(2026, 9, 7, 8), "Z1", offered=900),
                Service("hotline", datetime(2026, 9, 7, 8), "Z2", offered=99),
            )
        ),
        "test",
    )
    app.run()
    assert not app.exception
    assert any("What came in" in s.value for s in app.subheader)
    table = next(m.value for m in app.markdown if m.value.startswith("| Queue |"))
    assert "999" in table and ":red[" in table


def test_a_sudden_absence_on_the_phones_calls_somebody_in(open_app: Opener) -> None:
    app = open_app("hotline", "zh")
    missing = app.selectbox(key="sudden_hotline").options
    assert missing
    app.selectbox(key="sudden_hotline").select_index(0).run()
    assert not app.exception
    assert any("话务" in m.value or "召回" in m.value for m in [*app.markdown, *app.error])


@pytest.mark.parametrize(
    ("person", "first", "color"), [("S16", date(2026, 9, 21), "success"), ("S13", date(2026, 9, 29), "error")]
)
def test_a_leave_is_judged_by_making_the_roster_again(open_app: Opener, person: str, first: date, color: str) -> None:
    """S16 holds no window; S13 is W6's B while its A is on leave."""
    app = open_app("hall", "zh", "leave")
    app.selectbox(key="try_who_hall").select(person)
    app.date_input(key="try_days_hall").set_value((first, first))
    next(b for b in app.button if b.label == "试算").click().run()
    settle()
    app.run()
    assert not app.exception
    verdicts = [box.value for box in app.get(color) if person in box.value]
    assert len(verdicts) == 1
    assert "审批" in verdicts[0]


@pytest.mark.parametrize(
    ("lang", "label", "section"),
    [("zh", "按科室计算", "外资科"), ("en", "Work it out by section", "Foreign investment")],
)
def test_the_days_say_how_many_more_absences_they_bear(open_app: Opener, lang: str, label: str, section: str) -> None:
    """On 9 October S02 is on leave: nobody more of that section can be spared; on 21 September one can."""
    app = open_app("hall", lang, "leave")
    next(b for b in app.button if b.label == label).click().run(timeout=120)
    assert not app.exception
    table = next(d.value for d in app.dataframe if any(str(c).startswith(section) for c in d.value.columns))
    column = next(c for c in table.columns if str(c).startswith(section))
    day = {"zh": ("10月9日(周五)", "9月21日(周一)"), "en": ("Fri 9 Oct", "Mon 21 Sep")}[lang]
    assert (table.loc[day[0], column], table.loc[day[1], column]) == (0, 1)


def shown(app: AppTest, part: str, ref: str = "hall") -> AppTest:
    """The AB page with another of its parts."""
    app.session_state[f"backup_part_{ref}"] = part
    app.run()
    assert not app.exception
    return app


def test_the_ab_table_and_its_holes(open_app: Opener) -> None:
    said = [m.value for m in shown(open_app("hall", "zh", "backup"), "table").markdown]
    assert any("~~叶思琪~~" in text for text in said)
    assert sum("A、B都不在" in text for text in said) == 4
    assert any("8号窗口" in text and "没有可用的B岗" in text and "10月16日" in text for text in said)


def test_conflicts_are_named_filtered_and_lead_to_their_day(open_app: Opener) -> None:
    app = open_app("hall", "zh", "backup")
    both = [m.value for m in app.markdown if "A、B岗同时离岗" in m.value]
    assert len(both) == 3 and all("建议" in text and "3\\-07" in text for text in both)
    app.multiselect(key="conflict_kinds_hall_roster").select("both_off").run()
    named = [m.value for m in app.markdown if "-badge[" in m.value and "建议" in m.value]
    assert named == both
    first = next(text for text in both if "9月30日" in text)
    app.button(key=f"conflict_MUST_{both.index(first)}").click().run()
    assert not app.exception
    assert app.date_input(key="ab_day_hall").value == date(2026, 9, 30)
    table = next(m.value for m in app.markdown if m.value.startswith("| 岗位 |"))
    assert ":material/arrow_right: **W6**" in table and table.count("arrow_right") == 1


def test_the_table_alone_has_fewer_conflicts_than_the_roster(open_app: Opener) -> None:
    app = open_app("hall", "en", "backup")
    of_roster = len([m for m in app.markdown if "Remedy:" in m.value])
    app.segmented_control(key="conflict_look_hall").set_value("table").run()
    assert not app.exception
    of_table = [m.value for m in app.markdown if "Remedy:" in m.value]
    assert 0 < len(of_table) < of_roster
    assert not any("A and B both away" in text for text in of_table)


@pytest.mark.parametrize("ref", ["hall", "hotline"])
@pytest.mark.parametrize("part", ["margin", "design", "drill"])
def test_margin_designer_and_drill_work_on_both_samples(open_app: Opener, ref: str, part: str) -> None:
    app = shown(open_app(ref, "en", "backup"), part, ref)
    settle()
    app.run()
    assert not app.exception and not app.error
    if part == "margin":
        assert app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    elif part == "drill":
        app.button(key="drill_go").click().run()
        values = {m.label: m.value for m in app.metric}
        tried, good, lost = (
            int(values[k].replace(",", "")) for k in ("Absences tried", "Re-staffed", "Not re-staffed")
        )
        assert tried == good + lost > 300
        assert ref == "hotline" or lost > 0
    elif ref == "hall":
        table = next(m.value for m in app.markdown if m.value.startswith("| What |"))
        assert "W6" in table and "W8" in table
        assert {"Any 1 missing, still held (N-1)", "Any 2 missing, still held (N-2)"} <= {m.label for m in app.metric}
    else:
        # Everybody there may take calls: at most a lone person on a quick roster, whom no training helps.
        assert len(app.success) == 1 and app.success[0].value in {
            Words("en")(f"backup.design_{end}") for end in ("none", "helpless")
        }


def test_scenarios_stand_side_by_side(open_app: Opener) -> None:
    app = open_app("hall", "zh", "what_if")
    app.button(key="wi_go").click().run()
    assert [w.value for w in app.warning] == [Words("zh")("what_if.nothing")]
    app.multiselect(key="wi_ready_hall").select("leave_as_decided")
    app.multiselect(key="wi_absent_hall").select("S16")
    app.button(key="wi_go").click().run()
    settle()
    app.run()
    assert not app.exception
    table = next(m.value for m in app.markdown if m.value.startswith("| 指标 |"))
    assert "按审批结论处理请假" in table
    assert "自设情景" in table
    assert any("空岗分钟减少 1,170 分钟" in m.value for m in app.markdown)
    settle()
    app.run()
    table = next(m.value for m in app.markdown if m.value.startswith("| 指标 |"))
    assert "及时率(仿真)" in table and "最差时段的及时率" in table and "关门后还要" in table
    assert sum("百分点" in c.value and "±" in c.value for c in app.caption) == 2


def test_a_scenario_that_cannot_be_is_a_result_with_a_reason(open_app: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    from scheduler.scenario import Scenario

    monkeypatch.setattr(
        "app.parts.scenario_form.shipped",
        lambda desk: {
            "x": Scenario(
                "错", "wrong", ({"kind": "absent", "person": "nobody", "from": "2026-09-07", "to": "2026-09-08"},)
            )
        },
    )
    app = open_app("hall", "en", "what_if")
    app.multiselect(key="wi_ready_hall").select("x")
    app.button(key="wi_go").click().run()
    assert not app.exception
    assert any("nobody" in box.value for box in app.error)


def test_a_rule_that_is_changed_judges_the_roster_at_once(open_app: Opener) -> None:
    app = open_app("hall", "zh", "rules")
    before = {line.rule for line in draft_of(app).checked()[1]}
    assert "post_covered" in before
    app.toggle(key="post_covered_on").set_value(False)
    next(b for b in app.button if b.key == "post_covered_save").click().run()
    assert not app.exception
    assert "post_covered" not in {line.rule for line in draft_of(app).checked()[1]}
    app.button(key="rules_reset").click().run()
    assert "post_covered" in {line.rule for line in draft_of(app).checked()[1]}


def test_rules_are_read_only_for_who_does_not_own_the_roster(open_app: Opener) -> None:
    app = open_app("hall", "zh", "rules")
    saves = [b for b in app.button if b.key and b.key.endswith("_save")]
    assert saves and not any(b.disabled for b in saves)
    app.selectbox(key="acting_box").set_value("S06").run()
    assert not app.exception
    assert all(b.disabled for b in app.button if b.key and b.key.endswith("_save"))
    assert any("1-01" in box.value.replace("\\", "") for box in app.info)


def test_a_rule_keeps_only_what_differs_from_its_default(open_app: Opener) -> None:
    app = open_app("hotline", "en", "rules")
    app.number_input(key="min_rest_hours").set_value(9)
    app.text_input(key="min_rest_forbidden").set_value("E>D, N>D")
    next(b for b in app.button if b.key == "min_rest_save").click().run()
    setting = app.session_state["rules"]["hotline"].get("min_rest")
    assert dict(setting.params) == {"hours": 9, "forbidden": ("E>D", "N>D")}
    assert (setting.on, setting.level, setting.weight) == (True, None, None)


def test_missing_heads_are_weighed_in_the_draft_as_soon_as_the_rule_says_so(open_app: Opener) -> None:
    app = open_app("hotline", "en", "rules")
    assert not any(n.weights for n in draft_of(app).problem.needs)
    app.text_input(key="demand_met_by").set_value("service")
    next(b for b in app.button if b.key == "demand_met_save").click().run()
    assert not app.exception
    assert all(n.weights for n in draft_of(app).problem.needs)
    app.button(key="rules_reset").click().run()
    assert not any(n.weights for n in draft_of(app).problem.needs)


def test_publishing_is_recorded_and_later_changes_show(open_app: Opener) -> None:
    app = open_app("hall", "zh", "publish")
    app.text_area(key="publish_reason").input("首版")
    next(b for b in app.button if b.label == "发布").click().run()
    assert not app.exception
    desk = app.session_state["desk"]
    saved = records.in_force(desk)
    assert saved is not None
    assert saved.roster.cells() == draft_of(app).sheet.roster.cells()
    assert saved.version.changed_by == "S09"  # the owner of the hall's roster, unless somebody else is chosen
    assert records.publication(desk, draft_of(app)) == (saved.version.number, True)
    draft_of(app).receive("tab", [{"seq": 1, "op": "put", "cells": [("S16", 2, "off")]}])
    app.run()
    assert any("相差 1 格" in m.value for m in app.markdown)
    assert records.publication(desk, draft_of(app)) == (saved.version.number, False)
    assert {row.action for row in records.store().audit_rows()} >= {"center.save", "roster.save", "roster.published"}


def test_who_published_meanwhile_is_not_overwritten(open_app: Opener) -> None:
    """Two planners have the page open; the second to publish compared with a version no longer in force."""
    app = open_app("hall", "zh", "publish")
    desk = app.session_state["desk"]
    seen = records.published_number(desk)
    other = records.publish(desk, draft_of(app), "M01", "先发", seen)
    app.text_area(key="publish_reason").input("后发")
    next(b for b in app.button if b.label == "发布").click().run()
    assert len(app.error) == 1
    assert records.published_number(desk) == other.number


def test_hard_breaches_need_a_second_person(open_app: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    app = open_app("hotline", "zh", "publish")
    draft = draft_of(app)
    person = next(p.id for p in draft.problem.center.staff if p.rank == "agent")
    draft.receive("tab", [{"seq": 1, "op": "put", "cells": [(person, 20, "E"), (person, 21, "D")]}])
    app.run()
    app.text_area(key="publish_reason").input("试行")
    next(b for b in app.button if b.label == "发布").click().run()
    assert len(app.warning) == 1 and "0\\-02" in app.warning[0].value
    with pytest.raises(NotAllowed, match="0-02"):
        records.publish(app.session_state["desk"], draft, "D1", "试行", None, "D1")
    with pytest.raises(NotAllowed, match="1-01"):
        records.publish(app.session_state["desk"], draft, "D1", "试行", None, "Z1")
    monkeypatch.setattr("scheduler.rights.owners", lambda center: ("D1", "K01"))
    app.run()
    app.selectbox(key="publish_second_hotline").select("K01")
    next(b for b in app.button if b.label == "发布").click().run()
    assert not app.exception
    assert records.in_force(app.session_state["desk"]) is not None


def test_a_center_that_cannot_be_read_says_every_fault(
    open_app: Opener, tmp_path, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    from app import state

    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "center.toml").write_text('id = "x"\nranks = 3\n', encoding="utf-8")
    monkeypatch.setenv(state.CENTERS_VARIABLE, str(tmp_path))
    app = open_app("hall", "zh")
    app.query_params["center"] = "broken"
    app.run()
    assert not app.exception
    assert [e.value for e in app.error] == ["无法打开中心“broken”："]
    assert sum("center\\.toml" in m.value or "center.toml" in m.value for m in app.markdown) >= 2
