"""The day view of the Roster page: the chart, what has no place, and moving a block."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

import streamlit as st

from app.jobs import Job, JobState, jobs
from app.parts.block_moves import applied
from app.parts.day_frame import day_frame, line_frame
from app.parts.day_gantt import day_gantt, hours, line_strip
from app.parts.draft import Draft
from app.state import Desk
from app.texts import Words, plain
from scheduler.activities.check import day_lines
from scheduler.activities.day import Days
from scheduler.activities.move import move, starts_of
from scheduler.activities.place import place_off_line
from scheduler.activities.types import OffLine
from scheduler.activities.words import left_out, routine_name
from scheduler.domain.roster import Roster
from scheduler.domain.routine import Activity
from scheduler.domain.rule_settings import Level
from scheduler.store.activity_files import activity_bytes
from scheduler.words import date_text

MANY = 45
"""With more people than this, sections can be chosen."""


def day_view(desk: Desk, draft: Draft) -> None:
    """The whole view."""
    words, problem = desk.words, draft.problem
    left, right = st.columns([2, 6], vertical_alignment="bottom")
    first = min(max(desk.now.date(), desk.start), desk.end)
    day: date = left.date_input(
        words("day.date"), first, min_value=desk.start, max_value=desk.end, key=f"day_{desk.ref}"
    )
    sections: list[str] = []
    if len(problem.center.staff) > MANY:
        names = {s.id: s.name_zh if desk.lang == "zh" else s.name_en for s in problem.center.sections}
        sections = right.multiselect(
            words("day.sections"),
            list(names),
            format_func=names.__getitem__,
            key=f"day_sections_{desk.ref}",
            placeholder=words("day.sections"),
        )
    if not problem.center.off_line:
        st.info(words("day.none"))
        _chart(desk, draft, (), day, sections)
        return
    job = _job(desk, draft)
    made: OffLine | None = job.result
    if job.state is JobState.FAILED:
        st.error(plain(job.error))
    done = len(made.prices) if made is not None else 0
    if job.active and done <= problem.horizon.day(day):
        _waiting(job, words, day, problem.horizon.day(day), problem.horizon.days)
        _chart(desk, draft, (), day, sections)
        return
    assert made is not None
    book = _book(draft)
    activities, lost = applied(book, made.activities, draft.moves)
    if lost:
        st.caption(words("day.lost", count=lost))
    _chart(desk, draft, activities, day, sections)
    _figures(words, made, activities, problem.horizon.day(day), day)
    told, form = st.columns([3, 2], gap="large")
    with told:
        _left(desk, draft, made, book, activities, day)
    with form:
        _move(desk, draft, book, activities, day)
    st.download_button(
        words("day.download"),
        activity_bytes(activities),
        "activities.csv",
        "text/csv",
        on_click="ignore",
        disabled=job.active,
    )


def placed_now(desk: Desk, draft: Draft) -> tuple[Activity, ...]:
    """Blocks of the whole period as they are known now, moves by hand included; starts placing them if need be."""
    if not draft.problem.center.off_line:
        return ()
    return _placed(draft, _job(desk, draft))


def placed_before(desk: Desk, draft: Draft) -> tuple[Activity, ...]:
    """The same, if they have been placed for this roster already; nothing is started."""
    mark = _mark(desk, draft)
    return _placed(draft, next((job for job in jobs().all() if job.key == mark), None))


def _placed(draft: Draft, job: Job | None) -> tuple[Activity, ...]:
    if job is None or job.state is not JobState.DONE:
        return ()
    made: OffLine = job.result
    return (
        applied(Days(draft.problem, draft.sheet.roster), made.activities, draft.moves)[0]
        if draft.moves
        else made.activities
    )


def _job(desk: Desk, draft: Draft) -> Job:
    """The job that places everything for the roster as it is now; its result grows day by day."""
    problem, roster = draft.problem, draft.sheet.roster

    def work(job: Job) -> OffLine:
        def keep(so_far: OffLine) -> None:
            job.result = so_far

        return place_off_line(problem, roster, on_day=keep)

    return jobs().submit(_mark(desk, draft), work)


def _mark(desk: Desk, draft: Draft) -> str:
    """Names what the blocks depend on."""
    problem, roster = draft.problem, draft.sheet.roster
    return f"off line {desk.key} {hashlib.sha256(repr((roster.duties, problem.settings, problem.center.off_line)).encode()).hexdigest()[:24]}"


@st.fragment(run_every=1.0)
def _waiting(job: Job, words: Words, day: date, index: int, days: int) -> None:
    done = len(job.result.prices) if job.result is not None else 0
    st.progress(
        min(1.0, done / (index + 1)), words("day.placing", day=date_text(day, words.lang), done=done, days=days)
    )
    if not job.active or done > index:
        st.rerun()


def _book(draft: Draft) -> Days:
    """Look-ups of the roster as it is, kept while it stays so."""
    kept: tuple[int, Roster, Days] | None = st.session_state.get("day_book")
    if kept is None or kept[0] != draft.rev or kept[1] is not draft.sheet.roster:
        kept = (draft.rev, draft.sheet.roster, Days(draft.problem, draft.sheet.roster))
        st.session_state["day_book"] = kept
    return kept[2]


def _chart(desk: Desk, draft: Draft, activities: Sequence[Activity], day: date, sections: Sequence[str]) -> None:
    frame = day_frame(draft.problem, draft.sheet.roster, activities, day, desk.lang, sections)
    if frame.empty:
        st.info(desk.words("day.nothing"))
        return
    line = line_frame(draft.problem, draft.sheet.roster, activities, day)
    pooled = any(post.heads == 0 for post in draft.problem.center.posts)
    st.altair_chart(
        day_gantt(frame, desk.words, desk.now if desk.now.date() == day else None),
        width="stretch",
        key=f"gantt_{desk.ref}",
    )
    if pooled and not line.empty:
        st.altair_chart(line_strip(line, hours(frame), desk.words), width="stretch", key=f"line_{desk.ref}")


def _figures(words: Words, made: OffLine, activities: Sequence[Activity], index: int, day: date) -> None:
    today = [a for a in activities if a.day == day]
    reliefs = sum(a.kind == "relief" for a in today)
    st.markdown(words("day.figures", blocks=len(today) - reliefs, reliefs=reliefs, short=made.prices[index].short))


def _left(desk: Desk, draft: Draft, made: OffLine, book: Days, activities: Sequence[Activity], day: date) -> None:
    """What is due and not there, and what is wrong after moves by hand."""
    words, index = desk.words, draft.problem.horizon.day(day)
    st.subheader(words("day.left"))
    texts = [words.pick(left_out(draft.problem, x)) for x in made.left_out if x.day == index]
    if draft.moves:
        texts = [line.text(desk.lang) for line in day_lines(book, index, activities)]
    st.markdown("\n".join(f"- {plain(text)}" for text in texts) if texts else words("day.all_placed"))


def _move(desk: Desk, draft: Draft, book: Days, activities: Sequence[Activity], day: date) -> None:
    """A form for one block: what the new start would do is shown before it is done."""
    words, people = desk.words, draft.problem.center.person
    st.subheader(words("day.move"))
    mine = [a for a in activities if a.day == day and a.kind != "relief"]
    labels = {
        k: f"{a.start:%H:%M} {people[a.person].name(desk.lang)} · {routine_name(draft.problem, a.routine, desk.lang)}"
        for k, a in enumerate(mine)
    }
    if not mine:
        st.caption(words("day.nothing"))
        return
    chosen = mine[
        int(
            st.selectbox(
                words("day.block"), list(labels), format_func=labels.__getitem__, key=f"move_block_{desk.ref}_{day}"
            )
            or 0
        )
    ]
    starts = [s for s in starts_of(book, activities, chosen) if s != chosen.start]
    if starts:
        near = min(range(len(starts)), key=lambda k: abs(starts[k] - chosen.start))
        start: datetime = st.selectbox(
            words("day.to"),
            starts,
            index=near,
            format_func=lambda s: f"{s:%H:%M}",
            key=f"move_to_{desk.ref}_{day}_{chosen.person}_{chosen.start:%H%M}",
        )
        found = move(book, activities, chosen, start)
        if not found.lines:
            st.success(words("day.fine"), icon=":material/check_circle:")
        for line in found.lines:
            (st.error if line.level is Level.HARD else st.warning)(
                words("day.refused" if line.level is Level.HARD else "day.wrong") + " " + plain(line.text(desk.lang))
            )
        if st.button(words("day.do"), type="primary", key="move_do", disabled=not found.possible):
            draft.move(chosen, start)
            desk.keep(draft)
            st.toast(words("day.moved"))
            st.rerun()
    if draft.moves and st.button(words("day.back_again", count=len(draft.moves)), key="move_back"):
        draft.move_back()
        desk.keep(draft)
        st.rerun()
