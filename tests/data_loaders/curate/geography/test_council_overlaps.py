"""The shipped table of council districts is made again from the published file, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data_loaders.curate.geography import council_overlaps
from data_loaders.curate.geography.council_overlaps import write_council_overlaps
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.vocabulary.council_districts import DISTRICTS_FILE, NUMBERS

TRACTS = [f"3600500{number:02}00,{number},10" for number in NUMBERS]


def made(folder: Path, lines: list[str]) -> Path:
    file = folder / council_overlaps.DISTRICTS_FILE
    file.parent.mkdir(parents=True)
    file.write_text("\n".join(["ct,cd,pop", *lines]) + "\n")
    return folder


def test_the_published_file_makes_the_shipped_table(mirror: Path, tmp_path: Path) -> None:
    table = council_overlaps.council_overlaps(mirror)
    write_council_overlaps(table, tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_bytes() == DISTRICTS_FILE.read_bytes()


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (TRACTS[:-1], "council districts"),
        ([*TRACTS, "36005009900,52,10"], "council districts"),
        ([*TRACTS, "36005009900,,10"], "1 tracts with residents and no council district"),
    ],
)
def test_a_district_that_is_missing_or_unknown_is_refused(
    tmp_path: Path, lines: list[str], problem: str
) -> None:
    with pytest.raises(DeliveryError, match=problem):
        council_overlaps.district_of_tract(made(tmp_path, lines))


def test_a_tract_without_residents_needs_no_district(tmp_path: Path) -> None:
    known = council_overlaps.district_of_tract(made(tmp_path, [*TRACTS, "36047990100,,0"]))
    assert len(known) == len(TRACTS)
