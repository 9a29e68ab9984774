"""Dials: what is turned and what is not, and that need and service are those of the forecast scaled by hand."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from scheduler.planning import forecast_center, open_center, targets_of
from scheduler.staffing.dials import Dials
from scheduler.staffing.need import QueueNeed, met_frame, need_frame
from scheduler.staffing.period_shares import of_need
from scheduler.staffing.targets import ServiceTarget


@pytest.fixture(scope="module", params=["hall", "hotline"])
def day(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, dict[str, QueueNeed]]:
    folder = open_center(request.param)
    assert folder.horizon is not None
    first = folder.horizon[0]
    made = forecast_center(folder, first, first)
    assert made is not None
    return made.frame, targets_of(folder.center)


def test_what_a_need_promises_is_what_its_heads_give(day: tuple[pd.DataFrame, dict[str, QueueNeed]]) -> None:
    frame, targets = day
    for dials in (Dials(), Dials(volume=1.4, shrinkage=0.1), Dials(handling=0.7, patience_s=400.0)):
        rows, how = dials.frame(frame), dials.targets(targets)
        cells = need_frame(rows, how)
        met = met_frame(rows, how, [cell.required for cell in cells])
        np.testing.assert_allclose(met.service, [cell.expected_service for cell in cells], atol=1e-12)
        np.testing.assert_allclose(met.wait_s, [cell.expected_wait_s for cell in cells], atol=1e-9)


def test_rows_of_several_queues_go_through_as_each_alone(day: tuple[pd.DataFrame, dict[str, QueueNeed]]) -> None:
    frame, targets = day
    together = need_frame(frame, targets)
    alone = [cell for queue in targets for cell in need_frame(frame[frame["queue"] == queue], {queue: targets[queue]})]
    assert [(c.queue, c.start, c.required) for c in together] == [(c.queue, c.start, c.required) for c in alone]
    np.testing.assert_allclose([c.expected_wait_s for c in together], [c.expected_wait_s for c in alone], atol=1e-6)


def test_more_customers_or_more_people_move_service_the_right_way(
    day: tuple[pd.DataFrame, dict[str, QueueNeed]],
) -> None:
    frame, targets = day
    heads = [cell.required for cell in need_frame(frame, targets)]
    as_is, more, helped = (
        met_frame(rows, targets, people)
        for rows, people in ((frame, heads), (Dials(volume=1.3).frame(frame), heads), (frame, np.array(heads) + 1))
    )
    busy = frame["mean"].to_numpy() > 0.5
    assert (more.wait_s[busy] > as_is.wait_s[busy]).all() and (helped.wait_s[busy] < as_is.wait_s[busy]).all()


def test_a_promise_is_changed_only_where_there_is_one() -> None:
    phone = QueueNeed(ServiceTarget(answer_share=0.8, within_s=20, patience_s=90.0, max_abandon=0.05))
    window = QueueNeed(ServiceTarget(max_wait_s=900), seats=1, presence=1)
    turned = Dials(answer_share=0.9, within_s=15, max_wait_s=600, shrinkage=0.1).targets({"p": phone, "w": window})
    assert turned["p"] == replace(phone, target=replace(phone.target, answer_share=0.9, within_s=15, shrinkage=0.1))
    assert turned["w"] == replace(window, target=replace(window.target, max_wait_s=600, shrinkage=0.1))
    assert Dials(patience_s=0.0).targets({"w": window}) == {"w": window}
    assert Dials(patience_s=0.0).targets({"p": phone}) == {"p": phone}  # a limit on hanging up needs people who may
    assert Dials(patience_s=30.0).targets({"p": phone})["p"].target.patience_s == 30.0


def test_a_week_turned_is_planned_as_a_week(day: tuple[pd.DataFrame, dict[str, QueueNeed]]) -> None:
    frame, _ = day
    how = QueueNeed(
        ServiceTarget(answer_share=0.8, within_s=20, patience_s=90.0, over="week", floor=0.7), load="stationary"
    )
    targets = dict.fromkeys(frame["queue"].unique(), how)
    for dials in (Dials(), Dials(volume=1.5), Dials(answer_share=0.9), Dials(answer_share=0.65)):
        turned, rows = dials.targets(targets), dials.frame(frame)
        cells = need_frame(rows, turned)
        met = met_frame(rows, turned, [cell.required for cell in cells])
        np.testing.assert_allclose(met.service, [cell.expected_service for cell in cells], atol=1e-12)
        wanted = dials.answer_share or 0.8
        for one in of_need(cells, turned):
            assert one.kept and one.promised == wanted
            assert one.floor == (0.7 if wanted > 0.7 else pytest.approx(0.75 * wanted))
    assert Dials(answer_share=0.65).targets(targets)[frame["queue"].iloc[0]].target.floor is None
