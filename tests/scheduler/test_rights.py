"""Who may edit, publish and see: two lines of command, the roster's owner, the leader of a shift."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.domain.center import Center
from scheduler.domain.roster import Duty, Roster
from scheduler.leave.kinds import parse_kinds
from scheduler.planning import open_center
from scheduler.rights import NotAllowed, Role, changed_cells, check_edit, check_plan, check_publish, owners, roles
from scheduler.store.paths import data_folder
from scheduler.words import SENSITIVE, public_kind

DAY = date(2026, 9, 8)
NOW = datetime(2026, 9, 8, 10)


@pytest.fixture(scope="module")
def hall() -> Center:
    return open_center("hall").center


@pytest.fixture(scope="module")
def hotline() -> Center:
    return open_center("hotline").center


def duty(person: str, shift: str, day: date = DAY, start: int = 8, hours: int = 8, post: str = "phone") -> Duty:
    at = datetime(day.year, day.month, day.day) + timedelta(hours=start)
    return Duty(day, person, at, at + timedelta(hours=hours), post, "pool", shift)


ON_SHIFT = Roster.of(
    [
        duty("V1", "D"),
        duty("Z1", "D"),
        duty("Z2", "D"),
        duty("V2", "E", start=16),
        duty("Z3", "E", start=16),
        duty("Z1", "D", DAY + timedelta(days=1)),
    ]
)


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        ("S01", (Role.EMPLOYEE,)),
        ("S09", (Role.EMPLOYEE, Role.ROSTERER)),
        ("M01", (Role.EMPLOYEE, Role.DIRECTOR)),
        ("M02", (Role.EMPLOYEE, Role.DIRECTOR)),
        ("K01", (Role.SECTION_HEAD,)),
        ("K06", (Role.SECTION_HEAD, Role.HR)),
        ("L01", (Role.LEADER_IN_CHARGE,)),
        ("J01", (Role.BUREAU_DIRECTOR,)),
    ],
)
def test_roles_are_read_off_the_center(hall: Center, person: str, expected: tuple[Role, ...]) -> None:
    assert roles(hall, person) == expected


def test_a_center_always_has_somebody_who_plans(hall: Center, hotline: Center) -> None:
    assert owners(hall) == ("S09",) and owners(hotline) == ("D1",)
    assert owners(replace(hall, rosterers=())) == ("M01", "M02")
    assert owners(replace(hotline, rosterers=())) == ("K01",)
    assert owners(replace(hotline, rosterers=(), sections=()))


@pytest.mark.parametrize("actor", ["S09", "M01", "M02"])
def test_owner_and_directors_change_the_whole_hall(hall: Center, actor: str) -> None:
    check_plan(hall, actor)
    check_edit(hall, Roster(), actor, [("S01", DAY), ("S07", DAY)], NOW)


@pytest.mark.parametrize("actor", ["S01", "K01", "K06", "L01", "J01", "Z99"])
def test_nobody_else_plans_the_whole(hall: Center, actor: str) -> None:
    with pytest.raises(NotAllowed):
        check_plan(hall, actor)


def test_a_section_head_arranges_the_own_section(hall: Center) -> None:
    check_edit(hall, Roster(), "K01", [("S01", DAY), ("S16", DAY + timedelta(days=9))], NOW)
    with pytest.raises(NotAllowed) as caught:
        check_edit(hall, Roster(), "K01", [("S01", DAY), ("S03", DAY)], NOW)
    assert (
        caught.value.article == "3-05, 3-10" and "S03" in caught.value.text("zh") and "S03" in caught.value.text("en")
    )
    with pytest.raises(NotAllowed, match="3-10"):
        check_edit(hall, Roster(), "S01", [("S01", DAY)], NOW)


def test_a_shift_leader_arranges_the_own_shift_on_its_day(hotline: Center) -> None:
    check_edit(hotline, ON_SHIFT, "V1", [("Z1", DAY), ("Z2", DAY)], NOW)
    called_in = Roster.of([*ON_SHIFT.duties, duty("Z5", "D")])
    check_edit(hotline, ON_SHIFT, "V1", [("Z5", DAY)], NOW, called_in)
    for cell, after in (
        (("Z3", DAY), None),
        (("Z1", DAY + timedelta(days=1)), None),
        (("Z5", DAY), None),
        (("Z5", DAY), Roster.of([duty("Z5", "E", start=16)])),
    ):
        with pytest.raises(NotAllowed) as caught:
            check_edit(hotline, ON_SHIFT, "V1", [cell], NOW, after)
        assert caught.value.article == "3-63"
    with pytest.raises(NotAllowed, match="3-63"):
        check_edit(hotline, ON_SHIFT, "V3", [("Z1", DAY)], NOW)  # leads nothing today
    with pytest.raises(NotAllowed, match="3-10"):
        check_edit(hotline, ON_SHIFT, "Z1", [("Z1", DAY)], NOW)


def test_the_leader_of_a_night_is_still_its_leader_after_midnight(hotline: Center) -> None:
    night = Roster.of([duty("V1", "E", start=18, hours=12), duty("Z1", "E", start=18, hours=12)])
    check_edit(hotline, night, "V1", [("Z1", DAY)], NOW.replace(day=9, hour=3))
    with pytest.raises(NotAllowed, match="3-63"):
        check_edit(hotline, night, "V1", [("Z1", DAY)], NOW.replace(day=9, hour=7))


def test_a_published_cell_changes_only_with_a_reason_and_within_reach(hall: Center) -> None:
    before = Roster.of([duty("S01", "O", post="W1"), duty("S03", "O", post="W3")])
    own = Roster.of([duty("S03", "O", post="W3"), duty("S02", "O", post="W1")])
    assert changed_cells(before, own) == (("S01", DAY), ("S02", DAY))
    assert check_publish(hall, before, own, "K01", "临时调整", NOW) == (("S01", DAY), ("S02", DAY))
    for actor in ("K01", "S09", "M01"):
        with pytest.raises(NotAllowed) as caught:
            check_publish(hall, before, own, actor, "  ", NOW)
        assert caught.value.article == "3-10, 4-28"
    with pytest.raises(NotAllowed, match="3-05, 3-10"):
        check_publish(hall, before, Roster(), "K01", "临时调整", NOW)
    assert check_publish(hall, before, before, "S09", "", NOW) == ()
    check_publish(hall, None, own, "S09", "", NOW)
    with pytest.raises(NotAllowed, match="1-01"):
        check_publish(hall, None, own, "K01", "首版", NOW)


@pytest.mark.parametrize(("reason", "second"), [("", "M01"), ("试行", ""), ("试行", "S09"), ("试行", "S01")])
def test_hard_breaches_need_a_reason_and_a_second_person_with_the_right(hall: Center, reason: str, second: str) -> None:
    with pytest.raises(NotAllowed):
        check_publish(hall, None, Roster(), "S09", reason, NOW, second, hard=1)
    check_publish(hall, None, Roster(), "S09", "试行", NOW, "M01", hard=1)


def test_types_that_tell_of_health_are_those_of_the_table() -> None:
    kinds = parse_kinds((data_folder() / "leave" / "kinds.csv").read_text(encoding="utf-8"))
    assert {k.code for k in kinds.values() if k.sensitive} == SENSITIVE
    assert [public_kind(k) for k in ("sick", "maternity", "annual")] == ["away", "away", "annual"]
