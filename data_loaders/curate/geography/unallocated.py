"""What lies in no area has a row of its own, so that a table's totals can be followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from data_loaders.vocabulary.geography import UNALLOCATED
from data_loaders.vocabulary.model import Area, AreaKind, Geography

NAME = "Not placed in an area"


def with_unallocated(
    areas: Mapping[Geography, tuple[Area, ...]], tables: Iterable[pd.DataFrame]
) -> dict[Geography, tuple[Area, ...]]:
    """Area tables, with one area more in each geography in which observations are unplaced."""
    with_unplaced = {str(name) for table in tables for name in _geographies_with_unplaced(table)}
    return {
        geography: (*known, _area(geography)) if geography in with_unplaced else known
        for geography, known in areas.items()
    }


def _geographies_with_unplaced(table: pd.DataFrame) -> pd.Series:
    return table.loc[table["area_id"] == UNALLOCATED, "geography"].drop_duplicates()


def _area(geography: Geography) -> Area:
    return Area(UNALLOCATED, NAME, geography, kind=AreaKind.OTHER)
