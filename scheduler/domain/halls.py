"""Which halls of a center are open, and who is in which of them (4-10)."""

from typing import Any

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView


def open_sites(problem: RosterProblem, block: Block) -> tuple[str, ...]:
    """Halls in which a window is open over a block, in the order of the center; phone and chat posts are in none."""
    center = problem.center
    found = {center.site_of_post(p) for p in block.posts if center.post[p].kind not in ("phone", "chat")}
    return tuple(site for site in center.sites if site in found)


def in_hall(view: RosterView, person: str, block: int, site: str) -> bool:
    """Whether a person is in a hall: at a post there, or on no post and at the own desk there."""
    center, posts = view.problem.center, view.posts(person, block)
    if posts:
        return any(center.site_of_post(p) == site for p in posts)
    return view.present(person, block) and center.site_of(person) == site


def named(site: str) -> dict[str, Any]:
    """What names a hall in a rule's ``where``; nothing for the one hall that has no name."""
    return {"site": site} if site else {}
