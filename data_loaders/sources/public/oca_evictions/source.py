"""Eviction cases filed in housing court, and evictions carried out by city marshals."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data_loaders.observations import table as observations
from data_loaders.observations.feed_files import (
    DeliveryError,
    dates,
    numbers,
    read_csv,
    reject_rows,
)
from data_loaders.observations.series import require_unique, series
from data_loaders.privacy.treatment.minimum import with_complement
from data_loaders.sources.public.oca_evictions.indicators import (
    FILINGS,
    FILINGS_NOT_PLACED,
    FILINGS_RATE,
    FILINGS_TOTAL,
    MARSHAL_EVICTIONS,
)
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.geography import CITY_ID
from data_loaders.vocabulary.model import (
    ALL_INDUSTRIES,
    Cadence,
    Category,
    Feed,
    FeedFile,
    Geography,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import (
    Contributors,
    Policy,
    Primary,
    Secondary,
    SecondaryMethod,
    Sensitivity,
    Treatment,
)

SITE = "https://housing-data-coalition.github.io/rtc-eviction-viz"
DAILY = "eviction-time-series.csv"
BY_ZIP = "filings-by-zip-since-0323.csv"
MARSHALS = "marshal-evictions-by-week.csv"
RESIDENTIAL = ("nyc_holdover_res_filings", "nyc_nonpay_res_filings")

FIRST_WEEK = pd.Timestamp(2019, 1, 7)
# The day the courts stopped taking new cases, from which the ZIP file counts.
TOTAL_SINCE = pd.Timestamp(2020, 3, 23)
# The publisher calls the last one to two weeks of filings incomplete.
PROVISIONAL_DAYS = 14
FIVE_DIGITS = r"\d{5}"
MINIMUM_FILINGS = 11

SOURCE = Source(
    id="oca_evictions",
    name="Eviction filings and marshal evictions",
    partner="Housing Data Coalition, from the New York State Office of Court Administration",
    publisher_url=f"{SITE}/",
    feed=Feed(
        folder="oca-evictions",
        files=tuple(FeedFile(name, f"{SITE}/{name}") for name in (DAILY, BY_ZIP, MARSHALS)),
    ),
    terms_of_use=Terms(
        available="Published on a public site, from an extract of the Office of Court "
        "Administration.",
        of_public_agency=True,
        credit=("the Housing Data Coalition", "the Office of Court Administration"),
    ),
    publication=Publication.OPEN,
    citation=(
        "Housing Data Coalition and Right to Counsel NYC Coalition, NYC Eviction Crisis Monitor,"
        " from the New York State Office of Court Administration's extract of the Universal Case"
        f" Management System without personally identifying information. {SITE}/"
    ),
    description=(
        "Eviction cases that landlords filed against tenants of homes in New York City's housing "
        "courts, by the day of filing. Also evictions that city marshals carried out, by week."
    ),
    covers=(
        "Cases that reached a court. People who moved out after a notice, an illegal lockout or a"
        " rent rise are not counted. A filing is not an eviction: most cases end in another way."
    ),
    category=Category.HOUSING,
    cadence=Cadence.WEEK,
    policy=Policy(
        sensitivity=Sensitivity.FINANCIAL_DISTRESS,
        unit_of_observation="the eviction cases of a ZIP code, or of the city in a week",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The publisher hides nothing: its file lists ZIP codes with one case.",
        plain=(
            "A ZIP code with very few cases could point at a household, so we hide it, although"
            " the publisher does not. We hide the next smallest ZIP code too, so that the hidden"
            " one cannot be found by subtracting."
        ),
        revision="Courts enter cases late; each release takes the newest files whole.",
        retention="Public data; kept with every release.",
        primary=Primary(minimum_contributors=MINIMUM_FILINGS),
        secondary=Secondary(SecondaryMethod.NONE, with_complement=True),
    ),
    indicators=(FILINGS, FILINGS_TOTAL, FILINGS_RATE, FILINGS_NOT_PLACED, MARSHAL_EVICTIONS),
    known_errors=(
        "As of November 2024, 71 of the 259 lines of the ZIP file name ZIP codes not in the City's "
        "list (one is 00000). They hold 175 filings, and 21,539 more have no line "
        "at all. These 21,714 of 418,291 filings are shown as not placed in a New York City "
        "ZIP code; no area's figure includes them.",
        "The file's column total_filings counts the whole state. We add only the two columns of"
        " residential cases in the city.",
        "The marshals' file has no line for some weeks, among them March 16 to November 15, 2020."
        " Those weeks are shown as not reported, not as zero.",
    ),
    reasons=(
        Reason.SITE_RULE,
        Reason.NOTHING_TO_COUNT,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the daily, ZIP and marshal files in `folder`."""
    daily = _daily_filings(folder / DAILY)
    return observations.tidy(
        [
            _weekly_filings(daily),
            *_totals_by_zip(folder / BY_ZIP, daily),
            _marshal_evictions(folder / MARSHALS),
        ]
    )


def _daily_filings(path: Path) -> pd.Series:
    """Residential filings in the city by day; NaN where either kind of case is blank."""
    table = read_csv(path, ("day", *RESIDENTIAL))
    days = dates(path, table["day"], "%Y-%m-%d")
    require_unique(path, table["day"], days)
    kinds = [numbers(path, table[name], least=0) for name in RESIDENTIAL]
    return (kinds[0] + kinds[1]).set_axis(days)


def _weekly_filings(daily: pd.Series) -> pd.DataFrame:
    """Weeks from Monday; one that lacks a day is not reported."""
    kept = daily[daily.index >= FIRST_WEEK]
    days = pd.DatetimeIndex(kept.index)
    mondays = days - pd.to_timedelta(days.day_of_week, unit="D")
    weeks = kept.groupby(mondays).sum(min_count=7)
    sundays = pd.DatetimeIndex(weeks.index) + pd.Timedelta(days=6)
    is_early = sundays > days.max() - pd.Timedelta(days=PROVISIONAL_DAYS)
    marks = pd.Series(str(Status.NORMAL), index=weeks.index)
    marks[is_early] = str(Status.PROVISIONAL)
    return series(FILINGS, Geography.CITY, CITY_ID, weeks, statuses=marks)


def _marshal_evictions(path: Path) -> pd.DataFrame:
    """Weeks as the file has them, but for the last, which is not over when the file is made."""
    table = read_csv(path, ("week_eviction", "marshalevictions"))
    mondays = dates(path, table["week_eviction"], "%Y-%m-%d")
    require_unique(path, table["week_eviction"], mondays)
    reject_rows(path, table["week_eviction"], mondays.dt.day_of_week != 0, "a Monday")
    weeks = numbers(path, table["marshalevictions"], least=0).set_axis(mondays)
    weeks[weeks.index == weeks.index.max()] = float("nan")
    return series(MARSHAL_EVICTIONS, Geography.CITY, CITY_ID, weeks[weeks.index >= FIRST_WEEK])


def _totals_by_zip(path: Path, daily: pd.Series) -> list[pd.DataFrame]:
    table = _zip_table(path)
    known = sorted(geography.area_ids(Geography.ZIP))
    placed = table.reindex(known)
    hidden = withheld(placed["filings"], MINIMUM_FILINGS)
    filings = pd.Series(str(Status.NORMAL), index=known)
    filings[placed["filings"].isna()] = str(Status.NOT_REPORTED)
    rates = filings.copy()
    rates[placed["units"].isna()] = str(Status.NOT_REPORTED)
    rates[placed["units"].eq(0)] = str(Status.NOT_APPLICABLE)
    filings[hidden] = rates[hidden] = str(Status.WITHHELD)
    span = daily[daily.index >= TOTAL_SINCE]
    last_day = span[span > 0].index.max()
    unplaced = _not_placed(path, span.sum(), placed["filings"].sum())
    return [
        _totals(FILINGS_TOTAL.id, Geography.ZIP, placed["filings"], filings, last_day),
        _totals(FILINGS_RATE.id, Geography.ZIP, placed["rate"], rates, last_day),
        _totals(FILINGS_NOT_PLACED.id, Geography.CITY, *unplaced, last_day),
    ]


def _zip_table(path: Path) -> pd.DataFrame:
    """Filings, homes for rent and filings per 1,000 of them, by ZIP code as text."""
    table = read_csv(path, ("zipcode", "filings_since_032320", "unitsrental", "filingsrate_2plus"))
    zips = table["zipcode"]
    reject_rows(path, zips, ~zips.str.fullmatch(FIVE_DIGITS).eq(True), "a ZIP code of five digits")
    require_unique(path, zips, zips)
    filings = numbers(path, table["filings_since_032320"], least=0)
    units = numbers(path, table["unitsrental"])
    rate = (filings * 1000 / units).where(units > 0)
    _require_same_rate(path, rate, numbers(path, table["filingsrate_2plus"]), zips)
    columns = {"filings": filings, "units": units, "rate": rate.round(1)}
    return pd.DataFrame(columns).set_index(pd.Index(zips))


def _require_same_rate(path: Path, ours: pd.Series, theirs: pd.Series, zips: pd.Series) -> None:
    """The publisher prints its rate cut to a whole number: a check that units mean the same."""
    differs = (ours // 1 != theirs) & (ours.notna() | theirs.notna())
    reject_rows(path, zips, differs, "filings × 1,000 / unitsrental, cut to a whole number")


def withheld(filings: pd.Series, minimum: int) -> pd.Series:
    """True where filings are under `minimum`, and for the smallest of the rest beside them."""
    return with_complement(filings < minimum, filings)


def _not_placed(path: Path, city: float, placed: float) -> tuple[pd.Series, pd.Series]:
    """The city's filings that no ZIP code of the City's list accounts for."""
    if placed > city:
        raise DeliveryError(
            path,
            f"{placed:,.0f} filings in New York City ZIP codes",
            f"at most the {city:,.0f} of {DAILY}",
            "Fetch both files again: they may be of different dates.",
        )
    return pd.Series({CITY_ID: city - placed}), pd.Series({CITY_ID: str(Status.NORMAL)})


def _totals(
    indicator_id: str,
    area_set: Geography,
    values: pd.Series,
    statuses: pd.Series,
    last_day: pd.Timestamp,
) -> pd.DataFrame:
    has_value = statuses.map(lambda status: Status(status).has_value)
    return pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "geography": str(area_set),
            "area_id": values.index,
            "period_start": TOTAL_SINCE,
            "industry_id": ALL_INDUSTRIES,
            "period_end": last_day,
            "value": values.where(has_value),
            "status": statuses,
        }
    )
