"""roster.csv: a roster as a plain file that people may edit and hand back."""

from pathlib import Path

from scheduler.domain.center import Center
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.roster import Roster
from scheduler.store import folder_rows as rows
from scheduler.store.cross_checks import day_faults, span_faults
from scheduler.store.faults import Fault, FolderFaults
from scheduler.store.references import unknown_ids
from scheduler.store.schemas import ROSTER
from scheduler.store.tables import read_table, write_table
from scheduler.store.whole_folder import replace_file


def read_roster(path: Path, center: Center) -> Roster:
    """Read a roster of a center.

    Raises
    ------
    FolderFaults
        Every fault with row and column: unknown people, posts and shifts, times that end before
        they start or lie on another day than their shift's.
    """
    path = Path(path)
    if not path.is_file():
        raise FolderFaults([Fault(path.name, 0, "", "", ("没有这个文件", "no such file"))])
    return parse_roster(path.read_bytes(), center, path.name)


def parse_roster(raw: bytes, center: Center, file: str = ROSTER.file) -> Roster:
    """The same from bytes, such as an upload; ``file`` is the name to report."""
    reading = read_table(raw, ROSTER, file)
    known = {"people": center.person, "shifts": center.shift, "posts_or_back": {*center.post, BACK_OFFICE}}
    faults = [
        *reading.faults,
        *unknown_ids(reading, known),
        *span_faults(reading, "start", "end", True),
        *day_faults(reading),
    ]
    if faults:
        raise FolderFaults(faults)
    return rows.roster(reading)


def write_roster(roster: Roster, path: Path) -> None:
    """Write a roster; equal rosters give equal bytes, and the file is never half-written."""
    replace_file(Path(path), roster_bytes(roster))


def roster_bytes(roster: Roster) -> bytes:
    return write_table(ROSTER, rows.roster_rows(Roster.of(roster.duties).duties))
