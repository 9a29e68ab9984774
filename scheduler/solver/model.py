"""A RosterProblem told to CP-SAT, rule by rule.

Variables come into being when a rule first asks for them: a cell that no rule mentions cannot
be rostered. Everything a rule states carries its name ``(rule, where)``.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ortools.sat.python import cp_model

from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level
from scheduler.rules import RULES
from scheduler.rules.base import Expr, Rule


@dataclass(slots=True)
class Statement:
    """One named thing the model was told, and the slack that lets it give way (None: hard)."""

    rule: str
    where: Mapping[str, Any]
    tier: int = 0
    slack: Any = None


@dataclass(slots=True)
class Tier:
    """What one lexicographic level minimises: ``sum(coefficient * slack)``."""

    terms: list[tuple[int, Any]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Held:
    """A roster that stays as it is except on the ``free`` days (person, day) of some people.

    What is held is a number in the model, not a variable: a question about few cells of a large
    hall is a small model, whatever the hall's size.
    """

    view: RosterView
    free: Container[tuple[str, int]]


class CpModel:
    """The model of one problem; implements :class:`scheduler.rules.base.Model`.

    Parameters
    ----------
    elastic
        Give HARD statements a slack too, on tier 0: used only after the plain model was shown to
        be infeasible, so that a roster always comes back and says which hard rule it breaks.
    rules
        Rules to tell; the contract test passes one at a time.
    every_cell
        Create every cell of the problem before the rules speak (contract test, pins of odd cells).
    held
        Cells that are no question. The problem must be that of its view.
    separated
        By rule, what it is to be told besides (:meth:`scheduler.rules.base.Rule.separate`).
    """

    def __init__(
        self,
        problem: RosterProblem,
        *,
        elastic: bool = False,
        rules: Sequence[Rule] = RULES,
        every_cell: bool = False,
        held: Held | None = None,
        separated: Mapping[str, Sequence[tuple[str, ...]]] = MappingProxyType({}),
    ) -> None:
        self.problem, self._held, self._separated = problem, held, separated
        self.cp = cp_model.CpModel()
        self.tiers: dict[int, Tier] = {}
        self.statements: list[Statement] = []
        self._elastic = elastic
        self._on: dict[tuple[str, str, int], Any] = {}
        self._present: dict[tuple[str, int], Any] = {}
        self._works: dict[tuple[str, int, str], Any] = {}
        self._worked: dict[tuple[str, int], Any] = {}
        self._gates: dict[tuple[str, tuple[int, ...]], Any] = {}
        self._past = RosterView(problem, Roster())
        one = problem.settings.get("one_shift_day")
        self._one_shift = (
            one.on and (one.level or Level.HARD) is Level.HARD and any(r.id == "one_shift_day" for r in rules)
        )
        self._shifts_over: dict[int, tuple[tuple[int, str], ...]] = {}
        self._rule, self._level, self._tier, self._weight = "", Level.HARD, 0, 1
        chosen = [rule for rule in rules if problem.settings.get(rule.id).on]
        self._touch_rostered()
        if every_cell:
            self._touch_all()
        for rule in sorted(chosen, key=lambda r: r.last):
            setting = problem.settings.get(rule.id)
            self._rule = rule.id
            self._level, self._tier, self._weight = rule.effective(setting)
            rule.encode(self, problem, rule.params(setting))

    def _touch_rostered(self) -> None:
        """Every shift of every rostered person is open to the solver, whatever rules are on."""
        for person in self.problem.center.staff:
            if person.rota == "rostered":
                for day in self.problem.days:
                    for shift in self.problem.center.shifts:
                        self.works(person.id, day.index, shift.code)

    def _touch_all(self) -> None:
        for person in self.problem.center.staff:
            for block in self.problem.blocks:
                self.present(person.id, block.index)
                for post in self.problem.center.posts:
                    self.on(person.id, post.id, block.index)

    # ---- what a rule may ask for -------------------------------------------------------

    def works(self, person: str, day: int, shift: str) -> Expr:
        if day < 0:
            return int(self._past.works(person, day, shift))
        if self.problem.center.person[person].rota != "rostered":
            return self.worked(person, day) if self.problem.center.person[person].shift == shift else 0
        if self._held is not None and (person, day) not in self._held.free:
            return int(self._held.view.works(person, day, shift))
        key = (person, day, shift)
        if key not in self._works:
            self._works[key] = self.cp.new_bool_var(f"works {person} {day} {shift}")
        return self._works[key]

    def worked(self, person: str, day: int) -> Expr:
        if day < 0:
            return int(self._past.worked(person, day))
        key = (person, day)
        if key not in self._worked:
            if self.problem.center.person[person].rota == "rostered":
                parts = [self.works(person, day, s.code) for s in self.problem.center.shifts]
                # Under the hard one-shift rule the sum is the exact answer and a far better relaxation.
                self._worked[key] = sum(parts) if self._one_shift else self.either(parts)
            else:
                blocks = self.problem.blocks_of_day[day]
                self._worked[key] = self.either([self.present(person, b.index) for b in blocks])
        return self._worked[key]

    def present(self, person: str, block: int) -> Expr:
        key = (person, block)
        if key in self._present:
            return self._present[key]
        if self._past.present(person, block):
            return 1  # a shift begun before the horizon still runs
        who = self.problem.center.person[person]
        if who.rota == "approver":
            self._present[key] = 0
        elif who.rota == "rostered":
            over = [self.works(person, day, shift) for day, shift in self._running(block)]
            self._present[key] = sum(over) if self._one_shift or len(over) < 2 else self.either(over)
        elif self._held is not None and (person, self.problem.blocks[block].day) not in self._held.free:
            self._present[key] = int(self._held.view.present(person, block))
        else:
            self._present[key] = self.cp.new_bool_var(f"present {person} {block}")
        return self._present[key]

    def on(self, person: str, post: str, block: int) -> Expr:
        key = (person, post, block)
        if key in self._on:
            return self._on[key]
        if self._past.on(person, post, block):
            return 1
        pooled = (
            [
                self.works(person, day, shift)
                for day, shift in self._running(block)
                if self.problem.center.shift[shift].pool == post
            ]
            if self.problem.center.person[person].rota == "rostered"
            else []
        )
        if pooled:
            self._on[key] = sum(pooled) if self._one_shift or len(pooled) < 2 else self.either(pooled)
        elif self.problem.center.person[person].rota == "approver" or self._pool(post):
            self._on[key] = 0
        elif self._held is not None and (person, self.problem.blocks[block].day) not in self._held.free:
            self._on[key] = int(self._held.view.on(person, post, block))
        else:
            cell = self.cp.new_bool_var(f"on {person} {post} {block}")
            self.cp.add(cell <= self.present(person, block))
            self._on[key] = cell
        return self._on[key]

    def _pool(self, post: str) -> bool:
        return any(shift.pool == post for shift in self.problem.center.shifts)

    def minutes(self, person: str, day: int) -> Expr:
        if day < 0:
            return self._past.minutes(person, day)
        if self.problem.center.person[person].rota == "rostered":
            return sum(s.paid_minutes * self.works(person, day, s.code) for s in self.problem.center.shifts)
        return sum(b.minutes * self.present(person, b.index) for b in self.problem.blocks_of_day[day])

    def cells(self) -> Sequence[tuple[str, str, int]]:
        return tuple(self._on)

    def attendances(self) -> Sequence[tuple[str, int]]:
        person = self.problem.center.person
        return tuple(key for key in self._present if person[key[0]].rota == "office")

    def _running(self, block: int) -> tuple[tuple[int, str], ...]:
        """(day, shift) pairs at work over a block; the day before counts for printed nights."""
        if block not in self._shifts_over:
            where = self.problem.blocks[block]
            self._shifts_over[block] = tuple(
                (day, shift.code)
                for day in range(max(0, where.day - 1), where.day + 1)
                for shift in self.problem.center.shifts
                if self.problem.shift_covers(day, shift.code, where)
            )
        return self._shifts_over[block]

    def separated(self) -> Sequence[tuple[str, ...]]:
        return self._separated.get(self._rule, ())

    # ---- gates -------------------------------------------------------------------------

    def both(self, *literals: Expr) -> Expr:
        if any(isinstance(x, int) and x == 0 for x in literals):
            return 0
        open_ = [x for x in literals if not isinstance(x, int)]
        if len(open_) < 2:
            return open_[0] if open_ else 1
        return self._gate("and", open_)

    def either(self, literals: Iterable[Expr]) -> Expr:
        found = list(literals)
        if any(isinstance(x, int) and x >= 1 for x in found):
            return 1
        open_ = [x for x in found if not isinstance(x, int)]
        if len(open_) < 2:
            return open_[0] if open_ else 0
        return self._gate("or", open_)

    def _gate(self, kind: str, parts: list[Any]) -> Any:
        key = (kind, tuple(sorted(id(p) for p in parts)))
        if key not in self._gates:
            gate = self.cp.new_bool_var(f"{kind} {len(self._gates)}")
            if kind == "and":
                for part in parts:
                    self.cp.add(gate <= part)
                self.cp.add(gate >= sum(parts) - (len(parts) - 1))
            else:
                for part in parts:
                    self.cp.add(gate >= part)
                self.cp.add(gate <= sum(parts))
            self._gates[key] = (gate, parts)  # the parts are kept alive: their id is the key
        return self._gates[key][0]

    # ---- what a rule may state -----------------------------------------------------------

    def at_least(self, expr: Expr, low: int, amount: int = 1, **where: Any) -> None:
        self._state((low - expr,), amount, where)

    def shortfall(self, needs: Iterable[tuple[Expr, int]], amount: int = 1, **where: Any) -> None:
        self._state([low - expr for expr, low in needs], amount, where)

    def at_most(self, expr: Expr, high: int, amount: int = 1, **where: Any) -> None:
        self._state((expr - high,), amount, where)

    def avoid(self, expr: Expr, amount: int = 1, **where: Any) -> None:
        self._state((expr,), amount, where)

    def _state(self, excesses: Sequence[Expr], amount: int, where: Mapping[str, Any]) -> None:
        """Keep every one of ``excesses`` at 0 or below, or pay ``amount`` for each unit of the largest."""
        hard = self._level is Level.HARD
        positive = [(cp_model.LinearExpr.sum([x]) if isinstance(x, int) else x, _upper_bound(x)) for x in excesses]
        positive = [(excess, most) for excess, most in positive if most > 0]
        if not positive:
            return
        if hard and not self._elastic:
            for excess, _ in positive:
                self.cp.add(excess <= 0)
            self.statements.append(Statement(self._rule, where))
            return
        slack = self.cp.new_int_var(0, max(most for _, most in positive), f"slack {self._rule} {len(self.statements)}")
        for excess, _ in positive:
            self.cp.add(slack >= excess)
        level = 0 if hard else self._tier
        self.statements.append(Statement(self._rule, where, level, slack))
        tier = self.tiers.setdefault(level, Tier())
        tier.terms.append((amount * (1 if hard else self._weight), slack))

    # ---- reading a solution ---------------------------------------------------------------

    @property
    def decisions(self) -> Mapping[tuple[Any, ...], Any]:
        """Variables that make up a roster, by key: presence, shifts, posts (not gates, not slacks)."""
        found: dict[tuple[Any, ...], Any] = {}
        person = self.problem.center.person
        found.update(
            {
                ("present", *k): v
                for k, v in self._present.items()
                if person[k[0]].rota == "office" and isinstance(v, cp_model.IntVar)
            }
        )
        found.update({("works", *k): v for k, v in self._works.items()})
        found.update(
            {
                ("on", *k): v
                for k, v in self._on.items()
                if isinstance(v, cp_model.IntVar) and k[1] != BACK_OFFICE and not self._pool(k[1])
            }
        )
        return found


def _upper_bound(expr: Expr) -> int:
    if isinstance(expr, int):
        return expr
    flat = cp_model.FlatIntExpr(expr)
    top = flat.offset
    for var, coefficient in zip(flat.vars, flat.coeffs, strict=True):
        if var.is_boolean:  # most are, and building a domain is dear
            top += max(0, coefficient)
            continue
        domain = var.domain
        top += coefficient * (domain.max() if coefficient > 0 else domain.min())
    return int(top)
