"""Output files of one plan: the stable contract of ``plan --out``.

A folder appears whole or not at all: files are written beside it and moved in one step, so a
kill leaves the former result or the new one, never a mixture.
"""

import csv
import io
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from scheduler.store.csv_text import guarded

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "forecast.csv": ("queue", "start", "end", "mean", "q05", "q25", "q50", "q75", "q95", "cv"),
    "need.csv": ("queue", "start", "end", "mean", "required", "target", "reason"),
    "roster.csv": ("date", "person", "shift", "start", "end", "post", "role", "locked"),
    "breaches.csv": ("rule", "level", "article", "start", "end", "post", "person", "amount", "text_zh", "text_en"),
    "activities.csv": ("date", "person", "kind", "start", "end", "article", "routine", "post", "partner"),
}
"""Columns of every table that ``plan`` writes, in order."""


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV table as UTF-8 with BOM (Excel in China opens plain UTF-8 as GBK), cells guarded."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([guarded(_cell(value)) for value in row])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    if hasattr(value, "isoformat"):
        return str(value.isoformat(timespec="minutes")) if hasattr(value, "hour") else str(value.isoformat())
    return str(value)


def json_bytes(content: Mapping[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def write_files(out: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder, all of them or none; other files already there stay."""
    out.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        if out.is_dir():
            for old in out.iterdir():
                if old.name not in files:
                    (shutil.copytree if old.is_dir() else shutil.copy2)(old, fresh / old.name)
        for name, content in files.items():
            with (fresh / name).open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        fresh.chmod(0o755)
        if out.exists():
            aside = out.with_name(f".{out.name}-old-{os.getpid()}")
            out.rename(aside)
            fresh.rename(out)
            shutil.rmtree(aside)
        else:
            fresh.rename(out)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
