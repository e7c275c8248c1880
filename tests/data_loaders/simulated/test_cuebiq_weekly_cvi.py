"""Simulated weekly visits by sector read like a delivery and tell the city's story."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, cuebiq_weekly_cvi
from data_loaders.sources.partners import cuebiq_weekly_cvi as source
from tests.support.handed_over import audited, digests, kept_of_both, observed_of_both

Both = tuple[pd.DataFrame, pd.DataFrame]
SCALE = 0.3


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return kept_of_both(source, cuebiq_weekly_cvi.write, tmp_path_factory.mktemp("cvi"), SCALE)


@pytest.fixture(scope="module")
def observed(kept: Both) -> Both:
    return observed_of_both(source, kept)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        digests(cuebiq_weekly_cvi.write(tmp_path / name, City(), None, HANDOVERS[0], SCALE))
        for name in ("a", "b")
    )
    assert first == second
    other = cuebiq_weekly_cvi.write(tmp_path / "c", City(seed=1), None, HANDOVERS[0], SCALE)
    assert not set(digests(other)) & set(first)


def test_restaurants_fall_in_april_2020_and_come_back(observed: Both) -> None:
    sector = observed[1]["industry_id"] == "dining"
    dining = observed[1][sector].set_index("period_end")["value"]
    assert dining["2020-04-06":"2020-04-26"].max() < 40
    assert dining["2022-05-01":].min() > 70
    assert dining["2022-01-16"] < dining["2021-12-05"]


def test_the_newest_weeks_are_restated_by_the_next_delivery(kept: Both) -> None:
    values = [
        part[part["sector"] == "retail"].set_index("day")["visits"][:"2022-03-27"] for part in kept
    ]
    changed = values[0].ne(values[1])
    assert changed.tail(4).all()
    assert not changed.iloc[:-4].any()


def test_some_sector_weeks_are_withheld_and_most_are_not(observed: Both) -> None:
    withheld = observed[1]["status"].eq("withheld").mean()
    assert 0.02 < withheld < 0.2


def test_the_audit_of_both_releases_passes(tmp_path: Path, observed: Both) -> None:
    audit = audited(source, tmp_path, observed)
    assert audit.passed, audit.sources[0].checks
