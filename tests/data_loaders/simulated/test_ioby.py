from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, ioby
from data_loaders.sources.partners.ioby import source
from tests.support.handed_over import observed

FIRST, SECOND = HANDOVERS


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows kept of both deliveries."""
    city, folder = City(), tmp_path_factory.mktemp("ioby")
    return kept(city, folder, None, FIRST), kept(city, folder, FIRST, SECOND)


def kept(city: City, folder: Path, after: date | None, until: date) -> pd.DataFrame:
    rows, report = read_delivery(source, ioby.write(folder, city, after, until, 1.0))
    assert rows is not None, [finding.sentence for finding in report.findings]
    return rows


def given(rows: pd.DataFrame) -> pd.Series:
    """Dollars given by month."""
    return rows[rows["kind"].eq("gift")].groupby("month")["amount"].sum()


def test_the_same_seed_writes_the_same_bytes_and_less_scale_fewer_gifts(tmp_path: Path) -> None:
    written = []
    for name, seed, scale in (("a", 1, 0.2), ("b", 1, 0.2), ("c", 2, 0.2), ("d", 1, 0.05)):
        (tmp_path / name).mkdir()
        files = ioby.write(tmp_path / name, City(seed), None, FIRST, scale)
        written.append(b"".join(path.read_bytes() for path in files))
    assert written[0] == written[1] != written[2]
    assert len(written[3]) < len(written[0]) * 0.7


def test_late_gifts_are_in_the_second_delivery(
    deliveries: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    before, after = (given(rows) for rows in deliveries)
    assert after[pd.Timestamp("2022-03-01")] > before[pd.Timestamp("2022-03-01")]
    assert after.index.max() == pd.Timestamp("2022-06-01")


def test_giving_rose_in_spring_2020(deliveries: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    by_month = given(deliveries[0])
    spring = by_month["2020-05-01":"2020-07-01"].mean()
    assert spring > 1.4 * by_month["2019-05-01":"2019-12-01"].mean()


def test_two_years_can_be_published_and_money_that_few_gave_later_is_not_revised(
    deliveries: tuple[pd.DataFrame, pd.DataFrame],
) -> None:
    before, after = (rows[rows["month"] >= pd.Timestamp("2020-07-01")] for rows in deliveries)
    first = observed(source, before)
    second = observed(source, after, [first])
    for table in (first, second):
        assert 0.02 < table["status"].eq("withheld").mean() < 0.25
    keys = ["indicator_id", "area_id", "period_start"]
    both = first.merge(second, on=keys, suffixes=("", "_now")).dropna(subset=["value", "value_now"])
    change = (both["value"] - both["value_now"]).abs()
    counted = source.counted(before).merge(source.counted(after), on=keys, suffixes=("", "_now"))
    assert (counted["value"] != counted["value_now"]).any()
    assert (change == 0).all()
