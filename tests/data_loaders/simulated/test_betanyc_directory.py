from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, betanyc_directory
from data_loaders.sources.partners.betanyc_directory import source
from tests.support.handed_over import observed

FIRST, SECOND = HANDOVERS


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """What is kept of a year of directories, to the second handover."""
    folder = tmp_path_factory.mktemp("directories")
    paths = betanyc_directory.write(folder, City(), date(2021, 9, 30), SECOND, 1.0)
    rows, report = read_delivery(source, paths)
    assert rows is not None, [finding.sentence for finding in report.findings]
    return rows


def test_the_same_seed_writes_the_same_bytes_and_less_scale_fewer_businesses(
    tmp_path: Path,
) -> None:
    written = []
    for name, seed, scale in (("a", 1, 1.0), ("b", 1, 1.0), ("c", 2, 1.0), ("d", 1, 0.1)):
        (tmp_path / name).mkdir()
        files = betanyc_directory.write(tmp_path / name, City(seed), FIRST, SECOND, scale)
        written.append(b"".join(path.read_bytes() for path in files))
    assert written[0] == written[1] != written[2]
    assert len(written[3]) < len(written[0]) / 4


def test_each_handover_brings_the_directories_of_its_own_months(tmp_path: Path) -> None:
    paths = betanyc_directory.write(tmp_path, City(), FIRST, SECOND, 0.1)
    days = sorted({path.stem.rsplit("_", 1)[1] for path in paths})
    assert days == ["2022-04-30", "2022-05-31", "2022-06-30"]
    assert len(paths) == 3 * len(source.COMMUNITIES)


def test_more_closed_in_the_winter_of_omicron(kept: pd.DataFrame) -> None:
    listed = kept[kept["indicator_id"].eq("directory_businesses")].groupby("day")["value"].sum()
    assert listed[pd.Timestamp("2022-01-31")] < listed[pd.Timestamp("2021-12-31")]
    assert listed[pd.Timestamp("2022-06-30")] > listed[pd.Timestamp("2022-01-31")]


def test_the_year_can_be_published_and_no_few_owners_are_shown(kept: pd.DataFrame) -> None:
    table = observed(source, kept)
    owned = table[table["indicator_id"].str.startswith("directory_owner_group_")]
    assert owned["status"].isin(["normal", "withheld", "not_applicable"]).all()
    shown = owned["value"].dropna()
    assert len(shown)
    assert not shown.between(1, 9).any()
