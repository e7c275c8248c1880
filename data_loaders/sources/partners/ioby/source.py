"""Gifts to community projects, from ioby's workbooks of projects, ideas and donations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.delivery import counting, names
from data_loaders.delivery.findings import Report
from data_loaders.delivery.workbooks import WorkbookFormat
from data_loaders.delivery.zips import OUTSIDE
from data_loaders.sources.partners.ioby.files import (
    DONATIONS,
    DROPPED,
    FOUNDED,
    IDEAS,
    NEVER_READ,
    PROJECTS,
    gifts,
    projects,
)
from data_loaders.sources.partners.ioby.indicators import AMOUNT, GIFTS, INDICATORS, POSTED
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Geography,
    Publication,
    Reason,
    Source,
)
from data_loaders.vocabulary.policy import (
    LOOSEST,
    MINIMUM_PEOPLE,
    P_PERCENT,
    Base,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Treatment,
)

KEY: tuple[str, ...] = ()
GIFT, PROJECT = "gift", "project"


def _workbook(kind: str, holds: str, sheet: WorkbookFormat) -> DeliveryFile:
    return DeliveryFile(
        rf"ioby_{kind}_(?P<date>\d{{4}}-\d{{2}}-\d{{2}})\.xlsx",
        f"ioby_{kind}_2022-03-31.xlsx",
        f"{holds} up to the day in its name",
        columns=sheet.columns,
    )


KINDS = ("projects", "ideas", "donations")
SOURCE = Source(
    id="ioby",
    name="Gifts to community projects",
    partner="ioby",
    publisher_url="https://ioby.org/",
    feed=None,
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="ioby, through the NYC Recovery Data Partnership. https://ioby.org/",
    description="Gifts to projects of neighbors that raise money on ioby's site, the money given, "
    "and the projects posted.",
    covers="Projects whose leaders chose ioby, and gifts made through it. Giving by other sites, "
    "in cash or in work is missing. A gift counts where the project is, not where the giver lives.",
    category=Category.COMMUNITY,
    cadence=Cadence.TWO_WEEKS,
    policy=Policy(
        sensitivity=Sensitivity.PERSONAL_AGGREGATE,
        unit_of_observation="gift",
        treatment=Treatment.OURS,
        contributors=Contributors.BOUNDED,
        contributor_unit=ContributorUnit.DONOR,
        plain="We count gifts and add up money by month and borough of the project. No donor is "
        "named to us. There are never more donors than gifts, so a figure from too few gifts comes "
        "from too few donors for certain. Where one gift makes up most of a month's money, the "
        "figure is withheld. Names and descriptions of projects serve to place a gift and are "
        "dropped.",
        revision="Each delivery holds every gift so far, late ones included. A month once "
        "published changes only where every change is large enough to tell of nobody.",
        retention="Workbooks stay with the City's intake; only treated sums leave it.",
        publication_grid=Grid(("borough", "city"), "month"),
        excluded=(*NEVER_READ, *DROPPED),
        primary=Primary(minimum_contributors=MINIMUM_PEOPLE, p_percent=P_PERCENT),
        guessing=LOOSEST,
        secondary=Secondary(SecondaryMethod.NETWORK, protection=3),
        additive=(AMOUNT.id,),
        bases=(Base(AMOUNT.id, GIFTS.id),),
    ),
    indicators=INDICATORS,
    delivery_format=DeliveryFormat(
        (
            _workbook("projects", "every project, where it is and when it was posted,", PROJECTS),
            _workbook("ideas", "ideas for projects", IDEAS),
            _workbook("donations", "every gift", DONATIONS),
        ),
        is_cumulative=True,
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """Gifts and projects of the city: `kind`, `month`, `area_id`, `amount`, `posted` (a month).

    A project's amount is 1. `posted` is when the project of a gift was posted, NaT if unknown.
    """
    delivery = _of_one_day(report, files)
    if delivery is None:
        return None
    (project_file, idea_file, donation_file), as_of = delivery
    placed = projects(report, project_file, idea_file, as_of)
    given = None if placed is None else gifts(report, donation_file, placed, as_of)
    if placed is None or given is None:
        return None
    rows = pd.concat(
        [
            given.assign(kind=GIFT, amount=np.rint(given["amount"])),
            placed.assign(kind=PROJECT, day=placed["posted"], amount=1.0),
        ],
        ignore_index=True,
    )
    kept = pd.DataFrame(
        {
            "day": pd.Timestamp(as_of),
            "kind": rows["kind"],
            "month": _months(rows["day"]),
            "area_id": rows["area_id"],
            "amount": rows["amount"],
            "posted": _months(rows["posted"]),
        }
    )
    return kept[kept["area_id"].ne(OUTSIDE)].reset_index(drop=True)


def _of_one_day(report: Report, files: Sequence[Path]) -> tuple[list[Path], date] | None:
    """The three workbooks in the order of KINDS, and the day they share."""
    by_kind = {kind: [file for file in files if f"_{kind}_" in file.name] for kind in KINDS}
    delivery_files = [file for kind in KINDS for file in by_kind[kind]]
    days = {names.file_day(report, file, FOUNDED) for file in delivery_files}
    if len(delivery_files) == len(KINDS) and len(days) == 1 and None not in days:
        (as_of,) = days
        return (delivery_files, as_of) if as_of is not None else None
    report.stop(
        ", ".join(file.name for file in delivery_files),
        "workbooks of several days, or two of a kind",
        f"one each of {', '.join(KINDS)}, of one day",
        "Give the three that belong together.",
    )
    return None


def _months(days: pd.Series) -> pd.Series:
    return days.dt.to_period("M").dt.start_time.astype("datetime64[ms]")


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """Gifts, money and projects posted by month and borough, with their bases."""
    records = kept.assign(day=kept["month"])
    given, posted = (records[records["kind"].eq(kind)] for kind in (GIFT, PROJECT))
    periods = counting.whole_periods(given["day"], "M", pd.Timestamp(kept["day"].iloc[0]))
    by_indicator = {GIFTS.id: given.assign(amount=1.0), AMOUNT.id: given}
    table = counting.by_area(by_indicator, Geography.BOROUGH, counting.BOROUGHS, periods)
    return pd.concat([table, _posted(posted, given, periods)], ignore_index=True)


def _posted(posted: pd.DataFrame, given: pd.DataFrame, periods: pd.PeriodIndex) -> pd.DataFrame:
    """Projects posted in the city, resting on the gifts they had; none has an amount of its own.

    In a borough they are so few that a hidden number could be read off the months around it.
    """
    backing = given.assign(day=given["posted"]).dropna(subset="day")
    table, base = (
        counting.by_area(
            {POSTED.id: rows.assign(area_id=CITY_ID)}, Geography.CITY, (CITY_ID,), periods
        )
        for rows in (posted, backing)
    )
    return table.assign(contributors=base["contributors"], largest=0.0, second=0.0)
