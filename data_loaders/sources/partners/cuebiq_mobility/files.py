"""A file of Cuebiq's mobility index, averaged by borough and day in Ibis expressions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import ibis
import pandas as pd
from ibis import Deferred, _

from data_loaders.delivery.engines import cubes
from data_loaders.delivery.engines.big_files import (
    NUMBER,
    BigFile,
    is_again,
    is_no_number,
    worked_through,
)
from data_loaders.delivery.engines.cubes import ROWS, Cells
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners import cuebiq_panel
from data_loaders.sources.partners.cuebiq_mobility.layout import COLUMNS
from data_loaders.vocabulary.geography import BOROUGH_OF_COUNTY_SPELLING, BOROUGH_OF_FIPS

COUNTY_DIGITS = 5  # a block group's number begins with its county's
NOTHING = ibis.null("string")
IS_BLOCK_GROUP = _.cbg2010.re_search("^[0-9]{12}$").fill_null(False)
COUNTY = IS_BLOCK_GROUP.ifelse(_.cbg2010.substr(0, COUNTY_DIGITS), "")
IS_HERE = COUNTY.isin(list(BOROUGH_OF_FIPS))
IS_NUMBER = _.mobility_index.re_search(NUMBER) & _.weight.re_search(NUMBER)
IS_MEASURED = IS_HERE & IS_NUMBER.fill_null(False)
IS_READABLE = _.mobility_index.fill_null("0").re_search(NUMBER) & _.weight.fill_null("0").re_search(
    NUMBER
)
WEIGHT = IS_MEASURED.ifelse(_.weight, NOTHING).cast("float64")
INDEX = IS_MEASURED.ifelse(_.mobility_index, NOTHING).cast("float64")
KEYS: Mapping[str, Deferred] = {
    "is_block_group": IS_BLOCK_GROUP,
    "is_here": IS_HERE,
    "fips": IS_HERE.ifelse(COUNTY, NOTHING),
    "county": IS_HERE.ifelse(_.county_name, NOTHING),
    "date": IS_HERE.ifelse(_.date, NOTHING),
}
# Block groups go no further than these sums.
SUMS: Mapping[str, Deferred] = {
    "weighted": (INDEX * WEIGHT).sum(),
    "weight": WEIGHT.sum(),
    "unreadable": (IS_HERE & ~IS_READABLE).cast("int64").sum(),
    "different": _.cbg2010.nunique(),
}
BY_DAY = cubes.grouped(COLUMNS, KEYS, SUMS)


def by_day(report: Report, path: Path) -> pd.DataFrame | None:
    """Sums of a file by county and day; None, with the reasons in the report, if damaged."""
    return worked_through(
        report, path, lambda part: _added_up(BigFile(report, path, part, COLUMNS))
    )


def _added_up(file: BigFile) -> pd.DataFrame:
    cells = file.grouped(BY_DAY)
    file.stop(
        cells[~cells["is_block_group"]],
        lambda row: len(row["cbg2010"]) != 12 or not row["cbg2010"].isdecimal(),
        "cbg2010: no block group",
        "12 digits, as in the census of 2010",
    )
    outside = cells[cells["is_block_group"] & ~cells["is_here"]]
    count = int(outside[ROWS].sum())
    kept = "the city's five counties"
    cuebiq_panel.note_left_out(file.report, file.path.name, count, "counties", kept)
    here = cells[cells["is_here"]].reset_index(drop=True)
    _check_codes(file, here)
    _check_rows(file, here)
    return here


def _check_codes(file: BigFile, here: pd.DataFrame) -> None:
    file.stop(
        here[~here["date"].map(cuebiq_panel.is_day)],
        lambda row: is_here(row) and not cuebiq_panel.is_day(row["date"]),
        f"date: no date of {cuebiq_panel.FIRST_DAY.year} to {cuebiq_panel.LAST_DAY.year}",
        "a date like 2020-04-05",
    )
    borough = here["fips"].map(BOROUGH_OF_FIPS)
    file.stop(
        here[here["county"].map(BOROUGH_OF_COUNTY_SPELLING).ne(borough)],
        lambda row: is_here(row) and not _is_in_its_county(row),
        "county_name: not the county of cbg2010",
        "the county the block group's number begins with, like Kings(Brooklyn) for 36047",
    )


def _check_rows(file: BigFile, here: pd.DataFrame) -> None:
    file.stop(
        here[here["unreadable"] > 0].assign(rows=here["unreadable"]),
        lambda row: is_here(row) and any(map(is_no_number, (row["mobility_index"], row["weight"]))),
        "mobility_index or weight: no number of 0 or more",
        "a number",
    )
    seen: set[tuple[str, ...]] = set()
    file.stop(
        here[here[ROWS] > here["different"]].assign(rows=here[ROWS] - here["different"]),
        lambda row: is_here(row) and is_again(seen, (row["date"], row["cbg2010"])),
        "rows that share date, cbg2010",
        "each once",
    )


def is_here(row: Cells) -> bool:
    """Whether a row is of a block group of the city."""
    return row["cbg2010"][:COUNTY_DIGITS] in BOROUGH_OF_FIPS


def _is_in_its_county(row: Cells) -> bool:
    borough = BOROUGH_OF_FIPS[row["cbg2010"][:COUNTY_DIGITS]]
    return BOROUGH_OF_COUNTY_SPELLING.get(row["county_name"]) == borough
