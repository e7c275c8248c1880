"""Foot traffic by ZIP area and group of venues: Foursquare's daily cube of visits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from data_loaders.delivery.archives import unpacked_tar
from data_loaders.delivery.findings import Report
from data_loaders.delivery.opening import DamagedError
from data_loaders.delivery.weeks import levels, whole_weeks, with_total
from data_loaders.observations.points import modzcta_of_zip
from data_loaders.privacy.tables.counted import UNALLOCATED
from data_loaders.sources.foursquare_groups import INDUSTRY_OF_GROUP, PUBLISHED_IDS, WHOLE_IDS
from data_loaders.sources.partners.foursquare_zip_cube.indicators import BASE_PERIOD, VENUE_VISITS
from data_loaders.sources.partners.foursquare_zip_cube.layout import COLUMNS, NOT_READ
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Frequency,
    Geography,
    Publication,
    Reason,
    Source,
)
from data_loaders.vocabulary.policy import (
    MINIMUM_DEVICES,
    Contributors,
    ContributorUnit,
    Grid,
    IndexRule,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

KEY = ("day", "area_id", "industry_id")
FIRST_DAY = date(2019, 1, 1)  # Foursquare measured nothing of the kind before
NAME = r"(?P<date>\d{4}-\d{2}-\d{2})\.tar\.gz"
MINIMUM_VENUES = 3
ROUNDING = 5.0

SOURCE = Source(
    id="foursquare_zip_cube",
    name="Foot traffic by ZIP area and group of venues",
    partner="Foursquare",
    publisher_url="https://foursquare.com",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Foursquare, visits by ZIP Code, venue type and day",
    description=(
        "How often phones stopped at venues, day by day, by ZIP Code and type of venue, from the "
        "apps that share their location with Foursquare."
    ),
    covers=(
        "Phones whose owners let an app follow where they are. People without a smartphone, young "
        "children and those who share no location are left out; so are homes, which are no venues."
    ),
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="visits to venues of one type in a ZIP Code on a day",
        contributor_unit=ContributorUnit.DEVICE,
        treatment=Treatment.OURS,
        contributors=Contributors.BOUNDED,
        plain=(
            "An index of visits by week, never the visits themselves, and never by part of the "
            f"day. A figure needs {MINIMUM_DEVICES} phones and {MINIMUM_VENUES} venues in its week "
            "and in each week of February 2020. The files give visits, and a phone may visit more "
            f"than once. Under {MINIMUM_DEVICES} visits we withhold for certain. That the others "
            "rest on enough phones and venues is Foursquare's word."
        ),
        revision="A day that is delivered late completes its week; no other week changes.",
        retention="Deliveries are kept until the partnership's agreement ends, then deleted.",
        publication_grid=Grid(
            ("modzcta", "borough", "city"), str(Frequency.WEEK), "group of venues"
        ),
        excluded=NOT_READ,
        primary=Primary(
            minimum_contributors=MINIMUM_DEVICES, minimum_in_base_period=MINIMUM_DEVICES
        ),
        index=IndexRule(
            BASE_PERIOD, minimum_base=MINIMUM_DEVICES, rounding=ROUNDING, floor=2 * ROUNDING
        ),
        rounding=ROUNDING,
    ),
    indicators=(VENUE_VISITS,),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                NAME,
                "2021-05-03.tar.gz",
                "one day's visits in headerless CSV parts, packed",
                columns=COLUMNS,
            ),
        ),
        is_file_by_file=True,
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Visits of one day by ZIP area and group (KEY and visits), a row for every pair of them.

    Without a row in the file nobody was seen: 0. An empty cell is not known: NaN.
    """
    # Loaded where files are read: Ibis takes longer to load than most commands to run.
    from data_loaders.sources.partners.foursquare_zip_cube.files import visits_of

    (path,) = files
    day = _day(path, report)
    if day is None:
        return None
    try:
        with TemporaryDirectory() as folder:
            visits = visits_of(report, path, unpacked_tar(path, Path(folder)), day)
    except DamagedError as error:
        report.stop(path.name, error.found, error.expected, error.mend)
        return None
    return None if report.is_refused else _by_area(visits, day)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Levels by week, area and group, and of all venues; boroughs and the city are their sums."""
    areas = geography.areas()[Geography.MODZCTA]
    ids = [area.id for area in areas]
    starts, visits = whole_weeks(kept, [*ids, UNALLOCATED], PUBLISHED_IDS)
    visits = with_total(visits, PUBLISHED_IDS, WHOLE_IDS)
    borough_of = np.array([area.borough_id or "" for area in areas] + [""])
    boroughs = [visits[:, borough_of == name].sum(axis=1) for name in BOROUGH_IDS]
    by_geography = {
        Geography.MODZCTA: (ids, visits[:, :-1]),
        Geography.BOROUGH: (BOROUGH_IDS, np.stack(boroughs, axis=1)),
        Geography.CITY: ((CITY_ID,), visits.sum(axis=1, keepdims=True)),
    }
    return levels(VENUE_VISITS.id, starts, PUBLISHED_IDS, by_geography)


def _day(path: Path, report: Report) -> date | None:
    """The day a file is named for; None, with the reason in the report, where it cannot be."""
    text = path.name.removesuffix(".tar.gz")
    today = datetime.now(UTC).date()
    try:
        day = date.fromisoformat(text) if re.fullmatch(NAME, path.name) else None
    except ValueError:
        day = None
    if day is not None and FIRST_DAY <= day <= today:
        return day
    report.stop(
        path.name,
        "named for a day that cannot be",
        f"{FIRST_DAY} to {today}",
        "Ask the partner which day it holds; rename it only if its rows say the same.",
    )
    return None


def _by_area(visits: pd.DataFrame, day: date) -> pd.DataFrame:
    placed = visits.assign(
        area_id=visits["zip"].map(modzcta_of_zip()).fillna(UNALLOCATED),
        industry_id=visits["group"].map(INDUSTRY_OF_GROUP),
    )
    seen = placed.groupby(["area_id", "industry_id"])["visits"].sum(skipna=False)
    ids = [area.id for area in geography.areas()[Geography.MODZCTA]]
    grid = pd.MultiIndex.from_product([[*ids, UNALLOCATED], PUBLISHED_IDS], names=KEY[1:])
    kept = seen.reindex(grid, fill_value=0.0).reset_index()
    kept.insert(0, KEY[0], pd.Series(pd.Timestamp(day), kept.index, dtype="datetime64[ms]"))
    return kept
