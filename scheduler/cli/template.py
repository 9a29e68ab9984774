"""``paiban template``: the rules and returning duties of one center for others."""

from dataclasses import replace
from pathlib import Path

import click

from scheduler.cli.options import center_argument, lang_option, language
from scheduler.words import pick


@click.group()
def template() -> None:
    """One standard for many centers: settings of the rules and the calendar of duties (0-03)."""


@template.command("take")
@center_argument
@click.option(
    "--out", required=True, type=click.Path(path_type=Path, file_okay=False), help="Folder to write the template to."
)
def take(center: str, out: Path) -> None:
    """Write what CENTER has set as a template."""
    from scheduler.planning import open_center
    from scheduler.store.packing import write_files
    from scheduler.template import template_files, template_of

    files = template_files(template_of(open_center(center)))
    write_files(files, out)
    click.echo(f"{out}: {', '.join(sorted(files))}")


@template.command("apply")
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@center_argument
@click.option(
    "--to",
    "target",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Center folder to write; may be CENTER itself.",
)
@lang_option
def apply(source: Path, center: str, target: Path, lang: str | None) -> None:
    """Give the template in SOURCE to CENTER; its people, posts and hours stay. Lists the rules that change."""
    from scheduler.explain import title
    from scheduler.planning import open_center
    from scheduler.store.folder import write_folder
    from scheduler.store.whole_folder import replace_file
    from scheduler.template import DUTIES, read_template_folder, under

    shared, folder, tongue = read_template_folder(source), open_center(center), language(lang)
    mine, changed = under(folder.center, shared)
    write_folder(replace(folder, center=mine), target)
    if shared.duties is not None:
        replace_file(target / DUTIES, shared.duties)
    names = [f"{title(rule, tongue)} ({rule})" for rule in changed]
    said = pick((f"{target}：{len(changed)} 条规则有变", f"{target}: {len(changed)} rules change"), tongue)
    click.echo(said + (": " + pick(("、", ", "), tongue).join(names) if names else ""))
