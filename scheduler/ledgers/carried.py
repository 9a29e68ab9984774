"""Who has done more than the fair share so far: the ledger carried from roster to roster.

Each roster divides what had to be carried among those who could carry it (Fagin and Williams' car
pool, IBM J. Res. Dev. 27(2), 1983: a share for who is there, the difference to what was done kept
in a book), and hands the difference on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from scheduler.domain.burdens import KINDS as SHIFT_KINDS
from scheduler.domain.burdens import counts, duty_closes, duty_portions, portions
from scheduler.domain.division import Portion, divide
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.domain.roster_view import RosterView
from scheduler.store.results import csv_bytes

Ledger = Mapping[str, Mapping[str, float]]

KINDS = (*SHIFT_KINDS, "duty", "cover", "dual")
"""Shifts of three kinds; days of hall duty; minutes of standing in; minutes on two posts at once."""


@dataclass(frozen=True, slots=True)
class Balance:
    """One person's account of one kind over one roster.

    Attributes
    ----------
    before, after
        How far above the fair share earlier rosters went, and how far they go with this one.
    count, share
        What this roster gives, and what would be fair of it: shifts, days of duty or minutes.
    total, among
        The part of the burden that only these people can carry, the person among them; 0 and
        nobody if none of it falls to this person.
    """

    person: str
    kind: str
    before: float
    count: float
    share: float
    after: float
    total: float
    among: tuple[str, ...]

    @property
    def due(self) -> float:
        """What would have brought the account to nil; below 0 if more was done before than that."""
        return self.share - self.before


def balances(problem: RosterProblem, roster: Roster) -> tuple[Balance, ...]:
    """Everybody's account of every kind that is asked for or was carried in, by kind, then as the center lists people."""
    view = RosterView(problem, roster)
    found = []
    for kind, (done, fair) in _kinds(problem, view).items():
        for person in problem.center.staff:
            before, portion = Fraction(str(problem.ledger.get(person.id, {}).get(kind, 0))), fair.get(person.id)
            count, share = done.get(person.id, Fraction(0)), portion.amount if portion else Fraction(0)
            if portion or count or before:
                after = before + count - share
                group = (float(portion.total), portion.among) if portion else (0.0, ())
                found.append(
                    Balance(person.id, kind, float(before), float(count), float(share), round(float(after), 4), *group)
                )
    return tuple(found)


def carried(problem: RosterProblem, roster: Roster) -> Ledger:
    """The ledger for the next roster: what came in, plus what this roster gave, less the fair share.

    What a kind nobody was asked for brought in is handed on unchanged, and so are kinds of other
    ledgers (owed days off).
    """
    found: dict[str, dict[str, float]] = {p: dict(kinds) for p, kinds in problem.ledger.items()}
    for line in balances(problem, roster):
        found.setdefault(line.person, {})[line.kind] = line.after
    return {
        p: {k: v for k, v in sorted(kinds.items()) if v} for p, kinds in sorted(found.items()) if any(kinds.values())
    }


Account = tuple[Mapping[str, Fraction], Mapping[str, Portion]]
"""What was done and what is fair, by person."""


def _kinds(problem: RosterProblem, view: RosterView) -> Mapping[str, Account]:
    had = {p.id: counts(problem, view, p.id) for p in problem.center.staff if p.rota == "rostered"}
    found: dict[str, Account] = {}
    for kind in SHIFT_KINDS:
        fair = portions(problem, kind)
        done = {p: Fraction(mine[kind]) for p, mine in had.items() if fair}
        found[kind] = (done, _as_given(fair, done))
    found["duty"] = _duty(view.problem, view)
    found["cover"], found["dual"] = _cover(view.problem, view)
    return found


def _as_given(fair: Mapping[str, Portion], done: Mapping[str, Fraction]) -> Mapping[str, Portion]:
    """Shares of what a group was given in all, in the proportions of what was asked.

    A roster gives more than the covers ask for where the need is higher. Shares of what was asked
    would leave everybody ahead, more each month, and a rule that sees everybody ahead has nothing to
    even out; what a group was given is its own to divide.
    """
    given: dict[tuple[str, ...], Fraction] = defaultdict(Fraction)
    for person, portion in fair.items():
        given[portion.among] += done.get(person, Fraction(0))
    return {
        person: replace(
            portion, amount=portion.amount * given[portion.among] / portion.total, total=given[portion.among]
        )
        if portion.total
        else portion
        for person, portion in fair.items()
    }


def _duty(problem: RosterProblem, view: RosterView) -> Account:
    held: dict[str, Fraction] = defaultdict(Fraction)
    for _, window, block in duty_closes(problem):
        for person in view.holders(window, block.index):
            held[person] += 1
    return held, duty_portions(problem)


def _cover(problem: RosterProblem, view: RosterView) -> tuple[Account, Account]:
    """Minutes on others' posts, and of these the minutes on two posts at once.

    What a post needed is divided among those named for it who were there, and who did it: another
    post's backup could not have relieved them.
    """
    center = problem.center
    done: dict[str, dict[str, Fraction]] = {"cover": defaultdict(Fraction), "dual": defaultdict(Fraction)}
    parts: dict[str, dict[frozenset[str], Fraction]] = {"cover": defaultdict(Fraction), "dual": defaultdict(Fraction)}
    for block in problem.blocks:
        on = problem.date(block.day)
        for person in sorted({p for post in block.posts for p in view.holders(post, block.index)}):
            held = sorted(view.posts(person, block.index))
            foreign = [post for post in held if center.source(person, post, on) not in (None, "A")]
            doubled = foreign[len(foreign) - (len(held) - 1) :] if len(held) > 1 else []
            for kind, posts in (("cover", foreign), ("dual", doubled)):
                for post in posts:
                    named = [line for line in center.backups(post, on) if kind == "cover" or line.mode == "dual"]
                    there = {line.person for line in named if not problem.absent(line.person, block.start, block.end)}
                    done[kind][person] += block.minutes
                    parts[kind][frozenset({person, *there})] += block.minutes
    weights = {
        p.id: Fraction(sum(b.minutes for b in problem.blocks if b.posts and not problem.absent(p.id, b.start, b.end)))
        for p in center.staff
        if parts["cover"]
    }
    return (done["cover"], divide(parts["cover"], weights)), (done["dual"], divide(parts["dual"], weights))


def ledger_bytes(ledger: Ledger) -> bytes:
    """``ledger.csv`` of a center folder, as the next roster reads it."""
    rows: Iterable[tuple[str, str, float]] = (
        (p, kind, value) for p, kinds in sorted(ledger.items()) for kind, value in sorted(kinds.items())
    )
    return csv_bytes(("person", "kind", "value"), rows)
