"""What Foursquare's county file is published as: one indicator an age group."""

from __future__ import annotations

from data_loaders.sources.foursquare_groups import AGES, INDUSTRIES, SUM_OF_GROUPS
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


def _visits(indicator_id: str, which: str, words: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="venue_visits_by_age",
        title=f"Visits to venues by age: {words}",
        noun=f"visits to venues by people {which}",
        description=(
            f"How often phones of people {which} in Foursquare's panel stopped at venues of one "
            "group in a week, Monday to Sunday. 100 is an average week of February 2020."
        ),
        processing=(
            "We add up the days of each week, only where all seven were delivered, make the sums "
            "an index and round it to 5."
        ),
        unit="(February 2020 = 100)",
        measure=Measure.INDEX,
        decimals=0,
        frequency=Frequency.WEEK,
        week_ends_on=SUNDAY,
        geographies=(Geography.BOROUGH,),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.FOOT_TRAFFIC,
        industries=industries(INDUSTRIES),
        baseline=BASE_PERIOD,
        caveats=(
            "100 is February 2020 in the same borough, group and age: they are compared by their "
            "fall and return, not by their size.",
            SUM_OF_GROUPS,
            "Ages are estimated, and few people over 65 are in the panel.",
            "The newest two weeks lack visits that Foursquare counts late. So they "
            "can be below those of its file by ZIP Code, for the same place and week.",
        ),
    )


INDICATOR_OF_AGE = dict(
    zip(
        AGES,
        (
            _visits("venue_visits_all_ages", "of all ages", "all ages"),
            _visits("venue_visits_under_65", "under 65", "under 65"),
            _visits("venue_visits_over_65", "over 65", "over 65"),
        ),
        strict=True,
    )
)
