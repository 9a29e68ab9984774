"""Figures of service from the records, and the forecast measured against what came."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.domain.need import NeedCell
from scheduler.store.actuals import Service

FIGURES = ("answer_timeliness", "satisfaction", "resolution", "error_rate")


def service_figures(rows: Iterable[Service]) -> dict[str, float]:
    """Shares of some records in percent; a figure whose base is 0 is missing.

    answer_timeliness = in time / offered; satisfaction = Σ ratings × score / Σ ratings;
    resolution = solved / handled; error_rate = errors / handled.
    """
    known = list(rows)
    offered, handled, ratings = (sum(getattr(r, name) for r in known) for name in ("offered", "handled", "ratings"))
    found: dict[str, float] = {}
    if offered:
        found["answer_timeliness"] = 100 * sum(r.in_time for r in known) / offered
    if ratings:
        found["satisfaction"] = sum(r.ratings * r.score for r in known) / ratings
    if handled:
        found["resolution"] = 100 * sum(r.solved for r in known) / handled
        found["error_rate"] = 100 * sum(r.errors for r in known) / handled
    return found


def forecast_errors(rows: Iterable[Service], needs: Sequence[NeedCell]) -> dict[str, tuple[float, float]]:
    """By queue: WAPE = Σ|offered − forecast| / Σ offered and bias = Σ(forecast − offered) / Σ offered, in percent.

    Over intervals of the forecast that have a record; queues without arrivals are missing.
    """
    offered: dict[tuple[str, datetime], int] = defaultdict(int)
    for row in rows:
        offered[row.queue, row.start] += row.offered
    sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    for cell in needs:
        if (cell.queue, cell.start) in offered:
            real = offered[cell.queue, cell.start]
            total = sums[cell.queue]
            total[0] += abs(real - cell.mean)
            total[1] += cell.mean - real
            total[2] += real
    return {queue: (100 * wrong / real, 100 * over / real) for queue, (wrong, over, real) in sorted(sums.items()) if real}
