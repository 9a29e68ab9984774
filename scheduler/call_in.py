"""Somebody of a phone shift is missing: who off duty may be called in, by the rules themselves."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.check import check
from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSettings

CONSENT = frozenset({"overtime_cycle", "hours_week", "min_rest"})
"""Hard rules that give way in an emergency with the person's consent, reported (regulation 2.3)."""

LEAST_REST = 8
"""Hours between shifts that not even consent shortens."""


@dataclass(frozen=True, slots=True)
class Callable:
    """One person who may be called in.

    Attributes
    ----------
    consent
        Rules on hours that this would break: only with the person's consent.
    mends
        How much of the weighted cost of MUST rules the call takes away.
    week_minutes
        Rostered that week without the call.
    """

    person: str
    consent: tuple[str, ...]
    mends: int
    week_minutes: int


def callable_people(problem: RosterProblem, roster: Roster, duty: Duty, start: datetime) -> list[Callable]:
    """People off duty who could take over a shift from ``start`` on, best first.

    Nobody is listed for whom a hard rule other than :data:`CONSENT` would be broken more than
    without the call (rest, protection, leave, qualification). Best first: no consent needed; then
    whoever mends most (a leader where the leader is missing, a skill nobody else has); then whoever
    has worked least that week.
    """
    center, on = problem.center, duty.day
    away = Absence(duty.person, min(start, duty.start), max(duty.end, start), "sudden")
    without = Roster.of(d for d in roster.duties if d != duty)
    left = replace(problem, absences=(*problem.absences, away)).cut([problem.horizon.minute(away.start)])
    base, cost = _weights(left, without)
    view = RosterView(problem, roster)
    day, minute = problem.horizon.day(on), problem.horizon.minute
    found = []
    for person in center.staff:
        if person.rota != "rostered" or person.id == duty.person or view.worked(person.id, day):
            continue
        if not center.qualified(person, center.post[duty.post], on) or problem.absent(
            person.id, minute(start), minute(duty.end)
        ):
            continue
        called = Duty(on, person.id, max(start, duty.start), duty.end, duty.post, "pool", duty.shift)
        hard, must = _weights(left, Roster.of((*without.duties, called)))
        worse = {rule for rule, amount in hard.items() if amount > base.get(rule, 0)}
        if worse <= CONSENT and not ("min_rest" in worse and _too_short(left, without, called)):
            week = sum(view.minutes(person.id, d) for d in range(day - on.weekday(), day - on.weekday() + 7))
            found.append(Callable(person.id, tuple(sorted(worse)), cost - must, week))
    return sorted(found, key=lambda c: (bool(c.consent), -c.mends, c.week_minutes, c.person))


def _too_short(problem: RosterProblem, roster: Roster, called: Duty) -> bool:
    """Whether the call would leave less than :data:`LEAST_REST` hours before or after it."""
    setting = problem.settings.get("min_rest")
    eased = replace(setting, params={**setting.params, "hours": LEAST_REST})
    bare = replace(problem, settings=RuleSettings({"min_rest": eased}, only=True))
    broken = [check(bare, r).by_rule.get("min_rest", (0, 0))[0] for r in (roster, Roster.of((*roster.duties, called)))]
    return broken[1] > broken[0]


def _weights(problem: RosterProblem, roster: Roster) -> tuple[dict[str, int], int]:
    """Amounts of broken HARD rules by id, and the weighted cost of all broken MUST rules."""
    checked = check(problem, roster)
    hard = {rule: amount for rule, (amount, _) in checked.by_rule.items() if checked.levels[rule] is Level.HARD}
    must = sum(cost for rule, (_, cost) in checked.by_rule.items() if checked.levels[rule] is Level.MUST)
    return hard, must
