"""The calendar of duties of a center folder: what returns, whose turn it is, and who is to be tested."""

from datetime import date

from scheduler.assemble import calendar_of
from scheduler.duty_calendar import DueDate, due_dates, qualification_dates
from scheduler.store.duty_lines import read_duty_lines
from scheduler.store.folder import CenterFolder


def calendar_of_duties(folder: CenterFolder, first: date, last: date) -> tuple[DueDate, ...]:
    """Everything due from ``first`` to ``last``, both included, by date.

    Raises
    ------
    FolderFaults
        Every fault of the center's own ``duties/calendar.csv``.
    """
    calendar = calendar_of(folder)
    lines = read_duty_lines(folder.path, folder.center)
    found = [
        *due_dates(lines, calendar, first, last, folder.leave),
        *qualification_dates(folder.center, calendar, first, last),
    ]
    return tuple(sorted(found, key=lambda d: (d.date, d.duty, d.person, d.source)))
