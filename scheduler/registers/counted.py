"""What registers add to the records of a month: minutes off the post, complaints, cases in time, evaluations, visits."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.registers.dues import settled
from scheduler.store.actuals import Actuals, Attendance, Review, Service


def with_registers(actuals: Actuals, records: Iterable[Record], center: Center, calendar: Calendar) -> Actuals:
    """Imported records and those of the registers together; the figures then count both.

    A day off the post that attendance was imported for is counted from there, not twice.
    """
    live = [settled(r, calendar, center) for r in records if r.state != "void"]
    known = {(a.date, a.person) for a in actuals.attendance if a.kind == "left_post"}
    left = tuple(a for a in _left(live) if (a.date, a.person) not in known)
    return replace(
        actuals,
        attendance=(*actuals.attendance, *left),
        service=(*actuals.service, *_complaints(live), *_cases(live, center)),
        reviews=(*actuals.reviews, *_evaluations(live), *_visits(live)),
    )


def _left(records: list[Record]) -> Iterator[Attendance]:
    for r in records:
        if r.register == "left_post":
            yield Attendance(r.get("start").date(), r.subject, "left_post", r.get("start"), r.get("end"), r.get("post"))


def _complaints(records: list[Record]) -> Iterator[Service]:
    """One complaint each, at the hour it was received."""
    for r in records:
        if r.register == "complaint":
            closed = r.get("closed_on")
            yield Service(
                r.subject,
                r.get("received").replace(minute=0, second=0, microsecond=0),
                r.get("about"),
                complaints=1,
                complaints_closed=int(closed is not None),
                complaints_in_time=int(closed is not None and r.due is not None and _end(closed) <= r.due),
            )


def _cases(records: list[Record], center: Center) -> Iterator[Service]:
    """Cases that were finished, on the day they were."""
    for r in records:
        done, queue = r.get("finished_on"), next((q.id for q in center.queues if r.subject in q.posts), None)
        if r.register == "case" and done is not None and queue is not None and r.due is not None:
            yield Service(queue, datetime.combine(done, time()), finished=1, finished_in_time=int(_end(done) <= r.due))


def _evaluations(records: list[Record]) -> Iterator[Review]:
    for r in records:
        if r.register == "evaluation":
            for aspect in ("attitude", "quality", "efficiency"):
                if r.get(aspect) is not None:
                    yield Review(r.day, "regular", aspect, r.subject, 1, r.get(aspect))


def _visits(records: list[Record]) -> Iterator[Review]:
    """Visits reported on, of those planned, month by month."""
    months: dict[tuple[str, date], list[bool]] = {}
    for r in records:
        if r.register == "visit":
            months.setdefault((r.subject, r.day.replace(day=1)), []).append(r.get("report_on") is not None)
    for (person, month), done in sorted(months.items()):
        yield Review(month, "regular", "visits", person, len(done), 100.0 * sum(done) / len(done))


def _end(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time())
