"""Times of day and spans of them as spreadsheets and phone systems write them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

DAY_S = 86_400
TO = r"\s*(?:[-–—~～至到]|to)\s*"
"""What stands between the two ends of a span."""


def clock(name: str) -> str:
    """Pattern of a time of day; its groups end in ``name``."""
    return (
        rf"(?P<before{name}>上午|下午|[AaPp][Mm])?\s*(?P<hour{name}>\d{{1,2}})[:时点](?P<minute{name}>\d{{2}})分?"
        rf"(?::?(?P<second{name}>\d{{2}})(?:\.\d+)?秒?)?\s*(?P<after{name}>[AaPp]\.?[Mm]\.?)?"
    )


class Span(NamedTuple):
    """Second of the day at which it begins; its seconds, None where only the beginning stands; whether am or pm is
    told, None where that is no question."""

    start: int
    seconds: int | None
    half: bool | None


def span_in(found: re.Match[str], days: int | None = None) -> Span | None:
    """The span of a match of two :func:`clock`, ``_1`` and ``_2``; None where there is no such time.

    Where only one end tells am or pm, the span is the shorter one: 1:00-1:30 PM begins at 13:00, 11:30-12:30 PM at 11:30.

    Parameters
    ----------
    days
        Days from the date of the one end to that of the other, where both have theirs.
    """
    ends = found["hour_2"] is not None
    halves = any(found[f"{place}_{end}"] for place in ("before", "after") for end in (1, 2))
    starts = [second for second in _seconds(found, "_1", halves) if second < DAY_S]
    half = halves or (None if not 1 <= int(found["hour_1"]) <= 12 else False)
    if not ends:
        return Span(starts[0], None, half) if starts else None
    lengths = [
        (end - start + days * DAY_S if days is not None else (end - start) % DAY_S or DAY_S, start)
        for start in starts
        for end in _seconds(found, "_2", halves)
    ]
    length, start = min((pair for pair in lengths if pair[0] > 0), default=(0, 0))
    return Span(start, _whole(length), half) if length else None


def _seconds(found: re.Match[str], name: str, halves: bool) -> Iterator[int]:
    """Seconds of the day that a clock may mean; 下午2:00 and 2:00 PM are 14:00, 12:30 AM is half past midnight."""
    hour, minute, second = (int(found[f"{part}{name}"] or 0) for part in ("hour", "minute", "second"))
    told = (found[f"before{name}"] or found[f"after{name}"] or "")[:1].lower()
    rest = minute * 60 + second
    if minute > 59 or second > 59 or hour * 3600 + rest > DAY_S:
        return
    if halves and (told or 1 <= hour <= 12):
        if 1 <= hour <= 12:
            yield from (hour % 12 * 3600 + rest + late for late in _late(told))
        return
    yield hour * 3600 + rest


def _late(told: str) -> tuple[int, ...]:
    return {"上": (0,), "a": (0,), "下": (DAY_S // 2,), "p": (DAY_S // 2,)}.get(told, (0, DAY_S // 2))


def _whole(seconds: int) -> int:
    """08:00-08:29 and 08:00:00-08:29:59 are half hours as well."""
    seconds += seconds % 60 == 59
    return seconds + 60 if seconds % 300 == 240 else seconds
