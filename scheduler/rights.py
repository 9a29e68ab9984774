"""Who may do what: roles read off the center, and what each role may edit, publish and see.

Two lines lead a service center (3-05): a section's head assigns the section's people and may move
them after publication (3-10); the center's directors see and may change the whole hall (3-03).
The roster has an owner (1-01), and whoever leads a shift arranges it on the day itself (3-63).
Leave has rights of its own, step by step: :mod:`scheduler.leave.workflow` and
:mod:`scheduler.leave.visible`.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from scheduler.domain.center import Center
from scheduler.domain.roster import Duty, Roster

Cell = tuple[str, date]
"""One person's day."""


class Role(StrEnum):
    """What a person is to the center; one person may be several things."""

    EMPLOYEE = "employee"
    SHIFT_LEADER = "shift_leader"
    SECTION_HEAD = "section_head"
    LEADER_IN_CHARGE = "leader_in_charge"
    DIRECTOR = "center_director"
    BUREAU_DIRECTOR = "bureau_director"
    HR = "hr_section"
    ROSTERER = "rosterer"


ROLE_WORDS: Mapping[Role, tuple[str, str]] = {
    Role.EMPLOYEE: ("职工", "employee"),
    Role.SHIFT_LEADER: ("值长", "shift leader"),
    Role.SECTION_HEAD: ("科长", "section head"),
    Role.LEADER_IN_CHARGE: ("分管领导", "leader in charge"),
    Role.DIRECTOR: ("中心主任", "center director"),
    Role.BUREAU_DIRECTOR: ("局长", "bureau director"),
    Role.HR: ("人事", "HR"),
    Role.ROSTERER: ("排班员", "roster owner"),
}


class NotAllowed(ValueError):
    """An action that somebody has no right to; ``article`` says by which line."""

    def __init__(self, article: str, zh: str, en: str) -> None:
        super().__init__(f"{zh}(依据{article})/ {en} (article {article})")
        self.article = article
        self.zh = zh
        self.en = en

    def text(self, lang: str) -> str:
        return f"{self.zh}(依据{self.article})" if lang == "zh" else f"{self.en} (article {self.article})"


def roles(center: Center, person: str) -> tuple[Role, ...]:
    """Every role of a person, in the order of :class:`Role`.

    A center that names no roster owner has its directors for that, and without directors the
    heads of its sections: somebody must be able to plan.
    """
    who = center.person[person]
    named = {
        Role.EMPLOYEE: who.rota != "approver",
        Role.SHIFT_LEADER: who.rota == "rostered"
        and center.leader_rank is not None
        and center.rank_at_least(who, center.leader_rank),
        Role.SECTION_HEAD: any(section.head == person for section in center.sections),
        Role.LEADER_IN_CHARGE: who.rank == "leader_in_charge"
        or any(section.leader == person for section in center.sections),
        Role.DIRECTOR: center.is_manager(who),
        Role.BUREAU_DIRECTOR: who.rank == "bureau_director",
        Role.HR: person in center.hr,
        Role.ROSTERER: person in owners(center),
    }
    return tuple(role for role in Role if named[role])


def owners(center: Center) -> tuple[str, ...]:
    """Who owns the roster (1-01)."""
    managers = tuple(p.id for p in center.people if center.is_manager(p))
    heads = tuple(dict.fromkeys(s.head for s in center.sections if s.head))
    return center.rosterers or managers or heads or tuple(p.id for p in center.people)


def whole(center: Center, actor: str) -> bool:
    """Whether somebody may plan, edit and publish everything: roster owners (1-01) and directors (3-03)."""
    return bool({Role.ROSTERER, Role.DIRECTOR} & set(roles(center, actor)))


def headed(center: Center, actor: str) -> frozenset[str]:
    """Sections whose people somebody arranges after publication (3-10): the own ones as head."""
    return frozenset(section.id for section in center.sections if section.head == actor)


def check_plan(center: Center, actor: str) -> None:
    """Solving anew, adopting a roster and changing rules touch everybody.

    Raises
    ------
    NotAllowed
        If the actor is neither roster owner nor director.
    """
    if actor not in center.person:
        raise NotAllowed("3-03", f"没有编号为 {actor} 的人员", f"unknown person {actor!r}")
    if not whole(center, actor):
        raise NotAllowed(
            "1-01, 3-03",
            "整张班表由排班员或中心主任编制",
            "the roster as a whole is for its owner or a director of the center",
        )


def check_edit(
    center: Center, roster: Roster, actor: str, cells: Iterable[Cell], now: datetime, after: Roster | None = None
) -> None:
    """Refuse an edit of cells outside the actor's reach.

    Parameters
    ----------
    roster, after
        The roster before, and after the edit where it is known: a shift leader may put somebody
        onto the own running shift as well as take somebody off it.

    Raises
    ------
    NotAllowed
        With the first cell that is out of reach and whose it is.
    """
    if actor not in center.person:
        raise NotAllowed("3-03", f"没有编号为 {actor} 的人员", f"unknown person {actor!r}")
    if whole(center, actor):
        return
    mine = headed(center, actor)
    led = _led(center, roster, actor, now)
    for person, day in sorted(cells):
        if center.person[person].section in mine:
            continue
        duties = [
            d
            for r in (roster, after)
            if r is not None
            for d in r.of_person(person)
            if d.day == day and d.role != "duty"
        ]
        if (
            led
            and day in {d.day for d in led}
            and duties
            and all((d.day, d.shift) in {(x.day, x.shift) for x in led} for d in duties)
        ):
            continue
        name = center.person[person]
        if Role.SHIFT_LEADER in roles(center, actor):
            raise NotAllowed(
                "3-63",
                f"值长只安排本人当日当班的人员：{name.name_zh}({person})的{day:%m-%d}不在本班",
                f"a shift leader arranges the own running shift only: {name.name_en} ({person}) on {day:%d %b} is not on it",
            )
        if mine:
            raise NotAllowed(
                "3-05, 3-10",
                f"科长只安排本科室人员：{name.name_zh}({person})不属本科室",
                f"a section head arranges the own section: {name.name_en} ({person}) is of another",
            )
        raise NotAllowed(
            "3-03, 3-10",
            "班表由排班员、中心主任或本科室科长调整",
            "rosters are changed by their owner, a director, or the section's head",
        )


def check_publish(
    center: Center,
    before: Roster | None,
    after: Roster,
    actor: str,
    reason: str,
    now: datetime,
    second: str = "",
    hard: int = 0,
) -> tuple[Cell, ...]:
    """Refuse a publication by who may not publish all of its changes, or without its reason.

    Parameters
    ----------
    before
        The version in force, or None: the first one is published by owner or director only.
    hard
        Hard breaches left: publishing them needs a reason and a second person who could publish too.

    Returns
    -------
    Cells that change against the version in force.

    Raises
    ------
    NotAllowed
    """
    if before is None:
        check_plan(center, actor)
        changed: tuple[Cell, ...] = ()
    else:
        changed = changed_cells(before, after)
        check_edit(center, before, actor, changed, now, after)
        if changed and not reason.strip():
            raise NotAllowed(
                "3-10, 4-28",
                f"改动已发布的班表({len(changed)}格)须写明原因",
                f"changing a published roster ({len(changed)} cells) needs a reason",
            )
    if hard:
        if not reason.strip() or not second or second == actor:
            raise NotAllowed(
                "0-02",
                "有硬性违规：须写明理由，并由另一人复核",
                "hard rules are broken: a reason and a second person are needed",
            )
        check_plan(center, second)
    return changed


def changed_cells(before: Roster, after: Roster) -> tuple[Cell, ...]:
    """Person-days whose duties differ; hall duty follows from the windows and does not count."""

    def by_cell(roster: Roster) -> dict[Cell, set[tuple[object, ...]]]:
        found: dict[Cell, set[tuple[object, ...]]] = {}
        for d in roster.duties:
            if d.role != "duty":
                found.setdefault((d.person, d.day), set()).add((d.start, d.end, d.post, d.shift))
        return found

    old, new = by_cell(before), by_cell(after)
    return tuple(sorted(cell for cell in old.keys() | new.keys() if old.get(cell) != new.get(cell)))


def _led(center: Center, roster: Roster, actor: str, now: datetime) -> tuple[Duty, ...]:
    """Duties of a shift leader that run now or begin today."""
    if Role.SHIFT_LEADER not in roles(center, actor):
        return ()
    midnight = datetime.combine(now.date(), time())
    return tuple(
        d
        for d in roster.of_person(actor)
        if d.role != "duty" and (d.start <= now < d.end or midnight <= d.start < midnight + timedelta(days=1))
    )
