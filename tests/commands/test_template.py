"""``paiban template``: one center's rules given to another."""

import shutil
from pathlib import Path

import pytest

from scheduler.domain.rule_settings import Level, RuleSetting
from scheduler.planning import open_center
from scheduler.store.faults import FolderFaults
from scheduler.store.folder import folder_files, read_folder
from scheduler.store.paths import data_folder
from scheduler.template import FILE, read_template, read_template_folder, template_files, template_of, under
from tests.commands.conftest import Run


def test_a_standard_goes_from_one_center_to_another_and_nothing_else(paiban: Run, tmp_path: Path) -> None:
    """The hall's rules and duties for a copy of the hotline: its people and shifts stay as they were."""
    taken = paiban("template", "take", "hall", "--out", tmp_path / "standard")
    assert taken.returncode == 0, taken.stderr
    target = Path(shutil.copytree(data_folder() / "centers" / "hotline", tmp_path / "hotline"))
    done = paiban("template", "apply", tmp_path / "standard", target, "--to", target, "--lang", "en")
    assert done.returncode == 0, done.stderr
    hall, before, after = open_center("hall"), open_center("hotline"), read_folder(target)
    assert after.center.rules == hall.center.rules != before.center.rules
    assert "n1_margin" in done.stdout
    files, old = folder_files(after), folder_files(before)
    assert {name for name in files if files[name] != old.get(name)} == {"center.toml"}
    again = paiban("template", "apply", tmp_path / "standard", target, "--to", target, "--lang", "en")
    assert "0 rules change" in again.stdout


def test_a_template_comes_back_without_loss_and_faults_are_named() -> None:
    made = template_of(open_center("hall"))
    assert read_template(template_files(made)) == made
    center = open_center("hall").center
    stricter = center.rules.changed("min_rest", RuleSetting(level=Level.MUST, params={"hours": 12}))
    assert under(center, type(made)(stricter))[1] == ("min_rest",)
    with pytest.raises(FolderFaults) as caught:
        read_template({FILE: b'[rules.no_such]\non = true\n[rules.min_rest.params]\nhours = "long"\n'})
    assert len(caught.value.faults) == 2 and {f.file for f in caught.value.faults} == {FILE}


def test_a_folder_without_a_template_is_bad_input(paiban: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert paiban("template", "apply", tmp_path / "empty", "hall", "--to", tmp_path / "x").returncode == 2
    with pytest.raises(FileNotFoundError):
        read_template_folder(tmp_path / "empty")
