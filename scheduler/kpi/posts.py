"""Figures of the windows: empty minutes, AB coverage, double duty, windows open; and covers taken."""

from collections.abc import Collection, Mapping
from datetime import date

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView


def post_figures(
    problem: RosterProblem, roster: Roster, days: Collection[date], site: str | None = None
) -> Mapping[str, float]:
    """Over the given days, of one hall or of all; empty if no post there needs heads of its own.

    empty_minutes = Σ minutes of open posts nobody holds. ab_coverage = minutes held by people of the
    post's AB table / open minutes. open_rate = minutes held and able to finish work (seal and
    cashier key there) / advertised minutes; a window held on double duty counts as open (C14).
    dual_hours = Σ minutes of people on two posts at once.
    """
    view = RosterView(problem, roster)
    center = view.problem.center
    opened = held = listed = able = dual = 0
    for block in view.problem.blocks:
        on = view.problem.date(block.day)
        posts = [p for p in block.posts if center.post[p].heads and site in (None, center.site_of_post(p))]
        if on not in days or not posts:
            continue
        for post in posts:
            opened += block.minutes
            holders = view.holders(post, block.index)
            held += block.minutes if holders else 0
            listed += block.minutes if any(center.ab_line(p, post, on) for p in holders) else 0
            able += block.minutes if holders and _finishes(view, post, block.index, on) else 0
        dual += block.minutes * sum(len(view.posts(p.id, block.index) & set(posts)) > 1 for p in center.staff)
    if not opened:
        return {}
    return {
        "empty_minutes": opened - held,
        "ab_coverage": 100 * listed / opened,
        "dual_hours": dual / 60,
        "open_rate": 100 * able / opened,
    }


def _finishes(view: RosterView, post: str, block: int, on: date) -> bool:
    """Whether the post's seal and key have a keeper on site: else papers are only accepted."""
    center, where = view.problem.center, view.problem.center.post[post]
    asked = ([("seal", where.seal)] if where.seal else []) + ([("cashier", "cashier")] if where.cashier else [])
    return all(any(view.present(p, block) for p in center.custodians(kind, thing, on)) for kind, thing in asked)


def covers_taken(problem: RosterProblem, roster: Roster, days: Collection[date]) -> dict[str, int]:
    """Half-days (sessions) in which each person held somebody else's post as B or C."""
    found: set[tuple[str, str, date, bool]] = set()
    for duty in roster.duties:
        if duty.role in ("B", "C") and duty.day in days and duty.post in problem.center.post:
            found.add((duty.person, duty.post, duty.day, duty.start.hour >= 13))
    counts: dict[str, int] = {}
    for person, *_ in found:
        counts[person] = counts.get(person, 0) + 1
    return counts


def cover_minutes(problem: RosterProblem, roster: Roster, days: Collection[date]) -> dict[str, int]:
    """Minutes each person held posts of others, whatever the source; what the ledger ``cover`` keeps."""
    view, found = RosterView(problem, roster), dict[str, int]()
    for block in view.problem.blocks:
        on = view.problem.date(block.day)
        for post in block.posts if on in days else ():
            for person in view.holders(post, block.index):
                if problem.center.source(person, post, on) not in (None, "A"):
                    found[person] = found.get(person, 0) + block.minutes
    return found
