"""Foot traffic by borough, group of venues and age: Foursquare's county file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import counts, days, mapped, require_cells, require_unique, shapes
from data_loaders.delivery.findings import Report
from data_loaders.delivery.tables import TextFormat, text_table
from data_loaders.delivery.weeks import levels, whole_weeks, with_total
from data_loaders.sources.foursquare_groups import (
    AGES,
    ALL,
    BOROUGH_OF_COUNTY,
    GROUP,
    INDUSTRY_OF_GROUP,
    LEFT_OUT,
    PUBLISHED_IDS,
    STATE,
    WHOLE_IDS,
)
from data_loaders.sources.partners.foursquare_county.indicators import BASE_PERIOD, INDICATOR_OF_AGE
from data_loaders.vocabulary.geography import BOROUGH_IDS
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

KEY = ("day", "area_id", "industry_id", "age")
PLACE = list(KEY[:3])
NAME = r"county-(?P<date>\d{4}-\d{2}-\d{2})\.csv"
FIRST_DAY = date(2019, 1, 1)
ROUNDING = 5.0
MINIMUM_VENUES = 3
# fmt: off
COLUMNS = (
    "date", "state", "borough", "categoryid", "category", "demo", "visits", "avgDuration",
    "p50Duration",
)
# fmt: on
LAYOUT = TextFormat(COLUMNS, read=COLUMNS[: COLUMNS.index("visits") + 1])

SOURCE = Source(
    id="foursquare_county",
    name="Foot traffic by borough, group of venues and age",
    partner="Foursquare",
    publisher_url="https://foursquare.com",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="Foursquare, visits by county, venue type, age and day",
    description=(
        "How often phones stopped at venues, day by day, by borough, type of venue and age of the "
        "phone's owner. It comes from the apps that share their location with Foursquare."
    ),
    covers=(
        "Phones whose owners let an app follow where they are. People without a smartphone, "
        "children and those who share no location are left out. The panel has few people over 65; "
        "ages are Foursquare's estimate, not asked of anyone."
    ),
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.DAY,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="visits to venues of one type in a borough on a day, by age group",
        contributor_unit=ContributorUnit.DEVICE,
        treatment=Treatment.OURS,
        contributors=Contributors.BOUNDED,
        plain=(
            "An index of visits by week, never the visits themselves; age groups by borough only. "
            f"A figure needs {MINIMUM_DEVICES} phones and {MINIMUM_VENUES} venues in its week and "
            "in each week of February 2020. The file gives visits, and a phone may visit more than "
            f"once. Under {MINIMUM_DEVICES} visits we withhold for certain. That the others rest "
            "on enough phones and venues is Foursquare's word."
        ),
        revision="Each file may restate the last two weeks; the newer figure is taken.",
        retention="Deliveries are kept until the partnership's agreement ends, then deleted.",
        publication_grid=Grid(("borough",), str(Frequency.WEEK), "group of venues"),
        excluded=tuple(name for name in COLUMNS if name not in LAYOUT.kept),
        primary=Primary(
            minimum_contributors=MINIMUM_DEVICES, minimum_in_base_period=MINIMUM_DEVICES
        ),
        index=IndexRule(
            BASE_PERIOD, minimum_base=MINIMUM_DEVICES, rounding=ROUNDING, floor=2 * ROUNDING
        ),
        rounding=ROUNDING,
    ),
    indicators=tuple(INDICATOR_OF_AGE.values()),
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                NAME,
                "county-2021-05-03.csv",
                "visits by borough, to the day named",
                columns=COLUMNS,
            ),
        ),
        is_file_by_file=True,
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Visits by day, borough, group and age (KEY and visits), a row for every set of them.

    Without a row in the file nobody was seen: 0. An empty cell is not known: NaN.
    """
    (path,) = files
    table = text_table(report, path, LAYOUT)
    if table is None:
        return None
    require_cells(report, path.name, table["categoryid"])
    groups = _groups(report, path.name, table[table["categoryid"] == GROUP])
    if groups.empty:
        report.stop(path.name, f"no row with categoryid {GROUP}", "rows of groups", "Ask for it.")
    single = int(table["categoryid"].ne(GROUP).sum())
    if single:
        problem = f"rows of single venue types: {single:,}"
        report.note(path.name, problem, "rows of groups, which are read", "Nothing to do.")
    kept = _typed(report, path, groups)
    if report.is_refused:
        return None
    require_unique(report, path.name, kept, KEY)
    _check_ages(report, path.name, kept)
    return _whole_days(kept)


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Levels by week, borough and group, and of all venues, for every age group."""
    parts = []
    for age, indicator in INDICATOR_OF_AGE.items():
        of_age = kept[kept["age"] == age]
        starts, visits = whole_weeks(of_age, BOROUGH_IDS, PUBLISHED_IDS)
        visits = with_total(visits, PUBLISHED_IDS, WHOLE_IDS)
        boroughs = {Geography.BOROUGH: (BOROUGH_IDS, visits)}
        parts.append(levels(indicator.id, starts, PUBLISHED_IDS, boroughs))
    return pd.concat(parts, ignore_index=True)


def _groups(report: Report, file: str, groups: pd.DataFrame) -> pd.DataFrame:
    left_out = groups["category"].isin(LEFT_OUT)
    if left_out.any():
        problem = (
            f"rows of {shapes(groups['category'][left_out], LEFT_OUT)}: {int(left_out.sum()):,}"
        )
        mend = "Nothing to do: homes, and groups in few places, are never published."
        report.note(file, problem, "groups that are published", mend)
    return groups[~left_out]


def _typed(report: Report, path: Path, groups: pd.DataFrame) -> pd.DataFrame:
    file = path.name
    named = re.fullmatch(NAME, file)
    last = date.fromisoformat(named["date"]) if named else FIRST_DAY
    for name in ("state", "borough", "category", "demo"):
        require_cells(report, file, groups[name])
    mapped(report, file, groups["state"], {STATE: STATE}, "states")
    return pd.DataFrame(
        {
            "day": days(report, file, groups["date"], "%Y-%m-%d", FIRST_DAY, last),
            "area_id": mapped(report, file, groups["borough"], BOROUGH_OF_COUNTY, "boroughs"),
            "industry_id": mapped(report, file, groups["category"], INDUSTRY_OF_GROUP, "groups"),
            "age": mapped(report, file, groups["demo"], dict(zip(AGES, AGES, strict=True)), "ages"),
            "visits": counts(report, file, groups["visits"]),
        }
    )


def _check_ages(report: Report, file: str, kept: pd.DataFrame) -> None:
    """Every borough and group needs its row of all ages; the two ages should add up to it."""
    everyone = kept[kept["age"] == ALL].set_index(PLACE)["visits"]
    split = kept[kept["age"] != ALL]
    places = pd.MultiIndex.from_frame(split[PLACE])
    without = split.index[~places.isin(everyone.index)]
    if len(without):
        report.stop(file, "ages without a row of all", f"a row with demo {ALL}", "Ask.", without)
    sums = split.groupby(PLACE)["visits"].sum(skipna=False)
    differs = (sums - everyone).dropna().ne(0)
    if differs.any():
        problem = f"ages that do not add up: {int(differs.sum()):,} places and days"
        report.note(file, problem, "Below65 and Above65 as in All", "Nothing to do: each is read.")


def _whole_days(kept: pd.DataFrame) -> pd.DataFrame:
    every = [kept["day"].drop_duplicates().sort_values(), BOROUGH_IDS, PUBLISHED_IDS, AGES]
    grid = pd.MultiIndex.from_product(every, names=list(KEY))
    keyed = kept.drop_duplicates(list(KEY)).set_index(list(KEY))["visits"]
    return keyed.reindex(grid, fill_value=0.0).reset_index()
