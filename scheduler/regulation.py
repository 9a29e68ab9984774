"""Where each of the 186 rows of the regulation is honored: ``docs/regulation-coverage.md``.

The register and the answers are data (``data/regulation``). What rules, kinds of conflict and lines of the approval
table say in their own ``article`` is read from them and never typed again.
"""

import csv
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from scheduler.conflicts import KINDS
from scheduler.rules import RULES
from scheduler.store.approvals import read_chains
from scheduler.store.paths import data_folder
from scheduler.store.register_files import registers

Status = Literal["in_place", "partly", "open", "out"]
STATUSES: Mapping[Status, tuple[str, str]] = {
    "in_place": ("已落实", "in place"),
    "partly": ("部分落实", "partly in place"),
    "open": ("未做", "open"),
    "out": ("不在范围", "out of scope"),
}
RULE_TEST = "tests/scheduler/rules/test_contract.py::test_examples_say_what_the_article_says"
CONFLICT_TEST = "tests/scheduler/test_conflicts.py::test_a_planted_conflict_is_named"
REGISTER_TEST = "tests/scheduler/registers/test_contract.py::test_a_missed_deadline_is_found"
CHAIN_TEST = "tests/cases/test_g5_law_and_leave.py::test_who_approves"
ROW_ID = re.compile(r"^\d-\d\d$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the register: ``classes`` are HARD, SOFT, FLOW, DATA, REPORT, KPI, NFR, CONTEXT, OUT."""

    id: str
    part: str
    article: str
    zh: str
    paraphrase: str
    classes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the product does about a row.

    Attributes
    ----------
    where
        Files of the repository, or ids of rules, besides those that cite the row themselves.
    tests
        ``file::function``; the tests of derived places are added by :func:`named_tests`.
    reason_en, reason_zh
        What is missing, or why it is out of scope; empty where nothing is.
    """

    id: str
    status: Status
    where: tuple[str, ...]
    tests: tuple[str, ...]
    reason_en: str
    reason_zh: str


@cache
def register() -> tuple[Row, ...]:
    """All rows in the order of the regulation."""
    return tuple(
        Row(
            r["id"],
            r["part"],
            r["article"],
            r["zh"].replace("**", ""),
            r["paraphrase_en"],
            tuple(r["treatment_classes"].split("+")),
        )
        for r in _rows("register.csv")
    )


@cache
def answers() -> Mapping[str, Answer]:
    """The answer to each row, by its id.

    Raises
    ------
    ValueError
        One line per row without an answer, answered twice, unknown, or with an unknown status.
    """
    found: dict[str, Answer] = {}
    faults = []
    known = {row.id for row in register()}
    for number, r in enumerate(_rows("coverage.csv"), 2):
        if r["id"] not in known or r["id"] in found:
            faults.append(f"coverage.csv: row {number}: id {r['id']!r}: unknown or answered twice")
        if r["status"] not in STATUSES:
            faults.append(f"coverage.csv: row {number}: status {r['status']!r}, expected {', '.join(STATUSES)}")
        found[r["id"]] = Answer(
            r["id"],
            r["status"],  # type: ignore[arg-type]
            _split(r["where"]),
            _split(r["test"]),
            r["reason_en"],
            r["reason_zh"],
        )
    faults += [f"coverage.csv: row {row} of the register has no line" for row in sorted(known - set(found))]
    if faults:
        raise ValueError("\n".join(faults))
    return found


@cache
def citing() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """By row id: rules, kinds of conflict, approval chains and registers whose ``article`` names it."""
    sources = {
        "rule": [(rule.id, rule.article) for rule in RULES],
        "conflict": [(kind.name, kind.article) for kind in KINDS],
        "chain": [(chain.id, chain.article) for chain in read_chains()],
        "register": [(register.id, register.article) for register in registers().values()],
    }
    return {
        row.id: {
            what: tuple(name for name, article in cited if row.id in re.split(r",\s*", article))
            for what, cited in sources.items()
        }
        for row in register()
    }


def named_tests(row: str) -> tuple[str, ...]:
    """Tests that fail when what honors the row is gone; by default those of the places that cite it."""
    answer, cited = answers()[row], citing()[row]
    derived = [
        test
        for what, test in (
            ("rule", RULE_TEST),
            ("conflict", CONFLICT_TEST),
            ("chain", CHAIN_TEST),
            ("register", REGISTER_TEST),
        )
        if cited[what]
    ]
    return tuple(dict.fromkeys((*answer.tests, *derived))) if answer.status in ("in_place", "partly") else answer.tests


def counts() -> Mapping[Status, int]:
    """How many rows have each status."""
    counted = Counter(answer.status for answer in answers().values())
    return {status: counted[status] for status in STATUSES}


def regulation_document() -> str:
    """``docs/regulation-coverage.md``."""
    numbers, rows, given = counts(), register(), answers()
    lines = [
        "<!-- written by `make docs`; a test keeps it in step -->\n",
        "# The regulation, row by row 制度逐条落实\n",
        f"{len(rows)} rows: "
        + ", ".join(f"{n} {STATUSES[s][1]}" for s, n in numbers.items())
        + ".  \n"
        + f"共 {len(rows)} 条："
        + "，".join(f"{STATUSES[s][0]} {n}" for s, n in numbers.items())
        + "。\n",
        "The answers stand in [coverage.csv](../data/regulation/coverage.csv), the rows in [register.csv](../data/regulation/register.csv); rules, kinds of "
        "conflict, approval chains and registers are found by the article they cite.\n",
        "| class | " + " | ".join(STATUSES[s][1] for s in STATUSES) + " |",
        "|---|" + "---|" * len(STATUSES),
    ]
    for name in ("HARD", "SOFT", "FLOW", "DATA", "REPORT", "KPI", "NFR", "CONTEXT", "OUT"):
        of_class = Counter(given[row.id].status for row in rows if name in row.classes)
        lines.append(f"| {name} | " + " | ".join(str(of_class[s]) for s in STATUSES) + " |")
    lines += ["", "## HARD, and not wholly in place\n"]
    lines += [
        f"- **{row.id}** {row.zh} ({STATUSES[given[row.id].status][1]}): {given[row.id].reason_en}"
        for row in rows
        if "HARD" in row.classes and given[row.id].status in ("partly", "open")
    ]
    for part in dict.fromkeys(row.part for row in rows):
        lines += [
            "",
            f"## {part}\n",
            "| row | article | 要点 | class | status | where | test | missing, or why not |",
            "|---|---|---|---|---|---|---|---|",
        ]
        lines += [_line(row) for row in rows if row.part == part]
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    answer, cited = answers()[row.id], citing()[row.id]
    places = [f"[{name}](rules.md#{name})" for name in cited["rule"]]
    places += (
        [f"conflict `{name}`" for name in cited["conflict"]]
        + [f"approval {name}" for name in cited["chain"]]
        + [f"[register {name}](../data/registers/{name}.toml)" for name in cited["register"]]
    )
    places += [
        f"[{place}](rules.md#{place})" if "/" not in place else f"[{Path(place).name}](../{place})"
        for place in answer.where
        if place not in cited["rule"]
    ]
    tests = [f"[{name.split('::')[1]}](../{name.split('::')[0]})" for name in named_tests(row.id)]
    reason = f"{answer.reason_zh}<br>{answer.reason_en}" if answer.reason_en else ""
    cells = (
        row.id,
        row.article,
        f"{row.zh}<br>{row.paraphrase}",
        "+".join(row.classes),
        f"{STATUSES[answer.status][0]} {STATUSES[answer.status][1]}",
        ", ".join(places),
        ", ".join(tests),
        reason,
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _rows(name: str) -> list[dict[str, str]]:
    with (data_folder() / "regulation" / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())
