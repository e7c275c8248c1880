"""Another city's words take the place of New York's, whole and in every form of a sentence."""

from __future__ import annotations

import pytest

from data_loaders.vocabulary import city_terms
from data_loaders.vocabulary.city_terms import in_own_words

TERMS = {
    "New York City": "Toytown",
    "New Yorkers": "Toytowners",
    "borough": "district",
    "boroughs": "districts",
    "ZIP": "postal code",
}


def test_new_york_keeps_its_own_words() -> None:
    assert not city_terms.TERMS
    text = "Is New York City back? Its five boroughs say."
    assert in_own_words(text) is text


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Is New York City back? {answer}", "Is Toytown back? {answer}"),
        ("Boroughs and a borough", "Districts and a district"),
        ("New Yorkers in each borough.", "Toytowners in each district."),
        ("{borough} of {boroughs}, (borough)", "{borough} of {boroughs}, (district)"),
        ("All files (ZIP), by ZIP", "All files (ZIP), by postal code"),
        ("Southborough", "Southborough"),
        ("borough\u2019s", "district\u2019s"),
    ],
)
def test_another_city_says_its_own(text: str, own: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(city_terms, "TERMS", TERMS)
    assert in_own_words(text) == own
