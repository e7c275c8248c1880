"""LinkedIn's simulated deliveries pass its reader, and tell of the hiring freeze of 2020."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS
from data_loaders.simulated.deliveries.linkedin_hiring import write
from data_loaders.sources.partners.linkedin_hiring import source as linkedin_hiring
from tests.support.handed_over import observed


@pytest.fixture(scope="module")
def rates(tmp_path_factory: pytest.TempPathFactory) -> list[pd.Series]:
    """The published hiring rate by month, of each handover."""
    found = []
    for until in HANDOVERS:
        files = write(tmp_path_factory.mktemp("delivery"), City(), None, until, 1.0)
        kept, report = read_delivery(linkedin_hiring, files)
        assert kept is not None, report.findings
        table = observed(linkedin_hiring, kept)
        of_rate = table[table["indicator_id"] == "hiring_rate"]
        found.append(of_rate.set_index("period_start")["value"])
    return found


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    written = []
    for folder in folders:
        folder.mkdir()
        written.append(write(folder, City(), None, HANDOVERS[0], 1.0)[0].read_bytes())
    assert written[0] == written[1]


def test_hiring_halves_in_april_2020_and_is_above_2016_late_in_2021(
    rates: list[pd.Series],
) -> None:
    assert rates[1]["2020-04-01"] < 0.6 * rates[1]["2020-02-01"]
    assert rates[1]["2021-11-01"] > 115


def test_the_newest_months_of_the_first_delivery_rise_in_the_second(
    rates: list[pd.Series],
) -> None:
    first, second = rates
    newest = first.index[-3:]
    assert (second[newest] > first[newest]).all()
    assert second[first.index[:-3]].equals(first[:-3])
