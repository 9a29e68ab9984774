"""What a rule is, and what it may say to a model.

A rule states one article of the regulation twice, independently: ``check`` reads a finished
roster (it is written first; it is the specification) and ``encode`` tells a model. Neither sees
the solver: the model comes as an argument and offers only what :class:`Model` lists. What is
told with :meth:`Model.at_least`, :meth:`Model.at_most` or :meth:`Model.avoid` has an *amount*
when it is not kept, in the same unit that ``check`` reports, so the solver's cost and the
check's cost can be compared to the last unit.
"""

from abc import ABC, abstractmethod
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Protocol

from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.domain.rule_settings import Level, RuleSetting

Expr = Any
"""A whole number or a linear expression of the model; supports ``+``, ``-`` and ``* int``."""


class Model(Protocol):
    """The solver's model as a rule sees it. Blocks and days are indices of the problem."""

    def on(self, person: str, post: str, block: int) -> Expr:
        """1 if the person holds the post over the block."""

    def present(self, person: str, block: int) -> Expr:
        """1 if the person is on site and at work over the block."""

    def works(self, person: str, day: int, shift: str) -> Expr:
        """1 if the person works the shift of that day; a constant for days before the horizon."""

    def worked(self, person: str, day: int) -> Expr:
        """1 if anything of the person belongs to the day; a constant before the horizon."""

    def minutes(self, person: str, day: int) -> Expr:
        """Minutes of work that belong to the day."""

    def cells(self) -> Sequence[tuple[str, str, int]]:
        """Every (person, post, block) that some rule has asked for, in the order of asking."""

    def attendances(self) -> Sequence[tuple[str, int]]:
        """Every (person, block) whose presence is a question of its own (office staff)."""

    def separated(self) -> Sequence[tuple[str, ...]]:
        """What :meth:`Rule.separate` of the rule that speaks has found in earlier rosters of the same problem."""

    def both(self, *literals: Expr) -> Expr:
        """1 exactly if all literals are 1."""

    def either(self, literals: Iterable[Expr]) -> Expr:
        """1 exactly if at least one literal is 1."""

    def at_least(self, expr: Expr, low: int, amount: int = 1, **where: Any) -> None:
        """``expr >= low``; what is missing costs ``amount`` a unit unless the rule is HARD."""

    def shortfall(self, needs: Iterable[tuple[Expr, int]], amount: int = 1, **where: Any) -> None:
        """``expr >= low`` for every pair; only the largest shortfall costs, ``amount`` a unit."""

    def at_most(self, expr: Expr, high: int, amount: int = 1, **where: Any) -> None:
        """``expr <= high``; what is above costs ``amount`` a unit unless the rule is HARD."""

    def avoid(self, expr: Expr, amount: int = 1, **where: Any) -> None:
        """``expr == 0`` (``expr`` never negative); each unit costs ``amount`` unless HARD."""


@dataclass(frozen=True, slots=True)
class Breach:
    """What is wrong with a roster: one rule, one place, one amount.

    Attributes
    ----------
    amount
        How much, in the rule's own unit (``Rule.unit``); always positive.
    start, end
        Span in minutes of the horizon, for sorting and for showing.
    words
        Values for the placeholders of ``Rule.text``: plain strings or ids, never sentences.
    """

    rule: str
    amount: int
    start: int
    end: int
    day: int | None = None
    post: str | None = None
    person: str | None = None
    shift: str | None = None
    words: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A hand-made case: a roster that keeps the rule and one that breaks it by ``amount``.

    A rule that reads data alone (AB table, absences) cannot be kept and broken in one problem:
    then ``faulty`` is the problem of ``breaks``.
    """

    problem: RosterProblem
    keeps: Roster
    breaks: Roster
    amount: int
    faulty: RosterProblem | None = None


@dataclass(frozen=True)
class NoParams:
    """Parameters of a rule that has none."""


class Rule(ABC):
    """One rule of the regulation. Subclasses set the class attributes and the three methods.

    Attributes
    ----------
    id
        File name, test name, and the name in settings and output files.
    catalogue
        Id in the constraint catalogue (C01 …, P01 …).
    article
        Numbers in the regulation register, e.g. ``3-07, 3-11``; law as ``L3``.
    unit
        Unit of ``Breach.amount``.
    level, tier, weight
        Defaults; the center's settings win. Tiers: 1 coverage, need and presence; 2 AB backup;
        3 contracts and soft law; 4 stability; 5 fairness; 6 wishes and cost.
    title, text
        Name and sentence in ``zh`` and ``en``; the sentence may use the placeholders
        ``{post} {person} {shift} {day} {time} {amount}`` and every key of ``Breach.words``.
    remedy
        What would mend it, as a sentence in both languages with the same placeholders.
    last
        Encode after all others: rules that forbid cells look at the cells others asked for.
    """

    id: ClassVar[str]
    catalogue: ClassVar[str]
    article: ClassVar[str]
    unit: ClassVar[str]
    level: ClassVar[Level] = Level.MUST
    tier: ClassVar[int] = 1
    weight: ClassVar[int] = 1
    title: ClassVar[Mapping[str, str]]
    text: ClassVar[Mapping[str, str]]
    remedy: ClassVar[Mapping[str, str]]
    last: ClassVar[bool] = False
    Params: ClassVar[type] = NoParams

    @abstractmethod
    def check(self, problem: RosterProblem, view: RosterView, params: Any) -> Iterable[Breach]:
        """Every breach of this rule in a roster. ``problem`` is ``view.problem``."""

    @abstractmethod
    def encode(self, model: Model, problem: RosterProblem, params: Any) -> None:
        """Tell a model the same."""

    def separate(self, problem: RosterProblem, view: RosterView, params: Any) -> Iterable[tuple[str, ...]]:
        """For rules with more statements than can be told: names of those that a roster breaks.

        The check counts all; ``encode`` tells a part and what ``Model.separated`` brings. The search
        goes on until nothing is broken that was not told.
        """
        return ()

    @abstractmethod
    def examples(self) -> Sequence[Example]:
        """Hand-made cases, written from the article's text."""

    def params(self, setting: RuleSetting) -> Any:
        """Parameters with a center's values; raises ValueError for unknown names and bad values."""
        known = {f.name: f for f in fields(self.Params)}
        unknown = sorted(set(setting.params) - set(known))
        if unknown:
            raise ValueError(f"rule {self.id}: unknown parameter {', '.join(unknown)}; known: {', '.join(known)}")
        for name, value in setting.params.items():
            low, high = known[name].metadata.get("min"), known[name].metadata.get("max")
            if isinstance(value, int | float) and (
                (low is not None and value < low) or (high is not None and value > high)
            ):
                raise ValueError(f"rule {self.id}: {name} = {value}, expected {low} to {high}")
        values = {k: tuple(v) if isinstance(v, list) else v for k, v in setting.params.items()}
        return self.Params(**values)

    def effective(self, setting: RuleSetting) -> tuple[Level, int, int]:
        """Level, tier and weight after the center's settings."""
        return (
            setting.level or self.level,
            self.tier if setting.tier is None else setting.tier,
            self.weight if setting.weight is None else setting.weight,
        )


def cells_of(
    model: Model, problem: RosterProblem, people: Container[str], posts: Container[str]
) -> Iterator[tuple[str, str, int]]:
    """Cells of some people and posts that a roster may hold: those asked for, and all of pools.

    Who is on a pool follows from the shifts, whether or not a rule asked for that block.
    """
    pools = sorted({s.pool for s in problem.center.shifts if s.pool is not None and s.pool in posts})
    for person, post, block in model.cells():
        if person in people and post in posts and post not in pools:
            yield person, post, block
    for who in problem.center.staff:
        if who.rota == "rostered" and who.id in people:
            for post in pools:
                for index in range(len(problem.blocks)):
                    held = model.on(who.id, post, index)
                    if not isinstance(held, int) or held:
                        yield who.id, post, index
