"""A repair in words: every change, a note for each person it concerns, and what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.absence import Absence
from scheduler.domain.problem import RosterProblem
from scheduler.explain import people_text, person_name, post_name
from scheduler.repair.model import Change, Repair
from scheduler.words import date_text, pick


@dataclass(frozen=True, slots=True)
class Notice:
    """A note to one person."""

    to: str
    zh: str
    en: str


def change_text(problem: RosterProblem, change: Change, lang: str) -> str:
    """Who, when, from what to what: ``9月8日(周二)08:30–12:00 李敏(S02):W2「…」→ W1「…」``."""
    gap = "" if lang == "zh" else " "
    who, when = person_name(problem, change.person, lang), date_text(change.day, lang)
    was, now = (
        _held(problem, change.before, True, change, lang),
        _held(problem, change.after, change.present, change, lang),
    )
    return f"{when}{gap}{_hours(change)} {who}{pick(('：', ': '), lang)}{was} → {now}"


def _held(problem: RosterProblem, ids: Sequence[str], present: bool, change: Change, lang: str) -> str:
    shift = problem.center.shift
    if not ids:
        free = change.shifts or not present
        if free and change.cause == "away":
            return pick(("缺勤", "absent"), lang)
        return pick(("休", "off") if free else ("本科室", "own desk"), lang)
    names = [shift[i].name(lang) if change.shifts and i in shift else post_name(problem, i, lang) for i in ids]
    return pick(("、", ", "), lang).join(names)


def _hours(change: Change) -> str:
    end = "24:00" if change.end.time() == datetime.min.time() else f"{change.end:%H:%M}"
    return f"{change.start:%H:%M}–{end}"


def notices(problem: RosterProblem, found: Repair) -> tuple[Notice, ...]:
    """One note for each person whose cells change, the missing ones included.

    The reason stays on record and is in no note: it may be somebody's health.
    """
    mine: dict[str, list[Change]] = {}
    for change in found.changes:
        mine.setdefault(change.person, []).append(change)
    return tuple(
        Notice(person, _notice(problem, person, changes, "zh"), _notice(problem, person, changes, "en"))
        for person, changes in sorted(mine.items(), key=lambda item: (item[1][0].cause == "away", item[0]))
    )


def _notice(problem: RosterProblem, person: str, changes: Sequence[Change], lang: str) -> str:
    gap = "" if lang == "zh" else " "
    said = pick(("；", "; "), lang).join(
        f"{date_text(c.day, lang)}{gap}{_hours(c)} {_held(problem, c.after, c.present, c, lang)}"
        f"{pick(('(原', ' (was '), lang)}{_held(problem, c.before, True, c, lang)}{pick((')', ')'), lang)}"
        for c in changes
    )
    name = problem.center.person[person].name(lang)
    if changes[0].cause == "away":
        return pick(
            (
                f"{name}：已登记您的缺勤，安排改为：{said}。返岗时请先销假并交接。",
                f"{name}: your absence is recorded; your roster is now: {said}. Check in and take over when you return.",
            ),
            lang,
        )
    return pick(
        (
            f"{name}：因同事临时缺勤，您的安排改为：{said}。请确认。",
            f"{name}: a colleague is suddenly absent; your roster is now: {said}. Please confirm.",
        ),
        lang,
    )


def cover_text(problem: RosterProblem, found: Repair, absences: Sequence[Absence], lang: str) -> list[str]:
    """Start and end of cover by person, and what to hand back when the missing return."""
    lines = []
    lost = {i for c in found.changes if c.cause == "away" for i in c.before}
    for change in found.changes:
        more = [i for i in change.after if i not in change.before and i in lost]
        if change.cause != "away" and more:
            taken = _held(problem, more, True, change, lang)
            who, when = person_name(problem, change.person, lang), date_text(change.day, lang)
            lines.append(
                pick(
                    (
                        f"顶岗：{who} 顶 {taken}，{when}{change.start:%H:%M}起，{_hours(change)[-5:]}止。",
                        f"Cover: {who} takes {taken}, {when} from {change.start:%H:%M} to {_hours(change)[-5:]}.",
                    ),
                    lang,
                )
            )
    for absence in absences:
        helpers = sorted({c.person for c in found.changes if c.cause != "away"})
        if helpers:
            back, who = f"{absence.end:%m-%d %H:%M}", person_name(problem, absence.person, lang)
            lines.append(
                pick(
                    (
                        f"交回：{who} 返岗后(预计{back})向{people_text(problem, helpers, 'zh')}收回岗位、未结件、印章和钥匙，并登记交接时间。",
                        f"Hand back: when {who} returns (expected {back}), take back post, open cases, seals and keys from {people_text(problem, helpers, 'en')} and record the time.",
                    ),
                    lang,
                )
            )
    return lines


def verdict_text(found: Repair, lang: str) -> str:
    """How many cells change, and whether fewer would do."""
    first, last = (date_text(d, lang) for d in found.days)
    days = first if first == last else f"{first}–{last}"
    if found.everywhere:
        return pick(
            (f"改动{found.cells}格，已证明不可能更少。", f"{found.cells} cell(s) change; fewer is proven impossible."),
            lang,
        )
    if found.proven:
        return pick(
            (
                f"改动{found.cells}格；只动{days}时已证明不可能更少。",
                f"{found.cells} cell(s) change; with changes on {days} only, fewer is proven impossible.",
            ),
            lang,
        )
    return pick(
        (
            f"改动{found.cells}格；至少须改{found.bound}格(差{found.cells - found.bound}格未证明)。",
            f"{found.cells} cell(s) change; at least {found.bound} must (gap {found.cells - found.bound}).",
        ),
        lang,
    )


def margin_text(problem: RosterProblem, margins: Mapping[str, int], lang: str) -> list[str]:
    """People to spare afterwards, place by place."""
    lines = []
    for place, spare in margins.items():
        code, _, day = place.partition(" ")
        known = problem.center.shift.get(code) if day else None
        name = f"{day} {known.name(lang)}" if known else post_name(problem, place, lang)
        if spare < 0:
            lines.append(pick((f"{name}：缺{-spare}人。", f"{name}: {-spare} short."), lang))
        else:
            tail = (
                ("再缺一人即不足", "one more absence leaves it short")
                if spare == 0
                else ("可再缺" + str(spare) + "人", f"bears {spare} more")
            )
            lines.append(pick((f"{name}：余量{spare}，{tail[0]}。", f"{name}: margin {spare}, {tail[1]}."), lang))
    return lines
