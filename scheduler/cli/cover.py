"""``paiban cover``: somebody is missing, who stands in?"""

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from scheduler.backup import StandIn, stand_ins, with_cover
from scheduler.cli.check import load_roster
from scheduler.cli.options import MomentType, center_argument, json_option, lang_option, language
from scheduler.cli.show import breach_report, echo_json
from scheduler.domain.problem import RosterProblem
from scheduler.words import SOURCES, pick


@click.command()
@center_argument
@click.argument("roster", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--absent", required=True, help="Id of the missing person.")
@click.option("--at", required=True, type=MomentType(), help="From when, e.g. 2026-09-08T08:15.")
@json_option
@lang_option
def cover(center: str, roster: Path, absent: str, at: datetime, as_json: bool, lang: str | None) -> None:
    """Who stands in for a sudden absence: B at once, then C, the section, the pool, the manager."""
    from scheduler.explain import person_name, post_name
    from scheduler.planning import recheck

    lang = language(lang)
    problem, found = load_roster(center, roster, None, None, no_demand=True)
    gaps = stand_ins(problem, found, absent, at)
    steps = [gap.chain[0] for gap in gaps if gap.chain]
    before = {(b.rule, b.start, b.post, b.person) for b in recheck(problem, found)[1]}
    after = [b for b in recheck(*with_cover(problem, found, absent, at, steps))[1] if (b.rule, b.start, b.post, b.person) not in before]
    if as_json:
        echo_json({"gaps": [asdict(gap) for gap in gaps], "new_breaches": [b.text(lang) for b in after]})
    else:
        click.echo(pick((f"{person_name(problem, absent, 'zh')} 自 {at:%m-%d %H:%M} 起缺岗:", f"{person_name(problem, absent, 'en')} is missing from {at:%d %b %H:%M}:"), lang))
        if not gaps:
            click.echo(pick(("  没有窗口因此空岗。", "  No window is left open by this."), lang))
        for gap in gaps:
            click.echo(f"  {post_name(problem, gap.post, lang)} {gap.start:%H:%M}–{gap.end:%H:%M}")
            if not gap.chain:
                pooled = problem.center.post[gap.post].heads == 0
                counter = ("    空岗:无合格人员可顶岗,请启用只收件或预约。", "    EMPTY: nobody qualified is free; accept papers only or book appointments.")
                phones = ("    缺员:休息人员中无人可合规召回。", "    SHORT: nobody off duty may be called in.")
                click.echo(pick(phones if pooled else counter, lang))
            for place, step in enumerate(gap.chain, 1):
                click.echo(f"    {place}. {person_name(problem, step.person, lang)} [{pick(('休班', 'off duty') if step.shift else SOURCES[step.source], lang)}] {step_text(problem, step, lang)}")
        click.echo("\n".join(breach_report(after, lang)))
    unmet = any(not gap.chain for gap in gaps) or any(b.level != "SOFT" for b in after)
    raise click.exceptions.Exit(1 if unmet else 0)


def step_text(problem: RosterProblem, step: StandIn, lang: str) -> str:
    """What a step costs, in words."""
    from scheduler.explain import post_name, title

    said: list[tuple[str, str]] = []
    if step.dual and step.own_post:
        own = step.own_post
        said.append((f"兼顾{post_name(problem, own, 'zh')}(双岗)", f"keeps {post_name(problem, own, 'en')} too (double duty)"))
    elif step.leaves:
        said.append((f"离开{post_name(problem, step.leaves, 'zh')},该岗需再补", f"leaves {post_name(problem, step.leaves, 'en')}, which must be filled in turn"))
    elif step.shift:
        said.append((f"休息中,可召回(本周已排{step.week_minutes / 60:g}小时)", f"off duty, may be called in ({step.week_minutes / 60:g} h rostered this week)"))
    else:
        said.append(("从后台到岗", "comes over from the back office"))
    if step.consent:
        said.append((
            "须本人同意:" + "、".join(title(r, "zh") for r in step.consent) + "超限", "only with consent: beyond " + ", ".join(title(r, "en") for r in step.consent),
        ))
    if step.without:
        items = {i.id: i for i in problem.center.post[step.post].items}
        zh = "、".join(items[i].name_zh if i in items else i for i in step.without)
        en = ", ".join(items[i].name_en if i in items else i for i in step.without)
        said.append((f"无权办理{zh}(只收件或预约)", f"may not finish {en} (accept or book only)"))
    said.append((f"余量 {step.margin}", f"margin left {step.margin}"))
    return pick((";".join(s[0] for s in said), "; ".join(s[1] for s in said)), lang)
