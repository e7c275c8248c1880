"""Taxable sales: the portal's layout, sums of groups, fiscal quarters, and what is refused."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest

from data_loaders.curate.feeds.feeds import fetch
from data_loaders.curate.publication.frame_tables import require_whole
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.reasons import with_reasons
from data_loaders.observations.table import check
from data_loaders.sources.public.nys_taxable_sales import (
    COLUMNS,
    FILE,
    PAGE_ROWS,
    SOURCE,
    TAXABLE_SALES,
    read,
)
from data_loaders.vocabulary.model import Feed, FeedFile
from data_loaders.vocabulary.progress import Silent
from tests.support.replay import replayed

HEADER = (
    '"status","sales_tax_year","sales_tax_quarter","jurisdiction","naics_industry_group",'
    '"taxable_sales_and_purchases"\n'
)
# One quarter: two groups of retail trade, restaurants, a credit, a blank group, a group of 92.
LINES = (
    '"F","2023 - 2024","4","NY CITY","4411","1500000000"',
    '"F","2023 - 2024","4","NY CITY","4551","500250000"',
    '"F","2023 - 2024","4","NY CITY","7225","4000000000"',
    '"F","2023 - 2024","4","NY CITY","7223","-50000"',
    '"F","2023 - 2024","4","NY CITY","3211",""',
    '"F","2023 - 2024","4","NY CITY","9261","640000000"',
)
NEXT = tuple(
    line.replace("2023 - 2024", "2024 - 2025").replace('"4","NY', '"1","NY').replace('"F"', '"P"')
    for line in LINES
)


def deliver(folder: Path, *lines: str) -> Path:
    (folder / FILE).write_text(HEADER + "\n".join(lines or (*LINES, *NEXT)) + "\n")
    return folder


def cell(table: pd.DataFrame, industry_id: str, start: str) -> tuple[float | None, str]:
    found = table[
        (table["industry_id"] == industry_id) & (table["period_start"] == pd.Timestamp(start))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def test_groups_are_added_up_to_sectors_and_to_the_city(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    check(with_reasons(table, SOURCE), SOURCE.indicators)
    require_whole(table)
    assert cell(table, "retail", "2023-12-01") == (2000.2, "normal")
    assert cell(table, "accommodation_food", "2023-12-01") == (4000.0, "normal")
    assert cell(table, "public_administration", "2023-12-01") == (640.0, "normal")
    assert cell(table, "all", "2023-12-01") == (6640.2, "normal")


def test_a_quarter_is_one_of_the_sales_tax_year(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    spans = table[["period_start", "period_end"]].drop_duplicates()
    assert [tuple(f"{day:%Y-%m-%d}" for day in span) for span in spans.to_numpy().tolist()] == [
        ("2023-12-01", "2024-02-29"),
        ("2024-03-01", "2024-05-31"),
    ]


def test_early_figures_are_provisional(tmp_path: Path) -> None:
    assert cell(read(deliver(tmp_path)), "retail", "2024-03-01") == (2000.2, "provisional")


def test_a_blank_is_no_figure_and_never_zero(tmp_path: Path) -> None:
    table = read(deliver(tmp_path))
    assert cell(table, "manufacturing", "2023-12-01") == (None, "not_reported")
    assert cell(table, "mining", "2023-12-01") == (None, "not_reported")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"F","2023', '"X","2023', r"status.*'X'.*preliminary"),
        ("NY CITY", "NY STATE", r"jurisdiction.*'NY STATE'.*NY CITY alone"),
        ("NY CITY", "KINGS", r"'KINGS'"),
        ('"4411"', '"441"', "a group of four digits"),
        ('"4411"', '"8711"', "'8711'.*a known sector"),
        ('"4551"', '"4411"', "each industry group once a quarter"),
        ("2023 - 2024", "2023", "a year like 2024 - 2025"),
        ("2023 - 2024", "2023 - 2025", "a year and the next one"),
        ('"4","NY', '"5","NY', "a quarter from 1 to 4"),
        ('"4","NY', '"Q4","NY', "a quarter from 1 to 4"),
        ("1500000000", "1.5 billion", r"1\.5 billion"),
        ("500250000", "-2500000000", "sales of 0 or more"),
        ("taxable_sales_and_purchases", "taxable_sales", "taxable_sales_and_purchases"),
        ("naics_industry_group", "naics_group", "naics_industry_group"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = deliver(tmp_path) / FILE
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


def test_a_quarter_that_is_missing_is_refused(tmp_path: Path) -> None:
    later = [line.replace("2024 - 2025", "2025 - 2026") for line in NEXT]
    with pytest.raises(DeliveryError, match="no row of the quarter from March 2024"):
        read(deliver(tmp_path, *LINES, *later))


def test_the_portal_is_asked_for_the_city_alone_in_pages() -> None:
    assert SOURCE.feed is not None
    [file] = SOURCE.feed.files
    asked = parse_qs(urlsplit(file.url).query)
    assert asked["$select"] == [",".join(COLUMNS)]
    assert "'NY CITY'" in asked["$where"][0]
    assert (asked["$order"], asked["$limit"]) == ([":id"], [str(PAGE_ROWS)])


def test_the_portal_is_read_over_two_pages(tmp_path: Path) -> None:
    """The portal's own answer, twelve rows in pages of eight, as this source asks for it."""
    assert SOURCE.feed is not None
    [file] = SOURCE.feed.files
    url = file.url.replace(f"limit={PAGE_ROWS}", "limit=8")
    feed = Feed(SOURCE.feed.folder, (FeedFile(FILE, url, file.holder, 8),))
    with replayed() as server, server.client() as http:
        server.files["data.ny.gov/resource/ny73-2j3u.csv"] = HEADER + "\n".join([*LINES, *NEXT])
        table = read(fetch(SOURCE.id, feed, tmp_path, http, Silent()).folder)
        assert len(server.asked) == 2
    assert cell(table, "all", "2024-03-01") == (6640.2, "provisional")


def test_both_changes_of_method_are_named() -> None:
    assert [f"{each.on:%Y-%m}" for each in SOURCE.breaks] == ["2019-06", "2022-03"]
    assert TAXABLE_SALES.baseline == "2019"
