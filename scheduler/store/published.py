"""The rosters that were in force, as a center's folder keeps them."""

from scheduler.domain.roster import Roster
from scheduler.store.actuals import FOLDER
from scheduler.store.folder import CenterFolder
from scheduler.store.roster_files import read_roster
from scheduler.store.schemas import ROSTER


def published_roster(folder: CenterFolder) -> Roster:
    """``actuals/roster.csv``, and ``roster_past.csv`` for days of which that says nothing.

    Raises
    ------
    FolderFaults
        Every fault of the file.
    """
    path = folder.path / FOLDER / ROSTER.file if folder.path is not None else None
    kept = read_roster(path, folder.center) if path is not None and path.is_file() else Roster()
    told = {d.day for d in kept.duties}
    return Roster.of([*kept.duties, *(d for d in folder.past.duties if d.day not in told)])
