"""Counts and handling times as people's systems write them: what parts thousands, and what fractions, is never guessed."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import time
from typing import Any, Literal

Mark = Literal[",", "."]

_LENGTH = re.compile(r"(?:(\d+):)?(\d{1,3}):([0-5]\d)(?:\.\d+)?")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([,.' ’])\d{3})(?:\1\d{3})*")
_BOTH = re.compile(r"[1-9]\d{0,2}(?:(?:,\d{3})+(\.)|(?:\.\d{3})+(,))\d+")
_FRACTION = re.compile(r"\d+([,.])\d+")
_WHOLE = re.compile(r"\d+,0{1,2}")
_DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")


def parted(text: str) -> bool:
    """Whether a text is a number with its thousands parted."""
    return _GROUPS.fullmatch(text) is not None


def decimal_of(counts: Iterable[Any], lengths: Iterable[Any]) -> Mark | None:
    """What parts the fractions in the numbers of a file; None where nothing tells, or both are there."""
    told: set[str] = set()
    for cell in counts:
        found = _fraction(cell)
        if found and (found == "." or _WHOLE.fullmatch(_plain(cell))):
            told.add(found)
    told.update(found for cell in lengths if (found := _fraction(cell)))
    return None if len(told) != 1 else "," if "," in told else "."


def unclear_count(cells: Sequence[Any], decimal: Mark | None, mark: str = "") -> int | None:
    """Place of the first count that may be a thousand times another, such as 1.204.

    Counts are whole: that lengths have fractions does not tell that counts have some.

    Parameters
    ----------
    mark
        What parts the cells: with semicolons a comma may be that of a fraction.
    """
    dotted = decimal == "," or (decimal == "." and decimal_of(cells, ()) == ".")
    doubtful = {"" if dotted else ".", "," if decimal == "," or (decimal is None and mark == ";") else ""}
    for place, cell in enumerate(cells):
        text = _plain(cell) if isinstance(cell, str) else ""
        found = _GROUPS.fullmatch(text)
        if found is None or len(text) > 7:  # parted twice
            continue
        if found[1] in doubtful:
            return place
    return None


def count_of(cell: Any, decimal: Mark | None = None) -> Any:
    """A count, ``1,204`` as well: counts are whole, so such a comma parts thousands."""
    if isinstance(cell, bool):
        return str(cell)
    text = _plain(cell)
    if text.isdecimal():
        return text
    groups = _GROUPS.fullmatch(text)
    if groups is not None and not (groups[1] == decimal == "." and len(text) <= 7):
        return text.replace(groups[1], "")
    both = _BOTH.fullmatch(text)
    if both is not None:
        return _parsed(text, both[1] or both[2])
    if _WHOLE.fullmatch(text) or (decimal == "," and _DECIMAL_COMMA.fullmatch(text)):
        return _parsed(text, ",")
    return cell


def seconds_of(cell: Any, decimal: Mark | None = None) -> Any:
    """A handling time in seconds: a number, ``187,5``, ``03:25`` or ``00:03:25``; what cannot be read stays as it is."""
    if isinstance(cell, time):
        return cell.hour * 3600 + cell.minute * 60 + cell.second
    text = _plain(cell) if cell is not None else ""
    both = _BOTH.fullmatch(text)
    if both is not None:
        return _parsed(text, both[1] or both[2])
    if _DECIMAL_COMMA.fullmatch(text):
        return _parsed(text, ",")
    if decimal is not None and _GROUPS.fullmatch(text):
        return _parsed(text, decimal)
    found = _LENGTH.fullmatch(text)
    if found is None:
        return cell
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return hours * 3600 + minutes * 60 + seconds


def _fraction(cell: Any) -> str | None:
    """The mark of a fraction, of a text that cannot be read without one."""
    text = _plain(cell) if isinstance(cell, str) else ""
    both = _BOTH.fullmatch(text)
    if both is not None:
        return both[1] or both[2]
    found = _FRACTION.fullmatch(text)
    return found[1] if found and not _GROUPS.fullmatch(text) else None


def _parsed(text: str, decimal: str) -> str:
    return re.sub(r"[^\d.]", "", text.translate({ord("."): None, ord(","): "."}) if decimal == "," else text)


def _plain(cell: Any) -> str:
    return unicodedata.normalize("NFKC", str(cell)).strip()
