"""The value of one more permission in words, grouped so that equals are told once."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.problem import RosterProblem
from scheduler.explain import person_name, post_name
from scheduler.reserve.cross_training import Exposure, Gain
from scheduler.reserve.margin import Kind
from scheduler.reserve.remedies import Step
from scheduler.words import pick

STEPS: dict[Step, tuple[str, str]] = {
    "finish": ("完成上岗考核：{thing}", "finish qualifying for {thing}"),
    "train": ("本科室培训顶岗：{thing}", "train somebody of the section for {thing}"),
    "train_other": ("跨科室培训并列为C岗：{thing}", "train somebody of another section for {thing}, as its C"),
    "double": ("允许兼顾{own}与{thing}", "allow {own} and {thing} in one hand"),
    "deputy": ("增加一名保管代理人：{thing}", "name one more deputy for {thing}"),
    "authority": ("增加一人办理授权：{thing}", "delegate to one more person: {thing}"),
}
COSTS: dict[Step, tuple[str, str]] = {
    "deputy": ("签字即可", "a signature"),
    "authority": ("签字即可", "a signature"),
    "double": ("签字即可", "a signature"),
    "finish": ("余下的培训", "the rest of a training"),
    "train": ("一次培训", "a training"),
    "train_other": ("一次跨科室培训", "a training across sections"),
}
NAMED = 4
"""People named of those who would do equally well."""


@dataclass(frozen=True, slots=True)
class Option:
    """One step, and everybody with whom it saves the most."""

    step: Step
    kind: Kind
    thing: str
    own: str | None
    saved: int
    left: Exposure
    people: tuple[str, ...]
    gain: Gain


def options(gains: Sequence[Gain]) -> tuple[Option, ...]:
    """Gains of one step on one thing that save the most, as one; in the order of the gains.

    People with whom the same step saves less are left out.
    """
    groups: dict[tuple[object, ...], list[Gain]] = {}
    for gain in gains:
        m = gain.measure
        mine = groups.setdefault((m.step, gain.kind, m.thing, m.own), [])
        if not mine or (mine[0].saved, mine[0].left) == (gain.saved, gain.left):
            mine.append(gain)
    return tuple(
        Option(
            found[0].measure.step,
            found[0].kind,
            found[0].measure.thing,
            found[0].measure.own,
            found[0].saved,
            found[0].left,
            tuple(g.measure.person for g in found),
            found[0],
        )
        for found in groups.values()
    )


def option_text(problem: RosterProblem, option: Option, lang: str) -> str:
    """What would be done."""
    center = problem.center
    own = post_name(problem, option.own, lang) if option.own else ""
    if option.kind == "seal":
        section = center.section.get(option.thing)
        thing = pick(
            (f"{section.name_zh}章", f"the seal of {section.name_en}")
            if section
            else (f"印章{option.thing}", f"seal {option.thing}"),
            lang,
        )
    elif option.kind in ("door", "cashier"):
        thing = pick(
            {"door": ("大门钥匙", "the door key"), "cashier": ("财务室钥匙", "the cashier key")}[option.kind], lang
        )
    else:
        thing = post_name(problem, option.thing, lang)
    return pick(STEPS[option.step], lang).format(thing=thing, own=own)


def people_named(problem: RosterProblem, option: Option, lang: str) -> str:
    """Who would do; the first few of many."""
    names = [person_name(problem, p, lang) for p in option.people[:NAMED]]
    more = len(option.people) - NAMED
    said = pick(("、", ", "), lang).join(names)
    return said if more <= 0 else said + pick((f"等{len(option.people)}人", f" and {more} more"), lang)


def hours_text(minutes: int, lang: str) -> str:
    return pick((f"{minutes / 60:g}小时", f"{minutes / 60:g} h"), lang)
