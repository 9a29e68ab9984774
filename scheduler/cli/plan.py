"""``paiban need`` and ``plan``: stations of the main job."""

from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from scheduler.cli.on_file import calibrated_option, filed_factors
from scheduler.cli.options import (
    after_option,
    center_argument,
    json_option,
    lang_option,
    language,
    out_option,
    period,
    period_options,
    seconds_option,
    seed_option,
)
from scheduler.cli.show import ProgressLine, breach_report, echo_json, pairs, table
from scheduler.words import TIERS, pick


@click.command()
@center_argument
@period_options
@out_option
@seed_option
@calibrated_option
@json_option
@lang_option
def need(
    center: str,
    first: date | None,
    last: date | None,
    out: Path | None,
    seed: int,
    calibrated: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Heads per queue and interval, and why so many."""
    from dataclasses import asdict

    from scheduler.activities.ahead_words import deferred_lines
    from scheduler.period_words import period_lines
    from scheduler.planning import forecast_center, need_and_deferred, open_center, targets_of
    from scheduler.results import need_bytes
    from scheduler.staffing.need import words
    from scheduler.staffing.period_shares import of_need
    from scheduler.store.results import write_files

    tongue = language(lang)
    folder = open_center(center)
    start, end = period(folder, first, last)
    targets = targets_of(folder.center)
    cells, deferred = need_and_deferred(
        folder, forecast_center(folder, start, end, seed, filed_factors(folder) if calibrated else None)
    )
    if not cells:
        raise click.ClickException(
            f"{center}: no demand.csv, or no row in it, so no need can be computed. `paiban demand` makes one of a phone system's export."
        )
    if out:
        write_files(out, {"need.csv": need_bytes(cells)})
    if as_json:
        echo_json([asdict(cell) for cell in cells])
        return
    by_queue: dict[str, list[Any]] = defaultdict(list)
    for cell in cells:
        by_queue[cell.queue].append(cell)
    rows = [
        (
            pick(("队列", "queue"), tongue),
            pick(("最多", "peak"), tongue),
            pick(("合计人时", "head-hours"), tongue),
            pick(("高峰时的理由", "why, at the peak"), tongue),
        )
    ]
    for queue, mine in sorted(by_queue.items()):
        peak = max(mine, key=lambda c: (c.required, c.mean))
        hours = sum(c.required * (c.end - c.start).total_seconds() / 3600 for c in mine)
        rows.append(
            (queue, str(peak.required), f"{hours:.0f}", f"{peak.start:%m-%d %H:%M} {words(peak.reason, tongue)}")
        )
    click.echo("\n".join(table(rows)))
    for line in (
        *period_lines(folder.center, of_need(cells, targets), tongue),
        *deferred_lines(folder.center, deferred, tongue),
    ):
        click.echo(line)


@click.command()
@center_argument
@period_options
@after_option
@out_option
@seconds_option
@seed_option
@calibrated_option
@json_option
@lang_option
@click.option("--quiet", is_flag=True, help="Print nothing but errors.")
def plan(
    center: str,
    first: date | None,
    last: date | None,
    after: Path | None,
    out: Path | None,
    seconds: float,
    seed: int,
    calibrated: bool,
    as_json: bool,
    lang: str | None,
    quiet: bool,
) -> None:
    """The whole job: forecast, need, roster, blocks off the line, check.

    With --out it writes ten files; two of them, roster_past.csv and ledger.csv, are what the next roster
    must know. With --after it goes on from such a folder; without --from and --to it plans as many days again.
    """
    from scheduler.cli.off_line import off_line_record
    from scheduler.domain.solution import Limits
    from scheduler.planning import open_center, with_off_line
    from scheduler.planning import plan as make_plan
    from scheduler.results import breach_dicts, write_plan
    from scheduler.summary import summary

    lang = language(lang)
    folder = open_center(center)
    if after is not None:
        from scheduler.ledgers.continuing import continued

        onward = continued(folder, after, first)
        folder, first, last = onward.folder, onward.first, last or onward.last
        for note in onward.notes(lang) if not quiet else ():
            click.echo(note, err=True)
    start, end = period(folder, first, last)
    limits, line = Limits.of(seconds, seed), ProgressLine(lang, quiet or as_json)
    made = make_plan(folder, start, end, limits, line, bands=filed_factors(folder) if calibrated else None)
    line.end()
    made = with_off_line(made)
    if out:
        write_plan(made, limits, out)
    if as_json:
        echo_json(
            {
                **summary(made),
                "breaches": breach_dicts(made.lines),
                "off_line": off_line_record(made.problem, made.off_line),
            }
        )
    elif not quiet:
        click.echo("\n".join(report(made, lang)))
        if out:
            click.echo(pick((f"结果已写入 {out}", f"Written to {out}"), lang))
    raise click.exceptions.Exit(exit_code(made))


def exit_code(made: Any) -> int:
    """0 good, 1 with problems, 3 stopped, 4 when the solver died or disagrees with the check."""
    from scheduler.domain.solution import Status

    if made.solution.status is Status.CRASHED or not (made.consistent and made.off_line.agrees):
        return 4
    if made.solution.status is Status.STOPPED:
        return 3
    return 0 if made.checked.clean and all(x.level != "MUST" for x in made.off_line.left_out) else 1


def report(made: Any, lang: str) -> list[str]:
    """A plan as a planner reads it: what, how good, what is wrong."""
    from scheduler.cli.off_line import off_line_report
    from scheduler.measures import NAMES, measures, unit

    center, problem, solution = made.folder.center, made.problem, made.solution
    text = [f"{center.name(lang)}  {problem.horizon.start} – {problem.horizon.last}"]
    provisional = [d for d in problem.days if d.provisional]
    if provisional:
        year = provisional[0].date.year
        text.append(
            pick(
                (
                    f"  {year} 安排未公布 — 按周末+法定日推算",
                    f"  {year} holidays not announced: computed from weekends and statutory days",
                ),
                lang,
            )
        )
    named = {
        pick(NAMES[k][:2], lang): (f"{v:,.1f}" if v % 1 else f"{v:,.0f}") + f" {unit(k, lang)}"
        for k, v in measures(made).values.items()
    }
    text += pairs(named)
    states = {
        "optimal": ("已证明最优", "proven optimal"),
        "feasible": ("可行，可能还能改进", "feasible, may still improve"),
        "stopped": ("已停止，采用当前最好解", "stopped, best so far kept"),
        "relaxed": ("硬性规则互相矛盾，已放宽最少的一处", "hard rules conflict; the least was relaxed"),
        "crashed": ("求解进程意外退出", "the solver process died"),
    }
    text.append(
        pick(
            (
                f"求解：{states[solution.status][0]}，{solution.seconds:.1f} 秒",
                f"Solve: {states[solution.status][1]}, {solution.seconds:.1f} s",
            ),
            lang,
        )
    )
    if solution.note:
        text.append(f"  {solution.note}")
    gaps = [
        (pick(TIERS[t], lang), str(c), f"≥ {solution.bounds.get(t, 0)}", f"{solution.gap[t]:.0%}")
        for t, c in solution.costs.items()
        if c
    ]
    if gaps:
        text += table(
            [
                (
                    pick(("层次", "tier"), lang),
                    pick(("代价", "cost"), lang),
                    pick(("下界", "bound"), lang),
                    pick(("差距", "gap"), lang),
                ),
                *gaps,
            ]
        )
    return (
        text
        + fairness_report(made, lang)
        + _events(made, lang)
        + breach_report(made.lines, lang)
        + off_line_report(problem, made.off_line, lang)
    )


def _events(made: Any, lang: str) -> list[str]:
    """How the center's trainings and meetings can be held."""
    from scheduler.events.files import KINDS, group_text
    from scheduler.explain import person_name

    text = []
    for p in made.placed:
        verdict = (
            pick(("可照原定举行", "as announced"), lang)
            if p.as_announced
            else pick(("已分批或改期，不停窗", "split or moved, nothing closes"), lang)
        )
        text.append(f"{p.event.id} {pick(KINDS[p.event.kind], lang)}: {verdict}")
        text += ["  " + group_text(made.problem, place, g, lang) for place, g in enumerate(p.groups, 1)]
        text += [
            f"  {pick(('未能安排', 'not placed'), lang)} {person_name(made.problem, who, lang)}: {pick(why, lang)}"
            for who, why in p.unplaced
        ]
    return text


def fairness_report(made: Any, lang: str) -> list[str]:
    """How even each kind of burden is, what earlier rosters left over included."""
    from scheduler.ledgers.carried import balances
    from scheduler.ledgers.spread import spreads
    from scheduler.ledgers.words import amount, kind_name

    rows = [
        (
            kind_name(s.kind, lang),
            amount(s.kind, s.range, lang),
            f"{s.gini:.3f}",
            amount(s.kind, s.ordered[0], lang, sign=True),
            amount(s.kind, s.ordered[-1], lang, sign=True),
        )
        for s in spreads(balances(made.problem, made.roster))
    ]
    head = [
        ("累计差额", "account"),
        ("最多最少之差", "range"),
        ("基尼系数", "Gini"),
        ("最多", "most"),
        ("最少", "least"),
    ]
    return table([tuple(pick(h, lang) for h in head), *rows]) if rows else []
