"""Older adults who signed up for technology help, from OATS's records of one person each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery import counting, names
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.oats.files import COLUMNS, FOUNDED, NEVER_READ, people
from data_loaders.sources.partners.oats.indicators import INDICATORS, MARGINS, PEOPLE
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Publication,
    Reason,
    Source,
)
from data_loaders.vocabulary.policy import (
    LOOSEST,
    MINIMUM_SENSITIVE_PEOPLE,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Sum,
    Treatment,
)

WORKBOOK = DeliveryFile(
    pattern=r"oats_(?P<date>\d{4}-\d{2}-\d{2})\.xlsx",
    example="oats_2022-03-31.xlsx",
    holds="everybody who filled in the form up to the day in its name, one row a person",
    columns=COLUMNS,
)
KEY: tuple[str, ...] = ()

SOURCE = Source(
    id="oats",
    name="Older adults in technology help",
    partner="Older Adults Technology Services (OATS)",
    publisher_url="https://oats.org/",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Older Adults Technology Services, through the NYC Recovery Data Partnership. "
    "https://oats.org/",
    description="Older adults who signed up for classes and help with technology. The figures say "
    "whether they have a computer and internet at home, their main issue, age band, and whether "
    "they live alone.",
    covers="People of about 60 and over who came to the program, by themselves or through a "
    "center. Those who never hear of it, the most isolated first, are missing.",
    category=Category.OLDER_ADULTS,
    cadence=Cadence.WEEK,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="person",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.PERSON,
        plain="We count people by quarter and borough, and for the whole city by one answer at a "
        "time, never by two. Of the form only the day, the ZIP Code and five answers are kept, "
        "coarsened while a file is read. Names of interests and all other answers are dropped at "
        "the door.",
        revision="Each workbook holds everybody so far, late records included. A quarter once "
        "published changes only where every change is large enough to tell of nobody.",
        retention="Workbooks stay with the City's intake; only treated counts leave it.",
        publication_grid=Grid(("borough", "city"), "quarter"),
        excluded=NEVER_READ,
        primary=Primary(minimum_contributors=MINIMUM_SENSITIVE_PEOPLE),
        guessing=LOOSEST,
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
        sums=tuple(Sum(PEOPLE.id, tuple(one.id for one in margin)) for margin in MARGINS.values()),
    ),
    indicators=INDICATORS,
    delivery_format=DeliveryFormat((WORKBOOK,), is_cumulative=True),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """What is kept of the people in a workbook: quarter, borough and five answers."""
    as_of = names.day_of_only_file(report, files, FOUNDED)
    return None if as_of is None else people(report, files[0], as_of)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """People by quarter and borough, and one-way margins of the city, with their bases."""
    margins = {
        one.id: kept[question].eq(one.id.removeprefix(f"oats_{question}_"))
        for question, margin in MARGINS.items()
        for one in margin
    }
    return counting.people(kept, PEOPLE.id, margins)
