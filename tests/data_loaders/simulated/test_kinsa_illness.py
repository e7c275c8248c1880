"""Kinsa's simulated deliveries pass its reader, and show the waves the city went through."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS
from data_loaders.simulated.deliveries.kinsa_illness import write
from data_loaders.sources.partners.kinsa_illness import source as kinsa_illness
from tests.support.handed_over import observed


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> list[pd.DataFrame]:
    """What is published of each handover, by week and borough."""
    found = []
    for until in HANDOVERS:
        files = write(tmp_path_factory.mktemp("delivery"), City(), None, until, 1.0)
        kept, report = read_delivery(kinsa_illness, files)
        assert kept is not None, report.findings
        assert report.findings  # the neighbors and the state are said
        found.append(observed(kinsa_illness, kept).set_index(["period_start", "area_id"]))
    return found


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        written.append(write(tmp_path / name, City(), None, HANDOVERS[0], 1.0)[0].read_bytes())
    assert written[0] == written[1]


def test_illness_peaks_in_march_2020_and_with_omicron(tables: list[pd.DataFrame]) -> None:
    by_week = tables[1].groupby("period_start")["value"].median()
    assert by_week["2020-03-23"] > 2 * by_week["2020-05-04"]
    assert by_week["2021-12-27"] > 3 * by_week["2021-06-21"]


def test_some_weeks_are_not_reported(tables: list[pd.DataFrame]) -> None:
    share = (tables[1]["status"] == "not_reported").mean()
    assert 0.01 < share < 0.1
    outage = tables[1].loc[pd.Timestamp("2021-02-01")]
    assert set(outage["status"]) == {"not_reported"}


def test_the_last_weeks_of_the_first_delivery_rise_in_the_second(
    tables: list[pd.DataFrame],
) -> None:
    first, second = tables
    last = first.index.get_level_values("period_start").max()
    assert (second.loc[last, "value"] > first.loc[last, "value"]).all()
    assert second.loc[pd.Timestamp("2022-01-03")].equals(first.loc[pd.Timestamp("2022-01-03")])
