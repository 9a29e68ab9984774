"""The exact queue over time: arrivals and people change from interval to interval, the crowd stays.

M(t)/M(t)/s(t), with patience M(t)/M(t)/s(t)+M: the chain of the number in the system, solved by
uniformization, for many queues at once. It judges a staffing; the stationary formulas only
guess. Where people leave at the end of an interval, a customer in service goes back to the head
of the queue (a clerk would finish first), which makes the judge a little strict.

Sources: Jensen, Skandinavisk Aktuarietidskrift 36 (1953), uniformization; Green & Kolesar,
Management Science 37 (1991), why the chain and not the formula.
"""

from dataclasses import dataclass

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray, IntArray

TAIL = 1e-13
"""Poisson mass that uniformization leaves out."""

STEP = 400.0
"""Largest mean of the Poisson number of jumps in one go: beyond, exp(-mean) comes near underflow."""


@dataclass(frozen=True, slots=True)
class Interval:
    """What happens in one interval of each of ``rows`` queues; arrays of shape (rows,).

    Attributes
    ----------
    arrival_rate, service_rate, leave_rate
        Per second: arrivals, services of one busy person, patience running out of one waiting
        customer (0: nobody leaves).
    n
        People on post.
    seconds
        Length.
    """

    arrival_rate: FloatArray
    service_rate: FloatArray
    leave_rate: FloatArray
    n: IntArray
    seconds: float


def pass_through(crowd: FloatArray, during: Interval) -> tuple[FloatArray, FloatArray]:
    """Crowd at the end of an interval, and its mean over the interval.

    Parameters
    ----------
    crowd
        Probability of each number in the system at the start, shape (rows, states); state k is
        k customers. Arrivals that would exceed the last state are turned away: leave room.

    Returns
    -------
    (end, mean)
        Each of the shape of ``crowd``.
    """
    k = np.arange(crowd.shape[1])
    busy = np.minimum(k, during.n[:, None])
    down = busy * during.service_rate[:, None] + (k - busy) * during.leave_rate[:, None]
    up = np.broadcast_to(during.arrival_rate[:, None], down.shape).copy()
    up[:, -1] = 0.0
    fastest = float(np.max(up + down)) or 1.0
    pieces = max(1, int(np.ceil(fastest * during.seconds / STEP)))
    mean = np.zeros_like(crowd)
    for _ in range(pieces):
        crowd, part = _uniformized(crowd, up / fastest, down / fastest, fastest * during.seconds / pieces)
        mean += part
    return crowd, mean / pieces


def _uniformized(crowd: FloatArray, up: FloatArray, down: FloatArray, jumps: float) -> tuple[FloatArray, FloatArray]:
    """End and mean after a Poisson number of jumps of mean ``jumps``; probabilities of one jump."""
    stay = 1.0 - up - down
    weight, reached = np.exp(-jumps), 0.0
    end, mean = np.zeros_like(crowd), np.zeros_like(crowd)
    # Two arrays take turns: making one anew each jump took longer than the jump.
    state, following, part, n = crowd.copy(), np.empty_like(crowd), np.empty_like(crowd), 0
    up, down = up[:, :-1], down[:, 1:]
    gained, lost = part[:, :-1], part[:, 1:]
    while True:
        reached += weight
        end += np.multiply(state, weight, out=part)
        # The n-th state lasts, on average, P(more than n jumps) / jumps of the time.
        rest = max(1.0 - reached, 0.0)
        if jumps:
            mean += np.multiply(state, rest / jumps, out=part)
        if rest <= TAIL and n >= jumps:
            break
        n += 1
        np.multiply(stay, state, out=following)
        following[:, 1:] += np.multiply(up, state[:, :-1], out=gained)
        following[:, :-1] += np.multiply(down, state[:, 1:], out=lost)
        state, following, weight = following, state, weight * jumps / n
    if not jumps:
        mean = end.copy()
    return end / end.sum(axis=1, keepdims=True), mean / mean.sum(axis=1, keepdims=True)


def served_within(during: Interval, states: int, within_s: FloatArray) -> FloatArray:
    """Probability that who arrives and finds k customers is served within ``within_s``, shape (rows, states).

    With patience the customer must also still be there. People are taken as on post for the
    whole wait.

    Notes
    -----
    Nobody leaves: the place q behind the first waits for q + 1 services, an Erlang time.
    Patience theta: the wait V is a sum of exponentials of rates n mu + j theta, j = 0..q, so
    exp(-theta V) is a Beta(x, q + 1) variable Y, x = n mu / theta; served within T is
    E[Y; Y >= exp(-theta T)] = x / (x + q + 1) P(Beta(x + 1, q + 1) >= exp(-theta T)).
    """
    # The day's rate does not come into it: rows that differ in nothing else are worked out once.
    kinds, row = np.unique(
        np.stack([during.n, during.service_rate, during.leave_rate, within_s], axis=1), axis=0, return_inverse=True
    )
    n, rate, leave, within = kinds[:, 0].astype(np.int64), kinds[:, 0] * kinds[:, 1], kinds[:, 2], kinds[:, 3]
    reached = _erlang_reached(rate * within, states)
    for kind in np.flatnonzero((leave > 0.0) & (rate > 0.0)):
        reached[kind] = _beta_reached(rate[kind] / leave[kind], float(np.exp(-leave[kind] * within[kind])), states)
    place = np.arange(states) - n[:, None]  # behind the first of those who wait; below 0 there is somebody free
    found = np.where(place < 0, 1.0, np.take_along_axis(reached, np.maximum(place, 0), axis=1))
    return np.asarray(found[row.ravel()])


def _erlang_reached(mean: FloatArray, places: int) -> FloatArray:
    """P(Poisson(mean) >= q + 1) for q = 0..places - 1, shape (means, places); 0 where the mean is 0."""
    q = np.arange(places)
    log_factorial = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, places)))])
    some = np.maximum(mean, np.finfo(np.float64).tiny)[:, None]
    reached = np.clip(1.0 - np.cumsum(np.exp(q * np.log(some) - some - log_factorial), axis=1), 0.0, 1.0)
    return np.asarray(np.where(mean[:, None] > 0.0, reached, 0.0))


def _beta_reached(x: float, least: float, places: int) -> FloatArray:
    """E[Y; Y >= least] for Y ~ Beta(x, q + 1), q = 0..places - 1."""
    q = np.arange(places)
    # P(Beta(x + 1, q + 1) >= y) falls from 1 - y^(x + 1) by y^(x + 1) (1 - y)^q prod_{i<=q} (x + i) / i each place.
    factors = np.concatenate([[1.0], (1.0 - least) * (x + q[1:]) / q[1:]])
    drops = least ** (x + 1.0) * np.cumprod(factors) if least > 0.0 else np.zeros(places)
    reached = np.clip(1.0 - np.cumsum(drops), 0.0, 1.0)
    return np.asarray(x / (x + q + 1.0) * reached)
