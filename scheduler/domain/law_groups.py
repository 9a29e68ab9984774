"""The numbers of the labor law, grouped. What each is, and where it is from, stands in the law's
data file; the suffix of a field's name is its unit."""

from dataclasses import dataclass
from datetime import time

Bands = tuple[tuple[int, ...], ...]
"""Rows of whole numbers; the first column is the lower bound from which a row holds."""


@dataclass(frozen=True, slots=True)
class HoursLaw:
    """Daily and weekly working time (L1) and the cycles of comprehensive hours (L6)."""

    day_minutes: int
    week_minutes: int
    week_mean_minutes: int
    cycles_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestLaw:
    """Weekly rest (L2), runs of working days around holidays (L18), rest between shifts (L21)."""

    per_week_days: int
    window_days: int
    holiday_run_days: int
    between_shifts_minutes: int
    between_shifts_least_minutes: int

    @property
    def longest_run_days(self) -> int:
        """Working days in a row that still leave the weekly rest in every rolling window."""
        return self.window_days - self.per_week_days


@dataclass(frozen=True, slots=True)
class OvertimeLaw:
    """Limits of overtime (L3), and how each kind of employment is compensated (L5, L20)."""

    usual_day_minutes: int
    most_day_minutes: int
    most_month_minutes: int
    paid_names: tuple[str, ...]
    in_lieu_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PayLaw:
    """Pay factors (L5, L6, L13)."""

    longer_day_factor: float
    rest_day_factor: float
    statutory_factor: float
    comprehensive_excess_factor: float
    untaken_leave_factor: float


@dataclass(frozen=True, slots=True)
class NormLaw:
    """Working days of a cycle on average (L7). A roster's own norm is counted by the calendar."""

    year_days: int
    quarter_days: float
    month_days: float
    paid_month_days: float
    statutory_days: int
    """Statutory days of all citizens in a year (L18)."""


@dataclass(frozen=True, slots=True)
class NightLaw:
    """What counts as night work (L8)."""

    start_time: time
    end_time: time
    counted_from_minutes: int


@dataclass(frozen=True, slots=True)
class ProtectionLaw:
    """Pregnant and nursing staff (L9, L10): no night and no overtime."""

    pregnant_from_months: int
    nursing_until_months: int
    nursing_day_minutes: int
    nursing_extra_child_minutes: int


@dataclass(frozen=True, slots=True)
class ParentLaw:
    """Maternity, paternity, parental and carer leave (L11, L12), in calendar days; 0: not granted."""

    birth_days: int
    before_birth_days: int
    difficult_birth_days: int
    extra_child_days: int
    miscarriage_early_days: int
    miscarriage_late_days: int
    miscarriage_late_months: int
    reward_days: int
    father_days: int
    parental_year_days: int
    parental_until_years: int
    carer_year_days: int
    carer_hospital_days: int
    carer_parent_years: int


@dataclass(frozen=True, slots=True)
class AnnualLeaveLaw:
    """Paid annual leave (L13), in working days.

    ``days_bands`` rows are (total years of service, days); ``lost_sick_bands`` rows are (total
    years, months of sick leave in the year from which the leave is lost).
    """

    first_after_months: int
    days_bands: Bands
    lost_sick_bands: Bands
    lost_personal_days: int
    carried_over_years: int


@dataclass(frozen=True, slots=True)
class OtherLeaveLaw:
    """Marriage and bereavement (L14), family visits (L15, calendar days), medical period (L16).

    ``medical_bands`` rows are (total years, years in the unit, months, counted over months).
    """

    marriage_days: int
    bereavement_days: int
    visit_after_years: int
    visit_spouse_days: int
    visit_parents_single_days: int
    visit_parents_single_two_years_days: int
    visit_parents_married_days: int
    visit_parents_married_every_years: int
    medical_bands: Bands


@dataclass(frozen=True, slots=True)
class AbsenceLaw:
    """Absence without leave (L17): **more** than so many days may end the employment."""

    in_a_row_days: int
    in_a_year_days: int


@dataclass(frozen=True, slots=True)
class PartialDayLaw:
    """Half holidays of part of the citizens (L19), as ``MM-DD``."""

    women_date: str
    youth_date: str
    off_minutes: int
