"""``paiban forecast``: what is expected, what looks wrong in the past, what was issued and how it did."""

from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from scheduler.cli.on_file import calibrated_option, filed_factors, on_file
from scheduler.cli.options import (
    center_argument,
    json_option,
    lang_option,
    language,
    out_option,
    period,
    period_options,
    seed_option,
)
from scheduler.cli.show import echo_json, table
from scheduler.words import pick

if TYPE_CHECKING:
    from forecasting import Forecast
    from scheduler.history.issued import IssuedScore
    from scheduler.store.folder import CenterFolder

SHOWN = 12
"""Odd stretches listed for each queue, the latest first."""


@click.command()
@center_argument
@period_options
@out_option
@seed_option
@click.option("--keep", is_flag=True, help="File it in the database, to be scored once the counts are in.")
@click.option("--scores", is_flag=True, help="How the forecasts on file did; nothing is forecast.")
@calibrated_option
@json_option
@lang_option
def forecast(
    center: str,
    first: date | None,
    last: date | None,
    out: Path | None,
    seed: int,
    keep: bool,
    scores: bool,
    calibrated: bool,
    as_json: bool,
    lang: str | None,
) -> None:
    """Forecast arrivals of every queue, with bands, the model chosen, and what looks wrong in the past.

    Forecasts are kept in the database ($PAIBAN_DATABASE_URL, or the user's own file).
    """
    from scheduler.planning import forecast_center, open_center
    from scheduler.results import forecast_bytes
    from scheduler.store.results import write_files
    from scheduler.summary import forecast_choice

    lang = language(lang)
    folder = open_center(center)
    if scores:
        _scores(folder, as_json, lang)
        return
    start, end = period(folder, first, last)
    made = forecast_center(folder, start, end, seed, filed_factors(folder) if calibrated else None)
    if made is None:
        raise click.ClickException(
            f"{center}: no demand.csv, or no row in it: nothing to forecast from. `paiban demand` makes one of a phone system's export."
        )
    if out:
        write_files(out, {"forecast.csv": forecast_bytes(made)})
    kept = _keep(folder, made, datetime.combine(start, time())) if keep else 0
    choices = forecast_choice(made)
    if as_json:
        echo_json({"choices": choices, "rows": made.frame.to_dict("records"), "odd": _odd_data(made), "kept": kept})
        return
    totals = made.frame.groupby("queue")["mean"].sum()
    rows = [
        (
            pick(("队列", "queue"), lang),
            pick(("期内预计量", "expected"), lang),
            pick(("模型与理由", "model and reason"), lang),
        )
    ]
    rows += [(c["queue"], f"{totals[c['queue']]:.0f}", f"{c['model']}: {c['reason_' + lang]}") for c in choices]
    click.echo("\n".join(table(rows)))
    for line in _odd_lines(made, lang):
        click.echo(line)
    if keep:
        click.echo(
            pick(
                (
                    f"已存档{kept}行，实际数据到后用 --scores 评分",
                    f"{kept} rows on file; --scores tells how they did once the counts are in",
                ),
                lang,
            )
        )


def _odd_lines(made: "Forecast", lang: str) -> list[str]:
    """Gaps and odd stretches of each queue, and how to judge them."""
    said: list[str] = []
    for queue, report in made.reports.items():
        if report.gaps:
            said.append(
                pick(
                    (
                        f"{queue}：历史中有{report.gaps}个开放时段无记录，按缺数处理",
                        f"{queue}: {report.gaps} open intervals of the past have no count and are treated as unknown",
                    ),
                    lang,
                )
            )
        for suspect in sorted(report.suspects, key=lambda s: s.start, reverse=True)[:SHOWN]:
            mark = pick(
                ("已剔除" if suspect.set_aside else "降权", "left out" if suspect.set_aside else "weighs less"), lang
            )
            said.append(
                f"  ! {queue} {str(suspect.start).replace('T', ' ')} – {str(suspect.end).replace('T', ' ')} [{mark}] {suspect.reason[lang]}"
            )
        if len(report.suspects) > SHOWN:
            said.append(
                pick(
                    (
                        f"    另有{len(report.suspects) - SHOWN}处更早的",
                        f"    {len(report.suspects) - SHOWN} more, earlier",
                    ),
                    lang,
                )
            )
    if any(report.suspects for report in made.reports.values()):
        said.append(
            pick(
                (
                    "要剔除或保留某段：在台账“业务量异常说明”登记（需求页一键，或 registers/demand_note.csv）",
                    "to leave a stretch out or keep it: the register of notes on odd counts (a click on the Demand page, or registers/demand_note.csv)",
                ),
                lang,
            )
        )
    return said


def _odd_data(made: "Forecast") -> list[dict[str, Any]]:
    return [
        {
            "queue": s.queue,
            "start": str(s.start),
            "end": str(s.end),
            "kind": s.kind,
            "found": s.found,
            "expected": round(s.expected, 2),
            "set_aside": s.set_aside,
            "zh": s.reason["zh"],
            "en": s.reason["en"],
        }
        for report in made.reports.values()
        for s in report.suspects
    ]


def _keep(folder: "CenterFolder", made: "Forecast", issued: datetime) -> int:
    """File the forecast under the center as it is; issued at the first midnight it speaks of, for nothing later entered it."""
    from scheduler.history.issued import keep
    from scheduler.store.database import Store
    from scheduler.store.folder import folder_files

    center = folder.center
    with Store() as store, store.transaction():
        version = store.save_center(
            center.id, folder_files(folder), name_zh=center.name_zh, name_en=center.name_en, author="cli"
        )
        saved = keep(store, center.id, version.number, made, issued)
    return 0 if saved is None else saved.frame.count("\n") - 1


def _scores(folder: "CenterFolder", as_json: bool, lang: str) -> None:
    from dataclasses import asdict

    from scheduler.history.issued import band_factors, scores

    kept, came = on_file(folder)
    found, factors = scores(kept, came), band_factors(kept, came)
    if as_json:
        echo_json(
            {
                "issued": sorted({str(at) for at in kept["issued"]}),
                "scores": [asdict(line) for line in found],
                "band_factors": dict(factors),
            }
        )
    elif not found:
        click.echo(
            pick(
                (
                    f"存档{kept['issued'].nunique()}次预测，还没有对应的实际数据（用 --keep 存档）",
                    f"{kept['issued'].nunique()} forecasts on file, none of their counts is in (--keep files one)",
                ),
                lang,
            )
        )
    else:
        click.echo("\n".join(table(_score_rows(found, lang))))
        for queue, factor in factors.items():
            click.echo(
                pick(
                    (
                        f"{queue}：区间宽度应为{factor:.2f}倍（--calibrated 采用）",
                        f"{queue}: bands should have been {factor:.2f} times as wide (--calibrated uses it)",
                    ),
                    lang,
                )
            )


def _score_rows(found: "Sequence[IssuedScore]", lang: str) -> list[tuple[str, ...]]:
    heads = (
        ("队列", "queue"),
        ("提前周数", "week ahead"),
        ("时段", "intervals"),
        ("误差", "WAPE"),
        ("六周均值", "six-week mean"),
        ("少错", "spared"),
        ("偏差", "bias"),
        ("50/90%区间内", "inside 50/90 %"),
    )
    rows: list[tuple[str, ...]] = [tuple(pick(head, lang) for head in heads)]
    for line in found:
        week = str(line.week_ahead) if line.week_ahead else pick(("全部", "all"), lang)
        rows.append(
            (
                line.queue,
                week,
                str(line.intervals),
                f"{line.wape:.1%}",
                f"{line.classic_wape:.1%}",
                f"{line.value:+.1%}",
                f"{line.bias:+.1%}",
                f"{line.inside_50:.0%} / {line.inside_90:.0%}",
            )
        )
    return rows
