"""What thousands of simulated customers say of a roster, with how sure that is."""

from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from scheduler.staffing.queues.arrays import FloatArray
from scheduler.staffing.targets import Over

Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class SlotService:
    """What customers of one queue meet who arrive in one interval: means over all replications."""

    queue: str
    start: datetime
    end: datetime
    offered: float
    service: float
    wait_s: float
    lost: float


@dataclass(frozen=True, slots=True)
class QueueService:
    """One queue over the whole roster.

    Attributes
    ----------
    service, margin
        Share served within ``within_s`` of those the target's ``share_of`` says (all offered), and
        the half-width of its 95 % interval.
    wait_s
        Mean wait of those who are served.
    lost
        Share that leaves, or that nobody ever serves.
    repeats
        Share of ``offered`` that are repeat calls of customers who hung up; where there are any, all
        figures count calls, not customers.
    worst
        The interval of the lowest service, among those with at least one customer a day.
    bad_days
        Share of days on which less than ``target`` is served in time, or of weeks where it is promised
        over the week; None without a target.
    predicted, simulated
        Service by the exact chain for the same people, and by simulation, over the slots for which
        the chain can say it (:mod:`.predict`); None if there are none.
    compared
        Share of the customers who come in these slots.
    offered_runs, timely_runs
        Customers of whom the share is counted (all offered, unless the target says otherwise), and
        served in time, by replication.
    over, floor
        Over what ``target`` is promised, and the share that every interval is planned to reach: less
        than ``target`` where it is promised over a day or week.
    """

    queue: str
    within_s: float
    target: float | None
    offered: float
    service: float
    margin: float
    wait_s: float
    lost: float
    worst: SlotService | None
    bad_days: float | None
    predicted: float | None = None
    simulated: float | None = None
    compared: float = 0.0
    repeats: float = 0.0
    offered_runs: FloatArray = field(default_factory=lambda: np.zeros(0), repr=False, compare=False)
    timely_runs: FloatArray = field(default_factory=lambda: np.zeros(0), repr=False, compare=False)
    over: Over = "interval"
    floor: float | None = None


@dataclass(frozen=True, slots=True)
class DoubleDuty:
    """Double duty of one person: minutes of it, and minutes in which the person is busy above ``limit``."""

    person: str
    minutes: float
    overload_minutes: float
    busy: float


@dataclass(frozen=True, slots=True)
class Closing:
    """After doors close: mean minutes until the last customer leaves, and how often above a quarter of an hour."""

    closings: int
    minutes: float
    late: float


@dataclass(frozen=True, slots=True)
class KindDone:
    """One kind of work that may wait, as done between customers; means over all runs.

    Attributes
    ----------
    came, done, minutes
        Cases that came and that were done, and minutes of work on them, a day.
    due, late
        Cases due within the roster, and the share of them not done when due.
    """

    id: str
    names: tuple[str, str]
    came: float
    done: float
    minutes: float
    due: float
    late: float


@dataclass(frozen=True, slots=True)
class BlendedQueue:
    """One queue whose people do work that may wait when more than ``reserve`` of them are idle.

    Attributes
    ----------
    service, margin
        Share of customers served in time while that work is done, and the half-width of its 95 % interval.
    alone, change_margin
        The share without that work, for the same customers, and the half-width of the difference's interval.
    wait_s
        Mean wait of customers who are served, with that work.
    runs
        Of this part of the simulation.
    """

    queue: str
    reserve: float
    service: float
    margin: float
    alone: float
    change_margin: float
    wait_s: float
    kinds: tuple[KindDone, ...]
    runs: int


@dataclass(frozen=True)
class Simulated:
    """All of it. ``customers`` were simulated in ``replications`` runs from ``seed``."""

    queues: tuple[QueueService, ...]
    slots: tuple[SlotService, ...] = field(repr=False)
    double_duty: tuple[DoubleDuty, ...]
    closing: Closing | None
    replications: int
    customers: int
    seed: int
    blended: tuple[BlendedQueue, ...] = ()
