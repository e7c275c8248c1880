"""The frame of every page: where a reader is, said once."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from lxml import html

from components.about.view import topics
from components.markup import addresses
from tests.support import literal
from tests.support.sites import serving_from

CURRENT = re.compile(r'aria-current="(\w+)">([^<]+)<')
LISTED = [path for path, _name, _what in topics()]


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    literal.release(root := tmp_path_factory.mktemp("shell"))
    with serving_from(root) as made:
        yield made


def current(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    """The parts of the site that the navigation marks as where the reader is."""
    page = client.get(path).get_data(as_text=True)
    return CURRENT.findall(page[page.index("<nav") : page.index("</nav>")])


@pytest.mark.parametrize("path", LISTED)
def test_a_page_that_about_lists_belongs_to_one_part_of_the_site(
    client: FlaskClient, path: str
) -> None:
    elsewhere = {addresses.METHODS: ("page", "Methods"), addresses.PRIVACY: ("true", "Methods")}
    assert current(client, path) == [elsewhere.get(path, ("true", "About"))]


@pytest.mark.parametrize("path", LISTED)
def test_a_page_belongs_to_the_part_that_stands_above_its_heading(
    client: FlaskClient, path: str
) -> None:
    above = re.search(r'class="eyebrow"><a[^>]*>([^<]+)</a>', client.get(path).text)
    if above is not None:
        assert [part for _as, part in current(client, path)] == [above[1]]


def test_changes_belong_to_data(client: FlaskClient) -> None:
    assert current(client, addresses.CHANGES) == [("true", "Data")]


def test_the_page_of_a_source_belongs_to_methods(client: FlaskClient) -> None:
    [[current_as, part]] = current(client, f"{addresses.METHODS}/nychealth_coronavirus")
    assert (current_as, part) == ("true", "Methods")


def test_the_foot_of_a_page_is_two_keys_away_and_begins_with_what_changed(
    client: FlaskClient,
) -> None:
    """By Tab alone it lay behind all of a page: 105 keys on Home."""
    page = html.fromstring(client.get("/").get_data(as_text=True))
    _content, to_foot = page.xpath("//a[@href]")[:2]
    (foot,) = page.xpath(f"//*[@id='{to_foot.get('href').removeprefix('#')}']")
    assert foot.tag == "footer"
    assert foot.get("tabindex") == "-1"
    assert "What changed" in to_foot.text_content()
    assert foot.xpath(".//a")[0].text_content() == "What changed"
