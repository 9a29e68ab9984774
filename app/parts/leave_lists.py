"""Lists of requests: what waits for the acting person, the own ones, days left, delegated signatures."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import cast

import streamlit as st

from app.parts.leave_card import leave_card
from app.state import Desk
from app.texts import plain
from scheduler.leave.balances import balance
from scheduler.leave.request import Delegation, LeaveError
from scheduler.leave_desk.desk import LeaveDesk
from scheduler.store.errors import StoreError
from scheduler.verdict.words import named
from scheduler.words import leave_word

OWN = 12
"""Own requests shown, the newest first."""


def inbox(desk: Desk, room: LeaveDesk, place: str) -> None:
    """Cards of everything the acting person is waited for."""
    waiting = dict.fromkeys(task.request.id for task in room.inbox(desk.acting, desk.now))
    seen = {r.id: r for r in room.seen_by(desk.acting, desk.now.date())}
    if not waiting:
        st.caption(desk.words("leave.todo_none"))
    for name in waiting:
        leave_card(desk, room, seen[name], place)


def own(desk: Desk, room: LeaveDesk, place: str, skip: Collection[str] = ()) -> None:
    """The acting person's own requests under a heading; those shown elsewhere on the page are left out."""
    mine = [r for r in room.seen_by(desk.acting, desk.now.date()) if r.person == desk.acting]
    shown = [r for r in sorted(mine, key=lambda r: r.start, reverse=True) if r.id not in skip][:OWN]
    if shown or not mine:
        st.subheader(desk.words("leave.mine"))
    if not mine:
        st.caption(desk.words("leave.mine_none"))
    for request in shown:
        leave_card(desk, room, request, place)


def days_left(desk: Desk, room: LeaveDesk) -> None:
    """Every ledger of the acting person that has days in it, with its article."""
    ledgers = dict.fromkeys(k.balance for k in room.rules.kinds.values() if k.balance)
    found = [
        b
        for name in ledgers
        if (b := balance(room.rules, desk.acting, name, desk.now.year, room.requests())) is not None and b.granted
    ]
    shown = [b for b in found if b.ledger in ("annual", "toil") or b.taken]
    for b in shown:
        st.markdown(
            "- "
            + desk.words(
                "leave.balance_line",
                kind=leave_word(b.ledger, desk.lang),
                left=b.left,
                granted=b.granted,
                taken=b.taken,
                article=b.article,
            )
        )


def delegations(desk: Desk, room: LeaveDesk) -> None:
    """Who signs for the acting person, and naming somebody."""
    words, center = desk.words, desk.base.center
    signs = (
        any(desk.acting in (s.head, s.leader) for s in center.sections) or center.person[desk.acting].rota == "approver"
    )
    known = [
        d.delegation
        for d in room.store.delegations(room.center, desk.now.date())
        if desk.acting in (d.delegation.holder, d.delegation.deputy)
    ]
    if not signs and not known:
        return
    with st.expander(words("leave.delegate")):
        st.caption(words("leave.delegate_hint"))
        for d in known:
            st.markdown(
                "- "
                + plain(
                    words(
                        "leave.delegate_line",
                        holder=named(center, d.holder, desk.lang),
                        deputy=named(center, d.deputy, desk.lang),
                        first=d.start,
                        last=d.end,
                    )
                )
            )
        if not signs:
            return
        who = st.selectbox(
            words("leave.to"),
            [p.id for p in center.people if p.id != desk.acting],
            format_func=lambda p: named(center, p, desk.lang),
            key=f"deputy_{desk.ref}",
        )
        days = cast(
            "tuple[datetime, ...]",
            st.date_input(words("leave.try_days"), (desk.now.date(), desk.now.date()), key=f"deputy_days_{desk.ref}"),
        )
        if st.button(words("leave.delegate_go"), key="deputy_go") and len(days) == 2:
            try:
                room.delegate(Delegation(desk.acting, str(who), days[0], days[1]), desk.acting)
            except LeaveError as refused:
                st.error(f"{plain(refused.text(desk.lang))} ({refused.article})")
            except StoreError as error:
                st.error(plain(str(error)))
            else:
                st.rerun()


def edge(at: datetime, last: bool = False) -> str:
    """A day where a whole day begins or ends, else day and time."""
    if (at.hour, at.minute) == (0, 0):
        return f"{at - timedelta(days=last):%m-%d}"
    return f"{at:%m-%d %H:%M}"
