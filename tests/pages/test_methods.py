"""Methods and privacy pages are written from the records of the sources, all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from dash.development.base_component import Component

from components.data import policy_words
from components.data.methods import measures
from components.privacy.audit import changed
from components.privacy.words import LAWS, provides
from components.text import terms_words
from data_loaders.released import serving
from data_loaders.released.freshness import is_computed
from data_loaders.released.release import Release
from data_loaders.sources.catalog import PARTNERS, SOURCES
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary.audit_record import TITLES
from data_loaders.vocabulary.challenge_rules import LEAST_CELLS, SHARE_RIGHT
from data_loaders.vocabulary.model import Delivery, Source
from data_loaders.vocabulary.naming import as_simulated
from data_loaders.vocabulary.policy import Treatment
from data_loaders.vocabulary.treatment_changes import CHANGES
from pages import methodology, privacy, source
from tests.components.data.test_policy_words import TREATED, numbers, recorded
from tests.support.described import described, markup, opened, words
from tests.support.tiny import COURTS


@pytest.fixture(autouse=True)
def _no_other_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path))
    serving.releases.cache_clear()


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return described(tmp_path, SOURCES)


@pytest.mark.parametrize("shown", SOURCES, ids=lambda each: each.id)
def test_every_source_has_a_page_with_every_rule_and_all_it_says_of_itself(
    release: Release, shown: Source
) -> None:
    text = words(opened(source.PAGE, f"/methodology/{shown.id}", release))
    said = [rule.sentence for rule in policy_words.rules(shown)]
    said += [shown.name, shown.description, shown.covers, terms_words.terms(shown), shown.citation]
    said += [*shown.known_errors, *(each.text for each in shown.breaks)]
    said += [indicator.title for indicator in shown.indicators]
    assert [each for each in said if " ".join(each.split()) not in text] == []


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda each: each.SOURCE.id)
def test_a_simulated_source_says_among_all_what_it_measures_as_a_real_one_does(
    partner: Partner,
) -> None:
    first = measures(partner.SOURCE)
    assert partner.SOURCE.description.startswith(first)
    assert measures(as_simulated(partner.SOURCE)) == first


def test_why_a_figure_is_hidden_can_be_pointed_at(release: Release) -> None:
    page = opened(source.PAGE, "/methodology/oca_evictions", release)
    assert 'id="privacy"' in markup(page)


def test_a_treated_source_never_says_its_private_parameter(tmp_path: Path) -> None:
    kept_private = replace(COURTS, policy=TREATED)
    made = described(tmp_path, (kept_private,))
    pages = (
        opened(source.PAGE, "/methodology/courts", made),
        opened(methodology.PAGE, "/methodology", made),
        opened(privacy.PAGE, "/privacy", made),
    )
    assert not any("97" in numbers(words(page)) for page in pages)


def test_a_source_that_is_not_there_is_answered_404_with_one_like_it(release: Release) -> None:
    page = opened(source.PAGE, "/methodology/oca_eviction", release)
    assert page.status == 404
    assert not page.is_indexed
    assert 'href="/methodology/oca_evictions"' in markup(page)


def test_links_keep_the_release_of_the_address(release: Release) -> None:
    page = opened(source.PAGE, "/methodology/oca_evictions", release, release="2026-11-01")
    assert 'href="/privacy?release=2026-11-01"' in markup(page)


@pytest.mark.parametrize("shown", SOURCES, ids=lambda each: each.id)
def test_the_table_of_methods_has_every_source(release: Release, shown: Source) -> None:
    page = opened(methodology.PAGE, "/methodology", release)
    assert f'href="/methodology/{shown.id}"' in markup(page)
    assert shown.covers in words(page)
    assert shown.policy.plain in words(page)


def test_every_number_of_the_privacy_page_is_recorded(release: Release) -> None:
    text = words(opened(privacy.PAGE, "/privacy", release))
    policies = set().union(*(recorded(each.policy) for each in SOURCES))
    names = numbers(" ".join(f"{each.name} {each.partner}" for each in SOURCES))
    computed = sum(map(is_computed, SOURCES))
    added = sum(map(policy_words.is_stricter, SOURCES))
    ours = sum(each.policy.treatment is Treatment.OURS for each in SOURCES)
    whole = len(SOURCES)
    counts = (8, 25, whole, 8 * whole, 0, added, computed, ours, whole - computed - added - ours)
    audited = {str(number) for number in counts}
    ids = {check_id.removeprefix("A") for check_id in TITLES}
    day = {"2026", "11", "22"}
    claims = {str(LEAST_CELLS), f"{100 * SHARE_RIGHT:g}"}
    mended = recorded(CHANGES) | {f"{len(CHANGES)}"}
    assert numbers(text) <= policies | names | audited | ids | day | claims | mended | set(LAWS)


def test_the_privacy_page_names_every_attack_and_never_promises_too_much(
    release: Release,
) -> None:
    text = words(opened(privacy.PAGE, "/privacy", release))
    assert [title for title in TITLES.values() if title not in text] == []
    assert "anonym" not in text.lower()
    assert "guarantee" not in text.lower()
    assert all(law in text for law in LAWS)
    assert "python -m data_loaders challenge" in text


def test_an_attack_that_did_not_run_is_not_said_to_have_passed(release: Release) -> None:
    page = markup(opened(privacy.PAGE, "/privacy", release))
    rows = re.findall(r"<tr><th scope=\"row\">(A\d+) .*?</tr>", page)
    assert len(rows) == len(TITLES)
    first = page[page.index("A1 Exact") : page.index("A2 Intervals")]
    assert "not run" in first
    assert "passed" not in first
    assert "The check of noise is for sources with noisy figures; this release has none." in page


def test_a_changed_rule_is_said_before_and_now() -> None:
    looser = replace(COURTS, policy=replace(COURTS.policy, publisher_rule="Cells under 5 hide."))
    [(name, told)] = changed({"courts": COURTS}, {"courts": looser})
    assert name == "Filings"
    assert [each.children for each in told if isinstance(each, Component)] == [
        "Before: Cells under 10 are left out.",
        "Now: Cells under 5 hide.",
    ]
    assert list(changed({"courts": COURTS}, {"courts": COURTS})) == []


@pytest.mark.parametrize(
    "said",
    [
        "Nobody gave data to this site in private",
        "It is no secret either: the default can be read in the code",
        "StreetEasy's public files show how many homes are listed, however few",
        "Their sum can be had by subtracting, as the city's total is published",
        "go by letters, never by the groups' names",
        "kept under the limits that stand in each source's rules",
        f"Recover {LEAST_CELLS} or more hidden cells, at least {SHARE_RIGHT:.0%} of them rightly",
    ],
)
def test_the_privacy_page_says_what_was_decided_and_why(release: Release, said: str) -> None:
    assert said in words(opened(privacy.PAGE, "/privacy", release))


@pytest.mark.parametrize("count", [1, 2, 40])
def test_publishers_that_hide_are_counted_and_none_is_not_said_of_0(count: int) -> None:
    assert policy_words.of_publishers(count).startswith(f"For {count} source")
    assert policy_words.of_publishers(0) == ""


def test_simulated_figures_are_never_said_to_be_given_by_nobody_in_private() -> None:
    simulated = " ".join(provides(is_simulated=True))
    assert "Nobody gave" not in simulated
    assert "given to the City in private" in simulated


def test_simulated_figures_are_never_said_to_be_late(release: Release) -> None:
    vintage = date(2021, 6, 30)
    delivered = tuple(Delivery(each.id, vintage, vintage, "", 1) for each in SOURCES)
    release.catalog = replace(release.catalog, deliveries=delivered)
    real = words(opened(methodology.PAGE, "/methodology", release))
    assert re.search(r" late\b|what is here ends earlier", real)
    release.manifest = replace(release.manifest, is_simulated=True)
    simulated = words(opened(methodology.PAGE, "/methodology", release))
    assert "June 30, 2021" in simulated
    assert not re.search(r" late\b|what is here ends earlier|on time", simulated)


@pytest.mark.parametrize("partner", PARTNERS, ids=lambda each: each.SOURCE.id)
def test_no_simulated_figure_goes_by_the_name_of_a_group_of_people(partner: Partner) -> None:
    named = {"black", "asian", "hispanic", "latino", "latina", "white", "indigenous", "pacific"}
    for one in partner.SOURCE.indicators:
        said = f"{one.id} {one.title} {one.noun} {one.industries}".lower()
        assert not named & set(re.findall(r"[a-z]+", said.replace("_", " ")))
