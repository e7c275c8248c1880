"""What was read and what is in a release, as tables for a terminal."""

from __future__ import annotations

import pandas as pd
from rich.table import Column, Table

from data_loaders.curate.publication.publish import Contents
from data_loaders.sources import catalog
from data_loaders.vocabulary.model import Delivery


def of_observations(observations: pd.DataFrame) -> Table:
    """A row for each indicator and geography: its areas, periods, values, and why some lack one."""
    wrapped = (_folded(name) for name in ("geography", "areas", "periods", "values", "without"))
    table = Table(_whole("indicator"), *wrapped)
    for keys, group in observations.groupby(["indicator_id", "geography"]):
        missing = group.loc[group["value"].isna(), "status"].value_counts()
        table.add_row(
            *(str(key) for key in keys),
            f"{group['area_id'].nunique()}",
            f"{group['period_start'].min():%Y-%m-%d} to {group['period_end'].max():%Y-%m-%d}",
            f"{group['value'].count():,}",
            ", ".join(f"{count:,} {status}" for status, count in missing.items()),
        )
    return table


def of_deliveries(contents: Contents) -> Table:
    """A row for each source: the date its figures go to, or that the release leaves it out."""
    wrapped = (_folded(name) for name in ("figures to", "observations", "note"))
    table = Table(_whole("source"), *wrapped)
    delivered: dict[str, Delivery] = {d.source_id: d for d in contents.catalog.deliveries}
    for module in catalog.MODULES:
        delivery = delivered.get(module.SOURCE.id)
        if delivery is None:
            table.add_row(module.SOURCE.id, "", "", "left out; see the notes of the release")
        else:
            vintage, rows = f"{delivery.vintage}", f"{delivery.rows:,}"
            table.add_row(delivery.source_id, vintage, rows, delivery.note)
    return table


def _whole(name: str) -> Column:
    """A column whose words stay whole in a narrow window: an id cut short names nothing."""
    return Column(name, no_wrap=True)


def _folded(name: str) -> Column:
    """A column that goes on in the next line where the window is narrow; nothing is cut off."""
    return Column(name, overflow="fold", min_width=len(name))
