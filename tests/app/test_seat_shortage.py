"""Windows too few for the promise are told on the Demand page; the charts of heads cannot show them."""

from collections.abc import Callable
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from app.parts.seat_shortage import short_of_seats
from scheduler.planning import forecast_center, need_of, open_center

Opener = Callable[..., AppTest]


@pytest.mark.parametrize(("lang", "said"), [("zh", "席位不足"), ("en", "Too few windows")])
def test_the_hall_is_told_what_no_roster_mends(open_app: Opener, lang: str, said: str) -> None:
    app = open_app("hall", lang, "demand")
    assert not app.exception and any(said in warning.value for warning in app.warning)
    assert not any(said in warning.value for warning in open_app("hotline", lang, "demand").warning)


def test_it_is_what_the_need_wants_beyond_the_seats() -> None:
    folder = open_center("hall")
    needs = need_of(folder, forecast_center(folder, date(2026, 9, 7), date(2026, 9, 20)))
    short = short_of_seats(needs, [q.id for q in folder.center.queues])
    assert 0 < len(short) < len(needs)
    assert all(cell.required == 1 and lacking >= 1 for cell, lacking in short)
    assert short[0][0].expected_wait_s == max(cell.expected_wait_s for cell, _ in short)
    assert short_of_seats(needs, []) == []
