"""Every row of the regulation has an honest answer: places and tests that exist, reasons where something is missing."""

import ast
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from scheduler import regulation
from scheduler.check import check
from scheduler.conflicts import KINDS
from scheduler.domain.rule_settings import RuleSetting
from scheduler.regulation import ROW_ID, STATUSES, answers, citing, counts, named_tests, register, regulation_document
from scheduler.rules import RULE, RULES
from scheduler.store.approvals import read_chains

ROOT = Path(__file__).parents[2]
IDS = [row.id for row in register()]


@cache
def functions(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def places(row: str) -> list[str]:
    return [*answers()[row].where, *(name for names in citing()[row].values() for name in names)]


def test_the_register_has_its_186_rows() -> None:
    assert len(IDS) == len(set(IDS)) == 186
    assert all(ROW_ID.match(row) for row in IDS)
    assert Counter(row[0] for row in IDS) == {"3": 79, "4": 34, "0": 30, "1": 21, "2": 22}


def test_every_row_has_one_line_in_the_order_of_the_register() -> None:
    assert list(answers()) == IDS


@pytest.mark.parametrize("row", IDS)
def test_a_row_has_a_place_or_a_reason(row: str) -> None:
    answer = answers()[row]
    if answer.status in ("in_place", "partly"):
        assert places(row), "no place"
    if answer.status == "in_place":
        assert named_tests(row) and not answer.reason_en and not answer.reason_zh
    else:
        assert len(answer.reason_en) > 5 and len(answer.reason_zh) > 4
        assert any("一" <= c <= "鿿" for c in answer.reason_zh) and any("a" <= c <= "z" for c in answer.reason_en)
    if answer.status in ("open", "out"):
        assert not any(citing()[row].values()), "a rule cites it, so it is partly in place at least"
        assert not answer.tests


@pytest.mark.parametrize("row", IDS)
def test_what_is_named_exists(row: str) -> None:
    answer = answers()[row]
    for place in answer.where:
        if "/" in place:
            assert (ROOT / place).is_file(), place
        else:
            assert row in RULE[place].article.split(", "), place
    for test in named_tests(row):
        file, _, function = test.partition("::")
        assert function.startswith("test_") and function in functions(file), test


def test_rows_out_of_scope_are_those_the_register_calls_so() -> None:
    classes = {row.id: row.classes for row in register()}
    out = {row for row in IDS if answers()[row].status == "out"}
    assert len(out) > 10
    assert all("OUT" in classes[row] or classes[row] == ("CONTEXT",) for row in out)
    assert not any("HARD" in classes[row] for row in out)


def test_every_article_of_a_rule_conflict_or_chain_is_a_row_or_a_law() -> None:
    cited = [
        *((r.id, r.article) for r in RULES),
        *((k.name, k.article) for k in KINDS),
        *((c.id, c.article) for c in read_chains()),
    ]
    for name, article in cited:
        for part in article.split(", "):
            assert part in IDS or (part[0] == "L" and part[1:].isdigit()), (name, part)


CITED = sorted({rule for row in IDS for rule in citing()[row]["rule"]})


@pytest.mark.parametrize("rule", CITED)
def test_a_rule_that_honors_a_row_speaks_and_is_silent_when_switched_off(rule: str) -> None:
    for example in RULE[rule].examples():
        problem = example.faulty or example.problem
        on = problem.settings.get(rule)
        quiet = RuleSetting(on=False, params=on.params)
        assert rule in check(problem, example.breaks).by_rule
        off = check(
            type(problem)(**{**_fields(problem), "settings": problem.settings.changed(rule, quiet)}), example.breaks
        )
        assert rule not in off.by_rule


def _fields(problem: object) -> dict[str, object]:
    return {name: getattr(problem, name) for name in problem.__dataclass_fields__}  # type: ignore[attr-defined]


@pytest.mark.parametrize("rule", ["hall_duty", "cashier_key", "leave_kept"])
def test_a_rule_taken_away_leaves_its_rows_without_a_place(rule: str, monkeypatch: pytest.MonkeyPatch) -> None:
    only = [row for row in IDS if citing()[row]["rule"] == (rule,)]
    assert only
    monkeypatch.setattr(regulation, "RULES", tuple(r for r in RULES if r.id != rule))
    citing.cache_clear()
    try:
        assert all(rule not in places(row) for row in only)
        assert regulation_document() != (ROOT / "docs" / "regulation-coverage.md").read_text(encoding="utf-8")
    finally:
        citing.cache_clear()


def test_numbers_in_the_head_are_counted() -> None:
    counted = Counter(answer.status for answer in answers().values())
    head = regulation_document().split("\n| class")[0]
    assert sum(counts().values()) == 186
    for status, (zh, en) in STATUSES.items():
        assert f"{counted[status]} {en}" in head and f"{zh} {counted[status]}" in head


def test_every_row_stands_in_the_document_once() -> None:
    lines = [line for line in regulation_document().splitlines() if line.startswith("| ")]
    found = Counter(line.split(" | ")[0][2:] for line in lines)
    assert all(found[row] == 1 for row in IDS)


def test_faults_of_the_answers_come_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    real = regulation._rows
    wrong = [dict(r) for r in real("coverage.csv")][:-1]
    wrong[0]["status"] = "done"
    wrong[1]["id"] = wrong[2]["id"]
    monkeypatch.setattr(regulation, "_rows", lambda name: wrong if name == "coverage.csv" else real(name))
    answers.cache_clear()
    try:
        with pytest.raises(ValueError, match="done") as caught:
            answers()
    finally:
        answers.cache_clear()
    assert str(caught.value).count("\n") == 3
