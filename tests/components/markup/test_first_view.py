"""The first response is the layout Dash will mount, in native elements, and never markup."""

from __future__ import annotations

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from markupsafe import Markup

from components.markup.first_view import Slot, rendered


def test_elements_keep_their_attributes_under_their_native_names() -> None:
    made = html.Label("Show", htmlFor="a", className="b", tabIndex=-1, id="c")
    assert rendered(made) == '<label id="c" class="b" for="a" tabindex="-1">Show</label>'


def test_words_of_a_layout_are_never_markup() -> None:
    hostile = "\"'><script>x</script>&amp;"
    made = rendered(html.P(hostile, title=hostile, id=hostile))
    assert "<script>" not in made
    assert made.count('"') == 4
    assert "&amp;amp;" in made


def test_a_slot_carries_its_drawing() -> None:
    made = rendered(Slot(Markup("<svg></svg>"), "map-figure", "slot"))
    assert made == '<div id="map-figure" class="slot"><svg></svg></div>'


def test_a_select_is_written_with_its_chosen_option() -> None:
    options = [dbc.Select.Options(label=f"L{i}", value=f"v{i}") for i in range(2)]
    made = rendered(dbc.Select(id="s", name="n", options=options, value="v1"))
    assert '<option value="v0">L0</option><option value="v1" selected>L1</option>' in made
    assert made.startswith("<select")
    assert 'name="n"' in made


def test_an_input_is_native() -> None:
    made = rendered(dbc.Input(id="i", type="range", min=0, max=5, value=3, debounce=True))
    assert made.startswith("<input")
    for attribute in ('type="range"', 'min="0"', 'max="5"', 'value="3"', "form-control"):
        assert attribute in made
    assert "debounce" not in made


def test_what_only_dash_needs_is_not_written() -> None:
    assert rendered([dcc.Store(id="s", data={"a": 1}), dcc.Location(id="l"), None]) == ""


def test_numbers_and_nested_lists_are_written_in_order() -> None:
    assert rendered([html.B([1, [2.5, "x"]]), "y"]) == "<b>12.5x</b>y"


@pytest.mark.parametrize(
    "component", [dcc.Dropdown(), dcc.Graph(), dcc.Markdown("x"), dbc.Card(), dbc.Modal()]
)
def test_a_component_without_a_native_form_is_refused_by_name(component: html.Div) -> None:
    with pytest.raises(TypeError, match=f"{type(component).__name__} has no native form"):
        rendered(html.Div(component))


def test_what_is_no_component_is_refused() -> None:
    with pytest.raises(TypeError, match="a layout cannot hold dict"):
        rendered({"a": 1})  # pyright: ignore[reportArgumentType]
