"""What a column and a table of a center folder are; the tables themselves are in schemas."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

CellType = Literal[
    "id", "ids", "name", "title", "text", "int", "number", "yes_no", "date", "moment", "end", "clock", "parts", "choice"
]
"""``id`` names something inside the folder, ``ids`` several of them; ``name`` is shown to people,
``title`` is a longer name; ``moment`` is a date with a time, ``end`` the same where midnight may be
24:00 of the day before; ``clock`` a time of day, ``parts`` several spans of it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes
    ----------
    zh
        Chinese header, further spellings after ``|``.
    required
        The column must be there and no cell of it may be empty.
    choices
        Codes a cell may have, each with its Chinese word (further ones after ``|``).
    low, high
        Limits of a number; of ``clock`` and ``parts`` in minutes from midnight.
    ref
        What an id must be known as: a key of ``references.known_ids``.
    """

    name: str
    zh: str
    type: CellType
    meaning_zh: str
    meaning_en: str
    required: bool = False
    unit: str = ""
    choices: Mapping[str, str] | None = None
    low: float | None = None
    high: float | None = None
    ref: str | None = None

    @property
    def headers(self) -> tuple[str, ...]:
        """Every header the column is known by."""
        return (self.name, *self.zh.split("|"))


def optional(name: str, zh: str, kind: CellType, meaning: str, **more: Any) -> Column:
    """A column whose cells may be empty; ``meaning`` holds both languages, parted by a bar."""
    meaning_zh, meaning_en = meaning.split("|")
    return Column(name, zh, kind, meaning_zh, meaning_en, **more)


def needed(name: str, zh: str, kind: CellType, meaning: str, **more: Any) -> Column:
    """A column that must be there and filled."""
    return optional(name, zh, kind, meaning, required=True, **more)


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file.

    Attributes
    ----------
    key
        Columns that together may occur only once.
    required
        The file must be there.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    required: bool = False

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    def column(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)


DAY_KINDS: Mapping[str, str] = {
    "workday": "工作日",
    "restday": "休息日",
    "daily": "每天",
    "mon": "周一",
    "tue": "周二",
    "wed": "周三",
    "thu": "周四",
    "fri": "周五",
    "sat": "周六",
    "sun": "周日",
}
"""Kinds of day as cells name them."""
