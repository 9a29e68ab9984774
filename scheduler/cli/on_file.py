"""Forecasts on file in the database, for the commands that score them or learn from them."""

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from scheduler.store.folder import CenterFolder

calibrated_option = click.option(
    "--calibrated", is_flag=True, help="Bands as wide as those of the forecasts on file should have been."
)


def on_file(folder: "CenterFolder") -> "tuple[Any, Any]":
    """The archive of a center's issued forecasts, and the counts that came, as tables."""
    from scheduler.history.issued import archive, counts
    from scheduler.store.actuals import actuals_of
    from scheduler.store.database import Store

    with Store() as store:
        saved = store.list_forecasts(folder.center.id)
        imported = (store.load_actuals(folder.center.id),) if saved else ()
    return archive(saved), counts(folder, *imported, actuals_of(folder.path, folder.center))


def filed_factors(folder: "CenterFolder") -> dict[str, float]:
    """Factor by queue on the width of the bands; empty while nothing on file can be scored."""
    from scheduler.history.issued import band_factors

    return dict(band_factors(*on_file(folder)))
