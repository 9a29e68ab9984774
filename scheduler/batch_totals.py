"""All centers of a batch together: what a city's manager asks first."""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from scheduler.domain.posts import BACK_OFFICE
from scheduler.words import pick

TOTALS = "totals.csv"

COLUMNS: Mapping[str, tuple[str, str]] = {
    "center": ("中心", "center"),
    "state": ("结果", "state"),
    "customers": ("预计业务量", "customers expected"),
    "needed_hours": ("需要人时", "head-hours needed"),
    "rostered_hours": ("上岗工时", "hours on posts"),
    "hard": ("硬性", "hard"),
    "must": ("必须", "must"),
    "soft": ("尽量", "soft"),
    "people": ("人数", "people"),
}


STATES = {
    "*": ("合计", "together"),
    "done": ("完成", "good"),
    "problems": ("有问题", "with problems"),
    "bad_input": ("数据有误", "bad input"),
    "failed": ("失败", "failed"),
}


@dataclass(frozen=True, slots=True)
class CenterTotals:
    """One center's figures; zeros where there is no roster.

    Attributes
    ----------
    customers
        Expected arrivals over the period.
    needed_hours, rostered_hours
        Head-hours needed by demand, and on posts as rostered.
    hard, must, soft
        Breaches as listed.
    people
        Who have a duty.
    """

    center: str
    state: str
    customers: float = 0.0
    needed_hours: float = 0.0
    rostered_hours: float = 0.0
    hard: int = 0
    must: int = 0
    soft: int = 0
    people: int = 0


def totals(out: Path, states: Mapping[str, str]) -> list[CenterTotals]:
    """Figures of every center of a batch, read from its results, in the order given."""
    return [_one(out / center, center, state) for center, state in states.items()]


def _one(folder: Path, center: str, state: str) -> CenterTotals:
    if state not in ("done", "problems") or not (folder / "summary.json").is_file():
        return CenterTotals(center, state)
    told: Mapping[str, Any] = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    need, roster = list(_rows(folder / "need.csv")), list(_rows(folder / "roster.csv"))
    on_posts = [row for row in roster if row["post"] not in ("", BACK_OFFICE)]
    return CenterTotals(
        center,
        state,
        sum(float(row["mean"]) for row in need),
        sum(int(row["required"]) * _hours(row) for row in need),
        sum(_hours(row) for row in on_posts),
        told["breaches"]["HARD"],
        told["breaches"]["MUST"],
        told["breaches"]["SOFT"],
        len({row["person"] for row in roster}),
    )


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    if path.is_file():
        yield from csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))


def _hours(row: Mapping[str, str]) -> float:
    return (datetime.fromisoformat(row["end"]) - datetime.fromisoformat(row["start"])).total_seconds() / 3600.0


def together(lines: Sequence[CenterTotals]) -> CenterTotals:
    """The sum of all."""
    good = sum(line.state == "done" for line in lines)
    return CenterTotals(
        "*",
        f"{good}/{len(lines)}",
        *(
            sum(getattr(line, name) for line in lines)
            for name in ("customers", "needed_hours", "rostered_hours", "hard", "must", "soft", "people")
        ),
    )


def total_rows(lines: Sequence[CenterTotals], lang: str) -> list[tuple[str, ...]]:
    """A table with its head: one line a center, the sum last."""
    rows = [tuple(pick(name, lang) for name in COLUMNS.values())]
    for line in (*lines, together(lines)):
        values = (getattr(line, name) for name in COLUMNS)
        rows.append(tuple(_shown(value, lang) for value in values))
    return rows


def _shown(value: object, lang: str) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}"
    return pick(STATES[str(value)], lang) if str(value) in STATES else str(value)


def totals_bytes(lines: Sequence[CenterTotals]) -> bytes:
    """``totals.csv``: UTF-8 with its mark, so that Excel opens it; no sum, which the reader makes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        [round(v, 1) if isinstance(v, float) else v for v in (getattr(line, name) for name in COLUMNS)]
        for line in lines
    )
    return out.getvalue().encode("utf-8-sig")
