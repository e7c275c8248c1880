"""Simulated daily visits by sector read like a delivery and tell the city's story."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, cuebiq_daily_cvi
from data_loaders.simulated.deliveries import cuebiq_weekly_cvi as weekly_writer
from data_loaders.sources.partners import cuebiq_weekly_cvi as weekly_source
from data_loaders.sources.partners.cuebiq_daily_cvi import source
from tests.support.handed_over import audited, digests, kept_of_both, observed_of_both
from tests.support.packed import taken

Both = tuple[pd.DataFrame, pd.DataFrame]
SCALE = 0.3


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return kept_of_both(source, cuebiq_daily_cvi.write, tmp_path_factory.mktemp("cvi"), SCALE)


@pytest.fixture(scope="module")
def observed(kept: Both) -> Both:
    return observed_of_both(source, kept)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        digests(cuebiq_daily_cvi.write(tmp_path / name, City(), None, HANDOVERS[0], SCALE))
        for name in ("a", "b")
    )
    assert first == second
    other = cuebiq_daily_cvi.write(tmp_path / "c", City(seed=1), None, HANDOVERS[0], SCALE)
    assert not set(digests(other)) & set(first)


def test_restaurants_fall_in_april_2020_and_double_a_year_later(observed: Both) -> None:
    sector = observed[1]["industry_id"] == "dining"
    dining = observed[1][sector].set_index("period_end")["value"]
    assert dining["2020-04-05":"2020-04-26"].max() < -60
    assert dining["2021-04-11"] > 100
    assert dining["2020-02-02"] == pytest.approx(0, abs=10)


def test_the_newest_days_are_restated_by_the_next_delivery(kept: Both) -> None:
    values = [
        part[part["sector"] == "retail"].set_index("day")["now"][:"2022-03-31"] for part in kept
    ]
    changed = ~values[0].round(6).eq(values[1].round(6))
    assert changed.tail(14).all()
    assert not changed.iloc[:-14].any()


def test_both_indexes_are_of_the_same_brands(kept: Both, tmp_path: Path) -> None:
    files = weekly_writer.write(tmp_path, City(), None, HANDOVERS[0], SCALE)
    weekly, _ = taken(weekly_source, *files)
    ours = kept[0].set_index(["day", "sector"])
    theirs = weekly.set_index(["day", "sector"])["visits"]
    day = (pd.Timestamp("2021-06-06"), "retail")
    assert ours.loc[day, "now"] <= theirs[day] + 0.01


def test_some_sector_weeks_are_withheld_and_most_are_not(observed: Both) -> None:
    withheld = observed[1]["status"].eq("withheld").mean()
    assert 0.02 < withheld < 0.2


def test_the_audit_of_both_releases_passes(tmp_path: Path, observed: Both) -> None:
    audit = audited(source, tmp_path, observed)
    assert audit.passed, audit.sources[0].checks
