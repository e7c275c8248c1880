"""Jobs by industry: thousands with and without commas, renamed industries, early months."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.nysdol_ces import source as nysdol_ces
from data_loaders.sources.public.nysdol_ces.industries import BY_SECTOR, DETAILED, RETIRED, SECTORS
from data_loaders.sources.public.nysdol_ces.source import FILE, JOBS, SOURCE, read
from data_loaders.vocabulary.model import ALL_INDUSTRIES

MONTHS = "JAN,FEB,MAR,APR,MAY,JUN,JUL,AUG,SEP,OCT,NOV,DEC"
HEADER = f"AREA,YEAR,SERIESCODE,AREANAME,INDUSTRY_TITLE,{MONTHS},ANNUAL  "
REPEATED = f"{HEADER},,{MONTHS},AVG,,{MONTHS},AVG,\n"
RESAVED = f"{HEADER},Unnamed: 18,{MONTHS.replace(',', '.1,')}.1,AVG\n"
REPEATED_WIDTH, RESAVED_WIDTH = 47, 32


def rows(*, commas: bool, width: int, department_stores: str = "42455100") -> str:
    jobs = ['"4,575.1"', '"4,623.3"', '"4,649.7"'] if commas else ["4575.1", "4623.3", "4649.7"]
    lines = (
        ["93561", "2023", "0", "New York City", "Total Nonfarm", *jobs],
        ["93561", "2014", "0", "New York City", "Total Nonfarm", *jobs],
        ["93561", "2023", department_stores, "New York City", "Dept. Stores", "25.8", ".4", "26"],
    )
    return "".join(",".join([*line, *[""] * (width - len(line))]) + "\n" for line in lines)


def deliver(folder: Path, content: str | bytes) -> Path:
    data = content.encode("utf-8-sig") if isinstance(content, str) else content
    (folder / FILE).write_bytes(data)
    return folder


def workbook(text: str) -> bytes:
    held = BytesIO()
    cells = [line.split(",") for line in text.splitlines()]
    with pd.ExcelWriter(held, engine="xlsxwriter") as writer:
        pd.DataFrame(cells).to_excel(
            writer, sheet_name="BM 2019", header=False, index=False, startrow=1
        )
        writer.sheets["BM 2019"].write(0, 0, "New York City Current Employment Statistics")
    return held.getvalue()


def jobs(table: pd.DataFrame, industry_id: str, month: str) -> tuple[float, str]:
    found = table[
        (table["industry_id"] == industry_id) & (table["period_start"] == pd.Timestamp(month))
    ]
    assert len(found) == 1
    return found["value"].iloc[0], found["status"].iloc[0]


@pytest.mark.parametrize(
    "content",
    [
        REPEATED + rows(commas=True, width=REPEATED_WIDTH),
        RESAVED + rows(commas=False, width=RESAVED_WIDTH),
        workbook(RESAVED + rows(commas=False, width=RESAVED_WIDTH)),
        REPEATED + rows(commas=True, width=REPEATED_WIDTH, department_stores="42452200"),
    ],
    ids=["repeated header", "saved again", "workbook", "old code"],
)
def test_every_layout_in_circulation_reads_alike(tmp_path: Path, content: str | bytes) -> None:
    table = read(deliver(tmp_path, content))
    check(table, SOURCE.indicators)
    assert jobs(table, ALL_INDUSTRIES, "2023-01-01") == (4_575_100, "normal")
    assert jobs(table, ALL_INDUSTRIES, "2023-03-01") == (4_649_700, "provisional")
    assert jobs(table, "department_stores", "2023-02-01") == (400, "provisional")
    assert table["period_start"].min() == pd.Timestamp("2023-01-01")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (",42455100,", ",99999999,", "row 4: '99999999'.*a code of nysdol_ces_industries"),
        ("93561,2023,0,", "93000,2023,0,", "row 2: '93000'.*the city"),
        ("25.8", "25.8p", "row 4: '25.8p'"),
        ("SERIESCODE", "CODE", "SERIESCODE"),
        ("93561,2014,0", "93561,2023,0", "each key once"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    text = (REPEATED + rows(commas=True, width=REPEATED_WIDTH)).replace(old, new, 1)
    with pytest.raises(DeliveryError, match=message):
        read(deliver(tmp_path, text))


def test_no_code_and_no_id_stands_twice() -> None:
    for industries in (BY_SECTOR, DETAILED):
        ids = [each.id for each in industries]
        assert len(ids) == len(set(ids))
    codes = [code for each in (*BY_SECTOR, *DETAILED) for code in each.codes]
    assert len(codes) == len(set(codes))
    assert not RETIRED & set(codes)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "nysdol-ces")


def test_the_published_file_passes_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)


def test_sectors_add_up_to_all_jobs_in_every_month(published: pd.DataFrame) -> None:
    is_jobs = published["indicator_id"] == JOBS.id
    by_industry = published[is_jobs].pivot_table("value", "period_start", "industry_id")
    total = by_industry[[each.id for each in SECTORS]].sum(axis=1)
    assert (total - by_industry[ALL_INDUSTRIES]).abs().max() <= 1000


@pytest.mark.parametrize(
    ("industry_id", "month", "value"),
    [
        (ALL_INDUSTRIES, "2022-11-01", 4_671_300),
        (ALL_INDUSTRIES, "2023-12-01", 4_756_600),
        ("arts_entertainment", "2023-12-01", 84_200),
        ("accommodation_food", "2023-01-01", 337_000),
        ("performing_arts_spectator_sports_and_related_industries", "2023-12-01", 46_200),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame, industry_id: str, month: str, value: float
) -> None:
    assert jobs(published, industry_id, month)[0] == value


@pytest.mark.parametrize(
    ("file", "november"),
    [
        ("vintages/nychist_2023-01-20.csv", 4_640_900),
        ("vintages/nychist_2023-03-10.csv", 4_671_300),
        ("vintages/nychist_2023-12-22.csv", 4_671_300),
        ("NYChist_2021_01.xls", None),
    ],
)
def test_older_copies_before_and_after_the_renaming_are_read(
    mirror: Path, monkeypatch: pytest.MonkeyPatch, file: str, november: float | None
) -> None:
    monkeypatch.setattr(nysdol_ces, "FILE", file)
    table = read(mirror / "nysdol-ces")
    check(table, SOURCE.indicators)
    assert "general_merchandise_retailers" in set(table["industry_id"])
    if november is not None:
        assert jobs(table, ALL_INDUSTRIES, "2022-11-01")[0] == november
