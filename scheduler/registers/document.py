"""``docs/registers.md``: every register with its article, deadline, roles, fields and what it changes."""

from scheduler.store.register_files import GROUPS, registers
from scheduler.store.register_types import ROLES, SUBJECT_NAMES, Due, Register


def registers_document() -> str:
    """The document, in the order of the registers."""
    known = registers()
    lines = [
        "<!-- written by `make docs`; a test keeps it in step -->",
        "",
        "# 台账 · Registers",
        "",
        f"{len(known)} registers. Entries lie in `registers/<register>.csv` of a center folder, or in the database, where every correction is audited. An",
        "entry is corrected or struck out, never deleted. Columns before the fields: `id`, `day`, `subject`, `state`, `owner`, `due`.",
        "",
        "| register | 台账 | 类别 | article | due | fills itself | changes planning |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| [{r.id}](#{r.id}) | {r.zh} | {GROUPS[r.group][0]} | {r.article} | {due_words(r.due)} | {'yes' if r.fill else ''} | {'yes' if r.effect else ''} |"
        for r in known.values()
    ]
    for register in known.values():
        lines += _section(register)
    return "\n".join(lines) + "\n"


def due_words(due: Due) -> str:
    """The rule of a deadline in a few words."""
    if due.rule == "open_day":
        return "each open day"
    if due.rule == "last_workday":
        return "last workday of the month"
    if due.rule == "steps":
        return "month after: " + ", ".join(f"`{name}` day {day}" for name, day in due.steps.items())
    if due.rule == "promise":
        return f"workdays its item promises, after `{due.field}`"
    if due.rule == "field":
        return f"by `{due.field}`"
    if due.rule == "after":
        return (
            f"{due.days} {'workdays' if due.workdays else 'days'} after {f'`{due.field}`' if due.field else 'its day'}"
        )
    return ""


def _section(register: Register) -> list[str]:
    lines = [
        "",
        f"## {register.id}",
        "",
        f"**{register.zh} · {register.en}** (article {register.article})",
        "",
        register.about_zh,
        "",
        register.about_en,
        "",
    ]
    lines.append(
        f"About: {SUBJECT_NAMES[register.subject][1].lower()}. Written by: {', '.join(ROLES[r][1] for r in register.write)}."
        if register.subject != "none"
        else f"Written by: {', '.join(ROLES[r][1] for r in register.write)}."
    )
    if register.closes:
        lines[-1] += f" Done once filled: {', '.join(f'`{name}`' for name in register.closes)}."
    lines += ["", "| field | 名称 | name | type | required |", "|---|---|---|---|---|"]
    for f in register.fields:
        kind = (
            f.type
            + (f" of {f.ref}" if f.ref else "")
            + (": " + ", ".join(f"`{code}` {zh}" for code, (zh, _) in f.choices.items()) if f.choices else "")
        )
        lines.append(
            f"| `{f.name}` | {f.label('zh')} | {f.label('en')} | {kind}{', private' if f.private else ''} | {'yes' if f.required else ''} |"
        )
    return lines
