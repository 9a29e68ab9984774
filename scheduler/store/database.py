"""The database: the record of everything that happens to a center.

SQLite in the user's data folder by default, PostgreSQL by its address (``PAIBAN_DATABASE_URL``).
"""

from types import TracebackType
from typing import Self

from scheduler.store.actual_records import ActualRecords
from scheduler.store.batch_records import BatchRecords
from scheduler.store.cover_records import CoverRecords
from scheduler.store.job_records import JobRecords
from scheduler.store.leave_records import LeaveRecords
from scheduler.store.register_records import RegisterRecords
from scheduler.store.roster_steps import RosterSteps


class Store(RosterSteps, LeaveRecords, CoverRecords, ActualRecords, RegisterRecords, JobRecords, BatchRecords):
    """Centers, forecasts, rosters, leave, covers, actuals, registers, jobs, batches and the audit trail of one database.

    Every method is one transaction. Several become one inside ``with store.transaction():``; a
    worker saves its result and finishes its job that way. A store may be used by several threads.

    Examples
    --------
    >>> with Store("sqlite:///paiban.db") as store:  # doctest: +SKIP
    ...     version = store.save_roster("hall", "2026-10", horizon, roster, author="lin")
    ...     version = store.publish(store.mark(version, "checked", "lin"), "wang")
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
