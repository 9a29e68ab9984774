"""A service center: everything that is set up once and changes slowly."""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from scheduler.domain.assessment import Assessment
from scheduler.domain.people import FULL_LEVEL, Person
from scheduler.domain.posts import ABLine, Closure, Custody, Incompatible, Mode, Post
from scheduler.domain.public import PublicNotice
from scheduler.domain.routine import Backlog, Routine, Task
from scheduler.domain.rule_settings import Override, RuleSettings
from scheduler.domain.shifts import Session, ShiftCover, ShiftType

SOURCES = ("A", "B", "C", "section", "pool", "manager")
"""Who may hold a post, in the order of regulation C01."""


@dataclass(frozen=True, slots=True)
class Section:
    """A dispatching section 科室: its head approves, its people hold its windows.

    ``site`` names the hall it is in, where one center has several (4-10); "" where it has one.
    """

    id: str
    name_zh: str
    name_en: str
    head: str = ""
    leader: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Demand that some posts serve, with its service target (fields of ServiceTarget).

    ``load`` is how its intervals hang together (``auto``, or a method of
    :mod:`scheduler.staffing.over_time`), ``at_the_door`` who waits when it opens, ``urgent_s``
    the seconds within which something urgent is answered (2-09), ``reserve`` how many stay free
    for live customers while work that may wait is done (blending).
    """

    id: str
    name_zh: str
    name_en: str
    channel: str
    posts: tuple[str, ...]
    target: Mapping[str, float | str] = field(default_factory=dict)
    load: str = "auto"
    at_the_door: int = 0
    urgent_s: int | None = None
    reserve: float = 0.0


@dataclass(frozen=True, slots=True)
class DutyRota:
    """Hall duty in turn of the windows (3-21): ``windows`` in order, ``first`` on ``anchor``.

    The pointer moves one window each open day; it is kept between rosters by the anchor.
    """

    windows: tuple[str, ...]
    anchor: date


@dataclass(frozen=True)
class Center:
    """What is set up: people, posts, shifts, rules, calendar overrides.

    Attributes
    ----------
    ranks
        Ranks from lowest to highest; a higher rank may fill a lower one's place (3-68).
    manager_ranks
        Ranks that count as manager on site (C09).
    leader_rank
        Rank from which a person may lead a shift (3-63), or None.
    training_lead
        The center's trainer, who oversees all trainings (3-55), or None.
    small
        A small site's manager may hold a window while on duty (4-25).
    rosterers
        Who owns the roster (1-01): plans, edits and publishes all of it.
    hr
        Who keeps the leave slips that are filed with the HR section (3-34).
    slot_minutes
        Length of an interval of demand and need: 15, 30 or 60.
    phone_minutes
        Length of a call at a window that was logged without one (3-24); None: the usual.
    case_minutes
        Minutes an open case or complaint still takes (3-51, 2-08); None: the usual.
    closures
        Spans in which single posts are closed although a session is open; registers say so.
    overrides
        Named exceptions to rules (0-02): a breach they cover is told as allowed.
    notices
        Numbers of the supplementary notices that set the rules in force (3-53).
    routines, backlogs, tasks
        What is done off the line inside the shifts.
    off_line_at_once
        At most so many people off the line at the same time; None: no limit.
    public
        What the window board tells clients.
    dual_capacity
        What one person on two windows serves of both together, in full windows (3-12, P01).
    """

    id: str
    name_zh: str
    name_en: str
    timezone: str = "Asia/Shanghai"
    slot_minutes: int = 30
    small: bool = False
    rosterers: tuple[str, ...] = ()
    hr: tuple[str, ...] = ()
    ranks: tuple[str, ...] = ("staff",)
    manager_ranks: tuple[str, ...] = ()
    leader_rank: str | None = None
    training_lead: str | None = None
    sections: tuple[Section, ...] = ()
    people: tuple[Person, ...] = ()
    posts: tuple[Post, ...] = ()
    ab: tuple[ABLine, ...] = ()
    custody: tuple[Custody, ...] = ()
    incompatible: tuple[Incompatible, ...] = ()
    shifts: tuple[ShiftType, ...] = ()
    sessions: tuple[Session, ...] = ()
    covers: tuple[ShiftCover, ...] = ()
    queues: tuple[Queue, ...] = ()
    duty: DutyRota | None = None
    rules: RuleSettings = field(default_factory=RuleSettings)
    rank_names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    assessment: Assessment = field(default_factory=Assessment)
    closures: tuple[Closure, ...] = ()
    overrides: tuple[Override, ...] = ()
    notices: tuple[str, ...] = ()
    phone_minutes: float | None = None
    case_minutes: int | None = None
    routines: tuple[Routine, ...] = ()
    backlogs: tuple[Backlog, ...] = ()
    tasks: tuple[Task, ...] = ()
    off_line_at_once: int | None = None
    public: PublicNotice = field(default_factory=PublicNotice)
    dual_capacity: float = 1.2

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    @cached_property
    def person(self) -> Mapping[str, Person]:
        return {p.id: p for p in self.people}

    @cached_property
    def post(self) -> Mapping[str, Post]:
        return {p.id: p for p in self.posts}

    @cached_property
    def shift(self) -> Mapping[str, ShiftType]:
        return {s.code: s for s in self.shifts}

    @cached_property
    def section(self) -> Mapping[str, Section]:
        return {s.id: s for s in self.sections}

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """Halls in the order of the sections; ``("",)`` for a center of one hall that has no name."""
        return tuple(dict.fromkeys(s.site for s in self.sections)) or ("",)

    def site_of_post(self, post: str) -> str:
        """The hall a post is in: that of its section."""
        section = self.section.get(self.post[post].section)
        return section.site if section is not None else ""

    def site_of(self, person: str) -> str:
        """The hall a person is in when on no post: that of the section."""
        section = self.section.get(self.person[person].section)
        return section.site if section is not None else ""

    @cached_property
    def queue(self) -> Mapping[str, Queue]:
        return {q.id: q for q in self.queues}

    @cached_property
    def staff(self) -> tuple[Person, ...]:
        """People who can be on a roster: everybody but pure approvers."""
        return tuple(p for p in self.people if p.rota != "approver")

    @property
    def off_line(self) -> tuple[Routine | Backlog | Task, ...]:
        """Everything that is done off the line."""
        return (*self.routines, *self.backlogs, *self.tasks)

    @cached_property
    def ab_of_post(self) -> Mapping[str, tuple[ABLine, ...]]:
        lines = sorted(self.ab, key=lambda line: (line.post, line.role, line.order, line.person))
        return {post.id: tuple(line for line in lines if line.post == post.id) for post in self.posts}

    @cached_property
    def apart(self) -> tuple[tuple[str, str], ...]:
        """Pairs of posts that one person must not hold on the same day."""
        return tuple((pair.post_a, pair.post_b) for pair in self.incompatible)

    def rank_at_least(self, person: Person, rank: str, on: date | None = None) -> bool:
        """Whether a person is of a rank or above; on a date also by acting in it (3-68)."""
        return self.ranks.index(self.rank_of(person, on)) >= self.ranks.index(rank)

    def rank_of(self, person: Person, on: date | None = None) -> str:
        """The own rank, or the highest one the person acts in on a date."""
        acting = [a.rank for a in person.acting if on is not None and a.valid(on)]
        return max((person.rank, *acting), key=self.ranks.index)

    def is_manager(self, person: Person) -> bool:
        return person.rank in self.manager_ranks

    def ab_line(self, person: str, post: str, on: date) -> ABLine | None:
        """The person's valid line of the AB table for a post, A before B before C."""
        return next((line for line in self.ab_of_post[post] if line.person == person and line.valid(on)), None)

    def holder(self, post: str, on: date) -> str | None:
        """The A of a post on a date."""
        return next((line.person for line in self.ab_of_post[post] if line.role == "A" and line.valid(on)), None)

    def backups(self, post: str, on: date) -> tuple[ABLine, ...]:
        """Valid B and C lines of a post in their order."""
        return tuple(line for line in self.ab_of_post[post] if line.role != "A" and line.valid(on))

    def source(self, person: str, post: str, on: date) -> str | None:
        """In which of :data:`SOURCES` a person stands for a post on a date; None: may not hold it.

        A, B and C by the AB table. Otherwise the full skill level is needed: people of the post's
        section are ``section``; managers of a small site are ``manager``; people of other sections
        are ``pool``, and only for comprehensive windows and guides (3-04).
        """
        return self.sources(post, on)[person]

    def sources(self, post: str, on: date) -> Mapping[str, str | None]:
        """:meth:`source` of everybody for one post on a date, in the order of ``people``."""
        key = (post, bisect_right(self._turns, on))
        if key not in self._sources:
            self._sources[key] = {p.id: self._source(p.id, post, on) for p in self.people}
        return self._sources[key]

    def able(self, post: str, on: date) -> tuple[str, ...]:
        """Staff who may hold a post on a date, in the order of ``people``."""
        key = (post, bisect_right(self._turns, on))
        if key not in self._able:
            sources = self.sources(post, on)
            self._able[key] = tuple(p.id for p in self.staff if sources[p.id] is not None)
        return self._able[key]

    @cached_property
    def _turns(self) -> tuple[date, ...]:
        """Dates on which somebody's standing, certificate or AB line begins or has ended.

        Between two of them nobody's source changes, so a month needs a handful of answers a post.
        """
        day, spans = timedelta(days=1), [(line.valid_from, line.valid_to) for line in self.ab]
        for who in self.people:
            spans += [(s.valid_from, s.valid_to) for s in who.skills]
            spans += [(s.start, s.end) for s in who.standings]
        after = {end + day for _, end in spans if end is not None and end < date.max}
        return tuple(sorted(after | {start for start, _ in spans if start is not None}))

    @cached_property
    def _sources(self) -> dict[tuple[str, int], Mapping[str, str | None]]:
        return {}

    @cached_property
    def _able(self) -> dict[tuple[str, int], tuple[str, ...]]:
        return {}

    def __getstate__(self) -> dict[str, Any]:
        """What is set up, without what was looked up: a pickled center stays small."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def _source(self, person: str, post: str, on: date) -> str | None:
        who, where = self.person[person], self.post[post]
        if not self.qualified(who, where, on):
            return None
        line = self.ab_line(person, post, on)
        if line is not None:
            return line.role
        if where.skill is None or where.kind in ("phone", "chat"):
            return None
        if self.is_manager(who):
            return "manager" if self.small else None
        if who.section == where.section:
            return "section"
        return "pool" if where.kind in ("comprehensive", "guide", "tidal") else None

    def qualified(self, person: Person, post: Post, on: date) -> bool:
        """Full skill level on the date and no standing that takes the person off posts (C05)."""
        if person.standing(on) is not None:
            return False
        return post.skill is None or person.level(post.skill, on) >= FULL_LEVEL

    def cover_mode(self, person: str, post: str, on: date) -> Mode | None:
        """``dual`` or ``move`` for a B or C of the post, None for everybody else."""
        line = self.ab_line(person, post, on)
        return None if line is None or line.role == "A" else line.mode

    def may_double(self, person: str, first: str, second: str, on: date) -> bool:
        """Whether one person may hold two posts at once: the own one and one as dual backup (C02)."""
        for own, other in ((first, second), (second, first)):
            line = self.ab_line(person, own, on)
            if line is not None and line.role == "A" and self.cover_mode(person, other, on) == "dual":
                return True
        return False

    def custodians(self, kind: str, thing: str, on: date) -> tuple[str, ...]:
        """People who may act for a seal, the door or the cashier key on a date."""
        return tuple(
            c.person
            for c in self.custody
            if c.kind == kind and (c.thing == thing or kind in ("door", "cashier")) and c.valid(on)
        )
