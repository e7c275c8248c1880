"""Jobs, places of work and weekly pay by borough, sector and month, from the federal census."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations.table import tidy
from data_loaders.sources.public.bls_qcew.files import (
    ABSENT,
    FILES,
    HIDDEN,
    MONTHS,
    NO_EMPLOYER,
    cells,
)
from data_loaders.sources.public.naics import WITH_ALL
from data_loaders.sources.public.workplace import (
    CITY,
    NOT_COUNTED,
    PRIVATE_SECTORS,
    WORKPLACE,
    no_remainder,
)
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    CountedAt,
    Direction,
    Feed,
    Frequency,
    Geography,
    Grant,
    Indicator,
    Measure,
    Parts,
    PartsRule,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

PAGE = "https://www.bls.gov/cew/"
HIDDEN_TOO = (
    "The bureau hides cells in which an employer could be told, and others, not small themselves, "
    "that would give these away. Hidden jobs are written 0 in its files; here they are hidden."
)
NOT_DISCLOSED = no_remainder("the bureau")
BOTH = "The State publishes the same census by year; newer revisions can differ by a few jobs."

JOBS = Indicator(
    id="jobs_by_sector_monthly",
    family="jobs_by_workplace",
    title="Jobs by industry and place of work, monthly",
    noun="jobs by industry and place of work",
    description="Jobs at private employers in a borough, by sector, in the middle of the month.",
    processing=f"No number of a borough is changed. {CITY}",
    unit="jobs",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.HIGHER_IS_BETTER,
    counted_at=CountedAt.WORK,
    category=Category.EMPLOYMENT,
    industries=WITH_ALL,
    parts=Parts(PartsRule.SUM, within=0.5),
    caveats=(WORKPLACE, PRIVATE_SECTORS, HIDDEN_TOO, NOT_DISCLOSED, BOTH, NOT_COUNTED),
)
EMPLOYERS = Indicator(
    id="employers_by_sector_quarterly",
    family="employers_by_workplace",
    title="Places of work by industry, quarterly",
    noun="places of work by industry",
    description="Places of business with employees in a borough, by sector.",
    processing=f"No number of a borough is changed. {CITY}",
    unit="places of work",
    measure=Measure.COUNT,
    decimals=0,
    frequency=Frequency.QUARTER,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.HIGHER_IS_BETTER,
    category=Category.EMPLOYMENT,
    industries=WITH_ALL,
    parts=Parts(PartsRule.SUM, within=0.5),
    caveats=(PRIVATE_SECTORS, "Published by the bureau also where it hides jobs and pay.", BOTH),
)
PAY = Indicator(
    id="weekly_pay_by_sector",
    family="pay_by_workplace",
    title="Average weekly pay by industry and place of work",
    noun="average weekly pay by industry and place of work",
    description="Wages for each job and week of a quarter, before tax, by sector.",
    processing="None: the bureau's own number, in whole dollars.",
    unit="dollars a week",
    measure=Measure.MONEY,
    decimals=0,
    frequency=Frequency.QUARTER,
    geographies=(Geography.BOROUGH,),
    direction=Direction.NONE,
    counted_at=CountedAt.WORK,
    category=Category.EMPLOYMENT,
    industries=WITH_ALL,
    caveats=(WORKPLACE, PRIVATE_SECTORS, HIDDEN_TOO, "Not adjusted for prices."),
)

SOURCE = Source(
    id="bls_qcew",
    name="Federal census of jobs by borough and sector",
    partner="U.S. Bureau of Labor Statistics",
    publisher_url=PAGE,
    feed=Feed(folder="bls-qcew", files=FILES),
    terms_of_use=Terms(
        grant=Grant.PUBLIC_DOMAIN,
        stated="a work of the U.S. government, in the public domain",
        stated_in="U.S. copyright law, section 105",
        of_public_agency=True,
        credit=("the U.S. Bureau of Labor Statistics",),
    ),
    publication=Publication.OPEN,
    citation=f"U.S. Bureau of Labor Statistics, Quarterly Census of Employment and Wages. {PAGE}",
    description=(
        "Jobs by month, places of work and weekly pay by quarter, for each borough and sector. "
        "The bureau's own service begins in 2019; where it cannot be asked, earlier years are read."
    ),
    covers=(
        "Jobs covered by unemployment insurance, at the place of work. Left out are the "
        "self-employed, private household workers, railroad workers and student workers."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.QUARTER,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="a sector in a borough, and month or quarter",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=f"{HIDDEN_TOO} Counts of places of work are published for all.",
        plain=f"What the bureau hides stays hidden. {NOT_DISCLOSED}",
        revision="The bureau revises a year's quarters until the next year's first are out.",
        retention="Kept as long as the site runs.",
    ),
    indicators=(JOBS, EMPLOYERS, PAY),
    reasons=(
        Reason.PUBLISHER_HID,
        Reason.NOTHING_TO_COUNT,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of jobs by month, places of work and pay by quarter."""
    table = cells(folder)
    parts: list[pd.DataFrame] = []
    for offset, column in enumerate(MONTHS):
        start = _first_day(table, offset)
        jobs = _observed(table, table[column], start, start + pd.offsets.MonthEnd(0))
        parts += [_labeled(jobs, JOBS), _labeled(_city(jobs), JOBS)]
    start = _first_day(table, 0)
    end = start + pd.offsets.QuarterEnd(0)
    # Counts of places of work are disclosed for all that has a row.
    counted = table.assign(disclosure=table["disclosure"].where(table["disclosure"] == ABSENT, ""))
    employers = _observed(counted, table["establishments"], start, end)
    parts += [_labeled(employers, EMPLOYERS), _labeled(_city(employers), EMPLOYERS)]
    parts.append(_labeled(_observed(table, table["avg_wkly_wage"], start, end), PAY))
    return tidy(parts)


def _first_day(table: pd.DataFrame, offset: int) -> pd.Series:
    month = table["quarter"] * 3 - 2 + offset
    return pd.to_datetime({"year": table["year"], "month": month, "day": 1})


def _observed(
    table: pd.DataFrame, values: pd.Series, start: pd.Series, end: pd.Series
) -> pd.DataFrame:
    """Rows of boroughs; a number written 0 because it is hidden is no number."""
    status = pd.Series(str(Status.NORMAL), index=table.index)
    status = status.mask(table["disclosure"].eq(NO_EMPLOYER), str(Status.NOT_APPLICABLE))
    status = status.mask(table["disclosure"].eq(HIDDEN), str(Status.WITHHELD))
    status = status.mask(table["disclosure"].eq(ABSENT), str(Status.NOT_REPORTED))
    return table[["area_id", "industry_id"]].assign(
        geography=str(Geography.BOROUGH),
        period_start=start,
        period_end=end,
        value=values.where(status.eq(str(Status.NORMAL))),
        status=status,
    )


def _city(boroughs: pd.DataFrame) -> pd.DataFrame:
    """Sums of all five boroughs; none where one is hidden or absent, so that none is told."""
    is_none = boroughs["status"].eq(str(Status.NOT_APPLICABLE))
    counted = boroughs.assign(
        value=boroughs["value"].mask(is_none, 0.0),
        is_none=is_none,
        is_hidden=boroughs["status"].eq(str(Status.WITHHELD)),
    )
    by = ["industry_id", "period_start", "period_end"]
    sums = (
        counted.groupby(by)
        .agg(value=("value", _whole), is_none=("is_none", "all"), is_hidden=("is_hidden", "any"))
        .reset_index()
    )
    status = pd.Series(str(Status.NORMAL), index=sums.index)
    status = status.mask(sums["value"].isna(), str(Status.NOT_REPORTED))
    status = status.mask(sums["is_hidden"], str(Status.WITHHELD))
    status = status.mask(sums["is_none"], str(Status.NOT_APPLICABLE))
    return sums.assign(
        geography=str(Geography.CITY),
        area_id=CITY_ID,
        value=sums["value"].where(status.eq(str(Status.NORMAL))),
        status=status,
        # The bureau hides a borough; the city's sum is then nobody's to give.
        reason=status.eq(str(Status.WITHHELD)).map({True: str(Reason.PART_HIDDEN), False: ""}),
    )


def _whole(values: pd.Series) -> float:
    return values.sum(min_count=len(BOROUGH_IDS))


def _labeled(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    return rows.assign(indicator_id=indicator.id)
