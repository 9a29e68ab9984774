"""A special check is proposed where complaints are many (0-24), the emergency process where urgent ones waited (2-09)."""

from collections import defaultdict
from dataclasses import dataclass

from scheduler.domain.assessment import Assessment
from scheduler.domain.problem import RosterProblem
from scheduler.store.actuals import Actuals
from scheduler.store.faults import Words


@dataclass(frozen=True, slots=True)
class SpecialCheck:
    """A queue with ``complaints`` among ``handled``; ``section`` is the section of its first post."""

    queue: str
    section: str
    complaints: int
    handled: int
    by_rate: bool

    @property
    def per_1000(self) -> float:
        return 1000 * self.complaints / self.handled if self.handled else 0.0


def special_checks(
    problem: RosterProblem, actuals: Actuals, settings: Assessment | None = None
) -> tuple[SpecialCheck, ...]:
    """Queues whose complaints of the horizon reach the center's limit, by count or by rate; the worst first."""
    settings = settings or problem.center.assessment
    complaints: dict[str, int] = defaultdict(int)
    handled: dict[str, int] = defaultdict(int)
    for row in actuals.between(problem.horizon.start, problem.horizon.last).service:
        complaints[row.queue] += row.complaints or 0
        handled[row.queue] += row.handled
    found = []
    for queue, count in complaints.items():
        limit = settings.complaints_per_1000
        by_rate = count >= 2 and limit > 0 and handled[queue] > 0 and 1000 * count >= limit * handled[queue]
        if count >= settings.complaints or by_rate:
            posts = problem.center.queue[queue].posts
            found.append(
                SpecialCheck(
                    queue,
                    problem.center.post[posts[0]].section if posts else "",
                    count,
                    handled[queue],
                    count < settings.complaints,
                )
            )
    return tuple(sorted(found, key=lambda c: (-c.complaints, -c.per_1000, c.queue)))


def words_of(problem: RosterProblem, check: SpecialCheck, settings: Assessment | None = None) -> Words:
    """The proposal as a sentence."""
    settings = settings or problem.center.assessment
    queue = problem.center.queue[check.queue]
    limit = (
        (f"每千件{settings.complaints_per_1000:g}件", f"{settings.complaints_per_1000:g} per 1,000")
        if check.by_rate
        else (f"{settings.complaints}件", str(settings.complaints))
    )
    return (
        f"{queue.name_zh}：投诉{check.complaints}件(每千件{check.per_1000:.1f}件)，达到{limit[0]}，建议开展专项检查(0-24)",
        f"{queue.name_en}: {check.complaints} complaints ({check.per_1000:.1f} per 1,000), the limit is {limit[1]}: a special check is proposed (0-24)",
    )


def urgent_misses(problem: RosterProblem, actuals: Actuals) -> tuple[Words, ...]:
    """Queues with a time for urgent matters that was not kept: the emergency process is looked into (2-09)."""
    asked: dict[str, int] = defaultdict(int)
    late: dict[str, int] = defaultdict(int)
    for row in actuals.between(problem.horizon.start, problem.horizon.last).service:
        if row.urgent is not None and row.urgent_in_time is not None:
            asked[row.queue] += row.urgent
            late[row.queue] += row.urgent - row.urgent_in_time
    found = []
    for queue in problem.center.queues:
        if queue.urgent_s is not None and late[queue.id]:
            found.append(
                (
                    f"{queue.name_zh}：紧急件{asked[queue.id]}件中{late[queue.id]}件未在{queue.urgent_s}秒内响应，核查应急流程是否启动(2-09)",
                    f"{queue.name_en}: {late[queue.id]} of {asked[queue.id]} urgent ones were not answered within {queue.urgent_s} s: was the emergency process started? (2-09)",
                )
            )
    return tuple(found)
