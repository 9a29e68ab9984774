"""One entry of a register 台账: a check made, a thing handed over, a promise and its date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

RecordState = Literal["open", "done", "void"]
"""``void``: entered by mistake. It stays in the register, as a line struck out stays on paper."""


@dataclass(frozen=True, slots=True)
class Record:
    """What was written into one register about one thing on one day.

    Attributes
    ----------
    id
        Unique in its register. Entries that are expected (a check each morning) have an id that
        follows from day and subject, so that the one written is the one that was awaited.
    day
        The day it is about.
    subject
        Person, post, seal … it is about; which of them the register says. Empty: the center.
    owner
        Who has to see to it.
    due
        Naive local moment by which it must be done, or None.
    body
        The register's own fields by name; empty ones are missing.
    row
        Row version in the database, 0 for what was never stored.
    """

    register: str
    id: str
    day: date
    subject: str = ""
    owner: str = ""
    due: datetime | None = None
    state: RecordState = "open"
    body: Mapping[str, Any] = field(default_factory=dict)
    row: int = 0

    def get(self, name: str) -> Any:
        return self.body.get(name)

    def overdue(self, now: datetime) -> bool:
        return self.state == "open" and self.due is not None and self.due < now
