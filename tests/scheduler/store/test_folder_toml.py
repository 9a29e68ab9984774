"""The TOML writer against the reader of the standard library."""

import tomllib
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.store.toml_text import toml_text

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
PLAIN = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    TEXTS,
    st.dates(date(1, 1, 1)),
    st.datetimes(datetime(1, 1, 1)),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, max_size=5))
def test_what_is_written_is_read(content: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(content)) == content


def test_layout_is_plain_keys_then_tables() -> None:
    content = {
        "a": {"x": 1, "empty": {}},
        "b": True,
        "编号": "值\x7f\n",
        "list": [{"k": 1.5}, "two"],
        "a.b": {"c": date(2026, 9, 7)},
    }
    assert toml_text(content) == (
        'b = true\n"编号" = "值\\u007f\\n"\nlist = [{ k = 1.5 }, "two"]\n\n[a]\nx = 1\n\n[a.empty]\n\n["a.b"]\nc = 2026-09-07\n'
    )


@pytest.mark.parametrize("value", [None, float("nan"), float("inf"), object()])
def test_values_without_a_form_are_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"rules\.x\.limit"):
        toml_text({"rules": {"x": {"limit": value}}})
