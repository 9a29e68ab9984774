"""Work for background workers: a queue with leases.

A worker holds a job only as long as its heartbeat is fresh. The attempt number is a fencing token:
every UPDATE of a worker names it, so a worker that was given up for dead can no longer save when it
wakes up. To save a result safely, save it and :meth:`JobRecords.finish` in one transaction.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, Literal

from sqlalchemy import insert, select, update

from scheduler.store.audit_records import AuditRecords
from scheduler.store.errors import BadRecord, LostLease, UnknownRecord
from scheduler.store.json_values import plain
from scheduler.store.records import Job, JobState
from scheduler.store.schema import JobRow

LEASE = timedelta(seconds=30)
"""A running job whose heartbeat is older than this is given to somebody else."""

MOST_ATTEMPTS = 3


class JobRecords(AuditRecords):
    """The queue of jobs."""

    def enqueue(self, kind: str, params: Mapping[str, Any]) -> Job:
        """Put work at the end of the queue. ``params`` holds ids, no names."""
        values = {
            "kind": kind,
            "state": "queued",
            "params": plain(dict(params), f"job {kind}"),
            "progress": {},
            "attempt": 0,
            "worker": "",
            "stop_asked": False,
            "created_at": self.now(),
        }
        with self.transaction() as session:
            return _job(session.scalars(insert(JobRow).returning(JobRow), [values]).one())

    def claim(self, worker: str, kinds: Collection[str] = ()) -> Job | None:
        """Take the oldest queued job (of some kinds), or None. The lease begins at once."""
        waiting = select(JobRow.id).where(JobRow.state == "queued").order_by(JobRow.id).limit(1)
        if kinds:
            waiting = waiting.where(JobRow.kind.in_(kinds))
        with self.transaction() as session:
            found = session.scalar(waiting.with_for_update(skip_locked=True))
            if found is None:
                return None
            taken = session.scalars(
                update(JobRow)
                .where(JobRow.id == found)
                .values(
                    state="running", attempt=JobRow.attempt + 1, worker=worker, heartbeat_at=self.now(), progress={}
                )
                .returning(JobRow),
                execution_options={"populate_existing": True},
            )
            return _job(taken.one())

    def progress(self, job: Job, progress: Mapping[str, Any] | None = None) -> Job:
        """Renew the lease and say how far it is; ``stop_asked`` of the answer must be obeyed.

        Raises
        ------
        LostLease
            If the job is no longer this worker's.
        """
        values: dict[str, Any] = {"heartbeat_at": self.now()}
        if progress is not None:
            values["progress"] = plain(dict(progress), f"job {job.id}")
        return self._held(job, values)

    def finish(
        self,
        job: Job,
        state: Literal["done", "failed", "stopped", "crashed"] = "done",
        result: str | None = None,
        error: str | None = None,
    ) -> Job:
        """End a job. ``result`` names what was saved, e.g. ``roster/3/2``.

        Raises
        ------
        LostLease
            If the job is no longer this worker's; what was saved in the same transaction is taken
            back with it.
        """
        values = {"state": state, "result": result, "error": error, "finished_at": self.now()}
        return self._held(job, values)

    def ask_stop(self, job_id: int) -> Job:
        """Stop a job: at once while it is queued, otherwise its worker learns of it."""
        with self.transaction() as session:
            session.execute(
                update(JobRow)
                .where(JobRow.id == job_id, JobRow.state == "queued")
                .values(state="stopped", finished_at=self.now())
            )
            session.execute(
                update(JobRow).where(JobRow.id == job_id, JobRow.state == "running").values(stop_asked=True)
            )
            return self.job(job_id)

    def reap(self, lease: timedelta = LEASE, most_attempts: int = MOST_ATTEMPTS) -> tuple[Job, ...]:
        """Take jobs from workers that fell silent: back to the queue, or ``crashed`` after too many.

        Whoever was asked to stop does not start again.
        """
        with self.transaction() as session:
            silent = session.scalars(
                select(JobRow)
                .where(JobRow.state == "running", JobRow.heartbeat_at < self.now() - lease)
                .order_by(JobRow.id)
                .with_for_update(skip_locked=True)
                .execution_options(populate_existing=True)
            ).all()
            for row in silent:
                if row.stop_asked or row.attempt >= most_attempts:
                    row.state = "stopped" if row.stop_asked else "crashed"
                    row.error = f"no heartbeat in attempt {row.attempt}"
                    row.finished_at = self.now()
                else:
                    row.state = "queued"
            session.flush()
            return tuple(_job(row) for row in silent)

    def job(self, job_id: int) -> Job:
        with self.reading() as session:
            row = session.get(JobRow, job_id, populate_existing=True)
            if row is None:
                raise UnknownRecord(f"no job {job_id}")
            return _job(row)

    def list_jobs(self, state: JobState | None = None, limit: int = 100) -> tuple[Job, ...]:
        """Jobs, newest first."""
        asked = select(JobRow).order_by(JobRow.id.desc()).limit(limit)
        if state is not None:
            asked = asked.where(JobRow.state == state)
        with self.reading() as session:
            return tuple(_job(row) for row in session.scalars(asked.execution_options(populate_existing=True)))

    def _held(self, job: Job, values: Mapping[str, Any]) -> Job:
        if job.state != "running":
            raise BadRecord(f"job {job.id}: {job.state} when it was read, only a claimed job can be worked on")
        with self.transaction() as session:
            row = session.scalars(
                update(JobRow)
                .where(JobRow.id == job.id, JobRow.state == "running", JobRow.attempt == job.attempt)
                .values(**values)
                .returning(JobRow),
                execution_options={"populate_existing": True},
            ).one_or_none()
            if row is None:
                raise LostLease(f"job {job.id}: attempt {job.attempt} is over, nothing was saved")
            return _job(row)


def _job(row: JobRow) -> Job:
    return Job(
        row.id,
        row.kind,
        row.state,  # type: ignore[arg-type]
        row.params,
        row.progress,
        row.attempt,
        row.worker,
        row.heartbeat_at,
        row.stop_asked,
        row.result,
        row.error,
    )
