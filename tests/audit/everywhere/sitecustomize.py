"""Switches parts of the product off, in this process and in every Python it starts.

``PAIBAN_OFF`` names files of the repository, separated by ``;``. A Python module keeps its names and data, but every
public function and method it defines raises :class:`SwitchedOff` (a rule's check finds nothing and it tells the model
nothing); a data file is empty but for its head line. Python imports a module of this name by itself when its folder is
on ``PYTHONPATH``: so commands and solver children that a test starts are without these parts too.
"""

import functools
import importlib.abc
import importlib.machinery
import inspect
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

ROOT = Path(__file__).parents[3]
OFF = [part for part in os.environ.get("PAIBAN_OFF", "").split(";") if part]
MODULES = {part.removesuffix(".py").replace("/", ".").removesuffix(".__init__") for part in OFF if part.endswith(".py")}
DATA = [part for part in OFF if part.startswith("data/")]


class SwitchedOff(Exception):
    """What a switched-off function answers."""


def _refuse(function: Any) -> Any:
    @functools.wraps(function)
    def refused(*args: object, **kwargs: object) -> object:
        raise SwitchedOff(function.__qualname__)

    return refused


def switch_off(module: ModuleType) -> None:
    """Everything public that a module defines stops working."""
    rule = module.__name__.startswith("scheduler.rules.")
    for name, value in list(vars(module).items()):
        if getattr(value, "__module__", None) != module.__name__:
            continue
        if inspect.isfunction(value) and not rule:
            setattr(module, name, _refuse(value))
        elif inspect.isclass(value):
            _switch_off_class(value, rule)


def _switch_off_class(value: type, rule: bool) -> None:
    own = [(name, member) for name, member in list(vars(value).items()) if not name.startswith("_")]
    if rule:
        if "check" in vars(value) and "encode" in vars(value):
            value.check = lambda self, problem, view, params: ()  # type: ignore[attr-defined]
            value.encode = lambda self, model, problem, params: None  # type: ignore[attr-defined]
        return
    methods = [
        (name, member)
        for name, member in own
        if inspect.isfunction(member)
        or isinstance(member, property | functools.cached_property | classmethod | staticmethod)
    ]
    for name, member in methods:
        if isinstance(member, classmethod | staticmethod):
            setattr(value, name, type(member)(_refuse(member.__func__)))
            continue
        setattr(
            value,
            name,
            property(_refuse(member.fget))
            if isinstance(member, property)
            else _refuse(getattr(member, "func", member)),
        )
    if not methods and not issubclass(value, BaseException) and "__init__" in vars(value):
        value.__init__ = _refuse(value.__init__)  # type: ignore[misc]


class _Loader(importlib.abc.Loader):
    def __init__(self, inner: Any) -> None:
        self.inner = inner

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        made: ModuleType | None = self.inner.create_module(spec)
        return made

    def exec_module(self, module: ModuleType) -> None:
        self.inner.exec_module(module)
        switch_off(module)


class _Finder(importlib.abc.MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name not in MODULES:
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            spec.loader = _Loader(spec.loader)
        return spec


def _without_data() -> None:
    """The data folder without the content of the named files."""
    from scheduler.store import paths

    copy = Path(tempfile.mkdtemp()) / "data"
    shutil.copytree(ROOT / "data", copy)
    for part in DATA:
        file = copy.parent / part
        head = file.read_bytes().splitlines(keepends=True)[:1] if file.suffix == ".csv" else []
        file.write_bytes(b"".join(head))
    paths.data_folder = lambda: copy


sys.path.insert(0, str(ROOT))
sys.meta_path.insert(0, _Finder())
if DATA:
    _without_data()
