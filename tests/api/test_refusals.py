"""Whatever refuses a request, or fails at it, says so in our words and with our headers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException, NotFound, default_exceptions

from api import first_response
from api.headers import ALWAYS
from api.refusals import FAULT, SENTENCES, sentence_of


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
