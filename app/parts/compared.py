"""Scenarios side by side: figures, differences, and one sentence of meaning. Pure."""

from collections.abc import Mapping

from app.texts import Words, plain
from scheduler.measures import NAMES

GOOD: Mapping[str, int] = {
    "empty_minutes": -1,
    "missing_shifts": -1,
    "leaderless_shifts": -1,
    "cover_rate": 1,
    "dual_hours": -1,
    "backup_hours": -1,
    "need_met": 1,
    "expected_service": 1,
    "simulated_service": 1,
    "worst_interval": 1,
    "bad_days": -1,
    "bad_weeks": -1,
    "closing_minutes": -1,
    "overload_minutes": -1,
    "overtime_hours": -1,
    "nights_spread": -1,
    "must_breaches": -1,
    "hard_breaches": -1,
}
"""1: more is better; -1: less is better; figures that are neither are not listed."""

TELLING = (
    "hard_breaches",
    "missing_shifts",
    "leaderless_shifts",
    "empty_minutes",
    "must_breaches",
    "simulated_service",
    "need_met",
    "overtime_hours",
    "backup_hours",
    "dual_hours",
    "worked_hours",
)
"""Figures worth a sentence, the most important first."""

NOTABLE: Mapping[str, float] = {
    "need_met": 0.5,
    "overtime_hours": 4,
    "backup_hours": 3,
    "dual_hours": 3,
    "worked_hours": 8,
}
"""Smaller differences are not worth a sentence; 0.5 for all others."""

UNITS: Mapping[str, tuple[str, str]] = {
    "min": ("分钟", "min"),
    "heads": ("人次", "heads"),
    "shifts": ("班次", "shifts"),
    "places": ("处", "place(s)"),
    "h": ("小时", "h"),
    "%": ("%", "%"),
}


def number(value: float) -> str:
    """A figure as shown: one decimal unless it is whole."""
    return f"{value:,.1f}".removesuffix(".0")


def unit(key: str, words: Words) -> str:
    return words.pick(UNITS[NAMES[key][2]])


def delta_text(key: str, delta: float) -> str:
    """A difference in green or red, nothing when it is none."""
    if abs(delta) < 0.05:
        return ""
    color = "gray" if key not in GOOD else "green" if delta * GOOD[key] > 0 else "red"
    sign = "+" if delta > 0 else "−"
    return f" :{color}[{sign}{number(abs(delta))}]"


def comparison(names: list[str], values: list[Mapping[str, float]], words: Words) -> str:
    """A Markdown table: one line a measure, one column a scenario, the first being the baseline."""
    lines = [
        "| " + " | ".join([words("what_if.measure"), *(plain(n) for n in names)]) + " |",
        "|---" + "|--:" * len(names) + "|",
    ]
    for key in NAMES:
        if not any(key in column for column in values):
            continue
        shown = []
        for index, column in enumerate(values):
            if key not in column:
                shown.append("–")
                continue
            delta = delta_text(key, column[key] - values[0][key]) if index and key in values[0] else ""
            shown.append(number(column[key]) + delta)
        name = words.pick(NAMES[key][:2])
        lines.append(f"| {name} ({unit(key, words)}) | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def meaning(name: str, base: Mapping[str, float], values: Mapping[str, float], words: Words) -> str:
    """What a scenario comes to, in one sentence with at most four figures."""
    said = []
    for key in TELLING:
        if key in base and key in values:
            delta = values[key] - base[key]
            if abs(delta) >= NOTABLE.get(key, 0.5):
                said.append(
                    words(
                        "what_if.rises" if delta > 0 else "what_if.falls",
                        name=words.pick(NAMES[key][:2]),
                        amount=number(abs(delta)),
                        unit=words("what_if.points") if NAMES[key][2] == "%" else unit(key, words),
                    )
                )
    text = ("；" if words.lang == "zh" else "; ").join(said[:4]) or words("what_if.same").rstrip("。.")
    return words("what_if.meaning", scenario=plain(name), text=text)
