"""Files and folders that are there whole or not at all, whatever happens while they are written."""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path


def replace_file(path: Path, content: bytes) -> None:
    """Write a file by way of a temporary one beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    _write(part, content)
    os.replace(part, path)
    _sync_folder(path.parent)


def replace_folder(path: Path, files: Mapping[str, bytes], ours: Callable[[str], bool]) -> None:
    """Put a folder with these files in the place of ``path``.

    Parameters
    ----------
    ours
        Whether an entry of the old folder, by its path with ``/``, is one of those that are
        replaced. All else there (notes, scenarios) is taken over.

    Notes
    -----
    A folder cannot be exchanged in one step on every system: it is written as ``.<name>.new``,
    the old one becomes ``.<name>.old``, then the new one moves in. :func:`recover_folder`
    finishes the work of a process that was killed between the last two steps.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    recover_folder(path)
    new, old = _beside(path, "new"), _beside(path, "old")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        for name in sorted(files):
            (new / name).parent.mkdir(exist_ok=True)
            _write(new / name, files[name])
        if path.is_dir():
            _take_over(path, new, ours)
        for folder in sorted({(new / name).parent for name in files} - {new}):
            _sync_folder(folder)
        _sync_folder(new)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if path.exists():
        os.rename(path, old)
    os.rename(new, path)
    _sync_folder(path.parent)
    shutil.rmtree(old, ignore_errors=True)


def recover_folder(path: Path) -> None:
    """Bring back a folder that a killed process had moved aside; remove a leftover otherwise."""
    new, old = _beside(path, "new"), _beside(path, "old")
    if not old.is_dir():
        return
    if path.exists():
        shutil.rmtree(old, ignore_errors=True)
    else:
        # The new folder was complete before the old one was moved.
        os.rename(new if new.is_dir() else old, path)
        shutil.rmtree(old, ignore_errors=True)


def _take_over(path: Path, new: Path, ours: Callable[[str], bool]) -> None:
    for entry in sorted(path.iterdir()):
        if ours(entry.name):
            continue
        if entry.is_dir() and not entry.is_symlink():
            inside = [child.name for child in entry.iterdir() if ours(f"{entry.name}/{child.name}")]
            shutil.copytree(entry, new / entry.name, symlinks=True, ignore=_only_at(entry, inside), dirs_exist_ok=True)
        else:
            shutil.copy2(entry, new / entry.name, follow_symlinks=False)


def _only_at(top: Path, names: Sequence[str]) -> Callable[[str, list[str]], Sequence[str]]:
    """Leaves out ``names`` in the top folder itself, nothing further down."""
    return lambda where, entries: names if Path(where) == top else ()


def _beside(path: Path, what: str) -> Path:
    return path.with_name(f".{path.name}.{what}")


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
