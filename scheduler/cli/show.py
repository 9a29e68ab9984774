"""What commands print for people."""

import json
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from scheduler.domain.rule_settings import Level
from scheduler.domain.solution import Progress
from scheduler.explain import BreachLine
from scheduler.words import TIERS, pick


def echo_json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


class ProgressLine:
    """One rewritten line on a terminal; nothing where standard error is a file or a pipe."""

    def __init__(self, lang: str, quiet: bool = False) -> None:
        self.lang = lang
        self._live = sys.stderr.isatty() and not quiet
        self._last = ""

    def __call__(self, progress: Progress) -> None:
        if not self._live or not progress.tier:
            return
        tier = pick(TIERS[progress.tier], self.lang)
        cost = "" if progress.cost is None else f" {progress.cost}"
        bound = "" if progress.bound is None else f" (≥ {progress.bound})"
        text = f"{progress.seconds:5.1f} s  {tier}{cost}{bound}"
        click.echo("\r" + text.ljust(len(self._last)), err=True, nl=False)
        self._last = text

    def station(self, zh: str, en: str) -> None:
        if self._live:
            click.echo("\r" + pick((zh, en), self.lang).ljust(len(self._last)), err=True)
            self._last = ""

    def end(self) -> None:
        if self._live and self._last:
            click.echo("\r" + " " * len(self._last) + "\r", err=True, nl=False)


def breach_report(lines: Sequence[BreachLine], lang: str, soft: int = 5) -> list[str]:
    """HARD and MUST breaches in full, SOFT ones counted with the first few."""
    text: list[str] = []
    strong = [b for b in lines if b.level is not Level.SOFT]
    weak = [b for b in lines if b.level is Level.SOFT]
    if not strong:
        text.append(pick(("没有违反硬性或必须规则。", "No rule of level hard or must is broken."), lang))
    else:
        text.append(pick((f"未能满足 {len(strong)} 处：", f"{len(strong)} not kept:"), lang))
        text += [f"  {i}. {b.text(lang)}" for i, b in enumerate(strong, 1)]
    if weak and soft:
        text.append(pick((f"可改进 {len(weak)} 处，例如：", f"{len(weak)} could be better, for example:"), lang))
        text += [f"  · {b.text(lang)}" for b in weak[:soft]]
    return text


def table(rows: Sequence[Sequence[str]], indent: str = "  ") -> list[str]:
    """Columns aligned, Chinese characters counted as two wide."""
    widths = [max(width(row[i]) for row in rows) for i in range(len(rows[0]))] if rows else []
    return [
        indent + "  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    """Columns of a terminal that a text takes."""
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pairs(values: Mapping[str, str], indent: str = "  ") -> list[str]:
    return table([(k, v) for k, v in values.items()], indent)
