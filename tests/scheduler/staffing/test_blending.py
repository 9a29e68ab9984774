"""Work that may wait, done between customers: against closed forms, a chain of its own, and by hand."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest

from scheduler.activities.ahead import work_between
from scheduler.domain.center import Queue
from scheduler.domain.need import NeedCell
from scheduler.domain.routine import Backlog
from scheduler.rules.tiny import MONDAY, hotline, hotline_center
from scheduler.rules.tiny import roster as lines
from scheduler.simulation_words import blended_lines
from scheduler.staffing.simulation import blending, recursion, redials
from scheduler.staffing.simulation.blending import Batch, Cases, Work, cases_of, late
from scheduler.staffing.simulation.draw import draw
from scheduler.staffing.simulation.simulate import simulate
from scheduler.staffing.simulation.stretch import NEVER, Called, Customers, Slot, Stretch
from scheduler.store.calendars import load_calendar

ALWAYS = ((0, 10**6),)
HALF_HOURS = 20
WARM = 3600.0


def floor(n: int, load: float, runs: int, patience: float | None = None) -> tuple[Stretch, Customers]:
    slots = tuple(Slot(0, 30 * k, 30 * k + 30, load * 1800 / 180, 0.0, 180.0) for k in range(HALF_HOURS))
    stretch = Stretch(0, slots, {(0, p): ALWAYS for p in range(n)}, 1, n, closes=False)
    return stretch, draw(stretch, ["a"], runs, 3, [patience], [1.0], "day")


def endless(case_s: float, reserve: float) -> Work:
    return Work("mail", "a", ("邮件", "mail"), case_s, (Batch(0, NEVER, 4000.0),), ALWAYS, reserve)


def worked(stretch: Stretch, customers: Customers, work: Work) -> tuple[Called, float]:
    """Calls, and minutes of cases done an hour once the start is forgotten."""
    cases = {work: cases_of(work, customers.arrival.shape[0], 1)}
    found = blending.run(stretch, customers, None, ["a"], cases)
    end = HALF_HOURS * 1800.0
    assert all(c.waiting for c in cases[work])  # there was always something to do
    done = np.mean([sum(1 for finished, _, _ in c.done if WARM < finished <= end) for c in cases[work]])
    return found, float(done) * work.case_s / 60.0 / ((end - WARM) / 3600.0)


@pytest.mark.parametrize(("n", "k", "load"), [(10, 2, 6.0), (6, 0, 3.0), (8, 3, 5.5)])
def test_cases_as_long_as_calls_have_a_closed_form(n: int, k: int, load: float) -> None:
    """Somebody is always found for the (n - k)th desk: a birth and death chain from n - k on (Bhulai & Koole)."""
    stretch, customers = floor(n, load, 70)
    found, done = worked(stretch, customers, endless(180.0, k))
    busy = np.arange(n - k, 500)
    share = np.cumprod(np.concatenate([[1.0], load / np.minimum(busy[1:], n)]))
    share /= share.sum()
    waits = float(share[busy >= n].sum())
    counted = (found.calls.queue >= 0) & (found.calls.arrival > WARM)
    wait = found.served.wait[counted]
    assert float((wait > 0).mean()) == pytest.approx(waits, abs=0.02)
    assert float((wait <= 20.0).mean()) == pytest.approx(1.0 - waits * np.exp(-(n - load) * 20.0 / 180.0), abs=0.02)
    mean_busy = float((np.minimum(busy, n) * share).sum())
    assert done == pytest.approx(60.0 * (mean_busy - load), rel=0.03)
    assert done >= 60.0 * (n - load - k) - 3.0  # the fluid's free time, less the reserve, is what is sure


def test_short_cases_and_impatient_callers_are_those_of_the_chain_in_both_numbers() -> None:
    """x calls in the system, y cases in work: solved as a chain that knows nothing of the simulator."""
    n, k, load, mu, nu, theta = 8, 1, 6.0, 1 / 180.0, 1 / 60.0, 1 / 120.0
    come, most = load * mu, 40

    def settled(x: int, y: int) -> tuple[int, int]:
        while n - y - min(x, n - y) > k:
            y += 1
        return x, y

    states = {(x, y): i for i, (x, y) in enumerate((x, y) for x in range(most) for y in range(n + 1))}
    rates = np.zeros((len(states), len(states)))
    for (x, y), i in states.items():
        for rate, to in (
            (come if x + 1 < most else 0.0, (x + 1, y)),
            (mu * min(x, n - y) + theta * max(x - (n - y), 0), (x - 1, y)),
            (nu * y, (x, y - 1)),
        ):
            if rate > 0.0:
                rates[i, states[settled(*to)]] += rate
    np.fill_diagonal(rates, rates.diagonal() - rates.sum(axis=1))
    share = np.linalg.lstsq(
        np.vstack([rates.T, np.ones(len(states))]), np.append(np.zeros(len(states)), 1.0), rcond=None
    )[0]
    waiting = sum(p * max(x - (n - y), 0) for (x, y), p in zip(states, share, strict=True))
    at_once = sum(p for (x, y), p in zip(states, share, strict=True) if x < n - y)
    stretch, customers = floor(n, load, 80, 120.0)
    found, done = worked(stretch, customers, endless(60.0, k))
    counted = (found.calls.queue >= 0) & (found.calls.arrival > WARM)
    wait = found.served.wait[counted]
    assert float((wait == 0.0).mean()) == pytest.approx(at_once, abs=0.01)
    assert float((~np.isfinite(wait)).mean()) == pytest.approx(theta * waiting / come, abs=0.005)
    assert done == pytest.approx(60.0 * sum(p * y for (_, y), p in zip(states, share, strict=True)), rel=0.02)


def test_a_larger_reserve_serves_customers_better_and_does_less_work() -> None:
    stretch, customers = floor(8, 5.0, 20)
    in_time, done = [], []
    for k in (0, 1, 3, 8):
        found, minutes = worked(stretch, customers, endless(300.0, k))
        in_time.append(float((found.served.wait[found.calls.queue >= 0] <= 20.0).mean()))
        done.append(minutes)
    assert (
        in_time == sorted(in_time)
        and in_time[0] < in_time[-1] - 0.2
        and done == sorted(done, reverse=True)
        and done[-1] == 0.0
    )
    plain = recursion.run(stretch, customers)  # a reserve of all people: nothing is ever begun
    np.testing.assert_allclose(found.served.wait[customers.queue >= 0], plain.wait[customers.queue >= 0], atol=1e-6)


def test_cases_wait_for_their_hours_and_the_one_due_first_is_done_first() -> None:
    slots = (Slot(0, 480, 600, 0.001, 0.0, 60.0),)
    stretch = Stretch(0, slots, {(0, 0): ((480, 600),)}, 1, 1)
    customers = Customers(np.zeros((1, 0)), np.zeros((1, 0), dtype=np.int64), np.zeros((1, 0)), np.zeros((1, 0)))
    mail = Work("mail", "a", ("", ""), 600.0, (Batch(400, 700, 2.0),), ((480, 600),))
    urgent = Work(
        "urgent", "a", ("", ""), 600.0, (Batch(500, 505, 1.0), Batch(590, 700, 1.0)), ((520, 560), (580, 600))
    )
    cases = {w: cases_of(w, 1, 1) for w in (mail, urgent)}
    for one, length in ((mail, 900.0), (urgent, 600.0)):
        (mine,) = cases[one]
        mine.coming = type(mine.coming)((a, b, length) for a, b, _ in mine.coming)
    blending.run(stretch, customers, None, ["a"], cases)
    (first,), (second,) = cases[mail], cases[urgent]
    assert [e / 60 for e, _, _ in first.done] == [495.0, 510.0]
    assert [e / 60 for e, _, _ in second.done] == [530.0, 600.0]  # not before 520; the second is begun at 590
    assert late(first, 720 * 60.0) == (2, 0) and late(second, 720 * 60.0) == (2, 1)
    assert late(Cases(second.coming, type(second.coming)([(0.0, 60.0, 1.0), (0.0, 9e9, 1.0)])), 720 * 60.0) == (1, 1)


def test_callers_call_again_while_cases_are_done() -> None:
    stretch, _ = floor(6, 5.5, 2)
    customers = draw(stretch, ["a"], 30, 3, [90.0], [1.0], "day", [(0.5, 300.0)])
    plain = redials.run(stretch, customers)
    none = {w: cases_of(w, 30, 1) for w in (replace(endless(200.0, 0), batches=()),)}
    same = blending.run(stretch, customers, None, ["a"], none)
    real = same.calls.queue >= 0
    np.testing.assert_allclose(plain.served.wait[real], same.served.wait[real], atol=1e-6)
    busy, _ = worked(stretch, customers, endless(200.0, 0))
    assert (busy.calls.queue >= 0).sum() > 1.1 * real.sum()


def center(reserve: float = 0.0, within: int = 1):  # type: ignore[no-untyped-def]
    target = {"answer_share": 0.8, "within_s": 20}
    return hotline_center(
        queues=(Queue("Q", "热线", "hotline", "phone", ("phone",), target, reserve=reserve),),
        backlogs=(
            Backlog("B1", "call_back", "回访", "Call-backs", 210, 5, within, queue="Q", earliest=540, latest=1020),
            Backlog("B2", "filing", "归档", "Filing", 70, 5, queue="Q", people=("x",)),
        ),
    )


def test_a_roster_is_simulated_with_its_work() -> None:
    midnight = datetime.combine(MONDAY, datetime.min.time())
    needs = tuple(
        NeedCell(
            "Q",
            midnight + timedelta(minutes=m),
            midnight + timedelta(minutes=m + 30),
            4.0,
            1,
            0.53,
            cv=0.1,
            aht_s=240.0,
        )
        for m in range(0, 3 * 1440, 30)
    )
    day = ("x N {0}", "y D {0}", "l D {0}", "h E {0}")
    shifts = [line.format(d) for d in range(3) for line in day]
    calendar, found = load_calendar(), {}
    for reserve in (0.0, 1.0, 2.0):
        problem = hotline(3, center=center(reserve), needs=needs)
        work = work_between(problem, calendar)
        assert (
            [w.id for w in work] == ["B1"]
            and work[0].case_s == 300.0
            and sum(b.cases for b in work[0].batches) == pytest.approx(60.0)
        )
        assert work[0].may == tuple((1440 * d + 540, 1440 * d + 1020) for d in range(3)) and [
            b.due for b in work[0].batches
        ] == [2880, NEVER]
        assert work_between(problem, calendar, but=("B1",)) == ()
        assert sum(b.cases for w in work_between(problem, calendar, volume=1.5) for b in w.batches) == pytest.approx(
            90.0
        )
        (found[reserve],) = simulate(problem, lines(problem, *shifts), replications=60, work=work).blended
    plain = simulate(problem, lines(problem, *shifts), replications=60)
    assert plain.blended == ()
    none, one, two = found[0.0], found[1.0], found[2.0]
    assert none.service < one.service < two.service == two.alone and none.change_margin < none.alone - none.service
    assert none.alone == one.alone == pytest.approx(plain.queues[0].service, abs=1e-12)  # the same customers
    (kind,) = none.kinds
    assert (
        kind.came == pytest.approx(20.0)
        and 19.0 < kind.done < 21.0
        and kind.minutes == pytest.approx(100.0, rel=0.06)
        and kind.due == pytest.approx(30.0, abs=0.5)
        and kind.late < 0.05
    )
    assert two.kinds[0].done == 0.0 and two.kinds[0].late == 1.0
    result = simulate(problem, lines(problem, *shifts), replications=4, work=work)
    zh, en = ("\n".join(blended_lines(problem.center, result, lang)) for lang in ("zh", "en"))
    assert "兼做可延后工作" in zh and "100%逾期" in zh and "Call-backs: 20.0 a day come" in en and "100% late" in en
