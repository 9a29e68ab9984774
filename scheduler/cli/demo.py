"""``paiban demo`` and ``serve``."""

import time
from pathlib import Path

import click

from scheduler.cli.options import json_option, lang_option, language, out_option, period, seconds_option, seed_option
from scheduler.cli.show import ProgressLine, echo_json
from scheduler.words import pick


@click.command()
@click.option("--serve/--no-serve", "then_serve", default=True, help="Open the planner afterwards.")
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
@out_option
@seconds_option
@seed_option
@json_option
@lang_option
def demo(
    then_serve: bool, port: int, out: Path | None, seconds: float, seed: int, as_json: bool, lang: str | None
) -> None:
    """The sample hall: forecast, need, roster, check, summary; then the planner in the browser."""
    from scheduler.cli.plan import report
    from scheduler.domain.solution import Limits
    from scheduler.planning import open_center, plan, with_off_line
    from scheduler.results import write_plan
    from scheduler.summary import summary

    lang = language(lang)
    begun = time.monotonic()
    folder = open_center("hall")
    limits, line = Limits.of(seconds, seed), ProgressLine(lang, as_json)
    line.station("样例大厅：预测 → 需求 → 排班 → 校验", "Sample hall: forecast → need → roster → check")
    start, end = period(folder, None, None)
    made = with_off_line(plan(folder, start, end, limits, line))
    line.end()
    if out:
        write_plan(made, limits, out)
    if as_json:
        echo_json({**summary(made), "wall_seconds": round(time.monotonic() - begun, 1)})
    else:
        click.echo("\n".join(report(made, lang)))
        click.echo(
            pick((f"全程 {time.monotonic() - begun:.1f} 秒", f"All stations: {time.monotonic() - begun:.1f} s"), lang)
        )
    if then_serve:
        click.echo(
            pick(
                (
                    f"排班台 http://127.0.0.1:{port}  (Ctrl-C 结束)",
                    f"Planner at http://127.0.0.1:{port}  (Ctrl-C to end)",
                ),
                lang,
            )
        )
        from app.launch import serve as run

        run(port)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8501, show_default=True)
def serve(port: int) -> None:
    """The planner in the browser."""
    from app.launch import serve as run

    click.echo(f"排班台 planner: http://127.0.0.1:{port}")
    run(port)
