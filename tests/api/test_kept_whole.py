"""A page sent again is the page that was sent, and only while it would be made so again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import first_response, kept_whole
from components.site.routing import Routing
from data_loaders.records.held import Records
from data_loaders.released import release as read_side
from data_loaders.released.release import ReleaseError
from tests.support import literal
from tests.support.sites import serving_from

BROTLI = {"Accept-Encoding": "gzip, br"}
PLACE = "/places/BX"  # told no day but its release's
ADDRESSES = ("/", "/map?areas=10458", "/trends", "/data", "/map?release=2026-11-22", PLACE)


def asked(client: FlaskClient, address: str, **more: str) -> TestResponse:
    return client.get(address, headers={**BROTLI, **more})


def said(answer: TestResponse) -> list[tuple[str, str]]:
    """The headers but the number each request has of its own."""
    return [each for each in answer.headers if each[0] != "X-Request-Id"]


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each request that comes as far as the application."""
    calls: list[str] = []
    monkeypatch.setattr(Flask, "full_dispatch_request", _counting(calls))
    return calls


def _counting(calls: list[str]):  # noqa: ANN202 - as Flask's own
    answer = Flask.full_dispatch_request

    def counted(self: Flask, *more: object):  # noqa: ANN202
        calls.append("")
        return answer(self, *more)

    return counted


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_sent_again_is_the_same_and_comes_no_further_than_the_door(
    client: FlaskClient, entered: list[str], address: str
) -> None:
    asked(client, address)
    first = asked(client, address)
    entered.clear()
    again = asked(client, address)
    assert entered == []
    assert (again.status, again.data, said(again)) == (first.status, first.data, said(first))
    assert again.headers["X-Request-Id"] != first.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("headers", "method", "address"),
    [
        ({"If-None-Match": '"other"'}, "GET", "/trends"),
        ({"Range": "bytes=0-9"}, "GET", "/trends"),
        ({"Accept-Encoding": "gzip"}, "GET", "/trends"),
        ({"Accept-Encoding": "br;q=0"}, "GET", "/trends"),
        ({}, "HEAD", "/trends"),
        ({}, "GET", "/trends?utm_source=a"),
        ({}, "GET", "/trends?release=2019-01-01"),
        ({}, "GET", "/no-such-page"),
        ({}, "GET", f"/search?q={'a' * 700}"),
    ],
)
def test_what_is_no_whole_page_of_an_address_is_answered_anew(
    client: FlaskClient,
    entered: list[str],
    headers: dict[str, str],
    method: str,
    address: str,
) -> None:
    for _ in range(2):
        entered.clear()
        client.open(address, method=method, headers={**BROTLI, **headers})
        assert entered


def test_a_page_that_was_sent_before_is_known_by_its_tag(client: FlaskClient) -> None:
    tag = asked(client, "/trends").headers["ETag"]
    assert asked(client, "/trends", **{"If-None-Match": tag}).status_code == 304


def test_another_encoding_is_another_answer(client: FlaskClient) -> None:
    asked(client, "/trends")
    plain = client.get("/trends", headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in plain.headers
    assert plain.data.startswith(b"<!doctype html>")


class _Tomorrow(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> _Tomorrow:
        return cls(2100, 1, 1, tzinfo=tz)


@pytest.mark.parametrize(
    "change",
    [
        lambda patch: first_response._body.cache_clear(),  # noqa: ARG005
        lambda patch: patch.setattr(Records, "version", "other"),
        lambda patch: patch.setattr(kept_whole, "demo_categories", lambda: frozenset({"other"})),
        lambda patch: patch.setattr(kept_whole, "datetime", _Tomorrow),
        lambda patch: patch.setattr(Routing, "lasts", lambda *_: (1, "other")),
        lambda patch: patch.setattr(kept_whole, "held", _refuse),
    ],
    ids=["body", "records", "demonstration", "day", "releases", "no release"],
)
def test_a_page_is_written_anew_once_what_it_depends_on_is_another(
    client: FlaskClient,
    entered: list[str],
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[pytest.MonkeyPatch], None],
) -> None:
    asked(client, "/trends")
    entered.clear()
    asked(client, "/trends")
    assert entered == []
    change(monkeypatch)
    assert asked(client, "/trends").status_code == 200
    assert entered


def _refuse(**_: object) -> None:
    raise ReleaseError("none is left")


def test_a_new_release_is_shown_as_soon_as_it_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)
    literal.release(tmp_path, day=date(2026, 1, 5))
    with serving_from(tmp_path) as client:
        before = [asked(client, "/trends") for _ in range(3)][-1]
        literal.release(tmp_path, day=date(2026, 3, 2))
        after = [asked(client, "/trends") for _ in range(3)]
    assert {each.headers["ETag"] for each in after} != {before.headers["ETag"]}
    assert len({each.headers["ETag"] for each in after}) == 1
