"""Which one more qualification, key or authority is worth most, and what it would change."""

from collections.abc import Sequence

import streamlit as st

from app.jobs import JobState, jobs
from app.parts.draft import Draft
from app.parts.solve_panel import solve_panel
from app.state import Desk
from app.texts import plain
from scheduler.explain import person_name
from scheduler.reserve.cross_training import Gain, Worth, shares, worth
from scheduler.reserve.cross_training_words import COSTS, Option, hours_text, option_text, options, people_named

SHOWN = 8
"""Options in a table; what saves less than these is not where to begin."""


def ab_designer(desk: Desk, draft: Draft) -> None:
    """The table of options, and one of them looked at closely."""
    words, problem, roster = desk.words, draft.problem, draft.sheet.roster
    st.caption(words("backup.design_hint"))
    job = jobs().submit(f"worth {desk.key} {id(draft)} {draft.rev}", lambda job: worth(problem, roster))
    if job.state is not JobState.DONE:
        solve_panel(job, words, "worth")
        return
    found: Worth = job.result
    if not found.gains:
        text = words(
            "backup.design_none" if not (found.posts.weight or found.custody.weight) else "backup.design_helpless"
        )
        st.success(text, icon=":material/verified_user:")
        return
    st.markdown(
        words(
            "backup.design_base",
            tried=found.tried,
            single=hours_text(found.posts.single, desk.lang),
            short=hours_text(found.posts.short, desk.lang),
            kept=hours_text(found.custody.single, desk.lang),
            gone=hours_text(found.custody.short, desk.lang),
        )
    )
    posts = [g for g in found.gains if g.kind == "post"]
    for head, gains in (
        ("backup.design_posts", posts),
        ("backup.design_custody", [g for g in found.gains if g.kind != "post"]),
    ):
        if gains:
            st.markdown(f"**{words(head)}**")
            _table(desk, draft, options(gains)[:SHOWN])
    if posts:
        _closer(desk, draft, options(posts)[:SHOWN])


def _table(desk: Desk, draft: Draft, shown: Sequence[Option]) -> None:
    words = desk.words
    lines = [
        f"| {words('backup.step')} | {words('backup.with')} | {words('backup.saves')} | {words('backup.effort')} |",
        "|---|---|--:|---|",
    ]
    lines += [
        f"| {plain(option_text(draft.problem, o, desk.lang))} | {plain(people_named(draft.problem, o, desk.lang))} | **{hours_text(o.saved, desk.lang)}** | {words.pick(COSTS[o.step])} |"
        for o in shown
    ]
    st.markdown("\n".join(lines))


def _closer(desk: Desk, draft: Draft, shown: Sequence[Option]) -> None:
    """Share of single and double absences that could be made good, before and with one option."""
    words, problem, roster = desk.words, draft.problem, draft.sheet.roster
    names = [option_text(problem, o, desk.lang) for o in shown]
    labels = [f"{name} · {person_name(problem, o.people[0], desk.lang)}" for name, o in zip(names, shown, strict=True)]
    place = st.selectbox(
        words("backup.closer"), range(len(shown)), format_func=labels.__getitem__, key=f"worth_option_{desk.ref}"
    )
    chosen = shown[place].gain
    boxes = st.columns(4, vertical_alignment="bottom")
    for box, k in zip(boxes, (1, 2), strict=False):
        before, after = shares(problem, roster, k=k), shares(problem, roster, chosen.measure, k)
        if before is None or after is None:
            box.caption(words("backup.too_many"))
        else:
            box.metric(
                words("backup.n_minus", k=k),
                f"{float(after):.2%}",
                words("backup.points", points=float(after - before) * 100),
            )
    text = scenario_text(chosen, names[place])
    if text:
        boxes[2].download_button(
            words("backup.as_scenario"),
            text,
            f"{chosen.measure.step}-{chosen.measure.thing}-{chosen.measure.person}.toml",
            "application/toml",
            key="worth_scenario",
            icon=":material/science:",
            on_click="ignore",
            width="stretch",
            help=words("backup.as_scenario_help"),
        )


def scenario_text(gain: Gain, name: str) -> str:
    """A what-if file that grants a training; empty for a permission that no scenario can grant."""
    m = gain.measure
    if m.step not in ("finish", "train", "train_other"):
        return ""
    said = name.replace("\\", "").replace('"', "'")
    change = f'kind = "backup"\npost = "{m.thing}"\nperson = "{m.person}"\nrole = "C"\norder = 9\nmode = "move"\n'
    return f'name_zh = "{said}"\nname_en = "{said}"\n\n[[change]]\n{change}'
