"""The federal census of jobs: both layouts, three codes of disclosure, and no hidden cell told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.publication.parts import require_parts
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.bls_qcew.files import COPIES, SLICES
from data_loaders.sources.public.bls_qcew.source import SOURCE, read
from data_loaders.vocabulary.geography import BOROUGH_OF_FIPS

SLICE_HEADER = (
    '"area_fips","own_code","industry_code","agglvl_code","size_code","year","qtr",'
    '"disclosure_code","qtrly_estabs","month1_emplvl","month2_emplvl","month3_emplvl",'
    '"total_qtrly_wages","avg_wkly_wage"\n'
)
COPY_HEADER = SLICE_HEADER.replace('"disclosure_code",', '"disclosure_code","area_title",').replace(
    '"qtrly_estabs"', '"qtrly_estabs_count"'
)
ROWS = (
    ("0", "10", "70", "", 50, (500, 510, 520), 1000),
    ("5", "10", "71", "", 40, (400, 410, 420), 900),
    ("5", "44-45", "74", "", 9, (90, 91, 92), 800),
    ("5", "44", "75", "", 9, (90, 91, 92), 800),
    ("1", "71", "74", "", 1, (7, 7, 7), 700),
    ("5", "31-33", "74", "N", 3, (0, 0, 0), 0),
    ("5", "21", "74", "-", 0, (0, 0, 0), 0),
    ("5", "11", "74", "", 1, (0, 0, 0), 0),
)


def rows(fips: str, year: int, quarter: int, *, title: str = "", hides: bool = True) -> str:
    lines = []
    for own, industry, level, code, estabs, months, pay in ROWS:
        shown = "" if code == "N" and not hides else code
        jobs = (30, 31, 32) if code == "N" and not hides else months
        cells = [fips, own, industry, level, "0", str(year), str(quarter), shown]
        text = ",".join(f'"{cell}"' for cell in cells) + (f',"{title}"' if title else "")
        lines.append(f"{text},{estabs},{','.join(map(str, jobs))},1000,{pay}\n")
    return "".join(lines)


def slices(folder: Path) -> Path:
    """The first quarter online; manufacturing is hidden in the Bronx alone."""
    for file in SLICES:
        if file.name.startswith("2019q1_"):
            fips = file.name.removesuffix(".csv").partition("_")[2]
            text = SLICE_HEADER + rows(fips, 2019, 1, hides=fips == "36005")
            (folder / file.name).write_text(text)
    return folder


def copies(folder: Path) -> Path:
    for name, fips in zip(COPIES, sorted(BOROUGH_OF_FIPS), strict=True):
        (folder / name).write_text(COPY_HEADER + rows(fips, 2016, 1, title="A County, New York"))
    return folder


def cell(
    table: pd.DataFrame, indicator_id: str, area_id: str, start: str, industry_id: str
) -> tuple[float | None, str]:
    found = table[
        (table["indicator_id"] == indicator_id)
        & (table["area_id"] == area_id)
        & (table["industry_id"] == industry_id)
        & (table["period_start"] == pd.Timestamp(start))
    ]
    assert len(found) == 1
    value = found["value"].iloc[0]
    return (None if pd.isna(value) else float(value)), found["status"].iloc[0]


JOBS, EMPLOYERS, PAY = (indicator.id for indicator in SOURCE.indicators)


@pytest.mark.parametrize(("deliver", "year"), [(slices, 2019), (copies, 2016)])
def test_both_layouts_read_alike(tmp_path: Path, deliver: object, year: int) -> None:
    assert callable(deliver)
    table = read(deliver(tmp_path))
    check(table, SOURCE.indicators)
    require_parts(table, SOURCE.indicators)
    assert cell(table, JOBS, "BX", f"{year}-01-01", "all") == (500, "normal")
    assert cell(table, JOBS, "SI", f"{year}-03-01", "retail") == (92, "normal")
    assert cell(table, JOBS, "NYC", f"{year}-02-01", "retail") == (455, "normal")
    assert cell(table, EMPLOYERS, "NYC", f"{year}-01-01", "retail") == (45, "normal")
    assert cell(table, PAY, "MN", f"{year}-01-01", "retail") == (800, "normal")


def test_a_hidden_zero_is_hidden_and_never_zero(tmp_path: Path) -> None:
    table = read(slices(tmp_path))
    assert cell(table, JOBS, "BX", "2019-01-01", "manufacturing") == (None, "withheld")
    assert cell(table, PAY, "BX", "2019-01-01", "manufacturing") == (None, "withheld")
    assert cell(table, EMPLOYERS, "BX", "2019-01-01", "manufacturing") == (3, "normal")


def test_the_city_does_not_tell_what_one_borough_hides(tmp_path: Path) -> None:
    table = read(slices(tmp_path))
    assert cell(table, JOBS, "BK", "2019-01-01", "manufacturing") == (30, "normal")
    assert cell(table, JOBS, "NYC", "2019-01-01", "manufacturing") == (None, "withheld")


def test_a_true_zero_is_zero_and_no_employer_does_not_apply(tmp_path: Path) -> None:
    table = read(slices(tmp_path))
    assert cell(table, JOBS, "QN", "2019-01-01", "agriculture") == (0, "normal")
    assert cell(table, JOBS, "QN", "2019-01-01", "mining") == (None, "not_applicable")
    assert cell(table, JOBS, "NYC", "2019-01-01", "mining") == (None, "not_applicable")


def test_no_total_of_private_employers_is_shown(tmp_path: Path) -> None:
    table = read(slices(tmp_path))
    assert not {400, 410, 420} & set(table["value"])


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            '"31-33","74","0","2019","1","N",3,0,',
            '"31-33","74","0","2019","1","N",3,5,',
            "should be hidden",
        ),
        ('"2019","1","N"', '"2019","1","X"', "blank, N or -"),
        ('"5","44-45","74"', '"5","4x","74"', "row 4: '4x'"),
        ('"5","44-45","74"', '"6","44-45","74"', "row 4: '6'"),
        ('"5","44-45","74"', '"5","44-45","84"', "row 4: '84'"),
        ('"36005","0"', '"36001","0"', "a county of the city"),
        ('"5","21","74"', '"5","11","74"', "each sector once a quarter"),
        ("qtrly_estabs", "estabs", "no count of places of work"),
        (",90,91,92,", ",9O,91,92,", "'9O'"),
    ],
)
def test_a_damaged_file_is_refused_in_words(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    path = slices(tmp_path) / "2019q1_36005.csv"
    path.write_text(path.read_text().replace(old, new, 1))
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path)


def test_a_quarter_without_a_borough_is_refused(tmp_path: Path) -> None:
    (slices(tmp_path) / "2019q1_36085.csv").unlink()
    with pytest.raises(DeliveryError, match="4 boroughs in 2019 Q1"):
        read(tmp_path)


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "bls-qcew")


def test_the_published_files_pass_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    require_parts(published, SOURCE.indicators)


@pytest.mark.parametrize(
    ("indicator_id", "area_id", "start", "industry_id", "found"),
    [
        (JOBS, "SI", "2016-01-01", "all", (111959, "normal")),
        (JOBS, "SI", "2016-03-01", "all", (113790, "normal")),
        (EMPLOYERS, "SI", "2016-01-01", "all", (9484, "normal")),
        (PAY, "SI", "2016-01-01", "all", (863, "normal")),
        # 129 places of work, and hidden so that others are not told.
        (JOBS, "SI", "2016-01-01", "manufacturing", (None, "withheld")),
        (JOBS, "MN", "2016-01-01", "utilities", (None, "withheld")),
    ],
)
def test_cells_read_by_hand(
    published: pd.DataFrame,
    indicator_id: str,
    area_id: str,
    start: str,
    industry_id: str,
    found: tuple[float | None, str],
) -> None:
    assert cell(published, indicator_id, area_id, start, industry_id) == found


def test_a_years_mean_is_the_states_within_a_few_jobs(published: pd.DataFrame) -> None:
    """The State's yearly file of 2016 says 299,417, 2,415,727 and 115,150."""
    for area_id, state in (("BX", 299_417), ("MN", 2_415_727), ("SI", 115_150)):
        jobs = published[
            (published["indicator_id"] == JOBS)
            & (published["area_id"] == area_id)
            & (published["industry_id"] == "all")
        ]
        assert abs(jobs["value"].mean() - state) < 60
