"""The feed of the register of uses, as a reader of feeds takes it."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from flask.testing import FlaskClient

from data_loaders.released.release import Release
from tests.support.edited_records import add_two_uses, edited_records
from tests.support.sites import serving_from

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def site(release: Release, tmp_path: Path) -> Iterator[FlaskClient]:
    """The site with two real uses of data in its register."""
    with edited_records(tmp_path) as folder, serving_from(release.folder.parent) as client:
        add_two_uses(folder)
        yield client


def test_the_feed_is_atom_with_an_entry_a_use(site: FlaskClient) -> None:
    answer = site.get("/feeds/uses.atom?decision=declined")
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert ids == ["urn:nyc-recovery-data:/uses/2026-003"]
    assert feed.findtext(f"{ATOM}entry/{ATOM}updated") == "2026-10-12T12:00:00+00:00"
    heads = {"content-type": answer.content_type, "content-location": "https://here.example/feeds/"}
    read = feedparser.parse(answer.data, response_headers=heads)
    assert not read.bozo
    assert [entry.link for entry in read.entries] == ["https://here.example/uses/2026-003"]
