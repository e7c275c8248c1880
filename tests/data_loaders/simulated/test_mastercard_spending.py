"""Mastercard's simulated deliveries pass its reader, and change nothing of what others write."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import (
    HANDOVERS,
    kinsa_illness,
    linkedin_hiring,
    mastercard_spending,
    usl_parks,
)
from data_loaders.sources.partners import mastercard_spending as partner
from tests.support.handed_over import observed

SCALE = 0.4  # two of five industries


@pytest.fixture(scope="module")
def city() -> City:
    return City()


@pytest.fixture(scope="module")
def file(city: City, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("delivery")
    [written] = mastercard_spending.write(folder, city, None, HANDOVERS[0], SCALE)
    return written


@pytest.fixture(scope="module")
def table(file: Path) -> pd.DataFrame:
    kept, report = read_delivery(partner, [file])
    assert kept is not None, report.findings
    return observed(partner, kept)


def test_the_same_seed_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    [again] = mastercard_spending.write(tmp_path, City(), None, HANDOVERS[0], SCALE)
    assert again.read_bytes() == file.read_bytes()


def test_what_is_missing_is_the_partners_word_and_is_no_zero(file: Path, city: City) -> None:
    rows = pd.read_csv(file, sep="|", dtype="str", keep_default_na=False)
    assert 0.01 < rows["yoy_txn_amt"].eq("None").mean() < 0.03
    kept, _report = read_delivery(partner, [file])
    assert kept is not None
    assert kept["yoy_txn_amt"].isna().sum() == rows["yoy_txn_amt"].eq("None").sum()


def test_a_quarter_is_handed_over_at_a_time(file: Path, city: City, tmp_path: Path) -> None:
    days = pd.read_csv(file, sep="|", usecols=["txn_date"])["txn_date"]
    assert (days.min(), days.max()) == ("2021-12-30", "2022-03-30")
    [later] = mastercard_spending.write(tmp_path, city, HANDOVERS[0], HANDOVERS[1], 0.2)
    days = pd.read_csv(later, sep="|", usecols=["txn_date"])["txn_date"]
    assert (days.min(), days.max()) == ("2022-03-31", "2022-06-29")


def test_midtown_is_behind_the_bronx(table: pd.DataFrame) -> None:
    sales = table[table["indicator_id"] == "mastercard_sales"].groupby("area_id")["value"].mean()
    assert sales["10018"] < sales["10456"]


def test_what_others_write_stays_the_same_to_the_byte(tmp_path: Path) -> None:
    """Each writer draws from streams named for it: one more moves no other's numbers."""
    written = []
    for name, first in (("alone", ()), ("after", (mastercard_spending, usl_parks))):
        city, folder = City(), tmp_path / name
        folder.mkdir()
        for one in first:
            one.write(folder / "later", city, None, HANDOVERS[0], 0.2)
        written.append(
            [
                path.read_bytes()
                for one in (kinsa_illness, linkedin_hiring)
                for path in one.write(folder, city, None, HANDOVERS[0], 1.0)
            ]
        )
    assert written[0] == written[1]
