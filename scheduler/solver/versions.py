"""Versions that a roster depends on."""

from importlib.metadata import PackageNotFoundError, version


def versions() -> dict[str, str]:
    """Version of our distribution and of the solver."""
    found = {}
    for name in ("paiban", "ortools"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "source"
    return found
