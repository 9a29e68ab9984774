"""The form of one register's entry, drawn from the types of its fields: a new register needs no line here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import streamlit as st

from app.texts import Words
from scheduler.domain.center import Center
from scheduler.domain.record import Record
from scheduler.registers.shown import name_of, named
from scheduler.store.register_csv import known_of
from scheduler.store.register_types import REFS, SUBJECT_NAMES, Field, Register

NOBODY = ""


def register_form(
    words: Words, center: Center, register: Register, base: Record, key: str, rooms: Sequence[str] = ()
) -> tuple[Record, dict[str, Any], str] | None:
    """Draw the form.

    Returns
    -------
    The entry with day, subject and owner as chosen, the fields by name (None: left empty), and the
    reason of a correction; None while it was not sent.
    """
    known = known_of(center)
    with st.form(key, border=True):
        day_box, about_box, owner_box = st.columns(3)
        day = day_box.date_input(words("registers.day"), base.day, key=f"{key}_day", disabled=bool(base.row))
        subject = base.subject
        if register.subject != "none":
            ids = sorted(rooms if register.subject == "room" else known[REFS[register.subject]])
            subject = _choice(
                about_box,
                words.pick(SUBJECT_NAMES[register.subject]),
                ids,
                base.subject,
                lambda i: name_of(center, register.subject, i, words.lang),
                f"{key}_subject",
                words,
                disabled=bool(base.row),
            )
        people = [p.id for p in center.people]
        owner = _choice(
            owner_box,
            words("registers.owner"),
            people,
            base.owner,
            lambda i: named(center, "people", i, words.lang),
            f"{key}_owner",
            words,
        )
        body = {}
        columns = st.columns(2)
        for place, field in enumerate(register.fields):
            with columns[place % 2]:
                body[field.name] = _field(
                    words, center, field, base.get(field.name), known, f"{key}_{field.name}", base.day
                )
        reason = (
            st.text_input(words("registers.reason"), key=f"{key}_reason", max_chars=200).strip() if base.row else ""
        )
        if not st.form_submit_button(words("registers.save"), type="primary", icon=":material/edit_note:"):
            return None
    return Record(base.register, base.id, day, subject, owner, base.due, base.state, base.body, base.row), body, reason


def _field(
    words: Words, center: Center, field: Field, given: Any, known: Mapping[str, Any], key: str, day: date
) -> Any:
    """One widget, chosen by the field's type; an empty one gives None."""
    label = field.label(words.lang) + (" *" if field.required else "")
    if field.type == "yes_no":
        answer = _choice(
            st,
            label,
            ["1", "0"],
            "" if given is None else "1" if given else "0",
            lambda i: words("registers.yes" if i == "1" else "registers.no"),
            key,
            words,
        )
        return None if answer == "" else answer == "1"
    if field.type == "choice":
        return (
            _choice(st, label, list(field.choices), given or "", lambda i: field.word(i, words.lang), key, words)
            or None
        )
    if field.type == "id" and field.ref:
        return (
            _choice(
                st,
                label,
                sorted(known[field.ref]),
                given or "",
                lambda i: named(center, field.ref, i, words.lang),
                key,
                words,
            )
            or None
        )
    if field.type == "ids" and field.ref:
        chosen = st.multiselect(
            label,
            sorted(known[field.ref]),
            list(given or ()),
            format_func=lambda i: named(center, field.ref, i, words.lang),
            key=key,
            placeholder=words("shell.choose"),
        )
        return tuple(chosen) or None
    if field.type == "date":
        return st.date_input(label, given, key=key)
    if field.type in ("moment", "end"):
        return _moment(words, label, given, key)
    if field.type == "int":
        return st.number_input(label, _whole(field.low), _whole(field.high), given, step=1, key=key)
    if field.type == "number":
        return st.number_input(label, field.low, field.high, given, key=key)
    if field.type == "text":
        return st.text_area(label, given or "", key=key, height=68, max_chars=1000).strip() or None
    if field.type == "clock":
        at = st.time_input(label, None if given is None else time(given // 60 % 24, given % 60), key=key)
        return None if at is None else at.hour * 60 + at.minute
    return st.text_input(label, given or "", key=key, max_chars=80).strip() or None


def _moment(words: Words, label: str, given: datetime | None, key: str) -> datetime | None:
    """Day and time side by side; a day without time is its midnight, the end of it where a span ends."""
    day_box, time_box = st.columns([3, 2])
    day = day_box.date_input(label, given.date() if given else None, key=f"{key}_d")
    at = time_box.time_input(
        words("registers.time"), given.time() if given else None, key=f"{key}_t", step=timedelta(minutes=5)
    )
    return None if day is None else datetime.combine(day, at or time())


def _choice(
    box: Any, label: str, ids: Sequence[str], given: str, shown: Any, key: str, words: Words, disabled: bool = False
) -> str:
    """A list to choose from with an empty line; what is no longer known stays choosable."""
    options = [NOBODY, *([given] if given and given not in ids else []), *ids]
    picked = box.selectbox(
        label,
        options,
        options.index(given),
        format_func=lambda i: shown(i) if i else words("registers.empty"),
        key=key,
        disabled=disabled,
    )
    return str(picked)


def _whole(limit: float | None) -> int | None:
    return None if limit is None else int(limit)
