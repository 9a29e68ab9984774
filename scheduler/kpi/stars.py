"""服务之星: a shortlist from the figures, with why and why not. Humans decide (0-28)."""

from dataclasses import dataclass

from scheduler.domain.assessment import Assessment
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.kpi.assessment import Assessed, assessed
from scheduler.store.actuals import Actuals
from scheduler.store.faults import Words


@dataclass(frozen=True, slots=True)
class Candidate:
    """One name of the shortlist with the figures it rests on; ``score`` is 0 to 100."""

    person: str
    score: float
    satisfaction: float
    resolution: float
    error_rate: float
    ratings: int
    covers: int

    @property
    def reason(self) -> Words:
        """What speaks for the person."""
        return (
            f"满意度{self.satisfaction:.1f}({self.ratings}份评价)，解决率{self.resolution:.1f}%，差错率{self.error_rate:.1f}%，顶岗{self.covers}次，出勤无记录问题",
            f"satisfaction {self.satisfaction:.1f} of {self.ratings} ratings, {self.resolution:.1f} % solved, {self.error_rate:.1f} % errors, {self.covers} covers, nothing against attendance",
        )


def shortlist(
    problem: RosterProblem, roster: Roster, actuals: Actuals, settings: Assessment | None = None
) -> tuple[Candidate, ...]:
    """The best by score among those with enough ratings and a spotless attendance record.

    The score is that of :func:`~scheduler.kpi.assessment.assessed`; equal scores by more ratings, then by id.
    """
    settings = settings or problem.center.assessment
    good = [a for a in assessed(problem, roster, actuals, settings) if objection(a, settings) is None]
    return tuple(
        Candidate(
            a.person,
            a.score,
            a.measures["satisfaction"],
            a.measures["resolution"],
            100 - a.measures["error_rate"],
            a.ratings,
            a.covers,
        )
        for a in good[: settings.stars]
    )


def passed_over(
    problem: RosterProblem, roster: Roster, actuals: Actuals, settings: Assessment | None = None
) -> tuple[tuple[Assessed, Words], ...]:
    """Who was recorded but cannot be on the shortlist, best first, with the reason."""
    settings = settings or problem.center.assessment
    return tuple(
        (a, why) for a in assessed(problem, roster, actuals, settings) if (why := objection(a, settings)) is not None
    )


def objection(a: Assessed, settings: Assessment) -> Words | None:
    """Why somebody cannot be on the shortlist; None: nothing speaks against it."""
    least = max(1, settings.least_ratings)
    if "resolution" not in a.measures or "error_rate" not in a.measures:
        return "无个人受理、解决与差错记录", "cases solved and errors of the person are not recorded"
    if a.ratings < least or "satisfaction" not in a.measures:
        return f"评价仅{a.ratings}份，少于{least}份", f"{a.ratings} ratings, fewer than {least}"
    if a.attended is None:
        return "无出勤记录", "no attendance record"
    if not a.attended.spotless:
        t = a.attended
        zh = [
            f"{word}{count}"
            for word, count in (
                ("迟到", t.late),
                ("早退", t.early),
                ("脱岗分钟", t.left_minutes),
                ("旷工", t.absent),
                ("未到待核", t.unexplained),
            )
            if count
        ]
        en = [
            f"{word} {count}"
            for word, count in (
                ("late", t.late),
                ("left early", t.early),
                ("minutes off the post", t.left_minutes),
                ("absent", t.absent),
                ("unexplained", t.unexplained),
            )
            if count
        ]
        return "出勤：" + "、".join(zh), "attendance: " + ", ".join(en)
    return None
