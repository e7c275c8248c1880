"""One day of Foursquare's cube of visits: ZIP × venue type × part of the day × age group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import ibis
import pandas as pd
from ibis import _

from data_loaders.delivery.engines import cubes
from data_loaders.delivery.engines.contract import IS_WHOLE
from data_loaders.delivery.engines.cubes import ROWS
from data_loaders.delivery.findings import Report
from data_loaders.sources.foursquare_groups import ALL, GROUP, LEFT_OUT
from data_loaders.sources.partners.foursquare_zip_cube.checks import (
    COUNT,
    PLACE,
    Day,
    check_codes,
    check_places,
    check_sums,
    check_visits,
    groups_of,
    is_of_the_city,
)
from data_loaders.sources.partners.foursquare_zip_cube.layout import COLUMNS

NOTHING = ibis.null("string")
IS_GROUP = (_.categoryid == GROUP).fill_null(False)
VISITS = IS_GROUP.ifelse(_.visits, NOTHING)
IS_COUNT = VISITS.re_search(f"^{COUNT.pattern}$")
# Single venue types, most of a cube, are told apart by nothing but what is checked of every row.
KEYS = {
    "dt": _.dt,
    "hour": _.hour,
    "demo": _.demo,
    "is_group": IS_GROUP,
    "state": IS_GROUP.ifelse(_.state, NOTHING),
    "county": IS_GROUP.ifelse(_.county, NOTHING),
    "zip": IS_GROUP.ifelse(_.zip, NOTHING),
    "group": IS_GROUP.ifelse(_.categoryname, NOTHING),
}
SUMS = {
    "visits": IS_COUNT.ifelse(VISITS, NOTHING).cast("float64").sum(),
    "missing": IS_GROUP.cast("int64").sum() - VISITS.count(),
    "unreadable": (~IS_COUNT).fill_null(False).cast("int64").sum(),
}
CELLS = cubes.grouped(COLUMNS, KEYS, SUMS)


def visits_of(report: Report, path: Path, parts: Sequence[Path], day: date) -> pd.DataFrame:
    """Visits of the day by zip and group (columns zip, group, visits), all ages and hours.

    Everything wrong is in the report; the result is to be used only where nothing stops it.
    """
    cells = cubes.aggregated(CELLS, parts, COLUMNS)
    report.rows_read += int(cells[ROWS].sum())
    cubes.stop_broken_rows(report, path, parts, COLUMNS, cells)
    whole = cells[cells[IS_WHOLE]].reset_index(drop=True)
    cube = Day(report, path, parts, COLUMNS, whole.astype({"is_group": "bool"}))
    check_codes(cube, day)
    groups = Day(report, path, parts, COLUMNS, groups_of(cube))
    check_places(groups)
    check_visits(groups)
    city = groups.cells[is_of_the_city(groups.cells)]
    city = city[~city["group"].isin(LEFT_OUT)]
    check_sums(groups, city)
    of_all = city[(city["hour"] == ALL) & (city["demo"] == ALL)]
    known = of_all["visits"].where(of_all["missing"] == 0)
    return of_all.assign(visits=known)[[*PLACE, "visits"]]
