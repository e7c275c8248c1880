"""Foot traffic by borough and kind of place in March 2020: Foursquare's public index."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.observations.feed_files import DeliveryError, numbered_rows
from data_loaders.observations.table import tidy
from data_loaders.sources.foursquare_groups import (
    ADDED_UP,
    BOROUGH_OF_COUNTY,
    INDUSTRY_OF_GROUP,
    STATE,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    Break,
    Cadence,
    Category,
    Direction,
    Feed,
    FeedFile,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Industry,
    Measure,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    ContributorUnit,
    Policy,
    Sensitivity,
    Treatment,
)

FILE = "groupedNewYork.csv"
URL = (
    "https://raw.githubusercontent.com/VisitData-org/ca_visit_tracking/"
    "2c8f2224486608fc4faa4597e0e79dee029bc73f/static/data/groupedNewYork.csv"
)
# The file has no header: this is the order the publisher's own site reads it in.
COLUMNS = ("day", "state", "county", "group", "all_ages", "over_65", "under_65", "rank")
# The publisher's file is of the whole state; these counties are outside the city.
OTHER_COUNTIES = frozenset(
    """Albany,Allegany,Broome,Cattaraugus,Cayuga,Chautauqua,Chemung,Chenango,Clinton,Columbia,
    Cortland,Delaware,Dutchess,Erie,Essex,Franklin,Fulton,Genesee,Greene,Hamilton,Herkimer,
    Jefferson,Lewis,Livingston,Madison,Monroe,Montgomery,Nassau,Niagara,Oneida,Onondaga,Ontario,
    Orange,Orleans,Oswego,Otsego,Putnam,Rensselaer,Rockland,Saratoga,Schenectady,Schoharie,
    Schuyler,Seneca,St. Lawrence,Steuben,Suffolk,Sullivan,Tioga,Tompkins,Ulster,Warren,Washington,
    Wayne,Westchester,Wyoming,Yates""".replace("\n", "")
    .replace(" ", "")
    .split(",")
)
INDUSTRIES = tuple(
    Industry(industry_id, f"Group: {name}" if name in ADDED_UP else name, name in ADDED_UP)
    for name, industry_id in INDUSTRY_OF_GROUP.items()
)
# From May 2020 on Foursquare published numbers of visits in the same place, not this index.
FIRST_DAY, LAST_DAY = pd.Timestamp("2020-03-01"), pd.Timestamp("2020-04-30")

PROCESSING = (
    "None: the publisher's own index, in whole numbers. Of its three files we use the one by county"
    " and group of places. The file of single kinds of places lacks most days in most boroughs. The"
    " file of the state does not tell the city apart."
)
CAVEATS = (
    "Thirty-three days only, of March and early April 2020. It shows the fall, not the recovery.",
    "100 is the average of the same weekday in February 2020 for the same borough and group. So"
    " sizes of groups or of boroughs cannot be compared, only their falls.",
    "A day is the 24 hours that end at 8 p.m. in New York (5 p.m. Pacific time).",
    "Groups overlap: fast food is counted in food too, and groceries in shops.",
    "Measured with phones whose owners let an app follow where they are: people without one are"
    " left out.",
)


def _traffic(indicator_id: str, title: str, noun: str, which: str) -> Indicator:
    return Indicator(
        id=indicator_id,
        family="foot_traffic",
        title=title,
        noun=noun,
        description=f"Visits {which} to places of one group in a borough on a day. 100 is the "
        "average of the same weekday in February 2020.",
        processing=PROCESSING,
        unit="(February 2020 = 100)",
        measure=Measure.INDEX,
        decimals=0,
        frequency=Frequency.DAY,
        geographies=(Geography.BOROUGH,),
        direction=Direction.BACK_TO_BASELINE,
        category=Category.FOOT_TRAFFIC,
        industries=INDUSTRIES,
        baseline="2020-02",
        caveats=CAVEATS,
    )


ALL_AGES = _traffic("foot_traffic", "Foot traffic by kind of place", "visits", "of people")
OVER_65 = _traffic(
    "foot_traffic_over_65",
    "Foot traffic by kind of place, people over 65",
    "visits of people over 65",
    "of people over 65",
)
COLUMN_OF = {ALL_AGES: "all_ages", OVER_65: "over_65"}

SOURCE = Source(
    id="foursquare_visitdata",
    name="VisitData foot traffic, March 2020",
    partner="Foursquare (through VisitData.org)",
    publisher_url="https://visitdata.org/data",
    feed=Feed("foursquare-visitdata", (FeedFile(FILE, URL),)),
    terms_of_use=Terms(
        grant=Grant.LIMITED,
        stated="“made available by Foursquare for free solely for non-profit and non-commercial "
        "uses relating to COVID-19 relief”",
        stated_in="the data page of visitdata.org",
        credit=("Foursquare", "VisitData.org"),
    ),
    publication=Publication.SHOW,
    citation="Foursquare, foot traffic index, as published by VisitData.org on April 3, 2020. "
    "https://visitdata.org/data",
    description="How many people went to places of 30 groups in each borough, day by day, in the "
    "first weeks of the pandemic. Foursquare measured it with the phones of a panel.",
    covers="About 13 million people in the whole country who agreed that an app on their phone may "
    "tell where they are. People without such a phone or app are not in it; the panel for people "
    "over 65 is small.",
    category=Category.FOOT_TRAFFIC,
    cadence=Cadence.DAY,
    ended_on=date(2020, 4, 2),
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a borough, a group of places and a day",
        contributor_unit=ContributorUnit.DEVICE,
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="Foursquare published an index and no counts, and left out a group on a day "
        "with too few visits to be usable. It does not say how few.",
        plain="Shown as Foursquare published it. An index of a whole borough names no place and no "
        "person.",
        revision="Ended in April 2020; no revision is expected.",
        retention="The last published file is kept.",
        excluded=("rank",),
    ),
    indicators=(ALL_AGES, OVER_65),
    known_errors=(
        "A group without a row on a day had too few visits to be usable, or none: the file does "
        "not tell which. We never show it as zero.",
    ),
    breaks=(
        Break(
            date(2020, 5, 1),
            "Foursquare stopped this index and published numbers of visits instead.",
        ),
    ),
    reasons=(Reason.HIDDEN_OR_NONE,),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the file in `folder`: every day, borough and group, hidden ones included.

    Raises DeliveryError where a line has another number of fields, or an unknown county, group,
    day or number.
    """
    path = folder / FILE
    lines = _lines(path)
    _refuse(path, lines, lines["state"].ne(STATE), f"the state {STATE}")
    county = lines["county"].str.removesuffix(" County").str.replace(" ", "")
    elsewhere = county.isin(OTHER_COUNTIES) & ~lines["county"].isin(BOROUGH_OF_COUNTY)
    city = lines[~elsewhere].copy()
    city["area_id"] = city["county"].map(BOROUGH_OF_COUNTY)
    _refuse(path, city, city["area_id"].isna(), "a county of New York State")
    city["industry_id"] = city["group"].map(INDUSTRY_OF_GROUP)
    _refuse(path, city, city["industry_id"].isna(), "a known group of places")
    days = pd.to_datetime(city["day"], format="%Y-%m-%d", errors="coerce")
    _refuse(path, city, ~days.between(FIRST_DAY, LAST_DAY), "a day of March or April 2020")
    city["period_start"] = days
    again = city.duplicated(["period_start", "area_id", "industry_id"], keep=False)
    _refuse(path, city, again, "each day, county and group once")
    return tidy(_indexes(path, city, indicator, name) for indicator, name in COLUMN_OF.items())


def _lines(path: Path) -> pd.DataFrame:
    """The file's lines, numbered from 1, with our names for its columns."""
    rows = [row for _line, row in numbered_rows(path)]
    uneven = [number for number, row in enumerate(rows, start=1) if len(row) != len(COLUMNS)]
    if uneven or not rows:
        found = f"lines {uneven[:5]} with other fields" if uneven else "empty"
        raise DeliveryError(path, found, f"{len(COLUMNS)} fields a line", "Fetch it again.")
    numbers = pd.RangeIndex(1, len(rows) + 1)
    return pd.DataFrame(rows, columns=list(COLUMNS), index=numbers)


def _indexes(path: Path, city: pd.DataFrame, indicator: Indicator, name: str) -> pd.DataFrame:
    """One indicator's value for every day from first to last, borough and group."""
    values = pd.to_numeric(city[name], errors="coerce")
    bad = (values.isna() & city[name].ne("")) | values.lt(0)
    _refuse(path, city, bad, f"{name} as a number of 0 or more, or nothing")
    keys = ["period_start", "area_id", "industry_id"]
    days = pd.date_range(city["period_start"].min(), city["period_start"].max(), unit="ms")
    whole = pd.MultiIndex.from_product(
        [days, geography.BOROUGH_IDS, [industry.id for industry in INDUSTRIES]], names=keys
    )
    run = values.set_axis(pd.MultiIndex.from_frame(city[keys])).reindex(whole)
    table = run.rename("value").reset_index()
    # A day that nothing was published for says nothing about how many went out.
    published = table["period_start"].isin(city["period_start"])
    absent = published.map({True: str(Status.WITHHELD_OR_NONE), False: str(Status.NOT_REPORTED)})
    return table.assign(
        indicator_id=indicator.id,
        geography=str(Geography.BOROUGH),
        period_end=table["period_start"],
        status=absent.mask(table["value"].notna(), str(Status.NORMAL)),
    )


def _refuse(path: Path, lines: pd.DataFrame, bad: pd.Series, expected: str) -> None:
    """Raise DeliveryError if any line is `bad`, with the first five: number, day and place."""
    if bad.any():
        shown = lines.loc[bad, ["day", "state", "county", "group"]].head(5)
        rows = [f"line {number}: {','.join(row)}" for number, *row in shown.itertuples()]
        problem = f"{int(bad.sum())} lines unreadable ({'; '.join(rows)})"
        raise DeliveryError(path, problem, expected, "Ask the publisher, or extend the reader.")
