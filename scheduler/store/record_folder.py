"""Registers as files of a center folder: ``registers/<id>.csv``."""

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.store.faults import Fault
from scheduler.store.register_csv import read_records, records_csv
from scheduler.store.register_files import registers

RECORDS = "registers"
"""Subfolder of a center folder."""


def is_record_file(name: str) -> bool:
    """Whether a path inside a center folder is the file of a register."""
    path = PurePosixPath(name)
    return path.parent == PurePosixPath(RECORDS) and path.suffix == ".csv" and path.stem in registers()


def record_files(records: Iterable[Record]) -> dict[str, bytes]:
    """One file for each register that has an entry."""
    mine = list(records)
    return {
        f"{RECORDS}/{register.id}.csv": records_csv(register, own)
        for register in registers().values()
        if (own := [r for r in mine if r.register == register.id])
    }


def records_of(files: Mapping[str, bytes], center: Center) -> tuple[Record, ...]:
    """Entries of all registers among some files, in the order of the registers, by day and id."""
    found: list[Record] = []
    for register in registers().values():
        name = f"{RECORDS}/{register.id}.csv"
        if name in files:
            found += sorted(read_records(files[name], register, center, name)[0], key=lambda r: (r.day, r.id))
    return tuple(found)


def record_faults(files: Mapping[str, bytes], center: Center) -> list[Fault]:
    """Every fault of those files, and files of registers that do not exist."""
    faults: list[Fault] = []
    known = registers()
    for name in sorted(files):
        if is_record_file(name):
            faults += read_records(files[name], known[PurePosixPath(name).stem], center, name)[1]
        elif name.startswith(f"{RECORDS}/") and name.endswith(".csv"):
            names = ", ".join(f"{r}.csv" for r in known)
            faults.append(
                Fault(
                    name,
                    0,
                    "",
                    "",
                    (f"没有这个台账，可用：{names}", f"no such register, known are {names}"),
                    ("核对文件名", "check its name"),
                )
            )
    return faults
