"""LinkedIn's hiring rate: one figure a month for the whole city, restated with each delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pandas as pd

from data_loaders.delivery.cells import days, numbers, require_cells, require_unique
from data_loaders.delivery.findings import Report
from data_loaders.delivery.names import file_day
from data_loaders.delivery.tables import TextFormat, only_file, text_table
from data_loaders.privacy.tables.counted import COUNTED
from data_loaders.sources.partners.linkedin_hiring.indicators import (
    HIRING_RATE,
    MONTHLY_CHANGE,
    PROVISIONAL_MONTHS,
    YEARLY_CHANGE,
)
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    PARTNERSHIP,
    Cadence,
    Category,
    DeliveryFile,
    DeliveryFormat,
    Geography,
    Publication,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import (
    MINIMUM_PEOPLE,
    Contributors,
    ContributorUnit,
    Grid,
    Policy,
    Primary,
    Sensitivity,
    Treatment,
)

MONTH, RATE, MONTHLY, YEARLY = "month_begin_date", "hiring_rate_sa", "mom_change", "yoy_change"
LAYOUT = TextFormat((MONTH, RATE, MONTHLY, YEARLY))
FIRST_MONTH, FIRST_DELIVERY = date(2015, 1, 1), date(2020, 1, 1)
HIGHEST_RATE = 10  # a rate of 1 is the average month of 2016
TOLERANCE = 0.02  # LinkedIn computes changes from rates it has not rounded
PERCENT = 100
INDICATOR_OF = {RATE: HIRING_RATE.id, MONTHLY: MONTHLY_CHANGE.id, YEARLY: YEARLY_CHANGE.id}
KEY: tuple[str, ...] = ()


def read(files: Sequence[Path], report: Report) -> pd.DataFrame | None:
    """One row a month: `month` (its first day), `day` (its last), the rate and both changes."""
    path = only_file(report, files)
    delivered = file_day(report, path, FIRST_DELIVERY) if path else None
    table = text_table(report, path, LAYOUT) if path else None
    if path is None or delivered is None or table is None:
        return None
    months = days(report, path.name, table[MONTH], "%Y-%m-%d", FIRST_MONTH, delivered)
    require_unique(report, path.name, table, [MONTH])
    require_cells(report, path.name, table[RATE])
    kept = pd.DataFrame(
        {
            "month": months,
            "day": months + pd.offsets.MonthEnd(0),
            RATE: numbers(report, path.name, table[RATE], least=0, most=HIGHEST_RATE),
            MONTHLY: numbers(report, path.name, table[MONTHLY], least=-1, most=HIGHEST_RATE),
            YEARLY: numbers(report, path.name, table[YEARLY], least=-1, most=HIGHEST_RATE),
        }
    )
    _require_whole_months(report, path.name, months)
    if not report.is_refused:
        _require_change(report, path.name, kept, MONTHLY, 1)
        _require_change(report, path.name, kept, YEARLY, 12)
    return kept


def _require_whole_months(report: Report, file: str, months: pd.Series) -> None:
    if months.empty:
        report.stop(file, "no rows", "a row for every month", "Ask LinkedIn for the whole file.")
    inside = months[~months.dt.is_month_start & months.notna()]
    if len(inside):
        report.stop(
            file,
            f"{MONTH}: not the first day of a month",
            "months by their first day",
            "Ask LinkedIn whether the figures are monthly.",
            inside.index,
        )
    if months.empty or len(inside) or months.isna().any():
        return
    absent = len(pd.period_range(months.min(), months.max(), freq="M")) - months.nunique()
    if absent:
        mend = "They are shown as not reported. Ask LinkedIn for them."
        report.note(file, f"months left out: {absent}", "every month from first to last", mend)


def _require_change(report: Report, file: str, kept: pd.DataFrame, change: str, lag: int) -> None:
    """A change must follow from the rates: in percents, or of another series, it does not."""
    rate = kept.set_index(kept["month"].dt.to_period("M"))[RATE]
    before = rate.reindex(rate.index - lag).to_numpy()
    follows = kept[RATE] / before - 1
    bad = (kept[change] - follows).abs() > TOLERANCE
    if bad.any():
        report.stop(
            file,
            f"{change}: not the change of {RATE}",
            f"the fraction by which {RATE} changed, {lag} months apart",
            "A percent, or the change of another series? Ask LinkedIn.",
            kept.index[bad],
        )


def counted(kept: pd.DataFrame) -> pd.DataFrame:
    """The rate and its changes, a row for every month from the first to the last."""
    whole = pd.date_range(kept["month"].min(), kept["month"].max(), freq="MS", unit="ms")
    months = kept.set_index("month").reindex(whole)
    provisional = months.index > whole[-1] - pd.DateOffset(months=PROVISIONAL_MONTHS)
    parts = [
        pd.DataFrame(
            {
                "indicator_id": indicator_id,
                "geography": str(Geography.CITY),
                "area_id": CITY_ID,
                "industry_id": ALL_INDUSTRIES,
                "period_start": whole,
                "period_end": whole + pd.offsets.MonthEnd(0),
                "value": months[column].to_numpy() * PERCENT,
                "status": [
                    str(Status.PROVISIONAL if new else Status.NORMAL) for new in provisional
                ],
            }
        )
        for column, indicator_id in INDICATOR_OF.items()
    ]
    table = pd.concat(parts, ignore_index=True).reindex(columns=COUNTED)
    table["status"] = table["status"].where(table["value"].notna(), str(Status.NOT_REPORTED))
    return table


POLICY = Policy(
    sensitivity=Sensitivity.PERSONAL_AGGREGATE,
    unit_of_observation="the city in a month",
    treatment=Treatment.OURS,
    contributors=Contributors.ATTESTED,
    contributor_unit=ContributorUnit.PERSON,
    publication_grid=Grid((str(Geography.CITY),), "month"),
    primary=Primary(minimum_contributors=MINIMUM_PEOPLE),
    rounding=0.1,
    plain=(
        "LinkedIn sends one rate a month for the whole city and no count of members. It attests "
        "that each rate rests on enough members; we cannot check that. We round to one decimal "
        "and never show an area smaller than the city."
    ),
    revision=(
        "Each delivery restates every month. The newest "
        f"{PROVISIONAL_MONTHS} months are provisional: they rise as members add jobs later."
    ),
    retention="The newest delivery is kept, beside the releases already published.",
)

SOURCE = Source(
    id="linkedin_hiring",
    name="LinkedIn Hiring Rate",
    partner="LinkedIn",
    publisher_url="https://economicgraph.linkedin.com/",
    feed=None,
    delivery_format=DeliveryFormat(
        files=(
            DeliveryFile(
                r"linkedin_hiring_rate_(?P<date>\d{4}-\d{2}-\d{2})\.csv",
                "linkedin_hiring_rate_2021-06-15.csv",
                "the hiring rate of every month so far",
                columns=LAYOUT.columns,
            ),
        ),
        is_cumulative=True,
    ),
    terms_of_use=PARTNERSHIP,
    publication=Publication.OPEN,
    citation="LinkedIn, Hiring Rate, given to the NYC Recovery Data Partnership",
    description=(
        "How often LinkedIn members in the city start a new job, month by month. It is the members "
        "who added a new employer to their profile in the month they began, divided by all "
        "members. The figure is set against the average month of 2016."
    ),
    covers=(
        "People in the city with a LinkedIn profile who keep it up to date. It leaves out most "
        "work that is not found through LinkedIn: restaurants, construction, home care, day labor. "
        "People who change jobs without saying so are not counted."
    ),
    category=Category.EMPLOYMENT,
    cadence=Cadence.MONTH,
    policy=POLICY,
    indicators=(HIRING_RATE, MONTHLY_CHANGE, YEARLY_CHANGE),
    known_errors=(
        "A month's rate is too low at first, because members add a new job late. It rises with "
        "each delivery; we mark the newest months provisional.",
    ),
    reasons=(Reason.NOTHING_TO_COUNT,),
)
