"""``paiban cover``: somebody is missing, who stands in? Confirm it, and take the post back."""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from scheduler.backup import StandIn, stand_ins, with_cover
from scheduler.cli.check import load_roster
from scheduler.cli.options import MomentType, center_argument, json_option, lang_option, language
from scheduler.cli.show import breach_report, echo_json
from scheduler.domain.problem import RosterProblem
from scheduler.domain.roster import Roster
from scheduler.words import SOURCES, pick


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--absent", required=True, help="Id of the missing person.")
@click.option(
    "--at", required=True, type=MomentType(), help="From when, e.g. 2026-09-08T08:15; with --back, since when back."
)
@click.option("--stand-in", "wanted", help="Id of who is to stand in, instead of the first of the chain.")
@click.option(
    "--confirm", is_flag=True, help="Put the cover on record and print the notices for A, B, section head and director."
)
@click.option("--left-post", is_flag=True, help="With --confirm: the person left the post without leave (3-50).")
@click.option("--back", is_flag=True, help="The missing person is back: end the cover and print the hand-back note.")
@click.option("--by", default="", help="Who arranges it; goes on record.")
@click.option("--done", default="", help="With --back: work the stand-in finished.")
@click.option("--pending", default="", help="With --back: open cases and what they wait for.")
@click.option(
    "--kept",
    multiple=True,
    help="With --back: a seal or key not returned yet (seal:PROC, cashier, door); may be repeated.",
)
@click.option(
    "--log",
    "log_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV file that keeps the covers; without it the database does.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the roster.csv as it goes on.")
@click.option(
    "--note", type=click.Path(path_type=Path, dir_okay=False), help="With --back: write the printable note (HTML) here."
)
@json_option
@lang_option
def cover(
    center: str,
    roster: Path,
    absent: str,
    at: datetime,
    wanted: str | None,
    confirm: bool,
    left_post: bool,
    back: bool,
    by: str,
    done: str,
    pending: str,
    kept: tuple[str, ...],
    log_file: Path | None,
    out: Path | None,
    note: Path | None,
    as_json: bool,
    lang: str | None,
) -> None:
    """Who stands in for a sudden absence: B at once, then C, the section, the pool, the manager.

    Exit 0: every post is held and no binding rule is newly broken; 1: something is left open.
    """
    if confirm and back:
        raise click.UsageError("--confirm begins a cover, --back ends one: give one of them")
    if not (confirm or back) and (log_file or out or by or left_post):
        raise click.UsageError("--log, --out, --by and --left-post go with --confirm or --back")
    if not back and (done or pending or kept or note):
        raise click.UsageError("--done, --pending, --kept and --note go with --back")
    problem, found = load_roster(center, roster, None, None, no_demand=True)
    if back:
        from scheduler.cli.cover_steps import take_back

        take_back(
            center, problem, found, absent, at, by, done, pending, kept, log_file, out, note, as_json, language(lang)
        )
        return
    from scheduler.cover.begin import chosen

    lang = language(lang)
    gaps = stand_ins(problem, found, absent, at)
    asked = {(g.post, g.start): wanted for g in gaps if any(s.person == wanted for s in g.chain)} if wanted else {}
    if wanted and not asked:
        raise click.UsageError(f"--stand-in {wanted}: in no chain of this absence")
    taken = chosen(problem, found, absent, at, asked)
    steps = [step for _, step in taken if step is not None]
    after, new = with_cover(problem, found, absent, at, steps)
    told = _after(problem, found, after, new, at)
    fresh = told.pop("breaches")
    record: dict[str, Any] = {}
    if confirm:
        from scheduler.cli.cover_steps import put_on_record

        record = put_on_record(center, problem, found, new, taken, absent, by, left_post, log_file, out, told["margin"])
    if as_json:
        echo_json(
            {"gaps": [asdict(gap) for gap in gaps], "new_breaches": [b.text(lang) for b in fresh], **told, **record}
        )
    else:
        _show_chain(problem, gaps, absent, at, lang)
        click.echo("\n".join(breach_report(fresh, lang)))
        _show_after(told, record, lang)
    unmet = any(step is None for _, step in taken) or any(b.level != "SOFT" for b in fresh)
    raise click.exceptions.Exit(1 if unmet else 0)


def _after(problem: RosterProblem, roster: Roster, after: RosterProblem, new: Roster, at: datetime) -> dict[str, Any]:
    """New breaches, margin left and what cannot be finished in the rest of the day."""
    from scheduler.authority import say
    from scheduler.cover.after import least, rest_of_day, unfinished
    from scheduler.planning import recheck

    before = {(b.rule, b.start, b.post, b.person) for b in recheck(problem, roster)[1]}
    fresh = [b for b in recheck(after, new)[1] if (b.rule, b.start, b.post, b.person) not in before]
    left = rest_of_day(after, new, at)
    items = unfinished(after, new, at)
    return {
        "breaches": fresh,
        "margin": least(left),
        "margins": [asdict(part) for part in left],
        "unfinished": [{"zh": say(after, entry, "zh"), "en": say(after, entry, "en")} for entry in items],
    }


def _show_chain(problem: RosterProblem, gaps: Any, absent: str, at: datetime, lang: str) -> None:
    from scheduler.explain import person_name, post_name

    click.echo(
        pick(
            (
                f"{person_name(problem, absent, 'zh')} 自 {at:%m-%d %H:%M} 起缺岗：",
                f"{person_name(problem, absent, 'en')} is missing from {at:%d %b %H:%M}:",
            ),
            lang,
        )
    )
    if not gaps:
        click.echo(pick(("  没有窗口因此空岗。", "  No window is left open by this."), lang))
    for gap in gaps:
        click.echo(f"  {post_name(problem, gap.post, lang)} {gap.start:%H:%M}–{gap.end:%H:%M}")
        if not gap.chain:
            pooled = problem.center.post[gap.post].heads == 0
            counter = (
                "    空岗：无合格人员可顶岗，请启用只收件或预约。",
                "    EMPTY: nobody qualified is free; accept papers only or book appointments.",
            )
            phones = ("    缺员：休息人员中无人可合规召回。", "    SHORT: nobody off duty may be called in.")
            click.echo(pick(phones if pooled else counter, lang))
        for place, step in enumerate(gap.chain, 1):
            click.echo(
                f"    {place}. {person_name(problem, step.person, lang)} [{pick(('休班', 'off duty') if step.shift else SOURCES[step.source], lang)}] {step_text(problem, step, lang)}"
            )


def _show_after(told: dict[str, Any], record: dict[str, Any], lang: str) -> None:
    margin = told["margin"]
    if margin is not None:
        words = (
            f"当日剩余余量：{margin}。" if margin >= 0 else "当日已有岗位无人可顶。",
            f"Margin for the rest of the day: {margin}."
            if margin >= 0
            else "Some post cannot be held for the rest of the day.",
        )
        click.echo(pick(words, lang))
    if told["unfinished"]:
        click.echo(pick(("当日不能办结的事项：", "Not to be finished today:"), lang))
        for line in told["unfinished"]:
            click.echo(f"  · {line[lang]}")
    if record:
        click.echo(
            pick(
                (
                    f"已登记顶岗 {len(record['covers'])} 段({record['kept_in']})。通知文本(不会自动发送)：",
                    f"{len(record['covers'])} stretch(es) on record ({record['kept_in']}). Notices (sent nowhere):",
                ),
                lang,
            )
        )
        for notice in record["notices"]:
            click.echo(f"  [{notice['person']}] {notice[lang]}")


def step_text(problem: RosterProblem, step: StandIn, lang: str) -> str:
    """What a step costs, in words."""
    from scheduler.explain import post_name, title

    said: list[tuple[str, str]] = []
    if step.dual and step.own_post:
        own = step.own_post
        said.append(
            (f"兼顾{post_name(problem, own, 'zh')}(双岗)", f"keeps {post_name(problem, own, 'en')} too (double duty)")
        )
    elif step.leaves:
        said.append(
            (
                f"离开{post_name(problem, step.leaves, 'zh')}，该岗需再补",
                f"leaves {post_name(problem, step.leaves, 'en')}, which must be filled in turn",
            )
        )
    elif step.shift:
        said.append(
            (
                f"休息中，可召回(本周已排{step.week_minutes / 60:g}小时)",
                f"off duty, may be called in ({step.week_minutes / 60:g} h rostered this week)",
            )
        )
    else:
        said.append(("从后台到岗", "comes over from the back office"))
    if step.consent:
        said.append(
            (
                "须本人同意：" + "、".join(title(r, "zh") for r in step.consent) + "超限",
                "only with consent: beyond " + ", ".join(title(r, "en") for r in step.consent),
            )
        )
    if step.without:
        items = {i.id: i for i in problem.center.post[step.post].items}
        zh = "、".join(items[i].name_zh if i in items else i for i in step.without)
        en = ", ".join(items[i].name_en if i in items else i for i in step.without)
        said.append((f"无权办理{zh}(只收件或预约)", f"may not finish {en} (accept or book only)"))
    said.append((f"余量 {step.margin}", f"margin left {step.margin}"))
    return pick(("；".join(s[0] for s in said), "; ".join(s[1] for s in said)), lang)
