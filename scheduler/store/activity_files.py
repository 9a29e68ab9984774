"""activities.csv: what is done off the line, as a plain file that people may edit and hand back."""

from collections.abc import Iterable
from pathlib import Path

from scheduler.domain.center import Center
from scheduler.domain.routine import Activity
from scheduler.store import folder_rows as rows
from scheduler.store.cross_checks import day_faults, span_faults
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.off_line_tables import ACTIVITIES
from scheduler.store.references import unknown_ids
from scheduler.store.tables import read_table, write_table


def read_activities(path: Path, center: Center) -> tuple[Activity, ...]:
    """Read the activities of a center.

    Raises
    ------
    FolderFaults
        Every fault with row and column: unknown people and posts, unknown routines, times that end
        before they start or lie on another day than their duty's.
    """
    path = Path(path)
    if not path.is_file():
        raise FolderFaults([Fault(path.name, 0, "", "", ("没有这个文件", "no such file"))])
    return parse_activities(path.read_bytes(), center, path.name)


def parse_activities(raw: bytes, center: Center, file: str = ACTIVITIES.file) -> tuple[Activity, ...]:
    """The same from bytes, such as an upload; ``file`` is the name to report."""
    reading = read_table(raw, ACTIVITIES, file)
    faults = [*reading.faults, *unknown_ids(reading, {"people": center.person, "posts": center.post})]
    faults += [*span_faults(reading, "start", "end", True), *day_faults(reading)]
    known = {r.id for r in center.off_line}
    for row in reading.rows:
        if row.get("routine") is not None and row.get("routine") not in known:
            words = (
                f"本中心没有离线安排 {row.get('routine')}",
                f"the center has no routine, backlog or task {row.get('routine')}",
            )
            faults.append(reading.fault(row, "routine", words))
    if faults:
        raise FolderFaults(faults)
    return rows.activities(reading)


def activity_bytes(activities: Iterable[Activity]) -> bytes:
    """The file's bytes; equal activities give equal bytes."""
    return write_table(ACTIVITIES, rows.activity_rows(sorted(activities)))
