"""A center folder as one blob, and back."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from scheduler.store.errors import BadRecord

_EPOCH = (1980, 1, 1, 0, 0, 0)
_RESERVED = frozenset('<>:"|?*\\')


def read_files(folder: Path) -> dict[str, bytes]:
    """All files below a folder by relative path with ``/``; hidden files stay out.

    Raises
    ------
    BadRecord
        If it is no folder, or a path cannot be stored.
    """
    if not folder.is_dir():
        raise BadRecord(f"{folder.name}: not a folder")
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in relative.parts):
            files[relative.as_posix()] = path.read_bytes()
    return files


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder, which is made if need be; never outside of it."""
    _refuse_bad_paths(files)
    for name in sorted(files):
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(files[name])


def pack_files(files: Mapping[str, bytes]) -> bytes:
    """Files as a zip whose bytes depend on nothing but their names and contents."""
    _refuse_bad_paths(files)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            info.create_system = 3
            archive.writestr(info, files[name])
    return packed.getvalue()


def unpack_files(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    _refuse_bad_paths(files)
    return files


def content_hash(files: Mapping[str, bytes]) -> str:
    """SHA-256 over names and contents, in the order of the names.

    Not over the zip: another release of the compressor may pack the same files differently.
    """
    digest = hashlib.sha256()
    for name in sorted(files):
        for part in (name.encode(), files[name]):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()


def _refuse_bad_paths(files: Mapping[str, bytes]) -> None:
    """Relative, portable, unambiguous paths only: they are written to disks of other systems."""
    bad = [name for name in files if not _portable(name)]
    folded: dict[str, str] = {}
    for name in files:
        other = folded.setdefault(name.casefold(), name)
        if other != name:
            bad += [other, name]
    if bad:
        raise BadRecord(f"files with unusable paths: {', '.join(sorted(repr(name) for name in bad))}")


def _portable(name: str) -> bool:
    if not name or any(c in _RESERVED or not c.isprintable() for c in name):
        return False
    return all(part not in ("", ".", "..") and part == part.strip(" ") for part in name.split("/"))
