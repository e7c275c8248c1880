"""Seven major felonies and their total, by the Police Department's labels."""

from __future__ import annotations

from data_loaders.vocabulary.model import (
    Category,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Measure,
)

TOTAL_OFFENSE = "TOTAL SEVEN MAJOR FELONY OFFENSES"
_OFFENSES = (
    (TOTAL_OFFENSE, "major_felonies", "Major felonies", "major felonies"),
    ("MURDER & NON NEGL. MANSLAUGHTER", "murders", "Murders", "murders"),
    ("RAPE", "rapes", "Rapes", "rapes"),
    ("ROBBERY", "robberies", "Robberies", "robberies"),
    ("FELONY ASSAULT", "felony_assaults", "Felony assaults", "felony assaults"),
    ("BURGLARY", "burglaries", "Burglaries", "burglaries"),
    ("GRAND LARCENY", "grand_larcenies", "Grand larcenies", "grand larcenies"),
    ("GRAND LARCENY OF MOTOR VEHICLE", "car_thefts", "Car thefts", "thefts of motor vehicles"),
)
INDICATOR_OF_OFFENSE = {label: indicator_id for label, indicator_id, _, _ in _OFFENSES}
INDICATORS = tuple(
    Indicator(
        id=indicator_id,
        family="major_felonies",
        title=title,
        noun=f"{noun} reported to the police",
        description=f"{title} that the Police Department recorded in the year.",
        processing="We add up precincts to boroughs and the city; no precinct crosses a borough"
        " line. Years before 2019 are left out.",
        unit="complaints",
        measure=Measure.COUNT,
        decimals=0,
        frequency=Frequency.YEAR,
        geographies=(Geography.BOROUGH, Geography.CITY),
        direction=Direction.LOWER_IS_BETTER,
        category=Category.PUBLIC_SAFETY,
        baseline="2019",
        caveats=(
            "Complaints in the City's jails count in the city, but in no borough.",
            "A count, not a rate: boroughs with more people and visitors have more.",
        ),
    )
    for _, indicator_id, title, noun in _OFFENSES
)
