from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, upsolve
from data_loaders.sources.partners.upsolve import source
from tests.support.handed_over import observed

FIRST, SECOND = HANDOVERS


@pytest.fixture(scope="module")
def extracts(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows kept of both extracts."""
    city, folder = City(), tmp_path_factory.mktemp("upsolve")
    return kept(city, folder, None, FIRST), kept(city, folder, FIRST, SECOND)


def kept(city: City, folder: Path, after: date | None, until: date) -> pd.DataFrame:
    rows, report = read_delivery(source, upsolve.write(folder, city, after, until, 1.0))
    assert rows is not None, [finding.sentence for finding in report.findings]
    return rows


def people(rows: pd.DataFrame) -> pd.Series:
    return rows.groupby("quarter").size()


def test_the_same_seed_writes_the_same_bytes_and_less_scale_fewer_people(tmp_path: Path) -> None:
    written = []
    for name, seed, scale in (("a", 1, 0.5), ("b", 1, 0.5), ("c", 2, 0.5), ("d", 1, 0.1)):
        (tmp_path / name).mkdir()
        (path,) = upsolve.write(tmp_path / name, City(seed), None, FIRST, scale)
        written.append(path.read_bytes())
    assert written[0] == written[1] != written[2]
    assert len(written[3]) < len(written[0]) / 4


def test_late_entries_of_the_first_quarter_are_in_the_second_extract(
    extracts: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    before, after = (people(rows) for rows in extracts)
    last = pd.Timestamp("2022-01-01")
    assert after[last] > before[last]
    assert (after[before.index] >= before).all()


def test_fewer_began_in_spring_2020(extracts: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    by_quarter = people(extracts[0])
    spring = by_quarter[pd.Timestamp("2020-04-01")]
    assert spring < 0.75 * by_quarter[pd.Timestamp("2019-10-01")]
    assert by_quarter[pd.Timestamp("2021-01-01")] > 1.2 * spring


def test_the_latest_year_can_be_published_and_some_of_it_is_withheld(
    extracts: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    year = extracts[1][extracts[1]["quarter"] >= pd.Timestamp("2021-07-01")]
    table = observed(source, year)
    assert 0.005 < table["status"].eq("withheld").mean() < 0.25
    assert table["period_start"].nunique() == 4
