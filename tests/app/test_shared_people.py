"""Shared people on the AB page: who may serve what, and the figures on request."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.app.conftest import settle

Opener = Callable[..., AppTest]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pools_of_the_hall_are_worked_out_on_request(open_app: Opener, lang: str) -> None:
    app = open_app("hall", lang, "backup")
    app.session_state["backup_part_hall"] = "pools"
    app.run()
    assert not app.exception
    assert any("手册核销" in m.value or "Handbook" in m.value for m in app.markdown)
    app.button(key="pools_go_hall").click().run()
    settle()
    app.run()
    assert not app.exception
    said = "\n".join(m.value for m in app.markdown).replace("\\", "")
    assert ("各管各的需" if lang == "zh" else "people apart") in said


def test_one_queue_shares_nothing(open_app: Opener) -> None:
    app = open_app("hotline", "en", "backup")
    app.session_state["backup_part_hotline"] = "pools"
    app.run()
    assert not app.exception and any("No two queues" in i.value for i in app.info)
