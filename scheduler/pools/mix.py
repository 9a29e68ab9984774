"""How many people of which skills: cuts from simulation, then smaller and cheaper neighbors.

The program begins with what no mix can go below (every set of queues as one queue whose people can
do all of it) and asks the simulation. A promise that is not kept gives a cut: its measure is
concave in people, so its slopes bound what more people can bring. Where few are served in time
it is not concave; there the larger of the first two slopes stands for both.

Sources: Cezik & L'Ecuyer, Management Science 54 (2008), 310-323; Atlason, Epelman & Henderson,
Management Science 54 (2008), 295-309.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.staffing.heads import required_heads
from scheduler.staffing.pool import Met, Stream, Trial, kept
from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.targets import ServiceTarget, ShareOf

ROUNDS = 60
CONCAVE = -0.3
"""A measure further below its promise than this is outside the region in which it is concave."""
SETS = 10
"""Queues up to which every set of them is bounded; beyond, single queues and all together."""
EXTRA_SKILL = 2
"""Cost of each further skill, in hundredths of a person: of two mixes of as many people the simpler one is taken."""


@dataclass(frozen=True, slots=True)
class Mix:
    """People by group.

    Attributes
    ----------
    heads
        Shape (groups,).
    met
        What customers meet with them.
    rounds
        Programs solved on the way.
    """

    heads: tuple[int, ...]
    met: Met
    rounds: int

    @property
    def people(self) -> int:
        return sum(self.heads)


def cheapest_mix(trial: Trial, most: Sequence[int] | None = None) -> Mix | None:
    """The fewest people that keep every promise, of them those of the fewest skills; None where ``most`` is not enough.

    Parameters
    ----------
    trial
        Streams, groups and their simulated customers.
    most
        People there are of each group; None: no limit.
    """
    from scheduler.solver.pool_mix import Cut, cheapest  # imports the solver: only who asks pays for it

    groups, streams = trial.groups, trial.streams
    cost = [100 + EXTRA_SKILL * (len(g) - 1) for g in groups]
    tops = list(most) if most is not None else [2 * _alone(streams, range(len(streams))) + 10] * len(groups)
    cuts = [Cut(tuple(float(bool(set(part) & set(g))) for g in groups), float(n)) for part, n in _floors(streams)]
    for rounds in range(1, ROUNDS + 1):
        heads = cheapest(cost, tops, cuts)
        if heads is None:
            return None
        found = kept(streams, trial.met(heads))
        short = np.flatnonzero(found < 0)
        if not short.size:
            return _smaller(trial, heads, cost, rounds)
        slopes = _slopes(trial, heads, found, tops)
        for row in short:
            line = slopes[row]
            if line.max(initial=0.0) <= 1e-9:
                # Nobody more of one group helps by itself: at least somebody more is needed.
                cuts.append(Cut((1.0,) * len(groups), float(sum(heads)) + 1.0))
            else:
                cuts.append(Cut(tuple(line.tolist()), float(line @ np.array(heads)) - float(found[row])))
    return None


def _slopes(trial: Trial, heads: Sequence[int], found: FloatArray, tops: Sequence[int]) -> FloatArray:
    """What one person more of each group brings to each promise, shape (promises, groups); never below 0."""
    slopes = np.zeros((found.size, len(heads)))
    for group in range(len(heads)):
        once = _more(heads, group, 1)
        first = kept(trial.streams, trial.met(once)) - found
        far = found < CONCAVE
        if far.any() and heads[group] + 2 <= tops[group] + 1:
            second = kept(trial.streams, trial.met(_more(heads, group, 2))) - found - first
            first = np.where(far, np.maximum(first, second), first)
        slopes[:, group] = np.maximum(first, 0.0)
    return slopes


def _more(heads: Sequence[int], group: int, by: int) -> tuple[int, ...]:
    return tuple(n + by * (g == group) for g, n in enumerate(heads))


def _smaller(trial: Trial, heads: tuple[int, ...], cost: Sequence[int], rounds: int) -> Mix:
    """Fewer people or simpler skills as long as every promise is kept: noise and convex corners leave some."""
    better = True
    while better:
        better = False
        steps = [_more(heads, a, -1) for a in range(len(heads)) if heads[a]]
        steps += [
            _more(_more(heads, a, -1), b, 1)
            for a, b in itertools.permutations(range(len(heads)), 2)
            if heads[a] and cost[b] < cost[a]
        ]
        for other in steps:
            if (kept(trial.streams, trial.met(other)) >= 0).all() and _floor_kept(trial, other):
                heads, better = other, True
                break
    return Mix(heads, trial.met(heads), rounds)


def _floor_kept(trial: Trial, heads: Sequence[int]) -> bool:
    return all(
        sum(n for n, g in zip(heads, trial.groups, strict=True) if index in g) >= stream.target.min_heads
        for index, stream in enumerate(trial.streams)
    )


def _floors(streams: Sequence[Stream]) -> list[tuple[tuple[int, ...], int]]:
    """Sets of streams with the people any mix must have for them: as many as one pool of all their customers needs."""
    count = len(streams)
    sizes = range(1, count + 1) if count <= SETS else (1, count)
    return [(part, _alone(streams, part)) for size in sizes for part in itertools.combinations(range(count), size)]


def _alone(streams: Sequence[Stream], part: Sequence[int]) -> int:
    """People that one queue of all these streams' customers would need, by formula, and no stream's minimum less."""
    merged = _merged([streams[i] for i in part])
    return max(
        single_need(merged) if merged is not None else 0, max((streams[i].target.min_heads for i in part), default=0)
    )


def _merged(streams: Sequence[Stream]) -> Stream | None:
    """One queue of all customers that promises no more than the weakest of them; None without customers."""
    busy = [s for s in streams if s.per_hour > 0]
    if not busy:
        return None
    per_hour = sum(s.per_hour for s in busy)
    targets = [s.target for s in busy]

    def weakest(name: str, pick: Callable[[list[float]], float]) -> float | None:
        values = [getattr(t, name) for t in targets]
        return None if any(v is None for v in values) else pick(values)

    share, within = weakest("answer_share", min), weakest("within_s", max)
    both = share is not None and within is not None
    patience = weakest("patience_s", min)
    # Of all offered a share is hardest to keep, of those answered easiest; and who calls again makes it no easier.
    bases = {t.share_of for t in targets}
    share_of: ShareOf = (
        "offered"
        if not (both and patience)
        else "answered"
        if "answered" in bases
        else "lasting"
        if "lasting" in bases
        else "offered"
    )
    return Stream(
        "+".join(s.name for s in busy),
        per_hour,
        sum(s.erlang for s in busy) * 3600.0 / per_hour,
        ServiceTarget(
            share if both else None,
            within if both else None,
            max_wait_s=weakest("max_wait_s", max),
            max_abandon=weakest("max_abandon", max) if patience else None,
            min_heads=1,
            patience_s=patience,
            share_of=share_of,
            redial=min(t.redial for t in targets) if patience else 0.0,
        ),
    )


def single_need(stream: Stream) -> int:
    """People a stream needs of its own, by formula."""
    if stream.per_hour <= 0:
        return stream.target.min_heads
    return int(required_heads(stream.per_hour, stream.cv, stream.aht_s, 3600.0, stream.target).load_heads[0])
