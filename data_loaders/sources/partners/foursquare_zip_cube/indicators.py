"""What the cube of visits is published as."""

from __future__ import annotations

from data_loaders.sources.foursquare_groups import ALL, INDUSTRIES, SUM_OF_GROUPS
from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
    industries,
)

SUNDAY = 7
BASE_PERIOD = "2020-02"
VENUE_VISITS = Indicator(
    id="venue_visits",
    family="venue_visits",
    title="Visits to venues",
    noun="visits to venues",
    description=(
        "How often the phones of Foursquare's panel stopped at venues of one group in a week, "
        "Monday to Sunday. 100 is an average week of February 2020."
    ),
    processing=(
        f"We add up the days of each week from the rows of whole days ({ALL}) and all ages. We do "
        "so only where all seven days were delivered. ZIP Codes are added up to the City's ZIP "
        "areas; nothing is converted to other boundaries. Visits to ZIP Codes that are in no list "
        "count in the city's total. The levels are made an index and rounded to 5."
    ),
    unit="(February 2020 = 100)",
    measure=Measure.INDEX,
    decimals=0,
    frequency=Frequency.WEEK,
    week_ends_on=SUNDAY,
    geographies=(Geography.MODZCTA, Geography.BOROUGH, Geography.CITY),
    direction=Direction.BACK_TO_BASELINE,
    category=Category.FOOT_TRAFFIC,
    industries=industries(INDUSTRIES),
    baseline=BASE_PERIOD,
    caveats=(
        "100 is February 2020 in the same area and group: areas and groups are compared by their "
        "fall and return, not by their size.",
        SUM_OF_GROUPS,
        "The panel grew and shrank over time, and moved the index with it.",
        "Visits are those of the panel's phones, not of all people.",
    ),
)
