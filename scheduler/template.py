"""One set of rules for many centers: taken from one, given to another (0-03)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scheduler.domain.center import Center
from scheduler.domain.rule_settings import RuleSettings
from scheduler.store.center_text import rule_table
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import CenterFolder
from scheduler.store.rule_checks import rule_faults, rule_setting
from scheduler.store.settings import SettingsReading
from scheduler.store.settings import read_settings as read_toml
from scheduler.store.toml_text import toml_text

FILE = "template.toml"
DUTIES = "duties/calendar.csv"
HEAD = "# 各中心共用的规则与例行事务; rules and returning duties that centers share\n"


@dataclass(frozen=True, slots=True)
class Template:
    """What centers share: settings of the rules, and the calendar of returning duties as its file."""

    rules: RuleSettings
    phone_minutes: float | None = None
    duties: bytes | None = None


def template_of(folder: CenterFolder) -> Template:
    """The shared part of a center."""
    own = folder.path / DUTIES if folder.path is not None else None
    return Template(
        folder.center.rules,
        folder.center.phone_minutes,
        own.read_bytes() if own is not None and own.is_file() else None,
    )


def template_files(template: Template) -> dict[str, bytes]:
    """A template as files; equal templates give equal bytes."""
    content: dict[str, Any] = {"rules_only": template.rules.only}
    if template.phone_minutes is not None:
        content["phone_minutes"] = template.phone_minutes
    content["rules"] = {rule: rule_table(setting) for rule, setting in sorted(template.rules.by_rule.items())}
    files = {FILE: (HEAD + toml_text({key: value for key, value in content.items() if value != {}})).encode()}
    return files | ({DUTIES: template.duties} if template.duties is not None else {})


def read_template(files: Mapping[str, bytes]) -> Template:
    """A template from its files.

    Raises
    ------
    FolderFaults
        Every unknown rule, parameter and value.
    """
    reading: SettingsReading = read_toml(files[FILE])
    # Only what a whole center needs is missing here; everything else is a fault.
    faults = [f for f in reading.faults if f.found or f.expected[1] != "missing key"]
    faults += rule_faults(reading)
    if faults:
        raise FolderFaults(replace(f, file=FILE) for f in faults)
    rules = RuleSettings(
        {key: rule_setting(v) for key, v in reading.content.get("rules", {}).items()},
        reading.content.get("rules_only", False),
    )
    return Template(rules, reading.content.get("phone_minutes"), files.get(DUTIES))


def under(center: Center, template: Template) -> tuple[Center, tuple[str, ...]]:
    """A center with a template's rules, and the rules that change by it.

    The template is the whole of the shared standard: rules that it does not name go back to their
    defaults.
    """
    changed = tuple(
        rule
        for rule in sorted({*center.rules.by_rule, *template.rules.by_rule})
        if center.rules.get(rule) != template.rules.get(rule)
    )
    minutes = center.phone_minutes if template.phone_minutes is None else template.phone_minutes
    return replace(center, rules=template.rules, phone_minutes=minutes), changed


def read_template_folder(path: Path) -> Template:
    """The same from a folder on disk."""
    files = {name: (path / name).read_bytes() for name in (FILE, DUTIES) if (path / name).is_file()}
    if FILE not in files:
        raise FileNotFoundError(f"{path}: no {FILE} 没有 {FILE}")
    return read_template(files)
