"""Coverage, Data and Share count the same figures under each topic, and call none renewed that is
not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from components.data.matching import matching
from components.gaps import reach
from components.share.view import covering
from data_loaders.records.held import records
from data_loaders.records.model import Sought
from data_loaders.released.endings import is_renewed
from data_loaders.released.release import Release
from data_loaders.released.topics import topics_of
from data_loaders.vocabulary.model import Cadence, Category


@pytest.fixture
def mixed(literal_release: Release, monkeypatch: pytest.MonkeyPatch) -> Release:
    """A release with a figure whose family begins under another topic."""
    first, second, *_rest = literal_release.indicators.values()
    other = next(each for each in Category if each is not first.category)
    kin = replace(second, family=first.family, category=other)
    monkeypatch.setitem(literal_release.indicators, second.id, kin)
    return literal_release


def test_coverage_data_and_share_count_alike(mixed: Release) -> None:
    listed = Counter[Category]()
    for family in matching(mixed, ""):
        listed[topics_of(mixed)[family[0].id]] += len(family)
    assert {each.category: len(each.figures) for each in reach.topics(mixed) if each.figures} == {
        name: count for name, count in listed.items() if count
    }
    on = {each.category: each.figures for each in reach.topics(mixed)}
    for sought in records().current().of("sought").values():
        assert isinstance(sought, Sought)
        if not sought.figures:
            assert {*covering(sought, mixed)} == {each for c in sought.categories for each in on[c]}


@pytest.mark.parametrize("cadence", [Cadence.ONCE, Cadence.AS_NEEDED])
def test_what_comes_on_no_set_day_is_not_called_renewed(
    literal_release: Release, monkeypatch: pytest.MonkeyPatch, cadence: Cadence
) -> None:
    name, indicator = next(
        (name, each)
        for name, each in literal_release.indicators.items()
        if is_renewed(literal_release, name)
    )
    source = replace(literal_release.source_of[indicator.id], cadence=cadence)
    monkeypatch.setitem(literal_release.source_of, indicator.id, source)
    assert not is_renewed(literal_release, name)


def test_a_series_that_stays_behind_others_of_its_source_is_not_called_renewed(
    literal_release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = next(name for name in literal_release.indicators if is_renewed(literal_release, name))
    source = literal_release.source_of[name]
    old = replace(literal_release.indicators[name], id="old")
    entries = tuple(
        replace(each, indicator_id="old", last=date(2016, 12, 31))
        for each in literal_release.entries_of(name)
    )
    of_all = literal_release.entries_of
    told = {"old": entries}
    monkeypatch.setattr(literal_release, "entries_of", lambda each: told.get(each, of_all(each)))
    behind = replace(source, indicators=(*source.indicators, old))
    monkeypatch.setitem(literal_release.source_of, "old", behind)
    monkeypatch.setitem(literal_release.indicators, "old", old)
    assert not is_renewed(literal_release, "old")
