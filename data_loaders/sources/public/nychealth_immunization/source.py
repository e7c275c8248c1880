"""Childhood vaccination: the Health Department's half-yearly files by ZIP area and borough."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.table import tidy
from data_loaders.sources.public.nychealth_immunization.files import (
    PUBLISHED,
    VaccineSeries,
    area_percents,
    borough_percents,
    city_percent_before,
    periods,
)
from data_loaders.sources.public.nychealth_immunization.indicators import (
    INDICATORS,
    MEASLES,
    ROUTINE,
)
from data_loaders.vocabulary.model import (
    Break,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Publication,
    Reason,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Policy,
    Sensitivity,
    Treatment,
)

RAW = "https://raw.githubusercontent.com/nychealth/immunization-data/main/"
ALL_SERIES = (
    VaccineSeries(MEASLES.id, "MMR", "1"),
    VaccineSeries(ROUTINE.id, "4313314", "4:3:1:3:3:1:4"),
)
FILES = tuple(
    file
    for series in ALL_SERIES
    for file in (
        *(series.file(kind, period) for kind in ("geo", "borough") for period in PUBLISHED),
        series.trend_file,
    )
)

SOURCE = Source(
    id="nychealth_immunization",
    name="Childhood vaccination",
    partner="NYC Department of Health and Mental Hygiene",
    publisher_url="https://github.com/nychealth/immunization-data",
    feed=Feed("nychealth-immunization-data", tuple(FeedFile(name, RAW + name) for name in FILES)),
    terms_of_use=Terms(
        available="Published by the Health Department in a public repository, which suggests a "
        "citation.",
        of_public_agency=True,
        credit=("the Health Department",),
    ),
    publication=Publication.OPEN,
    citation="New York City Department of Health and Mental Hygiene. Childhood Vaccination Data "
    "Explorer. https://www.nyc.gov/site/doh/data/data-sets/childhood-vaccination-data.page",
    description="How many of the city's two-year-olds have had their vaccines, twice a year, from "
    "the Citywide Immunization Registry. By law, providers report every vaccine they give to a "
    "child to it.",
    covers="Children aged 24 to 35 months on the day of the count whose address in the registry is "
    "in New York City. They are set against the Health Department's estimate of how many live "
    "there. Leaves out vaccines never reported, and, by ZIP area, children whose address cannot be "
    "placed.",
    category=Category.CHILDREN,
    cadence=Cadence.HALF_YEAR,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a child on record in the Citywide Immunization Registry",
        contributor_unit=ContributorUnit.PERSON,
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Health Department hides a percentage when fewer than 10 children are "
        "vaccinated. It asks for caution when fewer than 50 children live in an area, and shows "
        "anything above 99% as 99%.",
        plain="Shown as the Health Department publishes it. We do not show its counts of "
        "children, only its percentages.",
        revision="Past percentages change when the Health Department has new population "
        "estimates, usually once a year.",
        retention="Public files; nothing about a child is received or kept.",
        excluded=("COUNT_PEOPLE_VAC",),
    ),
    indicators=INDICATORS,
    known_errors=(
        "A hidden percentage is written as 0 with a note: routine vaccines in Breezy Point (11697) "
        "in June 2021. It is shown as hidden, not as zero.",
        "In about a third of ZIP areas more children are on record as vaccinated than the "
        "population estimate has. The Health Department shows 99%; we keep it.",
        "Files of 2020 do not state the number of doses and spell the notes column NOTES; later "
        "files state it and spell it Notes. Both are read as the same series.",
        "The files of trends end in an empty row for the coming year. It is not a figure.",
    ),
    breaks=(
        Break(
            date(2020, 1, 1),
            "From 2020 on, percentages rest on the Health Department's newest population "
            "estimates; the city's figure of 2019 rests on older ones.",
        ),
    ),
    reasons=(
        Reason.FEW_CASES,
        Reason.PUBLISHER_MINIMUM,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of both series, every period in `folder` and every area of the grid.

    Raises DeliveryError where a file is missing, or has an unknown area, column, note or number.
    """
    parts = [city_percent_before(folder, series) for series in ALL_SERIES]
    for series in ALL_SERIES:
        for period in periods(folder, series):
            parts.append(area_percents(folder / series.file("geo", period), series, period))
            parts.append(borough_percents(folder / series.file("borough", period), series, period))
    return tidy(parts)
