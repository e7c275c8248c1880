"""Gaps between groups of New Yorkers, computed from the observations of other sources.

A gap of thirds compares the third of ZIP areas where the largest share of people is below
poverty with the third where the smallest is; an area counts by its residents.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data_loaders.geography import CITY_ID
from data_loaders.geography import areas as shipped_areas
from data_loaders.model import (
    ALL_INDUSTRIES,
    Area,
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Publication,
    Source,
    Status,
)
from data_loaders.observations import ObservationError, tidy
from data_loaders.privacy.policy import Contributors, Policy, Sensitivity, Treatment

RICHEST, POOREST = 1, 3
MINIMUM_COVERAGE = 0.9  # share of a third's residents who live in areas with a value
PERIOD = ["period_start", "period_end"]
HIDDEN = [str(status) for status in Status if status.is_hidden]

THIRDS = (
    "The thirds are groups of ZIP areas with about as many residents each, by the share of people "
    "below poverty. Many poor people live in the richest third and rich people in the poorest."
)
BY_RESIDENTS = "Areas count by their residents of all ages in the 2020 census."
COVERAGE = (
    f"A period is shown only where areas with a figure hold at least {MINIMUM_COVERAGE:.0%} of the "
    "residents of each third, and is marked less reliable where any area is missing."
)

GAP_UNEMPLOYMENT = Indicator(
    id="gap_unemployment_bronx_manhattan",
    family="gap_unemployment_bronx_manhattan",
    title="Unemployment gap, Bronx and Manhattan",
    noun="gap in the unemployment rate between the Bronx and Manhattan",
    description="How much higher the unemployment rate is in the Bronx than in Manhattan.",
    processing="The Bronx rate minus the Manhattan rate of the same month, not season-adjusted.",
    unit="percentage points",
    measure=Measure.POINTS,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.EMPLOYMENT,
    baseline="2019",
    derived_from=("bls_laus:unemployment_rate",),
    caveats=(
        "Both rates are estimates: a change of a few tenths of a point may mean nothing.",
        "Brooklyn, Queens and Staten Island are not in this gap.",
        "People who have stopped looking for work are missing from both rates.",
    ),
)
GAP_MEASLES = Indicator(
    id="gap_measles_poverty",
    family="gap_measles_poverty",
    title="Measles vaccination gap, richest and poorest areas",
    noun="gap in measles vaccination between the richest and the poorest third of ZIP areas",
    description=(
        "How much higher the share of children 24 to 35 months old vaccinated against measles is "
        "in the richest third of ZIP areas than in the poorest third. Below zero, the poorest "
        "third is ahead."
    ),
    processing=(
        "The mean of area percents in the richest third minus the mean in the poorest third, each "
        f"area counted by its residents. {COVERAGE}"
    ),
    unit="percentage points",
    measure=Measure.POINTS,
    decimals=1,
    frequency=Frequency.HALF_YEAR,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.CHILDREN,
    derived_from=("nychealth_immunization:measles_vaccination",),
    caveats=(
        THIRDS,
        f"{BY_RESIDENTS} They should count by their young children; those numbers are estimates "
        "that are too low in many rich areas.",
        "The publisher cuts percents off at 99. At the end of 2025, 36 of the 78 richest areas "
        "stood at 99 and 5 of the 46 poorest, so the true gap is probably larger than shown.",
        "No ZIP area is missing from 2020 to 2025, but since 2021 there are 5 to 7 small ones a "
        "half-year whose percent rests on few children.",
        "Children whose shots were not reported to the City's registry are missing.",
    ),
)
GAP_COVID_DEATHS = Indicator(
    id="gap_covid_death_poverty",
    family="gap_covid_death_poverty",
    title="COVID-19 death gap, poorest and richest areas",
    noun="gap in the COVID-19 death rate between the poorest and the richest third of ZIP areas",
    description=(
        "How many more people per 100,000 died of COVID-19 in a month in the poorest third of ZIP "
        "areas than in the richest third."
    ),
    processing=(
        "The mean of area rates in the poorest third minus the mean in the richest third, each "
        f"area counted by its residents. {COVERAGE} Blank areas are never taken as zero."
    ),
    unit="deaths per 100,000 people",
    measure=Measure.POINTS,
    decimals=1,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    direction=Direction.LOWER_IS_BETTER,
    category=Category.HEALTH,
    derived_from=("nychealth_coronavirus:covid_death_rate",),
    caveats=(
        "Known for two months only, April 2020 and January 2022. In all others too many areas are "
        "blank, because they had fewer than five deaths or none.",
        "Missing are 9 areas of the richest third in April 2020, and in January 2022 18 of the "
        "richest and 1 of the poorest. Their rates are low, so the true gap is larger than shown.",
        "Rates are not adjusted for the ages of the people who live in an area.",
        THIRDS,
        BY_RESIDENTS,
    ),
)

SOURCE = Source(
    id="gaps",
    name="Gaps between New Yorkers",
    partner="Computed by this site",
    publisher_url="/methodology/gaps",
    feed=None,
    terms="Computed from open figures; free to use with the sources named.",
    publication=Publication.OPEN,
    citation=(
        "Computed by this site from figures of the U.S. Bureau of Labor Statistics and the New "
        "York City Department of Health and Mental Hygiene."
    ),
    description="Differences between boroughs and between the poorest and richest areas.",
    covers=(
        "Whoever the figures compared cover. A gap between areas says nothing of the people inside "
        "one area."
    ),
    category=Category.COMMUNITY,
    cadence=Frequency.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a difference of two published figures",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="Computed from figures as published; what is blank stays blank.",
        plain="Each gap is a difference of published figures. No hidden figure is worked out.",
        revision="Whenever a figure it is computed from is revised.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(GAP_UNEMPLOYMENT, GAP_MEASLES, GAP_COVID_DEATHS),
)


def derive(observations: pd.DataFrame, areas: Sequence[Area] | None = None) -> pd.DataFrame:
    """Observations of the gaps, one a period that an input has, from those of other sources.

    `areas` are the ZIP areas (MODZCTA) with residents and poverty thirds; the shipped ones unless
    given. Raises ObservationError where an input names another area, or an area lacks residents.
    """
    zip_areas = shipped_areas()[Geography.MODZCTA] if areas is None else areas
    measles = _inputs(observations, "measles_vaccination", Geography.MODZCTA)
    deaths = _inputs(observations, "covid_death_rate", Geography.MODZCTA)
    unemployment = _inputs(observations, "unemployment_rate", Geography.BOROUGH)
    for inputs in (measles, deaths):
        _reject_unknown(inputs, zip_areas)
    richest, poorest = _residents(zip_areas, RICHEST), _residents(zip_areas, POOREST)
    bronx, manhattan = pd.Series({"BX": 1.0}), pd.Series({"MN": 1.0})
    return tidy(
        [
            _gap(unemployment, GAP_UNEMPLOYMENT, bronx, manhattan),
            _gap(measles, GAP_MEASLES, richest, poorest),
            _gap(deaths, GAP_COVID_DEATHS, poorest, richest),
        ]
    )


def _inputs(observations: pd.DataFrame, indicator_id: str, geography: Geography) -> pd.DataFrame:
    return observations[
        (observations["indicator_id"] == indicator_id)
        & (observations["geography"] == geography)
        & (observations["industry_id"] == ALL_INDUSTRIES)
    ]


def _reject_unknown(inputs: pd.DataFrame, areas: Sequence[Area]) -> None:
    unknown = sorted(set(inputs["area_id"]) - {area.id for area in areas})
    if unknown:
        raise ObservationError(f"no ZIP area is named {unknown[:5]}; the area table must have all")


def _residents(areas: Sequence[Area], third: int) -> pd.Series:
    """Residents by area id of one poverty third; areas without a third are in neither."""
    residents = {area.id: area.population for area in areas if area.poverty_third == third}
    lacking = [area_id for area_id, count in residents.items() if not count]
    if lacking or not residents:
        raise ObservationError(f"areas of poverty third {third} lack residents: {lacking[:5]}")
    return pd.Series(residents, dtype="float64")


def _gap(
    inputs: pd.DataFrame, indicator: Indicator, higher: pd.Series, lower: pd.Series
) -> pd.DataFrame:
    """Observations of one gap: the mean of `higher` minus that of `lower`, by period."""
    one, other = _means(inputs, higher), _means(inputs, lower)
    coverage = one["coverage"].combine(other["coverage"], min)
    is_enough = coverage >= MINIMUM_COVERAGE
    difference = (one["mean"] - other["mean"]).round(indicator.decimals)
    status = pd.Series(Status.NORMAL, index=coverage.index, dtype="object")
    status = status.mask(one["has_early"] | other["has_early"], Status.PROVISIONAL)
    status = status.mask(coverage < 1, Status.LOW_RELIABILITY)
    hidden = one["has_hidden"] | other["has_hidden"]
    status = status.mask(~is_enough, Status.NOT_REPORTED)
    status = status.mask(~is_enough & hidden, Status.WITHHELD_OR_NONE)
    gap = pd.DataFrame({"value": difference.where(is_enough), "status": status}).reset_index()
    return gap.assign(
        indicator_id=indicator.id,
        geography=Geography.CITY,
        area_id=CITY_ID,
        industry_id=ALL_INDUSTRIES,
    )


def _means(inputs: pd.DataFrame, residents: pd.Series) -> pd.DataFrame:
    """By period: mean over areas with a value, weighted by residents, and how far it reaches.

    `coverage` is the share of residents in areas with a value; `has_hidden` and `has_early` say
    whether any area is hidden, or early.
    """
    weight = inputs["area_id"].map(residents).astype("float64").fillna(0.0)
    is_member, value = weight > 0, inputs["value"]
    rows = inputs[PERIOD].assign(
        known=weight.where(value.notna(), 0.0),
        weighted=(weight * value).fillna(0.0),
        has_hidden=is_member & inputs["status"].isin(HIDDEN),
        has_early=is_member & (inputs["status"] == Status.PROVISIONAL),
    )
    by_period = rows.groupby(PERIOD)
    sums = by_period[["known", "weighted"]].sum()
    flags = by_period[["has_hidden", "has_early"]].any()
    return flags.assign(
        mean=sums["weighted"] / sums["known"].where(sums["known"] > 0),
        coverage=sums["known"] / residents.sum(),
    )
