"""A share promised over a day or week: the whole keeps it, intervals keep their floor, with the fewest heads."""

import itertools
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest

from scheduler.staffing.expected import Cells, in_time
from scheduler.staffing.heads import required_heads
from scheduler.staffing.need import QueueNeed, met_frame, need_frame
from scheduler.staffing.over_time import Runs, judge
from scheduler.staffing.period_shares import of_need, of_people
from scheduler.staffing.periods import OPEN, on_post
from scheduler.staffing.reasons import NeedReason, words
from scheduler.staffing.targets import ServiceTarget

PHONE = ServiceTarget(answer_share=0.8, within_s=15, patience_s=120.0, over="week")
HALL = ServiceTarget(answer_share=0.8, within_s=600, over="week")


def frame(
    days: list[str], mean: list[float], aht_s: float = 300.0, queue: str = "Q", opens: str = "08:00"
) -> pd.DataFrame:
    starts = pd.DatetimeIndex(
        np.concatenate([pd.date_range(f"{day} {opens}", periods=len(mean), freq="30min").to_numpy() for day in days])
    )
    return pd.DataFrame(
        {
            "queue": queue,
            "start": starts,
            "end": starts + pd.Timedelta(minutes=30),
            "mean": mean * len(days),
            "cv": 0.1,
            "aht_s": aht_s,
        }
    )


def shares(rows: pd.DataFrame, how: QueueNeed) -> list[float]:
    return [one.share for one in of_need(need_frame(rows, {"Q": how}), {"Q": how})]


WEEK = [f"2026-09-{day:02d}" for day in range(7, 14)]
CURVE = [6.0, 20.0, 45.0, 60.0, 52.0, 30.0, 33.0, 48.0, 40.0, 22.0, 9.0, 3.0]


@pytest.mark.parametrize(
    "target",
    [
        PHONE,
        replace(PHONE, share_of="answered"),
        replace(PHONE, share_of="lasting"),
        replace(PHONE, patience_s=None),
        replace(PHONE, shrinkage=0.12),
        replace(PHONE, lead_share=0.7),
        replace(PHONE, confidence=0.8),
        replace(PHONE, floor=0.72),
        replace(PHONE, over="day"),
    ],
    ids=["erlang A", "answered", "lasting", "erlang C", "shrinkage", "leader", "confidence", "floor", "day"],
)
def test_the_whole_keeps_what_its_intervals_need_not(target: ServiceTarget) -> None:
    rows, how = frame(WEEK, CURVE), QueueNeed(target, load="stationary")
    cells, each = need_frame(rows, {"Q": how}), need_frame(rows, {"Q": QueueNeed(target.each, load="stationary")})
    found = of_need(cells, {"Q": how})
    assert len(found) == (7 if target.over == "day" else 1)
    for one in found:
        assert one.kept and one.below > 0
        # A leading leader counts as a full head in what is expected, and a quantile's day is busier than most.
        assert one.share < 0.8 + (0.05 if target.lead_share < 1.0 else 0.01 if target.confidence == "expected" else 0.1)
        assert one.lowest >= (target.interval_share or 0.0) - 1e-9 and one.floor == target.interval_share
        assert one.hours < one.each_hours
    assert sum(one.each_hours for one in found) == pytest.approx(sum(c.required for c in each) / 2)
    assert sum(one.hours for one in found) == pytest.approx(sum(c.required for c in cells) / 2)


def brute(cells: Cells, mean: np.ndarray, target: ServiceTarget, floor: int, most: int) -> int:
    """Fewest heads of all combinations that keep floor and whole."""
    assert target.answer_share is not None and target.interval_share is not None
    heads = np.arange(most + 1)
    there = on_post(heads, target, floor) * target.concurrency
    timely, counted = (
        np.stack(part, axis=1)
        for part in zip(*(in_time(cells, np.full(mean.size, n), target) for n in there), strict=True)
    )
    options = [
        [
            n
            for n in heads
            if n >= floor
            and (timely[i, n] >= target.interval_share * counted[i, n] - 1e-12)
            and (there[n] > 0 or not mean[i])
        ]
        for i in range(mean.size)
    ]
    found = 10**9
    for plan in itertools.product(*options):
        if sum(plan) < found:
            rows = np.arange(mean.size)
            if (mean * timely[rows, plan]).sum() >= target.answer_share * (mean * counted[rows, plan]).sum() - 1e-9:
                found = int(sum(plan))
    return found


@pytest.mark.parametrize(
    ("target", "presence"),
    [
        (PHONE, 0),
        (replace(PHONE, share_of="answered"), 0),
        (replace(PHONE, patience_s=None, floor=0.5), 0),
        (replace(PHONE, shrinkage=0.15), 0),
        (PHONE, 2),
        (replace(PHONE, concurrency=2, answer_share=0.9), 1),
    ],
    ids=["plain", "answered", "erlang C", "shrinkage", "presence", "chats"],
)
def test_no_combination_of_heads_takes_fewer(target: ServiceTarget, presence: int) -> None:
    chance = np.random.default_rng(4)
    for _ in range(6):
        mean, cv = chance.uniform(0.0, 14.0, 4) * (chance.random(4) < 0.9), chance.choice([0.0, 0.2], 4)
        cells = Cells.of(mean / 6.0, cv, 300.0, 1800.0)
        found = required_heads(mean, cv, 300.0, 1800.0, target, presence=presence)
        assert found.required.sum() == brute(cells, mean, target, presence, int(found.required.max()) + 3)


def test_other_promises_and_floors_of_heads_hold_in_every_interval() -> None:
    rows = frame(WEEK[:2], CURVE)
    strict = QueueNeed(replace(PHONE, max_wait_s=8.0, max_abandon=0.06, max_occupancy=0.85, min_heads=4), presence=3)
    cells = need_frame(rows, {"Q": strict})
    met = met_frame(rows, {"Q": strict}, [c.required for c in cells])
    assert (
        (met.wait_s <= 8.0 + 1e-9).all()
        and (met.abandonment <= 0.06 + 1e-9).all()
        and (met.occupancy <= 0.85 + 1e-9).all()
    )
    assert min(c.required for c in cells) == 4
    assert {c.reason.split(" ")[0] for c in cells} & {"minimum", "wait", "abandon", "occupancy"}
    plain = required_heads([0.5, 30.0], 0.1, 300.0, 1800.0, PHONE, presence=3)
    assert plain.required[0] == 3 and plain.reasons[0].binds == "presence"


def test_a_week_cut_by_the_plan_is_a_period_of_its_own() -> None:
    """Thursday to Tuesday: four days of one week, two of the next; a quiet week does not pay for a busy one."""
    days = [f"2026-09-{day:02d}" for day in range(10, 16)]
    rows = frame(days, CURVE)
    rows.loc[rows["start"] >= "2026-09-14", "mean"] *= 0.2
    how = QueueNeed(PHONE, load="stationary")
    found = of_need(need_frame(rows, {"Q": how}), {"Q": how})
    assert [(one.first, one.last) for one in found] == [
        (date(2026, 9, 10), date(2026, 9, 13)),
        (date(2026, 9, 14), date(2026, 9, 15)),
    ]
    assert all(0.8 - 1e-9 <= one.share < 0.83 for one in found)
    alone = need_frame(rows[rows["start"] >= "2026-09-14"], {"Q": how})
    assert [c.required for c in need_frame(rows, {"Q": how})][-24:] == [c.required for c in alone]


def test_queues_staffed_alike_keep_their_own_weeks_whatever_the_order_of_rows() -> None:
    rows = pd.concat([frame(WEEK[:2], CURVE), frame(WEEK[:2], [m / 4 for m in CURVE], queue="R")])
    how = QueueNeed(PHONE, load="stationary")
    targets = {"Q": how, "R": how}
    mixed = rows.sample(frac=1.0, random_state=3)
    cells = need_frame(mixed, targets)
    found = {one.queue: one for one in of_need(cells, targets)}
    assert all(one.kept for one in found.values())
    alone = {(c.queue, c.start): c.required for q in targets for c in need_frame(rows[rows["queue"] == q], targets)}
    assert all(c.required == alone[c.queue, c.start] for c in cells)


def test_nobody_comes() -> None:
    rows, how = frame(WEEK[:1], [0.0, 0.0, 0.0]), QueueNeed(PHONE)
    cells = need_frame(rows, {"Q": how})
    assert [c.required for c in cells] == [0, 0, 0] and of_need(cells, {"Q": how})[0].share == 1.0
    mixed = need_frame(frame(WEEK[:1], [0.0, 30.0, 0.0]), {"Q": QueueNeed(PHONE, presence=1, load="stationary")})
    assert [c.required for c in mixed][::2] == [1, 1] and mixed[1].expected_service >= 0.8
    assert words(mixed[0].reason, "zh") and words(cells[0].reason, "en") == "no load, nobody needed"


def test_where_seats_are_too_few_each_interval_gets_what_it_would_alone() -> None:
    rows = frame(WEEK[:1], CURVE)
    how = QueueNeed(PHONE, seats=5, load="stationary")
    cells, each = need_frame(rows, {"Q": how}), need_frame(rows, {"Q": replace(how, target=PHONE.each)})
    assert [c.required for c in cells] == [c.required for c in each]
    (one,) = of_need(cells, {"Q": how})
    assert not one.kept and {c.reason.split(" ")[0] for c in cells} == {"share"}
    assert "缺" in words(cells[3].reason, "zh") and "target missed" in words(cells[3].reason, "en")
    # A few seats too few in the peak are made up for elsewhere.
    peak = max(c.required for c in need_frame(rows, {"Q": replace(how, seats=None)}))
    tight = replace(how, seats=peak - 1)
    assert shares(rows, tight)[0] >= 0.8 - 1e-9


def test_a_service_that_outlasts_its_interval_is_judged_by_the_chain() -> None:
    rows = frame(WEEK[:5], [20.0, 20.0, 18.0, 14.0, 14.0, 10.0, 8.0], 900.0, opens="08:30").assign(cv=0.0)
    for how in (QueueNeed(HALL), QueueNeed(HALL, at_the_door=6), QueueNeed(replace(HALL, over="day"))):
        cells = need_frame(rows, {"Q": how})
        each = need_frame(rows, {"Q": replace(how, target=HALL.each)})
        for one in of_need(cells, {"Q": how}):
            assert 0.8 - 1e-9 <= one.share < 0.83 and one.lowest >= 0.6 - 1e-9
        assert sum(c.required for c in cells) <= sum(c.required for c in each)
        met = met_frame(rows, {"Q": how}, [c.required for c in cells])
        assert of_people(rows, {"Q": how}, met, [c.required for c in cells])[0].share == pytest.approx(
            of_need(cells, {"Q": how})[0].share
        )


def test_the_chains_plan_is_near_the_best_of_all() -> None:
    """One day, every plan of five intervals judged by the chain: 45 heads are the least, 47 keep the share in each."""
    mean = [20.0, 20.0, 18.0, 14.0, 14.0]
    plans = np.array(list(itertools.product(range(5, 9), range(10, 13), range(9, 12), range(8, 11), range(7, 10))))
    served = judge(Runs.of([mean] * len(plans), 0.0, 900.0, 1800.0), plans, HALL).met.service
    good = (served >= 0.6).all(axis=1) & (served @ np.array(mean) >= 0.8 * sum(mean))
    cells = need_frame(frame(WEEK[:1], mean, 900.0).assign(cv=0.0), {"Q": QueueNeed(HALL)})
    assert plans[good].sum(axis=1).min() <= sum(c.required for c in cells) <= plans[good].sum(axis=1).min() + 1


def test_an_absentee_of_the_floor_is_replaced() -> None:
    assert on_post(np.array([1, 2, 3, 10]), replace(PHONE, shrinkage=0.3), 2).tolist() == [1, 2, 2, 7]


def test_what_is_past_counts_and_stays() -> None:
    rows, how = frame(WEEK[:2], CURVE), QueueNeed(PHONE, load="stationary")
    planned = np.array([c.required for c in need_frame(rows, {"Q": how})])
    short = np.where(np.arange(24) < 12, np.maximum(planned - 1, 0), OPEN)
    after = need_frame(rows, {"Q": how}, short)
    assert [c.required for c in after[:12]] == short[:12].tolist()
    assert sum(c.required for c in after[12:]) > planned[12:].sum()
    assert of_need(after, {"Q": how})[0].kept


def test_reasons_say_why_an_interval_is_at_its_floor() -> None:
    cells = need_frame(frame(WEEK, CURVE), {"Q": QueueNeed(PHONE, load="stationary")})
    low, high = (next(c for c in cells if c.reason.startswith(code)) for code in ("floor", "whole"))
    assert low.expected_service < 0.8
    zh, en = words(low.reason, "zh"), words(low.reason, "en")
    assert (
        zh.startswith(f"按时段下限60%需{low.required}人")
        and "因为全周合计达到80" in zh
        and "已兑现80%在15秒内接听" in zh
        and "逐时段承诺则须排" in zh
    )
    assert (
        "needed for the floor of 60% in every interval" in en
        and "because the week as a whole reaches 80" in en
        and "if each interval had to keep it" in en
    )
    assert "按全周合计80%在15秒内接听" in words(high.reason, "zh") and "so that the week as a whole keeps 80%" in words(
        high.reason, "en"
    )
    assert (
        NeedReason.parse(low.reason).numbers["each"] > low.required and str(NeedReason.parse(low.reason)) == low.reason
    )
    assert low.target == "80%/15s over week >=60%"
    shrunk = need_frame(
        frame(WEEK[:1], CURVE),
        {"Q": QueueNeed(replace(PHONE, shrinkage=0.1, share_of="answered", over="day"), load="stationary")},
    )
    said = [words(c.reason, lang) for c in shrunk for lang in ("zh", "en")]
    assert (
        any("计10%临时缺勤" in s for s in said)
        and any("已接通的80%" in s and "全天合计" in s for s in said)
        and any("the day as a whole" in s for s in said)
    )


def test_a_target_says_over_what_and_refuses_what_means_nothing() -> None:
    assert (
        PHONE.interval_share == pytest.approx(0.6)
        and PHONE.each.interval_share == 0.8
        and PHONE.each.over == "interval"
    )
    assert (
        PHONE.words("zh") == "全周合计80%在15秒内接听（每个时段不低于60%）"
        and "over the week as a whole (every interval at least 60%)" in PHONE.words("en")
    )
    for wrong, said in (
        ({"over": "month"}, "expected one of interval, day, week"),
        ({"floor": 0.8}, "below 0.8"),
        ({"over": "interval", "floor": 0.5}, "give over"),
        ({"answer_share": None, "within_s": None, "max_wait_s": 60.0}, "needs answer_share"),
    ):
        with pytest.raises(ValueError, match=said):
            replace(PHONE, **wrong)
