"""One server for all browser tests; skipped where there is no browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.planning import sample_centers
from tests.browser.served import ARGS, SIZE, chromium, planner

HOSTILE = "<img src=x onerror=alert(1)>*林*"


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("planner")
    centers = place / "centers"
    shutil.copytree(sample_centers()["hall"], centers / "hostile")
    people = centers / "hostile" / "people.csv"
    people.write_text(people.read_text(encoding="utf-8").replace("林静怡", HOSTILE), encoding="utf-8")
    with planner(place, PAIBAN_SOLVE_SECONDS="3", PAIBAN_CENTERS=str(centers)) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    program = chromium()
    if program is None:
        pytest.skip("no Chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A Chinese browser; a fault of any script on the page fails the test."""
    context = browser.new_context(viewport=SIZE, locale="zh-CN")
    opened = context.new_page()
    faults: list[str] = []
    opened.on("pageerror", lambda fault: faults.append(str(fault)))
    yield opened
    context.close()
    assert not faults


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in Path(str(item.path)).parents:
            item.add_marker(pytest.mark.browser)
