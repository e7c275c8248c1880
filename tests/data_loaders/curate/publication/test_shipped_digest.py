"""The digest in the repository keeps the terms it ships under, figure by figure."""

from __future__ import annotations

import msgspec
import pandas as pd
import pyarrow.parquet as pq
import pytest

from data_loaders.curate.publication.digest import FIRST_DAY, is_digested
from data_loaders.sources import catalog
from data_loaders.vocabulary.half_up import half_up
from data_loaders.vocabulary.installation import SHIPPED_SEED
from data_loaders.vocabulary.model import Catalog, Frequency, Indicator, Publication

MOST_BYTES = 6_000_000
FINER_THAN_MONTHS = {Frequency.DAY, Frequency.WEEK}
LENGTHS = tuple(Frequency)
SHIPPED = msgspec.json.decode((SHIPPED_SEED / "catalog.json").read_bytes(), type=Catalog)
FULL: dict[str, Indicator] = {
    one.id: one for source in catalog.SOURCES for one in source.indicators
}
SOURCES = [source.id for source in SHIPPED.sources]


def rows(source_id: str) -> pd.DataFrame:
    table = pq.read_table(SHIPPED_SEED / "observations" / f"{source_id}.parquet").to_pandas()
    return table.assign(indicator_id=table["indicator_id"].astype("str"))


def test_it_is_no_larger_than_promised() -> None:
    files = [path for path in SHIPPED_SEED.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_only_what_may_be_passed_on_or_was_computed_here_is_in_it() -> None:
    assert {source.publication for source in SHIPPED.sources} <= {
        Publication.OPEN,
        Publication.DERIVED,
    }


def test_periods_are_longer_wherever_the_publishers_are_finer_than_a_month() -> None:
    alike = [
        one.id
        for source in SHIPPED.sources
        for one in source.indicators
        if FULL[one.id].frequency in FINER_THAN_MONTHS
        and LENGTHS.index(one.frequency) <= LENGTHS.index(FULL[one.id].frequency)
    ]
    assert alike == []


def test_industries_are_sectors_and_a_table_does_not_ship_whole() -> None:
    shipped = {one.id for source in SHIPPED.sources for one in source.indicators}
    assert {one for one in shipped if not is_digested(FULL[one])} == set()
    assert {"jobs_detailed", "snap_households"} & shipped == set()
    assert {"jobs", "snap_recipients"} <= shipped


@pytest.mark.parametrize("source_id", SOURCES)
def test_figures_begin_in_2017_and_are_rounded_as_pages_show_them(source_id: str) -> None:
    [source] = [one for one in SHIPPED.sources if one.id == source_id]
    table = rows(source_id)
    for indicator in source.indicators:
        of = table[table["indicator_id"].eq(indicator.id)]
        ends = pd.to_datetime(of["period_end"])
        assert ends.min() >= FIRST_DAY or (ends == ends.max()).all(), indicator.id
        values = of["value"].dropna().to_numpy().tolist()
        off = [one for one in values if float(half_up(one, indicator.decimals)) != one]
        assert off == [], indicator.id
