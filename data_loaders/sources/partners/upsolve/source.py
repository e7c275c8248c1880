"""People who sought free help with a bankruptcy, from Upsolve's records of one person each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

from data_loaders.delivery import counting, names
from data_loaders.delivery.findings import Report
from data_loaders.sources.partners.upsolve.files import (
    BIRTH_YEAR,
    COLUMNS,
    FOUNDED,
    NEVER_READ,
    people,
)
from data_loaders.sources.partners.upsolve.indicators import (
    AGES,
    COVID,
    GENDER,
    INDICATORS,
    PEOPLE,
    RACE,
    REASON,
)
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
    LOOSEST_SENSITIVE,
    MINIMUM_SENSITIVE_PEOPLE,
    AtMost,
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

EXTRACT = DeliveryFile(
    pattern=r"upsolve_(?P<date>\d{4}-\d{2}-\d{2})\.csv",
    example="upsolve_2022-03-31.csv",
    holds="everybody who began an interview up to the day in its name, one row a person",
    columns=COLUMNS,
)
KEY: tuple[str, ...] = ()

SOURCE = Source(
    id="upsolve",
    name="People who sought help with bankruptcy",
    partner="Upsolve",
    publisher_url="https://upsolve.org/",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Upsolve, through the NYC Recovery Data Partnership. https://upsolve.org/",
    description="People who began the interview with which Upsolve, a non-profit, prepares a "
    "bankruptcy filing without fee: their age band, and why they say they file.",
    covers="People of low income with a simple case who found Upsolve on the internet. Whoever "
    "files with a lawyer, alone, or not at all is missing, and so is whoever has no internet.",
    category=Category.FINANCIAL_DISTRESS,
    cadence=Cadence.AS_NEEDED,
    policy=Policy(
        sensitivity=Sensitivity.FINANCIAL_DISTRESS,
        unit_of_observation="person",
        treatment=Treatment.OURS,
        contributors=Contributors.COUNTED,
        contributor_unit=ContributorUnit.PERSON,
        plain="We count people by quarter and borough, and for the whole city by one answer at a "
        "time, never by two. The year of birth becomes an age band while a file is read; what "
        "people wrote in their own words is not read at all. Nothing is shown below borough.",
        revision="Each extract holds everybody so far, late records included. A quarter once "
        "published changes only where every change is large enough to tell of nobody.",
        retention="Extracts stay with the City's intake; only treated counts leave it.",
        publication_grid=Grid(("borough", "city"), "quarter"),
        excluded=(BIRTH_YEAR, *NEVER_READ),
        primary=Primary(minimum_contributors=MINIMUM_SENSITIVE_PEOPLE),
        guessing=LOOSEST_SENSITIVE,
        secondary=Secondary(SecondaryMethod.LINEAR_PROGRAM, protection=3),
        sums=tuple(
            Sum(PEOPLE.id, tuple(part.id for part in parts)) for parts in (AGES, RACE, GENDER)
        ),
        at_most=tuple(AtMost(one.id, PEOPLE.id) for one in (*REASON, COVID)),
    ),
    indicators=INDICATORS,
    delivery_format=DeliveryFormat((EXTRACT,), is_cumulative=True),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """What is kept of the people in an extract: quarter, borough, age band and groups."""
    as_of = names.day_of_only_file(report, files, FOUNDED)
    return None if as_of is None else people(report, files[0], as_of)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """People by quarter and borough, and one-way margins of the city, with their bases."""
    return counting.people(kept, PEOPLE.id, dict(_margins(kept)))


def _margins(records: pd.DataFrame) -> Iterator[tuple[str, pd.Series]]:
    """The id of each margin, with whether it counts a person."""
    for column, prefix, parts in (
        ("age", "upsolve_age_", AGES),
        ("race", "upsolve_race_", RACE),
        ("gender", "upsolve_gender_", GENDER),
    ):
        for indicator in parts:
            group = indicator.id.removeprefix(prefix).removeprefix("group_")
            yield indicator.id, records[column].eq(group)
    for indicator in REASON:
        yield indicator.id, records[indicator.id.removeprefix("upsolve_reason_")]
    yield COVID.id, records["covid"]
