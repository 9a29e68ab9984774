"""Plain values as TOML text: the standard library reads TOML but does not write it."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def toml_text(content: Mapping[str, Any]) -> str:
    """TOML of a mapping: plain keys first, then one ``[table]`` for each mapping in it.

    Raises
    ------
    ValueError
        For a value TOML has no form for, such as None, with its key.
    """
    return "\n".join(_lines(content, ())).lstrip("\n") + "\n"


def _lines(content: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {key: value for key, value in content.items() if not isinstance(value, Mapping)}
    tables = {key: value for key, value in content.items() if isinstance(value, Mapping)}
    lines = ["", f"[{'.'.join(_key(part) for part in path)}]"] if path and (plain or not tables) else []
    lines += [f"{_key(key)} = {_value(value, (*path, key))}" for key, value in plain.items()]
    for key, value in tables.items():
        lines += _lines(value, (*path, key))
    return lines


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _value(value: Any, path: tuple[str, ...]) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float) and math.isfinite(value):
        return repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        inside = ", ".join(f"{_key(key)} = {_value(item, (*path, key))}" for key, item in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(item, path) for item in value)}]"
    raise ValueError(f"{'.'.join(path)}: {value!r} cannot be written as TOML")


def _string(text: str) -> str:
    # A basic string of TOML is a JSON string, save that TOML also wants U+007F escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
