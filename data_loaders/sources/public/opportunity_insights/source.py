"""Card spending, small-business revenue, employment and claims from Opportunity Insights.

Its files cover the whole country; we keep New York City and its five counties. A date is split
over three columns, "." is missing, and changes are fractions without a leading zero (-.345).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import DeliveryError, numbers, read_csv, reject_rows
from data_loaders.observations.series import require_unique, series
from data_loaders.sources.public.opportunity_insights.indicators import INDICATORS
from data_loaders.sources.public.opportunity_insights.panels import PANELS, TrackerFile
from data_loaders.vocabulary.model import (
    Cadence,
    Category,
    Feed,
    FeedFile,
    Frequency,
    Grant,
    Indicator,
    Publication,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

REPOSITORY = "https://raw.githubusercontent.com/OpportunityInsights/EconomicTracker/main/data"


SOURCE = Source(
    id="opportunity_insights",
    name="Economic Tracker",
    partner="Opportunity Insights",
    publisher_url="https://tracktherecovery.org",
    feed=Feed(
        folder="opportunity-insights",
        files=tuple(FeedFile(panel.file, f"{REPOSITORY}/{quote(panel.file)}") for panel in PANELS),
    ),
    terms_of_use=Terms(
        grant=Grant.FREE_TO_USE,
        stated="free to use; users are asked to name the data provider of each series and to cite "
        "the paper and the website",
        stated_in="the README of its repository",
        credit=("Opportunity Insights", "the data provider of each series"),
    ),
    publication=Publication.OPEN,
    citation=(
        'Chetty, Friedman, Hendren, Stepner and the Opportunity Insights Team, "The Economic'
        " Impacts of COVID-19: Evidence from a New Public Database Built Using Private Sector"
        ' Data." https://tracktherecovery.org. Data providers: Affinity Solutions (card spending),'
        " Womply (small businesses), Paychex and Intuit (employment), New York State Department of"
        " Labor (claims)."
    ),
    description=(
        "Economic indicators that a research group at Harvard University builds from companies' "
        "records. They are spending on credit and debit cards, revenue of small businesses, and "
        "jobs by level of pay, each as a change from January 2020. Weekly unemployment claims "
        "stand beside them."
    ),
    covers=(
        "Customers of the companies that supply the records. Card spending leaves out cash and"
        " counts people where they live, not where they spend. Small businesses are those that"
        " take cards through the provider. Employment is of private firms that use two payroll"
        " services. Claims leave out people who may not file, such as many immigrants."
    ),
    category=Category.SPENDING,
    cadence=Cadence.MONTH,
    policy=Policy(
        sensitivity=Sensitivity.PUBLIC,
        unit_of_observation="an area and period",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule=(
            "Card spending: cells under five transactions are left out, as are counties with under"
            " $70,000 of spending a day in January 2019. Small businesses: at least three"
            " businesses a county and $250,000 of revenue in the base period. Employment: cells"
            " with too few workers are masked. Claims are not masked."
        ),
        plain="The publisher removes small cells before publication; we add no rule.",
        revision="The publisher restates whole series; each release takes the newest files.",
        retention="Public data; kept with every release.",
    ),
    indicators=INDICATORS,
    known_errors=(
        "Employment after December 31, 2021: the top quarter by pay is masked, and the rest"
        " drifts. For May 2, 2025 the file reads 24.8 percent below January 2020. The publisher"
        " advises against using these weeks. We publish none of them.",
        "Unemployment claims by county in this source differ from the State's own workbook"
        " (Staten Island, week ending March 27, 2021: 985 here, 780 there). We take counties from"
        " the State only.",
        "Job postings for the city are masked before August 2025 and are not published here.",
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of all panels in `folder`; changes in percent, claims in claims."""
    return observations.tidy(part for panel in PANELS for part in _panel(folder, panel))


def _panel(folder: Path, panel: TrackerFile) -> Iterator[pd.DataFrame]:
    path = folder / panel.file
    table = _table(path, panel)
    for column in panel.columns:
        values = numbers(path, table[column.name])
        # The publisher prints three digits; rounding only takes off the noise of multiplying.
        table[column.name] = (values * 100).round(6) if column.is_fraction else values
    for area_id in panel.areas.values():
        rows = table[table["area_id"].eq(area_id)].set_index("end")
        statuses = rows.pop("status")
        for column in panel.columns:
            starts = _first_days(path, rows.index, column.indicator)
            yield series(
                column.indicator,
                panel.geography,
                area_id,
                rows[column.name].set_axis(starts),
                industry_id=column.industry_id,
                statuses=statuses.set_axis(starts),
            )


def _table(path: Path, panel: TrackerFile) -> pd.DataFrame:
    """The city's or counties' rows with `area_id`, `end` and `status`; values are still text."""
    names = [column.name for column in panel.columns]
    extra = ("provisional", "freq") if panel.marks_provisional else ()
    dated = ("year", "month", panel.end_column)
    table = read_csv(path, (*dated, panel.area_column, *names, *extra), missing=(".",))
    table["area_id"] = table[panel.area_column].map(panel.areas)
    absent = sorted(set(panel.areas.values()) - set(table["area_id"].dropna()))
    if absent:
        codes = [code for code, area_id in panel.areas.items() if area_id in absent]
        raise DeliveryError(
            path,
            f"no row for {absent}",
            f"{panel.area_column} {codes}",
            "Look the codes up in the publisher's GeoIDs files.",
        )
    table = table[table["area_id"].notna()].copy()
    table["end"] = _end_days(path, table, panel.end_column)
    require_unique(path, table["end"], table[["area_id", "end"]])
    table["status"] = _statuses(path, table) if extra else str(Status.NORMAL)
    if panel.last_day is not None:
        table = table[table["end"] <= pd.Timestamp(panel.last_day)]
    return table


def _end_days(path: Path, table: pd.DataFrame, end_column: str) -> pd.Series:
    """Last day of each row's period, from its three columns."""
    text = table["year"] + "-" + table["month"] + "-" + table[end_column]
    ends = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
    reject_rows(path, text.rename(end_column), ends.isna(), "a year, a month and a day")
    return ends.astype("datetime64[ms]")


def _statuses(path: Path, table: pd.DataFrame) -> pd.Series:
    """Provisional where the publisher says so; the file must be monthly throughout."""
    reject_rows(path, table["freq"], table["freq"].ne("m"), "m, for monthly")
    flag = table["provisional"]
    statuses = flag.map({"0": str(Status.NORMAL), "1": str(Status.PROVISIONAL)})
    reject_rows(path, flag, statuses.isna(), "0 or 1")
    return statuses


def _first_days(path: Path, ends: pd.Index, indicator: Indicator) -> pd.DatetimeIndex:
    """First day of each month or week; raises where an end is not one of the indicator."""
    days = pd.DatetimeIndex(ends)
    is_whole = (
        days.is_month_end
        if indicator.frequency is Frequency.MONTH
        else days.day_of_week + 1 == indicator.week_ends_on
    )
    shown = pd.Series(days.strftime("%Y-%m-%d"), name="period end")
    reject_rows(path, shown, pd.Series(~is_whole), f"the last day of a {indicator.frequency}")
    if indicator.frequency is Frequency.MONTH:
        return days + pd.Timedelta(days=1) - pd.offsets.MonthBegin(1)
    return days - pd.Timedelta(days=6)
