"""Four service levels by name: of all offered, of those answered, without short calls, and where nobody hangs up."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from scheduler.domain.need import NeedCell
from scheduler.rules.tiny import MONDAY, hall, hall_center
from scheduler.rules.tiny import roster as lines
from scheduler.staffing.expected import Cells, expected
from scheduler.staffing.need import QueueNeed, need_frame
from scheduler.staffing.queues import erlang_a
from scheduler.staffing.reasons import words
from scheduler.staffing.simulation.simulate import simulate
from scheduler.staffing.targets import SHARES_OF, ServiceTarget

PHONE = ServiceTarget(answer_share=0.9, within_s=20.0, patience_s=120.0)


def named(of: str) -> ServiceTarget:
    return replace(PHONE, share_of=of)


def test_the_cell_of_the_paper_has_its_four_values() -> None:
    """Garnett, Mandelbaum, Reiman (2002): 48 calls a minute of 1 min, 50 agents, patience 2 min; 20 s."""
    cell = Cells.of([48.0], [0.0], [60.0], [1800.0])
    found = [float(expected(cell, 50, replace(named(of), within_s=20.0)).service[0]) for of in SHARES_OF]
    exact = erlang_a.measures(48.0, 50, 60.0, 120.0, 20.0)
    assert found == pytest.approx([float(exact.sl_offered), float(exact.sl_answered), float(exact.sl_excl_short)])
    assert found[0] < found[2] < found[1]
    c = float(
        expected(cell, 50, ServiceTarget(answer_share=0.9, within_s=20.0)).service[0]
    )  # nobody hangs up: Erlang C
    assert c < found[0]


def test_the_smallest_number_keeps_the_promise_and_one_fewer_does_not() -> None:
    chance = np.random.default_rng(3)
    load, h, patience, within = (
        10 ** chance.uniform(-1, 2, 400),
        10 ** chance.uniform(1.7, 3, 400),
        10 ** chance.uniform(1.3, 3, 400),
        chance.choice([5.0, 20.0, 60.0], 400),
    )
    heads = []
    for of, name in zip(SHARES_OF, ("sl_offered", "sl_answered", "sl_excl_short"), strict=True):
        n = erlang_a.need(load, h, patience, answer_share=0.85, within_s=within, share_of=of)
        kept = getattr(erlang_a.measures(load, n, h, patience, within), name)
        assert (kept >= 0.85 - 1e-9).all()
        some = n > 0
        fewer = getattr(erlang_a.measures(load[some], n[some] - 1, h[some], patience[some], within[some]), name)
        assert (np.nan_to_num(fewer) < 0.85).all()
        heads.append(n)
    assert (heads[1] <= heads[2]).all() and (heads[2] <= heads[0]).all() and heads[1].sum() < heads[0].sum()


def test_levels_rise_with_people() -> None:
    chance = np.random.default_rng(1)
    for _ in range(100):
        a, h, patience, within = (
            10 ** chance.uniform(-1.5, 2),
            10 ** chance.uniform(1.5, 3),
            10 ** chance.uniform(1, 3),
            chance.choice([0.0, 10.0, 60.0]),
        )
        found = erlang_a.measures(a, np.arange(1, int(2 * a) + 12), h, patience, within)
        for level in (found.sl_answered, found.sl_excl_short):
            assert (np.diff(level) >= -1e-9).all()


def test_days_of_different_rates_are_counted_together() -> None:
    cells = Cells.of([20.0], [0.3], [180.0], [1800.0])
    steady = Cells.of([20.0], [0.0], [180.0], [1800.0])
    for of in SHARES_OF:
        assert 0.3 < expected(cells, 21, named(of)).service[0] < expected(steady, 21, named(of)).service[0] < 1.0


def test_it_is_read_named_and_refused_where_it_means_nothing() -> None:
    assert named("answered").code == "90%/20s of answered" and PHONE.code == "90%/20s"
    assert named("answered").words("zh").startswith(
        "已接通的90%在20秒内接听"
    ) and "of all but those who hang up" in named("lasting").words("en")
    start = datetime(2026, 9, 7, 9)
    frame = pd.DataFrame(
        {
            "queue": ["Q"],
            "start": [start],
            "end": [start + timedelta(minutes=30)],
            "mean": [90.0],
            "cv": [0.1],
            "aht_s": [200.0],
        }
    )
    (cell,) = need_frame(frame, {"Q": QueueNeed(named("answered"))})
    assert (
        "of=1" in cell.reason
        and "已接通的90%" in words(cell.reason, "zh")
        and "90% of those answered" in words(cell.reason, "en")
    )
    with pytest.raises(ValueError, match="counts of all offered"):
        need_frame(frame, {"Q": QueueNeed(named("answered"), load="forward")})
    (slow,) = need_frame(
        frame.assign(aht_s=1500.0), {"Q": QueueNeed(named("answered"))}
    )  # would be walked forward; the carried load is used
    assert slow.required > 30
    for wrong, said in (
        ({"share_of": "callers"}, "expected one of"),
        ({"share_of": "answered", "patience_s": None}, "patience_s"),
    ):
        with pytest.raises(ValueError, match=said):
            replace(PHONE, **wrong)


def test_simulated_customers_are_counted_by_the_same_name() -> None:
    midnight = datetime.combine(MONDAY, datetime.min.time())
    needs = tuple(
        NeedCell(
            "Q1",
            midnight + timedelta(minutes=m),
            midnight + timedelta(minutes=m + 30),
            3.0,
            1,
            0.8,
            cv=0.0,
            aht_s=480.0,
        )
        for m in range(540, 720, 30)
    )
    found = {}
    for of in SHARES_OF:
        target = {"answer_share": 0.8, "within_s": 300, "patience_s": 900.0, "share_of": of}
        problem = hall(
            center=hall_center(queues=tuple(replace(q, target=target) for q in hall_center().queues)), needs=needs
        )
        found[of] = next(
            q for q in simulate(problem, lines(problem, "a W1 AM"), replications=1500).queues if q.queue == "Q1"
        )
    steady = erlang_a.measures(0.8, 1, 480.0, 900.0, 300.0)
    levels = {of: queue.service for of, queue in found.items()}
    assert levels["offered"] < levels["lasting"] < levels["answered"]
    for of, name in zip(SHARES_OF, ("sl_offered", "sl_answered", "sl_excl_short"), strict=True):
        assert levels[of] == pytest.approx(
            float(getattr(steady, name)), abs=0.08
        )  # the morning begins empty: a little better than steady
    assert found["offered"].predicted is not None and found["answered"].predicted is None
