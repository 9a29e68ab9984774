"""Working time of a center as leave counts it: half days, first moments, notice."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.domain.blocks import held
from scheduler.domain.calendar import Calendar
from scheduler.domain.center import Center

NOON = 13 * 60
"""Where a day falls into its two halves: the leave unit is the half day."""

USUAL = ((8 * 60 + 30, 12 * 60), (14 * 60 + 30, 17 * 60 + 30))
"""Working hours of a working day for which a center names no session (regulation 3-17)."""

LONGEST_SEARCH = 400


@dataclass(frozen=True, slots=True)
class WorkTime:
    """Calendar and opening hours of one center."""

    calendar: Calendar
    center: Center

    def spans(self, on: date) -> tuple[tuple[datetime, datetime], ...]:
        """Working stretches of a date, cut at 13:00; none on a day off."""
        if not self.calendar.is_workday(on):
            return ()
        midnight = datetime.combine(on, time())
        hours = sorted((s.start, s.end) for s in self.center.sessions if held(s, on, True)) or list(USUAL)
        merged: list[tuple[int, int]] = []
        for start, end in hours:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        halves = [(a, min(b, NOON)) for a, b in merged if a < NOON] + [(max(a, NOON), b) for a, b in merged if b > NOON]
        return tuple((midnight + timedelta(minutes=a), midnight + timedelta(minutes=b)) for a, b in halves)

    def working_days(self, start: datetime, end: datetime) -> float:
        """Working days of ``[start, end)`` in halves: a half that is touched counts whole."""
        total = 0.0
        for offset in range((end.date() - start.date()).days + 1):
            spans = self.spans(start.date() + timedelta(days=offset))
            touched = {(a.hour * 60 + a.minute >= NOON) for a, b in spans if a < end and start < b}
            total += 0.5 * len(touched)
        return total

    def calendar_days(self, start: datetime, end: datetime) -> float:
        """Dates that ``[start, end)`` touches."""
        return float(((end - timedelta(microseconds=1)).date() - start.date()).days + 1)

    def first_work(self, since: datetime) -> datetime:
        """First working moment at or after ``since``: from when a leave is missed, or a return is due.

        Raises
        ------
        ValueError
            If the center does not work for more than a year.
        """
        for offset in range(LONGEST_SEARCH):
            for start, end in self.spans(since.date() + timedelta(days=offset)):
                if since < end:
                    return max(start, since)
        raise ValueError(f"no working time within {LONGEST_SEARCH} days of {since}")

    def touches(self, end: datetime, start: datetime) -> bool:
        """Whether nothing but time off lies between two leaves, so that they count as one."""
        return end <= start and self.first_work(end) >= start

    def in_time(self, filed: datetime, start: datetime, days_ahead: int, shifts: bool = False) -> bool:
        """Whether a request was filed at least so many working days before the leave's first day (3-08).

        With ``shifts`` the first day is that of ``start`` itself, working day or not.
        """
        first = start.date() if shifts else self.first_work(start).date()
        return filed.date() <= (self.calendar.workday_before(first, days_ahead) if days_ahead else first)
