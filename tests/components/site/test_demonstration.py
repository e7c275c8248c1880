"""The demonstration marks what stands for a figure by its type, whatever it is styled as."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from dash import html
from dash.development.base_component import Component

from components.figures import tables
from components.markup.figure_words import (
    CopyBox,
    FigureItem,
    FigureSentence,
    FigureTitle,
    FigureValue,
    Lead,
    copy_text,
)
from components.markup.first_view import AsHtml, Slot, rendered
from components.markup.stacked import stacked
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


def test_a_page_about_no_figure_is_not_itself_called_simulated() -> None:
    """Places and words are real: what is simulated on such a page are the figures."""
    page = Page(title="Find a place", description="", body=[html.H1("Find a place")])
    kept = demonstration.kept_apart(page)
    assert kept.title == "Simulated figures: Find a place"
    assert "<h1>Simulated figures: Find a place</h1>" in rendered(kept.body)


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


def _alone(copies: list[Component]) -> Page:
    return Page(title="Figures", description="", body=copies)


def _in_a_part(copies: list[Component]) -> Page:
    return Page(title="Figures", description="", body=[], parts={"foot": AsHtml(copies)})


def _in_a_list_part(copies: list[Component]) -> Page:
    return Page(title="Figures", description="", body=[], parts={"foot": copies})


def _in_a_slot(copies: list[Component]) -> Page:
    return Page(title="Figures", description="", body=[Slot(AsHtml(copies), "foot", "slot")])


@pytest.mark.parametrize("place", [_alone, _in_a_part, _in_a_list_part, _in_a_slot])
def test_copies_are_taken_away_wherever_they_stand(
    place: Callable[[list[Component]], Page],
) -> None:
    page = demonstration.kept_apart(
        place([CopyBox("How to cite this", [copy_text()]), copy_text()])
    )
    written = str(rendered([page.body, *page.parts.values()]))
    assert "do-not-cite" in written
    assert "<button" not in written
    assert "cite-this" not in written


@pytest.mark.parametrize(
    "table",
    [
        tables.table("Newest rents", ["Area", "Rent"], [["Bronx", "66"]]),
        tables.table("Newest rents", ["Area", html.Th("Rent")], [["Bronx", html.B("66")]]),
        stacked("Newest rents", ["Area", "Rent"], [["Bronx", "66"]]),
        html.Table([html.Caption(["Newest ", html.B("rents")], className="new-name")]),
    ],
)
def test_the_caption_of_every_table_begins_with_simulated(table: Component) -> None:
    assert re.search(r"<caption[^>]*>Simulated: Newest ", shown(table))


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


# What the demonstration marks by its element, or takes away: as markup it would pass unseen.
MARKED = frozenset({"caption", "h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "details", "button"})


def _written_as_markup(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tag":
            name = node.args[0]
            if isinstance(name, ast.Constant) and name.value in MARKED:
                yield f"{path.name}:{node.lineno} writes <{name.value}> as markup"


def test_what_names_a_figure_is_never_written_as_markup() -> None:
    modules = [*(ROOT / "components").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
    assert [fault for path in modules for fault in _written_as_markup(path)] == []
