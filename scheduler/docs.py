"""Documents that list things are written by this file: ``python -m scheduler.docs`` (``make docs``)."""

from dataclasses import fields
from pathlib import Path

from scheduler.registers.document import registers_document
from scheduler.regulation import regulation_document
from scheduler.rules import RULES
from scheduler.rules.base import Rule
from scheduler.store.schemas import data_document
from scheduler.words import TIERS

HEAD = "<!-- written by `make docs`; a test keeps it in step -->\n\n"


def rules_document() -> str:
    """``docs/rules.md``: every rule with its article, level, parameters and sentences."""
    lines = [
        HEAD + "# Rules\n",
        f"{len(RULES)} rules, in reading order. Level, tier, weight and parameters are defaults; a center's settings win.\n",
    ]
    lines += [
        "| rule | 中文 | catalogue | article | level | tier | weight | unit |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for rule in RULES:
        tier = "–" if rule.level == "HARD" else f"{rule.tier} {TIERS[rule.tier][1]}"
        lines.append(
            f"| [{rule.id}](#{rule.id}) | {rule.title['zh']} | {rule.catalogue} | {rule.article} | {rule.level} | {tier} | {rule.weight} | {rule.unit} |"
        )
    for rule in RULES:
        lines += _section(rule)
    return "\n".join(lines) + "\n"


def _section(rule: Rule) -> list[str]:
    doc = [line.strip() for line in (rule.__doc__ or "").strip().splitlines()]
    lines = [
        "",
        f"## {rule.id}",
        "",
        f"**{rule.title['zh']} · {rule.title['en']}** ({rule.catalogue}; article {rule.article})",
        "",
        *doc,
        "",
    ]
    lines += [
        f"- 说法: {rule.text['zh']}",
        f"- Sentence: {rule.text['en']}",
        f"- 建议: {rule.remedy['zh']}",
        f"- Remedy: {rule.remedy['en']}",
    ]
    parameters = fields(rule.Params)
    if parameters:
        lines += ["", "| parameter | default | unit | range |", "|---|---|---|---|"]
        for p in parameters:
            low, high = p.metadata.get("min"), p.metadata.get("max")
            span = f"{low} to {high}" if low is not None else ", ".join(map(str, p.metadata.get("choices", ())))
            lines.append(f"| {p.name} | {p.default} | {p.metadata.get('unit', '')} | {span} |")
    return lines


DOCUMENTS = {
    "rules.md": rules_document,
    "data.md": data_document,
    "registers.md": registers_document,
    "regulation-coverage.md": regulation_document,
}


def main() -> None:
    folder = Path(__file__).parents[1] / "docs"
    for name, write in DOCUMENTS.items():
        (folder / name).write_text(write(), encoding="utf-8")


if __name__ == "__main__":
    main()
