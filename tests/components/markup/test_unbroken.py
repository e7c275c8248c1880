"""A name with a number behind a hyphen stays on one line, and is still the name it was."""

from __future__ import annotations

import re

import pytest
from dash import html

from components.markup.first_view import rendered

TAG = re.compile(r"<[^>]+>")


@pytest.mark.parametrize(
    "name", ["COVID-19", "2017-2021", "SHA-256", "2026-11-29-2", "2026-001", "2019 = 100"]
)
def test_a_numbered_name_is_whole_wherever_it_stands(name: str) -> None:
    made = rendered(html.H1(["New ", html.A(f"{name} cases & ({name}).", href="/a")]))
    assert made.count(f'<span class="whole">{name}</span>') == 2
    assert TAG.sub("", made) == f"New {name} cases &amp; ({name})."


@pytest.mark.parametrize(
    "words",
    ["/data/covid-19", "?to=2026-11-29", "five-year", "Concourse-Concourse", "-5", "10-day-long"],
)
def test_addresses_and_other_words_may_be_parted(words: str) -> None:
    assert rendered(html.P(words)) == f"<p>{words}</p>"
