"""Imported actuals in the database, day by day."""

import zlib
from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import delete, func, insert, select

from scheduler.store.actuals import TABLES, Actuals, actuals_files, day_of, read_part
from scheduler.store.center_records import CenterRecords
from scheduler.store.errors import BadRecord
from scheduler.store.schema import ActualsRow


class ActualRecords(CenterRecords):
    """What really happened at each center. The audit trail gets days and counts, no names."""

    def save_actuals(self, center: str, actuals: Actuals, actor: str) -> int:
        """Save an import; days of a table that are in it replace what was there. How many days were.

        Raises
        ------
        BadRecord
            If there is nothing in it.
        UnknownRecord
            If the center was never saved.
        """
        parts: dict[str, dict[date, list[Any]]] = {t.name: defaultdict(list) for t in TABLES}
        for table in TABLES:
            for row in getattr(actuals, table.name):
                parts[table.name][day_of(row)].append(row)
        if not any(parts.values()):
            raise BadRecord(f"actuals of {center}: expected at least one record")
        count = 0
        with self.transaction() as session:
            self._center_row(session, center)
            for part, days in parts.items():
                old = delete(ActualsRow).where(
                    ActualsRow.center == center, ActualsRow.part == part, ActualsRow.day.in_(days)
                )
                replaced = session.connection().execute(old).rowcount if days else 0
                count += replaced
                values = [
                    {
                        "center": center,
                        "part": part,
                        "day": day,
                        "saved_at": self.now(),
                        "saved_by": actor,
                        "content": zlib.compress(actuals_files(Actuals(**{part: tuple(rows)}))[f"{part}.csv"]),
                    }
                    for day, rows in sorted(days.items())
                ]
                if values:
                    session.execute(insert(ActualsRow), values)
                    told = {
                        "from": str(min(days)),
                        "to": str(max(days)),
                        "days": len(days),
                        "records": sum(map(len, days.values())),
                        "replaced": replaced,
                    }
                    self.note(actor, "actuals.save", f"actuals/{center}/{part}", after=told)
        return count

    def actuals_mark(self, center: str) -> str:
        """Changes whenever something is imported for a center: what was computed before may be kept until then."""
        asked = select(func.count(), func.max(ActualsRow.saved_at)).where(ActualsRow.center == center)
        with self.reading() as session:
            count, latest = session.execute(asked).one()
            return f"{count} {latest}"

    def load_actuals(self, center: str) -> Actuals:
        """Everything imported for a center; nothing for one that was never saved."""
        asked = (
            select(ActualsRow.part, ActualsRow.content)
            .where(ActualsRow.center == center)
            .order_by(ActualsRow.part, ActualsRow.day)
        )
        found: dict[str, list[Any]] = defaultdict(list)
        with self.reading() as session:
            for part, content in session.execute(asked):
                found[part] += read_part(part, zlib.decompress(content))
        return Actuals(**{part: tuple(rows) for part, rows in found.items()})
