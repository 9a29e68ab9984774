"""Registers 台账: what is due, writing an entry, looking entries up."""

from dataclasses import replace
from datetime import date

import pandas as pd
import streamlit as st

from app.parts.register_form import register_form
from app.parts.registers_due import registers_due
from app.parts.solve_panel import first_roster
from app.register_shelf import records_of, scene, told_of, write_records
from app.state import Desk, current_desk
from app.texts import plain
from scheduler.assemble import calendar_of
from scheduler.domain.record import Record
from scheduler.events import Rooms
from scheduler.registers import Awaited, awaited
from scheduler.registers.entry import EntryRefused, filled, next_id
from scheduler.registers.roles import may_read, may_write
from scheduler.registers.shown import headers, name_of, row, state_word, workbook
from scheduler.store.errors import StoreError
from scheduler.store.register_csv import records_csv
from scheduler.store.register_files import GROUPS, registers
from scheduler.store.register_types import ROLES, Register

TITLE = ("台账", "Registers")
ICON = ":material/menu_book:"

NEW = ""


def show(desk: Desk) -> None:
    """The whole page."""
    words = desk.words
    draft = first_roster(desk)
    if draft is None:
        return
    center = desk.folder.center
    me = desk.acting
    st.caption(f"{words('registers.me', name=plain(center.person[me].name(desk.lang)))} · {words('registers.intro')}")
    records = records_of(desk)
    found = awaited(scene(desk, draft, records), desk.now)
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(words("registers.due"))
        registers_due(desk, found, me)
    with right:
        st.subheader(words("registers.write"))
        _write(desk, found, records, me)
    st.subheader(words("registers.kept"))
    _kept(desk, records, me)


def _write(desk: Desk, found: tuple[Awaited, ...], records: tuple[Record, ...], me: str) -> None:
    words, center = desk.words, desk.folder.center
    mine = {
        r.id: f"{words.pick(GROUPS[r.group])} · {r.name(desk.lang)}"
        for r in registers().values()
        if may_write(center, r, me)
    }
    chosen = str(
        st.selectbox(words("registers.register"), list(mine), format_func=mine.__getitem__, key=f"reg_kind_{desk.ref}")
    )
    register = registers()[chosen]
    st.caption(f"{plain(register.about(desk.lang))} ({register.article})")
    written = [r for r in records if r.register == chosen]
    open_ones = {a.record.id: a.record for a in found if a.record.register == chosen}
    entries = {
        NEW: Record(chosen, next_id(desk.now.date(), [r.id for r in written]), desk.now.date()),
        **open_ones,
        **{r.id: r for r in reversed(written) if r.id not in open_ones},
    }
    labels = {
        id: words("registers.new") if id == NEW else _label(desk, register, record) for id, record in entries.items()
    }
    first = next(iter(open_ones), NEW)
    picked = str(
        st.selectbox(
            words("registers.entry"),
            list(entries),
            list(entries).index(first),
            format_func=labels.__getitem__,
            key=f"reg_entry_{desk.ref}_{chosen}",
        )
    )
    base = entries[picked]
    said = st.session_state.pop("reg_said", "")
    if said:
        st.success(said, icon=":material/check_circle:")
    free = Rooms.of(desk.folder)
    rooms = [r.id for r in (*free.own, *free.company)]
    sent = register_form(words, center, register, base, f"reg_{desk.ref}_{chosen}_{base.id}_{base.row}", rooms)
    strike = (
        base.row > 0
        and base.state != "void"
        and st.checkbox(words("registers.void"), key=f"reg_void_{desk.ref}_{base.id}")
    )
    if sent is None:
        return
    draft, body, reason = sent
    try:
        made = filled(center, calendar_of(desk.folder), draft, body, me)
        write_records(desk, [replace(made, state="void") if strike else made], me, reason)
    except EntryRefused as refused:
        st.error("  \n".join(plain(line) for line in refused.text(desk.lang).splitlines()))
    except StoreError as error:
        st.error(words("registers.failed", error=plain(told_of(error, desk.lang))))
    else:
        st.session_state["reg_said"] = words("registers.saved", name=register.name(desk.lang), id=plain(base.id))
        st.rerun()


def _label(desk: Desk, register: Register, record: Record) -> str:
    about = name_of(desk.folder.center, register.subject, record.subject, desk.lang)
    return " · ".join(filter(None, (str(record.day), about, state_word(record, desk.lang, desk.now), record.id)))


def _kept(desk: Desk, records: tuple[Record, ...], me: str) -> None:
    """Entries that this person may read, filtered, and as files."""
    words, center = desk.words, desk.folder.center
    readable = {r.id: r.name(desk.lang) for r in registers().values() if may_read(center, r, me)}
    which, span_box, state_box, find_box = st.columns([2, 2, 2, 2])
    chosen = str(
        which.selectbox(
            words("registers.register"), list(readable), format_func=readable.__getitem__, key=f"reg_look_{desk.ref}"
        )
    )
    span = span_box.date_input(words("registers.days"), [], key=f"reg_days_{desk.ref}")
    states = {state: words(f"registers.state_{state}") for state in ("open", "done", "void")}
    wanted = state_box.multiselect(
        words("shell.status"),
        list(states),
        format_func=states.__getitem__,
        key=f"reg_state_{desk.ref}",
        placeholder=words("shell.choose"),
    )
    text = find_box.text_input(words("registers.find"), key=f"reg_find_{desk.ref}").strip().lower()
    register, days = registers()[chosen], [d for d in span if isinstance(d, date)] if isinstance(span, tuple) else []
    lines, own = [], []
    for record in records:
        if (
            record.register != chosen
            or (wanted and record.state not in wanted)
            or (days and not days[0] <= record.day <= days[-1])
        ):
            continue
        line = row(center, record, desk.lang, desk.now)
        if not text or text in " ".join(line).lower():
            lines.append(line)
            own.append(record)
    if not lines:
        st.caption(words("registers.none_kept", name=register.name(desk.lang)))
    else:
        st.dataframe(
            pd.DataFrame(lines, columns=list(headers(register, desk.lang))),
            hide_index=True,
            width="stretch",
            height=min(420, 38 + 35 * len(lines)),
        )
    all_readable = [r for r in records if r.register in readable]
    name = f"{center.id}-{desk.now:%Y%m%d}"
    one, every, note = st.columns([2, 2, 4], vertical_alignment="center")
    one.download_button(
        words("registers.csv", name=register.name(desk.lang)),
        lambda: records_csv(register, own),
        f"{register.id}.csv",
        "text/csv",
        key="reg_csv",
        on_click="ignore",
        width="stretch",
    )
    every.download_button(
        words("registers.xlsx"),
        lambda: workbook(center, all_readable, desk.lang, desk.now),
        f"{name}-registers.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        key="reg_xlsx",
        on_click="ignore",
        width="stretch",
    )
    note.caption(words("registers.who_writes", roles=words.join(words.pick(ROLES[role]) for role in register.write)))


if __name__ == "__main__":
    show(current_desk())
