"""Where the database is: an address from the environment, or a file in the user's data folder."""

import os
import sys
from pathlib import Path

URL_VARIABLE = "PAIBAN_DATABASE_URL"
FILE_NAME = "paiban.db"


def user_folder() -> Path:
    """The folder for data of this user and this program, by the platform's convention.

    ``%LOCALAPPDATA%`` on Windows, ``~/Library/Application Support`` on macOS, otherwise
    ``$XDG_DATA_HOME`` (only if absolute, as the XDG base directory specification demands) or
    ``~/.local/share``.
    """
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Application Support"
    else:
        given = Path(os.environ.get("XDG_DATA_HOME", ""))
        base = given if given.is_absolute() else Path.home() / ".local" / "share"
    return base / "paiban"


def default_url() -> str:
    """``$PAIBAN_DATABASE_URL``, else a SQLite file in :func:`user_folder`, which is made private."""
    given = os.environ.get(URL_VARIABLE, "").strip()
    if given:
        return given
    folder = user_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / FILE_NAME}"
