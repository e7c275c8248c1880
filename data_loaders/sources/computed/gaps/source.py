"""Gaps between groups of New Yorkers, computed from the observations of other sources.

A gap of thirds compares the third of ZIP areas where the largest share of people is below
poverty with the third where the smallest is; an area counts by its residents.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from data_loaders.observations.table import ObservationError, tidy
from data_loaders.sources.computed.gaps.indicators import (
    GAP_COVID_DEATHS,
    GAP_MEASLES,
    GAP_UNEMPLOYMENT,
    MINIMUM_COVERAGE,
)
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.geography import areas as shipped_areas
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Area,
    Cadence,
    Category,
    Geography,
    Grant,
    Indicator,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

RICHEST, POOREST = 1, 3
PERIOD = ["period_start", "period_end"]
HIDDEN = [str(status) for status in Status if status.is_hidden]

SOURCE = Source(
    id="gaps",
    name="Gaps between New Yorkers",
    partner="Computed by this site",
    publisher_url="/methodology/gaps",
    feed=None,
    terms_of_use=Terms(
        grant=Grant.OURS,
        available="Computed here from figures that can be downloaded here.",
        credit=("the sources behind them",),
    ),
    publication=Publication.OPEN,
    citation=(
        "Computed by this site from figures of the New York State Department of Labor and the New "
        "York City Department of Health and Mental Hygiene."
    ),
    description="Differences between boroughs and between the poorest and richest areas.",
    covers=(
        "The people whom the compared figures cover. A gap between areas says nothing of the "
        "people inside one area."
    ),
    category=Category.COMMUNITY,
    cadence=Cadence.MONTH,
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
    reasons=(
        Reason.PARTS_MISSING,
        Reason.PART_HIDDEN,
        Reason.INCOMPLETE,
    ),
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
    status = status.mask(~is_enough & hidden, Status.WITHHELD)
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
