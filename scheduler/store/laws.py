"""Reads a law pack: TOML with every number's versions, into the typed numbers in force on a date."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, get_type_hints

from scheduler.domain.law import LawPack, Provision
from scheduler.store.paths import data_folder

_UNITS = {
    "minutes": ("hour", "minute"),
    "days": ("day",),
    "months": ("month",),
    "years": ("year",),
    "factor": ("factor",),
    "time": ("clock",),
    "bands": ("rows",),
    "names": ("name",),
    "date": ("date",),
}
"""Units a field may have in the file, by the suffix of its name."""

_TEXTS = ("article", "zh", "en", "unit")


def read_law(pack: str = "cn", on: date | None = None, folder: Path | None = None) -> LawPack:
    """The numbers of a pack in force on a date.

    Parameters
    ----------
    pack
        ``cn``, or a province's pack such as ``cn-GD``, which changes some numbers of ``cn``.
    on
        The date of the roster or of the leave; a number's latest version not after it counts.
        Default: today.
    folder
        Where the packs lie; default: the shipped ones.

    Raises
    ------
    ValueError
        One line for every fault of the files: missing, unknown or ill-typed numbers, and numbers
        that have no version in force on the date.
    """
    when = date.today() if on is None else on
    where = data_folder() / "laws" if folder is None else folder
    faults: list[str] = []
    chain = _chain(pack, where)
    provisions = {p.key: p for file, content in reversed(chain) for p in _provisions(file, content, when, faults)}
    groups: dict[str, Any] = {}
    for name, group in _groups().items():
        hints = get_type_hints(group)
        values = {}
        for field in fields(group):
            key = f"{name}.{field.name}"
            if key not in provisions:
                faults.append(f"law {pack}: {key} has no version in force on {when}")
                continue
            try:
                values[field.name] = _value(provisions[key], field.name, hints[field.name])
            except ValueError as error:
                faults.append(str(error))
        if not faults:
            groups[name] = group(**values)
    faults += [
        f"law {p.pack}: {key} is not a number that law packs know"
        for key, p in provisions.items()
        if key not in _keys()
    ]
    if faults:
        raise ValueError("\n".join(faults))
    top = chain[0][1]
    return LawPack(
        id=pack,
        name_zh=str(top["name_zh"]),
        name_en=str(top["name_en"]),
        on=when,
        provisions=tuple(provisions[key] for key in sorted(provisions)),
        **groups,
    )


def list_laws(folder: Path | None = None) -> tuple[str, ...]:
    """Ids of all packs there are."""
    where = data_folder() / "laws" if folder is None else folder
    return tuple(sorted(path.stem for path in where.glob("*.toml")))


def _groups() -> dict[str, type[Any]]:
    hints = get_type_hints(LawPack)
    return {name: kind for name, kind in hints.items() if isinstance(kind, type) and is_dataclass(kind)}


def _keys() -> set[str]:
    return {f"{name}.{field.name}" for name, group in _groups().items() for field in fields(group)}


def _chain(pack: str, folder: Path) -> list[tuple[str, dict[str, Any]]]:
    """The pack's content, then that of the pack it extends, and so on."""
    chain: list[tuple[str, dict[str, Any]]] = []
    name: Any = pack
    while name is not None:
        if (
            not isinstance(name, str)
            or not re.fullmatch(r"[A-Za-z0-9-]+", name)
            or not (folder / f"{name}.toml").is_file()
        ):
            raise ValueError(f"law {name!r}: no such pack, there are {', '.join(list_laws(folder))}")
        if name in (seen for seen, _ in chain):
            raise ValueError(f"law {name}: extends itself")
        try:
            content = tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{name}.toml: {error}") from error
        missing = [key for key in ("id", "name_zh", "name_en") if not isinstance(content.get(key), str)]
        if missing or content["id"] != name:
            raise ValueError(f"{name}.toml: expected id = {name!r}, name_zh and name_en")
        chain.append((name, content))
        name = content.get("extends")
    return chain


def _provisions(pack: str, content: dict[str, Any], on: date, faults: list[str]) -> Iterator[Provision]:
    for group, items in content.items():
        for field, item in items.items() if isinstance(items, dict) else ():
            key = f"{group}.{field}"
            fault = _item_fault(item)
            if fault:
                faults.append(f"{pack}.toml [{key}]: {fault}")
                continue
            versions = [version for version in item["versions"] if version["effective_from"] <= on]
            if versions:
                version = max(versions, key=lambda version: version["effective_from"])
                texts = {name: item[name] for name in _TEXTS}
                yield Provision(
                    key=key,
                    value=version["value"],
                    effective_from=version["effective_from"],
                    source=version["source"],
                    pack=pack,
                    **texts,
                )


def _item_fault(item: Any) -> str:
    if not isinstance(item, dict):
        return "expected a table"
    missing = [name for name in _TEXTS if not isinstance(item.get(name), str)]
    if missing:
        return f"expected texts {', '.join(missing)}"
    versions = item.get("versions")
    if not isinstance(versions, list) or not versions:
        return "expected at least one version"
    for version in versions:
        when = version.get("effective_from") if isinstance(version, dict) else None
        if not isinstance(when, date) or isinstance(when, datetime):
            return "every version needs effective_from = a date"
        if "value" not in version or not isinstance(version.get("source"), str) or not version["source"]:
            return f"version {when}: expected value and source"
    if len({version["effective_from"] for version in versions}) < len(versions):
        return "two versions take effect on one date"
    return ""


def _value(provision: Provision, field: str, hint: Any) -> Any:
    """The value as the field's type, in the unit its name says."""
    suffix, value = field.rsplit("_", 1)[-1], provision.value
    if provision.unit not in _UNITS[suffix]:
        raise ValueError(
            f"law {provision.pack}: {provision.key} in {provision.unit}, expected {' or '.join(_UNITS[suffix])}"
        )
    if provision.unit == "hour" and _is_number(value):
        value = value * 60  # type: ignore[operator]
    if hint is float and _is_number(value):
        return float(value)  # type: ignore[arg-type]
    if hint is int and _is_number(value) and value == int(value):  # type: ignore[call-overload]
        return int(value)  # type: ignore[call-overload]
    if hint is time and isinstance(value, time):
        return value
    if hint is str and isinstance(value, str) and re.fullmatch(r"\d{2}-\d{2}", value):
        return value
    if suffix == "names" and isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if suffix == "bands" and isinstance(value, list) and _is_bands(value):
        return tuple(tuple(row) for row in value)
    raise ValueError(
        f"law {provision.pack}: {provision.key} = {provision.value!r} is not in the form of a number of {suffix}"
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


def _is_bands(value: list[Any]) -> bool:
    """Rows of one length, of whole numbers, ascending."""
    return (
        bool(value)
        and all(
            isinstance(row, list) and len(row) == len(value[0]) and all(type(cell) is int for cell in row)
            for row in value
        )
        and value == sorted(value)
    )
