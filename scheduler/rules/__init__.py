"""One rule, one file. RULES is in reading order: what must hold first, wishes last."""

from scheduler.rules.ab_not_both_off import ABNotBothOff
from scheduler.rules.ab_valid import ABValid
from scheduler.rules.authority import Authority
from scheduler.rules.backbone_mix import BackboneMix
from scheduler.rules.base import Rule
from scheduler.rules.cashier_key import CashierKey
from scheduler.rules.continuity import Continuity
from scheduler.rules.demand_met import DemandMet
from scheduler.rules.dispatch import Dispatch
from scheduler.rules.double_duty_load import DoubleDutyLoad
from scheduler.rules.dual_cover import DualCover
from scheduler.rules.fair_cover import FairCover
from scheduler.rules.fair_duty import FairDuty
from scheduler.rules.fair_shifts import FairShifts
from scheduler.rules.frozen import Frozen
from scheduler.rules.hall_duty import HallDuty
from scheduler.rules.handover import Handover
from scheduler.rules.holder_first import HolderFirst
from scheduler.rules.hours_day import HoursDay
from scheduler.rules.hours_week import HoursWeek
from scheduler.rules.key_holder import KeyHolder
from scheduler.rules.lead_at_peak import LeadAtPeak
from scheduler.rules.leave_kept import LeaveKept
from scheduler.rules.leave_quota import LeaveQuota
from scheduler.rules.manager_on_site import ManagerOnSite
from scheduler.rules.max_nights import MaxNights
from scheduler.rules.min_open import MinOpen
from scheduler.rules.min_rest import MinRest
from scheduler.rules.n1_margin import N1Margin
from scheduler.rules.non_ab_cover import NonABCover
from scheduler.rules.office_rota import OfficeRota
from scheduler.rules.one_place import OnePlace
from scheduler.rules.one_shift_day import OneShiftDay
from scheduler.rules.open_days import OpenDays
from scheduler.rules.over_staff import OverStaff
from scheduler.rules.overtime_cost import OvertimeCost
from scheduler.rules.overtime_cycle import OvertimeCycle
from scheduler.rules.post_covered import PostCovered
from scheduler.rules.preference import Preference
from scheduler.rules.protected_nights import ProtectedNights
from scheduler.rules.protected_overtime import ProtectedOvertime
from scheduler.rules.qualified import Qualified
from scheduler.rules.rank_present import RankPresent
from scheduler.rules.reception import Reception
from scheduler.rules.role_waste import RoleWaste
from scheduler.rules.seal_present import SealPresent
from scheduler.rules.segregation import Segregation
from scheduler.rules.sessions import Sessions
from scheduler.rules.shift_covered import ShiftCovered
from scheduler.rules.signatory_present import SignatoryPresent
from scheduler.rules.skill_present import SkillPresent
from scheduler.rules.stability import Stability
from scheduler.rules.weekly_rest import WeeklyRest

RULES: tuple[Rule, ...] = (
    PostCovered(),
    ShiftCovered(),
    SkillPresent(),
    OnePlace(),
    DoubleDutyLoad(),
    Segregation(),
    ABValid(),
    ABNotBothOff(),
    N1Margin(),
    Qualified(),
    Authority(),
    RankPresent(),
    LeaveKept(),
    ManagerOnSite(),
    SealPresent(),
    SignatoryPresent(),
    KeyHolder(),
    CashierKey(),
    HallDuty(),
    OfficeRota(),
    MinOpen(),
    Sessions(),
    OpenDays(),
    OneShiftDay(),
    Reception(),
    HoursDay(),
    HoursWeek(),
    OvertimeCycle(),
    WeeklyRest(),
    ProtectedNights(),
    ProtectedOvertime(),
    MinRest(),
    MaxNights(),
    Dispatch(),
    Frozen(),
    Handover(),
    DemandMet(),
    OverStaff(),
    DualCover(),
    NonABCover(),
    BackboneMix(),
    RoleWaste(),
    LeadAtPeak(),
    FairShifts(),
    FairDuty(),
    FairCover(),
    Preference(),
    LeaveQuota(),
    Stability(),
    OvertimeCost(),
    HolderFirst(),
    Continuity(),
)

RULE = {rule.id: rule for rule in RULES}
"""Rules by id."""
