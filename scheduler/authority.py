"""What cannot be finished at which window, and who is missing: the list beside a roster (3-13)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from scheduler.domain.posts import Item, Meanwhile, Post
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.explain import people_text, post_name, span_text

Cause = Literal["empty", "authority", "signatory", "seal", "cashier"]

CAUSES = {
    "empty": ("窗口空岗", "nobody is on the post"),
    "authority": ("{holders}无此项授权", "{holders} without authority for it"),
    "signatory": ("签字人不在场", "nobody who may sign it is on site"),
    "seal": ("印章保管人不在场", "no keeper of the seal is on site"),
    "cashier": ("财务室钥匙保管人不在场", "no keeper of the cashier key is on site"),
}
OFFERS = {"accept": ("只收件", "papers are accepted only"), "book": ("改为预约", "a date is booked instead")}


@dataclass(frozen=True, slots=True)
class Unavailable:
    """One item of one open post that cannot be finished from ``start`` to ``end``.

    Attributes
    ----------
    meanwhile
        What is offered instead; at an empty post papers cannot be accepted, so it is ``book``.
    holders
        Who is on the post.
    missing
        Who could lift it, in the order to be asked: people of the AB table with the authority, or
        the signatories, or the keepers of the seal or key.
    at_hand
        Those of the missing who are on site meanwhile, elsewhere.
    """

    post: str
    item: Item
    start: datetime
    end: datetime
    cause: Cause
    meanwhile: Meanwhile
    holders: tuple[str, ...]
    missing: tuple[str, ...]
    at_hand: tuple[str, ...] = ()


def unavailable_items(problem: RosterProblem, roster: Roster) -> list[Unavailable]:
    """Items of open posts that a roster leaves nobody to finish, by time; runs are joined.

    An item needs somebody on the post who may hold it and whose line of the AB table does not
    leave the item out, a signatory at hand where it needs one, a keeper of the post's seal on site, and one of the cashier key where the
    post asks for it. The first of empty, authority, signatory, seal and cashier that fails is named.
    """
    view = RosterView(problem, roster)
    moment = problem.horizon.moment
    found: list[Unavailable] = []
    running: dict[tuple[str, str], Unavailable] = {}
    for block in view.problem.blocks:
        for post_id in sorted(block.posts):
            for item, cause, holders, missing in _lacking(view, problem.center.post[post_id], block):
                at_hand = tuple(p for p in missing if view.present(p, block.index))
                meanwhile: Meanwhile = "book" if cause == "empty" else item.meanwhile
                entry = Unavailable(
                    post_id, item, moment(block.start), moment(block.end), cause, meanwhile, holders, missing, at_hand
                )
                before = running.pop((post_id, item.id), None)
                if (
                    before is not None
                    and before.end == entry.start
                    and replace(before, start=entry.start, end=entry.end) == entry
                ):
                    entry = replace(entry, start=before.start)
                elif before is not None:
                    found.append(before)
                running[post_id, item.id] = entry
    return sorted((*found, *running.values()), key=lambda entry: (entry.start, entry.post, entry.item.id))


def _lacking(
    view: RosterView, post: Post, block: Block
) -> Iterator[tuple[Item, Cause, tuple[str, ...], tuple[str, ...]]]:
    """Items of an open post that cannot be finished over a block: why, who holds it, who is missing."""
    center, on = view.problem.center, view.problem.date(block.day)
    holders = tuple(p for p in view.holders(post.id, block.index) if center.source(p, post.id, on) is not None)
    limits = {p: line.without if (line := center.ab_line(p, post.id, on)) is not None else () for p in holders}
    keepers: list[tuple[Cause, tuple[str, ...]]] = []
    if post.seal is not None:
        keepers.append(("seal", center.custodians("seal", post.seal, on)))
    if post.cashier:
        keepers.append(("cashier", center.custodians("cashier", "cashier", on)))
    locked = next(
        ((cause, people) for cause, people in keepers if not any(view.present(p, block.index) for p in people)), None
    )
    for item in post.items:
        named = tuple(
            dict.fromkeys(
                line.person
                for line in center.ab_of_post[post.id]
                if center.source(line.person, post.id, on) is not None
                and line == center.ab_line(line.person, post.id, on)
                and item.id not in line.without
                and line.person not in holders
            )
        )
        if not holders:
            yield item, "empty", (), named
        elif all(item.id in limits[p] for p in holders):
            yield item, "authority", holders, named
        elif item.signatories and not any(signs(view, p, block) for p in item.signatories):
            yield item, "signatory", holders, item.signatories
        elif locked is not None:
            yield item, locked[0], holders, locked[1]


def signs(view: RosterView, person: str, block: Block) -> bool:
    """Whether a signatory is at hand: on site, or, of those on no roster, not on leave."""
    if view.problem.center.person[person].rota == "approver":
        return not view.problem.absent(person, block.start, block.end)
    return view.present(person, block.index)


def say(problem: RosterProblem, entry: Unavailable, lang: str) -> str:
    """One line of the list: when, where, what, why, what is offered and who is missing."""
    minute = problem.horizon.minute
    time, post = span_text(problem, minute(entry.start), minute(entry.end), lang), post_name(problem, entry.post, lang)
    why = CAUSES[entry.cause][lang != "zh"].format(holders=people_text(problem, entry.holders, lang))
    offer = OFFERS[entry.meanwhile][lang != "zh"]
    missing = people_text(problem, entry.missing, lang)
    here = people_text(problem, entry.at_hand, lang)
    if lang == "zh":
        near = f"(其中在场：{here})" if entry.at_hand else ""
        return f"{time}{post}不能办结「{entry.item.name_zh}」：{why}，{offer}。缺：{missing}{near}"
    near = f" (on site: {here})" if entry.at_hand else ""
    return f"{time} {post} cannot finish {entry.item.name_en}: {why}; {offer}. Missing: {missing}{near}"
