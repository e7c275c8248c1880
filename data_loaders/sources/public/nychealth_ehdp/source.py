"""Who was at risk where: the Health Department's neighborhood data on homes, age and income."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.table import tidy
from data_loaders.sources.public.nychealth_ehdp import indicators
from data_loaders.sources.public.nychealth_ehdp.files import (
    METADATA,
    TIME_PERIODS,
    Extract,
    measure_names,
    observations_of,
    time_periods,
)
from data_loaders.vocabulary.model import (
    Break,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Grant,
    Publication,
    Reason,
    Source,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

RAW = "https://raw.githubusercontent.com/nychealth/EHDP-data/production/"
FALLS_END = pd.Timestamp("2016-12-31")  # the newest year of falls, older than all else kept
EXTRACTS = (
    Extract(indicators.LIVING_ALONE, 2146, 693, "Older adults living alone, Percent"),
    Extract(indicators.LIVING_DIFFICULTY, 2145, 692, "Independence difficulty, Percent"),
    Extract(
        indicators.FALL_VISITS, 2135, 1277, "Fall-related ED visits, Age-adjusted rate", FALLS_END
    ),
    Extract(
        indicators.FALL_STAYS,
        2136,
        1278,
        "Fall-related hospitalizations, Age-adjusted rate",
        FALLS_END,
    ),
    Extract(indicators.HEALTH_INSURANCE, 2132, 672, "Health insurance (adults), Percent"),
    Extract(indicators.CHILD_POVERTY, 2176, 755, "Child poverty, Percent"),
    Extract(indicators.POVERTY, 103, 221, "Poverty, Percent"),
    Extract(indicators.RENT_BURDEN, 2336, 1029, "Rent burden, Percent"),
    Extract(indicators.EVICTIONS, 2365, 1128, "Evictions, Estimated annual rate"),
    Extract(indicators.UNEMPLOYMENT, 2337, 1032, "Unemployment, Percent"),
)
FILES = (
    *(FeedFile(each.file, f"{RAW}indicators/data/{each.file_id}.json") for each in EXTRACTS),
    FeedFile(TIME_PERIODS, RAW + TIME_PERIODS),
    FeedFile(METADATA, RAW + METADATA),
)

SOURCE = Source(
    id="nychealth_ehdp",
    name="Environment and Health Data Portal",
    partner="NYC Department of Health and Mental Hygiene",
    publisher_url="https://a816-dohbesp.nyc.gov/IndicatorPublic/",
    feed=Feed("nychealth-ehdp-data", FILES),
    terms_of_use=Terms(
        grant=Grant.LICENSE,
        stated="Apache License 2.0",
        stated_in="the LICENSE of the Health Department's repository",
        of_public_agency=True,
        credit=("the Health Department",),
    ),
    publication=Publication.OPEN,
    citation="New York City Department of Health and Mental Hygiene. Environment and Health Data "
    "Portal. https://a816-dohbesp.nyc.gov/IndicatorPublic/",
    description="What the Health Department knows of each neighborhood: poverty, rent, living "
    "alone in old age, falls, work, insurance. Most figures come from the Census Bureau's American "
    "Community Survey, over five years. Insurance is from the city's own yearly health survey, and "
    "evictions are from the city's marshals. Falls are from what hospitals report to the State.",
    covers="People and households in New York City, as the two surveys reach them. People without "
    "a home, people afraid to answer and, in the city's survey, people who live in institutions "
    "are missed or counted short. Areas of parks, airports and cemeteries, where hardly "
    "anyone lives, have no figure.",
    category=Category.OLDER_ADULTS,
    cadence=Cadence.YEAR,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="an area and one or five years",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Health Department leaves out an estimate that rests on too few answers "
        "or could point to a person. One that rests on few it marks with a star. Figures of the "
        "census's survey are protected by the Census Bureau first.",
        plain="Shown as the Health Department publishes it: percentages and rates of areas. An "
        "answer of one person is never received.",
        revision="Each release takes the newest file whole.",
        retention="Public files; kept with every release.",
    ),
    indicators=indicators.INDICATORS,
    known_errors=(
        'The text on child poverty says "below twice the federal poverty level". Its 22.5 % for '
        "the city in 2017-2021 stands beside 17.0 % of all people below the level itself. So it "
        "fits the level, not twice the level. We describe it so.",
        "The text on rent burden says that it is divided by all households. 1,080,018 "
        "rent-burdened households are 49.7 %, which makes 2.2 million households: those that "
        "rent. We describe it so.",
        "The text on emergency visits for falls says that hospital stays are counted. Its 30,492 "
        "visits stand beside 16,661 stays in the same year: they are visits. We describe them so.",
        "One figure of evictions is missing without a note: Co-op City (2010 boundaries) in "
        "2020. It is shown as not reported.",
        "In health insurance, 15 of the 42 neighborhoods share the figure of a larger group. The "
        "files repeat it for each.",
    ),
    breaks=(
        Break(
            date(2021, 1, 1),
            "The Health Department marks 2021 as the year from which its survey on health "
            "insurance cannot be compared with years before.",
            (indicators.HEALTH_INSURANCE.id,),
        ),
    ),
    reasons=(
        Reason.FEW_CASES,
        Reason.PUBLISHER_HID,
        Reason.NO_RESIDENTS,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of all measures, every area and period each is published for.

    Raises DeliveryError where a file is missing or is not what the reader knows.
    """
    periods, names = time_periods(folder), measure_names(folder)
    return tidy(observations_of(folder, each, periods, names) for each in EXTRACTS)
