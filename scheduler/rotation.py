"""Who has held the same post for long, and with whom it could be exchanged (1-16).

A report, not a rule: moving somebody to another post is a decision of people. The months are read
from the AB table (``valid_from`` of the A line); the texts name no length, so it is a setting.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.domain.center import Center

MONTHS = 36
"""Months after which a change is proposed, by default: practice, no article gives a number."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One holder of a post.

    Attributes
    ----------
    months
        Whole months on the post; None if the AB table does not say since when.
    due
        As long as asked for, or longer.
    swaps
        Posts whose own A may hold this one today and whom this person may relieve there: an exchange
        that needs no training, the one whose A is longest on a post first.
    heirs
        Backups of this post who have no post of their own: they could take it over, the first
        backup first.
    """

    person: str
    post: str
    since: date | None
    months: int | None
    due: bool
    swaps: tuple[str, ...]
    heirs: tuple[str, ...]


def turns(center: Center, on: date, months: int = MONTHS) -> tuple[Turn, ...]:
    """Everybody who is A of a post on a date, the longest first, unknown ones last.

    Raises
    ------
    ValueError
        If ``months`` is below 1.
    """
    if months < 1:
        raise ValueError(f"months {months}, expected at least 1")
    holders = {
        post.id: line
        for post in center.posts
        for line in center.ab_of_post[post.id]
        if line.role == "A" and line.valid(on)
    }
    long = {post: None if line.valid_from is None else _months(line.valid_from, on) for post, line in holders.items()}
    busy = {line.person for line in holders.values()}

    def rank(post: str) -> tuple[int, str]:
        return -(long[post] if long[post] is not None else -1), post  # type: ignore[operator]  # checked on this line

    found = []
    for post in sorted(holders, key=rank):
        line = holders[post]
        swaps = [
            other
            for other, theirs in holders.items()
            if theirs.person != line.person
            and _may(center, theirs.person, post, on)
            and _may(center, line.person, other, on)
        ]
        heirs = [
            b.person for b in center.backups(post, on) if b.person not in busy and _may(center, b.person, post, on)
        ]
        spent = long[post]
        found.append(
            Turn(
                line.person,
                post,
                line.valid_from,
                spent,
                spent is not None and spent >= months,
                tuple(sorted(swaps, key=rank)),
                tuple(dict.fromkeys(heirs)),
            )
        )
    return tuple(found)


def _may(center: Center, person: str, post: str, on: date) -> bool:
    return center.qualified(center.person[person], center.post[post], on)


def _months(since: date, on: date) -> int:
    return max(0, (on.year - since.year) * 12 + on.month - since.month - (on.day < since.day))


def turn_text(center: Center, turn: Turn, lang: str) -> str:
    """One holder as a sentence: how long, whether a change is due, and with whom it could be."""
    zh = lang == "zh"
    name, post = center.person[turn.person].name(lang), center.post[turn.post].name(lang)
    if turn.months is None:
        return f"{name}在{post}：AB表未写起始日期" if zh else f"{name} on {post}: the AB table does not say since when"
    text = f"{name}在{post}已{turn.months}个月" if zh else f"{name} has been on {post} for {turn.months} months"
    if not turn.due:
        return text
    return f"{text}{'；' if zh else '; '}{_proposal(center, turn, lang)}"


def _proposal(center: Center, turn: Turn, lang: str) -> str:
    zh = lang == "zh"
    if turn.swaps:
        posts = _named([center.post[p].name(lang) for p in turn.swaps], zh)
        return (
            f"建议轮岗，可与{posts}的A岗对调，双方均已持证"
            if zh
            else f" a change is proposed, by exchange with the A of {posts}: both are certified"
        )
    if turn.heirs:
        people = _named([center.person[p].name(lang) for p in turn.heirs], zh)
        return f"建议轮岗，可由B岗{people}接任" if zh else f" a change is proposed: the backup {people} could take over"
    return (
        "建议轮岗，但无人持证可接，须先培训"
        if zh
        else " a change is proposed, but nobody else is certified: train first"
    )


def _named(names: Sequence[str], zh: bool) -> str:
    return ("、" if zh else ", ").join(names)
