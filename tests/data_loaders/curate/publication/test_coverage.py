"""What a release is held against the last one for: only sources that differ from it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from data_loaders.curate.publication.coverage import published_values, unchanged
from data_loaders.released.release import Release
from tests.support.tiny import COURTS, LISTINGS, MONTHLY, module, observed, released


@pytest.mark.parametrize(
    ("before", "after"),
    [("13", "14"), ("provisional", "normal"), (",,withheld", ",3,normal"), ("-28", "-27")],
)
def test_a_source_is_unchanged_only_where_every_cell_is(
    tmp_path: Path, before: str, after: str
) -> None:
    contents = released(tmp_path, module(COURTS), module(LISTINGS))
    release = Release.open(tmp_path / contents.catalog.release_id)
    now = contents.observations["courts"]
    assert unchanged(release, {"courts": now}) == {"courts"}
    assert unchanged(release, {"courts": now.iloc[::-1]}) == {"courts"}
    changed = observed(MONTHLY.replace(before, after), "filings")
    assert not unchanged(release, {"courts": changed})


def test_what_is_shown_only_or_new_is_compared_frame_by_frame(tmp_path: Path) -> None:
    contents = released(tmp_path, module(COURTS), module(LISTINGS))
    release = Release.open(tmp_path / contents.catalog.release_id)
    new = replace(COURTS, id="other")
    now = {**contents.observations, new.id: contents.observations["courts"]}
    assert unchanged(release, now) == {"courts"}
    assert published_values(release, {"courts"}).keys() == {"listings"}
    assert published_values(release).keys() == {"courts", "listings"}
