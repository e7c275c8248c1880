"""Simulated home switchers read like a delivery and tell the city's story."""

from __future__ import annotations

import gzip
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, cuebiq_home_switchers
from data_loaders.sources.partners import cuebiq_home_switchers as source
from tests.support.handed_over import audited, digests, kept_of_both, observed_of_both

Both = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("switchers")
    return kept_of_both(source, cuebiq_home_switchers.write, folder, 1.0)


@pytest.fixture(scope="module")
def observed(kept: Both) -> Both:
    return observed_of_both(source, kept)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        digests(cuebiq_home_switchers.write(tmp_path / name, City(), None, HANDOVERS[0], 1.0))
        for name in ("a", "b")
    )
    assert first == second
    other = cuebiq_home_switchers.write(tmp_path / "c", City(seed=1), None, HANDOVERS[0], 1.0)
    assert digests(other) != first


def test_many_leave_the_city_in_march_2020_and_few_later(observed: Both) -> None:
    table = observed[1]
    chosen = (table["indicator_id"] == "moved_out_of_city") & (table["area_id"] == "MN")
    manhattan = table[chosen].set_index("period_end")["value"]
    assert manhattan["2020-03-29"] > 3 * manhattan["2020-02-16"]
    assert manhattan["2022-06-19"] < 0.5 * manhattan["2020-03-29"]


def test_the_newest_weeks_are_restated_by_the_next_delivery(kept: Both) -> None:
    shares = [
        part[part["area_id"] == "BK"].set_index("day")["left_city"][:"2022-03-27"] for part in kept
    ]
    changed = shares[0].ne(shares[1])
    assert changed.tail(2).all()
    assert not changed.iloc[:-2].any()


def test_small_flows_are_not_in_the_file_so_some_weeks_are_not_reported(observed: Both) -> None:
    missing = observed[1][observed[1]["status"] == "not_reported"]
    assert "SI" in set(missing["area_id"])
    assert 0.02 < len(missing) / len(observed[1]) < 0.25


def test_flows_into_the_city_are_in_the_file_and_left_out(tmp_path: Path) -> None:
    (file,) = cuebiq_home_switchers.write(tmp_path, City(), None, HANDOVERS[0], 1.0)
    lines = gzip.decompress(file.read_bytes()).decode().splitlines()
    assert lines[-1].split(",")[4] not in {"36061", "36047", "36081", "36005", "36085"}


def test_the_audit_of_both_releases_passes(tmp_path: Path, observed: Both) -> None:
    audit = audited(source, tmp_path, observed)
    assert audit.passed, audit.sources[0].checks
