"""Figures of service from the records, and the forecast measured against what came."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from scheduler.domain.need import NeedCell
from scheduler.store.actuals import Review, Service

SHARES: Mapping[str, tuple[str, str]] = {
    "answer_timeliness": ("in_time", "offered"),
    "urgent_response": ("urgent_in_time", "urgent"),
    "resolution": ("solved", "handled"),
    "error_rate": ("errors", "handled"),
    "on_time": ("finished_in_time", "finished"),
    "repeat_rate": ("repeats", "handled"),
    "complaints_closed": ("complaints_closed", "complaints"),
    "complaints_in_time": ("complaints_in_time", "complaints"),
}
"""Figures that are one column in percent of another."""

FIGURES = (*SHARES, "satisfaction", "complaints")


def service_figures(rows: Iterable[Service]) -> dict[str, float]:
    """Figures of some records; one whose base is 0, or whose column nobody filled in, is missing.

    Shares as in :data:`SHARES`; satisfaction = Σ ratings × score / Σ ratings.
    """
    known = list(rows)
    found = {}
    for kpi, (part, whole) in SHARES.items():
        base = sum(getattr(r, whole) or 0 for r in known)
        if base and any(getattr(r, part) is not None for r in known):
            found[kpi] = 100 * sum(getattr(r, part) or 0 for r in known) / base
    ratings = sum(r.ratings for r in known)
    if ratings:
        found["satisfaction"] = sum(r.ratings * r.score for r in known) / ratings
    if any(r.complaints is not None for r in known):
        found["complaints"] = sum(r.complaints or 0 for r in known)
    return found


def review_figures(rows: Iterable[Review]) -> dict[str, float]:
    """Mean score of each aspect, every answer counting alike."""
    answers: dict[str, int] = defaultdict(int)
    points: dict[str, float] = defaultdict(float)
    for row in rows:
        answers[row.aspect] += row.answers
        points[row.aspect] += row.answers * row.score
    return {aspect: points[aspect] / count for aspect, count in answers.items() if count}


def forecast_errors(rows: Iterable[Service], needs: Sequence[NeedCell]) -> dict[str, tuple[float, float]]:
    """By queue: WAPE = Σ|offered − forecast| / Σ offered and bias = Σ(forecast − offered) / Σ offered, in percent.

    Over intervals of the forecast that have a record; a day on which a queue has records of one
    moment alone is a record of the whole day. Queues without arrivals are missing.
    """
    offered: dict[tuple[str, date], dict[datetime, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        offered[row.queue, row.start.date()][row.start] += row.offered
    means: dict[tuple[str, date], dict[datetime, float]] = defaultdict(dict)
    for cell in needs:
        means[cell.queue, cell.start.date()][cell.start] = cell.mean
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for (queue, day), expected in means.items():
        came = offered.get((queue, day), {})
        pairs = [(count, expected[at]) for at, count in came.items() if at in expected]
        if len(came) == 1:
            pairs = [(sum(came.values()), sum(expected.values()))]
        for real, mean in pairs:
            total = sums[queue]
            total[0] += abs(real - mean)
            total[1] += mean - real
            total[2] += real
    return {
        queue: (100 * wrong / real, 100 * over / real) for queue, (wrong, over, real) in sorted(sums.items()) if real
    }
