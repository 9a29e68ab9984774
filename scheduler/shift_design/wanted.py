"""What a planner asks of a shift design: start grid, lengths, breaks, split and part-day shifts, how many kinds."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.domain.center import Center
from scheduler.domain.clock import DAY_MINUTES
from scheduler.shift_design.patterns import Allowed, Pause

MEAL_FROM = 360
"""Shifts from six hours on have the meal and the rest."""


class Unfit(ValueError):
    """What was asked cannot be designed, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en

    def text(self, lang: str) -> str:
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question, in minutes.

    Attributes
    ----------
    starts
        Minutes of the day at which shifts may begin.
    lengths
        From start to end, breaks included; one below :data:`MEAL_FROM` is a part-day peak shift and has no break.
    meal
        Unpaid, three to five hours after the start; 0: none.
    rest
        Paid, one to two and a half hours after the start; 0: none.
    split
        Gaps of split shifts; empty: none.
    budget
        Shifts there are; None: as many as the head-count model takes.
    kinds
        Different shifts (start and end) at most; None: as many as help.
    """

    starts: tuple[int, ...]
    lengths: tuple[int, ...]
    meal: int = 30
    rest: int = 0
    split: tuple[int, ...] = ()
    budget: int | None = None
    kinds: int | None = None

    def allowed(self, slot: int) -> Allowed:
        """The shifts that may be worked, on intervals of ``slot`` minutes.

        Raises
        ------
        Unfit
            If there is no start or length, or something does not fit the intervals.
        """
        if not self.starts or not self.lengths:
            raise Unfit("没有给出上班时间或班长", "no start or no length of shifts given")
        asked = (
            ("休息", "a break", (self.meal, self.rest)),
            ("班长", "a length", self.lengths),
            ("两头班间隔", "a gap", self.split),
            ("上班时间", "a start", self.starts),
        )
        for zh, en, values in asked:
            for minutes in values:
                if minutes % slot:
                    raise Unfit(
                        f"{zh}{minutes}分钟与本中心{slot}分钟的时段不合",
                        f"{en} of {minutes} min does not fit the center's intervals of {slot} min",
                    )
        pauses = [Pause(self.meal, 180, 300)] if self.meal else []
        pauses += [Pause(self.rest, 60, 150, paid=True)] if self.rest else []
        return Allowed(
            tuple(sorted({s % DAY_MINUTES for s in self.starts})),
            self.lengths,
            ((MEAL_FROM, tuple(pauses)),),
            self.split,
        )


def served_by_shifts(center: Center) -> tuple[str, ...]:
    """Queues whose people come by shifts: those for which shifts can be designed."""
    pools = {shift.pool for shift in center.shifts}
    return tuple(queue.id for queue in center.queues if queue.posts and all(post in pools for post in queue.posts))


def every(minutes: int) -> tuple[int, ...]:
    """Starts all day long, so many minutes apart."""
    return tuple(range(0, DAY_MINUTES, minutes))


def present_starts(center: Center, posts: Sequence[str]) -> tuple[int, ...]:
    """Starts of the shifts there are now."""
    return tuple(sorted({shift.start % DAY_MINUTES for shift in center.shifts if shift.pool in posts}))
