"""COVID-19 vaccination, December 2020 to September 2023: doses by day and share vaccinated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
from data_loaders.sources.public.nychealth_covid_vaccine.indicators import (
    DAILY_SHARES,
    DOSES,
    INDICATORS,
    TOTAL_SHARES,
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
    Indicator,
    Publication,
    Reason,
    Source,
    Status,
    Terms,
)
from data_loaders.vocabulary.policy import Contributors, Policy, Sensitivity, Treatment

REPOSITORY = "https://raw.githubusercontent.com/nychealth/covid-vaccine-data/main"
DOSES_BY_DAY = "doses/doses-by-day.csv"
BY_BOROUGH = "people/trends-byboro.csv"
BY_MODZCTA = "people/coverage-by-modzcta-allages.csv"
DATE_FORMAT = "%Y-%m-%d"
# Manhattan and Queens have prefixes of their own in the vaccine files.
AREA_OF_PREFIX = {"CITY": CITY_ID, "BK": "BK", "BX": "BX", "MH": "MN", "QS": "QN", "SI": "SI"}
# The department hides a count under ten with one of these, but not the share computed from it.
HIDDEN_COUNTS = ("<10", "--")
FIRST_DOSE = pd.Timestamp(2020, 12, 14)
EVERYONE = 100

SOURCE = Source(
    id="nychealth_covid_vaccine",
    name="COVID-19 vaccine data",
    partner="NYC Department of Health and Mental Hygiene",
    publisher_url="https://github.com/nychealth/covid-vaccine-data",
    feed=Feed(
        folder="nychealth-covid-vaccine-data",
        files=tuple(
            FeedFile(name, f"{REPOSITORY}/{name}")
            for name in (DOSES_BY_DAY, BY_BOROUGH, BY_MODZCTA)
        ),
    ),
    terms_of_use=Terms(
        available="Published by the Health Department in a public repository.",
        of_public_agency=True,
        credit=("the Health Department",),
    ),
    publication=Publication.OPEN,
    citation="NYC Department of Health and Mental Hygiene, Citywide Immunization Registry, COVID-19"
    " Vaccine Data. https://github.com/nychealth/covid-vaccine-data",
    description="Doses of COVID-19 vaccine given in the city each day, and the share of residents"
    " vaccinated, from the city's immunization registry.",
    covers=(
        "Doses reported to the registry. It misses doses given outside the city that were not"
        " reported, and people whose address was unknown."
    ),
    category=Category.HEALTH,
    cadence=Cadence.DAY,
    ended_on=date(2023, 9, 12),
    policy=Policy(
        sensitivity=Sensitivity.HEALTH,
        unit_of_observation="an area and day",
        treatment=Treatment.PUBLISHER,
        contributors=Contributors.NONE,
        publisher_rule="The Health Department hides counts under ten, but not the shares computed"
        " from them.",
        plain="Where the Health Department hides a count, we hide the share as well.",
        revision="The series has ended; the last files are final.",
        retention="Public data; kept with every release.",
    ),
    indicators=INDICATORS,
    known_errors=(
        "The share with at least one dose passes 100 percent in Manhattan and in 44 of 177 ZIP "
        "areas. Either the population estimate of 2019 is too low there, or addresses were "
        "recorded wrongly. Shares above 100 are shown as unreliable.",
    ),
    reasons=(
        Reason.BASE_TOO_LOW,
        Reason.SITE_RULE,
    ),
)


def read(folder: Path) -> pd.DataFrame:
    """Observations of the doses, borough and ZIP-area files in `folder`."""
    return observations.tidy(
        [
            _doses(folder / DOSES_BY_DAY),
            *_shares_by_day(folder / BY_BOROUGH),
            *_shares_by_modzcta(folder / BY_MODZCTA),
        ]
    )


def _doses(path: Path) -> pd.DataFrame:
    table = read_csv(path, ("DATE", "ADMIN_ALLDOSES_DAILY", "INCOMPLETE"))
    days = _days(path, table)
    # INCOMPLETE is the height of a shaded bar on the publisher's chart, and 0 or blank elsewhere.
    is_early = numbers(path, table["INCOMPLETE"], least=0).fillna(0) > 0
    marks = is_early.map({True: str(Status.PROVISIONAL), False: str(Status.NORMAL)})
    doses = numbers(path, table["ADMIN_ALLDOSES_DAILY"]).set_axis(days)
    return series(DOSES, Geography.CITY, CITY_ID, doses, statuses=marks.set_axis(days))


def _shares_by_day(path: Path) -> Iterator[pd.DataFrame]:
    names = [
        f"{prefix}_{kind}"
        for prefix in AREA_OF_PREFIX
        for _, share, count in DAILY_SHARES
        for kind in (share, count)
    ]
    table = read_csv(path, ("DATE", *names))
    days = _days(path, table)
    for prefix, area_id in AREA_OF_PREFIX.items():
        area_set = Geography.CITY if area_id == CITY_ID else Geography.BOROUGH
        for indicator, share, count in DAILY_SHARES:
            values, statuses = _shares(path, table[f"{prefix}_{share}"], table[f"{prefix}_{count}"])
            part = series(
                indicator,
                area_set,
                area_id,
                values.set_axis(days),
                statuses=statuses.set_axis(days),
            )
            hidden = part["period_start"].isin(days[statuses.eq(str(Status.WITHHELD))])
            yield part.assign(status=part["status"].mask(hidden, str(Status.WITHHELD)))


def _shares_by_modzcta(path: Path) -> Iterator[pd.DataFrame]:
    kinds = [kind for _, share, count in TOTAL_SHARES for kind in (share, count)]
    table = read_csv(path, ("DATE", "MODZCTA", *kinds))
    ends = dates(path, table["DATE"], DATE_FORMAT)
    reject_rows(path, table["DATE"], ends != ends.max(), "one date in all rows")
    areas = table["MODZCTA"]
    known = geography.area_ids(Geography.MODZCTA)
    reject_rows(path, areas, ~areas.isin(known), "a ZIP area of the Health Department")
    require_unique(path, areas, areas)
    absent = sorted(known - set(areas))
    if absent:
        raise DeliveryError(path, f"no row for {absent[:5]}", "every ZIP area", "Fetch it again.")
    for indicator, share, count in TOTAL_SHARES:
        values, statuses = _shares(path, table[share], table[count])
        yield _totals(indicator, areas, values, statuses, ends.max())


def _days(path: Path, table: pd.DataFrame) -> pd.Series:
    days = dates(path, table["DATE"], DATE_FORMAT)
    require_unique(path, table["DATE"], days)
    return days


def _shares(path: Path, share: pd.Series, count: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Shares and their status: withheld where the count is, unreliable above 100."""
    hidden = count.isin(HIDDEN_COUNTS)
    numbers(path, count.mask(hidden))
    values = numbers(path, share.mask(share.isin(HIDDEN_COUNTS))).mask(hidden)
    statuses = pd.Series(str(Status.NORMAL), index=share.index)
    statuses = statuses.mask(values > EVERYONE, str(Status.LOW_RELIABILITY))
    statuses = statuses.mask(values.isna(), str(Status.NOT_REPORTED))
    return values, statuses.mask(hidden, str(Status.WITHHELD))


def _totals(
    indicator: Indicator,
    areas: pd.Series,
    values: pd.Series,
    statuses: pd.Series,
    last_day: pd.Timestamp,
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": str(Geography.MODZCTA),
            "area_id": areas,
            "period_start": FIRST_DOSE,
            "industry_id": ALL_INDUSTRIES,
            "period_end": last_day,
            "value": values,
            "status": statuses,
        }
    )
