"""Today's counts, uploaded, update the hours that are left; wrong files are told."""

from collections.abc import Callable
from datetime import time

from streamlit.testing.v1 import AppTest

Opener = Callable[..., AppTest]


def text_of(app: AppTest) -> str:
    return "\n".join(e.value for kind in ("markdown", "error", "caption") for e in app.get(kind)).replace("\\", "")


def test_counts_of_the_morning_are_set_beside_the_forecast(open_app: Opener) -> None:
    app = open_app("hotline", "zh", "today")
    app.time_input(key="today_time_hotline").set_value(time(12, 0)).run()
    rows = "".join(f"2026-09-07 {h:02d}:{m:02d},{40 if h > 7 else 3}\n" for h in range(12) for m in (0, 30))
    app.file_uploader(key="rest_file_hotline").upload("today.csv", ("时间,来电量\n" + rows).encode("gb18030"), "text/csv").run()
    assert not app.exception
    said = text_of(app)
    assert "12:00 之后的预测按今天已到业务量更新" in said and "已到 368（预计" in said


def test_a_file_without_today_and_a_wrong_one_are_told(open_app: Opener) -> None:
    app = open_app("hotline", "en", "today")
    app.file_uploader(key="rest_file_hotline").upload("x.csv", b"start,arrivals\n2026-09-01 08:00,4\n", "text/csv").run()
    assert "no interval of today that is over" in text_of(app)
    app.file_uploader(key="rest_file_hotline").upload("y.csv", b"when,what\n1,2\n", "text/csv").run()
    assert not app.exception and "no column for" in text_of(app)
