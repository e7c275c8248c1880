"""What the page on a release says of findings that a person accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from components.data.release import accepted
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import AcceptedFinding
from tests.support.tiny import COURTS, module, released


def test_accepted_findings_stand_on_the_page_with_their_reason(tmp_path: Path) -> None:
    contents = released(tmp_path, module(COURTS))
    release = Release.open(tmp_path / contents.catalog.release_id)
    assert accepted(release) == []
    found = AcceptedFinding(
        "courts-far-0123abcd", "courts", "Far off.", "The courts said so.", date(2026, 11, 22)
    )
    gone = replace(found, id="old-far-0123abcd", source_id="old", sentence="Long gone.")
    release.catalog = replace(release.catalog, accepted=(found, gone))
    text = str(accepted(release))
    for word in ("Unusual figures", "Filings", "Far off.", "The courts said so."):
        assert word in text
    assert "Long gone." not in text
