"""Documents that list things are in step with the house."""

import re
from pathlib import Path

import pytest

from scheduler.cli import group
from scheduler.docs import DOCUMENTS

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_generated_documents_are_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == DOCUMENTS[name](), f"run: make docs ({name})"


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "README.zh-CN.md",
        "docs/tour.md",
        "docs/decisions/README.md",
        "docs/adding.md",
        "benchmarks/README.md",
    ],
)
def test_every_link_leads_somewhere(document: str) -> None:
    path = ROOT / document
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert links or document == "docs/adding.md"
    for link in links:
        assert (path.parent / link).exists(), f"{document}: {link}"


def test_decisions_are_all_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {p.name for p in folder.glob("0*.md")}


def test_every_benchmark_and_result_is_listed() -> None:
    folder = ROOT / "benchmarks"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert {p.name for p in folder.glob("*.py")} == {link for link in listed if link.endswith(".py")}
    assert {f"results/{p.name}" for p in folder.glob("results/*.csv")} <= listed


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_of_the_readme_exists(readme: str) -> None:
    used = set(re.findall(r"^paiban (\w+)", (ROOT / readme).read_text(encoding="utf-8"), re.MULTILINE))
    assert used >= {"demo", "plan", "check", "cover", "whatif", "batch"}
    assert used <= set(group.commands)
