"""Simulated travelers read like a delivery, tell the city's story and stand up to the audit."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS, cuebiq_travelers
from data_loaders.sources.partners import cuebiq_travelers as source
from tests.support.handed_over import audited, digests, kept_of_both, observed_of_both

Both = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Both:
    return kept_of_both(source, cuebiq_travelers.write, tmp_path_factory.mktemp("travelers"), 1.0)


@pytest.fixture(scope="module")
def observed(kept: Both) -> Both:
    return observed_of_both(source, kept)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        digests(cuebiq_travelers.write(tmp_path / name, City(), *HANDOVERS, 1.0))
        for name in ("a", "b")
    )
    assert first == second
    other = cuebiq_travelers.write(tmp_path / "c", City(seed=1), *HANDOVERS, 1.0)
    assert digests(other) != first


def test_travelers_nearly_vanish_in_april_2020_and_come_back(observed: Both) -> None:
    table = observed[1]
    chosen = (table["indicator_id"] == "travelers") & (table["area_id"] == "NYC")
    city = table[chosen].set_index("period_end")["value"]
    before = city["2020-01-19":"2020-03-01"].mean()
    assert city["2020-04-12"] < 0.25 * before
    assert city["2022-06-26"] > 0.5 * before


def test_the_newest_days_are_written_again_with_late_records(kept: Both) -> None:
    first, second = (part[part["area_id"] == "MN"].set_index("day") for part in kept)
    again = second.index.intersection(first.index)
    assert len(again) == 10
    totals = [part.loc[again, "last_14_days_travelers"] for part in (first, second)]
    assert (totals[1] > totals[0]).all()


def test_a_realistic_share_is_withheld(observed: Both) -> None:
    for table in observed:
        assert 0.03 < table["status"].eq("withheld").mean() < 0.2


def test_the_audit_of_both_releases_passes(tmp_path: Path, observed: Both) -> None:
    audit = audited(source, tmp_path, observed)
    assert audit.passed, audit.sources[0].checks


def test_the_audit_fails_where_one_withheld_count_is_shown(tmp_path: Path, observed: Both) -> None:
    shown = observed[1].copy()
    staying_in = shown["indicator_id"] == "travelers_staying_in"
    place = shown.index[staying_in & (shown["status"] == "withheld")][0]
    shown.loc[place, ["value", "status"]] = [31.0, "normal"]
    assert not audited(source, tmp_path, (observed[0], shown)).passed
