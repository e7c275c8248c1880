"""The demonstration marks what stands for a figure by its type, whatever it is styled as."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from dash import html
from dash.development.base_component import Component

from components.markup.figure_words import (
    CopyBox,
    FigureItem,
    FigureSentence,
    FigureTitle,
    FigureValue,
    Lead,
    copy_text,
)
from components.markup.first_view import AsHtml, rendered
from components.site import demonstration
from components.site.page import Page


def shown(*body: Component) -> str:
    """A page of the demonstration with this body, as HTML."""
    page = Page(title="Figures", description="Figures.", body=[html.Main(list(body))])
    return str(rendered(demonstration.kept_apart(page).body))


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_title_of_a_figure_begins_with_simulated_at_every_level(level: int) -> None:
    assert f'<h{level} class="new-name">Simulated: Rents' in shown(
        FigureTitle("Rents", level, "new-name")
    )


@pytest.mark.parametrize(
    "component",
    [
        Lead("Rents are back."),
        FigureSentence("Rents are back."),
        FigureSentence("Rents are back.", "new-name"),
        FigureItem("Rents are back."),
        FigureItem("Rents are back.", className="new-name"),
    ],
)
def test_a_sentence_of_a_figure_begins_with_simulated_under_every_class(
    component: Component,
) -> None:
    assert ">Simulated. Rents are back." in shown(component)


def test_a_value_alone_ends_with_simulated() -> None:
    assert '66<span class="mark"> simulated</span></p>' in shown(FigureValue("66"))


def test_a_sentence_of_several_elements_begins_with_simulated() -> None:
    label = [html.Strong("Bronx"), " · ", html.Span("66 filings")]
    assert "Simulated. <strong>Bronx" in shown(FigureSentence(label, "strip-value"))


def test_sentences_sent_as_html_beside_an_island_are_marked_too() -> None:
    page = Page(
        title="Figures", description="", body=[], parts={"back": AsHtml([FigureItem("Back.")])}
    )
    (part,) = demonstration.kept_apart(page).parts.values()
    assert "Simulated. Back." in rendered(part)


def test_nothing_of_a_simulated_figure_is_offered_for_copying() -> None:
    page = shown(CopyBox("How to cite this", [html.P("Rents."), copy_text()]), copy_text())
    assert "Rents." not in page
    assert "<button" not in page


def test_words_that_stand_for_no_figure_are_left_as_they_are() -> None:
    assert "<p>Call 311.</p>" in shown(html.P("Call 311."))


ROOT = Path(__file__).resolve().parents[3]
STYLED = re.compile(r'(?:className|class_name)="(?:[\w-]+ )*(?:answer|said|big|chart-title)\b')


def test_no_component_styles_words_of_a_figure_without_saying_that_they_are() -> None:
    """What looks like a figure's title, sentence or value and is of no such type bears no mark."""
    modules = [*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    own = ROOT / "components" / "markup" / "figure_words.py"
    styled = [path.name for path in modules if path != own and STYLED.search(path.read_text())]
    assert styled == []
