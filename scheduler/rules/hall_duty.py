"""Hall duty goes round the windows and is handed from one holder to the next."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise
from typing import Any, ClassVar, NamedTuple

from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster import PRESENT_ROLES, Duty, Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, roster

FAULTS = {
    "close": ("下班时该窗口无人", "nobody is on the window at closing time"),
    "handover": ("与下一值班人碰不上面，无法当面交接", "its holder and the next one never meet to hand over"),
    "first": ("与上一值班人碰不上面，无法当面交接", "its holder and the last one never meet to take over"),
    "row": ("登记的值班人下班时不在该窗口", "the person recorded for duty does not close the window"),
}


class Turn(NamedTuple):
    """One day's hall duty: the window, and the first and last block it is open."""

    day: int
    window: str
    first: Block
    last: Block


class HallDuty(Rule):
    """Each open day's duty window is held at its close, and duty can be handed over (3-21, 3-22; C13).

    Three things count 1 each:

    * nobody is on the duty window in the last block it is open that day;
    * no handover: neither is anybody of the next duty window's first block present at this close,
      nor is anybody of this close present at the next opening. A close at which nobody held the
      window already counted above and does not count again. The chain runs over closed days, and
      from the past's last row of role ``duty`` into the horizon;
    * a day's rows of role ``duty`` (of an edited roster) name somebody who does not close the
      duty window.

    A day on which the window whose turn it is does not open has no holder and is skipped. The
    close and the opening are moments, so cutting blocks changes nothing.
    """

    id = "hall_duty"
    catalogue = "C13"
    article = "3-21, 3-22"
    unit = "duties and handovers"
    level = Level.MUST
    tier = 3
    weight = 60
    last = True
    title: ClassVar = {"zh": "大厅值班与交接", "en": "Hall duty and handover"}
    text: ClassVar = {
        "zh": "{day}由{post}轮值大厅值班：{fault_zh}",
        "en": "Hall duty of {post} on {day}: {fault_en}",
    }
    remedy: ClassVar = {
        "zh": "与相邻窗口对调{day}的值班，或安排交接双方有一次同时在场。",
        "en": "Swap the duty of {day} with a neighboring window, or let the two holders meet once.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        turns = self._turns(problem)
        closing = {turn.day: set(view.holders(turn.window, turn.last.index)) for turn in turns}
        for turn in turns:
            if not closing[turn.day]:
                yield self._breach(turn, turn.last, "close")
        if turns and not self._taken_over(problem, view, turns[0]):
            yield self._breach(turns[0], turns[0].first, "first")
        for turn, after in pairwise(turns):
            takers = view.holders(after.window, after.first.index)
            met = any(view.present(p, turn.last.index) for p in takers)
            met = met or any(view.present(p, after.first.index) for p in closing[turn.day])
            if closing[turn.day] and not met:
                yield self._breach(turn, turn.last, "handover")
        by_day = {turn.day: turn for turn in turns}
        rows = {(problem.horizon.day(d.day), d.person, d.post) for d in view.roster.duties if d.role == "duty"}
        wrong = {day: (person, post) for day, person, post in sorted(rows) if person not in closing.get(day, set())}
        for day, (person, post) in wrong.items():
            window = by_day[day].window if day in by_day else post
            yield Breach(self.id, 1, day * 1440, day * 1440 + 1440, day, window, person, words=self._words("row"))

    def _breach(self, turn: Turn, block: Block, fault: str) -> Breach:
        return Breach(self.id, 1, block.start, block.end, turn.day, turn.window, words=self._words(fault))

    @staticmethod
    def _words(fault: str) -> dict[str, str]:
        return dict(zip(("fault_zh", "fault_en"), FAULTS[fault], strict=True))

    @staticmethod
    def _taken_over(problem: RosterProblem, view: RosterView, turn: Turn) -> bool:
        """Whether duty came over from before the horizon; True if nothing is known of it."""
        rows = [d for d in problem.past.duties if d.role == "duty"]
        if not rows:
            return True
        close = max(d.end for d in rows)
        there = {d.person for d in problem.past.duties if d.role in PRESENT_ROLES and d.start < close <= d.end}
        return bool(
            there.intersection(view.holders(turn.window, turn.first.index))
            or any(view.present(d.person, turn.first.index) for d in rows if d.end == close)
        )

    @staticmethod
    def _turns(problem: RosterProblem) -> list[Turn]:
        turns = []
        for day, window in enumerate(problem.duty_windows):
            opened = [b for b in problem.blocks_of_day[day] if window in b.posts]
            if window is not None and opened:
                turns.append(Turn(day, window, opened[0], opened[-1]))
        return turns

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        turns = self._turns(problem)
        wanted = {(t.window, b.index) for t in turns for b in (t.first, t.last)}
        on: dict[tuple[str, int], dict[str, Any]] = {key: {} for key in wanted}
        for person, post, block in model.cells():
            if (post, block) in wanted:
                on[post, block][person] = model.on(person, post, block)
        for turn in turns:
            held: Any = sum(on[turn.window, turn.last.index].values())
            model.at_least(held, 1, day=turn.day, what="close")
        for turn, after in pairwise(turns):
            givers, takers = on[turn.window, turn.last.index], on[after.window, after.first.index]
            meetings = [model.both(v, model.present(p, after.first.index)) for p, v in givers.items()]
            meetings += [model.both(v, model.present(p, turn.last.index)) for p, v in takers.items()]
            model.at_most(model.either(givers.values()) - sum(meetings), 0, day=turn.day, what="handover")
        rows = sorted((d for d in problem.past.duties if d.role == "duty"), key=lambda d: d.end)
        if turns and rows:
            first, close = turns[0].first.index, rows[-1].end
            known = problem.center.person
            links = [
                model.present(p, first)
                for p in sorted({d.person for d in rows if d.end == close and d.person in known})
            ]
            met = {d.person for d in problem.past.duties if d.role in PRESENT_ROLES and d.start < close <= d.end}
            links += [v for p, v in on[turns[0].window, first].items() if p in met]
            model.at_least(sum(links), 1, day=turns[0].day, what="first")

    def examples(self) -> Sequence[Example]:
        problem = hall(2)
        kept = roster(problem, "a W1 PM", "b back PM", "b W2 AM 1", "a W2 PM 1")
        unmet = roster(problem, "a W1 PM", "b W2 AM 1", "b W2 PM 1")
        friday = Duty(date(2026, 9, 4), "b", datetime(2026, 9, 4, 9), datetime(2026, 9, 4, 17), "W2", "duty", "O")
        worked = replace(friday, person="c", start=datetime(2026, 9, 4, 14), post="back", role="pool")
        after = hall(1, past=Roster.of([friday, worked]))
        held = ("a W1 AM", "a W1 PM")
        return [
            Example(problem, kept, unmet, 1),
            Example(problem, kept, roster(problem, "b W1 AM", "b W2 AM 1"), 2),
            Example(after, roster(after, *held, "b back AM"), roster(after, *held, "b back PM"), 1),
            Example(after, roster(after, "c W1 AM", "a W1 PM"), roster(after, "a W1 AM", "c W1 PM"), 1),
        ]
