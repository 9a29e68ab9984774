"""New counts are tried on the Demand page before they are kept."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app import state
from scheduler.planning import sample_centers
from tests.app.conftest import settle

Opener = Callable[..., AppTest]


def text_of(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "error", "success", "caption") for e in app.get(kind)).replace(
        "\\", ""
    )


def uploaded(app: AppTest, ref: str, text: str) -> AppTest:
    app.file_uploader(key=f"history_file_{ref}").upload("export.csv", text.encode("gb18030"), "text/csv").run()
    assert not app.exception
    return app


def test_counts_are_shown_kept_and_forecast_from(
    open_app: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(sample_centers()["hotline"], tmp_path / "own")
    monkeypatch.setenv(state.CENTERS_VARIABLE, str(tmp_path))
    app = open_app("own", "zh", "demand")
    settle()
    app.run()
    uploaded(app, "own", "时间,来电量\n2026-09-06 23:30,999\n2026-09-07 00:30,x\n")
    assert "第 3 行" in text_of(app) and "新增0个时段，更改1个" in text_of(app)
    before = (tmp_path / "own" / "demand.csv").read_text("utf-8-sig")
    assert ",999," not in before
    app.button(key="history_keep").click().run()
    settle()
    app.run()
    assert not app.exception
    assert "hotline,2026-09-06T23:30,999,," in (tmp_path / "own" / "demand.csv").read_text("utf-8-sig")


def test_faults_come_all_at_once_and_a_sample_is_not_written_to(open_app: Opener) -> None:
    app = open_app("hotline", "en", "demand")
    uploaded(app, "hotline", "queue,start,arrivals\nX1,2026-09-06 23:30,9\nX2,2026-09-06 23:30,9\n")
    assert "X1" in text_of(app) and "X2" in text_of(app)
    uploaded(app, "hotline", "start,arrivals\n2026-09-07 00:30,3\n")
    assert "A sample stays as it is" in text_of(app) and not any(b.key == "history_keep" for b in app.button)


def test_day_or_month_first_is_chosen_where_the_file_does_not_tell(open_app: Opener) -> None:
    app = uploaded(open_app("hotline", "zh", "demand"), "hotline", "时间,来电量\n9/6/2026 23:30,9\n")
    assert "看不出日在前还是月在前" in text_of(app)
    app.segmented_control(key="history_dates").set_value("mdy").run()
    assert not app.exception
    assert "看不出" not in text_of(app) and "更改1个" in text_of(app)
