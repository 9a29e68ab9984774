"""A pytest plugin: writes to the file ``PAIBAN_OFF_REPORT`` which test functions failed in which cases, as JSON."""

import json
import os
from pathlib import Path

import pytest

_found: dict[str, list[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    function = report.nodeid.partition("[")[0]
    if report.failed or (report.when == "call" and report.passed):
        _found.setdefault(function, []).append(report.outcome)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.failed:
        _found.setdefault(report.nodeid, []).append("failed")


def pytest_sessionfinish() -> None:
    Path(os.environ["PAIBAN_OFF_REPORT"]).write_text(json.dumps(_found), encoding="utf-8")
