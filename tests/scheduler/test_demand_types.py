"""Types of contact: they make up the queue, weigh its handling time, and reach the need."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from scheduler.demand_types import type_shares
from scheduler.planning import forecast_center, need_of, open_center
from scheduler.store.entries import TypedArrivals
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder, folder_files, parse_folder

START = datetime(2026, 8, 3, 9)


def typed(aht: float) -> tuple[TypedArrivals, ...]:
    """Six weeks of mornings at the hotline: enquiries, and half as many progress queries that take ``aht`` seconds."""
    lines = []
    for day in range(35):
        for half in range(6):
            at = START + timedelta(days=day, minutes=30 * half)
            lines += [
                TypedArrivals("hotline", at, "咨询查询", 20, 180.0),
                TypedArrivals("hotline", at, "进度查询", 10, aht),
            ]
    return tuple(lines)


def folder(aht: float) -> CenterFolder:
    files = {
        name: raw
        for name, raw in folder_files(replace(open_center("hotline"), demand=None, demand_types=typed(aht))).items()
        if name != "demand.csv"
    }
    return parse_folder(files)


def test_types_add_up_and_weigh_the_handling_time() -> None:
    found = folder(600.0)
    assert found.demand is not None
    assert set(found.demand["arrivals"]) == {30}
    assert found.demand["aht_s"].round(6).unique().tolist() == [320.0]  # (20 x 180 + 10 x 600) / 30
    assert parse_folder(folder_files(found)) == found


def test_a_longer_type_of_call_needs_more_people() -> None:
    need = {
        aht: sum(
            cell.required
            for cell in need_of(made, forecast_center(made, date(2026, 9, 7), date(2026, 9, 7)))
            if 9 <= cell.start.hour < 12
        )
        for aht in (60.0, 900.0)
        for made in (folder(aht),)
    }
    assert need[900.0] > need[60.0] + 6


def test_progress_queries_are_a_class_of_their_own() -> None:
    shares = {t.type: t for t in type_shares(typed(600.0))}
    assert shares["进度查询"].share == pytest.approx(1 / 3)
    assert shares["进度查询"].aht_s == 600.0
    assert shares["咨询查询"].arrivals == 20 * 35 * 6
    assert shares["咨询查询"].busiest == 9


def test_types_that_do_not_add_up_are_a_fault_of_their_row() -> None:
    files = folder_files(folder(600.0))
    text = files["demand_types.csv"].decode("utf-8-sig").replace(",20,", ",25,", 1)
    with pytest.raises(FolderFaults) as error:
        parse_folder({**files, "demand_types.csv": text.encode()})
    fault = error.value.faults[0]
    assert fault.file == "demand_types.csv" and "35" in str(fault) and "30" in str(fault)
