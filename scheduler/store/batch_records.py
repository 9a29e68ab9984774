"""The ledger of a batch: which centers are done, so that a restarted run does only the rest."""

from collections.abc import Collection, Iterable
from typing import Literal

from sqlalchemy import insert, select, update

from scheduler.domain.clock import Horizon
from scheduler.store.audit_records import AuditRecords
from scheduler.store.engines import take_turn
from scheduler.store.errors import BadRecord, LostLease, UnknownRecord
from scheduler.store.records import BatchItem, ItemState
from scheduler.store.schema import BatchItemRow

OPEN_STATES: tuple[ItemState, ...] = ("waiting", "running", "crashed")
"""States in which a restarted batch does an item again; a failed one is a result."""


class BatchRecords(AuditRecords):
    """Items of batches, one for each center."""

    def plan_batch(self, batch: str, items: Iterable[BatchItem]) -> tuple[BatchItem, ...]:
        """Enter the centers of a batch; what is entered with the same input stays as it is.

        An item whose input changed waits again, and a worker still busy with the old input can no
        longer finish it.
        """
        given = list(items)
        wrong = sorted({i.center for i in given if i.batch != batch} | _twice(i.center for i in given))
        if wrong:
            raise BadRecord(f"batch {batch}: centers twice or of another batch: {', '.join(wrong)}")
        with self.transaction() as session:
            take_turn(session, f"batch/{batch}")
            rows = {r.center: r for r in session.scalars(select(BatchItemRow).where(BatchItemRow.batch == batch))}
            new = []
            for item in given:
                values = {"first": item.horizon.start, "last": item.horizon.last, "input_hash": item.input_hash}
                row = rows.get(item.center)
                if row is None:
                    new.append({"batch": batch, "center": item.center, "state": "waiting", "attempt": 0, **values})
                elif (row.first, row.last, row.input_hash) != tuple(values.values()):
                    again = {"state": "waiting", "attempt": row.attempt + 1, "result": None}
                    session.execute(update(BatchItemRow).where(BatchItemRow.id == row.id).values(**values, **again))
            if new:
                session.execute(insert(BatchItemRow), new)
            return self.batch_items(batch)

    def batch_items(self, batch: str, states: Collection[ItemState] = ()) -> tuple[BatchItem, ...]:
        """Items of a batch by center; only those in ``states`` if given."""
        asked = select(BatchItemRow).where(BatchItemRow.batch == batch).order_by(BatchItemRow.center)
        if states:
            asked = asked.where(BatchItemRow.state.in_(states))
        with self.reading() as session:
            return tuple(_item(row) for row in session.scalars(asked.execution_options(populate_existing=True)))

    def start_item(self, batch: str, center: str) -> BatchItem:
        """Begin a new attempt; an earlier one of the same item is fenced off."""
        with self.transaction() as session:
            row = session.scalars(
                update(BatchItemRow)
                .where(BatchItemRow.batch == batch, BatchItemRow.center == center)
                .values(state="running", attempt=BatchItemRow.attempt + 1, result=None)
                .returning(BatchItemRow),
                execution_options={"populate_existing": True},
            ).one_or_none()
            if row is None:
                raise UnknownRecord(f"batch {batch}: no center {center}")
            return _item(row)

    def finish_item(
        self, item: BatchItem, state: Literal["done", "failed", "crashed"], result: str | None = None
    ) -> BatchItem:
        """End an attempt.

        Raises
        ------
        LostLease
            If a later attempt was begun, or this one is already over.
        """
        with self.transaction() as session:
            row = session.scalars(
                update(BatchItemRow)
                .where(
                    BatchItemRow.batch == item.batch,
                    BatchItemRow.center == item.center,
                    BatchItemRow.attempt == item.attempt,
                    BatchItemRow.state == "running",
                )
                .values(state=state, result=result)
                .returning(BatchItemRow),
                execution_options={"populate_existing": True},
            ).one_or_none()
            if row is None:
                raise LostLease(f"batch {item.batch}, center {item.center}: attempt {item.attempt} is over")
            return _item(row)


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {name for name in names if name in seen or seen.add(name)}  # type: ignore[func-returns-value]


def _item(row: BatchItemRow) -> BatchItem:
    horizon = Horizon.between(row.first, row.last)
    return BatchItem(row.batch, row.center, horizon, row.input_hash, row.state, row.attempt, row.result)  # type: ignore[arg-type]
