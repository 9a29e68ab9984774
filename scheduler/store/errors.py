"""What can go wrong between us and the database, each with words for its reader."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class StoreError(Exception):
    """Something the database did not do; nothing of it was saved."""


class UnknownRecord(StoreError, LookupError):
    """Nothing is stored under that name or number."""


class BadRecord(StoreError, ValueError):
    """What was given cannot be stored; the message names the offending ids."""


class StoreBusy(StoreError):
    """Another process held the database for longer than the waiting time."""


class StoreFull(StoreError):
    """The disk, or the room given to the database, is full."""


class StoreUnavailable(StoreError):
    """The database cannot be reached or opened."""


class StoreTooNew(StoreError):
    """The database was written by a newer version of the program."""


class WrongStatus(StoreError):
    """The step is not possible in the present status of a roster version, a leave request or a job."""


class LostLease(StoreError):
    """The job was given to somebody else, stopped or finished: this worker may not save any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a record: who did what and when; ``row`` is the row version it led to."""

    row: int
    at: datetime
    actor: str
    action: str
    after: Mapping[str, Any] = field(default_factory=dict)


class StaleVersion(StoreError):
    """A record was changed by somebody else after it was read.

    Attributes
    ----------
    subject
        What was changed, e.g. ``roster/3/2``.
    expected, found
        Row version (or version number) that was read, and the present one.
    changes
        What happened in between, oldest first.
    """

    def __init__(self, subject: str, expected: int, found: int, changes: tuple[Change, ...] = ()) -> None:
        self.subject, self.expected, self.found, self.changes = subject, expected, found, changes
        super().__init__(self.line("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions are rebuilt from their message by default; ours has four parts.
        return type(self), (self.subject, self.expected, self.found, self.changes)

    def line(self, lang: str = "zh") -> str:
        """One sentence: what was changed, by whom, when."""
        zh = lang == "zh"
        who = ("；" if zh else "; ").join(
            f"{c.at:%Y-%m-%d %H:%M:%S} UTC {c.actor or '-'} {c.action}" for c in self.changes
        )
        if zh:
            return (
                f"{self.subject} 在您读取之后已被修改（读取时为 {self.expected}，现为 {self.found}）：{who or '无记录'}"
            )
        return f"{self.subject} was changed after it was read (read {self.expected}, now {self.found}): {who or 'no record'}"
