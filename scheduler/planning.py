"""The main job as calls: center folder -> forecast -> need -> problem -> roster -> check -> words.

The command line and the planner use these and nothing below them.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from forecasting import Demand, Forecast, forecast
from scheduler.activities.ahead import Deferred, with_deferred
from scheduler.activities.types import OffLine
from scheduler.assemble import calendar_of, make_problem
from scheduler.check import Checked, check
from scheduler.domain.center import Center
from scheduler.domain.need import NeedCell
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.solution import DEFAULT_LIMITS, Limits, Progress, Solution
from scheduler.explain import BreachLine, explain
from scheduler.history.known_days import day_frame, openings_frame
from scheduler.registers.demand_notes import judged_stretches
from scheduler.registers.effects import applied, effective
from scheduler.registers.phone import with_calls
from scheduler.rules.demand_met import DemandMet
from scheduler.staffing.need import QueueNeed, need_frame
from scheduler.staffing.targets import ServiceTarget
from scheduler.staffing.weights import weighed
from scheduler.store.folder import CenterFolder, folder_files, read_folder
from scheduler.store.paths import data_folder

if TYPE_CHECKING:
    from scheduler.events import Placement

log = logging.getLogger(__name__)

SAMPLES = ("hall", "hotline")


@dataclass(frozen=True)
class Plan:
    """All stations of one main job.

    Attributes
    ----------
    problem
        With the absences of the events that were placed.
    checked, lines
        Of the roster as it is handed out, events included.
    consistent
        The independent check's cost of the solver's roster equals the solver's, tier by tier.
    placed
        Trainings, meetings, inspections and visits as they can be held (4-26).
    """

    folder: CenterFolder
    forecast: Forecast | None
    needs: tuple[NeedCell, ...]
    problem: RosterProblem
    solution: Solution
    checked: Checked
    lines: tuple[BreachLine, ...]
    consistent: bool
    placed: "tuple[Placement, ...]" = ()
    off_line: OffLine = field(default_factory=OffLine)

    @property
    def roster(self) -> Roster:
        """The solver's roster with the events in it."""
        return self.placed[-1].roster if self.placed else self.solution.roster


def sample_centers() -> dict[str, Path]:
    """Folders of the shipped sample centers by name."""
    return {name: data_folder() / "centers" / name for name in SAMPLES}


def open_center(ref: str | Path) -> CenterFolder:
    """A center from a folder, or a sample by its name.

    Raises
    ------
    FolderFaults
        Every fault of the folder at once.
    """
    path = Path(ref)
    if not path.exists() and str(ref) in SAMPLES:
        path = sample_centers()[str(ref)]
    return read_folder(path)


def forecast_center(
    folder: CenterFolder, start: date, end: date, seed: int = 0, bands: Mapping[str, float] | None = None
) -> Forecast | None:
    """Forecast of every queue over ``start`` … ``end``; None for a center without history.

    Odd stretches of the past that the register of demand notes speaks of are left out or kept as it says.

    Parameters
    ----------
    bands
        Factor by queue on the width of the bands, learned from forecasts issued before.
    """
    if folder.demand is None or folder.demand.empty:
        return None
    calendar = calendar_of(folder)
    demand = Demand.from_frame(folder.demand, folder.center.slot_minutes)
    first = pd.to_datetime(folder.demand["start"]).min().date()
    # A week more on both sides: effects of the days before and after a break must be seen.
    days = day_frame(folder, calendar, first - timedelta(days=7), end + timedelta(days=14))
    openings = openings_frame(folder.center, calendar, first, end + timedelta(days=1))
    leave_out, keep = judged_stretches(folder.records, demand.queues)
    return forecast(
        demand,
        days,
        start,
        end + timedelta(days=1),
        openings=openings,
        seed=seed,
        exclude=leave_out,
        keep=keep,
        corrections=bands,
    )


def targets_of(center: Center) -> dict[str, QueueNeed]:
    """Service target, presence and seats of each queue."""
    found = {}
    for queue in center.queues:
        posts = [center.post[p] for p in queue.posts]
        pooled = any(post.heads == 0 for post in posts)
        found[queue.id] = QueueNeed(
            target=ServiceTarget(**(queue.target or {"min_heads": 1})),  # type: ignore[arg-type]  # checked on reading
            presence=sum(post.heads for post in posts),
            seats=None if pooled else len(posts),
            load=queue.load,  # type: ignore[arg-type]  # checked on reading
            at_the_door=queue.at_the_door,
        )
    return found


def need_of(folder: CenterFolder, made: Forecast | None) -> tuple[NeedCell, ...]:
    """Heads per queue and interval, from the forecast's whole distribution, the calls that windows log and work that may wait."""
    return need_and_deferred(folder, made)[0]


def need_and_deferred(folder: CenterFolder, made: Forecast | None) -> tuple[tuple[NeedCell, ...], tuple[Deferred, ...]]:
    """The need, and how work that may wait is worked between customers and by the heads added for it."""
    if made is None:
        return (), ()
    calendar = calendar_of(folder)
    frame = with_calls(made.frame, folder.center, calendar, folder.records)
    targets = targets_of(folder.center)
    cells, deferred = with_deferred(need_frame(frame, targets), folder.center, calendar, folder.records)
    return as_weighed(cells, folder.center), deferred


def as_weighed(cells: Sequence[NeedCell], center: Center) -> tuple[NeedCell, ...]:
    """The cells with missing heads weighed as the center's rule on demand counts them: by what customers lose, or all alike."""
    if DemandMet.Params(**dict(center.rules.get("demand_met").params)).by == "service":
        return weighed(cells, targets_of(center))
    return tuple(replace(cell, weights=()) if cell.weights else cell for cell in cells)


def plan(
    folder: CenterFolder,
    start: date,
    end: date,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[Progress], None] = lambda progress: None,
    stop: threading.Event | None = None,
    on_child: Callable[[int], None] = lambda pid: None,
    bands: Mapping[str, float] | None = None,
    **given: Any,
) -> Plan:
    """The main job for one center. ``bands`` is that of :func:`forecast_center`; ``given`` passes on to :func:`make_problem`."""
    from scheduler.solver.solve import solve  # imports the solver: only who plans pays for it

    made = forecast_center(folder, start, end, limits.seed, bands)
    needs = need_of(folder, made)
    problem = make_problem(folder, start, end, needs, **given)
    solution = solve(problem, limits, problem.previous, on_progress, stop, on_child)
    checked, lines = recheck(problem, solution.roster)
    ours, theirs = ({tier: cost for tier, cost in costs.items() if cost} for costs in (checked.costs, solution.costs))
    if ours != theirs:
        log.error("check and solver disagree: %s and %s", ours, theirs)
    placed = place(folder, problem, solution.roster)
    if placed:
        problem = with_sittings(problem, placed)
        checked, lines = recheck(problem, placed[-1].roster)
    return Plan(folder, made, needs, problem, solution, checked, lines, ours == theirs, placed)


def place(folder: CenterFolder, problem: RosterProblem, roster: Roster) -> "tuple[Placement, ...]":
    """The folder's events in a roster, so that no window closes and no margin breaks; each with the former in force."""
    folder = applied(folder, problem.horizon.start)
    if not any(event.people or event.count for event in folder.events):
        return ()
    from scheduler.events import Rooms, place_events

    return place_events(problem, roster, folder.events, Rooms.of(folder))


def with_sittings(problem: RosterProblem, placed: "Sequence[Placement]") -> RosterProblem:
    """The problem with everybody at their sittings; blocks cut there and nowhere else, as a check of the files cuts them."""
    away = [absence for placement in placed for absence in placement.absences]
    minute = problem.horizon.minute
    return replace(problem, absences=(*problem.absences, *away)).cut(
        minute(edge) for a in away for edge in (a.start, a.end)
    )


def with_off_line(made: Plan) -> Plan:
    """The plan with breaks, meals, call-backs and all else off the line placed into its shifts."""
    from scheduler.activities.place import place_off_line  # imports the solver

    found = place_off_line(made.problem, made.roster)
    if not found.agrees:
        log.error("the judgment of blocks off the line and the solver disagree")
    return replace(made, off_line=found)


def recheck(problem: RosterProblem, roster: Roster) -> tuple[Checked, tuple[BreachLine, ...]]:
    """Check a roster and put every breach into words."""
    checked = check(problem, roster)
    return checked, explain(checked)


def input_hash(folder: CenterFolder, start: date, end: date, limits: Limits) -> str:
    """Fingerprint of everything a roster is made from; equal inputs may reuse a result."""
    digest = hashlib.sha256()
    folder = replace(folder, records=effective(folder.records))
    for name, content in sorted(folder_files(folder).items()):
        digest.update(name.encode() + b"\0" + content)
    digest.update(f"{start}|{end}|{limits.budget}|{limits.seed}|{limits.workers}".encode())
    return digest.hexdigest()
