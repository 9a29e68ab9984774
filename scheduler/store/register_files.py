"""Definitions of registers: one TOML file each in ``data/registers``, named in REGISTERS."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, get_args

from scheduler.store.columns import CellType
from scheduler.store.paths import data_folder
from scheduler.store.register_types import HEAD, ROLES, Due, DueRule, Field, Register, Subject

REGISTERS = (
    "window_check",
    "duty_handover",
    "seal_log",
    "seal_lock",
    "window_out",
    "window_closing",
    "hours_change",
    "staff_move",
    "training_plan",
    "training_record",
    "exam",
    "evaluation",
    "assessment",
    "patrol",
    "inspection",
    "correction",
    "complaint",
    "left_post",
    "praise",
    "phone_log",
    "case",
    "task",
    "visit_quota",
    "visit",
    "room_use",
    "demand_note",
    "notice",
    "override",
    "objection",
)
"""Registers in reading order. To add one: write its file and name it here."""

GROUPS: Mapping[str, tuple[str, str]] = {
    "daily": ("每日", "Every day"),
    "windows": ("窗口与公布", "Windows and hours"),
    "staff": ("人员与培训", "People and training"),
    "quality": ("服务质量", "Quality"),
    "work": ("业务与期限", "Work and deadlines"),
    "rules": ("制度与申诉", "Rules and objections"),
}


@cache
def registers() -> Mapping[str, Register]:
    """All shipped registers by id, in the order of :data:`REGISTERS`."""
    folder = data_folder() / "registers"
    return {name: read_register(folder / f"{name}.toml") for name in REGISTERS}


def read_register(path: Path) -> Register:
    """One definition.

    Raises
    ------
    ValueError
        One line per fault, naming the file and the key.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}: no valid TOML ({error})") from error
    faults = [*_faults(path.stem, content)]
    if faults:
        raise ValueError("\n".join(f"{path.name}: {fault}" for fault in faults))
    plain: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value
        for key, value in content.items()
        if key not in ("fields", "due")
    }
    return Register(**plain, fields=tuple(_field(f) for f in content["fields"]), due=Due(**content.get("due", {})))


def _field(given: Mapping[str, Any]) -> Field:
    choices = {code: (zh, en) for code, (zh, en) in given.get("choices", {}).items()}
    values = {**given, "choices": choices}
    if "unit" in given:
        values["unit"] = tuple(given["unit"])
    return Field(**values)


def _faults(stem: str, content: Mapping[str, Any]) -> list[str]:
    texts = ("id", "group", "article", "zh", "en", "about_zh", "about_en")
    known = {*texts, "subject", "fields", "due", "write", "read", "closes", "fill", "effect"}
    found = [f"{key}: missing" for key in (*texts, "subject", "fields") if not content.get(key)]
    found += [f"{key}: unknown key, known are {', '.join(sorted(known))}" for key in sorted(set(content) - known)]
    if found:
        return found
    names = [f.get("name", "") for f in content["fields"]]
    if content["id"] != stem:
        found.append(f"id: {content['id']}, expected the file's own name {stem}")
    if content["group"] not in GROUPS:
        found.append(f"group: {content['group']}, expected one of {', '.join(GROUPS)}")
    if content["subject"] not in get_args(Subject):
        found.append(f"subject: {content['subject']}, expected one of {', '.join(get_args(Subject))}")
    found += [
        f"{key}: unknown role {role}" for key in ("write", "read") for role in content.get(key, ()) if role not in ROLES
    ]
    found += [
        f"fields: {name} is there twice or taken"
        for name in sorted(set(names))
        if names.count(name) > 1 or name in HEAD
    ]
    found += [f"due.steps: no field {name}" for name in content.get("due", {}).get("steps", ()) if name not in names]
    found += [f"closes: no field {name}" for name in content.get("closes", ()) if name not in names]
    for f in content["fields"]:
        found += [f"fields.{f.get('name')}: unknown key {key}" for key in sorted(set(f) - set(Field.__slots__))]
        found += [f"fields.{f.get('name')}: {key} missing" for key in ("name", "type", "zh", "en") if not f.get(key)]
        if f.get("type") not in get_args(CellType):
            found.append(
                f"fields.{f.get('name')}: type {f.get('type')}, expected one of {', '.join(get_args(CellType))}"
            )
        if f.get("type") == "choice" and not f.get("choices"):
            found.append(f"fields.{f.get('name')}: a choice without choices")
    due = content.get("due", {})
    if due.get("rule", "none") not in get_args(DueRule) or set(due) - set(Due.__slots__):
        found.append(f"due: {dict(due)}, expected a rule of {', '.join(get_args(DueRule))}")
    if due.get("rule") in ("field", "after", "promise") and due.get("field", "") not in ("", *names):
        found.append(f"due.field: no field {due['field']}")
    return found
