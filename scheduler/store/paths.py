"""Where the plain data files are, in a repository and in an installed wheel."""

from importlib import import_module
from pathlib import Path

import scheduler


def data_folder() -> Path:
    """Folder of the shipped data: calendars, laws, sample centers.

    An installed wheel carries it as the package ``paiban_data``; without that package it is the
    ``data`` folder beside our packages.

    Raises
    ------
    FileNotFoundError
        If neither exists.
    """
    try:
        source = import_module("paiban_data").__file__
    except ModuleNotFoundError:
        source = None
    if source is not None:
        return Path(source).parent
    beside = Path(scheduler.__file__).resolve().parent.parent / "data"
    if not beside.is_dir():
        raise FileNotFoundError(f"no data folder: the package paiban_data is not installed and {beside} does not exist")
    return beside
