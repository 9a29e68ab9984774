"""What one more absence does to a roster: with the AB table's stand-ins alone, or with changes."""

import itertools
import logging
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from scheduler.around import joined
from scheduler.backup import ROLES, Gap, StandIn, stand_ins
from scheduler.cell_changes import CellChange, cell_changes, moved_count
from scheduler.check import Checked, check
from scheduler.domain.absence import Absence
from scheduler.domain.center import SOURCES
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.rule_settings import Level
from scheduler.domain.solution import Limits
from scheduler.explain import BreachLine, explain
from scheduler.reserve.remaining import over_period
from scheduler.rules.base import Breach
from scheduler.solver.mending import Mended
from scheduler.verdict.scope import Scope, days_of, question, scope_of, zone

log = logging.getLogger(__name__)

AB = ("B", "C")
PRESENCE = frozenset(
    {"n1_margin", "ab_not_both_off", "ab_valid", "seal_present", "signatory_present", "key_holder", "manager_on_site"}
)
"""Rules that only who is there decides, where everybody has office hours: no re-solve mends them."""

LOCAL = frozenset({"post_covered", "n1_margin", "leave_kept", "qualified", "one_place"})
"""Rules that people who share no posts with the absent cannot mend."""


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
        Whether fewer moved cells (or, with breaches, a roster without any) are proven impossible:
        whatever else moves on the days of the leave, and three days around it where people are
        rostered. The applicant's other days stay.
    cells, least
        Cells that move beyond the applicant's and the stand-ins': half days of office staff, days of
        rostered people; and how many must.
    """

    roster: Roster
    changes: tuple[CellChange, ...]
    breaches: tuple[BreachLine, ...]
    margins: Mapping[str, int]
    proven: bool
    cells: int = 0
    least: int = 0

    @property
    def moved(self) -> tuple[CellChange, ...]:
        return tuple(c for c in self.changes if c.why == "other")

    @property
    def clean(self) -> bool:
        return not self.breaches


def effect(
    problem: RosterProblem, roster: Roster, absence: Absence, seconds: float = 0.0, widely: bool = True
) -> Effect:
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
    scope = scope_of(problem, roster, absence)
    office = all(p.rota == "office" for p in problem.center.staff)
    before = amounts(check(scope.window, scope.roster))
    after = with_absence(scope.window, absence)

    def tried(made: Roster) -> _Tried:
        checked = check(after, made)
        told = cell_changes(after, scope.roster, made, {absence.person})
        return _Tried(
            made, checked, tuple(new_breaches(checked, before)), told, moved_count(after, scope.roster, made, told)
        )

    best = tried(with_stand_ins(after, scope.roster, absence, AB))
    # Where everybody has office hours, who is there is data: no roster mends a breach of it.
    hopeless = office and any(b.rule in PRESENCE for b in best.fresh)
    least, proven, solved = 0, hopeless or not best.fresh, False
    if not proven and seconds > 0:
        found = _re_solved(problem, scope, after, absence, {b.rule for b in best.fresh}, seconds, not before)
        if found.roster is not None:
            solved, new = True, tried(found.roster)
            least, proven = (
                found.bound,
                found.proven and found.kept == (not new.fresh) and (bool(new.fresh) or new.cells == found.bound),
            )
            best = min(best, new, key=_Tried.rank)
    if best.fresh and widely and not solved:
        best = min(best, tried(with_stand_ins(after, scope.roster, absence, SOURCES)), key=_Tried.rank)
    lines = explain(replace(best.checked, breaches=best.fresh))
    return Effect(
        joined(roster, best.roster, scope.low, scope.high),
        best.changes,
        lines,
        margins(after, absence),
        proven,
        best.cells,
        least,
    )


@dataclass(frozen=True)
class _Tried:
    """A roster with the absence, what it newly breaks, and what it moves."""

    roster: Roster
    checked: Checked
    fresh: tuple[Breach, ...]
    changes: tuple[CellChange, ...]
    cells: int

    def rank(self) -> tuple[int, int]:
        return len(self.fresh), self.cells


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
    return (
        breach.rule,
        breach.day,
        breach.post,
        breach.person,
        breach.shift,
        breach.words.get("seal"),
        breach.words.get("moment"),
    )


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
        fitting = [
            g
            for g in stand_ins(problem, now, absence.person, gap.start)
            if (g.post, g.start, g.end) == (gap.post, gap.start, gap.end)
        ]
        step = next((s for g in fitting for s in g.chain if s.source in sources and s.leaves is None), None)
        if step is not None:
            duties = _taken_over(problem, duties, step)
    first, last = days_of(problem, absence)
    kept = Roster.of(
        d for d in duties if not (d.person == absence.person and absence.overlaps(d.start, d.end) and d.role != "duty")
    )
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
            kept += [
                replace(duty, start=a, end=b) for a, b in ((duty.start, step.start), (step.end, duty.end)) if a < b
            ]
        else:
            kept.append(duty)
    shift = problem.center.person[step.person].shift or ""
    return [*kept, Duty(step.start.date(), step.person, step.start, step.end, step.post, ROLES[step.source], shift)]


def _re_solved(
    problem: RosterProblem,
    scope: Scope,
    after: RosterProblem,
    absence: Absence,
    broken: Collection[str],
    seconds: float,
    clean: bool,
) -> Mended:
    """Fewest moved cells with which nothing that binds is worse.

    The people who share posts with the absent are asked first; everybody, where that does not do
    or something else than posts is broken.
    """
    from scheduler.solver.ask import mended  # imports the solver: only who re-solves pays for it

    everybody = frozenset(p.id for p in problem.center.staff)
    people = zone(scope.window, absence) if LOCAL.issuperset(broken) else everybody
    spent: set[str] = set()
    while True:
        asked = question(scope, after, absence, people - spent, seconds * Limits.WORK_PER_SECOND, clean)
        found = mended(asked, max(seconds * Limits.NET, Limits.LEAST_NET))
        log.debug("re-solved with %d people: kept %s, proven %s", len(people), found.kept, found.proven)
        if not found.kept and found.proven and people != everybody:
            people = everybody
            continue
        more = set[str]()
        if found.roster is not None and found.kept:
            moved = {who for who, *_ in scope.roster.cells() ^ found.roster.cells()} - {absence.person}
            more = (
                over_period(problem, scope.whole, joined(scope.whole, found.roster, scope.low, scope.high), moved)
                - spent
            )
        if not more:
            return replace(found, bound=0, proven=False) if spent else found
        spent |= more


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
    return [
        p
        for p in sorted(line)
        if center.qualified(center.person[p], center.post[post], on) and not problem.absent(p, start, end)
    ]
