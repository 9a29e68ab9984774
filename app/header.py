"""The line above every page: center, period, status, breaches, language."""

from collections.abc import Callable

import streamlit as st

from app.jobs import JobState
from app.records import publication
from app.state import Desk, centers, chosen_center, language, load, stamp
from app.texts import LANGUAGES, Words, distinct, plain
from scheduler.domain.rule_settings import Level
from scheduler.planning import SAMPLES
from scheduler.rights import ROLE_WORDS, Role, owners, roles
from scheduler.store.faults import FolderFaults
from scheduler.words import date_text, pick

LANGUAGE_NAMES = {"zh": "中文", "en": "English"}


def header(open_desk: Callable[[], Desk]) -> Desk:
    """Draw the line and hand the desk to the page; a folder that cannot be read ends the run with its faults."""
    words = Words(language())
    left, middle, who, right = st.columns([2.8, 4.6, 1.9, 1.4], vertical_alignment="center")
    with left:
        _choose_center(words)
    with right:
        _choose_language(words)
    try:
        desk = open_desk()
    except FolderFaults as faults:
        st.error(words("shell.bad_folder", name=plain(chosen_center())))
        for fault in faults.faults:
            st.markdown(f"- {plain(fault.line(words.lang))}")
        st.stop()
    except ValueError as fault:
        st.error(words(str(fault)) if str(fault).startswith("shell.") else plain(str(fault)))
        st.stop()
    with who:
        _choose_person(desk)
    with middle:
        st.markdown(" &nbsp; ".join(_status(desk)))
    st.session_state["desk"] = desk
    desk.remember()
    return desk


def _choose_center(words: Words) -> None:
    known = distinct({ref: _center_name(ref, words.lang) for ref in centers()})
    here = chosen_center()

    def chosen() -> None:
        st.session_state["center"] = st.session_state["center_box"]
        st.query_params.pop("center", None)
        st.query_params.pop("draft", None)
        st.query_params.pop("as", None)
        st.session_state["solve_job"] = ""

    # Set before it is drawn, so that an address with another center moves the box too.
    st.session_state["center_box"] = here
    st.selectbox(
        words("shell.center"),
        list(known),
        key="center_box",
        on_change=chosen,
        label_visibility="collapsed",
        format_func=known.__getitem__,
    )


def _choose_person(desk: Desk) -> None:
    """In whose name things are done; kept for each center, and in the address."""
    center, words = desk.base.center, desk.words

    def chosen() -> None:
        st.session_state["acting"][desk.ref] = st.session_state["acting_box"]
        st.query_params["as"] = st.session_state["acting_box"]

    def label(person: str) -> str:
        held = [pick(ROLE_WORDS[role], desk.lang) for role in roles(center, person) if role is not Role.EMPLOYEE]
        return words("shell.as_who", name=center.person[person].name(desk.lang), what=words.join(held) or person)

    people = distinct(
        {p.id: label(p.id) for p in sorted(center.people, key=lambda p: (p.id != owners(center)[0], p.id))}
    )
    st.session_state["acting_box"] = desk.acting
    st.selectbox(
        words("shell.as"),
        list(people),
        key="acting_box",
        on_change=chosen,
        format_func=people.__getitem__,
        label_visibility="collapsed",
        help=words("shell.as_hint"),
    )


def _center_name(ref: str, lang: str) -> str:
    """A sample by its name; the folder's name for others, of which there may be a thousand."""
    return load(ref, stamp(ref)).center.name(lang) if ref in SAMPLES else ref


def _choose_language(words: Words) -> None:
    def chosen() -> None:
        st.session_state["lang"] = st.session_state["lang_box"] or words.lang
        st.query_params.pop("lang", None)

    st.session_state["lang_box"] = words.lang
    st.segmented_control(
        words("shell.language"),
        LANGUAGES,
        key="lang_box",
        format_func=LANGUAGE_NAMES.__getitem__,
        on_change=chosen,
        label_visibility="collapsed",
        width="stretch",
    )


def _status(desk: Desk) -> list[str]:
    words = desk.words
    said = [words("shell.period", start=date_text(desk.start, desk.lang), end=date_text(desk.end, desk.lang))]
    job = desk.first_job()
    draft = desk.draft if job.state is JobState.DONE else None
    if draft is None:
        return [*said, f":orange-badge[:material/hourglass_top: {words('shell.making')}]"]
    checked, lines = draft.checked()
    count = {level: sum(line.level is level for line in lines) for level in Level}
    published = publication(desk, draft)
    if published is not None:
        number, same = published
        chip = (
            f":green-badge[:material/check_circle: {words('shell.published', number=number)}]"
            if same
            else f":orange-badge[:material/edit: {words('shell.changed', number=number)}]"
        )
    elif checked.clean:
        chip = f":blue-badge[:material/task_alt: {words('shell.checked')}]"
    else:
        chip = f":gray-badge[:material/edit_note: {words('shell.draft')}]"
    said.append(chip)
    color = "red" if count[Level.HARD] else "orange" if count[Level.MUST] else "green"
    counts = words("shell.breaches", hard=count[Level.HARD], must=count[Level.MUST], soft=count[Level.SOFT])
    said.append(f":{color}-badge[{counts}]")
    hand = len(draft.sheet.edited)
    if hand:
        said.append(f":violet-badge[{words('shell.hand', count=hand)}]")
    return said
