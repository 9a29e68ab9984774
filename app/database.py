"""The database of this process."""

from functools import lru_cache

from scheduler.store.database import Store
from scheduler.store.places import default_url


@lru_cache(maxsize=4)
def _store(url: str) -> Store:
    return Store(url)


def store() -> Store:
    """``$PAIBAN_DATABASE_URL`` or the user's own file.

    Raises
    ------
    StoreError
        If it cannot be opened.
    """
    return _store(default_url())
