"""What the acting person may change on the roster, put as questions that pages and the grid ask."""

from collections.abc import Callable

from app.parts.draft import Draft
from app.parts.grid_ops import Change
from app.state import Desk
from scheduler.domain.roster import Roster
from scheduler.rights import NotAllowed, check_edit, check_plan


def reach(desk: Desk, draft: Draft) -> Callable[[Change], str]:
    """Why a change of one cell is out of the acting person's reach; empty where it is not (3-03, 3-10, 3-63)."""

    def why(change: Change) -> str:
        try:
            check_edit(desk.base.center, draft.sheet.roster, desk.acting, [change.cell], desk.now, Roster.of(change.duties))
        except NotAllowed as refused:
            return refused.text(desk.lang)
        return ""

    return why


def plans(desk: Desk) -> str:
    """Why the acting person may not make the whole roster anew; empty if that is allowed (1-01, 3-03)."""
    try:
        check_plan(desk.base.center, desk.acting)
    except NotAllowed as refused:
        return refused.text(desk.lang)
    return ""
