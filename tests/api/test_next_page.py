"""The next page is fetched as a hand rests on its link: pages of this site, and no file."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient

from tests.support.browser.paths import PATHS


@pytest.mark.parametrize("path", [*PATHS, "/nowhere", "/demo"])
def test_every_page_says_where_its_rules_are(client: FlaskClient, path: str) -> None:
    said = client.get(path).headers["Speculation-Rules"]
    address = json.loads(said)
    assert address.startswith("/")
    answer = client.get(address)
    assert answer.mimetype == "application/speculationrules+json"
    assert "max-age=86400" in answer.headers["Cache-Control"]
    (rule,) = answer.get_json(force=True)["prefetch"]
    assert rule["eagerness"] == "moderate"
    assert "://" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("address", ["/download.csv?indicator=filings", "/parts/map", "/healthz"])
def test_what_is_no_page_says_nothing_of_a_next_one(client: FlaskClient, address: str) -> None:
    assert "Speculation-Rules" not in client.get(address, buffered=True).headers
