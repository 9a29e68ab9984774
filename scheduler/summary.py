"""A plan in figures: what ``summary.json`` holds, part by part."""

from collections.abc import Mapping, Sequence
from typing import Any

from forecasting import Forecast
from scheduler.activities.types import OffLine
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.ledgers.carried import balances
from scheduler.ledgers.continuing import handed_facts
from scheduler.ledgers.spread import spreads
from scheduler.ledgers.words import kind_name, why
from scheduler.planning import Plan


def summary(result: Plan) -> Mapping[str, Any]:
    """What ``summary.json`` holds: costs, bounds, gap, seconds, seed, versions.

    ``cost`` and ``bound`` are the solver's; ``cost_by_rule`` and ``breaches`` are those of the
    roster with its events, breaches counted as they are listed.
    """
    solution, checked = result.solution, result.checked
    levels = [str(line.level) for line in result.lines]
    return {
        "center": result.folder.center.id,
        "notices": list(result.problem.center.notices),
        "from": str(result.problem.horizon.start),
        "to": str(result.problem.horizon.last),
        "status": str(solution.status),
        "reproducible": solution.reproducible,
        "note": solution.note,
        "cost": {str(k): v for k, v in solution.costs.items()},
        "bound": {str(k): v for k, v in solution.bounds.items()},
        "gap": {str(k): round(v, 4) for k, v in solution.gap.items()},
        "cost_by_rule": {rule: {"amount": a, "cost": c} for rule, (a, c) in sorted(checked.by_rule.items())},
        "breaches": {level: levels.count(level) for level in ("HARD", "MUST", "SOFT")},
        "check_agrees": result.consistent,
        "seconds": round(solution.seconds, 2),
        "seed": solution.seed,
        "versions": dict(solution.versions),
        "events": [
            {
                "id": p.event.id,
                "as_announced": p.as_announced,
                "groups": len(p.groups),
                "placed": sum(len(g.people) for g in p.groups),
                "unplaced": [who for who, _ in p.unplaced],
            }
            for p in result.placed
        ],
        "forecast": forecast_choice(result.forecast),
        "fairness": fairness(result.problem, result.roster),
        "handed_on": handed_facts(result.folder, result.problem, result.roster),
        "off_line": off_line_figures(result.off_line),
        "provisional_days": [str(d.date) for d in result.problem.days if d.provisional],
    }


def fairness(problem: RosterProblem, roster: Roster) -> Mapping[str, Any]:
    """Accounts of everybody by kind of burden, and how even each kind is."""
    lines = balances(problem, roster)
    return {
        "spread": {s.kind: {"range": s.range, "gini": s.gini, "leximin": list(s.ordered)} for s in spreads(lines)},
        "accounts": [
            {
                "person": b.person,
                "kind": b.kind,
                "kind_zh": kind_name(b.kind, "zh"),
                "kind_en": kind_name(b.kind, "en"),
                "carried_in": b.before,
                "count": b.count,
                "share": round(b.share, 4),
                "carried_out": b.after,
                "why_zh": why(problem, b, "zh"),
                "why_en": why(problem, b, "en"),
            }
            for b in lines
        ],
    }


def off_line_figures(found: OffLine) -> Mapping[str, Any]:
    """Blocks placed, minutes left out by level, and head-minutes the need falls short through them."""
    left = {level: sum(x.minutes for x in found.left_out if x.level == level) for level in ("MUST", "SOFT")}
    return {
        "blocks": sum(a.kind != "relief" for a in found.activities),
        "reliefs": sum(a.kind == "relief" for a in found.activities),
        "left_out_minutes": left,
        "short_head_minutes": sum(p.short for p in found.prices),
        "late_customers": round(sum(p.lost for p in found.prices) / 100, 1),
        "proven": found.proven,
        "check_agrees": found.agrees,
    }


def forecast_choice(made: Forecast | None) -> Sequence[Mapping[str, Any]]:
    """Which model each queue got, and why."""
    if made is None:
        return []
    return [
        {"queue": q, "model": r.model, "reason_zh": r.reason["zh"], "reason_en": r.reason["en"]}
        for q, r in sorted(made.reports.items())
    ]
