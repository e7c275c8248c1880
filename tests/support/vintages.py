"""Real files of one publisher in the order it published them: what honest revision looks like."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from data_loaders.curate.plausibility.findings import Finding
from data_loaders.curate.plausibility.gate import findings
from data_loaders.observations.series import series
from data_loaders.observations.table import tidy
from data_loaders.sources.public.mta_ridership.indicators import COUNTS, MODES, SHARES
from data_loaders.vocabulary.geography import BOROUGH_OF_NAME, CITY_ID
from data_loaders.vocabulary.model import Geography, Indicator
from tests.support.damaged_feeds import module_of
from tests.support.mirror import MIRROR

Reader = Callable[[Path], pd.DataFrame]


@dataclass(frozen=True)
class Vintages:
    """The files of one series of vintages: `read` makes observations of one of them."""

    name: str
    source_id: str
    pattern: str
    read: Reader

    def files(self) -> list[Path]:
        """Oldest first: each name ends in its date."""
        return sorted(MIRROR.glob(self.pattern), key=lambda path: path.stem[-10:])


@dataclass(frozen=True)
class Step:
    """What the gate says of a file, held against the one before."""

    series: str
    before: str
    after: str
    found: tuple[Finding, ...]


def steps(vintages: Vintages) -> Iterator[Step]:
    """Each step from one vintage to the next."""
    source = module_of(vintages.source_id).SOURCE
    last: tuple[Path, pd.DataFrame] | None = None
    for path in vintages.files():
        now = vintages.read(path)
        if last is not None:
            faults = findings(source.id, source.indicators, now, last[1])
            yield Step(vintages.name, last[0].stem, path.stem, faults)
        last = path, now


def _as_feed(source_id: str, name: str) -> Reader:
    """A vintage read as the one file of its source."""

    def read(path: Path) -> pd.DataFrame:
        module = module_of(source_id)
        with TemporaryDirectory() as folder:
            target = Path(folder, name)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
            return module.read(Path(folder))

    return read


def _indicator(source_id: str, indicator_id: str) -> Indicator:
    indicators = module_of(source_id).SOURCE.indicators
    return next(each for each in indicators if each.id == indicator_id)


def _rents(path: Path) -> pd.DataFrame:
    """A wide file of rents; areas by name, as no boundary is needed to compare them."""
    rent = _indicator("streeteasy_dashboard", "asking_rent")
    table = pd.read_csv(path)
    wide = table[table["areaType"] != "submarket"].drop(columns="Borough")
    long = wide.melt(["areaName", "areaType"], var_name="month").dropna()
    starts = pd.to_datetime(long["month"], format="%Y-%m")
    return _table(
        rent, long["areaType"], long["areaName"], starts, long["value"], pd.offsets.MonthEnd(0)
    )


def _respiratory(indicator_id: str, disease: str) -> Reader:
    """Cases by borough and in the city of a file with a column a group."""

    def read(path: Path) -> pd.DataFrame:
        indicator = _indicator("nychealth_respiratory", indicator_id)
        table = pd.read_csv(path)
        starts = pd.to_datetime(table["date"], format="%m/%d/%Y") - pd.Timedelta(days=6)
        parts = []
        for name, area_id in {"overall": CITY_ID, **BOROUGH_OF_NAME}.items():
            values = pd.to_numeric(table[f"{disease} cases {name}"], errors="coerce")
            geography = Geography.CITY if area_id == CITY_ID else Geography.BOROUGH
            parts.append(series(indicator, geography, area_id, values.set_axis(starts)))
        return tidy(parts)

    return read


def _mta(path: Path) -> pd.DataFrame:
    """A file of rides a day, also of 2022, which lacks a mode and spells headers otherwise."""
    table = pd.read_csv(path)
    table.columns = table.columns.str.replace("Comprable", "Comparable").str.strip()
    days = pd.to_datetime(table["Date"], format="mixed")
    parts = []
    for mode, count, share in zip(MODES, COUNTS, SHARES, strict=True):
        named = [name for name in mode.share_columns if name in table.columns]
        columns = {count: mode.count_column, **({share: named[0]} if named else {})}
        for indicator, column in columns.items():
            if column in table.columns:
                values = pd.to_numeric(table[column], errors="coerce").set_axis(days)
                if indicator is share:
                    values = (values * 100).round(6)
                parts.append(series(indicator, Geography.CITY, CITY_ID, values.sort_index()))
    return tidy(parts)


def _table(
    indicator: Indicator,
    geography: pd.Series,
    area: pd.Series,
    starts: pd.Series,
    values: pd.Series,
    length: pd.offsets.BaseOffset,
) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "indicator_id": indicator.id,
            "geography": geography,
            "area_id": area,
            "period_start": starts,
            "industry_id": "all",
            "period_end": starts + length,
            "value": values,
            "status": "normal",
        }
    )
    return tidy([table])


EVERY = (
    Vintages(
        "StreetEasy rents",
        "streeteasy_dashboard",
        "streeteasy-vintages/medianAskingRent_All_*.csv",
        _rents,
    ),
    Vintages(
        "COVID-19 cases",
        "nychealth_respiratory",
        "nychealth-respiratory-vintages/covid_by_group_*.csv",
        _respiratory("covid_cases_weekly", "COVID-19"),
    ),
    Vintages(
        "Flu cases",
        "nychealth_respiratory",
        "nychealth-respiratory-vintages/influenza_by_group_*.csv",
        _respiratory("influenza_cases_weekly", "Influenza"),
    ),
    Vintages("MTA riders", "mta_ridership", "mta-ridership-vintages/*.csv", _mta),
    Vintages(
        "Unemployment",
        "nysdol_laus_adjusted",
        "nysdol-laus/vintages/*.csv",
        _as_feed("nysdol_laus_adjusted", "vintages/laus_sa_city_2023-12-22.csv"),
    ),
    Vintages(
        "Jobs",
        "nysdol_ces",
        "nysdol-ces/vintages/*.csv",
        _as_feed("nysdol_ces", "nychist_2024-01.csv"),
    ),
)

# Steps in which the publisher rewrote what it had published: the gate is there for these.
REWRITES = {
    (
        "mta_daily_2022-12-29",
        "mta_daily_2023-03-19",
    ): "1,000 of 1,032 days of subway riders and the "
    "base of every share differ; Metro-North and LIRR fall by a third on 400 days",
    ("mta_daily_2023-03-19", "mta_daily_2024-11-14"): "bus riders of 211 days of 2020 fall to a "
    "quarter, LIRR rises by two fifths",
}
