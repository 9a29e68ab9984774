"""A plan as the files of the command-line contract."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from forecasting import Forecast
from scheduler.domain.need import NeedCell
from scheduler.domain.roster import Roster
from scheduler.domain.solution import Limits
from scheduler.events.files import event_files
from scheduler.explain import BreachLine
from scheduler.ledgers.continuing import handed_files
from scheduler.planning import Plan, input_hash
from scheduler.store.activity_files import activity_bytes
from scheduler.store.results import COLUMNS, csv_bytes, json_bytes, write_files
from scheduler.summary import summary


def plan_files(result: Plan, limits: Limits) -> dict[str, bytes]:
    """Every output file of a plan by name."""
    horizon = result.problem.horizon
    told = {**summary(result), "input_hash": input_hash(result.folder, horizon.start, horizon.last, limits)}
    return {
        "forecast.csv": forecast_bytes(result.forecast),
        "need.csv": need_bytes(result.needs),
        "roster.csv": roster_bytes(result.roster),
        "breaches.csv": breach_bytes(result.lines),
        "activities.csv": activity_bytes(result.off_line.activities),
        "summary.json": json_bytes(told),
        **event_files(result.placed),
        **handed_files(result.problem, result.roster, result.folder.leave),
    }


def write_plan(result: Plan, limits: Limits, out: Path) -> None:
    """Write a plan's files into ``out``, all or none."""
    write_files(out, plan_files(result, limits))


def forecast_bytes(made: Forecast | None) -> bytes:
    columns = COLUMNS["forecast.csv"]
    rows: Iterable[Sequence[Any]] = () if made is None else made.frame[list(columns)].itertuples(index=False, name=None)
    return csv_bytes(columns, rows)


def need_bytes(needs: Sequence[NeedCell]) -> bytes:
    return csv_bytes(
        COLUMNS["need.csv"], ((n.queue, n.start, n.end, n.mean, n.required, n.target, n.reason) for n in needs)
    )


def roster_bytes(roster: Roster) -> bytes:
    rows = ((d.day, d.person, d.shift, d.start, d.end, d.post, d.role, d.locked) for d in roster.duties)
    return csv_bytes(COLUMNS["roster.csv"], rows)


def breach_bytes(lines: Sequence[BreachLine]) -> bytes:
    rows = (
        (b.rule, b.level, b.article, b.start, b.end, b.post, b.person, b.amount, b.text_zh, b.text_en) for b in lines
    )
    return csv_bytes(COLUMNS["breaches.csv"], rows)


def breach_dicts(lines: Sequence[BreachLine]) -> list[Mapping[str, Any]]:
    """Breaches as plain records, for JSON output and the workbook."""
    return [
        {
            "rule": b.rule,
            "level": str(b.level),
            "article": b.article,
            "start": b.start.isoformat(timespec="minutes"),
            "end": b.end.isoformat(timespec="minutes"),
            "post": b.post,
            "person": b.person,
            "amount": b.amount,
            "text_zh": b.text_zh,
            "text_en": b.text_en,
        }
        for b in lines
    ]
