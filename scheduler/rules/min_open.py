"""As many windows open as were advertised."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from scheduler.domain.blocks import held
from scheduler.domain.problem import Block, RosterProblem
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.domain.shifts import Session
from scheduler.rules.base import Breach, Example, Model, NoParams, Rule
from scheduler.rules.tiny import hall, hall_center, roster


class MinOpen(Rule):
    """Open windows never fall below the advertised number of a session (4-26, 4-28, 4-30; C14).

    A window is open while somebody who may hold it is on it; two windows in one hand are two. No
    meeting, inspection or convenience lowers the number: that needs a new publication. Amount:
    minutes x windows missing, for each session with a number (``min_open`` of sessions.csv).
    Phone and chat posts are no windows.
    """

    id = "min_open"
    catalogue = "C14"
    article = "4-26, 4-28, 4-30"
    unit = "window-minutes"
    level = Level.MUST
    tier = 1
    title: ClassVar = {"zh": "开窗数不低于公布数", "en": "Advertised windows open"}
    text: ClassVar = {
        "zh": "{time}只开{open}个窗口，公布为{wanted}个",
        "en": "{open} windows are open {time}, {wanted} are advertised",
    }
    remedy: ClassVar = {
        "zh": "补开窗口(B岗到位或兼岗)，或经批准后另行公布开窗数。",
        "en": "Open more windows (backups, double duty), or publish another number with approval.",
    }

    def check(self, problem: RosterProblem, view: RosterView, params: NoParams) -> Iterable[Breach]:
        center = problem.center
        for block in problem.blocks:
            on = problem.date(block.day)
            for session in self._sessions(problem, block):
                opened = [
                    post
                    for post in self._windows(problem, session)
                    if any(center.source(person, post, on) is not None for person in view.holders(post, block.index))
                ]
                missing = session.min_open - len(opened)
                if missing > 0:
                    yield Breach(
                        self.id,
                        missing * block.minutes,
                        block.start,
                        block.end,
                        block.day,
                        words={"open": len(opened), "wanted": session.min_open},
                    )

    @staticmethod
    def _sessions(problem: RosterProblem, block: Block) -> Iterator[Session]:
        """Sessions with an advertised number that run over a block."""
        day = problem.days[block.day]
        for session in problem.center.sessions:
            start = day.index * 1440 + session.start
            if (
                session.min_open
                and start <= block.start
                and block.end <= start + session.end - session.start
                and held(session, day.date, day.workday)
            ):
                yield session

    @staticmethod
    def _windows(problem: RosterProblem, session: Session) -> list[str]:
        center = problem.center
        named = session.posts or tuple(p.id for p in center.posts)
        return [post for post in named if center.post[post].kind not in ("phone", "chat")]

    def encode(self, model: Model, problem: RosterProblem, params: NoParams) -> None:
        center = problem.center
        if not any(session.min_open for session in center.sessions):
            return
        for block in problem.blocks:
            on = problem.date(block.day)
            for session in self._sessions(problem, block):
                opened: Any = sum(
                    model.either([model.on(p, post, block.index) for p in center.able(post, on)])
                    for post in self._windows(problem, session)
                )
                model.at_least(opened, session.min_open, block.minutes, session=session.id, block=block.index)

    def examples(self) -> Sequence[Example]:
        center = hall_center()
        morning, afternoon = center.sessions
        problem = hall(center=replace(center, sessions=(replace(morning, min_open=2), replace(afternoon, min_open=1))))
        kept = roster(problem, "a W1 AM", "a W2 AM", "b W1 PM")
        return [Example(problem, kept, roster(problem, "a W1 AM", "b W1 AM", "b back PM"), 2 * 180)]
