"""What is due in the registers: overdue first, and what only needs a signature signed here."""

import pandas as pd
import streamlit as st

from app.register_shelf import told_of, write_records
from app.state import Desk
from app.texts import plain
from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.registers import Awaited
from scheduler.registers.entry import EntryRefused, filled, signed
from scheduler.registers.shown import due_text, name_of, state_word
from scheduler.store.errors import StoreError
from scheduler.store.register_files import registers

ALL = ""


def registers_due(desk: Desk, found: tuple[Awaited, ...], me: str) -> None:
    """Overdue first, then today, then later; what only needs a signature can be signed here, several at once."""
    words, center = desk.words, desk.folder.center
    which, own = st.columns([3, 2], vertical_alignment="bottom")
    names = {
        ALL: words("registers.every"),
        **{r: registers()[r].name(desk.lang) for r in dict.fromkeys(a.record.register for a in found)},
    }
    chosen = str(
        which.selectbox(
            words("registers.register"),
            list(names),
            format_func=names.__getitem__,
            key=f"reg_due_{desk.ref}",
            label_visibility="collapsed",
        )
    )
    mine = own.toggle(words("registers.mine"), key=f"reg_mine_{desk.ref}")
    found = tuple(a for a in found if chosen in (ALL, a.record.register) and (not mine or a.record.owner == me))
    late = [a for a in found if a.overdue]
    today = [
        a
        for a in found
        if not a.overdue and a.record.due is not None and due_text(a.record.due)[:10] <= str(desk.now.date())
    ]
    for box, key, count in zip(
        st.columns(3),
        ("overdue", "today", "later"),
        (len(late), len(today), len(found) - len(late) - len(today)),
        strict=True,
    ):
        box.metric(words(f"registers.{key}"), count)
    if not found:
        st.success(words("registers.nothing_due"), icon=":material/check_circle:")
        return
    ordered = (*late, *(a for a in found if not a.overdue))
    lines = []
    for a in ordered:
        register = registers()[a.record.register]
        lines.append(
            {
                words("registers.until"): due_text(a.record.due),
                words("registers.register"): register.name(desk.lang),
                words("registers.about"): name_of(center, register.subject, a.record.subject, desk.lang),
                words("registers.owner"): name_of(center, "person", a.record.owner, desk.lang),
                words("shell.status"): state_word(a.record, desk.lang, desk.now),
                words("registers.article"): register.article,
            }
        )
    picked = st.dataframe(
        pd.DataFrame(lines),
        hide_index=True,
        width="stretch",
        height=min(560, 38 + 35 * len(lines)),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"reg_list_{desk.ref}",
    )
    rows = [ordered[row].record for row in picked["selection"]["rows"] if row < len(ordered)]
    if st.button(
        words("registers.sign", count=len(rows)), key="reg_sign", disabled=not rows, icon=":material/done_all:"
    ):
        _sign(desk, rows, me)


def _sign(desk: Desk, rows: list[Record], me: str) -> None:
    """Close what a bare signature closes; all of them or none."""
    words, center, made = desk.words, desk.folder.center, []
    try:
        for record in rows:
            body = signed(record, me, desk.now)
            if body is None:
                st.warning(
                    words(
                        "registers.needs_more", name=registers()[record.register].name(desk.lang), id=plain(record.id)
                    )
                )
                return
            made.append(filled(center, calendar_of(desk.folder), record, body, me))
        write_records(desk, made, me)
    except EntryRefused as refused:
        st.error("  \n".join(plain(line) for line in refused.text(desk.lang).splitlines()))
    except StoreError as error:
        st.error(words("registers.failed", error=plain(told_of(error, desk.lang))))
    else:
        st.session_state["reg_said"] = words("registers.signed", count=len(made))
        st.rerun()
