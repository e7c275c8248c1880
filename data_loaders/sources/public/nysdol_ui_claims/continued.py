"""The city's weekly claims after the State's workbook ends, as Opportunity Insights has them.

Both are the State's own count: they are equal in every week both have, or we do not go on.
"""

from __future__ import annotations

from datetime import date

import pandas as pd

from data_loaders.observations.table import ObservationError, tidy
from data_loaders.sources.public.nysdol_ui_claims.indicators import CLAIMS
from data_loaders.vocabulary.model import Break, Geography, Status

CONTINUED_WITH = "ui_claims_recent"
ENDED = date(2022, 12, 3)
WEEK = pd.Timedelta(days=7)
CONTINUED = Break(
    on=date(2022, 12, 4),
    text=(
        "From the week ending December 10, 2022, new claims in the city are as Opportunity "
        "Insights collects them from the State. The State's workbook ended the week before; both "
        "are equal in every week they share. There are no claims by borough after that."
    ),
    figures=("ui_claims",),
)


def own_end(_own: pd.DataFrame) -> date:
    """The last day of the State's own weeks."""
    return ENDED


def with_newer_weeks(own: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The State's observations, the city's weekly claims continued with those of `others`.

    Weeks continued before are read anew. Raises ObservationError where a shared week differs,
    none is shared, or a week lies between.
    """
    is_city = own["indicator_id"].eq(CLAIMS.id) & own["geography"].eq(str(Geography.CITY))
    is_newer = is_city & (own["period_end"] > pd.Timestamp(ENDED))
    city = own[is_city & ~is_newer]
    theirs = others[
        others["indicator_id"].eq(CONTINUED_WITH) & others["geography"].eq(str(Geography.CITY))
    ]
    _require_equal(city, theirs)
    newer = theirs[theirs["period_end"] > pd.Timestamp(ENDED)]
    if newer.empty:
        return own[~is_newer]
    return tidy([own[~is_newer], _marked(newer, city["period_start"].max() + WEEK)])


def _require_equal(city: pd.DataFrame, theirs: pd.DataFrame) -> None:
    shared = city[["period_end", "value"]].merge(
        theirs[["period_end", "value"]], on="period_end", suffixes=("_state", "_other")
    )
    shared = shared.dropna()
    if shared.empty:
        raise ObservationError(
            f"{CLAIMS.id}: no week in common with {CONTINUED_WITH}; without one the two cannot be "
            "compared, so the series does not go on"
        )
    differing = shared.loc[shared["value_state"] != shared["value_other"], "period_end"]
    if len(differing):
        weeks = ", ".join(f"{day:%Y-%m-%d}" for day in differing.head(5))
        raise ObservationError(
            f"{CLAIMS.id}: {len(differing)} of {len(shared)} weeks shared with {CONTINUED_WITH} "
            f"differ, first those ending {weeks}; expected all equal. Find out which publisher "
            "restated its figures before going on with them."
        )


def _marked(newer: pd.DataFrame, expected: pd.Timestamp) -> pd.DataFrame:
    """Weeks under the State's indicator, the first marked as a change of source."""
    newer = newer.sort_values("period_start").assign(indicator_id=CLAIMS.id)
    first = newer.iloc[0]
    if first["period_start"] != expected or pd.isna(first["value"]):
        raise ObservationError(
            f"{CLAIMS.id}: {CONTINUED_WITH} goes on in the week of "
            f"{first['period_start']:%Y-%m-%d}; expected a value for the week of "
            f"{expected:%Y-%m-%d}: a series has no hole where its source changes"
        )
    is_first = newer["period_start"].eq(expected)
    return newer.assign(status=newer["status"].mask(is_first, str(Status.BREAK)))
