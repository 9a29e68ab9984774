"""Is there a second person for the applicant's windows? Read off the AB table, before anybody solves.

The verdict answers by making the roster again; this answers while the form is being filled in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.posts import ABLine, Post
from scheduler.leave.request import LeaveRequest
from scheduler.leave.rules import LeaveRules

SHARED = ("comprehensive", "guide", "tidal")
"""Kinds of posts that another section's people may hold (3-04)."""


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One B or C of one of the applicant's posts over the leave.

    ``faults`` are codes with the dates they hold on: ``is_a``, ``foreign``, ``unqualified``, ``away``.
    """

    post: str
    person: str
    role: str
    mode: str
    faults: tuple[tuple[str, tuple[date, ...]], ...]

    @property
    def there(self) -> bool:
        """Whether this person can take the post over on every day of the leave."""
        return all(code == "foreign" for code, _ in self.faults)


def days_away(rules: LeaveRules, request: LeaveRequest) -> tuple[date, ...]:
    """Dates on which the applicant would have worked."""
    shifts = rules.center.person[request.person].rota == "rostered"
    dates = (
        request.start.date() + timedelta(days=n) for n in range((request.end.date() - request.start.date()).days + 1)
    )
    return tuple(
        on for on in dates if shifts or any(a < request.end and request.start < b for a, b in rules.worktime.spans(on))
    )


def posts_held(rules: LeaveRules, request: LeaveRequest) -> tuple[Post, ...]:
    """Windows the applicant is the A of on some day of the leave."""
    days = days_away(rules, request)
    return tuple(
        p for p in rules.center.posts if p.heads and any(rules.center.holder(p.id, on) == request.person for on in days)
    )


def backups(rules: LeaveRules, request: LeaveRequest, others: Iterable[LeaveRequest] = ()) -> tuple[BackupLine, ...]:
    """Every B and C of the applicant's windows, with what is wrong with each over the leave."""
    days, live = days_away(rules, request), [o for o in others if o.live and o.id != request.id]
    found = []
    for post in posts_held(rules, request):
        mine = [on for on in days if rules.center.holder(post.id, on) == request.person]
        lines = [
            line for line in rules.center.ab_of_post[post.id] if line.role != "A" and any(line.valid(on) for on in mine)
        ]
        found += [
            BackupLine(post.id, line.person, line.role, line.mode, _faults(rules, request, post, line, mine, live))
            for line in lines
        ]
    return tuple(found)


def _faults(
    rules: LeaveRules,
    request: LeaveRequest,
    post: Post,
    line: ABLine,
    days: Sequence[date],
    others: Sequence[LeaveRequest],
) -> tuple[tuple[str, tuple[date, ...]], ...]:
    who, center = rules.center.person[line.person], rules.center
    faults = {
        "is_a": [on for on in days if line.person == request.person],
        "foreign": [on for on in days if post.kind not in SHARED and who.section != post.section],
        "unqualified": [on for on in days if line.valid(on) and not center.qualified(who, post, on)],
        "away": [on for on in days if any(o.person == line.person and _touches(rules, o, request, on) for o in others)],
    }
    return tuple((code, tuple(dates)) for code, dates in faults.items() if dates)


def _touches(rules: LeaveRules, other: LeaveRequest, request: LeaveRequest, on: date) -> bool:
    """Whether two leaves share working time of a date."""
    spans = rules.worktime.spans(on)
    if not spans:
        return other.overlaps(request.start, request.end) and other.start.date() <= on <= other.end.date()
    return any(max(a, request.start, other.start) < min(b, request.end, other.end) for a, b in spans)
