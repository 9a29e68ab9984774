"""The monthly analysis: what moved against the month before, in sentences (1-02, 2-22)."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.kpi.bulletin import number, subject_name
from scheduler.kpi.months import Month
from scheduler.kpi.types import NAMES, UNITS
from scheduler.store.faults import Words

BETTER_UP = frozenset(
    {
        "answer_timeliness",
        "first_response",
        "urgent_response",
        "satisfaction",
        "resolution",
        "on_time",
        "complaints_closed",
        "complaints_in_time",
        "attitude",
        "quality",
        "ability",
        "efficiency",
        "teamwork",
        "visits",
        "ab_coverage",
        "open_rate",
        "attendance",
    }
)
BETTER_DOWN = frozenset(
    {
        "error_rate",
        "repeat_rate",
        "complaints",
        "empty_minutes",
        "wape",
        "fair_range",
        "fair_gini",
        "legal",
        "findings",
        "late",
        "early",
        "late_minutes",
        "left_post",
        "absent",
        "unexplained",
    }
)
LEAST = 0.02
"""A move smaller than this part of the former value is no news."""


@dataclass(frozen=True, slots=True)
class Move:
    """One figure in two months; ``better`` is None where more is neither good nor bad."""

    kpi: str
    subject: str
    before: float
    now: float

    @property
    def better(self) -> bool | None:
        if self.kpi in BETTER_UP:
            return self.now > self.before
        return self.now < self.before if self.kpi in BETTER_DOWN else None

    @property
    def size(self) -> float:
        """Change as a part of the former value, at most 10."""
        change = abs(self.now - self.before)
        return min(10.0, change / abs(self.before)) if self.before else 10.0 * (change > 0)


def moves(before: Month, now: Month) -> tuple[Move, ...]:
    """Figures of the center, its queues and channels that moved, the largest change first; people are left out."""
    people, found = now.problem.center.person, []
    old = {(f.kpi, f.subject): f for f in before.figures}
    for f in now.figures:
        earlier = old.get((f.kpi, f.subject))
        if earlier is None or f.subject in people or f.kpi == "answers":
            continue
        a, b = (x.plan if x.actual is None else x.actual for x in (earlier, f))
        if a is not None and b is not None:
            found.append(Move(f.kpi, f.subject, a, b))
    order = list(NAMES)
    return tuple(
        sorted(
            (m for m in found if m.size > LEAST),
            key=lambda m: (m.better is None, -m.size, order.index(m.kpi), m.subject),
        )
    )


def analysis(months: Sequence[Month], most: int = 5) -> tuple[Words, ...]:
    """The last month against the one before: the largest moves for the worse, then for the better."""
    if len(months) < 2:
        return ()
    before, now = months[-2], months[-1]
    found: list[Words] = []
    for better in (False, True):
        found += [_sentence(now, before, m) for m in [m for m in moves(before, now) if m.better is better][:most]]
    return tuple(found)


def _sentence(now: Month, before: Month, m: Move) -> Words:
    texts = []
    for place, lang in enumerate(("zh", "en")):
        unit = UNITS[NAMES[m.kpi][2]][place]
        subject = "" if not m.subject else f"({subject_name(now.problem, m.subject, lang)})"
        a, b = (f"{number(v, NAMES[m.kpi][2])} {unit}".strip() for v in (m.before, m.now))
        verdict = (("转差", "worse"), ("转好", "better"))[bool(m.better)][place]
        texts.append(
            f"{NAMES[m.kpi][0]}{subject}{verdict}：{before.name} {a} → {now.name} {b}"
            if lang == "zh"
            else f"{NAMES[m.kpi][1]}{' ' + subject if subject else ''}, {verdict}: {before.name} {a} → {now.name} {b}"
        )
    return texts[0], texts[1]
