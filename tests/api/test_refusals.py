"""Whatever refuses a request, or fails at it, says so in our words and with our headers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, NotFound, default_exceptions

from api import first_response
from api.headers import ALWAYS
from api.refusals import FAULT, SENTENCES, sentence_of
from tests.support.pages_read import read


@pytest.mark.parametrize("kind", default_exceptions.values(), ids=lambda kind: kind.__name__)
def test_no_words_of_the_library_reach_a_reader(kind: type[HTTPException]) -> None:
    said = sentence_of(kind())
    assert said == SENTENCES.get(kind.code) or said == "This request cannot be answered."
    assert sentence_of(kind(description="There is no such release.")) == "There is no such release."


def test_every_sentence_is_one() -> None:
    assert all(said.endswith(".") and "<" not in said for said in SENTENCES.values())
    assert sentence_of(NotFound()) == "There is nothing at this address."


@pytest.mark.parametrize("path", ["/map", "/data", "/", "/nowhere"])
def test_a_fault_of_a_page_is_said_in_words_and_kept_by_nobody(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("of ours, at /work")

    monkeypatch.setattr(first_response, "_body", broken)
    answer = client.get(path)
    assert (answer.status_code, answer.get_data(as_text=True)) == (500, f"{FAULT}\n")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Content-Security-Policy" in answer.headers
    for name, value in ALWAYS.items():
        assert answer.headers[name] == value


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("POST", "/map", 405), ("GET", "/assets/x.js", 404), ("POST", "/_dash-update-component", 400)],
)
def test_what_is_refused_is_kept_by_nobody(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    answer = client.open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["Cache-Control"] == "no-store"
    assert "requested URL" not in answer.get_data(as_text=True)


BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
REFUSED = [
    ("/download.csv?indicator=nothing", 404),
    ("/download.png?indicator=", 400),
    ("/download.svg?indicator=filings&from=soon", 400),
    ("/download.zip?indicator=filings&release=1999-01-01", 404),
    ("/releases/1999-01-01/places.json", 404),
]


@pytest.mark.parametrize(("address", "status"), REFUSED)
def test_a_refusal_is_a_page_with_a_way_back_in_a_browser_and_a_line_elsewhere(
    client: FlaskClient, address: str, status: int
) -> None:
    plain = client.get(address, headers={"Accept": "*/*"})
    assert (plain.status_code, plain.mimetype) == (status, "text/plain")
    shown = client.get(address, headers=BROWSER)
    assert (shown.status_code, shown.mimetype) == (status, "text/html")
    page = read(shown.get_data(as_text=True))
    assert page.texts("h1") == ["This file was not sent"]
    assert plain.get_data(as_text=True).strip() in page.text
    assert "/data" in [each.get("href") for each in page.attributes("a")]
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["Vary"] == plain.headers["Vary"] == "Accept"
    assert "Content-Security-Policy" in shown.headers


def test_the_page_of_a_refusal_leads_back_to_its_figure(client: FlaskClient) -> None:
    answer = client.get("/download.csv?indicator=filings&from=soon", headers=BROWSER)
    links = dict(
        (words, each.get("href"))
        for each, words in read(answer.get_data(as_text=True)).elements("a")
    )
    assert [to for words, to in links.items() if words.startswith("Back to")] == ["/data/filings"]
