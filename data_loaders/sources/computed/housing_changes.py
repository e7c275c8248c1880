"""Asking rent and rental listings against the same month of 2019, computed from StreetEasy's."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.reasons import explained
from data_loaders.observations.rounding import rounded_to, tells_its_value
from data_loaders.observations.table import tidy
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    VALUED,
    Cadence,
    Category,
    Direction,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

BASELINE_YEAR = 2019
DECIMALS = 0
GRAIN = 1.0  # StreetEasy publishes whole dollars and whole homes
RENT_STEP, LISTINGS_STEP = 1.0, 5.0
PLACES = (Geography.CITY, Geography.BOROUGH)
INPUT_SOURCE = "streeteasy_dashboard"
METHOD = (
    f"100 × (the month's figure ÷ that of the same month of {BASELINE_YEAR} − 1), rounded to the "
    "nearest {step}. The figures themselves may be shown and not passed on, and a finer change "
    "would give them back. Where even that would, the change is withheld. Comparing like months "
    "leaves the seasons out. Where either figure is missing, so is the change."
)


@dataclass(frozen=True, slots=True)
class ComputedChange:
    """A change we publish as a multiple of `step`, and the indicator it is computed from."""

    indicator: Indicator
    of: str
    step: float


def _change(
    of: str, title: str, noun: str, description: str, caveats: tuple[str, ...], step: float
) -> ComputedChange:
    indicator = Indicator(
        id=f"{of}_change",
        family=f"{of}_change",
        title=title,
        noun=noun,
        description=description,
        processing=METHOD.format(step=f"{step:g}"),
        unit="%",
        measure=Measure.PERCENT_CHANGE,
        decimals=DECIMALS,
        frequency=Frequency.MONTH,
        geographies=PLACES,
        direction=Direction.NONE,
        category=Category.HOUSING,
        baseline=str(BASELINE_YEAR),
        derived_from=(f"{INPUT_SOURCE}:{of}",),
        caveats=caveats,
    )
    return ComputedChange(indicator, of, step)


CHANGES = (
    _change(
        "asking_rent",
        "Change in asking rent since 2019",
        "median asking rent against the same month of 2019",
        "How much higher or lower the median rent asked on StreetEasy is than in the same month "
        "of 2019, in percent.",
        (
            "Not adjusted for inflation.",
            "A median moves when the mix of homes on the market changes, even if no rent changes.",
        ),
        RENT_STEP,
    ),
    _change(
        "rental_inventory",
        "Change in homes listed for rent since 2019",
        "homes listed for rent against the same month of 2019",
        "How many more or fewer homes are listed for rent on StreetEasy than in the same month of "
        "2019, in percent.",
        (
            "Published counts end in November 2023.",
            "Use of StreetEasy changes over time, which changes the number of listings too.",
        ),
        LISTINGS_STEP,
    ),
)


def derive(observations: pd.DataFrame) -> pd.DataFrame:
    """Changes for the city and the boroughs, monthly from January 2020.

    Takes observations of all sources. Raises DeliveryError where an input is not among them.
    """
    return tidy([_against_baseline(observations, change) for change in CHANGES])


def _against_baseline(observations: pd.DataFrame, change: ComputedChange) -> pd.DataFrame:
    figures = observations[
        (observations["indicator_id"] == change.of)
        & observations["geography"].isin([str(place) for place in PLACES])
        & (observations["industry_id"] == ALL_INDUSTRIES)
    ]
    if figures.empty:
        raise DeliveryError(
            change.indicator.id,
            f"no observations of {change.of}",
            f"those of {INPUT_SOURCE} for the city and the boroughs",
            f"Curate {INPUT_SOURCE} before the sources derived from it.",
        )
    figures = figures.assign(
        year=figures["period_start"].dt.year, month=figures["period_start"].dt.month
    )
    in_baseline = figures["year"] == BASELINE_YEAR
    of_then = ["geography", "area_id", "month", "value", "status", "reason"]
    baseline = figures.loc[in_baseline, of_then]
    later = figures[figures["year"] > BASELINE_YEAR]
    pairs = later.merge(
        baseline, on=["geography", "area_id", "month"], how="left", suffixes=("", "_then")
    )
    exact = (pairs["value"] / pairs["value_then"] - 1) * 100
    change_percent = pd.Series(rounded_to(exact.to_numpy(), change.step), index=pairs.index)
    # A rise from nothing has no percent; neither has nothing against nothing.
    computable = pairs["value_then"] != 0
    told = computable & tells_its_value(pairs["value_then"], change.step, GRAIN)
    why = explained(_why(pairs), ~computable, Reason.FROM_NOTHING)
    why = explained(why, told & change_percent.notna(), Reason.TELLS_TERMS)
    return pairs.assign(
        indicator_id=change.indicator.id,
        value=change_percent.where(computable & ~told),
        status=why["status"],
        reason=why["reason"],
    )


def _why(pairs: pd.DataFrame) -> pd.DataFrame:
    """The month's status and reason; the baseline's where that has no value and the month has."""
    valued = {str(status) for status in VALUED}
    then = pairs["status_then"].fillna(str(Status.NOT_REPORTED))
    then_reason = pairs["reason_then"].fillna(str(Reason.NO_BASELINE))
    lacks_baseline = pairs["status"].isin(valued) & ~then.isin(valued)
    return pd.DataFrame(
        {
            "status": pairs["status"].mask(lacks_baseline, then),
            "reason": pairs["reason"].mask(lacks_baseline, then_reason),
        }
    )


SOURCE = Source(
    id="housing_changes",
    name="Rents and listings against 2019",
    partner="StreetEasy",
    publisher_url="https://streeteasy.com/blog/data-dashboard/",
    feed=None,
    terms_of_use=Terms(
        grant=Grant.OURS,
        available="Percent changes computed here from StreetEasy's public Data Dashboard.",
        credit=("StreetEasy",),
    ),
    publication=Publication.DERIVED,
    citation=(
        "Computed from StreetEasy, Data Dashboard, https://streeteasy.com/blog/data-dashboard/"
    ),
    description=(
        "Median asking rents and the number of homes listed for rent, each against the same month "
        "of 2019, for the city and its boroughs."
    ),
    covers=(
        "Homes advertised on StreetEasy. Homes rented by word of mouth or on other sites and "
        "renters who stay put are not in it. Coverage is thinner in the Bronx and Staten Island."
    ),
    category=Category.HOUSING,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="the city or a borough in a month",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="StreetEasy publishes no median where there are too few listings.",
        plain=(
            "Percent changes for whole boroughs, computed from published figures and rounded: "
            f"rents to the nearest {RENT_STEP:g}, homes for rent to the nearest {LISTINGS_STEP:g}. "
            "So nobody can turn them back into the publisher's figures, which are not passed on."
        ),
        revision="StreetEasy restates its whole history with each file; changes are recomputed.",
        retention="Recomputed for every release.",
    ),
    indicators=tuple(change.indicator for change in CHANGES),
    known_errors=("StreetEasy restates 2019 too, so a change may move a little between releases.",),
    reasons=(
        Reason.TELLS_TERMS,
        Reason.FROM_NOTHING,
    ),
)
