"""The weekly recovery index of 2020 to 2022, computed anew after NY1 and Investopedia."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.rounding import rounded_to
from data_loaders.observations.table import tidy
from data_loaders.sources.computed.recovery_index.indicators import (
    COARSE_STEP,
    COMPONENTS,
    FINE_STEP,
    RECOVERY_INDEX,
    SATURDAY,
    Component,
)
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    VALUED,
    Cadence,
    Category,
    Geography,
    Grant,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

FIRST_SATURDAY = pd.Timestamp("2020-01-04")
FULL = 100.0


def derive(observations: pd.DataFrame) -> pd.DataFrame:
    """The index and its six scores, weekly from the week that ends on January 4, 2020.

    Takes observations of all sources; ends with the last week every input covers. Raises
    DeliveryError where an input is not among them.
    """
    inputs = {part.indicator.id: _input(observations, part) for part in COMPONENTS}
    saturdays = pd.date_range(FIRST_SATURDAY, _last_saturday(inputs), freq="7D")
    scores, estimated = pd.DataFrame(index=saturdays), pd.DataFrame(index=saturdays)
    for part in COMPONENTS:
        known = part.score(inputs[part.indicator.id]).reindex(saturdays).clip(upper=FULL)
        known = pd.Series(rounded_to(known.to_numpy(), part.step), index=saturdays)
        begun = known.notna().cummax()
        assumed = ~begun & (part.begins_late and bool(begun.any()))
        scores[part.indicator.id] = known.mask(assumed, FULL)
        estimated[part.indicator.id] = assumed
    # Of the scores as published: of finer ones the mean would give back the rounded ones.
    # skipna would average the scores that are left: a week with a gap has no index.
    scores[RECOVERY_INDEX.id] = scores.mean(axis="columns", skipna=False)
    estimated[RECOVERY_INDEX.id] = estimated.any(axis="columns")
    return tidy(_weeks(str(name), scores[name], estimated[name]) for name in scores)


def _input(observations: pd.DataFrame, part: Component) -> pd.Series:
    """A component's input for the city by last day, weeks by their Saturday."""
    chosen = observations[
        (observations["indicator_id"] == part.input_id)
        & (observations["geography"] == str(Geography.CITY))
        & (observations["industry_id"] == ALL_INDUSTRIES)
        & observations["status"].isin([str(status) for status in VALUED])
    ]
    if chosen.empty:
        raise DeliveryError(
            RECOVERY_INDEX.id,
            f"no values of {part.input_id} for the city",
            f"those of {part.indicator.derived_from[0]}",
            "Curate that source before the recovery index.",
        )
    last_days = pd.DatetimeIndex(chosen["period_end"])
    weekly = (chosen["period_end"] > chosen["period_start"]).all()
    if weekly:
        last_days -= pd.to_timedelta((last_days.day_of_week + 1 - SATURDAY) % 7, unit="D")
    return pd.Series(chosen["value"].to_numpy(), index=last_days).sort_index()


def _last_saturday(inputs: dict[str, pd.Series]) -> pd.Timestamp:
    """The last Saturday no input ends before."""
    last_day = min(series.index.max() for series in inputs.values())
    return last_day - pd.Timedelta(days=(last_day.day_of_week + 1 - SATURDAY) % 7)


def _weeks(indicator_id: str, values: pd.Series, estimated: pd.Series) -> pd.DataFrame:
    statuses = estimated.map({True: str(Status.ESTIMATED), False: str(Status.NORMAL)})
    saturdays = pd.DatetimeIndex(values.index)
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "geography": str(Geography.CITY),
            "area_id": CITY_ID,
            "period_start": saturdays - pd.Timedelta(days=6),
            "period_end": saturdays,
            "industry_id": ALL_INDUSTRIES,
            "value": rounded_to(values.to_numpy(), FINE_STEP),
            "status": statuses.where(values.notna(), str(Status.NOT_REPORTED)).to_numpy(),
        }
    )


SOURCE = Source(
    id="recovery_index",
    name="New York City recovery index, 2020 to 2022",
    partner="NYC Health, New York State Department of Labor, StreetEasy, MTA and OpenTable",
    publisher_url="https://www.investopedia.com/new-york-city-nyc-economic-recovery-index-5072042",
    feed=None,
    terms_of_use=Terms(
        grant=Grant.OURS,
        available="Scores computed here after the published method of NY1 and Investopedia.",
        credit=("NY1", "Investopedia", "the publishers of the six inputs"),
    ),
    publication=Publication.DERIVED,
    citation=(
        "Computed after the New York City Recovery Index of NY1 and Investopedia from data of NYC "
        "Health, the New York State Department of Labor, StreetEasy, the MTA and OpenTable"
    ),
    description=(
        "A weekly score of the city's recovery from six measures, each against before the "
        "pandemic, computed anew from the measures themselves. It is a closed chapter: NY1 and "
        "Investopedia ended their index in December 2022."
    ),
    covers=(
        "The city as a whole. It leaves out schools, evictions, offices, the arts and every "
        "difference between neighborhoods and groups of people."
    ),
    category=Category.COMMUNITY,
    cadence=Cadence.WEEK,
    ended_on=date(2022, 12, 3),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="the city in a week",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="All six inputs are citywide figures their publishers released.",
        plain=(
            "Scores for the whole city say nothing about any person. Some are computed from "
            "figures that may be shown and not passed on. These are rounded to the nearest "
            f"{COARSE_STEP:g}, so that nobody can turn them back into those figures. The index is "
            "the mean of the scores as published."
        ),
        revision="Recomputed for every release: revised inputs change past weeks.",
        retention="Recomputed for every release.",
    ),
    indicators=(RECOVERY_INDEX, *(part.indicator for part in COMPONENTS)),
    known_errors=(
        "Its scores for home sales, homes for rent and restaurant diners are rounded to the "
        f"nearest {COARSE_STEP:g}. Their publishers' figures are not passed on here. So the index "
        "is up to 1.3 points from one of exact scores.",
        "It differs a little from the index NY1 and Investopedia published. Its inputs were as "
        "known at the time: hospitalizations and subway riders have been revised since.",
        "Two weeks of 2020 they score homes for rent by the season of the next month, where we "
        "take that of the Saturday. Before rounding, our index is 1.1 points higher in the week "
        "that ends on February 29 and 0.4 on October 31, 2020.",
        "Their usual week of home sales mixes January 2020 into weeks 52 and 53. Ours does not, "
        "which moves no score: all of those weeks reach 100 either way.",
    ),
    reasons=(Reason.INCOMPLETE,),
)
