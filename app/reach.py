"""What the acting person may change on the roster, put as questions that pages and the grid ask."""

from collections.abc import Callable

from streamlit.delta_generator import DeltaGenerator

from app.parts.draft import Draft
from app.parts.grid_ops import Change
from app.state import Desk
from app.texts import plain
from scheduler.domain.roster import Roster
from scheduler.rights import NotAllowed, changed_cells, check_edit, check_plan


def reach(desk: Desk, draft: Draft) -> Callable[[Change], str]:
    """Why a change of one cell is out of the acting person's reach; empty where it is not (3-03, 3-10, 3-63)."""

    def why(change: Change) -> str:
        try:
            check_edit(
                desk.base.center, draft.sheet.roster, desk.acting, [change.cell], desk.now, Roster.of(change.duties)
            )
        except NotAllowed as refused:
            return refused.text(desk.lang)
        return ""

    return why


def changes(desk: Desk, draft: Draft, after: Roster) -> str:
    """Why the acting person may not put ``after`` in place of the draft's roster; empty if that is allowed (3-03, 3-10, 3-63)."""
    before = draft.sheet.roster
    try:
        check_edit(desk.base.center, before, desk.acting, changed_cells(before, after), desk.now, after)
    except NotAllowed as refused:
        return refused.text(desk.lang)
    return ""


def plans(desk: Desk) -> str:
    """Why the acting person may not make the whole roster anew; empty if that is allowed (1-01, 3-03)."""
    try:
        check_plan(desk.base.center, desk.acting)
    except NotAllowed as refused:
        return refused.text(desk.lang)
    return ""


def arranged_by(desk: Desk, place: DeltaGenerator) -> str:
    """Say in whose name it goes on record: whoever acts, as chosen in the line above every page."""
    name = desk.base.center.person[desk.acting].name_zh
    place.markdown(desk.words("today.by", name=plain(desk.base.center.person[desk.acting].name(desk.lang))))
    return name
