"""Who reads an older release stays on it: every link of every page to another page of the site
keeps the release of the address, but for those that say they lead to the newest."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient

from data_loaders.released.release import Release
from tests.support.browser.paths import PATHS as EVERY_PATH
from tests.support.pages_read import read

PATHS = sorted({*EVERY_PATH, "/nowhere"})
PAGES = {path.split("/")[1] for path in PATHS}


def links_to_pages(html: str) -> list[str]:
    """Addresses of the site's own pages that a page leads to."""
    every = [one for one in read(html).attributes("a") if "data-newest" not in one]
    found = [one.get("href", "") for one in every]
    own = [href for href in found if href.startswith("/") and not href.startswith("//")]
    return [href for href in own if urlsplit(href).path.split("/")[1] in PAGES]


@pytest.mark.parametrize("path", PATHS)
def test_every_link_to_a_page_keeps_the_release(
    client: FlaskClient, release: Release, path: str
) -> None:
    html = client.get(f"{path}?release={release.id}").get_data(as_text=True)
    links = links_to_pages(html)
    assert links
    lost = [href for href in links if "release" not in parse_qs(urlsplit(href).query)]
    assert sorted(lost) == []


@pytest.mark.parametrize("path", PATHS)
def test_no_link_holds_a_release_that_nobody_chose(client: FlaskClient, path: str) -> None:
    html = client.get(path).get_data(as_text=True)
    held = [
        one["href"]
        for one in read(html).attributes("a")
        if "release=" in one.get("href", "") and "data-holds" not in one
    ]
    assert [href for href in held if urlsplit(href).path.split("/")[1] in PAGES] == []
