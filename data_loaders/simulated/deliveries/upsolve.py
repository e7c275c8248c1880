"""Upsolve's extracts: one row a person, everybody so far, late entries and slips included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from data_loaders.simulated.city import City, Kind
from data_loaders.simulated.records import (
    Written,
    as_written,
    choice,
    handed_over,
    records,
    share_over_time,
    thinned,
)
from data_loaders.sources.partners.upsolve import files as form

NAME = "upsolve"
A_DAY = 7.5
AGES = {20: 0.06, 30: 0.24, 40: 0.24, 50: 0.21, 60: 0.15, 71: 0.075}  # middle of each band
RACE_SHARES = (0.19, 0.20, 0.21, 0.18, 0.06)  # invented, and no group's own
GENDER_SHARES = (0.46, 0.46)
RARER = 0.05
MARKED_TWO = 0.06
# Share of people who mark each reason before and during the pandemic.
REASON_SHARES = {
    "lost_job": (0.24, 0.42),
    "pay_cut": (0.20, 0.30),
    "family_income": (0.12, 0.20),
    "sick": (0.18, 0.17),
    "medical_bills": (0.24, 0.20),
    "spending": (0.17, 0.10),
    "other_bills": (0.36, 0.38),
    "garnished": (0.16, 0.07),
    "separation": (0.09, 0.08),
    "losing_home": (0.08, 0.035),
    "losing_car": (0.06, 0.04),
    "other": (0.14, 0.15),
}
COVID = (0.0, 0.45)
WRITTEN = Written(plus_four=0.07, lost=0.024, elsewhere=0.005)
OTHER_STATE = 0.01


def write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    """The extract of the day `until`: it holds everybody entered so far, whatever `after` is."""
    path = folder / f"upsolve_{until.isoformat()}.csv"
    handed_over(_people(city, scale), until).drop(columns="received").to_csv(path, index=False)
    return [path]


def _people(city: City, scale: float) -> pd.DataFrame:
    """Everybody of 2019 to 2022 in the columns of the format, with the day of entry."""
    table = records(city, Kind.DISTRESS, A_DAY, NAME, poorer=0.8)
    random = city.random(f"{NAME}, answers")
    cells = {
        form.STARTED: _times(table, random),
        form.BIRTH_YEAR: _birth_years(table, random),
        **_groups(form.RACE_COLUMNS, RACE_SHARES, random, len(table)),
        **_genders(random, len(table)),
        **_reasons(table, random),
        form.ZIP: as_written(table, random, WRITTEN),
        form.STATE: np.where(random.random(len(table)) < OTHER_STATE, "NJ", "NY"),
    }
    whole = pd.DataFrame(cells).reindex(columns=list(form.COLUMNS), fill_value="")
    return thinned(whole.assign(received=table["received"]), city, NAME, scale)


def _times(table: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    seconds = pd.to_timedelta(random.integers(8 * 3600, 23 * 3600, len(table)), unit="s")
    return (table["day"] + seconds).dt.strftime("%Y-%m-%d %H:%M:%S")


def _birth_years(table: pd.DataFrame, random: np.random.Generator) -> pd.Series:
    middle = choice(random, {str(age): share for age, share in AGES.items()}, len(table))
    spread = random.integers(-2, 3, len(table))
    ages = np.where(middle == "", "0", middle).astype(np.int64) + spread
    years = (table["day"].dt.year - ages).astype("str")
    return years.mask(middle == "", random.choice(np.array(["", "1905", "2019"]), len(table)))


def _groups(
    columns: tuple[str, ...], shares: tuple[float, ...], random: np.random.Generator, size: int
) -> dict[str, np.ndarray]:
    """One column marked a person, sometimes two or none."""
    marked = choice(random, dict(zip(columns, shares, strict=True)), size)
    second = np.where(random.random(size) < MARKED_TWO, random.choice(np.array(columns), size), "")
    return {name: _cells((marked == name) | (second == name)) for name in columns}


def _genders(random: np.random.Generator, size: int) -> dict[str, np.ndarray]:
    columns = (*form.GENDER_COLUMNS, *form.RARER_GENDER_COLUMNS)
    rarer = (RARER / len(form.RARER_GENDER_COLUMNS),) * len(form.RARER_GENDER_COLUMNS)
    marked = choice(random, dict(zip(columns, (*GENDER_SHARES, *rarer), strict=True)), size)
    return {name: _cells(marked == name) for name in columns}


def _reasons(table: pd.DataFrame, random: np.random.Generator) -> dict[str, np.ndarray]:
    columns = {}
    for column, short in form.REASON_COLUMNS.items():
        share = share_over_time(table["day"], *REASON_SHARES[short])
        columns[column] = _cells(random.random(len(table)) < share)
    related = share_over_time(table["day"], *COVID)
    columns[form.COVID] = _cells(random.random(len(table)) < related)
    own_words = "reason_for_filing_bankruptcy:_other_(please_specify)"
    columns["other_reason_for_filing_bankruptcy"] = np.where(
        columns[own_words] == "TRUE", "written in the person's own words, never read", ""
    )
    return columns


def _cells(marked: np.ndarray) -> np.ndarray:
    return np.where(marked, "TRUE", "FALSE")
