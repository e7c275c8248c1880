"""Every reader of a public source, given its own tiny delivery spoiled as files are spoiled.

A spoiled file is refused in words that name it, or its figures are those of the whole one; where
they differ the plausibility gate says so. Nothing ends in another error, and nothing stays on disk.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from data_loaders.sources import catalog
from tests.support.at_the_door import Case, clean, fault
from tests.support.public_deliveries import DELIVERIES
from tests.support.spoiled import KINDS, Kind, first_of_each_layout, spoiled

NAMES = list(DELIVERIES)


def cases(folder: Path, delivery: str, kinds: tuple[Kind, ...]) -> Iterator[Case]:
    """Each kind done to one file, the next kind to the next, in a column that chance picks."""
    files = first_of_each_layout(folder)
    for number, kind in enumerate(kinds):
        path = files[number % len(files)]
        for column, content in spoiled(path.read_bytes(), kind, 1):
            yield Case(delivery, str(path.relative_to(folder)), kind, column, content)


def faults(folder: Path, delivery: str, kinds: tuple[Kind, ...]) -> list[str]:
    DELIVERIES[delivery](folder)
    told = [(case, fault(case, folder)) for case in list(cases(folder, delivery, kinds))]
    return [f"{case}: {found}" for case, found in told if found]


def test_every_public_source_has_a_delivery_and_is_read_whole() -> None:
    named = {name.partition("/")[0] for name in DELIVERIES}
    assert named == set(catalog.PUBLIC), "name its delivery in tests/support/public_deliveries.py"


# One source a kind, another for each; all of both nightly.
@pytest.mark.parametrize(
    ("kind", "delivery"),
    [(kind, NAMES[number * 7 % len(NAMES)]) for number, kind in enumerate(KINDS)],
    ids=lambda each: each.name if isinstance(each, Kind) else each,
)
def test_a_spoiled_file_is_refused_in_words_or_read_right(
    tmp_path: Path, kind: Kind, delivery: str
) -> None:
    assert faults(tmp_path, delivery, (kind,)) == []


@pytest.mark.nightly
@pytest.mark.parametrize("delivery", NAMES)
def test_every_kind_of_spoiled_file_is_refused_or_read_right(tmp_path: Path, delivery: str) -> None:
    assert not clean(delivery).empty
    assert faults(tmp_path, delivery, KINDS) == []
