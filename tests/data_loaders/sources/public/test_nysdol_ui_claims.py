"""The State's claims workbook: its layout, its blanks, and figures counted in it by hand."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd
import pytest

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import check
from data_loaders.sources.public.nysdol_ui_claims import source as nysdol_ui_claims
from data_loaders.sources.public.nysdol_ui_claims.labels import INDUSTRY_OF_LABEL, OCCUPATIONS
from data_loaders.sources.public.nysdol_ui_claims.source import SOURCE, WORKBOOK, read
from data_loaders.vocabulary import geography

Row = list[str | float]
Workbook = dict[str, list[Row]]

COUNTIES = ("BRONX", "KINGS", "NEW YORK", "QUEENS", "RICHMOND")
WEEKS: Row = ["January 4, 2020", "January 11, 2020"]
ALBANY: Row = ["Capital", "ALBANY", 10, 20]


def workbook() -> Workbook:
    """A workbook of two weeks and one month with the State's headers, cases and blanks."""
    labels = [label.replace("Retail Trade", " RETAIL\n Trade") for label in INDUSTRY_OF_LABEL]
    region = "New York City"
    return {
        "Weekly Initial Claims by County": [
            ["", "Week Ending", "", ""],
            ["Region", "County", *WEEKS, ""],
            ALBANY,
            *([region, county, 100 * n, 50] for n, county in enumerate(COUNTIES, start=1)),
            ["", "", "", ""],
        ],
        "Monthly IC by County": monthly("County", {county: 500 for county in COUNTIES}),
        "Monthly IC by Industry": monthly(
            "Industry", {label: "" if label == "Mining" else 120 for label in labels}
        ),
        "Monthly IC by Gender": monthly("Gender", {"Female": "", "Male": 900, "Unknown": ""}),
        "Monthly IC by Occ Group": monthly(
            "Occupational Group", {label: 70 for label in OCCUPATIONS.values()}
        ),
        "Weekly Bens & Amts by County": benefits(),
    }


def monthly(label: str, values: dict[str, str | float]) -> list[Row]:
    """One month, with stray blanks after each label."""
    header: list[Row] = [["", "Month", ""], ["Region", label, "May 2020"]]
    return header + [["New York City", f"{name} ", value] for name, value in values.items()]


def benefits() -> list[Row]:
    counts = {"Regular UI": 80, "Pandemic Unemployment Assistance": ""}
    rows: list[Row] = [
        ["NEW YORK CITY", county, program, counts.get(program, ""), 1000, 90, 1000]
        for county in COUNTIES
        for program in nysdol_ui_claims.ALL_PROGRAMS
    ]
    header: list[Row] = [
        ["", "", "Week Ending", WEEKS[0], "", WEEKS[1], ""],
        ["Region", "County", "Program ", " Beneficiaries   ", "Total Amount"]
        + ["Beneficiaries", " Total Amount"],
    ]
    return header + rows


def write(folder: Path, sheets: Workbook) -> Path:
    """The smallest xlsx that holds these rows."""
    names = list(sheets)
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(folder / WORKBOOK, "w") as archive:
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{rels}"><Relationship Id="r" Type="{office}/officeDocument" '
            f'Target="xl/workbook.xml"/></Relationships>',
        )
        listed = "".join(
            f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>'
            for n, name in enumerate(names, start=1)
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{listed}</sheets></workbook>',
        )
        targets = "".join(
            f'<Relationship Id="r{n}" Type="{office}/worksheet" Target="worksheets/s{n}.xml"/>'
            for n in range(1, len(names) + 1)
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{rels}">{targets}</Relationships>'
        )
        for n, name in enumerate(names, start=1):
            body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in sheets[name])
            archive.writestr(
                f"xl/worksheets/s{n}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
            )
    return folder


def cell(content: str | float) -> str:
    if isinstance(content, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(content)}</t></is></c>'
    return f"<c><v>{content}</v></c>"


def one(observations: pd.DataFrame, indicator_id: str, period_end: str, **key: str) -> pd.Series:
    """The single observation of an indicator and period; of the city unless `area_id` is given."""
    key = {"area_id": "NYC", "industry_id": "all", **key}
    found = observations[
        (observations["indicator_id"] == indicator_id)
        & (observations["period_end"] == pd.Timestamp(period_end))
        & (observations[list(key)] == pd.Series(key)).all(axis=1)
    ]
    assert len(found) == 1
    return found.iloc[0]


def test_a_week_runs_from_sunday_to_the_saturday_it_is_named_by(tmp_path: Path) -> None:
    week = one(read(write(tmp_path, workbook())), "ui_claims", "2020-01-04", area_id="BX")
    assert week["period_start"] == pd.Timestamp("2019-12-29")
    assert week["value"] == 100


def test_the_city_is_the_sum_of_its_counties_and_of_no_other_region(tmp_path: Path) -> None:
    observations = read(write(tmp_path, workbook()))
    assert one(observations, "ui_claims", "2020-01-04")["value"] == 1500
    assert one(observations, "ui_claims_by_industry", "2020-05-31")["value"] == 2500


def test_a_line_break_and_capitals_in_a_label_do_not_hide_it(tmp_path: Path) -> None:
    observations = read(write(tmp_path, workbook()))
    retail = one(observations, "ui_claims_by_industry", "2020-05-31", industry_id="retail")
    assert retail["value"] == 120


def test_a_blank_is_withheld_or_none_and_never_zero(tmp_path: Path) -> None:
    observations = read(write(tmp_path, workbook()))
    mining = one(observations, "ui_claims_by_industry", "2020-05-31", industry_id="mining")
    assert (pd.isna(mining["value"]), mining["status"]) == (True, "withheld_or_none")


def test_the_figure_for_women_the_state_left_out_is_not_reported(tmp_path: Path) -> None:
    observations = read(write(tmp_path, workbook()))
    assert one(observations, "ui_claims_female", "2020-05-31")["status"] == "not_reported"
    unknown = one(observations, "ui_claims_gender_unknown", "2020-05-31")
    assert unknown["status"] == "withheld_or_none"


def test_beneficiaries_are_read_and_dollar_amounts_are_not(tmp_path: Path) -> None:
    observations = read(write(tmp_path, workbook()))
    assert one(observations, "ui_beneficiaries", "2020-01-04")["value"] == 400
    assert one(observations, "ui_beneficiaries", "2020-01-11")["value"] == 450


def test_pandemic_programs_do_not_apply_before_the_law_that_made_them(tmp_path: Path) -> None:
    observations = read(write(tmp_path, workbook()))
    early = one(observations, "ui_beneficiaries_pua", "2020-01-04", area_id="BX")
    assert early["status"] == "not_applicable"


def test_a_county_that_is_blank_blanks_the_city(tmp_path: Path) -> None:
    sheets = workbook()
    sheets["Weekly Initial Claims by County"][3][2] = ""
    city = one(read(write(tmp_path, sheets)), "ui_claims", "2020-01-04")
    assert (pd.isna(city["value"]), city["status"]) == (True, "withheld_or_none")


@pytest.mark.parametrize(
    ("sheet", "row", "column", "content", "message"),
    [
        ("Weekly Initial Claims by County", 1, 1, "Borough", "headers"),
        ("Weekly Initial Claims by County", 1, 2, "Week 1", "dates"),
        ("Weekly Initial Claims by County", 1, 3, "January 18, 2020", "jumps"),
        ("Weekly Initial Claims by County", 1, 3, "", "without a date"),
        ("Weekly Initial Claims by County", 3, 1, "BRNX", "unknown .'brnx'.*absent .'bronx'"),
        ("Weekly Initial Claims by County", 4, 1, "BRONX", "repeats"),
        ("Weekly Initial Claims by County", 3, 2, "<10", "row 4, column 3: '<10'"),
        ("Monthly IC by Industry", 2, 1, "Restaurants", "unknown .'restaurants'"),
        ("Monthly IC by County", 1, 2, "June 2020", "differ in months"),
        ("Weekly Bens & Amts by County", 1, 3, "Total Amount", "under 'January 4, 2020'"),
        ("Weekly Bens & Amts by County", 2, 2, "New Program", "unknown .'new program'"),
    ],
)
def test_a_damaged_workbook_is_refused_in_words(
    tmp_path: Path, sheet: str, row: int, column: int, content: str, message: str
) -> None:
    sheets = workbook()
    sheets[sheet][row][column] = content
    with pytest.raises(DeliveryError, match=message):
        read(write(tmp_path, sheets))


def test_a_county_without_a_row_is_refused_by_name(tmp_path: Path) -> None:
    sheets = workbook()
    del sheets["Weekly Initial Claims by County"][3]
    with pytest.raises(DeliveryError, match="unknown .., absent .'bronx'"):
        read(write(tmp_path, sheets))


def test_a_missing_sheet_and_a_missing_or_broken_file_are_refused(tmp_path: Path) -> None:
    sheets = workbook()
    del sheets["Monthly IC by Gender"]
    with pytest.raises(DeliveryError, match="no sheet 'Monthly IC by Gender'"):
        read(write(tmp_path, sheets))
    (tmp_path / WORKBOOK).write_bytes(b"not a workbook")
    with pytest.raises(DeliveryError, match="not readable"):
        read(tmp_path)
    with pytest.raises(DeliveryError, match="not found"):
        read(tmp_path / "nowhere")


@pytest.fixture(scope="module")
def published(mirror: Path) -> pd.DataFrame:
    return read(mirror / "nysdol-ui-claims")


@pytest.mark.filterwarnings("ignore:Series.dt.dayofweek is deprecated")
def test_the_published_workbook_passes_every_check(published: pd.DataFrame) -> None:
    check(published, SOURCE.indicators)
    assert set(published["indicator_id"]) == {indicator.id for indicator in SOURCE.indicators}


def test_every_cell_of_the_weekly_grid_has_a_row(published: pd.DataFrame) -> None:
    weekly = published[published["indicator_id"].isin(["ui_claims", "ui_beneficiaries_pua"])]
    assert weekly.groupby(["indicator_id", "area_id"]).size().tolist() == [205] * 12
    assert weekly["period_end"].max() == pd.Timestamp(SOURCE.ended_on)


def test_the_peak_and_the_last_week_are_as_published(published: pd.DataFrame) -> None:
    last = one(published, "ui_claims", "2022-12-03", area_id="BX")
    assert last["value"] == 1380
    # 1,380 + 2,070 + 1,310 + 1,600 + 380
    assert one(published, "ui_claims", "2022-12-03")["value"] == 6740


def test_unclassified_grew_while_retail_fell(published: pd.DataFrame) -> None:
    def claims(industry_id: str, month_end: str) -> float:
        found = one(published, "ui_claims_by_industry", month_end, industry_id=industry_id)
        return float(found["value"])

    assert claims("unclassified", "2019-10-31") == 410
    assert claims("unclassified", "2022-10-31") == 2560
    assert claims("retail", "2019-10-31") == 1600
    assert claims("retail", "2022-10-31") == 490
    assert claims("all", "2022-10-31") == 25410


def test_unclassified_is_over_five_percent_from_april_2020_on(published: pd.DataFrame) -> None:
    by_industry = published[published["indicator_id"] == "ui_claims_by_industry"]
    claims = by_industry.pivot_table("value", "period_start", "industry_id")
    share = claims["unclassified"] / claims["all"]
    assert (share["2020-04-01":] > 0.05).all()
    assert (share[:"2020-03-01"] < 0.05).all()
    assert round(100 * share["2020-10-01"]) == 49
    assert share.index.max() == pd.Timestamp("2022-10-01")


def test_what_is_blank_is_not_always_small(published: pd.DataFrame) -> None:
    by_industry = published[published["indicator_id"] == "ui_claims_by_industry"]
    claims = by_industry.pivot_table("value", "period_start", "industry_id")
    short = claims["all"] - claims.drop(columns="all").sum(axis=1)
    blank = claims["management"].isna()
    assert blank.sum() == 12
    assert (short[blank].min(), short[blank].max()) == (70, 180)
    assert short[~blank].abs().max() <= 40
    total = claims.loc[pd.Timestamp("2020-05-01"), "all"]
    male = one(published, "ui_claims_male", "2020-05-31")["value"]
    assert (total - male, male) == (140_190, 141_950)


def test_every_figure_is_a_multiple_of_ten(published: pd.DataFrame) -> None:
    assert (published["value"].dropna() % 10 == 0).all()


def test_the_city_agrees_with_an_independent_copy_of_the_weekly_claims(
    mirror: Path, published: pd.DataFrame
) -> None:
    copied = {
        row["date"]: float(row["total_claims"])
        for row in rows(mirror / "nysdol-ui-claims" / "ny1_nyc_ui.csv")
    }
    assert len(copied) == 153
    ours = {date: one(published, "ui_claims", date)["value"] for date in copied}
    assert ours == copied


def test_boroughs_agree_with_an_independent_copy_of_their_shares(
    mirror: Path, published: pd.DataFrame
) -> None:
    shares = rows(mirror / "nysdol-ui-claims" / "ny1_weekly_ic_claims_borough.csv")
    assert len(shares) == 205
    for row in shares[::20]:
        city = one(published, "ui_claims", row["date"])["value"]
        for county in COUNTIES:
            area_id = geography.BOROUGH_OF_COUNTY[county.title()]
            claims = one(published, "ui_claims", row["date"], area_id=area_id)["value"]
            assert 100 * claims / city == pytest.approx(float(row[county]), abs=0.0051)


def rows(path: Path) -> Sequence[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
