"""The picture of a view and the package of its files: drawn by the server, and whole."""

from __future__ import annotations

import csv
import io
import json
import re
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import frictionless
import pytest
from flask.testing import FlaskClient
from lxml import etree
from markupsafe import Markup, escape
from PIL import Image, ImageChops

from components.figures import legend
from components.markup.svg import tag
from components.pictures import map_figure, trends_figure
from components.pictures.industries_figure import in_two_columns
from components.pictures.picture import MARGIN, Drawing, Picture, Room, Shape, png
from components.pictures.theme import Theme
from components.trends import words as trends_words
from components.trends.panels import Panel, panels
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.model import Status
from tests.support import demonstration

SVG = "{http://www.w3.org/2000/svg}"
VIEWS = {
    "map": "figure=map&indicator=covid_case_rate&geography=modzcta",
    "trends": "figure=trends&indicator=covid_case_rate&areas=10458~10454&geography=modzcta",
    "several": "figure=trends&indicator=covid_case_rate~filings&geography=borough&areas=BX",
    "industries": "figure=industries&indicator=ui_claims_by_industry",
}


def opened(client: FlaskClient, address: str) -> Image.Image:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "image/png"
    return Image.open(io.BytesIO(answer.data)).convert("RGB")


def words(client: FlaskClient, address: str) -> str:
    """All that a drawing says."""
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    root = etree.fromstring(answer.data)
    return " ".join(text for node in root.iter(f"{SVG}text") for text in node.itertext())


def unpacked(client: FlaskClient, address: str) -> dict[str, bytes]:
    answer = client.get(address)
    assert answer.status_code == 200, answer.get_data(as_text=True)
    assert answer.mimetype == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def has_ink(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything but the ground is drawn in a part of a picture."""
    part = picture.crop(box)
    ground = Image.new("RGB", part.size, picture.getpixel((2, 2)))
    return ImageChops.difference(part, ground).getbbox() is not None


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_a_picture_has_both_shapes_and_themes_and_keeps_within_its_edges(
    client: FlaskClient, view: str
) -> None:
    grounds = set()
    for shape in Shape:
        for theme in Theme:
            picture = opened(client, f"/download.png?{view}&shape={shape}&theme={theme}")
            width, height = shape.size
            assert picture.size == (width, height)
            grounds.add(picture.getpixel((2, 2)))
            assert has_ink(picture, (MARGIN, MARGIN, width - MARGIN, MARGIN + 40)), "its title"
            assert has_ink(picture, (MARGIN, height - 60, width - MARGIN, height - 20)), "its foot"
            assert not has_ink(picture, (width - MARGIN + 4, 0, width, height)), "past its edge"
            assert not has_ink(picture, (0, 0, MARGIN - 4, height))
    assert grounds == {(0xFB, 0xFB, 0xF9), (0x12, 0x16, 0x1A)}


def test_the_title_is_drawn_without_any_font_of_the_machine() -> None:
    """`png` asks for no system font: with our own two taken away, no letter would be there."""
    blank = Picture("", "", [Drawing(lambda _room: Markup(""))], "", "", is_simulated=False)
    named = Picture("Filings in the Bronx", "", [], "", "", is_simulated=False)
    drawn = [Image.open(io.BytesIO(png(each, Shape.WIDE, Theme.LIGHT))) for each in (blank, named)]
    box = (MARGIN, MARGIN, 1200 - MARGIN, MARGIN + 44)
    without, with_title = (picture.convert("RGB").crop(box) for picture in drawn)
    assert without.getcolors() == [(without.width * without.height, (0xFB, 0xFB, 0xF9))]
    dark = sum(n for n, color in with_title.getcolors(100_000) or [] if sum(color) < 200)
    assert dark > 1_000


def test_a_picture_says_what_where_when_whose_and_on_what_terms(client: FlaskClient) -> None:
    said = words(client, f"/download.svg?{VIEWS['trends']}")
    assert "New COVID-19 cases in 10458 and 10454" in said
    assert "Source: The health department. License: Open." in said
    assert "Figures to July 26, 2025." in said
    assert "release 2026-11-22, made on November 22, 2026." in said
    assert "Per 100,000 people" in said


def test_a_drawing_needs_nothing_around_it(client: FlaskClient) -> None:
    for view in VIEWS.values():
        for theme in Theme:
            text = client.get(f"/download.svg?{view}&theme={theme}").get_data(as_text=True)
            assert "var(" not in text
            assert "color-mix" not in text
            root = etree.fromstring(text.encode())
            assert root.get("aria-label")
            assert root.findtext(f"{SVG}title")


def test_the_map_hatches_what_is_hidden_and_counts_it(
    client: FlaskClient, release: Release
) -> None:
    text = client.get(f"/download.svg?{VIEWS['map']}").get_data(as_text=True)
    assert re.search(r'data-id="10454" class="hid"', text)
    said = words(client, f"/download.svg?{VIEWS['map']}")
    assert "Hidden by its publisher, as too few are behind it: 1 area" in said
    assert "No figure: its publisher gives none: 1 area" in said


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("theme", list(Theme))
def test_every_swatch_of_a_legend_has_a_color_of_the_theme(status: Status, theme: Theme) -> None:
    name = legend._swatch(status)  # noqa: SLF001 - every status, which no one map has
    drawn = map_figure._swatch(name, 4, 4)  # noqa: SLF001
    picture = Picture("Swatch", "", [Drawing(lambda _: _alone(drawn))], "", "", is_simulated=False)
    image = Image.open(io.BytesIO(png(picture, Shape.WIDE, theme))).convert("RGB")
    assert (0, 0, 0) not in {color for _count, color in image.getcolors(1 << 20) or []}


def _alone(drawn: Markup) -> Markup:
    return tag("svg", drawn, viewBox="0 0 40 30", class_="chart")


def test_a_figure_with_one_period_is_drawn_as_bars(release: Release) -> None:
    indicator = release.indicators["covid_case_rate"]
    view = View((indicator.id,), indicator.geographies[0])
    (panel,) = panels(release, view)
    one = replace(
        panel,
        periods=panel.periods[-1:],
        series=[replace(line, cells=line.cells[-1:]) for line in panel.series],
    )
    drawn = str(_made(one))
    assert '<path d="m' in drawn
    assert all(escape(name) in drawn for name in trends_words.line_names(one))
    assert not trends_figure.marks([one])


def _made(panel: Panel) -> Markup:
    return trends_figure._drawn(panel, [panel]).make(Room(1100, 320))  # noqa: SLF001


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_the_package_is_whole_and_valid(client: FlaskClient, view: str, tmp_path: Path) -> None:
    files = unpacked(client, f"/download.zip?{view}")
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])
    endings = sorted(name.rpartition(".")[2] for name in files)
    assert endings == ["csv", "json", "png", "png", "svg", "txt", "txt", "txt", "txt"]
    (table,) = (content for name, content in files.items() if name.endswith(".csv"))
    assert table == client.get(f"/download.csv?{view}").data
    package = json.loads(files["datapackage.json"])
    named = {resource["path"]: resource for resource in package["resources"]}
    assert {name for name in files if not name.endswith((".txt", ".json"))} == set(named)
    assert package["version"] == "2026-11-22"


def test_the_words_of_a_package_stand_alone(client: FlaskClient) -> None:
    view = f"{VIEWS['trends']}&from=2025-03&to=2090"
    files = unpacked(client, f"/download.zip?{view}")
    text = {name: content.decode() for name, content in files.items() if name.endswith(".txt")}
    quotes = [line for line in text["quotes.txt"].split("\n\n") if line.strip()]
    assert len(quotes) == 2
    for quote in quotes:
        assert quote.startswith("New COVID-19 cases in 10458 and 10454, March 2025 to July 2025: ")
        assert "(Early figures have no final ones here." in quote
        assert "Source: The health department." in quote
    short, full = text["citation.txt"].strip().split("\n\n")
    assert short == "The health department, in NYC Recovery Data, release 2026-11-22"
    assert "The courts." in full
    assert "release=2026-11-22" in full
    readme = text["README.txt"]
    assert "areas: 10458~10454" in readme
    assert "There are no figures as late as “2090”: the last are of July 26, 2025." in readme
    for word in ("withheld: Hidden to protect people (has no value)", "value_status: Why there"):
        assert word in readme
    assert "Line chart of New COVID-19 cases" in text["alt-text.txt"]


@pytest.mark.parametrize(
    ("room", "rows", "is_two"),
    [
        (Room(1130, 210), 16, True),
        (Room(1130, 330), 24, True),
        (Room(980, 560), 16, False),
        (Room(980, 640), 20, False),
        (Room(980, 300), 20, True),
        (Room(980, 100), 12, False),
    ],
)
def test_ranked_bars_stand_in_two_columns_where_they_are_larger_so(
    room: Room, rows: int, is_two: bool
) -> None:
    """In a square picture sixteen bars in two columns left most of it empty."""
    assert in_two_columns(room, rows) == is_two


@pytest.mark.parametrize("view", VIEWS.values(), ids=VIEWS)
def test_words_beside_a_picture_are_whole_sentences_said_once(
    client: FlaskClient, view: str
) -> None:
    files = unpacked(client, f"/download.zip?{view}")
    said = files["alt-text.txt"].decode().strip()
    sentences = re.split(r"(?<=\D\.) (?=[A-Z])", said)
    assert len(sentences) == len(set(sentences)), said
    assert said.endswith(".")
    assert "table below" not in said
    for quote in files["quotes.txt"].decode().strip().split("\n\n"):
        whole = quote.split(": ", 1)[1].split(" (")[0].split(" Source: ")[0].rstrip(".")
        assert said.count(whole) < 2
        missed = re.search(rf"[^.] {re.escape(whole)}", said)
        assert not missed, said


def test_a_citation_leads_to_the_view_wherever_it_is_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example")
    files = unpacked(client, f"/download.zip?{VIEWS['trends']}")
    for name in ("citation.txt", "README.txt", "datapackage.json"):
        text = files[name].decode()
        assert "https://recovery.example/trends?" in text
        assert not re.search(r"(?<!example)/trends\?", text), name


def test_one_view_is_always_the_same_package(client: FlaskClient) -> None:
    address = f"/download.zip?{VIEWS['industries']}"
    one, other = client.get(address), client.get(address)
    assert one.data == other.data
    again = client.get(address, headers={"If-None-Match": one.headers["ETag"]})
    assert again.status_code == 304


def test_a_picture_takes_less_than_half_a_second_of_the_processor(client: FlaskClient) -> None:
    opened(client, f"/download.png?{VIEWS['trends']}")
    for number, view in enumerate((VIEWS["map"], VIEWS["industries"], VIEWS["several"])):
        before = time.process_time()
        opened(client, f"/download.png?{view}&theme=dark&from=2025-01-{number + 10}")
        assert time.process_time() - before < 0.5


@pytest.mark.parametrize("ending", ["png", "svg", "zip"])
def test_what_may_only_be_shown_has_no_file(client: FlaskClient, ending: str) -> None:
    for figure in ("map", "trends", "industries"):
        answer = client.get(f"/download.{ending}?indicator=asking_rent&figure={figure}")
        assert answer.status_code == 403
        assert "They are at https://listings.example" in answer.get_data(as_text=True)
    for page in ("/map?indicator=asking_rent", "/trends?indicator=asking_rent"):
        assert f"/download.{ending}?" not in client.get(page).get_data(as_text=True)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("shape=round", "Write shape=… with one of wide, square."),
        ("theme=pink", "Write theme=… with one of light, dark."),
        ("figure=pie", "Write figure=map, trends or industries."),
    ],
)
def test_a_picture_that_cannot_be_is_refused_in_words(
    client: FlaskClient, query: str, sentence: str
) -> None:
    answer = client.get(f"/download.png?indicator=filings&{query}")
    assert answer.status_code == 400
    assert sentence in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "page", ["/map", "/trends?indicator=filings&geography=borough", "/industries"]
)
def test_a_page_links_to_its_pictures_without_a_script(client: FlaskClient, page: str) -> None:
    text = client.get(page).get_data(as_text=True)
    links = [
        link.replace("&amp;", "&")
        for link in re.findall(r'href="(/download\.(?:png|svg|zip)\?[^"]*)"', text)
    ]
    assert {link[:13] for link in links} == {"/download.png", "/download.svg", "/download.zip"}
    for link in links:
        assert client.get(link).status_code == 200


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    sides = demonstration.both(tmp_path_factory.mktemp("both"))
    with demonstration.serving_both(sides) as client:
        yield client


@pytest.mark.parametrize("view", ["figure=map&indicator=visits_index", "indicator=hiring_rate"])
def test_simulated_figures_say_so_in_every_file(both: FlaskClient, view: str) -> None:
    files = unpacked(both, f"/demo/download.zip?{view}")
    said = words(both, f"/demo/download.svg?{view}")
    assert "Simulated: " in said
    assert "supplied none of these numbers" in said
    for name, content in files.items():
        assert name.startswith("SIMULATED_") or name.endswith((".txt", ".json"))
        if name.endswith(".svg"):
            # The word itself, and not only the rule of its color.
            assert content.count(b'<g class="simulated-mark"') == 1, name
            drawn = content.partition(b'<g class="simulated-mark"')[2]
            assert b"<path" in drawn.partition(b"</g>")[0], name
        if name.endswith(".csv"):
            rows = list(csv.DictReader(io.StringIO(content.decode(), newline="")))
            assert {row["is_simulated"] for row in rows} == {"true"}
        if name.endswith(".txt"):
            assert b"imulated" in content, name
    assert files["quotes.txt"].strip() == b"Do not cite: every figure is simulated."
    package = json.loads(files["datapackage.json"])
    assert package["is_simulated"] is True
    # A package of made-up figures led to pages of the real site, which know none of them.
    assert package["homepage"].startswith("/demo/")
    assert files["README.txt"].decode().count("/demo/") >= 1
    assert {each["title"].count("Simulated") for each in package["sources"]} == {1}
    marked, plain = (
        opened(both, f"{base}/download.png?indicator={name}")
        for base, name in (("/demo", "hiring_rate"), ("", "filings"))
    )
    assert marked.size == plain.size


def test_nothing_crosses_between_the_sides(both: FlaskClient) -> None:
    for ending in ("csv", "png", "svg", "zip"):
        assert both.get(f"/download.{ending}?indicator=visits_index").status_code == 404
        assert both.get(f"/demo/download.{ending}?indicator=filings").status_code == 404
        assert str(demonstration.SECRET) not in both.get(
            f"/download.{ending}?indicator=filings"
        ).get_data().decode("latin-1")
