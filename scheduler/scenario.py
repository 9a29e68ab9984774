"""What if: named changes to a center or its demand, never to the live plan."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from scheduler.domain.solution import DEFAULT_LIMITS, Limits
from scheduler.measures import Measures, measures
from scheduler.planning import Plan, plan
from scheduler.scenario_changes import CHANGES
from scheduler.staffing.simulation.paired import Change, difference
from scheduler.staffing.simulation.report import Simulated
from scheduler.staffing.simulation.simulate import simulate
from scheduler.store.folder import CenterFolder


class ScenarioFault(ValueError):
    """A scenario file or a change that cannot be applied; the text says where and what was expected."""


@dataclass(frozen=True)
class Scenario:
    """A named list of changes, applied in order."""

    name_zh: str
    name_en: str
    changes: tuple[Mapping[str, Any], ...] = ()

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    @classmethod
    def load(cls, path: Path) -> "Scenario":
        """Read a TOML file: ``name_zh``, ``name_en`` and ``[[change]]`` tables with a ``kind``.

        Raises
        ------
        ScenarioFault
            If the file is missing, is not TOML, or a change has no known ``kind``.
        """
        try:
            raw = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except FileNotFoundError:
            raise ScenarioFault(f"{path.name}: file not found") from None
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ScenarioFault(f"{path.name}: not a TOML file in UTF-8: {error}") from None
        changes = tuple(raw.get("change", ()))
        for number, change in enumerate(changes, 1):
            if change.get("kind") not in CHANGES:
                raise ScenarioFault(
                    f"{path.name}: change {number}: kind {change.get('kind')!r}, expected one of {', '.join(CHANGES)}"
                )
        name = path.stem
        return cls(str(raw.get("name_zh", name)), str(raw.get("name_en", name)), changes)


def apply(folder: CenterFolder, scenario: Scenario) -> CenterFolder:
    """A changed copy of the center.

    Raises
    ------
    ScenarioFault
        If a change names somebody unknown or lacks a value.
    """
    for number, change in enumerate(scenario.changes, 1):
        try:
            folder = CHANGES[change["kind"]](folder, change)
        except KeyError as error:
            raise ScenarioFault(
                f"{scenario.name_en}: change {number} ({change['kind']}): unknown or missing {error}"
            ) from None
        except (ValueError, TypeError) as error:
            raise ScenarioFault(f"{scenario.name_en}: change {number} ({change['kind']}): {error}") from None
    return folder


@dataclass(frozen=True)
class Compared:
    """One column of a comparison; the baseline's ``delta`` is empty and its ``change`` in simulated service None."""

    name_zh: str
    name_en: str
    plan: Plan
    measures: Measures
    delta: Mapping[str, float]
    simulated: Simulated | None = None
    change: Change | None = None

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en


def compare(
    folder: CenterFolder,
    scenarios: Sequence[Scenario],
    start: date,
    end: date,
    limits: Limits = DEFAULT_LIMITS,
    on_done: Callable[[Compared], None] = lambda compared: None,
    replications: int = 0,
) -> list[Compared]:
    """The baseline and every scenario, planned the same way and measured the same way.

    Parameters
    ----------
    replications
        So many simulated periods for each, with the same customers for all; 0: no simulation.
    """
    results: list[Compared] = []
    for scenario in (Scenario("现状", "baseline"), *scenarios):
        made = plan(apply(folder, scenario), start, end, limits)
        met = (
            simulate(
                made.problem,
                made.roster,
                replications=replications,
                seed=limits.seed,
                off_line=made.off_line.activities,
            )
            if replications and made.needs
            else None
        )
        found = measures(made, met)
        delta = (
            {k: found.values[k] - v for k, v in results[0].measures.values.items() if k in found.values}
            if results
            else {}
        )
        base = results[0].simulated if results else None
        results.append(
            Compared(
                scenario.name_zh,
                scenario.name_en,
                made,
                found,
                delta,
                met,
                difference(base, met) if base and met else None,
            )
        )
        on_done(results[-1])
    return results
