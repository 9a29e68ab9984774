"""What is left to decide around sudden absences: some free days, everything else pinned or past."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from scheduler.around import days_around, part_of
from scheduler.check import check
from scheduler.domain.absence import Absence, Pin
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.rule_settings import Level, RuleSetting, RuleSettings
from scheduler.rules import RULE, RULES

PER_DAY = 100_000
"""Weight of one changed day of a person against one changed minute of it: cells first, minutes then."""

LONGEST_DAY = 2 * 1440
"""Minutes that one changed cell can count at most beside :data:`PER_DAY`."""

COVERAGE, STABILITY, REST = 3, 4, 5
"""Tiers of a repair: all that binds, then few changes, then what else is good."""

OVER_HORIZON = ("overtime_cycle", "max_nights", "protected_overtime")
"""Rules that count over a whole horizon: they cannot be judged on a few days of it."""

SHARES = ("fair_shifts", "fair_duty", "fair_cover", "overtime_cost", "preference")
"""Soft rules that mean nothing on a few days."""


@dataclass(frozen=True)
class Remaining:
    """A small problem around some days.

    Attributes
    ----------
    problem
        To be solved: blocks and shifts that are over are gone, what must stay is pinned.
    window
        The same days whole, with the absences, to check a finished roster on.
    calm
        The window without the absences, as it was.
    old
        The present roster of the window.
    lost
        Shifts that missing people cannot finish. What they work of them counts for nobody's cover.
    first, last
        Days whose cells may change.
    """

    problem: RosterProblem
    window: RosterProblem
    calm: RosterProblem
    old: Roster
    lost: frozenset[tuple[str, date, str]]
    first: date
    last: date

    @property
    def days(self) -> tuple[date, date]:
        """First and last day of the window."""
        return self.window.horizon.start, self.window.horizon.last

    def judged(self, roster: Roster) -> Roster:
        """The duties of the window that count when a roster with the absences is checked."""
        low, high = self.days
        return Roster.of(
            d for d in roster.duties if low <= d.day <= high and (d.person, d.day, d.shift) not in self.lost
        )


def remaining(
    problem: RosterProblem,
    roster: Roster,
    absences: Sequence[Absence],
    since: datetime,
    reach: int = 0,
    fixed: Collection[str] = (),
) -> Remaining:
    """The days that some absences touch, and ``reach`` days on either side, from ``since`` on.

    Parameters
    ----------
    problem, roster
        The whole horizon, without the absences.
    fixed
        People whose cells stay as they are (their hours of the whole period are spent).

    Raises
    ------
    ValueError
        If nobody of the absent has a duty that could change.
    """
    hit = sorted(
        d.day
        for d in roster.duties
        for a in absences
        if d.person == a.person and d.end > since and a.overlaps(d.start, d.end)
    )
    if not hit:
        names = ", ".join(sorted({a.person for a in absences}))
        raise ValueError(f"{names}: not on the roster in that time after {since:%Y-%m-%d %H:%M}")
    earliest = max(min(since.date(), hit[0]), problem.horizon.start)
    first, last = (
        max(hit[0] - timedelta(days=reach), earliest),
        min(hit[-1] + timedelta(days=reach), problem.horizon.last),
    )
    low, high = _window(problem, first, last)
    part, old = part_of(problem, roster, low, high)
    minute = part.horizon.minute
    edges = [minute(m) for a in absences for m in (a.start, a.end)]
    near = low - timedelta(days=ahead(problem))
    past = Roster.of(d for d in part.past.duties if d.day >= near or d.role == "duty")
    calm = replace(part, past=past, settings=_settings(problem))
    window = replace(calm, absences=(*part.absences, *absences), previous=old).cut([*edges, minute(since)])
    spans = [_whole_duties(problem, roster, a) for a in absences]
    blocks = [b for b in window.blocks if b.end > minute(since)]
    kept = [
        p
        for p in problem.pins
        if low <= p.start.date() <= high and not any(p.person == a.person and a.overlaps(p.start, p.end) for a in spans)
    ]
    held = Roster.of(
        d for d in old.duties if not any(d.person == a.person and a.overlaps(d.start, d.end) for a in spans)
    )
    small = replace(
        window,
        absences=(*part.absences, *spans),
        blocks=tuple(replace(b, index=i) for i, b in enumerate(blocks)),
        covers=tuple(c for c in window.covers if minute(since) < c.day * 1440 + window.center.shift[c.shift].end),
        pins=(*kept, *_pins(part, held, since, first, last, fixed)),
        previous=_after(part, old, since),
    )
    rostered = {p.id for p in problem.center.staff if p.rota == "rostered"}
    lost = frozenset(
        (d.person, d.day, d.shift)
        for d in old.duties
        for a in absences
        if d.person == a.person and d.person in rostered and a.overlaps(d.start, d.end)
    )
    return Remaining(small, window, calm, old, lost, first, last)


def _window(problem: RosterProblem, first: date, last: date) -> tuple[date, date]:
    """Days that a change of ``first`` to ``last`` can break something on."""
    low, high = first, last
    if any(p.rota == "office" for p in problem.center.staff):
        low, high = days_around(problem, first, last)
    if any(p.rota == "rostered" for p in problem.center.staff):
        high = max(high, min(last + timedelta(days=ahead(problem)), problem.horizon.last))
    return low, high


def ahead(problem: RosterProblem) -> int:
    """Days that rest, runs and weekly hours reach, forwards and back; :data:`OVER_HORIZON` reach further."""
    rest, nights = (RULE[r].params(problem.settings.get(r)) for r in ("weekly_rest", "max_nights"))
    return int(max(7, rest.window, nights.run + 1))


def _settings(problem: RosterProblem) -> RuleSettings:
    """Binding rules as they are, then few changed cells, then soft rules that mean something on few days."""
    settings = problem.settings
    pooled = all(post.heads == 0 for post in problem.center.posts)
    for rule in RULES:
        mine = settings.get(rule.id)
        level, tier, _ = rule.effective(mine)
        if rule.id in SHARES or (rule.id == "n1_margin" and pooled):
            settings = settings.changed(rule.id, replace(mine, on=False))
        elif level is Level.SOFT and tier < REST:
            settings = settings.changed(rule.id, replace(mine, tier=REST))
        elif level is not Level.SOFT and tier > COVERAGE:
            settings = settings.changed(rule.id, replace(mine, tier=COVERAGE))
    return without_period(settings).changed(
        "stability", RuleSetting(True, Level.SOFT, 1, STABILITY, {"per_day": PER_DAY})
    )


def without_period(settings: RuleSettings) -> RuleSettings:
    """Settings for a few days of a horizon: rules that count over the whole of it are off."""
    for rule_id in OVER_HORIZON:
        mine = settings.get(rule_id)
        if rule_id == "max_nights":
            settings = settings.changed(rule_id, replace(mine, params={**mine.params, "per_28_days": 28}))
        else:
            settings = settings.changed(rule_id, replace(mine, on=False))
    return settings


def over_period(problem: RosterProblem, old: Roster, new: Roster, people: Collection[str]) -> set[str]:
    """Of some people, those for whom a rule of the whole period is broken in the new roster and was kept in the old."""
    rules = {r: problem.settings.get(r) for r in OVER_HORIZON if problem.settings.get(r).on}
    mine = [Roster.of(d for d in roster.duties if d.person in people) for roster in (old, new)]
    whole = replace(problem, settings=RuleSettings(rules, only=True))
    before, after = ({(b.rule, b.person): b.amount for b in check(whole, r).breaches if b.day is None} for r in mine)
    return {str(person) for (rule, person), amount in after.items() if amount > before.get((rule, person), 0)}


def _whole_duties(problem: RosterProblem, roster: Roster, absence: Absence) -> Absence:
    """The absence as the solver sees it: a shift is lost whole, and no other is given on that day."""
    if problem.center.person[absence.person].rota != "rostered":
        return absence
    lost = [d for d in roster.of_person(absence.person) if absence.overlaps(d.start, d.end)]
    midnight = datetime.combine((absence.end - timedelta(microseconds=1)).date() + timedelta(days=1), time())
    return replace(
        absence, start=min([absence.start, *(d.start for d in lost)]), end=max([midnight, *(d.end for d in lost)])
    )


def _after(problem: RosterProblem, roster: Roster, since: datetime) -> Roster:
    """Duties on posts from ``since`` on; shifts stay whole."""
    person = problem.center.person
    return Roster.of(
        replace(d, start=max(d.start, since)) if person[d.person].rota == "office" else d
        for d in roster.duties
        if d.end > since or person[d.person].rota != "office"
    )


def _pins(
    problem: RosterProblem, held: Roster, since: datetime, first: date, last: date, fixed: Collection[str]
) -> Iterable[Pin]:
    """What must stay: other days, what has begun, locked duties, and everything of ``fixed`` people."""
    center = problem.center
    begun = [d for d in held.duties if center.person[d.person].rota == "rostered" and d.start < since]
    outside = [d for d in held.duties if not first <= d.day <= last or d.person in fixed]
    for duty in {*begun, *outside, *(d for d in held.duties if d.locked)}:
        if (duty.role != "duty" and duty.end > since) or duty in begun:
            start = duty.start if center.person[duty.person].rota == "rostered" else max(duty.start, since)
            yield Pin(duty.person, start, duty.end, duty.shift or None, duty.post or BACK_OFFICE, "published")
    worked = {(d.person, d.day) for d in held.duties}
    for person in center.staff:
        for day in problem.days:
            free = not first <= day.date <= last or person.id in fixed
            if person.rota == "rostered" and free and (person.id, day.date) not in worked:
                midnight = datetime.combine(day.date, time())
                yield Pin(person.id, midnight, midnight + timedelta(days=1), source="published")


def rejoined(found: Roster, scope: Remaining, roster: Roster, absences: Sequence[Absence], since: datetime) -> Roster:
    """The whole roster with the free days taken from a solution of the small problem.

    What was done before ``since`` is put back, a shift taken over begins where it is lost and not
    before ``since``, and of a lost shift the absent person keeps what lies outside the absence.
    """
    person = scope.window.center.person
    before = {(d.person, d.day, d.shift) for d in roster.duties}
    opened: dict[tuple[date, str], datetime] = {}
    for absence in absences:
        for lost in roster.of_person(absence.person):
            if absence.overlaps(lost.start, lost.end):
                begin = max(lost.start, absence.start)
                opened[lost.day, lost.shift] = min(begin, opened.get((lost.day, lost.shift), begin))
    duties = [d for d in roster.duties if not scope.first <= d.day <= scope.last]
    for duty in found.duties:
        if not scope.first <= duty.day <= scope.last or duty.role == "duty":
            continue
        start = max(duty.start, since, opened.get((duty.day, duty.shift), duty.start))
        late = (
            person[duty.person].rota == "rostered"
            and start < duty.end
            and (duty.person, duty.day, duty.shift) not in before
        )
        duties.append(replace(duty, start=start) if late else duty)
    for duty in roster.duties:
        if not scope.first <= duty.day <= scope.last or duty.role == "duty":
            continue
        gone = [a for a in absences if a.person == duty.person and a.overlaps(duty.start, duty.end)]
        if person[duty.person].rota == "rostered":
            duties += pieces_outside(duty, gone) if gone else []
        elif duty.start < since:
            duties += pieces_outside(replace(duty, end=min(duty.end, since)), gone)
    return Roster.of(_merged(duties))


def pieces_outside(duty: Duty, gone: Sequence[Absence]) -> list[Duty]:
    """What is left of a duty outside some absences of its person."""
    left = [duty]
    for absence in gone:
        left = [
            replace(piece, start=a, end=b)
            for piece in left
            for a, b in ((piece.start, min(piece.end, absence.start)), (max(piece.start, absence.end), piece.end))
            if a < b
        ]
    return left


def _merged(duties: Iterable[Duty]) -> list[Duty]:
    """Duties that continue each other on one post as one."""
    found: dict[tuple[object, ...], Duty] = {}
    done: list[Duty] = []
    for duty in sorted(set(duties), key=lambda d: (d.start, d.end)):
        key = (duty.day, duty.person, duty.post, duty.role, duty.shift)
        last = found.get(key)
        if last is not None and last.end == duty.start and duty.role != "duty":
            done.remove(last)
            duty = replace(duty, start=last.start, locked=last.locked)
        found[key] = duty
        done.append(duty)
    return done
