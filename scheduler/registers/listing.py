"""What the registers still want: entries due and overdue, the awaited ones filled in as far as the roster knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from scheduler.domain.record import Record
from scheduler.registers.dues import settled
from scheduler.registers.fills import FILLS
from scheduler.registers.scene import Scene
from scheduler.store.register_files import registers


@dataclass(frozen=True, slots=True)
class Awaited:
    """An entry that is not done. ``written``: it stands in the register already, else it is expected only."""

    record: Record
    written: bool
    overdue: bool


def awaited(scene: Scene, now: datetime, since: date | None = None) -> tuple[Awaited, ...]:
    """Everything open at a moment, the earliest deadline first.

    Parameters
    ----------
    since
        From which day on entries are expected; without it each register is followed from its own
        first entry, or from today if it has none: a register that was never kept is not a heap of
        omissions.
    """
    written = {(r.register, r.id): settled(r, scene.calendar, scene.problem.center) for r in scene.records}
    found = [Awaited(r, True, r.overdue(now)) for r in written.values() if r.state == "open"]
    begun: dict[str, date] = {}
    for record in scene.records:
        begun[record.register] = min(record.day, begun.get(record.register, record.day))
    for register in registers().values():
        if register.fill:
            first = since or min(begun.get(register.id, now.date()), now.date())
            began = datetime.combine(first, time())
            for record in expected(scene, register.id, first, now.date()):
                if (register.id, record.id) not in written and (record.due is None or record.due >= began):
                    found.append(Awaited(record, False, record.overdue(now)))
    latest = datetime.max
    order = list(registers())
    return tuple(sorted(found, key=lambda a: (a.record.due or latest, order.index(a.record.register), a.record.id)))


def expected(scene: Scene, register: str, first: date, last: date) -> Iterable[Record]:
    """What the roster and the calendar make one expect in a register on some days, with deadlines."""
    fill = FILLS[registers()[register].fill]
    day, seen = first, set[str]()
    while day <= last:
        for record in fill(scene, day):
            # What a month expects is expected on each of its days, once.
            if record.id not in seen:
                seen.add(record.id)
                yield settled(record, scene.calendar, scene.problem.center)
        day += timedelta(days=1)


def awaited_entry(scene: Scene, register: str, id: str) -> Record | None:
    """The expected entry of an id, filled in as far as the roster knows; None if none is expected."""
    try:
        day = date.fromisoformat(id[:10])
    except ValueError:
        return None
    return (
        next((r for r in expected(scene, register, day, day) if r.id == id), None)
        if registers()[register].fill
        else None
    )


def overlaid(written: Iterable[Record], others: Iterable[Record]) -> tuple[Record, ...]:
    """Entries of a folder with those of the database over them: an entry kept there is the later one."""
    kept: Mapping[tuple[str, str], Record] = {(r.register, r.id): r for r in others}
    order = {name: place for place, name in enumerate(registers())}
    base = [r for r in written if (r.register, r.id) not in kept]
    return tuple(sorted((*base, *kept.values()), key=lambda r: (order[r.register], r.day, r.id)))
