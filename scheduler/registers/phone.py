"""Calls that windows answer besides their counter: their minutes are work of the window (3-24)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pandas as pd

from scheduler.domain.blocks import held
from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.domain.record import Record

CALL_MINUTES = 4.0
"""Length of a call whose minutes were not written down, where the center sets none (``phone_minutes``)."""

REGISTER = "phone_log"


def call_history(center: Center, records: Iterable[Record]) -> pd.DataFrame:
    """Logged calls as demand history: ``queue,start,arrivals,aht_s,source``, a row for each slot with a call."""
    slot = timedelta(minutes=center.slot_minutes)
    usual = CALL_MINUTES if center.phone_minutes is None else center.phone_minutes
    rows = []
    for record in records:
        queue = next((q.id for q in center.queues if record.subject in q.posts), None)
        at = record.get("called_at")
        if record.register == REGISTER and record.state != "void" and queue is not None and at is not None:
            minutes = record.get("minutes")
            rows.append((queue, _floor(at, slot), 60.0 * (usual if minutes is None else minutes)))
    calls = (
        pd.DataFrame(rows, columns=["queue", "start", "seconds"])
        .groupby(["queue", "start"])["seconds"]
        .agg(["count", "mean"])
        .reset_index()
    )
    return calls.rename(columns={"count": "arrivals", "mean": "aht_s"}).assign(source=REGISTER)


def with_calls(frame: pd.DataFrame, center: Center, calendar: Calendar, records: Iterable[Record]) -> pd.DataFrame:
    """A forecast with the calls' work in it: so many more visitors as take the same time.

    By queue and slot of the day, the mean work of calls per open day between the first and the
    last call logged is added to every open slot; forecast means rise, handling times stay.
    """
    history = call_history(center, records)
    if history.empty:
        return frame
    history["work"] = history["arrivals"] * history["aht_s"]
    history["clock"] = history["start"].dt.time
    mean = frame["mean"].astype(float).copy()
    clock = frame["start"].dt.time
    for queue, calls in history.groupby("queue"):
        first, last = calls["start"].min().date(), calls["start"].max().date()
        days = sum(_open(center, day.date, day.workday) for day in calendar.between(first, last + timedelta(days=1)))
        mine = frame["queue"] == queue
        per_day = calls.groupby("clock")["work"].sum() / max(1, days)
        more = clock[mine].map(per_day).fillna(0.0) / frame.loc[mine, "aht_s"].where(frame["aht_s"] > 0)
        mean[mine] += more.fillna(0.0)
    return frame.assign(mean=mean)


def _open(center: Center, when: date, workday: bool) -> bool:
    return any(held(session, when, workday) for session in center.sessions)


def _floor(at: datetime, slot: timedelta) -> datetime:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (at - midnight) // slot * slot
