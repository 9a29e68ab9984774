"""Another package on the index is also imported as ``scheduler``; beside it nothing of ours is safe."""

import sys
from importlib.metadata import packages_distributions


def refuse_foreign_packages() -> None:
    """Exit with one clear line if another distribution owns one of our package names."""
    owners = packages_distributions()
    for package in ("scheduler", "forecasting", "app"):
        others = sorted(set(owners.get(package, ())) - {"paiban"})
        if others:
            sys.exit(
                f"paiban: the package {others[0]!r} also installs {package!r} and overwrites ours; "
                f"uninstall it and reinstall paiban, or give paiban an environment of its own"
            )
