"""What is locked, published or past stays as it is."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import ClassVar

from scheduler.domain.absence import Pin
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import MONDAY, hall, hotline, roster


class Frozen(Rule):
    """Published slots do not change without a reason; the past is fixed (3-10; C28).

    The amount is the minutes in which a roster departs from a pin:

    - shift, no post: a rostered person works that shift of the day of ``start``, or its whole
      length is lost; office staff are present in each block of the shift inside the pin;
    - post: the person is on it in each block of the pin (at the own desk: present). Where the
      post is the pool of the pinned shift, the rostered person works that very shift;
    - neither: the person works nothing that day; what is worked counts, a shift with its length.
    """

    id = "frozen"
    catalogue = "C28"
    article = "3-10"
    unit = "minutes"
    level = Level.HARD
    tier = 0
    title: ClassVar = {"zh": "已锁定不变", "en": "Locked cells kept"}
    text: ClassVar = {
        "zh": "{person}{time}的安排已锁定或已发布，却被改动{amount}分钟",
        "en": "{person}'s duty {time} is locked or published, but {amount} minutes of it changed",
    }
    remedy: ClassVar = {
        "zh": "恢复{person}原来的安排，或由科长说明理由后解除锁定。",
        "en": "Restore {person}'s duty, or have the section head release the lock with a reason.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        starts = [block.start for block in problem.blocks]
        for pin, day in _in_horizon(problem):
            departed = self._departed(problem, view, pin, day, starts)
            if departed:
                start, end = problem.horizon.minute(pin.start), problem.horizon.minute(pin.end)
                yield Breach(self.id, departed, start, end, day, pin.post, pin.person, pin.shift)

    @staticmethod
    def _departed(problem: RosterProblem, view: RosterView, pin: Pin, day: int, starts: Sequence[int]) -> int:
        person = pin.person
        if pin.post is None and pin.shift is None:
            if _rostered(problem, person):
                known = (_length(problem, code) for code in view.shifts(person, day) if code in problem.center.shift)
                return sum(known) or view.minutes(person, day)
            return sum(b.minutes for b in problem.blocks_of_day[day] if view.present(person, b.index))
        whole = _whole_shift(problem, pin)
        if whole is not None and not view.works(person, day, whole[0]):
            return whole[1]
        at_desk = pin.post in (None, BACK_OFFICE)
        return sum(
            minutes
            for block, minutes in _blocks(problem, pin, day, starts)
            if not (view.present(person, block.index) if at_desk else view.on(person, pin.post or "", block.index))
        )

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        starts = [block.start for block in problem.blocks]
        for pin, day in _in_horizon(problem):
            person, whole = pin.person, _whole_shift(problem, pin)
            if whole is not None:
                model.at_least(model.works(person, day, whole[0]), 1, whole[1], person=person, day=day)
            elif pin.post is None and pin.shift is None:
                self._free(model, problem, person, day)
            else:
                for block, minutes in _blocks(problem, pin, day, starts):
                    at_desk = pin.post is None or pin.post == BACK_OFFICE
                    there = (
                        model.present(person, block.index) if at_desk else model.on(person, pin.post or "", block.index)
                    )
                    model.at_least(there, 1, minutes, person=person, block=block.index)

    @staticmethod
    def _free(model: Model, problem: RosterProblem, person: str, day: int) -> None:
        if _rostered(problem, person):
            for shift in problem.center.shifts:
                model.avoid(model.works(person, day, shift.code), _length(problem, shift.code), person=person, day=day)
        else:
            for block in problem.blocks_of_day[day]:
                model.avoid(model.present(person, block.index), block.minutes, person=person, block=block.index)

    def examples(self) -> Sequence[Example]:
        pins = (_pin("x", 0, 8, 16, "D"), _pin("y", 1, 0, 24), _pin("l", 0, 16, 24, "E", "phone"))
        line = hotline(pins=pins)
        kept, moved = roster(line, "x D 0", "y D 0", "l E 0"), roster(line, "x E 0", "y E 1", "l D 0")
        window = hall(pins=(_pin("b", 0, 9, 10, "O", "W2"), _pin("b", 0, 10, 12, "O", "W2"), _pin("c", 0, 14, 17, "O")))
        held, left = roster(window, "b W2 AM", "c back PM"), roster(window, "b back 09:00-10:00", "b W2 10:00-12:00")
        return [Example(line, kept, moved, 3 * 480), Example(window, held, left, 60 + 180)]


def _rostered(problem: RosterProblem, person: str) -> bool:
    return problem.center.person[person].rota == "rostered"


def _length(problem: RosterProblem, shift: str) -> int:
    return sum(end - start for start, end in problem.center.shift[shift].parts)


def _in_horizon(problem: RosterProblem) -> Iterator[tuple[Pin, int]]:
    """Pins with the day of the horizon they belong to; what belongs to another day cannot change."""
    for pin in problem.pins:
        day = problem.horizon.day(pin.start.date())
        if pin.shift is not None and pin.post is not None:
            # A night printed on the evening before starts on the next date.
            day = next((owner for owner in (day, day - 1) if _within(problem, pin, owner)), day)
        if 0 <= day < problem.horizon.days:
            yield pin, day


def _within(problem: RosterProblem, pin: Pin, day: int) -> bool:
    start, end = problem.horizon.minute(pin.start), problem.horizon.minute(pin.end)
    parts = problem.center.shift[pin.shift].parts if pin.shift else ()
    return any(day * 1440 + a <= start and end <= day * 1440 + b for a, b in parts)


def _whole_shift(problem: RosterProblem, pin: Pin) -> tuple[str, int] | None:
    """Shift and minutes where a pin asks a rostered person for a shift as such, else None."""
    if pin.shift is None or not _rostered(problem, pin.person):
        return None
    if pin.post is None:
        return pin.shift, _length(problem, pin.shift)
    if problem.center.shift[pin.shift].pool == pin.post:
        return pin.shift, problem.horizon.minute(pin.end) - problem.horizon.minute(pin.start)
    return None


def _blocks(problem: RosterProblem, pin: Pin, day: int, starts: Sequence[int]) -> Iterator[tuple[Block, int]]:
    """Blocks that a pin speaks about, with the minutes it covers of each."""
    start, end = problem.horizon.minute(pin.start), problem.horizon.minute(pin.end)
    for index in range(max(0, bisect_right(starts, start) - 1), len(starts)):
        block = problem.blocks[index]
        if block.start >= end:
            return
        inside = min(block.end, end) - max(block.start, start)
        wanted = pin.post is not None or (pin.shift is not None and problem.shift_covers(day, pin.shift, block))
        if inside > 0 and wanted:
            yield block, inside


def _pin(person: str, day: int, first: int, last: int, shift: str | None = None, post: str | None = None) -> Pin:
    base = datetime.combine(MONDAY, datetime.min.time()) + timedelta(days=day)
    return Pin(person, base + timedelta(hours=first), base + timedelta(hours=last), shift, post)
