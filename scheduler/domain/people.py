"""Who works here, and what each may do on which date."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Rota = Literal["office", "rostered", "approver"]
"""``office``: present in every session of every open day unless absent. ``rostered``: the solver
chooses the shifts. ``approver``: known by name for approvals, never on a roster."""

HoursScheme = Literal["standard", "comprehensive", "flexible"]

FULL_LEVEL = 2
"""Skill level from which a person may hold a post alone; level 1 only helps (regulation 2-16)."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One business item a person masters, with the dates of the certificate."""

    item: str
    level: int = FULL_LEVEL
    valid_from: date | None = None
    valid_to: date | None = None

    def valid(self, on: date) -> bool:
        after_start = self.valid_from is None or self.valid_from <= on
        return after_start and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Standing:
    """A period in which a person does not count on posts.

    ``kind`` is ``trainee`` (2-16), ``off_post_training`` (4-22) or ``moved`` (4-19);
    both dates are included.
    """

    kind: Literal["trainee", "off_post_training", "moved"]
    start: date
    end: date

    def covers(self, on: date) -> bool:
        return self.start <= on <= self.end


@dataclass(frozen=True, slots=True)
class Acting:
    """A designation to act in a higher rank (代值长, 3-68); both dates are included."""

    rank: str
    valid_from: date
    valid_to: date

    def valid(self, on: date) -> bool:
        return self.valid_from <= on <= self.valid_to


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff.

    Attributes
    ----------
    rank
        One of the center's ranks (``Center.ranks``, lowest first).
    acting
        Higher ranks held for a time; they count on shifts, not in approvals.
    shift
        Code of the office shift; only for ``rota == "office"``.
    protected_from, protected_until
        Pregnant from the seventh month or nursing: no night, no overtime (law L9, L10). The
        reason itself is not stored.
    service_years, total_service_years
        Years with this unit and in all, on the first day of the sample year.
    """

    id: str
    name_zh: str
    name_en: str
    section: str
    rank: str
    rota: Rota = "office"
    shift: str | None = None
    employment: str = "contract"
    hours_scheme: HoursScheme = "standard"
    skills: tuple[Skill, ...] = ()
    standings: tuple[Standing, ...] = ()
    acting: tuple[Acting, ...] = ()
    backbone: bool = False
    crew: str | None = None
    protected_from: date | None = None
    protected_until: date | None = None
    service_years: float = 0.0
    total_service_years: float = 0.0
    _skill_items: dict[str, tuple[Skill, ...]] = field(default_factory=dict, repr=False, compare=False, init=False)

    def __post_init__(self) -> None:
        for skill in self.skills:
            self._skill_items[skill.item] = (*self._skill_items.get(skill.item, ()), skill)

    def name(self, lang: str) -> str:
        return self.name_zh if lang == "zh" else self.name_en

    def level(self, item: str, on: date) -> int:
        """Highest valid level in an item on a date, 0 without it."""
        return max((s.level for s in self._skill_items.get(item, ()) if s.valid(on)), default=0)

    def standing(self, on: date) -> str | None:
        """Why the person does not count on posts on that date, or None."""
        return next((s.kind for s in self.standings if s.covers(on)), None)

    def protected(self, on: date) -> bool:
        if self.protected_from is None and self.protected_until is None:
            return False
        after = self.protected_from is None or self.protected_from <= on
        return after and (self.protected_until is None or on <= self.protected_until)
