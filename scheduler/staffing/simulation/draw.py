"""Customers by chance: a day's factor, Poisson arrivals, handling times, patience.

Common random numbers: everything that is drawn for a queue on a day depends on the seed, the
queue's name and the date alone. Arrivals are points of a Poisson process of rate one, laid on
the queue's cumulated mean: with more demand the same customers come closer together, and bring
the same handling times. What two rosters, or two scenarios, differ by is then not chance.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.rates import TINY
from scheduler.staffing.simulation.stretch import Again, Customers, Stretch

MOST_CALLS = 12
"""Calls of one customer at most: with half of all calls lost and 70 % of those who hang up calling again, three customers in a million would go on."""


def draw(
    stretch: Stretch,
    names: Sequence[str],
    replications: int,
    seed: int,
    patience_s: Sequence[float | None],
    service_cv2: Sequence[float],
    date: str = "",
    redial: Sequence[tuple[float, float]] | None = None,
) -> Customers:
    """Customers of one stretch.

    Parameters
    ----------
    names
        Of the queues, by index.
    patience_s
        Mean patience by queue, None: nobody leaves.
    service_cv2
        Squared coefficient of variation of handling times by queue: 1 exponential, else lognormal
        (0: all alike).
    date
        Of the stretch's day and part, such as ``2026-09-07 1``: part of the seed.
    redial
        By queue: share of those who hang up who call again, and mean seconds until then; None: nobody does.
    """
    parts = [
        _of_queue(stretch, q, _generator(seed, names[q], date), replications, patience_s[q], service_cv2[q])
        for q in range(stretch.queues)
    ]
    arrival, service, patience = (np.concatenate([part[i] for part in parts], axis=1) for i in range(3))
    queue = np.concatenate([np.full(part[0].shape, q, dtype=np.int64) for q, part in enumerate(parts)], axis=1)
    order = np.argsort(arrival, axis=1, kind="stable")
    most = int(np.isfinite(arrival).sum(axis=1).max(initial=0))

    def sort(values: FloatArray) -> FloatArray:
        return np.take_along_axis(values, order, axis=1)[:, :most]

    arrival, service, patience, queue = (
        sort(arrival),
        sort(service),
        sort(patience),
        np.take_along_axis(queue, order, axis=1)[:, :most],
    )
    queue[~np.isfinite(arrival)] = -1
    if redial is None or not any(share for share, _ in redial):
        return Customers(arrival, queue, service, patience)
    whole = tuple(redial)
    further = [
        _again(_generator(seed, names[q], f"{date} again"), parts[q][0].shape, whole[q], patience_s[q])
        for q in range(stretch.queues)
    ]
    calls = np.take_along_axis(np.concatenate([f[0] for f in further], axis=1), order, axis=1)[:, :most]
    deep = max(f[1].shape[0] for f in further)
    delay, wait = (
        np.take_along_axis(
            np.concatenate([np.pad(f[i], ((0, deep - f[i].shape[0]), (0, 0), (0, 0))) for f in further], axis=2),
            order[None],
            axis=2,
        )[:, :, :most]
        for i in (1, 2)
    )
    return Customers(arrival, queue, service, patience, Again(calls, delay, wait))


def _again(
    chance: np.random.Generator, shape: tuple[int, ...], redial: tuple[float, float], patience_s: float | None
) -> tuple[npt.NDArray[np.int64], FloatArray, FloatArray]:
    """Calls at most, delays and patiences of further calls, of one queue's customers."""
    often, *rest = chance.spawn(1 + 2 * MOST_CALLS)
    (replications, customers), (share, after_s) = shape, redial
    if not share or patience_s is None:
        nothing = np.zeros((0, replications, customers))
        return np.ones((replications, customers), dtype=np.int64), nothing, nothing
    # Who calls again after each hanging up with the same chance calls at most a geometric number of times.
    calls = np.minimum(often.geometric(1.0 - share, (customers, replications)).T, MOST_CALLS)
    deep = int(calls.max(initial=1)) - 1
    drawn = (
        np.stack([one.standard_exponential((customers, replications)).T for one in rest[: 2 * deep]])
        if deep
        else np.zeros((0, replications, customers))
    )
    return calls, drawn[::2] * after_s, drawn[1::2] * patience_s


def _generator(seed: int, name: str, date: str) -> np.random.Generator:
    digest = hashlib.sha256(f"{seed}|{name}|{date}".encode()).digest()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(int.from_bytes(digest[:16], "big"))))


def _of_queue(
    stretch: Stretch, queue: int, chance: np.random.Generator, replications: int, patience_s: float | None, cv2: float
) -> tuple[FloatArray, FloatArray, FloatArray]:
    slots = [slot for slot in stretch.slots if slot.queue == queue]
    door = stretch.at_the_door.get(queue, 0)
    day, first, rest, stay = chance.spawn(4)
    if not slots:
        return (np.full((replications, 0), np.inf),) * 3
    edges = np.array([slots[0].start, *(slot.end for slot in slots)]) * 60.0
    mean, cv = np.array([s.mean for s in slots]), np.array([s.cv for s in slots])
    factor = _day_factors(cv, day, replications)
    cumulated = np.concatenate([np.zeros((replications, 1)), np.cumsum(mean * factor, axis=1)], axis=1)
    total = float(cumulated[:, -1].max())
    room = int(total + 8.0 * np.sqrt(total + 1.0) + 20.0)
    # Row by row, so that the first points are the same whatever the room.
    points = np.cumsum(first.standard_exponential((room, replications)), axis=0).T
    arrival = _laid_on(points, cumulated, edges)
    here = np.broadcast_to(edges[0], (replications, door))
    arrival = np.concatenate([here, arrival], axis=1)
    aht = np.array([s.aht_s for s in slots])
    at = np.clip(
        np.searchsorted(edges, np.where(np.isfinite(arrival), arrival, edges[0]), side="right") - 1, 0, aht.size - 1
    )
    service = _handling(rest, arrival.shape[1], replications, cv2) * aht[at]
    patience = np.full(arrival.shape, np.inf)
    if patience_s is not None:
        patience = stay.standard_exponential((arrival.shape[1], replications)).T * patience_s
    return arrival, service, patience


def _day_factors(cv: FloatArray, chance: np.random.Generator, replications: int) -> FloatArray:
    """Gamma factors of mean 1, shape (replications, slots); a day that is busy in one slot is so in all."""
    level = chance.standard_normal(replications)
    if not (cv >= TINY).any():
        return np.ones((replications, cv.size))
    # Wilson & Hilferty (1931): the cube root of a gamma variable is nearly normal; the mean is put right after.
    ninth = np.maximum(cv, TINY)[None, :] ** 2 / 9.0
    factor = np.maximum(1.0 - ninth + np.sqrt(ninth) * level[:, None], 1e-3) ** 3
    return np.asarray(np.where(cv[None, :] >= TINY, factor, 1.0))


def _laid_on(points: FloatArray, cumulated: FloatArray, edges: FloatArray) -> FloatArray:
    """Moments at which the cumulated mean of each replication reaches its points; inf beyond its end."""
    found = np.full(points.shape, np.inf)
    for r in range(points.shape[0]):
        inside = int(np.searchsorted(points[r], cumulated[r, -1]))
        found[r, :inside] = np.interp(points[r, :inside], cumulated[r], edges)
    return found


def _handling(chance: np.random.Generator, customers: int, replications: int, cv2: float) -> FloatArray:
    """Handling times of mean 1, shape (replications, customers)."""
    if cv2 == 1.0:
        return chance.standard_exponential((customers, replications)).T
    sigma2 = np.log1p(cv2)
    return np.asarray(np.exp(np.sqrt(sigma2) * chance.standard_normal((customers, replications)).T - sigma2 / 2.0))
