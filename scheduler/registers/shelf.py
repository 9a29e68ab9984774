"""Where a center's registers are kept: in its folder, or in the database with the folder's below."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from scheduler.domain.record import Record
from scheduler.registers.effects import effective
from scheduler.registers.listing import overlaid
from scheduler.store.database import Store
from scheduler.store.folder import CenterFolder, folder_files, read_folder
from scheduler.store.record_folder import record_files
from scheduler.store.register_files import registers
from scheduler.store.whole_folder import replace_file


class Shelf(Protocol):
    """What keeps entries; one written anew under its old id is a correction."""

    def records(self) -> tuple[Record, ...]:
        """All entries, in the order of the registers, by day and id; struck-out ones too."""

    def write(self, records: Iterable[Record], actor: str, reason: str = "") -> tuple[Record, ...]:
        """Append or correct; all or none. The answer has the row versions."""


class FolderShelf:
    """CSV files in a center folder: no audit trail, one writer at a time.

    Parameters
    ----------
    sample
        A shipped sample center: its files are read and never written.
    """

    def __init__(self, path: Path, sample: bool = False) -> None:
        self.path, self.sample = path, sample

    def records(self) -> tuple[Record, ...]:
        return read_folder(self.path).records

    def write(self, records: Iterable[Record], actor: str, reason: str = "") -> tuple[Record, ...]:
        if self.sample:
            raise ValueError(
                f"{self.path.name} is a shipped sample: copy its folder, or keep the entries in the database. 样例中心不写入：请复制文件夹，或写入数据库"
            )
        fresh = tuple(records)
        whole = overlaid(self.records(), fresh)
        for name, content in record_files(r for r in whole if r.register in {f.register for f in fresh}).items():
            replace_file(self.path / name, content)
        return fresh


class StoreShelf:
    """The database: audited, several writers at once. What the folder holds counts until it is corrected here."""

    def __init__(self, store: Store, folder: CenterFolder) -> None:
        self.store, self.folder = store, folder

    def records(self) -> tuple[Record, ...]:
        return overlaid(self.folder.records, self.store.list_records(self.folder.center.id))

    def effective(self) -> tuple[Record, ...]:
        """Entries that may change planning, without reading the logs of years."""
        of = [register.id for register in registers().values() if register.effect]
        kept = self.store.list_records(self.folder.center.id, of)
        return effective(overlaid((r for r in self.folder.records if r.register in of), kept))

    def write(self, records: Iterable[Record], actor: str, reason: str = "") -> tuple[Record, ...]:
        center, written = self.folder.center, []
        with self.store.transaction():
            if not any(head.id == center.id for head in self.store.list_centers()):
                self.store.save_center(
                    center.id, folder_files(self.folder), name_zh=center.name_zh, name_en=center.name_en, author=actor
                )
            for record in records:
                # Row 0: not read from the database. If it is there meanwhile, adding it is refused.
                known = (
                    self.store.correct_record(center.id, record, actor, reason)
                    if record.row
                    else self.store.add_record(center.id, record, actor)
                )
                written.append(known)
        return tuple(written)
