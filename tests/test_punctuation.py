"""Chinese sentences have Chinese commas, colons and semicolons, wherever they are written."""

import ast
import io
import re
import tokenize
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SOURCES = sorted(p for folder in ("scheduler", "forecasting", "app") for p in (ROOT / folder).rglob("*.py"))
TABLES = sorted((ROOT / "data").rglob("*.toml"))

HAN = r"[\u4e00-\u9fff」”》]"
HALF = re.compile(rf"{HAN}[,;:](?![\s\\])|[,;:](?=[\u4e00-\u9fff「“《])")
DATA = ("Shift {clock}",)
"""Parts of texts that are data: rows of a CSV file."""


def half_width(text: str) -> list[str]:
    return [text[max(0, m.start() - 12) : m.end() + 12] for m in HALF.finditer(text)]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_texts_in_code(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    if not re.search(HAN, source):
        return
    documentation = {
        node.value.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.STRING or token.start[0] in documentation or token.string[:1] in "rR":
            continue
        if not any(data in token.string for data in DATA):
            assert not half_width(token.string), f"{path}:{token.start[0]}"


@pytest.mark.parametrize("path", TABLES, ids=lambda p: str(p.relative_to(ROOT)))
def test_texts_in_tables(path: Path) -> None:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        key, _, value = line.partition("=")
        if key.strip().endswith("zh") and not value.strip().startswith("["):
            assert not half_width(value), f"{path}:{number}"


def test_a_half_width_comma_is_found() -> None:
    assert half_width("窗口空岗,改为预约") and half_width("原因:「缺人」") and half_width("空岗:{post}")
    assert not half_width("窗口空岗，改为预约") and not half_width("科室: section") and not half_width("08:30起")
