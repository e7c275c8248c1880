"""Simulated mobility reads like a delivery and tells the city's story."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, cuebiq_mobility
from data_loaders.sources.partners.cuebiq_mobility import source
from tests.support.handed_over import audited, digests, kept_of_both, observed_of_both

Both = tuple[pd.DataFrame, pd.DataFrame]
SCALE = 0.005


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return kept_of_both(source, cuebiq_mobility.write, tmp_path_factory.mktemp("mobility"), SCALE)


@pytest.fixture(scope="module")
def observed(kept: Both) -> Both:
    return observed_of_both(source, kept)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        digests(cuebiq_mobility.write(tmp_path / name, City(), *HANDOVERS, SCALE))
        for name in ("a", "b")
    )
    assert first == second
    other = cuebiq_mobility.write(tmp_path / "c", City(seed=1), *HANDOVERS, SCALE)
    assert not set(digests(other)) & set(first)


def test_people_hardly_move_in_april_2020_and_move_again_later(observed: Both) -> None:
    table = observed[1]
    city = table[table["area_id"] == "NYC"].set_index("period_end")["value"]
    assert city["2020-04-12"] < 0.25 * city["2020-02-16"]
    assert 0.6 * city["2020-02-16"] < city["2022-06-26"] < city["2020-02-16"]


def test_the_newest_days_are_written_again_with_late_records(kept: Both) -> None:
    first, second = (part[part["area_id"] == "QN"].set_index("day") for part in kept)
    again = second.index.intersection(first.index)
    assert len(again) == 7
    means = [part.loc[again, "weighted"] / part.loc[again, "weight"] for part in (first, second)]
    assert (means[1] > means[0]).all()


def test_days_that_were_never_handed_over_are_not_reported(observed: Both) -> None:
    missing = observed[1][observed[1]["status"] == "not_reported"]
    assert set(missing["period_end"].astype(str)) == {"2021-08-08"}
    assert len(missing) == 6


def test_the_audit_of_both_releases_passes(tmp_path: Path, observed: Both) -> None:
    audit = audited(source, tmp_path, observed)
    assert audit.passed, audit.sources[0].checks
