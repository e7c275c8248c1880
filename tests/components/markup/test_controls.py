"""Pickers: lists by theme, the same without a script, and searched where they are long."""

from __future__ import annotations

from components.markup import controls
from components.markup.first_view import rendered
from data_loaders.sources.catalog import INDICATORS
from data_loaders.vocabulary.model import Category


def picker(options: list[controls.Option], chosen: str = "") -> str:
    return str(rendered(controls.select("a-list", "what", "Show", options, chosen)))


def test_figures_stand_under_their_theme_each_theme_once() -> None:
    drawn = picker(controls.indicator_options(INDICATORS), "asking_rent")
    labels = [part.split('"')[0] for part in drawn.split('<optgroup label="')[1:]]
    assert labels
    assert len(labels) == len(set(labels)) <= len(Category)
    assert drawn.count("<option") == len(INDICATORS)
    assert drawn.count("selected") == 1


def test_a_long_list_can_be_searched_and_the_field_is_never_sent() -> None:
    field = picker(controls.indicator_options(INDICATORS)).split("<select")[0]
    assert 'class="picker-find' in field
    assert " name=" not in field


def test_a_short_or_plain_list_has_no_field_and_no_themes() -> None:
    drawn = picker([(str(number), str(number)) for number in range(99)])
    assert "picker-find" not in drawn
    assert "optgroup" not in drawn
