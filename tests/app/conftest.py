"""A planner with a small solving effort and a database of its own."""

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from app import state
from app.database import store
from app.jobs import JobState, jobs
from app.parts.draft import Draft
from app.parts.grid_ops import Sheet
from app.texts import Words
from scheduler.domain.problem import RosterProblem
from scheduler.planning import Plan
from scheduler.rules.tiny import hall, hotline, roster

MAIN = Path(__file__).parents[2] / "app" / "main.py"
PATIENCE = 120


@pytest.fixture(scope="session", autouse=True)
def small_planner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Little effort for first rosters, and no database of the person who runs the tests."""
    wanted = {
        state.SECONDS_VARIABLE: "3",
        "PAIBAN_DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('store') / 'paiban.db'}",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    yield
    for name, value in before.items():
        if value is None:
            del os.environ[name]
        else:
            os.environ[name] = value


@pytest.fixture(scope="session")
def first_plan(small_planner: None) -> Callable[[str], Plan]:
    """The first plan of a sample, made once for all tests and for the pages they open."""

    def made(ref: str) -> Plan:
        changed = state.stamp(ref)
        folder = state.load(ref, changed)
        assert folder.horizon is not None
        desk = state.Desk(Words("zh"), ref, folder, folder, *folder.horizon)
        job = desk.first_job()
        settle()
        assert job.state is JobState.DONE, job.error
        found: Plan = job.result
        return found

    return made


def settle() -> None:
    """Wait until no job is running."""
    end = time.monotonic() + PATIENCE
    while any(job.active for job in jobs().all()):
        assert time.monotonic() < end, "a job does not end"
        time.sleep(0.05)


@pytest.fixture
def no_covers() -> Iterator[None]:
    """What one test puts on record of the day does not happen to the next."""
    yield
    with store().transaction() as session:
        session.execute(text("DELETE FROM cover"))


@pytest.fixture
def open_app(first_plan: Callable[[str], Plan], no_covers: None) -> Callable[..., AppTest]:
    """An app on one page: ``open_app("hall", "zh", "roster")``."""

    def opened(ref: str, lang: str, page: str = "today") -> AppTest:
        first_plan(ref)
        app = AppTest.from_file(MAIN, default_timeout=60)
        app.query_params["center"], app.query_params["lang"] = ref, lang
        app.run()
        if page != "today":
            app.switch_page(f"views/{page}.py").run()
        return app

    return opened


@pytest.fixture
def hall_problem() -> RosterProblem:
    """Two days of the tiny hall: W1 with A ``a`` and dual backup ``b``, W2 the other way round."""
    return hall(2)


@pytest.fixture
def hall_draft(hall_problem: RosterProblem) -> Draft:
    lines = [
        f"{who} {post} {part} {day}"
        for day in (0, 1)
        for part in ("AM", "PM")
        for who, post in (("a", "W1"), ("b", "W2"), ("c", "back"), ("m", "back"))
    ]
    return Draft(hall_problem, Sheet.of(roster(hall_problem, *lines)))


@pytest.fixture
def hotline_draft() -> Draft:
    problem = hotline(4)
    return Draft(problem, Sheet.of(roster(problem, "l D 0", "x D 0", "y E 0", "h D 1", "l E 1", "x N 2")))
