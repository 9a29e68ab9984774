"""The law that a roster is held against: numbers with their source, as in force on one date."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.law_groups import (
    AbsenceLaw,
    AnnualLeaveLaw,
    Bands,
    HoursLaw,
    NightLaw,
    NormLaw,
    OtherLeaveLaw,
    OvertimeLaw,
    ParentLaw,
    PartialDayLaw,
    PayLaw,
    ProtectionLaw,
    RestLaw,
)


@dataclass(frozen=True, slots=True)
class Provision:
    """Where one number of a law pack is from.

    Attributes
    ----------
    key
        ``group.field`` of the :class:`LawPack`.
    article
        The project's number of the legal rule (``L1``, ``L2``, ...).
    value
        As written in the data file, in ``unit``.
    pack
        The pack that states it: a province's pack overrides the national one.
    """

    key: str
    article: str
    zh: str
    en: str
    unit: str
    value: object
    effective_from: date
    source: str
    pack: str


@dataclass(frozen=True, slots=True)
class LawPack:
    """All numbers of the law in force ``on`` a date. An aid for planning, not legal advice."""

    id: str
    name_zh: str
    name_en: str
    on: date
    hours: HoursLaw
    rest: RestLaw
    overtime: OvertimeLaw
    pay: PayLaw
    norm: NormLaw
    night: NightLaw
    protection: ProtectionLaw
    parents: ParentLaw
    annual_leave: AnnualLeaveLaw
    other_leave: OtherLeaveLaw
    absence: AbsenceLaw
    partial_days: PartialDayLaw
    provisions: tuple[Provision, ...]

    def provision(self, key: str) -> Provision:
        """Source, unit and date of one number, e.g. ``overtime.most_month_minutes``."""
        for provision in self.provisions:
            if provision.key == key:
                return provision
        raise ValueError(f"law {self.id}: no provision {key}")

    def annual_leave_days(self, total_service_years: float) -> int:
        """Working days of annual leave: 5 from 1, 10 from 10, 15 from 20 years of total service.

        Parameters
        ----------
        total_service_years
            Years of work at all employers, not only this one; may be a fraction.

        Raises
        ------
        ValueError
            If negative or not a number.
        """
        row = _row(self.annual_leave.days_bands, total_service_years)
        return 0 if row is None else row[1]

    def loses_annual_leave(
        self, total_service_years: float, sick_months: float = 0, paid_personal_days: float = 0
    ) -> bool:
        """Whether a year's sick leave or paid personal leave is so long that annual leave is lost."""
        row = _row(self.annual_leave.lost_sick_bands, total_service_years)
        long_sick = row is not None and sick_months >= row[1]
        return long_sick or paid_personal_days >= self.annual_leave.lost_personal_days

    def maternity_days(self, children: int = 1, difficult: bool = False) -> int:
        """Calendar days of maternity leave, a province's reward leave included."""
        if children < 1:
            raise ValueError(f"maternity leave for {children} children, expected at least 1")
        law = self.parents
        extra = law.extra_child_days * (children - 1) + (law.difficult_birth_days if difficult else 0)
        return law.birth_days + extra + law.reward_days

    def miscarriage_days(self, pregnant_months: float) -> int:
        """Calendar days of leave after a miscarriage in a month of pregnancy."""
        if not pregnant_months >= 0:
            raise ValueError(f"miscarriage after {pregnant_months} months, expected 0 or more")
        late = pregnant_months >= self.parents.miscarriage_late_months
        return self.parents.miscarriage_late_days if late else self.parents.miscarriage_early_days

    def nursing_minutes(self, children: int = 1) -> int:
        """Minutes off post a day for a nursing mother of so many children under one year."""
        if children < 1:
            raise ValueError(f"nursing {children} children, expected at least 1")
        return self.protection.nursing_day_minutes + self.protection.nursing_extra_child_minutes * (children - 1)

    def medical_period(self, total_service_years: float, unit_service_years: float) -> tuple[int, int]:
        """Medical period and the months over which sick leave adds up to it, both in months."""
        bands = self.other_leave.medical_bands
        starts = [row[0] for row in bands if row[0] <= _years(total_service_years)]
        row = _row(tuple(row[1:] for row in bands if starts and row[0] == max(starts)), unit_service_years)
        if row is None or unit_service_years > total_service_years:
            raise ValueError(
                f"no medical period: {unit_service_years} years in the unit, {total_service_years} in total"
            )
        return row[1], row[2]


def _row(bands: Bands, years: float) -> tuple[int, ...] | None:
    """The last row whose lower bound is reached, None below the first."""
    reached = [row for row in bands if row[0] <= _years(years)]
    return max(reached) if reached else None


def _years(years: float) -> float:
    if not 0 <= years < 100:
        raise ValueError(f"{years} years of service, expected 0 to 100")
    return years
