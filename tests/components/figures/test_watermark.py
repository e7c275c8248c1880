"""The word across simulated drawings: under all words, over all colors, whole in tables."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from markupsafe import Markup

from components.figures.watermark import CLASS, watermarked

SVG = '<svg viewBox="0 0 400 200" aria-label="Chart">{}</svg>'
STYLE = Path(__file__).parents[3] / "assets" / "site.css"


@pytest.mark.parametrize(
    ("inside", "before", "after"),
    [
        ('<rect class="cell"/><text>Bronx</text><path class="line"/>', ["rect"], ["text", "path"]),
        ('<rect/><g class="row"><rect/><text>0</text></g>', ["rect"], ["g"]),
        ("<g><path/></g><text>0</text><g><text>1</text></g>", ["g"], ["text", "g"]),
        ('<g class="areas"><path/></g><path class="outline"/>', ["g", "path"], []),
        ("<svg><text>0</text></svg><path/>", [], ["svg", "path"]),
    ],
)
def test_the_word_lies_over_colors_and_under_words(
    inside: str, before: list[str], after: list[str]
) -> None:
    """It struck through names of lines and the zero of axes."""
    children = list(ElementTree.fromstring(watermarked(Markup(SVG.format(inside)))))  # noqa: S314
    (at,) = [place for place, each in enumerate(children) if each.get("class") == CLASS]
    assert [each.tag for each in children[:at]] == before
    assert [each.tag for each in children[at + 1 :]] == after


def test_a_whole_picture_has_the_word_over_all_of_it() -> None:
    marked = watermarked(Markup(SVG.format("<text>Title</text><path/>")), is_whole=True)
    assert list(ElementTree.fromstring(marked))[-1].get("class") == CLASS  # noqa: S314


def test_a_table_of_the_demonstration_has_whole_words_in_light_and_dark() -> None:
    """Tiles were cut to "SIMU" at its edge, and were as dark as the page in the dark."""
    rules = re.findall(r"\.simulated table \{ (background[^}]*)\}", STYLE.read_text("utf-8"))
    assert len(rules) == 2
    assert rules[0].rstrip("; ").endswith(" round")
    fills = [re.findall(r"fill='%23(\w{6})'", rule) for rule in rules]
    light, dark = (int(fill[:2], 16) for (fill,) in fills)
    assert light < 0x90 < dark
    assert all("viewBox=" in rule for rule in rules)
