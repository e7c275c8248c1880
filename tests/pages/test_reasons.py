"""In every release that ships, a value that is hidden, missing or unreliable says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest

from components.data.coverage import frames
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import (
    NEEDS_REASON,
    REASON_OF_CODE,
    STATUS_OF_CODE,
    Reason,
    Source,
    Status,
)
from data_loaders.vocabulary.policy import Treatment
from tests.pages.asked import SIDES


@pytest.mark.parametrize("side", SIDES)
def test_every_value_that_needs_a_reason_has_one_of_the_closed_list(
    sides: Mapping[str, Release], side: str
) -> None:
    release = sides[side]
    if not any(source.reasons for source in release.catalog.sources):
        pytest.skip("made before reasons were kept; its pages say what the status says")
    unexplained = {
        (source.id, str(STATUS_OF_CODE[code])): count
        for source in release.catalog.sources
        for code, count in _codes(release, source).items()
        if STATUS_OF_CODE[code] in NEEDS_REASON and code not in REASON_OF_CODE
    }
    assert unexplained == {}


@pytest.mark.parametrize("side", SIDES)
def test_a_figure_we_hide_has_the_one_public_reason(
    sides: Mapping[str, Release], side: str
) -> None:
    release = sides[side]
    ours = [s for s in release.catalog.sources if s.policy.treatment is Treatment.OURS]
    for source in ours:
        codes = _codes(release, source)
        hidden = {code for code in codes if STATUS_OF_CODE[code] is Status.WITHHELD}
        assert hidden <= {Status.WITHHELD.code, Reason.SITE_RULE.code}, source.id
        assert len(hidden) <= 1, source.id


def _codes(release: Release, source: Source) -> Counter[str]:
    return Counter(
        code
        for indicator in source.indicators
        for frame in frames(release, indicator)
        for codes in frame.statuses
        for code in codes
    )
