"""Invented people and their leave and wishes, for generated centers: nobody real."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from random import Random

from scheduler.store.entries import LeaveEntry, WishEntry

_SURNAMES = (
    ("王", "Wang"),
    ("李", "Li"),
    ("张", "Zhang"),
    ("刘", "Liu"),
    ("陈", "Chen"),
    ("杨", "Yang"),
    ("赵", "Zhao"),
    ("黄", "Huang"),
    ("周", "Zhou"),
    ("吴", "Wu"),
    ("徐", "Xu"),
    ("孙", "Sun"),
    ("胡", "Hu"),
    ("朱", "Zhu"),
    ("高", "Gao"),
    ("林", "Lin"),
    ("何", "He"),
    ("郭", "Guo"),
    ("马", "Ma"),
    ("罗", "Luo"),
    ("梁", "Liang"),
    ("宋", "Song"),
    ("郑", "Zheng"),
    ("谢", "Xie"),
)
_GIVEN = (
    ("文", "Wen"),
    ("静", "Jing"),
    ("敏", "Min"),
    ("丽", "Li"),
    ("强", "Qiang"),
    ("磊", "Lei"),
    ("洋", "Yang"),
    ("艳", "Yan"),
    ("勇", "Yong"),
    ("杰", "Jie"),
    ("娟", "Juan"),
    ("涛", "Tao"),
    ("明", "Ming"),
    ("超", "Chao"),
    ("霞", "Xia"),
    ("平", "Ping"),
    ("刚", "Gang"),
    ("桂", "Gui"),
    ("芳", "Fang"),
    ("宁", "Ning"),
    ("雪", "Xue"),
    ("婷", "Ting"),
    ("波", "Bo"),
    ("晨", "Chen"),
)

START = date(2026, 9, 7)
HISTORY = (date(2025, 9, 1), date(2026, 9, 6))
"""First and last day of the simulated year before it."""

HALF_DAYS = ((time(8, 30), time(12)), (time(14, 30), time(17, 30)))
_SPELLS = (("annual", (1, 2, 3, 5)), ("sick", (1, 2, 3)), ("personal", (1,)), ("official_trip", (1, 2)))
_WEIGHTS = (5, 3, 2, 2)


def draw_names(count: int, rng: Random) -> list[tuple[str, str]]:
    """``count`` names, Chinese and English, all different: two characters as far as they last, then three."""
    short = [(f"{s}{g}", f"{es} {eg}") for s, es in _SURNAMES for g, eg in _GIVEN]
    rng.shuffle(short)
    if count <= len(short):
        return short[:count]
    long = [(f"{s}{g}{h}", f"{es} {eg}{eh.lower()}") for s, es in _SURNAMES for g, eg in _GIVEN for h, eh in _GIVEN]
    rng.shuffle(long)
    return [*short, *long][:count]


def invent_leave(people: Sequence[str], start: date, days: int, share: float, rng: Random) -> tuple[LeaveEntry, ...]:
    """At most one spell of leave a person, so nobody's leave overlaps.

    Parameters
    ----------
    share
        Part of all days that people are away, about; one spell in seven is still requested.
    """
    lengths = [sum(options) / len(options) for _, options in _SPELLS]
    mean = sum(w * length for w, length in zip(_WEIGHTS, lengths, strict=True)) / sum(_WEIGHTS)
    chance = min(1.0, share * days / mean)
    found: list[LeaveEntry] = []
    for person in people:
        if rng.random() >= chance:
            continue
        kind, options = rng.choices(_SPELLS, _WEIGHTS)[0]
        length = min(rng.choice(options), days)
        first = start + timedelta(days=rng.randrange(days - length + 1))
        low, high = datetime.combine(first, time()), datetime.combine(first + timedelta(days=length), time())
        if kind == "personal" and rng.random() < 0.5:
            low, high = (datetime.combine(first, at) for at in rng.choice(HALF_DAYS))
        status = "requested" if rng.random() < 1 / 7 else "approved"
        found.append(LeaveEntry(f"L{len(found) + 1:04d}", person, low, high, kind, status))  # type: ignore[arg-type]
    return tuple(found)


def invent_wishes(
    people: Sequence[str], shifts: Sequence[str], start: date, days: int, rng: Random
) -> tuple[WishEntry, ...]:
    """One wish of every fourth person: a day off, a shift, or a shift to be spared."""
    found = []
    for person in sorted(rng.sample(list(people), len(people) // 4)):
        shift = rng.choice((None, *shifts))
        avoid = shift is not None and rng.random() < 0.5
        found.append(WishEntry(person, start + timedelta(days=rng.randrange(days)), shift, rng.randint(1, 3), avoid))
    return tuple(found)
