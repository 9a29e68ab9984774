"""What the missing person, the stand-in, the section head and the director are told (3-11). Sent nowhere.

Short enough for a phone; the reason of an absence is in no notice: it may be somebody's health.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from scheduler.domain.absence import Absence
from scheduler.domain.cover import Cover
from scheduler.domain.people import Person
from scheduler.domain.problem import RosterProblem
from scheduler.words import MONTHS, SOURCES, pick

To = Literal["missing", "stand_in", "section_head", "director"]

RECIPIENTS: dict[To, tuple[str, str]] = {
    "missing": ("缺岗人", "missing"),
    "stand_in": ("顶岗人", "stand-in"),
    "section_head": ("科长", "section head"),
    "director": ("主任", "director"),
}

OFFERED = {"accept": ("只收件", "accept papers only"), "book": ("改预约", "book a date only")}


@dataclass(frozen=True, slots=True)
class CoverNotice:
    """One text for one person."""

    to: To
    person: str
    zh: str
    en: str

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


def cover_notices(problem: RosterProblem, covers: Sequence[Cover], margin: int | None) -> tuple[CoverNotice, ...]:
    """Who must know, each once: A, every stand-in, the heads of the posts' sections, the director.

    Parameters
    ----------
    covers
        Those of one missing person, just begun.
    margin
        Further absences that the rest of the day bears.
    """
    if not covers:
        return ()
    center, first = problem.center, covers[0]
    told: list[tuple[To, str]] = [("missing", first.missing)]
    told += [("stand_in", p) for p in dict.fromkeys(c.stand_in for c in covers) if p]
    sections = dict.fromkeys((*(center.post[c.post].section for c in covers), center.person[first.missing].section))
    told += [("section_head", s.head) for key in sections if (s := center.section.get(key)) is not None and s.head]
    boss = director(problem, first.day)
    if boss is not None:
        told.append(("director", boss))
    found: dict[str, CoverNotice] = {}
    for to, person in told:
        if person not in found:
            zh, en = (_text(problem, covers, to, person, margin, lang) for lang in ("zh", "en"))
            found[person] = CoverNotice(to, person, zh, en)
    return tuple(found.values())


def director(problem: RosterProblem, on: date) -> str | None:
    """The highest manager who is not on leave on a day; without managers, the leader in charge of the first section."""
    center, horizon = problem.center, problem.horizon
    low = horizon.day(on) * 1440
    managers = sorted((p for p in center.staff if center.is_manager(p)), key=lambda p: -center.ranks.index(p.rank))
    there = [p.id for p in managers if not problem.absent(p.id, low, low + 1440)]
    if managers:
        return (there or [managers[0].id])[0]
    return next((s.leader for s in center.sections if s.leader), None)


def reachable(problem: RosterProblem, on: date) -> tuple[tuple[str, str, Absence | None], ...]:
    """For the duty board: section heads and leaders in charge, and what keeps them away that day (3-15).

    Each as (kind, person, absence or None); kind is ``section_head`` or ``leader``.
    """
    center = problem.center
    start = datetime.combine(on, datetime.min.time())
    end = datetime.combine(date.fromordinal(on.toordinal() + 1), datetime.min.time())
    found: dict[str, tuple[str, str, Absence | None]] = {}
    for kind, people in (
        ("leader", [s.leader for s in center.sections]),
        ("section_head", [s.head for s in center.sections]),
    ):
        for person in people:
            if person and person not in found:
                away = next((a for a in problem.absences if a.person == person and a.overlaps(start, end)), None)
                found[person] = kind, person, away
    return tuple(found.values())


def _text(problem: RosterProblem, covers: Sequence[Cover], to: To, person: str, margin: int | None, lang: str) -> str:
    zh = lang == "zh"
    stop = "。" if zh else ". "
    named = _names(problem, lang)
    first, missing = covers[0], named(covers[0].missing)
    when = (
        f"{first.day.month}月{first.day.day}日{first.start:%H:%M}"
        if zh
        else f"{first.start:%H:%M} on {first.day.day} {MONTHS[first.day.month - 1]}"
    )
    bare = [c for c in covers if not c.stand_in]
    helped = [c for c in covers if c.stand_in]
    said: list[str] = []
    if to == "missing":
        said.append(f"您{when}起缺岗已登记" if zh else f"your absence from {when} is recorded")
        for who in dict.fromkeys(c.stand_in for c in helped):
            posts = _posts(problem, [c for c in helped if c.stand_in == who], lang)
            said.append(f"{posts}由{named(who)}顶岗" if zh else f"{named(who)} stands in at {posts}")
        if bare:
            said.append(
                f"{_posts(problem, bare, lang)}暂无人顶岗" if zh else f"nobody is at {_posts(problem, bare, lang)} yet"
            )
        said.append("返岗请先报到，并向顶岗人收回工作" if zh else "When back, report and take your work over")
    elif to == "stand_in":
        mine = [c for c in covers if c.stand_in == person]
        said.append(
            f"请到{_posts(problem, mine, lang)}顶{missing}的岗"
            if zh
            else f"please stand in for {missing} at {_posts(problem, mine, lang)}"
        )
        said.append(_spans(mine, lang))
        own = dict.fromkeys(c.own_post for c in mine if c.own_post)
        for post in own:
            kept = any(c.dual for c in mine if c.own_post == post)
            where = problem.center.post[post].name(lang)
            said.append(
                (f"同时兼顾{where}" if kept else f"{where}请报科长另补人")
                if zh
                else (f"keep {where} too" if kept else f"tell the section head that {where} is left")
            )
        if any(c.called_in for c in mine):
            said.append("须您本人同意" if zh else "This needs your consent")
    else:
        said.append(f"{missing}{when}起缺岗" if zh else f"{missing} is missing from {when}")
        for who in dict.fromkeys(c.stand_in for c in helped):
            mine = [c for c in helped if c.stand_in == who]
            role, dual = pick(SOURCES[mine[0].source], lang), any(c.dual for c in mine)
            posts = _posts(problem, mine, lang)
            said.append(
                f"{posts}由{named(who)}({role}{'兼岗' if dual else ''})顶岗"
                if zh
                else f"{named(who)} ({role}{', double duty' if dual else ''}) stands in at {posts}"
            )
        if bare:
            said.append(
                f"空岗：{_posts(problem, bare, lang)}{_spans(bare, lang)}，请安排"
                if zh
                else f"EMPTY: {_posts(problem, bare, lang)}, {_spans(bare, lang)}: please arrange"
            )
        if margin is not None:
            said.append(
                (f"今日还能再缺{margin}人" if margin > 0 else "今日不能再缺人")
                if zh
                else (f"The day bears {margin} more absence(s)" if margin > 0 else "The day bears no further absence")
            )
    if to != "missing":
        said += _without(problem, [c for c in covers if to != "stand_in" or c.stand_in == person], lang)
    head = f"{named(person)}:" if zh else f"{named(person)}: "
    return (head + stop.join(s[:1].upper() + s[1:] if i and not zh else s for i, s in enumerate(said)) + stop).strip()


def _names(problem: RosterProblem, lang: str) -> Callable[[str], str]:
    def named(person: str) -> str:
        known: Person | None = problem.center.person.get(person)
        return known.name(lang) if known else person

    return named


def _posts(problem: RosterProblem, covers: Iterable[Cover], lang: str) -> str:
    return pick(("、", ", "), lang).join(dict.fromkeys(problem.center.post[c.post].name(lang) for c in covers))


def _spans(covers: Iterable[Cover], lang: str) -> str:
    return pick(("、", ", "), lang).join(dict.fromkeys(f"{c.start:%H:%M}–{c.until:%H:%M}" for c in covers))


def _without(problem: RosterProblem, covers: Iterable[Cover], lang: str) -> list[str]:
    """What cannot be finished meanwhile, by what is offered instead."""
    known = {(c.post, item.id): item for c in covers for item in problem.center.post[c.post].items}
    items = dict.fromkeys(known[c.post, i] for c in covers for i in c.without if (c.post, i) in known)
    said = []
    for offer, words in OFFERED.items():
        names = [item.name(lang) for item in items if item.meanwhile == offer]
        if names:
            said.append(pick(words, lang) + pick(("：", ": "), lang) + pick(("、", ", "), lang).join(names))
    return said
