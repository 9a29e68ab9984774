"""The codes of the grid: what stands in one cell, what a planner may type, and what that means.

A rostered person's cell is a shift code (``D``); an office person's is the post of each part of
the office shift: ``W3``, ``W1+W2`` for double duty, ``W1/back`` for a morning and an afternoon
that differ, ``off`` for free. Reading what was written gives the same duties again.
"""

from datetime import date, datetime, timedelta

from scheduler.domain.clock import DAY_MINUTES
from scheduler.domain.people import Person
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Role

OFF = "off"
OFF_WORDS = frozenset({"", OFF, "休", "-", "–", "·", "rest"})
BACK_WORDS = frozenset({BACK_OFFICE, "后台", "后"})

ROLE_OF_SOURCE: dict[str | None, Role] = {
    "A": "A",
    "B": "B",
    "C": "C",
    "section": "C",
    "pool": "pool",
    "manager": "leader",
    None: "pool",
}

Posts = tuple[str, ...]
"""Posts held over one part of a shift, sorted; empty: free; ``(back,)``: the own desk."""


class CodeRefused(ValueError):
    """A code that cannot be entered in this cell; ``reason`` names a text, ``values`` fill it."""

    def __init__(self, reason: str, **values: str) -> None:
        super().__init__(f"{reason}: {values}")
        self.reason, self.values = reason, values


def parts_of(problem: RosterProblem, person: Person) -> tuple[tuple[int, int], ...]:
    """Spans of the person's office shift in minutes of the day; one empty part when rostered."""
    if person.rota != "office" or person.shift is None:
        return ()
    return problem.center.shift[person.shift].parts


def posts_by_part(problem: RosterProblem, person: Person, day: date, duties: tuple[Duty, ...]) -> tuple[Posts, ...]:
    """What an office person holds over each part of the shift: the post of the longest stretch,
    and every other post held over the same time."""
    found = []
    base = datetime(day.year, day.month, day.day)
    for a, b in parts_of(problem, person):
        start, end = base + timedelta(minutes=a), base + timedelta(minutes=b)
        spans: dict[str, float] = {}
        for duty in duties:
            overlap = (min(duty.end, end) - max(duty.start, start)).total_seconds()
            if overlap > 0 and duty.role in PRESENT_ROLES:
                spans[duty.post] = spans.get(duty.post, 0) + overlap
        longest = max(spans.values(), default=0)
        held = sorted(post for post, length in spans.items() if length == longest)
        found.append(tuple(p for p in held if p != BACK_OFFICE) or tuple(held))
    return tuple(found)


def code_of(problem: RosterProblem, person: Person, day: date, duties: tuple[Duty, ...]) -> str:
    """The code of a cell, as copied to the clipboard."""
    if person.rota != "office":
        return "+".join(sorted({d.shift for d in duties if d.role in PRESENT_ROLES})) or OFF
    parts = [("+".join(posts) or "-") for posts in posts_by_part(problem, person, day, duties)]
    if not any(part != "-" for part in parts):
        return OFF
    return parts[0] if len(set(parts)) == 1 else "/".join(parts)


def read_posts(problem: RosterProblem, text: str) -> Posts:
    """Posts named by one part of a code; window numbers and names are understood."""
    if text.strip().lower() in OFF_WORDS:
        return ()
    found = []
    for word in text.strip().split("+"):
        found.append(_post(problem, word.strip()))
    return tuple(sorted(set(found)))


def _post(problem: RosterProblem, word: str) -> str:
    if word.lower() in BACK_WORDS:
        return BACK_OFFICE
    for post in problem.center.posts:
        if word.lower() == post.id.lower() or word == post.name_zh or (word.isdigit() and post.number == int(word)):
            return post.id
    raise CodeRefused("code_unknown", code=word)


def read_shift(problem: RosterProblem, text: str) -> str | None:
    """Shift code named by a cell, or None for free."""
    word = text.strip()
    if word.lower() in OFF_WORDS:
        return None
    for shift in problem.center.shifts:
        if word.lower() == shift.code.lower() or word in (shift.letter_zh, shift.name_zh, shift.name_zh[:1]):
            return shift.code
    raise CodeRefused("code_unknown", code=word)


def duties_of_code(
    problem: RosterProblem,
    person: Person,
    day: date,
    text: str,
    before: tuple[Duty, ...] = (),
    part: int | None = None,
    add: bool = False,
) -> tuple[Duty, ...]:
    """The duties of one cell after a code is entered.

    Parameters
    ----------
    before
        Duties of the cell now.
    part
        Only this part of the office shift changes (0 the morning); None: all of it.
    add
        The posts are held beside those already held: double duty.

    Raises
    ------
    CodeRefused
        If the code is unknown, the person is away, or the center is closed.
    """
    if person.rota != "office":
        return _shift_duties(problem, person, day, read_shift(problem, text))
    spans = parts_of(problem, person)
    words = text.split("/") if "/" in text else [text] * len(spans)
    if len(words) != len(spans):
        raise CodeRefused("code_unknown", code=text)
    wanted = [read_posts(problem, word) for word in words]
    held = posts_by_part(problem, person, day, before)
    for index in range(len(spans)):
        if part is not None and index != part:
            wanted[index] = held[index]
        elif add:
            wanted[index] = tuple(sorted({*held[index], *wanted[index]} - {BACK_OFFICE}))
    if any(wanted) and not problem.open_day(problem.horizon.day(day)):
        raise CodeRefused("closed_day")
    duties = [
        d for span, posts in zip(spans, wanted, strict=True) for d in _post_duties(problem, person, day, span, posts)
    ]
    if any(wanted) and not duties:
        raise CodeRefused("is_away", name=person.id)
    return tuple(sorted(duties))


def _shift_duties(problem: RosterProblem, person: Person, day: date, code: str | None) -> tuple[Duty, ...]:
    if code is None:
        return ()
    shift = problem.center.shift[code]
    index, moment = problem.horizon.day(day), problem.horizon.moment
    spans = problem.spans_of_shift[index, code]
    if any(problem.absent(person.id, a, b) for a, b in spans):
        raise CodeRefused("is_away", name=person.id)
    return tuple(Duty(day, person.id, moment(a), moment(b), shift.pool or BACK_OFFICE, "pool", code) for a, b in spans)


def _post_duties(problem: RosterProblem, person: Person, day: date, span: tuple[int, int], posts: Posts) -> list[Duty]:
    """Duties over one part, less the time the person is away."""
    base = problem.horizon.day(day) * DAY_MINUTES
    moment = problem.horizon.moment
    free = [(base + span[0], base + span[1])]
    for away, back in problem.absent_spans[person.id]:
        free = [piece for a, b in free for piece in ((a, min(b, away)), (max(a, back), b)) if piece[0] < piece[1]]
    return [
        Duty(day, person.id, moment(a), moment(b), post, role_on(problem, person, post, day), person.shift or "")
        for a, b in free
        for post in posts
    ]


def role_on(problem: RosterProblem, person: Person, post: str, day: date) -> Role:
    """Role of a person on a post, by the AB table."""
    if post == BACK_OFFICE:
        return "leader" if problem.center.is_manager(person) else "pool"
    return ROLE_OF_SOURCE[problem.center.source(person.id, post, day)]
