"""Codes a cell of the roster grid may hold, with their names, hours and colors, and the legend beneath it."""

from app.parts.cell_codes import OFF
from app.parts.grid_cells import LEAVE_LETTER, ROLE_CLASS
from app.texts import Words
from scheduler.domain.clock import clock_text
from scheduler.domain.posts import BACK_OFFICE
from scheduler.domain.problem import RosterProblem
from scheduler.domain.shifts import ShiftType
from scheduler.words import leave_word, public_kind


def codes(problem: RosterProblem, words: Words) -> list[dict[str, str]]:
    """The palette: what can be entered, with one key each and a second for input methods."""
    center, lang = problem.center, words.lang
    found: list[dict[str, str]] = []
    if any(person.rota == "rostered" for person in center.staff):
        for index, shift in enumerate(center.shifts):
            found.append(
                {
                    "code": shift.code,
                    "letter": shift.letter(lang),
                    "cls": f"s{index % 8}",
                    "key": shift.code[:1].lower(),
                    "alt": str(index + 1) if index < 9 else "",
                    "title": f"{shift.name(lang)} {_hours(shift)}",
                }
            )
    if any(person.rota == "office" for person in center.staff):
        found += [
            {
                "code": post.id,
                "letter": post.id,
                "cls": ROLE_CLASS["A"],
                "key": str(post.number) if 0 < post.number < 10 else "",
                "alt": "",
                "title": f"{post.id} {post.name(lang)}",
            }
            for post in sorted(center.posts, key=lambda p: p.number)
            if post.heads
        ]
        found.append(
            {
                "code": BACK_OFFICE,
                "letter": words("grid.back"),
                "cls": "back",
                "key": "b",
                "alt": "",
                "title": words("grid.back_long"),
            }
        )
    found.append(
        {
            "code": OFF,
            "letter": words("grid.off"),
            "cls": "off",
            "key": "x",
            "alt": "0",
            "title": words("grid.off_long"),
        }
    )
    return found


def _hours(shift: ShiftType) -> str:
    return ", ".join(f"{clock_text(a)}–{clock_text(b)}" for a, b in shift.parts)


def parts(problem: RosterProblem, words: Words) -> list[str]:
    """Names of the parts of the office shift (morning, afternoon); empty when nobody works one."""
    codes = {p.shift for p in problem.center.staff if p.rota == "office" and p.shift}
    longest = max((problem.center.shift[code].parts for code in codes), key=len, default=())
    if len(longest) == 2:
        return [words("grid.morning"), words("grid.afternoon")]
    return [f"{clock_text(a)}–{clock_text(b)}" for a, b in longest]


def legend(problem: RosterProblem, words: Words) -> list[list[str]]:
    """Sample text, color and meaning of what is not said by a code's own button."""
    found: list[list[str]] = []
    if any(post.heads for post in problem.center.posts):
        post = next(p.id for p in problem.center.posts if p.heads)
        found += [[post, kind, words(f"grid.legend_{kind}")] for kind in ("own", "cover", "other")]
        found += [
            [words("grid.dual_mark") + post, "cover", words("grid.legend_dual")],
            [words("grid.on_site"), "lead", words("grid.legend_lead")],
        ]
    elif problem.center.shifts:
        found += [
            [shift.letter(words.lang), f"s{i % 8}", f"{shift.name(words.lang)} {_hours(shift)}"]
            for i, shift in enumerate(problem.center.shifts)
        ]
        found.append([problem.center.shifts[0].letter(words.lang), "ldr", words("grid.legend_leader")])
    kinds = dict.fromkeys(public_kind(a.kind) for a in problem.absences)
    return found + [
        [words.pick(LEAVE_LETTER.get(kind, ("假", "LV"))), f"lv {kind}", leave_word(kind, words.lang)] for kind in kinds
    ]
