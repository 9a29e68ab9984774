"""Who may import whom. Arrows point downhill; every exception stands here with its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("scheduler", "forecasting", "app")

ONLY_IN = {
    "ortools": ("scheduler/solver/",),
    "streamlit": ("app/",),
    "altair": ("app/",),
    "sqlalchemy": ("scheduler/store/",),
    "alembic": ("scheduler/store/",),
    "openpyxl": ("scheduler/store/", "scheduler/exports/"),
    "xlsxwriter": ("scheduler/exports/",),
    "click": ("scheduler/cli/",),
}

NO_PANDAS = ("scheduler/domain/", "scheduler/rules/", "scheduler/solver/")

MAY_IMPORT_FORECASTING = {
    "scheduler/staffing/need.py",
    "scheduler/planning.py",
    "scheduler/cli/forecast.py",  # prints a Forecast it is given
    "scheduler/history/rest_of_day.py",  # updates a Forecast it is given
    "scheduler/history/issued.py",  # keeps and scores forecasts
    "scheduler/history/export.py",  # mends an export before it becomes history
    "scheduler/results.py",  # writes a Forecast it is given
    "scheduler/summary.py",  # tells which model each queue got
    "scheduler/generate.py",  # sample centers need a simulated history
}

# A folder or file may import from scheduler only what is listed; longest key wins.
SCHEDULER_LAYERS = {
    "scheduler/domain/": ("scheduler.domain",),
    "scheduler/rules/": ("scheduler.domain", "scheduler.rules"),
    "scheduler/leave/": ("scheduler.domain", "scheduler.leave"),
    "scheduler/staffing/": ("scheduler.domain", "scheduler.staffing"),
    "scheduler/solver/": ("scheduler.domain", "scheduler.rules", "scheduler.solver", "scheduler.check"),
    "scheduler/check.py": ("scheduler.domain", "scheduler.rules", "scheduler.invariants"),
    "scheduler/invariants.py": ("scheduler.domain", "scheduler.rules"),
    "scheduler/call_in.py": ("scheduler.domain", "scheduler.check"),
    "scheduler/backup.py": ("scheduler.domain", "scheduler.call_in"),
    "scheduler/exports/": (
        "scheduler.domain",
        "scheduler.exports",
        "scheduler.leave",
        "scheduler.words",
        "scheduler.board",
    ),
    "scheduler/store/": (
        "scheduler.domain",
        "scheduler.store",
        "scheduler.rules",
        "scheduler.staffing.targets",
        "scheduler.leave",
    ),
}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def sources() -> list[tuple[str, Path]]:
    found = [(p.relative_to(ROOT).as_posix(), p) for package in OURS for p in sorted((ROOT / package).rglob("*.py"))]
    assert len(found) > 50
    return found


def violations(name: str, imported: str) -> Iterator[str]:
    top = imported.split(".")[0]
    if top in ONLY_IN and not name.startswith(ONLY_IN[top]):
        yield f"{name} imports {imported}: only in {', '.join(ONLY_IN[top])}"
    if top == "pandas" and name.startswith(NO_PANDAS):
        yield f"{name} imports pandas: not in domain, rules or solver"
    if name.startswith("forecasting/") and top in ("scheduler", "app"):
        yield f"{name} imports {imported}: forecasting knows nothing of ours"
    if name.startswith("scheduler/") and top == "app" and name != "scheduler/cli/demo.py":
        yield f"{name} imports {imported}: scheduler does not know the planner"
    if name.startswith("scheduler/") and top == "forecasting" and name not in MAY_IMPORT_FORECASTING:
        yield f"{name} imports {imported}: only {', '.join(sorted(MAY_IMPORT_FORECASTING))} may"
    if name.startswith("app/") and imported.startswith("scheduler.solver"):
        yield f"{name} imports {imported}: a page asks planning, it never builds a model"
    if top == "scheduler":
        allowed = [layers for key, layers in SCHEDULER_LAYERS.items() if name.startswith(key)]
        if (
            allowed
            and imported != top
            and not any(imported == layer or imported.startswith(layer + ".") for layer in allowed[0])
        ):
            yield f"{name} imports {imported}: its layer may import {', '.join(allowed[0])}"


def test_everybody_imports_downhill() -> None:
    found = [v for name, path in sources() for imported in imports(path) for v in violations(name, imported)]
    assert found == []


def test_planted_violations_are_caught() -> None:
    planted = [
        ("scheduler/domain/people.py", "ortools.sat"),
        ("app/views/today.py", "scheduler.solver.solve"),
        ("forecasting/demand.py", "scheduler.domain"),
        ("scheduler/rules/min_rest.py", "scheduler.store.folder"),
        ("scheduler/solver/model.py", "pandas"),
    ]
    for name, imported in planted:
        assert list(violations(name, imported)), (name, imported)


def test_no_file_of_the_planner_shadows_a_package() -> None:
    """``streamlit run app/main.py`` puts app/ first on the path."""
    import sys

    for path in (ROOT / "app").iterdir():
        assert path.stem not in sys.stdlib_module_names, path
        assert path.stem not in (*OURS, "data", "pandas", "numpy"), path
