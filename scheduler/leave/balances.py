"""How many days of each leave a person has, has taken and has left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduler.leave.kinds import LeaveKind
from scheduler.leave.request import LeaveRequest
from scheduler.leave.rules import LeaveRules


@dataclass(frozen=True, slots=True)
class Balance:
    """One ledger of one person in one year, in days. ``article`` is the law's or the regulation's."""

    ledger: str
    granted: float
    taken: float
    article: str

    @property
    def left(self) -> float:
        return max(0.0, self.granted - self.taken)


def days_of(rules: LeaveRules, kind: LeaveKind, start: datetime, end: datetime) -> float:
    """Length of a leave as its type counts it: working half days, or calendar days."""
    if kind.counts == "calendar":
        return rules.worktime.calendar_days(start, end)
    return rules.worktime.working_days(start, end)


def balance(rules: LeaveRules, person: str, ledger: str, year: int, requests: Iterable[LeaveRequest]) -> Balance | None:
    """A ledger after all live requests of the year; None where days are not limited.

    Annual leave is 5, 10 or 15 days by total service (L13), lieu days are what overtime brought in,
    all other ledgers are days for one event; a province's law pack changes the numbers.
    """
    granted = _granted(rules, person, ledger, year)
    if granted is None:
        return None
    opening = rules.opening.get(person, {})
    taken = opening.get(f"{ledger}_used", 0.0)
    for request in requests:
        kind = rules.kinds[request.kind]
        if request.person == person and request.live and kind.balance == ledger:
            start, end = max(request.start, datetime(year, 1, 1)), min(request.end, datetime(year + 1, 1, 1))
            taken += days_of(rules, kind, start, end) if start < end else 0.0
    return Balance(ledger, granted, taken, ARTICLE.get(ledger, "3-41"))


ARTICLE = {
    "annual": "3-43, L13",
    "toil": "3-12",
    "maternity": "L11",
    "paternity": "L11",
    "child_care": "L11",
    "marriage": "L14",
    "bereavement": "L14",
    "family_visit": "L15",
}


def _granted(rules: LeaveRules, person: str, ledger: str, year: int) -> float | None:
    law, who, opening = rules.law, rules.center.person[person], rules.opening.get(person, {})
    match ledger:
        case "annual":
            return law.annual_leave_days(who.total_service_years) + opening.get("annual_carried", 0.0)
        case "toil":
            return opening.get("lieu", 0.0)
        case "maternity":
            return float(law.maternity_days())
        case "paternity":
            return float(law.parents.father_days)
        case "child_care":
            return float(law.parents.parental_year_days)
        case "marriage":
            return float(law.other_leave.marriage_days)
        case "bereavement":
            return float(law.other_leave.bereavement_days)
        case "family_visit":
            return (
                float(max(law.other_leave.visit_spouse_days, law.other_leave.visit_parents_single_days))
                if who.service_years >= law.other_leave.visit_after_years
                else 0.0
            )
    return None
