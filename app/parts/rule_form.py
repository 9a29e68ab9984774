"""The form of one rule, drawn from the fields of its ``Params``: a new rule needs no line here."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from typing import Any

import streamlit as st

from app.texts import Words
from scheduler.domain.rule_settings import Level, RuleSetting
from scheduler.rules.base import Rule
from scheduler.words import level_word

PARAM_NAMES: Mapping[str, tuple[str, str]] = {
    "hours": ("小时数", "Hours"),
    "days": ("天数", "Days"),
    "window": ("窗口天数", "Window of days"),
    "run": ("最多连续", "Longest run"),
    "per_28_days": ("每28天最多", "Most in 28 days"),
    "standard": ("标准工时制", "Standard scheme"),
    "comprehensive": ("综合计算工时制", "Comprehensive scheme"),
    "overtime_per_28_days": ("每28天加班上限", "Overtime per 28 days"),
    "sources": ("可计入的人员来源", "Sources that count"),
    "forbidden": ("禁止的接班", "Forbidden successions"),
    "steps": ("人数档数", "Steps of heads"),
    "minutes": ("分钟数", "Minutes"),
    "nights": ("夜班", "Nights"),
    "weekends": ("休息日", "Rest days"),
    "holidays": ("节假日", "Holidays"),
    "deferrable": ("可后办事项", "Deferrable items"),
    "max_posts": ("最多同时岗位", "Most posts at once"),
    "prep": ("开门前准备", "Before opening"),
    "close": ("关门后收尾", "After closing"),
    "c": ("C岗", "C backup"),
    "section": ("本科室", "Same section"),
    "pool": ("综合岗", "Universal pool"),
    "manager": ("主任", "Manager"),
}
"""Usual names of parameters; one that is not here shows its own name."""

UNITS: Mapping[str, tuple[str, str]] = {
    "h": ("小时", "h"),
    "min": ("分钟", "min"),
    "days": ("天", "days"),
    "nights": ("个夜班", "nights"),
    "heads": ("人", "heads"),
    "posts": ("个", "posts"),
    "points": ("分", "points"),
    "per minute": ("每分钟", "per minute"),
    "min per 28 days": ("分钟/28天", "min per 28 days"),
}


def rule_form(rule: Rule, setting: RuleSetting, words: Words, barred: bool = False) -> RuleSetting | None:
    """Draw the form, to read only where the acting person may not change rules; the new setting when it was saved, None otherwise.

    Raises
    ------
    ValueError
        If the rule refuses the values that were saved.
    """
    level, _, weight = rule.effective(setting)
    with st.form(f"rule_{rule.id}", border=False):
        on_box, level_box, weight_box = st.columns([1, 3, 1.5], vertical_alignment="bottom")
        on = on_box.toggle(words("rules.on"), setting.on, key=f"{rule.id}_on")
        chosen = level_box.segmented_control(
            words("rules.level"),
            list(Level),
            default=level,
            key=f"{rule.id}_level",
            format_func=lambda x: level_word(x, words.lang),
        )
        new_weight = weight_box.number_input(words("rules.weight"), 1, 1000, weight, key=f"{rule.id}_weight")
        current = rule.params(setting)
        values = {f.name: _field(rule, f, getattr(current, f.name), words) for f in fields(rule.Params)}
        if not values:
            st.caption(words("rules.no_params"))
        if not st.form_submit_button(words("rules.save"), key=f"{rule.id}_save", disabled=barred):
            return None
    fresh = RuleSetting(
        on,
        None if chosen in (None, rule.level) else Level(chosen),
        None if new_weight == rule.weight else int(new_weight),
        setting.tier,
        {name: value for name, value in values.items() if value != _default(rule, name)},
    )
    rule.params(fresh)
    return fresh


def _field(rule: Rule, field: Field[Any], value: Any, words: Words) -> Any:
    """One widget, chosen by the field's value and metadata."""
    meta, key = field.metadata, f"{rule.id}_{field.name}"
    unit = meta.get("unit", "")
    label = words.pick(PARAM_NAMES.get(field.name, (field.name, field.name)))
    if unit:
        label += f" ({words.pick(UNITS.get(unit, (unit, unit)))})"
    told = words("rules.default", value=_said(_default(rule, field.name)))
    if isinstance(value, bool):
        return st.toggle(label, value, key=key, help=told)
    if "choices" in meta:
        return tuple(
            st.multiselect(
                label, list(meta["choices"]), list(value), key=key, help=told, placeholder=words("shell.choose")
            )
        )
    if isinstance(value, int):
        return int(st.number_input(label, meta.get("min"), meta.get("max"), value, key=key, help=told))
    if isinstance(value, float):
        return float(st.number_input(label, meta.get("min"), meta.get("max"), value, key=key, help=told))
    if isinstance(value, tuple):
        text = st.text_input(
            label, " ".join(map(str, value)), key=key, help=told, placeholder=str(meta.get("example", ""))
        )
        return tuple(text.replace(",", " ").replace("、", " ").split())
    return st.text_input(label, str(value), key=key, help=told)


def _default(rule: Rule, name: str) -> Any:
    field = next(f for f in fields(rule.Params) if f.name == name)
    return field.default_factory() if field.default_factory is not MISSING else field.default


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
