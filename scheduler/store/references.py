"""Does every id that one file names exist in the file it points to?"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from scheduler.domain.posts import BACK_OFFICE
from scheduler.store.faults import Fault
from scheduler.store.settings import SettingsReading
from scheduler.store.settings_schema import FILE
from scheduler.store.tables import Row, TableReading

_WORDS = {
    "people": ("人员", "person", "people.csv"),
    "posts": ("岗位", "post", "posts.csv"),
    "posts_or_back": ("岗位", "post", "posts.csv"),
    "shifts": ("班次", "shift", "shifts.csv"),
    "sections": ("科室", "section", "sections.csv"),
    "skills": ("技能", "skill", "skills.csv"),
    "queues": ("队列", "queue", "center.toml queues"),
    "ranks": ("职级", "rank", "center.toml ranks"),
    "items": ("事项", "item", "items.csv"),
    "rooms": ("场地", "room", "rooms.csv"),
}
_TABLES = {
    "people": ("people", "id"),
    "posts": ("posts", "id"),
    "shifts": ("shifts", "code"),
    "sections": ("sections", "id"),
    "skills": ("skills", "item"),
    "rooms": ("rooms", "id"),
}

Known = Mapping[str, Collection[str] | None]
"""By kind of reference: the ids that exist; None when their file is unreadable, so that one fault
does not bring a hundred others along."""


def known_ids(readings: Mapping[str, TableReading], settings: SettingsReading) -> Known:
    """All ids that may be referred to."""
    known: dict[str, Collection[str] | None] = {}
    for ref, (table, column) in _TABLES.items():
        known[ref] = _ids(readings.get(table), column)
    if "rooms" not in readings:
        known["rooms"] = {"hall", "company"}  # the rooms of a center that says nothing of rooms
    posts = known["posts"]
    known["posts_or_back"] = None if posts is None else {*posts, BACK_OFFICE}
    queues = settings.content.get("queues", {})
    known["queues"] = set(queues) if settings.content and isinstance(queues, Mapping) else None
    # Only a list of ranks that passed its own check can be compared with.
    ranks = {key: value for key, _, value in settings.found}.get("ranks")
    default = {"staff"} if settings.content and "ranks" not in settings.content else None
    known["ranks"] = default if ranks is None else set(ranks)
    return known


def unknown_ids(reading: TableReading, known: Known) -> Iterator[Fault]:
    """Ids of a table that do not exist where they point to."""
    for column in reading.table.columns:
        allowed = None if column.ref is None else known.get(column.ref)
        if column.ref is None or allowed is None:
            continue
        for row in reading.rows:
            value = row.get(column.name)
            for name in value if isinstance(value, tuple) else [value]:
                if name is not None and name not in allowed:
                    yield reading.fault(row, column.name, *_unknown(column.ref, name, allowed))


def unknown_settings(settings: SettingsReading, known: Known) -> Iterator[Fault]:
    """Ids of center.toml that do not exist where they point to."""
    for key, setting, value in settings.found:
        allowed = None if setting.ref is None else known.get(setting.ref)
        if setting.ref is None or allowed is None:
            continue
        for name in [value] if isinstance(value, str) else list(value):
            if name not in allowed:
                yield Fault(FILE, 0, key, name, *_unknown(setting.ref, name, allowed))
    ranks, names = known.get("ranks"), settings.content.get("rank_names")
    if ranks is not None and isinstance(names, Mapping):
        for rank in names:
            if rank not in ranks:
                yield Fault(FILE, 0, f"rank_names.{rank}", rank, *_unknown("ranks", rank, ranks))


def unknown_items(readings: Mapping[str, TableReading]) -> Iterator[Fault]:
    """Items in the AB table that their post does not have."""
    ab, items = readings.get("ab"), readings.get("items")
    if ab is None or (items is not None and (items.lost or _ids(items, "id") is None)):
        return
    by_post: dict[Any, set[str]] = {}
    for row in items.rows if items is not None else ():
        by_post.setdefault(row.get("post"), set()).add(row.get("id"))
    for row in ab.rows:
        allowed: set[str] = by_post.get(row.get("post"), set())
        for name in row.get("without") or ():
            if name not in allowed:
                yield ab.fault(row, "without", *_unknown("items", name, allowed))


def _ids(reading: TableReading | None, column: str) -> Collection[str] | None:
    """The ids of a table; None if some of them cannot be read: nobody can say then what is unknown."""
    if reading is None or column not in reading.headers:
        return None
    lost = reading.lost if reading.table.key[:1] == (column,) else (None,) * len(reading.lost)
    found = {*(row.get(column) for row in reading.rows), *lost}
    return None if None in found else found


def _unknown(ref: str, name: str, allowed: Collection[str]) -> tuple[tuple[str, str], tuple[str, str]]:
    zh, en, where = _WORDS[ref]
    close = _closest(name, allowed)
    remedy = (f"是否为 {close}？", f"did you mean {close}?") if close else ("", "")
    return (f"{where} 中没有{zh} {name}", f"no {en} {name} in {where}"), remedy


def _closest(name: str, allowed: Collection[str]) -> str:
    """A known id that differs only by case or by one character; empty if none or several do."""
    near = [item for item in sorted(allowed) if item.lower() == name.lower() or _one_apart(item, name)]
    return near[0] if len(near) == 1 else ""


def _one_apart(first: str, second: str) -> bool:
    if len(first) == len(second):
        return sum(a != b for a, b in zip(first, second, strict=True)) == 1 and len(first) > 3
    short, long = sorted((first, second), key=len)
    return (
        len(long) - len(short) == 1
        and len(short) > 2
        and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    )


def rows_by(reading: TableReading, column: str) -> dict[Any, list[Row]]:
    """Rows grouped by the value of a column; rows without one are left out."""
    groups: dict[Any, list[Row]] = {}
    for row in reading.rows:
        if row.get(column) is not None:
            groups.setdefault(row.get(column), []).append(row)
    return groups
