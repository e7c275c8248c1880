"""Data pages hold every indicator, its files as its terms allow, and the release they are from."""

from __future__ import annotations

import html
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from components.text import terms_words
from data_loaders.released import serving
from data_loaders.released.release import Release
from data_loaders.sources.catalog import INDICATORS, SOURCES
from data_loaders.vocabulary.model import (
    Changes,
    Geography,
    Publication,
    SeriesChanges,
    SourceChanges,
)
from data_loaders.vocabulary.unmet import UNMET
from pages import data, indicator
from tests.support.described import described, markup, opened, words
from tests.support.tiny import COURTS, released

SHOWN_ONLY = [
    each.id
    for source in SOURCES
    if source.publication is Publication.SHOW
    for each in source.indicators
]


@pytest.fixture(autouse=True)
def _own_releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path / "releases"))
    serving.releases.cache_clear()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return described(tmp_path_factory.mktemp("described"), SOURCES, notes=NOTES)


@pytest.fixture
def tiny(tmp_path: Path) -> Release:
    """Courts may be passed on, rents may not; the Bronx has two filings, Brooklyn one hidden."""
    released(tmp_path / "releases")
    return serving.releases().current()


NOTES = "# Release 2026-11-22"


@pytest.mark.parametrize("name", INDICATORS)
def test_every_indicator_has_a_page_with_its_dictionary_and_no_others_changes_of_method(
    release: Release, name: str
) -> None:
    shown, source = INDICATORS[name], release.source_of[name]
    text = words(opened(indicator.PAGE, f"/data/{name}", release))
    said = [shown.title, shown.description, shown.processing, *shown.caveats]
    said.append(source.citation.rstrip("."))
    assert [each for each in said if " ".join(each.split()) not in text] == []
    told = [each for each in source.breaks if " ".join(each.text.split()) in text]
    assert sorted(told, key=lambda each: each.on) == list(source.breaks_of(name))


@pytest.mark.parametrize("name", SHOWN_ONLY)
def test_figures_that_may_only_be_shown_have_no_file_but_a_reason(
    release: Release, name: str
) -> None:
    made = opened(indicator.PAGE, f"/data/{name}", release)
    page = markup(made)
    assert "download.csv" not in page
    assert "/releases/" not in page
    assert words(made).count(terms_words.why_no_copies(release.source_of[name])) == 1
    assert f'href="{release.source_of[name].publisher_url}"' in page


def test_every_indicator_is_listed(release: Release) -> None:
    page = markup(opened(data.PAGE, "/data", release))
    assert [name for name in INDICATORS if f'href="/data/{name}"' not in page] == []


def test_the_list_of_figures_can_be_filtered_by_a_word(release: Release) -> None:
    page = opened(data.PAGE, "/data", release, q="évictions")
    assert 'href="/data/eviction_filings"' in markup(page)
    assert 'href="/data/covid_case_rate"' not in markup(page)
    assert not page.is_indexed


def test_a_word_that_nothing_mentions_is_said(release: Release) -> None:
    assert "No figure mentions “qqq”" in words(opened(data.PAGE, "/data", release, q="qqq"))


def test_changes_are_those_the_catalog_holds(tmp_path: Path) -> None:
    release = described(tmp_path, SOURCES, notes=NOTES)
    assert "stands in its notes: notes.md ." in words(opened(data.PAGE, "/data", release))
    rents = SeriesChanges("rent", Geography.BOROUGH, added=2, revised=7, newest=date(2021, 2, 28))
    changes = Changes("2026-11-01", (SourceChanges("listings", "Rents", (rents,)),))
    release.catalog = replace(release.catalog, changes=changes)
    text = words(opened(data.PAGE, "/data", release))
    told = "Rents. 2 values added, the newest to February 28, 2021; 7 values revised."
    assert f"Since release 2026-11-01 {told}" in text


def test_the_page_of_an_indicator_counts_what_is_in_the_release(tiny: Release) -> None:
    text = words(opened(indicator.PAGE, "/data/filings", tiny))
    assert "Boroughs January 2021 February 2021 2 4 75% 25%" in text
    assert "Hidden by its publisher, as too few are behind it 1 observation " in text


def test_a_file_is_offered_with_the_fingerprint_of_the_manifest(tiny: Release) -> None:
    page = markup(opened(indicator.PAGE, "/data/filings", tiny))
    name = tiny.index.tables["filings_borough"]
    assert f'href="/releases/{tiny.id}/{name}"' in page
    assert tiny.manifest.files[name].sha256 in page


def test_a_citation_names_the_release_and_where_to_find_it(
    tiny: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = words(opened(indicator.PAGE, "/data/filings", tiny))
    assert f"release {tiny.id}" in text
    assert f"SHA-256 of the file by borough: {_hash(tiny)}." in text
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example/")
    text = words(opened(indicator.PAGE, "/data/filings", tiny))
    assert f"https://recovery.example/data/filings?release={tiny.id}" in text


def test_the_release_says_what_it_was_made_from(tiny: Release) -> None:
    text = words(opened(data.PAGE, "/data", tiny))
    assert "Filings February 28, 2021 November 22, 2026 4" in text
    assert f"{tiny.id} (shown now)" in text
    assert tiny.manifest.files["catalog.json"].sha256 in text


def test_an_indicator_that_is_not_there_is_answered_404(tiny: Release) -> None:
    page = opened(indicator.PAGE, "/data/filing", tiny)
    assert page.status == 404
    assert 'href="/data/filings"' in markup(page)


def _hash(release: Release) -> str:
    return release.manifest.files[release.index.tables["filings_borough"]].sha256


def test_needs_no_figure_reaches_are_listed_with_who_measured_them(tmp_path: Path) -> None:
    page = opened(data.PAGE, "/data", described(tmp_path, (COURTS,)))
    gaps = markup(page).partition('id="gaps"')[2].partition('id="due"')[0]
    assert [each.what for each in UNMET if each.what not in html.unescape(gaps)] == []
    assert "Public safety." in gaps
    assert "Housing." not in gaps
