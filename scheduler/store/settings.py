"""Reads center.toml: the keys of settings_schema, every fault at once."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from scheduler.store.cells import (
    FIRST_YEAR,
    LAST_YEAR,
    TEXT_LENGTH,
    TITLE_LENGTH,
    BadCell,
    check_id,
    check_name,
)
from scheduler.store.csv_text import Unreadable, decode
from scheduler.store.faults import Fault
from scheduler.store.settings_schema import FILE, SETTINGS, Setting

_TOGETHER = (("horizon", ("start", "end")), ("duty", ("windows", "anchor")), ("demand", ("seed", "first", "last")))


@dataclass(frozen=True, slots=True)
class SettingsReading:
    """center.toml as read: the content with arrays as tuples, and every fault.

    ``found`` has every value that passed, with the setting it belongs to.
    """

    content: Mapping[str, Any]
    found: tuple[tuple[str, Setting, Any], ...]
    faults: tuple[Fault, ...]


def read_settings(raw: bytes) -> SettingsReading:
    """Read and check center.toml against :data:`SETTINGS`."""
    try:
        content = _tuples(tomllib.loads(decode(raw, FILE)))
    except Unreadable as error:
        return SettingsReading({}, (), (error.fault,))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        words = (f"不是有效的 TOML（{error}）", f"no valid TOML ({error})")
        return SettingsReading({}, (), (Fault(FILE, 0, "", "", words),))
    found: list[tuple[str, Setting, Any]] = []
    faults: list[Fault] = []
    for path, setting, value in _walk(content, ()):
        key = ".".join(path)
        if setting is None:
            faults.append(
                Fault(
                    FILE,
                    0,
                    key,
                    _shown(value),
                    ("未知的设置项", "unknown key"),
                    ("核对拼写，见数据说明", "check its spelling in the manual"),
                )
            )
            continue
        try:
            found.append((key, setting, _checked(setting, value)))
        except BadCell as bad:
            faults.append(Fault(FILE, 0, key, _shown(value), bad.expected, bad.remedy))
    return SettingsReading(content, tuple(found), (*faults, *_missing(content)))


def _walk(content: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Setting | None, Any]]:
    """Every key that is a setting or belongs to none."""
    for key, value in content.items():
        here = (*path, key)
        setting = next((s for s in SETTINGS if _matches(s.path, here)), None)
        inside = any(_matches(s.path, here, part=True) for s in SETTINGS)
        if setting is None and inside and isinstance(value, Mapping):
            yield from _walk(value, here)
        else:
            yield here, setting, value


def _matches(pattern: str, path: tuple[str, ...], part: bool = False) -> bool:
    steps = pattern.split(".")
    if part:
        steps = steps[: len(path)] if len(steps) > len(path) else []
    return len(steps) == len(path) and all(step in ("*", key) for step, key in zip(steps, path, strict=True))


def _missing(content: Mapping[str, Any]) -> Iterator[Fault]:
    wanted = [s.path for s in SETTINGS if s.required and "*" not in s.path]
    queues = content.get("queues")
    for queue in queues if isinstance(queues, Mapping) else ():
        wanted += [s.path.replace("*", queue) for s in SETTINGS if s.required and s.path.startswith("queues.")]
    for table, keys in _TOGETHER:
        wanted += [f"{table}.{key}" for key in keys if table in content]
    for path in wanted:
        at: Any = content
        for key in _steps(path, content):
            at = at.get(key) if isinstance(at, Mapping) else None
        if at is None:
            yield Fault(FILE, 0, path, "", ("缺少此项", "missing key"))


def _steps(path: str, content: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of a path; a queue's id may itself contain dots."""
    if path.startswith("queues."):
        head, _, last = path.rpartition(".")
        return "queues", head[len("queues.") :], last
    return tuple(path.split("."))


def _checked(setting: Setting, value: Any) -> Any:
    kind = setting.type
    if isinstance(kind, tuple):
        if value not in kind or isinstance(value, bool):
            names = [str(item) for item in kind]
            raise BadCell(f"应为 {'、'.join(names)} 之一", f"expected one of {', '.join(names)}")
    elif kind in ("id", "title", "text", "zone"):
        if not isinstance(value, str) or not value.strip():
            raise BadCell("应为加引号的文字", "expected text in quotes")
        check_id(value) if kind == "id" else check_name(value, TEXT_LENGTH if kind == "text" else TITLE_LENGTH)
        if kind == "zone":
            _check_zone(value)
    elif kind == "ids":
        if (
            not isinstance(value, tuple)
            or not all(isinstance(item, str) and item for item in value)
            or len(set(value)) < len(value)
        ):
            raise BadCell(
                '应为不重复的文字列表，如 ["a", "b"]', 'expected a list of different texts such as ["a", "b"]'
            )
        for item in value:
            check_id(item)
    elif kind == "yes_no":
        if not isinstance(value, bool):
            raise BadCell("应为 true 或 false", "expected true or false")
    elif kind in ("date", "moment"):
        if (
            not isinstance(value, date)
            or (kind == "date" and isinstance(value, datetime))
            or getattr(value, "tzinfo", None)
        ):
            raise BadCell(
                "应为不加引号的日期，如 2026-09-07", "expected a date without quotes and zone such as 2026-09-07"
            )
        if not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise BadCell(
                f"年份应在 {FIRST_YEAR} 至 {LAST_YEAR} 之间", f"expected a year from {FIRST_YEAR} to {LAST_YEAR}"
            )
    elif kind == "table":
        if not isinstance(value, Mapping):
            raise BadCell("应为表，如 { hours = 36 }", "expected a table such as { hours = 36 }")
    else:
        _check_numbers(setting, value)
    return value


def _check_zone(value: str) -> None:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadCell("没有这个时区，如 Asia/Shanghai", "no such time zone, expected one like Asia/Shanghai") from error


def _check_numbers(setting: Setting, value: Any) -> None:
    if setting.type == "number_by_id":
        items = list(value.values()) if isinstance(value, Mapping) else [None]
    else:
        items = list(value) if setting.type == "numbers" and isinstance(value, tuple) else [value]
    whole = setting.type == "int"
    low = float("-inf") if setting.low is None else setting.low
    high = float("inf") if setting.high is None else setting.high
    for item in items:
        if isinstance(item, bool) or not isinstance(item, int if whole else int | float):
            what = {
                "int": ("整数", "a whole number"),
                "numbers": ("数字列表", "a list of numbers"),
                "number_by_id": ("数字表", "a table of numbers"),
            }
            zh, en = what.get(str(setting.type), ("数字", "a number"))
            raise BadCell(f"应为{zh}", f"expected {en}")
        if not low <= item <= high:
            raise BadCell(f"应在 {low:g} 至 {high:g} 之间", f"expected {low:g} to {high:g}")


def _tuples(value: Any) -> Any:
    """The same with every array as a tuple: what is frozen holds no lists."""
    if isinstance(value, dict):
        return {key: _tuples(item) for key, item in value.items()}
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else str(value)
