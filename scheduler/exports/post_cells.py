"""Who holds a post in one session, and what is missing there."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.blocks import held
from scheduler.domain.clock import DAY_MINUTES, clock_text
from scheduler.domain.posts import BACK_OFFICE, Post
from scheduler.domain.problem import Block
from scheduler.domain.roster import PRESENT_ROLES, Duty
from scheduler.domain.roster_view import RosterView
from scheduler.domain.shifts import Session, ShiftType
from scheduler.exports.terms import term


@dataclass(frozen=True, slots=True)
class Column:
    """One session of one day; without ``session`` a day on which only shifts run."""

    day: int
    date: date
    session: Session | None

    def opens(self, post: str) -> bool:
        return self.session is not None and (not self.session.posts or post in self.session.posts)

    def span(self) -> tuple[int, int]:
        """Minutes of the horizon, ``[start, end)``; a whole day without a session."""
        base = self.day * DAY_MINUTES
        low, high = (0, DAY_MINUTES) if self.session is None else (self.session.start, self.session.end)
        return base + low, base + high

    def meets(self, shift: ShiftType) -> bool:
        """Whether a shift of the day is at work during the session."""
        low, high = self.span()
        base = self.day * DAY_MINUTES
        return any(base + a < high and low < base + b for a, b in shift.parts)

    def clock(self, start: int, end: int) -> str:
        """Minutes of the horizon as times of the column's day; after midnight they count on, ``32:00``."""
        base = self.day * DAY_MINUTES
        return f"{clock_text(start - base)}–{clock_text(end - base)}"

    def time(self) -> str:
        return "" if self.session is None else self.clock(*self.span())


@dataclass(frozen=True, slots=True)
class PostCell:
    """``open`` is False for a post that has no opening in the column; ``missing`` if heads are."""

    text: str
    open: bool = True
    missing: bool = False


class PostBoard:
    """A roster laid out by post and session, in one language."""

    def __init__(self, view: RosterView, lang: str) -> None:
        self._view, self._lang = view, lang
        self._minute = view.problem.horizon.minute
        self._duties: dict[tuple[str, int], list[Duty]] = defaultdict(list)
        for duty in view.roster.duties:
            if duty.role in PRESENT_ROLES and duty.post != BACK_OFFICE:
                self._duties[duty.post, view.problem.horizon.day(duty.day)].append(duty)

    def columns(self) -> tuple[Column, ...]:
        """Every session of every day, and the days on which duties lie outside all sessions."""
        problem = self._view.problem
        worked = {day for _, day in self._duties}
        found: list[Column] = []
        for day in problem.days:
            sessions = [s for s in problem.center.sessions if held(s, day.date, day.workday)]
            found += [Column(day.index, day.date, s) for s in sorted(sessions, key=lambda s: (s.start, s.end, s.id))]
            if not sessions and day.index in worked:
                found.append(Column(day.index, day.date, None))
        return tuple(found)

    def post_cell(self, post: Post, column: Column) -> PostCell:
        """Names and roles on a post over a session, with the times of whoever is there for a part of it."""
        low, high = column.span()
        if column.session is None:
            here = self._duties.get((post.id, column.day), [])
        else:
            # A duty may belong to the evening before, and begin or end after midnight.
            near = [d for day in range(column.day - 2, column.day + 2) for d in self._duties.get((post.id, day), ())]
            here = [d for d in near if self._minute(d.start) < high and low < self._minute(d.end)]
        lines = [self._holder(d, column) for d in sorted(here, key=lambda d: (d.start, d.role, d.person))]
        gaps = self._gaps(post, column) if column.opens(post.id) else []
        return PostCell("\n".join([*dict.fromkeys(lines), *gaps]), column.opens(post.id) or bool(lines), bool(gaps))

    def shift_cell(self, shift: ShiftType, column: Column, among: Iterable[Column]) -> PostCell:
        """Names of a pool's shift on a day; shown in each session it meets, else in the day's first column."""
        pool = shift.pool or ""
        same_day = [c for c in among if c.day == column.day]
        met = [c for c in same_day if c.opens(pool) and c.meets(shift)] or same_day[:1]
        if column not in met:
            return PostCell("", column.opens(pool))
        duties = [d for d in self._duties.get((pool, column.day), ()) if d.shift == shift.code]
        names = dict.fromkeys(self._name(d.person) + ("*" if d.role == "leader" else "") for d in duties)
        return PostCell(self._joined(names), column.opens(pool) or bool(names))

    def _holder(self, duty: Duty, column: Column) -> str:
        low, high = column.span()
        start, end = self._minute(duty.start), self._minute(duty.end)
        if column.session is not None:
            start, end = max(low, start), min(high, end)
        role = "pool_long" if duty.role == "pool" else f"role_{duty.role}"
        words = [term(role, self._lang)]
        if any(len(self._view.posts(duty.person, b.index)) > 1 for b in self._blocks(start, end)):
            words.append(term("dual_role", self._lang))
        text = f"{self._name(duty.person)}({self._joined(words)})"
        return text if (start, end) == (low, high) else f"{text} {column.clock(start, end)}"

    def _gaps(self, post: Post, column: Column) -> list[str]:
        """Stretches with fewer heads than the post needs."""
        low, high = column.span()
        spans: list[list[int]] = []
        for block in self._blocks(low, high):
            held = len(self._view.holders(post.id, block.index))
            short = post.heads - held
            if short <= 0 or post.id not in block.posts:
                continue
            if spans and spans[-1][1:] == [block.start, short, held]:
                spans[-1][1] = block.end
            else:
                spans.append([block.start, block.end, short, held])
        lines = []
        for start, end, short, held in spans:
            text = term("missing", self._lang).format(heads=short) if held else term("empty", self._lang)
            lines.append(text if (start, end) == (low, high) else f"{text} {column.clock(start, end)}")
        return lines

    def _blocks(self, low: int, high: int) -> Iterable[Block]:
        """Blocks that begin in ``[low, high)``."""
        by_day = self._view.problem.blocks_of_day
        first, last = max(low // DAY_MINUTES, 0), min((high - 1) // DAY_MINUTES, len(by_day) - 1)
        days = range(min(first, last), last + 1)
        return [b for day in days for b in by_day[day] if low <= b.start < high]

    def _name(self, person: str) -> str:
        who = self._view.problem.center.person.get(person)
        return person if who is None else who.name(self._lang)

    def _joined(self, words: Iterable[str]) -> str:
        return ("、" if self._lang == "zh" else ", ").join(words)
