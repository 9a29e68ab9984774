"""Wishes for shifts and days off."""

from collections.abc import Iterable, Iterator, Sequence
from typing import ClassVar

from scheduler.domain.absence import Wish
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hotline, roster
from scheduler.rules.weekly_rest import asked_blocks, asked_work


class Preference(Rule):
    """A refused wish costs its weight (4-03; P10).

    A wish names a shift or, without one, the day off; ``avoid`` turns it round. Office staff have
    no shifts to choose: only their wishes about the whole day count.
    """

    id = "preference"
    catalogue = "P10"
    article = "4-03"
    unit = "points"
    level = Level.SOFT
    tier = 6
    last = True
    title: ClassVar = {"zh": "个人意愿", "en": "Wishes"}
    text: ClassVar = {
        "zh": "{person}{day}的意愿「{wish_zh}」未能满足",
        "en": "{person}'s wish for {day} ({wish_en}) is not met",
    }
    remedy: ClassVar = {
        "zh": "与他人对调，或在下期优先照顾{person}。",
        "en": "Arrange a swap, or favor {person} in the next roster.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        for wish in _counted(problem):
            worked = view.worked(wish.person, wish.day)
            given = not worked if wish.shift is None else view.works(wish.person, wish.day, wish.shift)
            if given == wish.avoid:
                zh, en = _names(problem, wish)
                yield Breach(
                    self.id,
                    wish.weight,
                    wish.day * 1440,
                    wish.day * 1440 + 1440,
                    wish.day,
                    person=wish.person,
                    shift=wish.shift,
                    words={"wish_zh": zh, "wish_en": en},
                )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        asked = asked_blocks(model, problem)
        for wish in _counted(problem):
            where = {"person": wish.person, "day": wish.day, "shift": wish.shift}
            who, day, code = wish.person, wish.day, wish.shift
            work = asked_work(model, problem, asked, who, day) if code is None else model.works(who, day, code)
            if wish.avoid == (code is None):
                model.at_least(work, 1, wish.weight, **where)
            else:
                model.at_most(work, 0, wish.weight, **where)

    def examples(self) -> Sequence[Example]:
        wishes = (
            Wish("x", 0, "D", 2),
            Wish("x", 1, None, 3),
            Wish("y", 0, "N", 4, avoid=True),
            Wish("y", 1, None, 5, avoid=True),
        )
        problem = hotline(wishes=wishes)
        kept = roster(problem, "x D 0", "y E 0", "y N 1")
        broken = roster(problem, "x E 0", "x E 1", "y N 0")
        return [Example(problem, kept, broken, 2 + 3 + 4 + 5)]


def _counted(problem: RosterProblem) -> Iterator[Wish]:
    rota = {p.id: p.rota for p in problem.center.staff}
    for wish in problem.wishes:
        kind = rota.get(wish.person)
        chosen = kind == "rostered" or (kind == "office" and wish.shift is None)
        if chosen and wish.weight > 0 and 0 <= wish.day < problem.horizon.days:
            yield wish


def _names(problem: RosterProblem, wish: Wish) -> tuple[str, str]:
    """The wish in a word or two, in Chinese and English."""
    if wish.shift is None:
        return ("不休息", "to work") if wish.avoid else ("休息", "day off")
    shift = problem.center.shift[wish.shift]
    return (f"不上{shift.name_zh}", f"not {shift.name_en}") if wish.avoid else (f"上{shift.name_zh}", shift.name_en)
