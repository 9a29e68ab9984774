"""JSON as the database keeps it: one spelling for one value, so that hashes can be compared."""

import json
from typing import Any

from scheduler.store.errors import BadRecord


def canonical(value: Any, what: str) -> str:
    """A value as JSON text with sorted keys.

    Raises
    ------
    BadRecord
        If the value holds something JSON has no word for (a set, NaN, an infinity).
    """
    try:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
    except (TypeError, ValueError, RecursionError) as error:
        raise BadRecord(f"{what}: no JSON value ({type(error).__name__})") from None
    return text


def plain(value: Any, what: str) -> Any:
    """The value as it will come back from the database: tuples are lists, keys are strings."""
    return json.loads(canonical(value, what))
