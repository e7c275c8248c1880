"""One sector's file of Cuebiq's daily visit index, added up by day in Ibis expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import ibis
import pandas as pd
from ibis import Deferred, _
from ibis.expr.types import Table

from data_loaders.delivery.engines import cubes
from data_loaders.delivery.engines.big_files import (
    NUMBER,
    BigFile,
    is_again,
    is_no_number,
    worked_through,
)
from data_loaders.delivery.engines.cubes import ROWS
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import has_columns
from data_loaders.sources.partners import cuebiq_panel
from data_loaders.sources.partners.cuebiq_daily_cvi.indicators import (
    BEFORE,
    COLUMNS,
    NOW,
    OPTIONAL,
    WITHOUT_BRANDS,
)

HEADER = "market_area_code"
NOTHING = ibis.null("string")
IS_HERE = (_.market_area_code == cuebiq_panel.MARKET_AREA).fill_null(False)
# The header is one more row, so that rows keep their numbers.
KEYS: Mapping[str, Deferred] = {
    "is_header": (_.market_area_code == HEADER).fill_null(False),
    "is_here": IS_HERE,
    "is_market": _.market_area_code.re_search(cuebiq_panel.MARKET_CODE).fill_null(False),
    "date": IS_HERE.ifelse(_.date, NOTHING),
    "sector": IS_HERE.ifelse(_.sector.strip().lower(), NOTHING),
}
IS_NOW, IS_BEFORE = (_[name].re_search(NUMBER).fill_null(False) for name in (NOW, BEFORE))
IS_READABLE = _[NOW].fill_null("0").re_search(NUMBER) & _[BEFORE].fill_null("0").re_search(NUMBER)
IS_COMPARED = IS_HERE & IS_NOW & IS_BEFORE


@cache
def expression(columns: tuple[str, ...]) -> Table:
    """Rows by day and sector, for files with these columns in this order."""
    return cubes.grouped(columns, KEYS, sums(columns))


def sums(columns: Sequence[str]) -> Mapping[str, Deferred]:
    """What is added up by day: `now` and `before` where both are known, brands, and faults."""
    vertical = _.vertical.fill_null("")
    brand = _.brand.fill_null("") if "brand" in columns else ""
    place = _.brand.coalesce(vertical) if "brand" in columns else vertical
    return {
        "now": IS_COMPARED.ifelse(_[NOW], NOTHING).cast("float64").sum(),
        "before": IS_COMPARED.ifelse(_[BEFORE], NOTHING).cast("float64").sum(),
        "brands": IS_COMPARED.ifelse(place, NOTHING).nunique(),
        "unreadable": (IS_HERE & ~IS_READABLE).cast("int64").sum(),
        "different": (vertical + "|" + brand).nunique(),
    }


def by_day(report: Report, path: Path) -> pd.DataFrame | None:
    """The sums of a file by day and sector; None, with the reasons in the report, if damaged."""

    def work(part: Path) -> pd.DataFrame | None:
        columns = _header(report, path, part)
        return None if columns is None else _added_up(BigFile(report, path, part, columns))

    return worked_through(report, path, work)


def _header(report: Report, path: Path, part: Path) -> tuple[str, ...] | None:
    """The columns in the order of the file."""
    with part.open("rb") as lines:
        first = lines.readline().decode("utf-8-sig", errors="replace")
    header = tuple(name.strip().strip('"') for name in first.split(","))
    may_lack = OPTIONAL if WITHOUT_BRANDS in path.name else ()
    expected = [name for name in COLUMNS if name in header or name not in may_lack]
    return header if has_columns(report, path.name, header, expected) else None


def _added_up(file: BigFile) -> pd.DataFrame:
    cells = file.grouped(expression(file.columns))
    file.report.rows_read -= 1
    cells = cells[~cells["is_header"]]
    file.stop(
        cells[~cells["is_market"]],
        lambda row: row[HEADER] != HEADER and not re.match(cuebiq_panel.MARKET_CODE, row[HEADER]),
        cuebiq_panel.NO_MARKET,
        cuebiq_panel.THREE_DIGITS,
    )
    outside = int(cells.loc[cells["is_market"] & ~cells["is_here"], ROWS].sum())
    cuebiq_panel.note_left_out(
        file.report, file.path.name, outside, "market areas", cuebiq_panel.IN_MARKET
    )
    here = cells[cells["is_here"]].reset_index(drop=True)
    cuebiq_panel.require_market(file.report, file.path.name, len(here))
    _check(file, here)
    return here


def _check(file: BigFile, here: pd.DataFrame) -> None:
    file.stop(
        here[~here["date"].map(cuebiq_panel.is_day)],
        lambda cells: _is_here(cells) and not cuebiq_panel.is_day(cells["date"]),
        f"date: no date of {cuebiq_panel.FIRST_DAY.year} to {cuebiq_panel.LAST_DAY.year}",
        "a date like 2020-04-05",
    )
    file.stop(
        here[~here["sector"].isin(list(cuebiq_panel.SECTOR_IDS))],
        lambda cells: _is_here(cells) and _sector(cells) not in cuebiq_panel.SECTOR_IDS,
        "sector: unknown",
        f"one of {', '.join(cuebiq_panel.SECTOR_IDS)}",
    )
    file.stop(
        here[here["unreadable"] > 0].assign(rows=here["unreadable"]),
        lambda cells: _is_here(cells) and any(map(is_no_number, (cells[NOW], cells[BEFORE]))),
        f"{NOW} or {BEFORE}: no number of 0 or more",
        "a number",
    )
    seen: set[tuple[str, ...]] = set()
    file.stop(
        here[here[ROWS] > here["different"]].assign(rows=here[ROWS] - here["different"]),
        lambda cells: _is_here(cells) and is_again(seen, _key(cells)),
        "rows that share date, sector, vertical, brand",
        "each once",
    )


def _is_here(cells: Mapping[str, str]) -> bool:
    return cells["market_area_code"] == cuebiq_panel.MARKET_AREA


def _sector(cells: Mapping[str, str]) -> str:
    return cells["sector"].strip().lower()


def _key(cells: Mapping[str, str]) -> tuple[str, ...]:
    return (cells["date"], _sector(cells), cells["vertical"], cells.get("brand", ""))
