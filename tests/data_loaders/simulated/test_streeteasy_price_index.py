"""StreetEasy's simulated indices pass their reader, and show the trough of rents in early 2021."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS
from data_loaders.simulated.deliveries.streeteasy_price_index import write
from data_loaders.sources.partners import streeteasy_price_index as source
from tests.support.handed_over import observed


@pytest.fixture(scope="module")
def rents(tmp_path_factory: pytest.TempPathFactory) -> list[pd.Series]:
    """The published rent index of Manhattan by month, of each handover."""
    found = []
    for until in HANDOVERS:
        files = write(tmp_path_factory.mktemp("delivery"), City(), None, until, 1.0)
        kept, report = read_delivery(source, files)
        assert kept is not None, report.findings
        table = observed(source, kept)
        rows = table[(table["indicator_id"] == "delivered_rent_index") & (table["area_id"] == "MN")]
        found.append(rows.set_index("period_start")["value"])
    return found


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written.append(write(tmp_path / name, City(), None, HANDOVERS[0], 1.0)[0])
    assert written[0].name == "price_indices-2022-02.csv"
    assert written[0].read_bytes() == written[1].read_bytes()


def test_rents_fall_to_january_2021_and_are_above_2019_by_2022(rents: list[pd.Series]) -> None:
    assert rents[1]["2021-01-01"] < 0.87 * rents[1]["2020-02-01"]
    assert rents[1].loc["2020-10-01":"2021-06-01"].idxmin().month in (1, 2)
    assert rents[1]["2022-05-01"] > 1.1 * rents[1]["2019-05-01"]


def test_the_second_delivery_restates_the_first_most_at_its_end(rents: list[pd.Series]) -> None:
    first, second = rents
    moved = (second[first.index] / first - 1).abs()
    assert moved[-3:].mean() > 2 * moved[:-3].mean() > 0
