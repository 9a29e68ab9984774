"""What forecasting may know of days to come: their kind and name, and when each queue is open."""

from datetime import date

import pandas as pd

from scheduler.domain.blocks import held
from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center
from scheduler.store.folder import CenterFolder


def day_frame(folder: CenterFolder, calendar: Calendar, start: date, end: date) -> pd.DataFrame:
    """What forecasting may know of each day of ``[start, end)``: ``kind``, ``name``, ``open``."""
    rows = []
    for day in calendar.between(start, end):
        rows.append(
            {
                "date": pd.Timestamp(day.date),
                "kind": day.kind,
                "name": day.name_en if day.kind != "workday" else "",
                "open": _opens(folder.center, day.date, day.workday),
            }
        )
    return pd.DataFrame(rows).set_index("date")


def _opens(center: Center, when: date, workday: bool) -> bool:
    return any(held(session, when, workday) for session in center.sessions)


def openings_frame(center: Center, calendar: Calendar, start: date, end: date) -> pd.DataFrame:
    """Opening hours of each queue over ``[start, end)``: the sessions of the posts that serve it.

    Columns ``queue,start,end``.
    """
    rows = []
    for day in calendar.between(start, end):
        midnight = pd.Timestamp(day.date)
        for session in center.sessions:
            if not held(session, day.date, day.workday):
                continue
            for queue in center.queues:
                if not session.posts or set(queue.posts) & set(session.posts):
                    rows.append(
                        (
                            queue.id,
                            midnight + pd.Timedelta(minutes=session.start),
                            midnight + pd.Timedelta(minutes=session.end),
                        )
                    )
    return pd.DataFrame(rows, columns=["queue", "start", "end"])
