"""Every text in both languages, with the same placeholders; every key that is asked for exists and is used."""

import ast
import re
import string
from pathlib import Path

import pytest

from app.texts import ALL, Words, distinct, plain
from app.views import PAGES

APP = Path(__file__).parents[2] / "app"
SOURCES = [p for p in sorted(APP.rglob("*.py")) if "wording" not in p.parts]
CHINESE = re.compile(r"[一-鿿]")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_there_in_both_languages() -> None:
    assert len(ALL) > 200
    for key, pair in ALL.items():
        assert len(pair) == 2, key
        assert all(text.strip() for text in pair), key
        assert fields(pair[0]) == fields(pair[1]), key
        assert not CHINESE.search(pair[1]), f"{key}: Chinese in the English text"


def test_chinese_sentences_are_chinese() -> None:
    plain_ones = {key for key, (zh, _) in ALL.items() if not CHINESE.search(zh)}
    # File names and mere frames are the same in every language.
    assert plain_ones <= {"publish.csv", "publish.breaches", "what_if.meaning"}


def asked() -> tuple[set[str], set[str]]:
    """Keys asked for in the sources, and beginnings of keys that are put together."""
    keys: set[str] = set()
    starts: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and node.args
                and "words" in (getattr(node.func, "id", ""), getattr(node.func, "attr", ""))
            ):
                first = node.args[0]
                for part in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    match part:
                        case ast.Constant(str(key)):
                            keys.add(key)
                        case ast.JoinedStr([ast.Constant(str(start)), *_]) | ast.BinOp(
                            ast.Constant(str(start)), ast.Add()
                        ):
                            starts.add(start)
    return keys, starts


def test_every_key_asked_for_exists() -> None:
    keys, starts = asked()
    assert len(keys) > 120
    assert keys <= set(ALL)
    for start in starts:
        assert any(key.startswith(start) for key in ALL), start


def test_no_text_is_left_over() -> None:
    keys, starts = asked()
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    unused = [
        key
        for key in ALL
        if key not in keys and not any(key.startswith(start) for start in starts) and f'"{key}"' not in code
    ]
    assert unused == []


def test_every_page_has_a_title_and_an_icon() -> None:
    assert len(PAGES) == len({page.__name__ for page in PAGES}) >= 7
    for page in PAGES:
        assert len(page.TITLE) == 2
        assert CHINESE.search(page.TITLE[0])
        assert page.ICON.startswith(":material/")
    names = {p.stem for p in (APP / "views").glob("*.py")} - {"__init__"}
    assert names == {page.__name__.rsplit(".", 1)[-1] for page in PAGES}


def test_pages_are_short_and_files_have_no_taken_name() -> None:
    import sys

    for path in SOURCES:
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= (200 if path.parent.name == "views" else 300), path
    top = {p.stem for p in APP.iterdir() if p.name != "__pycache__" and p.name != "__init__.py"}
    assert not top & (set(sys.stdlib_module_names) | {"scheduler", "forecasting", "app", "streamlit", "pandas"})


def test_values_are_filled_in() -> None:
    assert Words("zh")("shell.published", number=3) == "已发布 v3"
    assert Words("en")("shell.published", number=3) == "Published v3"
    assert Words("zh").join(["甲", "乙"]) == "甲、乙"
    assert Words("en").join(["a", "b"]) == "a, b"
    with pytest.raises(ValueError, match="expected zh or en"):
        Words("fr")


def test_choices_of_one_name_are_told_apart() -> None:
    assert distinct({"a": "一厅", "b": "二厅", "c": "一厅"}) == {"a": "一厅 (a)", "b": "二厅", "c": "一厅 (c)"}


@pytest.mark.parametrize(
    "name", ["*bold*", "[a](http://x)", "<b>x</b>", "a_b_c", "# head", ":red[x]", "`code`", "$x$", "~~x~~", "a|b"]
)
def test_names_never_become_markup(name: str) -> None:
    shown = plain(name)
    assert re.sub(r"\\(.)", r"\1", shown) == name
    assert not re.search(r"(?<!\\)[*_`\[\]<>#:$~|]", shown)
