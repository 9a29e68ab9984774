"""Entries about rules: supplementary notices (3-53) and named exceptions (0-02)."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from scheduler.domain.record import Record
from scheduler.domain.rule_settings import Level, Override
from scheduler.registers.roles import may_authorize
from scheduler.rules import RULE
from scheduler.store.folder import CenterFolder


def notices(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Rules as the notices in force on the first day of a roster set them; the later issued wins.

    Raises
    ------
    ValueError
        If a notice gives its rule parameters that it cannot take.
    """
    rules, names = folder.center.rules, []
    for record in sorted(records, key=lambda r: (r.get("issued_on"), r.id)):
        rule = record.get("rule")
        if rule is None or not in_force(record, first):
            continue
        old = rules.get(rule)
        try:
            fresh = replace(
                old,
                on=old.on if record.get("on") is None else record.get("on"),
                level=Level(record.get("level")) if record.get("level") else old.level,
                weight=old.weight if record.get("weight") is None else record.get("weight"),
                params={**old.params, **parameters(record.get("params") or "")},
            )
            RULE[rule].params(fresh)
        except ValueError as error:
            raise ValueError(f"registers/notice.csv {record.id}: params: {error}") from error
        rules = rules.changed(rule, fresh)
        names.append(record.get("number"))
    return replace(folder, center=replace(folder.center, rules=rules, notices=tuple(names)))


def in_force(record: Record, on: date | None) -> bool:
    if on is None:
        return False
    return bool(record.get("valid_from") <= on and (record.get("valid_to") is None or on <= record.get("valid_to")))


def parameters(text: str) -> Mapping[str, Any]:
    """``hours = 10`` and the like, one a line or parted by semicolons.

    Raises
    ------
    ValueError
        If it is no TOML.
    """
    values = tomllib.loads("\n".join(text.replace(";", "\n").replace(";", "\n").splitlines()))
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def overrides(folder: CenterFolder, records: Sequence[Record], first: date | None) -> CenterFolder:
    """Exceptions that somebody entitled allowed: breaches they cover are shown as such, never hidden."""
    allowed = tuple(
        Override(
            r.subject,
            r.get("valid_from"),
            r.get("valid_to"),
            r.get("person"),
            r.get("post"),
            r.get("approved_by"),
            r.get("why"),
        )
        for r in records
        if may_authorize(folder.center, r)
    )
    return replace(folder, center=replace(folder.center, overrides=(*folder.center.overrides, *allowed)))
