"""Markup is written escaped, whatever it is written from, and looks the same however it is made."""

from __future__ import annotations

from enum import StrEnum
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from components.markup.addresses import trace
from components.markup.svg import joined, tag


class _Word(StrEnum):
    PLAIN = "plain"
    UNSAFE = "<b>&\"'"


@given(st.text())
def test_text_and_attributes_are_escaped(text: str) -> None:
    assert tag("p", text, title=text) == f'<p title="{escape(text)}">{escape(text)}</p>'
    assert joined([tag("b", text)]) == f"<b>{escape(text)}</b>"


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (3, "3"),
        (-3, "-3"),
        (3.0, "3"),
        (3.14, "3.1"),
        (_Word.PLAIN, "plain"),
        (_Word.UNSAFE, "&lt;b&gt;&amp;&#34;&#39;"),
        (Markup("&amp;"), "&amp;"),
    ],
)
def test_an_attribute_of_each_kind_is_written_as_it_reads(value: object, written: str) -> None:
    assert tag("p", title=value) == f'<p title="{written}"></p>'


@given(st.lists(st.text(min_size=1), min_size=6, max_size=6))
def test_the_address_of_a_number_keeps_every_word_of_it(words: list[str]) -> None:
    indicator, geography, area, day, industry, release = words
    query = trace(indicator, geography, area, day, industry, release).partition("?")[2]
    names = ("indicator", "geography", "areas", "period", "industry", "release")
    asked = {name: word for name, word in zip(names, words, strict=True)}
    if industry == "all":
        del asked["industry"]
    assert dict(parse_qsl(query, keep_blank_values=True)) == asked
