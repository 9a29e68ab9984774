"""What one more absence does to a roster: with the AB table's stand-ins alone, or with changes."""

import itertools
import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from scheduler.around import binding, days_around, joined, part_of, pins_outside
from scheduler.backup import ROLES, Gap, StandIn, stand_ins
from scheduler.cell_changes import CellChange, cell_changes
from scheduler.check import Checked, check
from scheduler.domain.absence import Absence
from scheduler.domain.center import SOURCES
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.rule_settings import Level
from scheduler.domain.solution import Limits, Status
from scheduler.explain import BreachLine, explain
from scheduler.rules.base import Breach

log = logging.getLogger(__name__)

AB = ("B", "C")
PRESENCE = frozenset({"n1_margin", "ab_not_both_off", "ab_valid", "seal_present", "key_holder", "manager_on_site"})
"""Rules that only who is there decides, where everybody has office hours: no re-solve mends them."""


@dataclass(frozen=True)
class Effect:
    """A roster with one more absence.

    Attributes
    ----------
    changes
        All changed cells; those beyond the applicant and the stand-ins are ``moved``.
    breaches
        Binding rules broken that were kept before, in words; empty: the roster stays clean.
    margins
        For each post that names the applicant in the AB table: people of its line still there,
        beyond the one who holds it, at the worst moment. 0: the next absence empties it; -1: empty.
    proven
        Whether fewer changes (or, with breaches, none of them) are proven impossible.
    """

    roster: Roster
    changes: tuple[CellChange, ...]
    breaches: tuple[BreachLine, ...]
    margins: Mapping[str, int]
    proven: bool

    @property
    def moved(self) -> tuple[CellChange, ...]:
        return tuple(c for c in self.changes if c.why == "other")

    @property
    def clean(self) -> bool:
        return not self.breaches


def effect(problem: RosterProblem, roster: Roster, absence: Absence, seconds: float = 0.0, widely: bool = True) -> Effect:
    """What an absence does to a roster.

    First the AB table's stand-ins alone; then everybody who may hold the post and gives up no
    window; then, within ``seconds`` (0: not at all), a re-solve that keeps the binding rules as
    well as can be and changes the fewest minutes.

    Parameters
    ----------
    problem
        Without the absence; its blocks may span more days than the absence.
    roster
        The present version, with the applicant at work.
    widely
        False: try the AB table's stand-ins only.
    """
    whole, present = problem, roster
    first, last = _days(problem, absence)
    if all(p.rota == "office" for p in problem.center.staff):
        low, high = days_around(problem, first, last)
        problem, roster = part_of(problem, roster, low, high)
    else:
        low, high = problem.horizon.start, problem.horizon.last
    problem = replace(problem, settings=binding(problem.settings), previous=None)
    before = amounts(check(problem, roster))
    after = with_absence(problem, absence)
    best: tuple[Roster, Checked, list[Breach]] | None = None
    proven = False
    for sources in (AB, SOURCES) if widely else (AB,):
        covered = with_stand_ins(after, roster, absence, sources)
        checked = check(after, covered)
        fresh = new_breaches(checked, before)
        if best is None or len(fresh) < len(best[2]):
            best = (covered, checked, fresh)
        if not fresh:
            proven = sources is AB
            break
    assert best is not None
    hopeless = any(b.rule in PRESENCE for b in best[2]) and all(p.rota == "office" for p in problem.center.staff)
    if not proven and not hopeless and seconds > 0:
        solved = _re_solved(after, roster, best[0], seconds, first, last)
        checked = check(after, solved[0])
        fresh = new_breaches(checked, before)
        if (len(fresh), _moved(after, roster, solved[0], absence)) <= (len(best[2]), _moved(after, roster, best[0], absence)):
            best = (solved[0], checked, fresh)
        proven = solved[1]
    lines = explain(replace(best[1], breaches=tuple(best[2])))
    changes = cell_changes(after, roster, best[0], {absence.person})
    return Effect(joined(present, best[0], low, high) if problem is not whole else best[0], changes, lines, margins(after, absence), proven or hopeless)


def _days(problem: RosterProblem, absence: Absence) -> tuple[date, date]:
    """First and last day of the horizon that an absence touches."""
    start = max(absence.start.date(), problem.horizon.start)
    end = min((absence.end - timedelta(microseconds=1)).date(), problem.horizon.last)
    if end < start:
        raise ValueError(f"leave of {absence.person} from {absence.start} to {absence.end} lies outside the roster ({problem.horizon.start} to {problem.horizon.last})")
    return start, end


def with_absence(problem: RosterProblem, absence: Absence) -> RosterProblem:
    """The problem with one more person away, blocks cut at its edges."""
    minute = problem.horizon.minute
    return replace(problem, absences=(*problem.absences, absence)).cut([minute(absence.start), minute(absence.end)])


def amounts(checked: Checked) -> Counter[tuple[object, ...]]:
    """How much of what is wrong: comparable between versions whose blocks are cut differently."""
    found: Counter[tuple[object, ...]] = Counter()
    for breach in checked.of_level(Level.HARD, Level.MUST):
        found[_key(breach)] += breach.amount
    return found


def _key(breach: Breach) -> tuple[object, ...]:
    return breach.rule, breach.day, breach.post, breach.person, breach.shift, breach.words.get("seal"), breach.words.get("moment")


def new_breaches(checked: Checked, before: Mapping[tuple[object, ...], int]) -> list[Breach]:
    """Breaches of binding rules that are worse than they were."""
    after = amounts(checked)
    return [b for b in checked.of_level(Level.HARD, Level.MUST) if after[_key(b)] > before.get(_key(b), 0)]


def with_stand_ins(problem: RosterProblem, roster: Roster, absence: Absence, sources: Sequence[str]) -> Roster:
    """The applicant off, each window given to the first stand-in who gives up no window for it."""
    from scheduler.solver.decode import with_duty_rows

    duties = list(_split(roster, absence))
    for gap in _open_gaps(problem, Roster.of(duties), absence):
        now = Roster.of(duties)
        fitting = [g for g in stand_ins(problem, now, absence.person, gap.start) if (g.post, g.start, g.end) == (gap.post, gap.start, gap.end)]
        step = next((s for g in fitting for s in g.chain if s.source in sources and s.leaves is None), None)
        if step is not None:
            duties = _taken_over(problem, duties, step)
    first, last = _days(problem, absence)
    kept = Roster.of(d for d in duties if not (d.person == absence.person and absence.overlaps(d.start, d.end) and d.role != "duty"))
    renewed = with_duty_rows(problem, kept)
    rows = [d for d in renewed.duties if d.role == "duty" and first <= d.day <= last]
    return Roster.of([*(d for d in kept.duties if d.role != "duty" or not first <= d.day <= last), *rows])


def _split(roster: Roster, absence: Absence) -> list[Duty]:
    """Duties of the applicant cut at the edges of the absence."""
    found: list[Duty] = []
    for duty in roster.duties:
        if duty.person != absence.person or duty.role == "duty":
            found.append(duty)
            continue
        edges = [duty.start, *(m for m in (absence.start, absence.end) if duty.start < m < duty.end), duty.end]
        found += [replace(duty, start=a, end=b) for a, b in itertools.pairwise(edges)]
    return found


def _open_gaps(problem: RosterProblem, roster: Roster, absence: Absence) -> list[Gap]:
    gaps: dict[tuple[str, datetime], Gap] = {}
    for day in sorted({d.start.date() for d in roster.of_person(absence.person) if absence.overlaps(d.start, d.end)}):
        at = max(absence.start, datetime.combine(day, time()))
        for gap in stand_ins(problem, roster, absence.person, at):
            if absence.overlaps(gap.start, gap.end):
                gaps[gap.post, gap.start] = gap
    return [gaps[key] for key in sorted(gaps, key=lambda k: (k[1], k[0]))]


def _taken_over(problem: RosterProblem, duties: list[Duty], step: StandIn) -> list[Duty]:
    kept: list[Duty] = []
    for duty in duties:
        if duty.person == step.person and duty.post == BACK_OFFICE and duty.start < step.end and step.start < duty.end:
            kept += [replace(duty, start=a, end=b) for a, b in ((duty.start, step.start), (step.end, duty.end)) if a < b]
        else:
            kept.append(duty)
    shift = problem.center.person[step.person].shift or ""
    return [*kept, Duty(step.start.date(), step.person, step.start, step.end, step.post, ROLES[step.source], shift)]


def _re_solved(problem: RosterProblem, roster: Roster, hint: Roster, seconds: float, first: date, last: date) -> tuple[Roster, bool]:
    """The roster that keeps the binding rules best and, among those, changes least."""
    from scheduler.solver.solve import solve  # imports the solver: only who re-solves pays for it

    pins = pins_outside(roster, first - timedelta(days=3), last + timedelta(days=3)) if problem.horizon.days > 14 else pins_outside(roster, first, last)
    narrow = replace(problem, settings=binding(problem.settings, "stability"), previous=roster, pins=(*problem.pins, *pins))
    solution = solve(narrow, Limits.of(seconds), hint)
    log.debug("re-solved: %s in %.2f s", solution.status, solution.seconds)
    return solution.roster, solution.status is Status.OPTIMAL


def _moved(problem: RosterProblem, old: Roster, new: Roster, absence: Absence) -> int:
    return sum(c.why == "other" for c in cell_changes(problem, old, new, {absence.person}))


def margins(problem: RosterProblem, absence: Absence) -> Mapping[str, int]:
    """People of each line that names the applicant who are still there, beyond the holder."""
    center, found = problem.center, dict[str, int]()
    for block in problem.blocks:
        moment = problem.horizon.moment
        if not absence.overlaps(moment(block.start), moment(block.end)):
            continue
        on = problem.date(block.day)
        for post in sorted(block.posts):
            line = {x.person for x in center.ab_of_post[post] if x.valid(on)}
            if absence.person in line:
                here = _there(problem, line, post, on, block.start, block.end)
                found[post] = min(found.get(post, len(here) - 1), len(here) - 1)
    return dict(sorted(found.items()))


def _there(problem: RosterProblem, line: Collection[str], post: str, on: date, start: int, end: int) -> list[str]:
    center = problem.center
    return [p for p in sorted(line) if center.qualified(center.person[p], center.post[post], on) and not problem.absent(p, start, end)]
