"""Today's counts, uploaded, update the hours that are left; wrong files are told."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time

from streamlit.testing.v1 import AppTest

from app.parts.draft import Draft
from app.parts.rest_of_day import tightest
from scheduler.domain.need import NeedCell

Opener = Callable[..., AppTest]


def text_of(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "error", "caption") for e in app.get(kind)).replace("\\", "")


def test_counts_of_the_morning_are_set_beside_the_forecast(open_app: Opener) -> None:
    app = open_app("hotline", "zh", "today")
    app.time_input(key="today_time_hotline").set_value(time(12, 0)).run()
    rows = "".join(f"2026-09-07 {h:02d}:{m:02d},{40 if h > 7 else 3}\n" for h in range(12) for m in (0, 30))
    app.file_uploader(key="rest_file_hotline").upload(
        "today.csv", ("时间,来电量\n" + rows).encode("gb18030"), "text/csv"
    ).run()
    assert not app.exception
    said = text_of(app)
    assert "12:00 之后的预测按今天已到业务量更新" in said and "已到 368（预计" in said


def test_heads_wanting_are_told_of_one_and_the_same_half_hour(hotline_draft: Draft) -> None:
    """Two people are on the early shift, one on the late: the most are needed at nine, the most are wanting at five."""
    day = hotline_draft.problem.horizon.start
    cells = [
        NeedCell(
            "Q", datetime.combine(day, time(hour)), datetime.combine(day, time(hour, 30)), mean=1.0, required=needed
        )
        for hour, needed in ((9, 4), (17, 3), (18, 1))
    ]
    assert tightest(hotline_draft, ("phone",), cells[:2]) == (2.0, 4)
    assert tightest(hotline_draft, ("phone",), [cells[2], cells[1]]) == (1.0, 3)
    assert tightest(hotline_draft, ("phone",), [replace(cells[0], required=3), replace(cells[1], required=3)]) == (
        1.0,
        3,
    )


def test_a_file_without_today_and_a_wrong_one_are_told(open_app: Opener) -> None:
    app = open_app("hotline", "en", "today")
    app.file_uploader(key="rest_file_hotline").upload(
        "x.csv", b"start,arrivals\n2026-09-01 08:00,4\n", "text/csv"
    ).run()
    assert "no interval of today that is over" in text_of(app)
    app.file_uploader(key="rest_file_hotline").upload("y.csv", b"when,what\n1,2\n", "text/csv").run()
    assert not app.exception and "no column for" in text_of(app)
