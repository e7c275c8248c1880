"""County Business Patterns: two layouts, small cells, noise, and no total of all sectors."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.census_cbp import COPY, ORIGINAL, SOURCE, read

COUNTIES = ("005", "047", "061", "081", "085")
SIZES = "n20_49,n50_99,n100_249,n250_499,n500_999,n1000,n1000_1,n1000_2,n1000_3,n1000_4"
ORIGINAL_HEADER = (
    f"fipstate,fipscty,naics,emp_nf,emp,qp1_nf,qp1,ap_nf,ap,est,n<5,n5_9,n10_19,{SIZES}\n"
)
COPY_HEADER = ORIGINAL_HEADER.replace("n<5", "n0_4")


def rows(missing: str) -> str:
    """Retail in all boroughs, utilities in all but the Bronx; the Bronx has no class 5 to 9."""
    tail = ",".join([missing] * 10)
    lines = ["36,001,44----,G,9,G,9,G,9,9,9,9,9," + tail]
    for county in COUNTIES:
        middle = missing if county == "005" else "20"
        lines.append(f"36,{county},------,G,5000,G,1,G,2,400,300,50,20,{tail}")
        lines.append(f"36,{county},44----,G,1000,G,1,G,2,100,60,{middle},10,{tail}")
        lines.append(f"36,{county},44511/,H,50,G,1,G,2,10,6,{missing},{missing},{tail}")
        if county != "005":
            lines.append(f"36,{county},22----,J,300,J,1,J,2,3,3,{missing},{missing},{tail}")
    return "\n".join(lines) + "\n"


def original(folder: Path) -> Path:
    (folder / ORIGINAL).write_text(ORIGINAL_HEADER + rows("N"))
    return folder


def copy(folder: Path) -> Path:
    (folder / COPY).write_text(COPY_HEADER + rows(""))
    return folder


def cell(
    table: pd.DataFrame, indicator_id: str, area_id: str, industry_id: str
) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["industry_id"] == industry_id)
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


def test_both_layouts_read_alike(tmp_path: Path) -> None:
    (tmp_path / "online").mkdir()
    table = read(copy(tmp_path))
    check(table, SOURCE.indicators)
    require_parts(table, SOURCE.indicators)
    assert table.equals(read(original(tmp_path / "online")))
    assert cell(table, "businesses", "QN", "retail") == (100, "normal")
    assert cell(table, "businesses", "NYC", "retail") == (500, "normal")
    assert cell(table, "business_jobs", "QN", "retail") == (1000, "normal")
    assert cell(table, "small_businesses_share", "QN", "retail") == (90.0, "normal")


def test_a_sector_without_a_row_is_hidden_or_none_and_never_zero(tmp_path: Path) -> None:
    table = read(copy(tmp_path))
    for area_id in ("BX", "NYC"):
        assert cell(table, "businesses", area_id, "utilities") == (None, "withheld_or_none")
    assert cell(table, "business_jobs", "BX", "utilities") == (None, "withheld_or_none")


def test_a_hidden_class_of_size_hides_the_share(tmp_path: Path) -> None:
    table = read(copy(tmp_path))
    assert cell(table, "small_businesses_share", "BX", "retail") == (None, "withheld_or_none")


def test_jobs_with_much_noise_are_less_reliable(tmp_path: Path) -> None:
    table = read(copy(tmp_path))
    assert cell(table, "business_jobs", "SI", "utilities") == (300, "low_reliability")


def test_no_total_of_all_sectors_gives_a_hidden_one_away(tmp_path: Path) -> None:
    table = read(copy(tmp_path))
    assert "all" not in set(table["industry_id"])
    assert not {400, 5000, 2000} & set(table["value"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("36,005,44----,G", "36,005,44----,K", "'K'"),
        ("36,005,44----", "36,005,43----", "a known sector"),
        ("36,005,44----,G,1000,G,1,G,2,100", "36,005,44----,G,1000,G,1,G,2,2", "should be hidden"),
        ("36,047,22----", "36,047,44----", "each sector once"),
        ("n0_4", "n_0_4", "Map the new names"),
        (",G,1000,", ",G,1OOO,", "'1OOO'"),
        ("36,085", "36,087", "all five"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = copy(tmp_path) / COPY
    count = -1 if old == "36,085" else 1
    path.write_text(path.read_text().replace(old, new, count))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "industry_id", "found"),
    [
        ("businesses", "BX", "retail", (3923, "normal")),
        ("businesses", "BX", "management", (21, "normal")),
        ("business_jobs", "BX", "accommodation_food", (19297, "normal")),
        ("business_jobs", "BX", "utilities", (1939, "low_reliability")),
        ("businesses", "BX", "mining", (None, "withheld_or_none")),
        ("small_businesses_share", "BX", "management", (None, "withheld_or_none")),
        ("small_businesses_share", "BX", "retail", (92.0, "normal")),
    ],
)
def test_published_cells_read_by_hand(
    mirror: Path,
    indicator_id: str,
    area_id: str,
    industry_id: str,
    found: tuple[float | None, str],
) -> None:
    table = read(mirror / "census-cbp")
    check(table, SOURCE.indicators)
    assert cell(table, indicator_id, area_id, industry_id) == found
