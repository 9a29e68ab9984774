"""Actuals of a sample center, simulated from its plan with a seed: nobody real was measured.

A test makes them again and compares, as with the simulated history.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from random import Random

from scheduler.assemble import make_problem
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.kpi.attended import union
from scheduler.samples.hotline import four_crew_roster
from scheduler.solver.greedy import greedy_roster
from scheduler.store.actuals import Actuals, Attendance, AttendanceKind, Review, Service
from scheduler.store.folder import CenterFolder

FIRST, LAST, SEED = date(2026, 7, 1), date(2026, 9, 6), 20260701
"""Days of the shipped samples' actuals, both included, and their seed."""

LATE, LEFT, AWAY = 0.005, 0.003, 0.003
"""Chances a stretch of duty of coming late and of leaving the post, and a day of not coming at all."""


def planned_roster(folder: CenterFolder, first: date = FIRST, last: date = LAST) -> Roster:
    """The roster the sample is said to have had: the AB table for office staff, four crews for shifts.

    Days of which the folder has a roster of its own keep that one.
    """
    problem = make_problem(folder, first, last)
    crews = four_crew_roster(folder.center, first, last) if any(p.crew for p in folder.center.staff) else Roster()
    own = {d.day for d in folder.past.duties}
    office = [d for d in greedy_roster(problem).duties if folder.center.person[d.person].rota == "office"]
    made = [d for d in (*office, *crews.duties) if d.day not in own]
    return Roster.of([*made, *(d for d in folder.past.duties if first <= d.day <= last)])


def simulate_actuals(folder: CenterFolder, roster: Roster, seed: int = SEED) -> Actuals:
    """Attendance, service by person and day, and reviews by month, for the days of a roster.

    Arrivals of a day are those of the center's history where it has them. People differ a little
    and steadily in speed and courtesy; a queue of the center draws more complaints than the others.
    """
    draw = Random(seed)
    days = sorted({d.day for d in roster.duties})
    problem = make_problem(folder, days[0], days[-1])
    gift = {p.id: draw.gauss(0, 1) for p in folder.center.staff}
    attendance, present = _attendance(roster, draw)
    return Actuals(
        tuple(attendance),
        tuple(_service(problem, folder, present, gift, draw)),
        tuple(_reviews(problem, days, gift, draw)),
    )


def _attendance(roster: Roster, draw: Random) -> tuple[list[Attendance], list[Duty]]:
    """Records, and the duties of those who came."""
    spans: dict[tuple[date, str], list[tuple[datetime, datetime]]] = defaultdict(list)
    for duty in roster.duties:
        if duty.role in PRESENT_ROLES:
            spans[duty.day, duty.person].append((duty.start, duty.end))
    found, away = [], set()

    def note(day: date, person: str, kind: AttendanceKind, start: datetime, end: datetime) -> None:
        found.append(Attendance(day, person, kind, start, end))

    for (day, person), stretches in sorted(spans.items()):
        if draw.random() < AWAY:
            away.add((day, person))
            if draw.random() < 0.5:
                found.append(Attendance(day, person, "absent"))
            continue
        for start, end in union(stretches):
            late = draw.randrange(2, 25) if draw.random() < LATE else 0
            early = draw.randrange(5, 30) if draw.random() < LATE / 2 else 0
            note(day, person, "work", start + timedelta(minutes=late), end - timedelta(minutes=early))
            if draw.random() < LEFT:
                gone = start + timedelta(minutes=60 + draw.randrange(60))
                note(day, person, "left_post", gone, gone + timedelta(minutes=draw.randrange(5, 20)))
    return found, [d for d in roster.duties if d.role in PRESENT_ROLES and (d.day, d.person) not in away]


def _service(
    problem: RosterProblem, folder: CenterFolder, present: Iterable[Duty], gift: dict[str, float], draw: Random
) -> Iterable[Service]:
    """One line a queue, day and person; the day's arrivals are shared by the time each was there."""
    center, offered = problem.center, _arrivals(folder)
    minutes: dict[tuple[date, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    opens: dict[tuple[date, str], datetime] = {}
    for duty in present:
        queue = center.post[duty.post].queue if duty.post in center.post else None
        if queue is not None:
            minutes[duty.day, queue][duty.person] += (duty.end - duty.start).total_seconds() / 60
            opens[duty.day, queue] = min(duty.start, opens.get((duty.day, queue), duty.start))

    def share(count: int, chance: float) -> int:
        return sum(draw.random() < min(1.0, max(0.0, chance)) for _ in range(count))

    worst = sorted(q.id for q in center.queues)[len(center.queues) // 2]
    for (day, queue), people in sorted(minutes.items()):
        total, phone = sum(people.values()), center.queue[queue].channel == "phone"
        for person, there in sorted(people.items()):
            count = round(offered.get((queue, day), 40) * there / total)
            handled = sum(draw.random() < (0.95 if phone else 0.995) for _ in range(count))
            ease = 0.015 * gift[person]
            urgent = share(count, 0.02)
            finished = share(handled, 0.3)
            complaints = share(handled, 0.008 if queue == worst else 0.0008)
            closed = share(complaints, 0.95)
            ratings = share(handled, 0.35)
            yield Service(
                queue,
                opens[day, queue],
                person,
                count,
                share(count, 0.90 + ease),
                handled,
                share(handled, 0.93 + ease),
                share(handled, 0.006 - 0.003 * gift[person]),
                ratings,
                round(min(100.0, max(60.0, 94 + 2 * gift[person] + draw.gauss(0, 2))), 1) if ratings else 0.0,
                urgent,
                share(urgent, 0.9),
                finished,
                share(finished, 0.96 + ease),
                share(handled, 0.02 - 0.006 * gift[person]),
                complaints,
                closed,
                share(closed, 0.9),
            )


def _arrivals(folder: CenterFolder) -> dict[tuple[str, date], int]:
    if folder.demand is None:
        return {}
    found: dict[tuple[str, date], int] = defaultdict(int)
    for queue, start, arrivals in zip(
        folder.demand["queue"], folder.demand["start"].dt.date, folder.demand["arrivals"], strict=True
    ):
        found[str(queue), start] += int(arrivals)
    return found


def _reviews(problem: RosterProblem, days: list[date], gift: dict[str, float], draw: Random) -> Iterable[Review]:
    """Once a month: a check of every person, colleagues on teamwork; questionnaire and box of the center."""
    for last in sorted({max(d for d in days if (d.year, d.month) == (e.year, e.month)) for e in days}):
        for person in sorted(gift):
            for aspect, spread in (("attitude", 3.0), ("quality", 3.0), ("ability", 4.0), ("efficiency", 4.0)):
                points = _points(88 + spread * gift[person] / 2 + draw.gauss(0, spread))
                yield Review(last, "regular", aspect, person, 1, points)  # type: ignore[arg-type]
            yield Review(last, "peer", "teamwork", person, draw.randrange(3, 8), _points(90 + 2 * draw.gauss(0, 1)))
        for aspect in ("attitude", "quality", "efficiency"):
            yield Review(last, "survey", aspect, None, draw.randrange(30, 60), _points(91 + draw.gauss(0, 1.5)))  # type: ignore[arg-type]
        yield Review(last, "box", "attitude", None, draw.randrange(2, 7), _points(75 + draw.gauss(0, 5)))


def _points(value: float) -> float:
    return round(min(100.0, max(0.0, value)), 1)
