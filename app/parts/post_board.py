"""Who is where at one moment: state of every post, shifts running, managers, keys. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.domain.posts import BACK_OFFICE, Post
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster


@dataclass(frozen=True, slots=True)
class PostNow:
    """One post at one moment (regulation register 3.3).

    Attributes
    ----------
    state
        ``a_on``, ``b_move``, ``b_dual``, ``c_cover``, ``restricted``, ``empty`` or ``closed``.
    people
        Who holds it.
    away
        Its A, when away.
    without
        Items the holders have no authority for (restricted only).
    """

    post: Post
    state: str
    people: tuple[str, ...]
    away: str | None = None
    without: tuple[str, ...] = ()


def posts_now(problem: RosterProblem, roster: Roster, at: datetime) -> tuple[PostNow, ...]:
    """State of every post that is staffed by name."""
    center, on = problem.center, at.date()
    minute = problem.horizon.minute(at)
    opened = {post for block in problem.blocks if block.start <= minute < block.end for post in block.posts}
    running = _running(roster, at)
    found = []
    for post in sorted((p for p in center.posts if p.heads), key=lambda p: (p.number, p.id)):
        people = tuple(sorted({d.person for d in running if d.post == post.id}))
        holder = center.holder(post.id, on)
        away = holder if holder is not None and holder not in people else None
        if post.id not in opened:
            found.append(PostNow(post, "closed", people))
            continue
        state, without = _state(problem, running, post, people, holder, on)
        found.append(PostNow(post, state, people, away, without))
    return tuple(found)


def _state(
    problem: RosterProblem, running: Sequence[Duty], post: Post, people: tuple[str, ...], holder: str | None, on: date
) -> tuple[str, tuple[str, ...]]:
    if not people:
        return "empty", ()
    if holder in people:
        return "a_on", ()
    lines = [problem.center.ab_line(p, post.id, on) for p in people]
    without = tuple(sorted(set.intersection(*(set(line.without) if line else set() for line in lines))))
    if without:
        return "restricted", without
    if any(line is not None and line.role == "B" for line in lines):
        dual = any(d.person in people and d.post not in (post.id, BACK_OFFICE) for d in running)
        return ("b_dual" if dual else "b_move"), ()
    return "c_cover", ()


@dataclass(frozen=True, slots=True)
class ShiftNow:
    """A shift running now or next: its people, the leader first."""

    code: str
    start: datetime
    end: datetime
    people: tuple[str, ...]
    leader: str | None


def shifts_now(problem: RosterProblem, roster: Roster, at: datetime, ahead_hours: int = 12) -> tuple[ShiftNow, ...]:
    """Shifts of rostered people that run at a moment or begin in the hours after it."""
    until = at + timedelta(hours=ahead_hours)
    groups: dict[tuple[datetime, datetime, str], list[Duty]] = {}
    rostered = {p.id for p in problem.center.staff if p.rota == "rostered"}
    for duty in roster.duties:
        if duty.person in rostered and duty.role in PRESENT_ROLES and duty.end > at and duty.start < until:
            groups.setdefault((duty.start, duty.end, duty.shift), []).append(duty)
    found = []
    for (start, end, code), duties in sorted(groups.items()):
        leader = next((d.person for d in duties if d.role == "leader"), None)
        people = sorted({d.person for d in duties}, key=lambda p: (p != leader, p))
        found.append(ShiftNow(code, start, end, tuple(people), leader))
    return tuple(found)


def next_opening(problem: RosterProblem, at: datetime) -> datetime:
    """The moment itself while anything is open, else the next opening of that day, else the moment."""
    minute = problem.horizon.minute(at)
    opened = [
        b for b in problem.blocks if b.posts and b.end > minute and problem.horizon.moment(b.start).date() == at.date()
    ]
    return problem.horizon.moment(max(minute, opened[0].start)) if opened else at


def on_site(roster: Roster, at: datetime) -> frozenset[str]:
    """Everybody at work at a moment."""
    return frozenset(d.person for d in _running(roster, at))


def still_to_come(roster: Roster, at: datetime) -> tuple[str, ...]:
    """People with any duty from a moment to the end of its day: whose sudden absence matters."""
    return tuple(
        sorted(
            {d.person for d in roster.duties if d.role in PRESENT_ROLES and d.end > at and d.start.date() == at.date()}
        )
    )


def managers_now(problem: RosterProblem, roster: Roster, at: datetime) -> tuple[str, ...]:
    here = on_site(roster, at)
    return tuple(p.id for p in problem.center.staff if p.id in here and problem.center.is_manager(p))


def keepers_now(problem: RosterProblem, roster: Roster, at: datetime) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """For each seal and key: kind, what, and its custodians who are on site."""
    here = on_site(roster, at)
    things = dict.fromkeys((c.kind, c.thing) for c in problem.center.custody)
    found = []
    for kind, thing in things:
        keepers = problem.center.custodians(kind, thing, at.date())
        found.append((kind, thing, tuple(dict.fromkeys(p for p in keepers if p in here))))
    return tuple(found)


def _running(roster: Roster, at: datetime) -> tuple[Duty, ...]:
    return tuple(d for d in roster.duties if d.role in PRESENT_ROLES and d.start <= at < d.end)
