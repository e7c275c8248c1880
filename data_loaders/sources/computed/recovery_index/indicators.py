"""The recovery index and its six scores, as indicators with the input and formula of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from data_loaders.sources.computed.recovery_index import scores
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

SATURDAY = 6
DECIMALS = 1
FINE_STEP = 0.1
# Of inputs that may be shown and not passed on: the score must not give them back.
COARSE_STEP = 5.0
FAMILY = "recovery_index"
CAPPED = (
    "Capped at 100, so that being above the level before the pandemic does not hide a shortfall "
    "elsewhere, and rounded to"
)
ROUNDED = {
    FINE_STEP: "one decimal.",
    COARSE_STEP: (
        f"the nearest {COARSE_STEP:g}. The publisher's figures may be shown and not passed on, and "
        "a finer score would give them back."
    ),
}
BEFORE_ITS_START = "Weeks before the series begins count as 100 and are marked as estimated."
USUAL = (
    "The usual week is the mean of three weeks of 2019 around the same ISO week. The year wraps, "
    "and week 53 takes the mean of the last week of 2019 and the first of 2020."
)


@dataclass(frozen=True, slots=True)
class Component:
    """One score: its indicator, its input, and how it follows.

    `begins_late`: the input starts after January 2020, and counts as 100 until then. Scores are
    published as multiples of `step`.
    """

    indicator: Indicator
    input_id: str
    score: Callable[[pd.Series], pd.Series]
    begins_late: bool
    step: float


def _score(
    name: str,
    title: str,
    origin: str,
    category: Category,
    description: str,
    method: str,
    *,
    begins_late: bool = False,
    step: float = FINE_STEP,
) -> Component:
    tail = f"{CAPPED} {ROUNDED[step]}"
    if begins_late:
        tail = f"{tail} {BEFORE_ITS_START}"
    indicator = Indicator(
        id=f"recovery_score_{name}",
        family=FAMILY,
        title=f"Recovery score: {title}",
        noun=f"recovery score for {title}",
        description=f"{description} 100 means as before the pandemic.",
        processing=f"{method} {tail}",
        unit="of 100",
        measure=Measure.SCORE,
        decimals=DECIMALS if step == FINE_STEP else 0,
        frequency=Frequency.WEEK,
        week_ends_on=SATURDAY,
        geographies=(Geography.CITY,),
        direction=Direction.HIGHER_IS_BETTER,
        category=category,
        derived_from=(origin,),
    )
    return Component(indicator, origin.partition(":")[2], getattr(scores, name), begins_late, step)


COMPONENTS = (
    _score(
        "hospitalizations",
        "COVID-19 hospitalizations",
        "nychealth_coronavirus:covid_hospitalizations",
        Category.HEALTH,
        "Falls as more people go to a hospital with COVID-19.",
        "(1 − log10(h + 1) ÷ 3.5) × 100, where h is the mean of new hospitalizations on the seven "
        "days up to Saturday. All seven must be known.",
        begins_late=True,
    ),
    _score(
        "claims",
        "unemployment claims",
        "nysdol_ui_claims:ui_claims",
        Category.EMPLOYMENT,
        "Falls as more people file new claims for unemployment insurance than in 2019.",
        "100 ÷ (1 + c), where c is the change of the week's claims against the usual week of 2019, "
        f"as a fraction. {USUAL}",
    ),
    _score(
        "home_sales",
        "home sales",
        "streeteasy_weekly:pending_home_sales",
        Category.HOUSING,
        "Falls as fewer homes go into contract than in 2019.",
        "Homes going into contract in the week that ends the day after, in percent of the usual "
        f"week of 2019. {USUAL} The published average for weeks 52 and 53 mixes in January 2020; "
        "ours does not.",
        step=COARSE_STEP,
    ),
    _score(
        "rental_inventory",
        "homes for rent",
        "streeteasy_weekly:rental_inventory_weekly",
        Category.HOUSING,
        "Falls as homes listed for rent are many more, or many fewer, than is usual for the month.",
        "100 ÷ (1 + d), where d is the distance from the ten-year median of the month. The yearly "
        "growth of listings is taken out first. Month and ISO week are those of the Saturday; the "
        "publisher took the month of the Sunday in two weeks of 2020.",
        step=COARSE_STEP,
    ),
    _score(
        "subway",
        "subway riders",
        "mta_ridership:subway_ridership_vs_2019",
        Category.TRANSPORTATION,
        "Falls as fewer people ride the subway than on a comparable day before the pandemic.",
        "The mean of the seven days up to Saturday; all seven must be known.",
        begins_late=True,
    ),
    _score(
        "restaurants",
        "restaurant diners",
        "opentable:seated_diners",
        Category.FOOD,
        "Falls as fewer people eat at restaurants on OpenTable than in 2019.",
        "100 plus the published seven-day mean of the percent change against 2019, on Saturday.",
        begins_late=True,
        step=COARSE_STEP,
    ),
)

RECOVERY_INDEX = Indicator(
    id="recovery_index",
    family=FAMILY,
    title="New York City recovery index",
    noun="recovery index",
    description=(
        "One number for how far the city had come back, from six scores of equal weight. They are "
        "for COVID-19 hospitalizations, unemployment claims, home sales, homes for rent, subway "
        "riders and restaurant diners. 100 means as before the pandemic in all six."
    ),
    processing=(
        "The mean of the six scores as they are published, capped at 100 and rounded; then rounded "
        "to one decimal. A week in which a score is missing has no index. Weeks in which a score "
        "is estimated are marked as estimated. Weeks run from Sunday to Saturday; StreetEasy's "
        "weeks end on the Sunday after."
    ),
    unit="of 100",
    measure=Measure.SCORE,
    decimals=DECIMALS,
    frequency=Frequency.WEEK,
    week_ends_on=SATURDAY,
    geographies=(Geography.CITY,),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.COMMUNITY,
    derived_from=tuple(origin for part in COMPONENTS for origin in part.indicator.derived_from),
    caveats=(
        "Equal weights are a choice: another weighting gives another index.",
        "It says nothing about who recovered: it has no borough, income or race.",
    ),
)
