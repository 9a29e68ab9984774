"""The Figures page: months of record, the draft, imports with their faults, people by reason."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from app import months
from app.database import store
from app.parts.actuals_import import _table_file
from app.parts.assessed_people import history_rows
from app.state import Desk, load, stamp
from app.texts import Words
from tests.app.conftest import settle

Opener = Callable[..., AppTest]

ATTENDANCE = "日期,工号,类别,开始,结束\n2026-08-31,S01,在岗,2026-08-31T08:30,2026-08-31T12:00\n2026-08-31,S02,旷工,,\n"


def text_of(app: AppTest) -> str:
    return " ".join(
        [
            *(m.value for m in app.markdown),
            *(c.value for c in app.caption),
            *(w.value for w in app.warning),
            *(s.value for s in app.subheader),
        ]
    )


@pytest.mark.parametrize(("ref", "lang"), [("hall", "zh"), ("hotline", "en")])
def test_the_last_whole_month_is_shown_first(open_app: Opener, ref: str, lang: str) -> None:
    app = open_app(ref, lang, "figures")
    settle()
    app.run()
    assert not app.exception and not app.error
    assert app.selectbox(key=f"figures_period_{ref}").value == "2026-08"
    said = text_of(app)
    assert ("专项检查" if lang == "zh" else "special check") in said and (
        "按种子模拟" if lang == "zh" else "simulated with a seed"
    ) in said
    metrics = {m.label: m.value for m in app.metric}
    assert metrics["客户满意度" if lang == "zh" else "Satisfaction"]
    frames = [frame.value for frame in app.dataframe]
    assert any(
        ("预测误差 WAPE (%)" if lang == "zh" else "Forecast error (WAPE) (%)") in frame.columns for frame in frames
    )
    assert len([m for m in app.markdown if m.value.startswith(("1. **", "2. **", "3. **"))]) == 3


def test_the_draft_has_figures_of_its_plan(open_app: Opener) -> None:
    app = open_app("hall", "zh", "figures")
    app.selectbox(key="figures_period_hall").select(months.DRAFT).run()
    assert not app.exception
    plan = next(frame.value for frame in app.dataframe if "计划" in frame.value.columns)
    row = plan[plan["指标"] == "空岗分钟"].iloc[0]
    assert row["计划"] != "–" and row["实际"] == "–"


def test_a_month_without_the_month_before_has_no_change(open_app: Opener) -> None:
    app = open_app("hall", "en", "figures")
    app.selectbox(key="figures_period_hall").select("2026-07").run()
    assert not app.exception and all(not m.delta for m in app.metric) and len(app.metric) == 6
    app.selectbox(key="figures_period_hall").select("2026-08").run()
    assert any(m.delta for m in app.metric)


def test_one_person_is_seen_over_the_months(open_app: Opener) -> None:
    """4-21: what pay decisions may look at is the history of figures, nothing is decided here."""
    app = open_app("hall", "zh", "figures")
    assert app.selectbox(key="figures_who_hall").value == "S01"
    app.selectbox(key="figures_who_hall").select("S07").run()
    assert not app.exception
    folder = load("hall", stamp("hall"))
    desk = Desk(Words("zh"), "hall", folder, folder, date(2026, 9, 7), date(2026, 10, 18))
    rows = history_rows(desk, months.recorded(desk), "S07")
    assert [r["month"] for r in rows if r["what"] == "考核分"] == ["2026-07", "2026-08", "2026-09"]
    assert {r["what"] for r in rows} == {
        "考核分",
        "客户满意度",
        "问题解决率",
        "少差错",
        "按时办结",
        "顶岗 %",
        "团队协作",
    }
    ranked = next(f.value for f in app.dataframe if "名次" in f.value.columns)
    assert list(ranked[ranked["人员"] == "罗佩珊"]["月数"]) == [3]


def test_an_import_needs_a_name_and_files(open_app: Opener) -> None:
    app = open_app("hall", "zh", "figures")
    next(b for b in app.button if b.label == "导入").click().run()
    assert Words("zh")("figures.need_files") in [w.value for w in app.warning]


def test_what_is_imported_is_saved_and_counts(open_app: Opener) -> None:
    app = open_app("hall", "zh", "figures")
    before = {m.label: m.value for m in app.metric}
    upload(app, "出勤记录8月31日.csv", ATTENDANCE)
    assert not app.exception and any("2 条记录，1 天" in s.value for s in app.success)
    kept = store().load_actuals("hall").attendance
    assert [(r.date, r.person) for r in kept] == [(date(2026, 8, 31), "S01"), (date(2026, 8, 31), "S02")]
    # All others are missing on that day now.
    assert {m.label: m.value for m in app.metric}["出勤率"] != before["出勤率"]


def test_faults_of_an_import_come_all_at_once_and_nothing_is_saved(open_app: Opener) -> None:
    app = open_app("hotline", "en", "figures")
    upload(
        app,
        "attendance.csv",
        "date,person,kind,start,end\n2026-08-31,X9,work,,\n2026-13-01,Z1,work,2026-08-31T08:00,2026-08-31T07:00\n",
    )
    assert any("fault(s); nothing was imported" in e.value for e in app.error)
    said = text_of(app)
    assert "X9" in said and "row 2" in said and "row 3" in said and "2026" in said
    assert store().load_actuals("hotline").attendance == ()


def upload(app: AppTest, name: str, text: str) -> None:
    app.file_uploader(key="actuals_files").upload(name, text.encode("utf-8-sig"), "text/csv")
    next(b for b in app.button if b.label in ("导入", "Import")).click().run()


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("attendance-2026-08.csv", "attendance.csv"),
        ("服务记录.csv", "service.csv"),
        ("REVIEWS.CSV", "reviews.csv"),
        ("other.csv", "other.csv"),
    ],
)
def test_a_file_is_known_by_its_name(name: str, table: str) -> None:
    assert _table_file(name) == table


def test_actuals_of_the_folder_that_cannot_be_read_are_named(open_app: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    from scheduler.store.faults import Fault, FolderFaults

    def broken(*given: object) -> None:
        raise FolderFaults([Fault("attendance.csv", 7, "person", "X", ("没有人员 X", "no person X"))])

    monkeypatch.setattr("app.months._recorded", broken)
    app = open_app("hall", "zh", "figures")
    assert not app.exception and any("无法读取" in e.value for e in app.error) and "attendance" in text_of(app)


def test_the_same_question_is_computed_once(first_plan: Callable[[str], object]) -> None:
    first_plan("hall")
    folder = load("hall", stamp("hall"))
    assert folder.horizon is not None
    desk = Desk(Words("zh"), "hall", folder, folder, *folder.horizon)
    assert months.recorded(desk) is months.recorded(desk)
