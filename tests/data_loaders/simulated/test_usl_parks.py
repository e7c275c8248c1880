"""The simulated survey on parks passes its reader: one wave, one row a person."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries.partner import read_delivery
from data_loaders.simulated.city import City
from data_loaders.simulated.deliveries import HANDOVERS
from data_loaders.simulated.deliveries.usl_parks import LEFT_BLANK, PEOPLE, write
from data_loaders.sources.partners import usl_parks
from tests.support.handed_over import observed


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    [written] = write(tmp_path_factory.mktemp("delivery"), City(), None, HANDOVERS[0], 1.0)
    return written


def test_the_same_seed_gives_the_same_bytes(file: Path, tmp_path: Path) -> None:
    [again] = write(tmp_path, City(), None, HANDOVERS[0], 1.0)
    assert again.read_bytes() == file.read_bytes()


def test_it_passes_the_reader_and_adds_up(file: Path) -> None:
    kept, report = read_delivery(usl_parks, [file])
    assert kept is not None, report.findings
    table = observed(usl_parks, kept).set_index(["indicator_id", "area_id"])["value"]
    people = table["usl_people"]
    assert 0.95 * PEOPLE < people["NYC"] < PEOPLE
    assert people.drop("NYC").sum() == people["NYC"]
    answers = [name for name in table.index.get_level_values(0) if "feel_safe" in name]
    assert table[answers].sum() == people["NYC"]


def test_nobodys_words_are_invented(file: Path) -> None:
    rows = pd.read_csv(file, sep="|", dtype="str", keep_default_na=False)
    in_own_words = [name for name in rows if name.endswith("other") or name in LEFT_BLANK]
    assert len(in_own_words) > 5
    assert (rows[in_own_words] == "").all(axis=None)


def test_the_wave_is_handed_over_once(tmp_path: Path) -> None:
    assert write(tmp_path, City(), HANDOVERS[0], HANDOVERS[1], 1.0) == []
