"""StreetEasy's simulated weeks pass its reader, and tell of the empty rentals of 2020."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, streeteasy_nta_weekly
from data_loaders.simulated.deliveries.streeteasy_nta_weekly import CAME_LATE, write
from data_loaders.sources.partners.streeteasy_nta_weekly import source
from tests.support.handed_over import observed

CITY = City()


def delivered(folder: Path, after: date, until: date) -> pd.DataFrame:
    """The kept rows of every file handed over between two days."""
    rows = []
    for file in write(folder, CITY, after, until, 1.0):
        kept, report = read_delivery(source, [file])
        assert kept is not None, report.findings
        rows.append(kept)
    return merged(source, rows)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    span = (date(2021, 5, 1), date(2021, 5, 10))
    first, second = (write(tmp_path / name, City(), *span, 1.0) for name in ("one", "two"))
    assert [file.read_bytes() for file in first] == [file.read_bytes() for file in second]
    assert [file.name for file in first] == [
        "nta-metrics-2021-05-03.csv",
        "nta-metrics-2021-05-10.csv",
    ]


def test_the_first_file_is_of_a_tuesday_and_some_never_came(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        streeteasy_nta_weekly, "_week", lambda *_: pd.DataFrame({"NTA Code": ["BK77"]})
    )
    names = [
        file.stem.removeprefix("nta-metrics-")
        for file in write(tmp_path, CITY, None, HANDOVERS[0], 1.0)
    ]
    assert names[0] == "2019-01-15"
    assert "2019-08-05" not in names
    assert len(names) == 165


def test_a_week_that_was_late_comes_with_the_second_handover(tmp_path: Path) -> None:
    late = next(iter(CAME_LATE))
    first = write(tmp_path, CITY, date(2022, 2, 10), HANDOVERS[0], 1.0)
    second = write(tmp_path, CITY, HANDOVERS[0], date(2022, 4, 11), 1.0)
    name = f"nta-metrics-{late}.csv"
    assert name not in [file.name for file in first]
    assert name in [file.name for file in second]


def test_rentals_double_from_spring_to_autumn_2020(tmp_path: Path) -> None:
    spring = delivered(tmp_path, date(2020, 4, 8), date(2020, 4, 20))
    autumn = delivered(tmp_path, date(2020, 9, 23), date(2020, 10, 5))
    column = "No. of Rental Listings"
    assert autumn[column].sum() > 2 * spring[column].sum()
    assert autumn["Pct with Concessions (Rentals)"].median() > 30


def test_what_is_treated_withholds_some_neighborhoods_and_no_borough(tmp_path: Path) -> None:
    table = observed(source, delivered(tmp_path, date(2022, 1, 1), HANDOVERS[0]))
    listings = table[table["indicator_id"].isin(["rental_listings", "sale_listings"])]
    withheld = listings["status"].eq("withheld").groupby(listings["geography"]).mean()
    assert 0.03 < withheld["nta2010"] < 0.20
    assert withheld["city"] == withheld["borough"] == 0
    shown = listings.dropna(subset=["value"])
    assert not shown["value"].between(1, 9).any()


def test_codes_of_2020_are_said_and_counted(tmp_path: Path) -> None:
    file = write(tmp_path, CITY, date(2021, 9, 6), date(2021, 9, 13), 1.0)[0]
    kept, report = read_delivery(source, [file])
    assert kept is not None
    assert any(
        "in no list of neighborhoods of 2010" in finding.found for finding in report.findings
    )
    table = source.counted(kept).set_index(["indicator_id", "area_id"])["value"]
    assert table["rental_listings", "MN0101"] > 10
