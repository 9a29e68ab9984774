"""Sudden absence: who is missing, who stands in, what that leaves, and putting it on record."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from app.covers import keep_covers
from app.parts.draft import Draft
from app.parts.post_board import still_to_come
from app.parts.repair_panel import repair_panel
from app.reach import arranged_by, changes
from app.state import Desk
from app.texts import plain
from scheduler.authority import say
from scheduler.backup import Gap, StandIn, stand_ins, with_cover
from scheduler.cover.after import Left, least, rest_of_day, unfinished
from scheduler.cover.begin import Stretch, begin, chosen
from scheduler.domain.rule_settings import Level
from scheduler.explain import title
from scheduler.planning import recheck
from scheduler.store.errors import BadRecord, StoreError
from scheduler.words import SOURCES, pick

WAYS = ("stand_in", "repair")


def sudden_absence(desk: Desk, draft: Draft, at: datetime) -> None:
    """Who is missing; then the stand-in at once, or the repair with the fewest changes."""
    words, center = desk.words, draft.problem.center
    people = still_to_come(draft.sheet.roster, at)
    if not people:
        st.caption(words("today.sudden_none"))
        return
    missing = st.selectbox(
        words("today.sudden_who"),
        people,
        index=None,
        placeholder=words("shell.choose"),
        key=f"sudden_{desk.ref}",
        format_func=lambda p: f"{center.person[p].name(desk.lang)} ({p})",
    )
    if missing is None:
        return
    names = {way: words(f"today.way_{way}") for way in WAYS}
    way = st.segmented_control(
        words("today.way"),
        WAYS,
        default="stand_in",
        key=f"way_{desk.ref}",
        format_func=names.__getitem__,
        label_visibility="collapsed",
    )
    if way == "repair":
        repair_panel(desk, draft, missing, at)
        return
    gaps = stand_ins(draft.problem, draft.sheet.roster, missing, at)
    if not gaps:
        st.info(words("today.sudden_back", name=plain(center.person[missing].name(desk.lang))))
        return
    wanted: dict[Stretch, str] = {}
    for place, (spans, chain) in enumerate(_grouped(gaps)):
        _gap(desk, spans, chain)
        wanted |= _choice(desk, spans, chain, f"{missing}_{place}")
    try:
        taken = chosen(draft.problem, draft.sheet.roster, missing, at, wanted)
    except ValueError:  # the person wanted was just given another of these posts
        st.warning(words("today.once"))
        return
    _after(desk, draft, missing, at, taken)


def _grouped(gaps: Sequence[Gap]) -> list[tuple[list[Gap], tuple[StandIn, ...]]]:
    """Gaps of one post with the same chain (morning and afternoon) are shown once."""
    groups: dict[object, list[Gap]] = {}
    for gap in gaps:
        key = gap.post, tuple((s.person, s.source, s.dual, s.leaves, s.without, s.margin, s.consent) for s in gap.chain)
        groups.setdefault(key, []).append(gap)
    return [(found, found[0].chain) for found in groups.values()]


def _gap(desk: Desk, gaps: list[Gap], chain: tuple[StandIn, ...]) -> None:
    words, center = desk.words, desk.base.center
    post = center.post.get(gaps[0].post)
    span = {
        "post": plain(post.name(desk.lang) if post else gaps[0].post),
        "spans": words.join(f"{g.start:%H:%M}–{g.end:%H:%M}" for g in gaps),
    }
    pooled = post is not None and post.heads == 0
    if not chain:
        st.error(words("today.gap_phones" if pooled else "today.gap_none", **span), icon=":material/warning:")
        return
    st.markdown(words("today.gap", **span))
    head = [
        words("today.order"),
        words("today.source"),
        words("shell.person"),
        words("today.effect"),
        words("today.margin"),
    ]
    lines = ["| " + " | ".join(head) + " |", "|---|---|---|---|---|"]
    for number, step in enumerate(chain, 1):
        margin = words("today.margin_n", count=step.margin) if step.margin else f":red[{words('today.margin_0')}]"
        who = plain(center.person[step.person].name(desk.lang))
        source = words("today.off_duty") if step.shift else pick(SOURCES[step.source], desk.lang)
        lines.append(f"| {number} | {source} | **{who}** | {_effect(desk, step)} | {margin} |")
    st.markdown("\n".join(lines))


def _choice(desk: Desk, gaps: Sequence[Gap], chain: Sequence[StandIn], key: str) -> Mapping[Stretch, str]:
    """Another of the chain than the first, if the section head wants so."""
    if len(chain) < 2:
        return {}
    center = desk.base.center
    options = [None, *(s.person for s in chain)]
    names: dict[str | None, str] = {
        None: desk.words("today.by_order"),
        **{s.person: center.person[s.person].name(desk.lang) for s in chain},
    }
    who = st.selectbox(
        desk.words("today.who_goes"), options, format_func=names.__getitem__, key=f"stand_in_{desk.ref}_{key}"
    )
    return {(gap.post, gap.start): who for gap in gaps} if who is not None else {}


def _effect(desk: Desk, step: StandIn) -> str:
    words = desk.words
    said = []
    if step.dual:
        said.append(f":orange[{words('today.effect_dual', post=step.own_post or '')}]")
    elif step.shift:
        said.append(words("today.effect_called", hours=f"{step.week_minutes / 60:g}"))
    elif step.leaves:
        said.append(f":red[{words('today.effect_leaves', post=step.leaves)}]")
    else:
        said.append(words("today.effect_none"))
    if step.consent:
        said.append(
            f":orange[{words('today.effect_consent', rules=plain(words.join(title(r, desk.lang) for r in step.consent)))}]"
        )
    if step.without:
        post = desk.base.center.post[step.post]
        names = {item.id: item.name_zh if desk.lang == "zh" else item.name_en for item in post.items}
        said.append(words("today.effect_without", items=plain(words.join(names.get(i, i) for i in step.without))))
    return " · ".join(said)


def _after(desk: Desk, draft: Draft, missing: str, at: datetime, taken: Sequence[tuple[Gap, StandIn | None]]) -> None:
    """What is left after the chosen steps, and the form that puts them on record."""
    words = desk.words
    problem, roster = with_cover(draft.problem, draft.sheet.roster, missing, at, [s for _, s in taken if s is not None])
    _, lines = recheck(problem, roster)
    before = {line.text_en for line in draft.checked()[1]}
    worse = [
        line
        for line in lines
        if line.level is not Level.SOFT
        and line.start.date() <= at.date() <= line.end.date()
        and line.end > at
        and line.text_en not in before
    ]
    if worse:
        st.warning(words("today.after"))
        for line in worse:
            st.markdown(f"- {plain(line.text(desk.lang))}")
    else:
        st.success(words("today.after_none"), icon=":material/check_circle:")
    margins(desk, rest_of_day(problem, roster, at))
    items = unfinished(problem, roster, at)
    if items:
        st.markdown(f"**{words('today.unfinished')}**")
        for entry in items:
            st.markdown(f"- {plain(say(problem, entry, desk.lang))}")
    with st.form("cover_form", border=True):
        left, middle, right = st.columns([2, 2, 2], vertical_alignment="center")
        by = arranged_by(desk, left)
        left_post = middle.checkbox(words("today.left_post"), key="cover_left", help=words("today.left_post_help"))
        barred = changes(desk, draft, roster)
        sent = right.form_submit_button(
            words("today.take"),
            type="primary",
            icon=":material/assignment_turned_in:",
            width="stretch",
            disabled=bool(barred),
        )
    if barred:
        st.warning(plain(barred), icon=":material/lock:")
    elif sent:
        shift = next((d.shift for d in draft.sheet.roster.of_person(missing) if d.day == at.date()), "")
        try:
            keep_covers(
                desk, begin(taken, missing, shift, by, "left_post" if left_post else "absent"), missing, desk.acting
            )
        except BadRecord:
            st.error(words("today.already"))
            return
        except (StoreError, OSError) as error:
            st.error(words("today.not_kept", error=plain(str(error))))
            return
        draft.adopt(roster, words("today.reason", name=draft.problem.center.person[missing].name(desk.lang), by=by))
        desk.keep(draft)
        st.session_state["cover_said"] = words("today.taken")
        st.rerun()


def margins(desk: Desk, left: Sequence[Left]) -> None:
    """How many more absences the rest of the day bears, stretch by stretch."""
    words, center, least_left = desk.words, desk.base.center, least(left)
    if least_left is None:
        return
    color = "red" if least_left < 0 else "orange" if least_left == 0 else "green"
    said = [
        f":{color}-badge[{words('today.left', count=max(least_left, 0)) if least_left >= 0 else words('today.left_short')}]"
    ]
    for part in left:
        who = [plain(center.person[p].name(desk.lang)) for p, _ in part.single]
        if who:
            said.append(words("today.left_who", span=f"{part.start:%H:%M}–{part.end:%H:%M}", names=words.join(who)))
    st.markdown("  \n".join(said))
