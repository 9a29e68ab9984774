"""The command line: ``paiban …``. Heavy packages are imported by the commands that need them."""

import sys

import click

from scheduler.cli.batch import batch
from scheduler.cli.check import check
from scheduler.cli.conflicts import conflicts
from scheduler.cli.cover import cover
from scheduler.cli.demand import demand
from scheduler.cli.demo import demo, serve
from scheduler.cli.design import design
from scheduler.cli.events import events
from scheduler.cli.forecast import forecast
from scheduler.cli.guard import refuse_foreign_packages
from scheduler.cli.kpi import kpi
from scheduler.cli.leave import leave
from scheduler.cli.off_line import off_line
from scheduler.cli.plan import need, plan
from scheduler.cli.pools import pools
from scheduler.cli.quota import quota
from scheduler.cli.register_entries import register_commands
from scheduler.cli.repair import repair
from scheduler.cli.request import nightly, request
from scheduler.cli.rotation import rotation
from scheduler.cli.simulate import simulate
from scheduler.cli.template import template
from scheduler.cli.transfer import export, import_
from scheduler.cli.whatif import whatif
from scheduler.store.errors import StoreError

EXIT_INPUT, EXIT_STOPPED, EXIT_INTERNAL = 2, 3, 4


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paiban", prog_name="paiban")
def group() -> None:
    """paiban 排班: rosters for service centers, from forecast to a checked, explained roster.

    Exit codes: 0 good, 1 a result with problems, 2 bad input, 3 stopped, 4 internal error.
    """


for command in (
    demo,
    serve,
    demand,
    forecast,
    need,
    plan,
    check,
    cover,
    repair,
    simulate,
    design,
    pools,
    conflicts,
    rotation,
    leave,
    quota,
    request,
    nightly,
    events,
    off_line,
    kpi,
    register_commands,
    template,
    whatif,
    batch,
    import_,
    export,
):
    group.add_command(command)


def main() -> None:
    """Entry point; turns every expected fault into one line per fault and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")  # a pipe on Windows would be GBK and lose names
    refuse_foreign_packages()
    try:
        sys.exit(group.main(standalone_mode=False))  # click returns the code of an Exit here
    except click.ClickException as error:
        error.show()
        sys.exit(EXIT_INPUT)
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped 已停止", err=True)
        sys.exit(EXIT_STOPPED)
    except (ValueError, FileNotFoundError, StoreError) as error:
        # Input faults are ValueErrors with one line per fault; anything else is ours and shows its trace.
        if isinstance(error, FileNotFoundError | StoreError) or _expected(error):
            click.echo(str(error), err=True)
            sys.exit(EXIT_INPUT)
        _internal()
    except Exception:
        _internal()


def _expected(error: Exception) -> bool:
    """Faults of input have classes of their own; a bare ValueError from a command counts too."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    module = trace.tb_frame.f_globals.get("__name__", "") if trace is not None else ""
    return type(error) is not ValueError or module.startswith(("scheduler", "forecasting"))


def _internal() -> None:
    import traceback

    traceback.print_exc()
    click.echo("internal error 内部错误: please report the lines above", err=True)
    sys.exit(EXIT_INTERNAL)
