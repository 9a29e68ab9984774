"""The law pack: golden numbers, versions by date, provinces, and every fault of a file at once."""

import re
from dataclasses import fields
from datetime import date, time
from pathlib import Path

import pytest

from scheduler.domain.law import LawPack
from scheduler.store.laws import list_laws, read_law
from scheduler.store.paths import data_folder

ON = date(2026, 9, 7)
LAW = read_law(on=ON)


@pytest.mark.parametrize(
    ("years", "days"),
    [(0, 0), (0.99, 0), (1, 5), (5, 5), (9.99, 5), (10, 10), (19.99, 10), (20, 15), (41, 15)],
)
def test_annual_leave(years: float, days: int) -> None:
    assert LAW.annual_leave_days(years) == days


@pytest.mark.parametrize("years", [-1, float("nan"), 250])
def test_impossible_years_of_service_are_refused(years: float) -> None:
    with pytest.raises(ValueError, match="years of service"):
        LAW.annual_leave_days(years)


def test_numbers_of_the_regulation() -> None:
    assert (LAW.hours.day_minutes, LAW.hours.week_minutes, LAW.hours.week_mean_minutes) == (480, 2_400, 2_640)
    overtime = LAW.overtime
    assert (overtime.usual_day_minutes, overtime.most_day_minutes, overtime.most_month_minutes) == (60, 180, 2_160)
    assert (LAW.pay.longer_day_factor, LAW.pay.rest_day_factor, LAW.pay.statutory_factor) == (1.5, 2.0, 3.0)
    assert (LAW.norm.year_days, LAW.norm.quarter_days, LAW.norm.month_days) == (248, 62, 20.67)
    assert round(LAW.norm.month_days * LAW.hours.day_minutes / 60, 1) == 165.4  # shown as 20.67 x 8 h
    assert (LAW.night.start_time, LAW.night.end_time, LAW.night.counted_from_minutes) == (time(22), time(6), 60)
    assert LAW.rest.longest_run_days == 6
    assert (LAW.rest.between_shifts_minutes, LAW.rest.between_shifts_least_minutes) == (660, 480)
    assert (LAW.protection.pregnant_from_months, LAW.protection.nursing_until_months) == (7, 12)
    assert (LAW.absence.in_a_row_days, LAW.absence.in_a_year_days) == (15, 30)
    assert LAW.hours.cycles_names == ("week", "month", "quarter", "year")
    assert (LAW.partial_days.women_date, LAW.partial_days.youth_date) == ("03-08", "05-04")


def test_maternity_miscarriage_and_nursing() -> None:
    assert [LAW.maternity_days(n, d) for n, d in ((1, False), (1, True), (2, False), (3, True))] == [98, 113, 113, 143]
    assert [LAW.miscarriage_days(month) for month in (1, 3.9, 4, 6)] == [15, 15, 42, 42]
    assert [LAW.nursing_minutes(n) for n in (1, 2, 3)] == [60, 120, 180]
    for wrong in (lambda: LAW.maternity_days(0), lambda: LAW.nursing_minutes(0), lambda: LAW.miscarriage_days(-1)):
        with pytest.raises(ValueError, match="expected"):
            wrong()


@pytest.mark.parametrize(
    ("total", "unit", "months", "over"),
    [
        (3, 0, 3, 6),
        (9.9, 5, 6, 12),
        (10, 4, 6, 12),
        (12, 5, 9, 15),
        (15, 10, 12, 18),
        (20, 15, 18, 24),
        (30, 20, 24, 30),
        (3, 3, 3, 6),
    ],
)
def test_medical_period(total: float, unit: float, months: int, over: int) -> None:
    assert LAW.medical_period(total, unit) == (months, over)


def test_more_years_in_the_unit_than_in_total_are_refused() -> None:
    with pytest.raises(ValueError, match="4 years in the unit, 3 in total"):
        LAW.medical_period(3, 4)


def test_annual_leave_is_lost_by_long_sick_or_paid_personal_leave() -> None:
    assert [LAW.loses_annual_leave(5, sick_months=m) for m in (1.9, 2)] == [False, True]
    assert [LAW.loses_annual_leave(10, sick_months=m) for m in (2.9, 3)] == [False, True]
    assert [LAW.loses_annual_leave(20, sick_months=m) for m in (3.9, 4)] == [False, True]
    assert [LAW.loses_annual_leave(5, paid_personal_days=d) for d in (19, 20)] == [False, True]


def test_older_rosters_are_held_against_the_numbers_of_their_time() -> None:
    before, after = read_law(on=date(2024, 12, 31)), read_law(on=date(2025, 1, 1))
    assert (before.norm.year_days, before.norm.statutory_days, before.norm.quarter_days) == (250, 11, 62.5)
    assert (after.norm.year_days, after.norm.statutory_days, after.norm.quarter_days) == (248, 13, 62.0)
    assert before.provision("norm.year_days").effective_from == date(2008, 1, 3)
    assert "人社部发〔2025〕2号" in after.provision("norm.year_days").source


def test_every_number_has_its_source() -> None:
    numbers = {f"{g.name}.{f.name}" for g in fields(LawPack) for f in _fields(getattr(LAW, g.name))}
    assert len(numbers) > 50
    assert {p.key for p in LAW.provisions} == numbers
    for provision in LAW.provisions:
        assert provision.source and provision.zh and provision.en and provision.effective_from <= ON
    assert {p.article for p in LAW.provisions} == {f"L{n}" for n in range(1, 22)} - {"L4"}


def _fields(group: object) -> tuple[object, ...]:
    return fields(group) if hasattr(group, "__dataclass_fields__") else ()  # type: ignore[arg-type]


def test_a_provision_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match=r"no provision hours\.month"):
        LAW.provision("hours.month")


def test_a_province_changes_only_what_it_states() -> None:
    province = read_law("cn-GD", ON)
    assert province.name_zh == "广东省"
    assert (province.maternity_days(), province.parents.father_days) == (178, 15)
    assert (province.parents.parental_year_days, province.parents.carer_hospital_days) == (10, 15)
    assert province.provision("parents.father_days").pack == "cn-GD"
    assert province.hours == LAW.hours and province.provision("hours.day_minutes").pack == "cn"
    assert read_law("cn-GD", date(2021, 11, 30)).parents.father_days == 0


def test_shipped_packs_are_listed() -> None:
    assert list_laws() == ("cn", "cn-GD")


@pytest.mark.parametrize("pack", ["cn-XX", "../laws/cn", ""])
def test_unknown_packs(pack: str) -> None:
    with pytest.raises(ValueError, match="there are cn, cn-GD"):
        read_law(pack)


def test_a_date_before_the_law_names_what_is_not_in_force() -> None:
    with pytest.raises(ValueError, match=r"law cn: norm\.year_days has no version in force on 2007-06-01"):
        read_law(on=date(2007, 6, 1))


SHIPPED = (data_folder() / "laws" / "cn.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("value = 36,", 'value = "36",', "overtime.most_month_minutes = '36'"),
        ("value = 36,", "value = -36,", "overtime.most_month_minutes = -36"),
        ("value = 36,", "value = true,", "overtime.most_month_minutes = True"),
        ("value = 248,", "value = 248.5,", "norm.year_days = 248.5"),
        ("[norm.year_days]", "[norm.years_day]", "norm.year_days has no version"),
        ("[norm.year_days]", "[norm.years_day]", "norm.years_day is not a number that law packs know"),
        ("[[1, 5], [10, 10], [20, 15]]", "[[1, 5], [10], [20, 15]]", "annual_leave.days_bands"),
        ("[[1, 5], [10, 10], [20, 15]]", "[[10, 10], [1, 5], [20, 15]]", "annual_leave.days_bands"),
        ("value = 22:00:00", "value = 22", "night.start_time = 22"),
        ('value = "03-08"', 'value = "8 March"', "partial_days.women_date"),
        (
            "effective_from = 2008-01-03, value = 250",
            "effective_from = 2025-01-01, value = 250",
            "two versions take effect",
        ),
        ("effective_from = 2008-01-03, value = 250", "value = 250", "needs effective_from"),
        ('value = 250, source = "劳社部发〔2008〕3号：365-104-11"', "value = 250", "expected value and source"),
        ('zh = "年工作日"\n', "", "expected texts zh"),
        ('id = "cn"', 'id = "xx"', "expected id = 'cn'"),
        ('id = "cn"', 'id = "cn"\nextends = "cn"', "extends itself"),
        ('id = "cn"', "id = cn", "cn.toml:"),
    ],
)
def test_faults_of_a_pack(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in SHIPPED
    (tmp_path / "cn.toml").write_text(SHIPPED.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(words)):
        read_law("cn", ON, tmp_path)


def test_units_must_fit_and_all_faults_come_at_once(tmp_path: Path) -> None:
    text = SHIPPED.replace('unit = "hour"', 'unit = "day"').replace("value = 248,", 'value = "x",')
    (tmp_path / "cn.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="law cn") as error:
        read_law("cn", ON, tmp_path)
    lines = str(error.value).splitlines()
    assert "law cn: hours.day_minutes in day, expected hour or minute" in lines
    assert any("norm.year_days = 'x'" in line for line in lines)
    assert len(lines) == SHIPPED.count('unit = "hour"') + 1
