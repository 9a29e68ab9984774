"""One pool in one interval: apart, as one, with today's skills, and what one more skill would bring."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from scheduler.pools.mix import Mix, cheapest_mix, single_need
from scheduler.pools.of_center import Pool
from scheduler.staffing.pool import Met, Stream, Trial

SHOWN = 3
"""Trainings told, the best first."""
WORTH = 0.002
"""Share of all customers that a training must bring in time to be told."""


@dataclass(frozen=True, slots=True)
class Training:
    """One person of a group learns one thing more.

    Attributes
    ----------
    group, learns
        Indexes into the pool's ``served``.
    people
        Who could.
    gain
        Share of all customers served in time that it brings, with as many people.
    """

    group: tuple[int, ...]
    learns: int
    people: tuple[str, ...]
    gain: float


@dataclass(frozen=True, slots=True)
class PoolAnswer:
    """People for one interval.

    Attributes
    ----------
    apart
        If every kind of customers had people of its own.
    as_one
        If everybody could do everything.
    today
        With the skills and people there are; None: they are not enough.
    met
        What customers meet with ``today``, and with everybody there is where that is None.
    trainings
        What one person who learns one thing more would bring.
    """

    start: datetime
    streams: tuple[Stream, ...]
    apart: int
    as_one: int
    today: Mix | None
    met: Met
    trainings: tuple[Training, ...]


def answer(pool: Pool, start: datetime, streams: Sequence[Stream], seed: int = 0) -> PoolAnswer:
    """Work out one interval."""
    groups, ids = [g for g, _ in pool.people], [who for _, who in pool.people]
    trial = Trial(streams, groups, seed)
    today = cheapest_mix(trial, [len(who) for who in ids])
    heads = today.heads if today is not None else tuple(len(who) for who in ids)
    return PoolAnswer(
        start,
        tuple(streams),
        sum(single_need(s) for s in streams),
        as_one(trial),
        today,
        trial.met(heads),
        _trainings(pool, trial, heads),
    )


def as_one(trial: Trial) -> int:
    """Fewest people if everybody could serve everything, before the same customers."""
    found = cheapest_mix(trial.beside([range(len(trial.streams))]))
    return found.people if found is not None else sum(single_need(s) for s in trial.streams)


def _trainings(pool: Pool, trial: Trial, heads: Sequence[int]) -> tuple[Training, ...]:
    """Every group and every further kind, measured with the people as they are: one of them moved to the group that knows it."""
    streams = trial.streams
    if not sum(s.per_hour for s in streams):
        return ()
    found = []
    before = _timely(streams, trial.met(heads))
    for place, (group, people) in enumerate(pool.people):
        for learns in range(len(streams)):
            if learns in group or not heads[place] or streams[learns].per_hour <= 0:
                continue
            trained = trial.beside([*trial.groups, (*group, learns)])
            after = _timely(streams, trained.met([*(n - (i == place) for i, n in enumerate(heads)), 1]))
            if after - before >= WORTH:
                found.append(Training(group, learns, people, after - before))
    return tuple(sorted(found, key=lambda t: (-t.gain, t.group, t.learns))[:SHOWN])


def _timely(streams: Sequence[Stream], met: Met) -> float:
    volume = np.array([s.per_hour for s in streams])
    return float((volume * met.service).sum() / volume.sum())
