"""Unemployment insurance claims and beneficiaries, from the State's weekly workbook."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
from python_calamine import CalamineWorkbook

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.sheets import open_workbook
from data_loaders.observations.table import tidy
from data_loaders.sources.public.nysdol_ui_claims import continued
from data_loaders.sources.public.nysdol_ui_claims.continued import (
    CONTINUED,
    ENDED,
    with_newer_weeks,
)
from data_loaders.sources.public.nysdol_ui_claims.indicators import (
    CLAIMS,
    CLAIMS_BY_INDUSTRY,
    INDICATORS,
)
from data_loaders.sources.public.nysdol_ui_claims.labels import (
    GENDERS,
    INDICATOR_OF_OCCUPATION,
    INDUSTRY_OF_LABEL,
    PROGRAMS,
)
from data_loaders.sources.public.nysdol_ui_claims.workbook import (
    MEND,
    ClaimsSheet,
    city_cells,
    ids_of,
    plain,
    sheet_rows,
)
from data_loaders.vocabulary.geography import BOROUGH_OF_COUNTY, BOROUGHS, CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

WORKBOOK = "ny_ui_claims_weekly.xlsx"
WEEKLY_CLAIMS = ClaimsSheet("Weekly Initial Claims by County", ("Region", "County"), Frequency.WEEK)
MONTHLY_CLAIMS = ClaimsSheet("Monthly IC by County", ("Region", "County"), Frequency.MONTH)
BY_GENDER = ClaimsSheet("Monthly IC by Gender", ("Region", "Gender"), Frequency.MONTH)
BY_INDUSTRY = ClaimsSheet("Monthly IC by Industry", ("Region", "Industry"), Frequency.MONTH)
BY_OCCUPATION = ClaimsSheet(
    "Monthly IC by Occ Group", ("Region", "Occupational Group"), Frequency.MONTH
)
BENEFICIARIES = ClaimsSheet(
    "Weekly Bens & Amts by County", ("Region", "County", "Program"), Frequency.WEEK, True
)
# Supplements go to people another program already pays, so they are read only to be known.
ALL_PROGRAMS = (
    *PROGRAMS,
    "Extended Benefits",
    "Federal Pandemic Unemployment Compensation",
    "Lost Wages Assistance",
    "Mixed Earner Unemployment Compensation",
)
PANDEMIC_PROGRAMS = {"ui_beneficiaries_pua", "ui_beneficiaries_peuc"}
# The law that created both pandemic programs was signed on 27 March 2020.
PANDEMIC_PROGRAMS_BEGAN = pd.Timestamp("2020-03-27")
# The boroughs' claims exceed the other genders' by 140,190 that month: a lapse, not a small cell.
LEFT_OUT = {("ui_claims_female", pd.Timestamp("2020-05-01"))}

SOURCE = Source(
    id="nysdol_ui_claims",
    name="Weekly unemployment claims and benefits",
    partner="New York State Department of Labor",
    publisher_url="https://dol.ny.gov/statistics-weekly-claims-and-benefits-report",
    feed=Feed(
        folder="nysdol-ui-claims",
        files=(
            FeedFile(
                WORKBOOK,
                "https://raw.githubusercontent.com/Dotdash-Data-Journalism/"
                "2020_2022_INV_ny1_covid_recovery_index/main/reference_files/"
                "ny_ui_claims_weekly.xlsx",
            ),
        ),
    ),
    terms_of_use=Terms(
        available="Published as a workbook by the New York State Department of Labor.",
        of_public_agency=True,
        credit=("the New York State Department of Labor",),
    ),
    publication=Publication.OPEN,
    citation=(
        "New York State Department of Labor, Division of Research & Statistics, weekly claims and "
        "benefits workbook, to the week ending December 3, 2022; new claims in the city after that "
        "as collected by Opportunity Insights, Economic Tracker."
    ),
    description=(
        "Applications for unemployment insurance and people paid, by week and by month. The "
        "State's workbook is kept as it was in December 2022. Weekly new claims in the city go on "
        "in the copy that Opportunity Insights keeps."
    ),
    covers=(
        "People who live in the five counties of New York City and apply for State unemployment "
        "insurance. It leaves out people who do not apply or cannot: many self-employed, "
        "undocumented and informal workers."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.WEEK,
    ended_on=ENDED,
    breaks=(CONTINUED,),
    known_errors=(
        "The number of claims by women is blank in May 2020, though the boroughs' total exceeds "
        "the other genders by 140,190. We show it as not reported.",
        "Management of companies is blank in 12 months of 2019, 2021 and 2022. In them the "
        "industries fall 70 to 180 claims short of the boroughs. We do not fill it in.",
    ),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a claim, or a person paid",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            "Every number in the workbook is a multiple of 10, and cells are left blank; the "
            "workbook does not state the rule. No claims cell holds a zero."
        ),
        plain=(
            "The State rounds the figures and leaves some cells blank. We publish what it "
            "published, and do not work out blank cells."
        ),
        revision="None: the copy is of December 2022 and is not updated.",
        retention="Kept as long as the site runs.",
    ),
    indicators=INDICATORS,
    reasons=(
        Reason.HIDDEN_OR_NONE,
        Reason.NOT_BEGUN,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the workbook; raises DeliveryError where it is not laid out as known."""
    path = folder / WORKBOOK
    workbook = open_workbook(path, MEND)
    return tidy(
        [
            _weekly_claims(path, workbook),
            _claims_by_industry(path, workbook),
            _claims_by_gender(path, workbook),
            _claims_by_occupation(path, workbook),
            *_beneficiaries(path, workbook),
        ]
    )


def extend(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Observations with the city's weekly claims continued from the Economic Tracker.

    Raises ObservationError where the two differ in any week both have.
    """
    return with_newer_weeks(own, others)


def own_end(own: pd.DataFrame) -> date:
    """The last day of the State's own weeks; what follows is the Economic Tracker's."""
    return continued.own_end(own)


def _cells(path: Path, workbook: CalamineWorkbook, sheet: ClaimsSheet) -> pd.DataFrame:
    return city_cells(path, sheet_rows(path, workbook, sheet), sheet)


def _weekly_claims(path: Path, workbook: CalamineWorkbook) -> pd.DataFrame:
    counties = _by_county(path, WEEKLY_CLAIMS, _cells(path, workbook, WEEKLY_CLAIMS))
    return _labeled(_with_city(counties), CLAIMS.id)


def _claims_by_industry(path: Path, workbook: CalamineWorkbook) -> pd.DataFrame:
    cells = _cells(path, workbook, BY_INDUSTRY)
    cells["industry_id"] = ids_of(path, BY_INDUSTRY, cells["industry"], INDUSTRY_OF_LABEL)
    counties = _by_county(path, MONTHLY_CLAIMS, _cells(path, workbook, MONTHLY_CLAIMS))
    total = _city_sum(counties).assign(industry_id=ALL_INDUSTRIES)
    _require_same_months(path, cells, total)
    return _labeled(pd.concat([_as_city(cells), total], ignore_index=True), CLAIMS_BY_INDUSTRY.id)


def _claims_by_gender(path: Path, workbook: CalamineWorkbook) -> pd.DataFrame:
    cells = _cells(path, workbook, BY_GENDER)
    ids = {label: indicator_id for label, (indicator_id, _) in GENDERS.items()}
    indicator = ids_of(path, BY_GENDER, cells["gender"], ids)
    observations = _labeled(_as_city(cells), indicator)
    keys = zip(observations["indicator_id"], observations["period_start"], strict=True)
    left_out = pd.Series([key in LEFT_OUT for key in keys], index=observations.index)
    blank = observations["value"].isna()
    observations["status"] = observations["status"].mask(left_out & blank, Status.NOT_REPORTED)
    kept_out = (left_out & blank).map({True: str(Reason.KEPT_OUT), False: ""})
    return observations.assign(reason=kept_out)


def _claims_by_occupation(path: Path, workbook: CalamineWorkbook) -> pd.DataFrame:
    cells = _cells(path, workbook, BY_OCCUPATION)
    labels = cells["occupational group"]
    indicator = ids_of(path, BY_OCCUPATION, labels, INDICATOR_OF_OCCUPATION)
    return _labeled(_as_city(cells), indicator)


def _beneficiaries(path: Path, workbook: CalamineWorkbook) -> list[pd.DataFrame]:
    cells = _cells(path, workbook, BENEFICIARIES)
    ids_of(path, BENEFICIARIES, cells["program"], {name: name for name in ALL_PROGRAMS})
    return [
        _program(path, cells[cells["program"] == plain(label)], indicator_id)
        for label, (indicator_id, _) in PROGRAMS.items()
    ]


def _program(path: Path, cells: pd.DataFrame, indicator_id: str) -> pd.DataFrame:
    counties = _by_county(path, BENEFICIARIES, cells)
    observations = _labeled(_with_city(counties), indicator_id)
    if indicator_id in PANDEMIC_PROGRAMS:
        too_early = observations["period_end"] < PANDEMIC_PROGRAMS_BEGAN
        blank = observations["value"].isna()
        observations["status"] = observations["status"].mask(
            too_early & blank, Status.NOT_APPLICABLE
        )
    return observations


def _by_county(path: Path, sheet: ClaimsSheet, cells: pd.DataFrame) -> pd.DataFrame:
    area_ids = ids_of(path, sheet, cells["county"], BOROUGH_OF_COUNTY)
    return cells.assign(geography=Geography.BOROUGH, area_id=area_ids)


def _as_city(cells: pd.DataFrame) -> pd.DataFrame:
    return cells.assign(geography=Geography.CITY, area_id=CITY_ID)


def _with_city(counties: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([counties, _city_sum(counties)], ignore_index=True)


def _city_sum(counties: pd.DataFrame) -> pd.DataFrame:
    """The sum of the five counties, NaN where one of them is blank."""
    periods = counties.groupby(["period_start", "period_end"])[["value"]]
    return _as_city(periods.sum(min_count=len(BOROUGHS)).reset_index())


def _labeled(cells: pd.DataFrame, indicator_id: str | pd.Series) -> pd.DataFrame:
    """Cells as observations: what is blank was withheld or none, the State does not say which."""
    valued = cells["value"].notna()
    industries = cells.get("industry_id", ALL_INDUSTRIES)
    return cells.assign(
        indicator_id=indicator_id,
        industry_id=industries,
        status=valued.map({True: Status.NORMAL, False: Status.WITHHELD_OR_NONE}),
    )


def _require_same_months(path: Path, industries: pd.DataFrame, counties: pd.DataFrame) -> None:
    differing = set(industries["period_start"]) ^ set(counties["period_start"])
    if differing:
        problem = f"industries and counties differ in months {sorted(differing)[:5]}"
        raise DeliveryError(path, problem, "the same months in both sheets", MEND)
