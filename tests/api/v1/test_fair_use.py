"""Everybody gets a share, and nothing of who asked is kept."""

from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

from api.v1 import fair_use, routes
from api.v1.fair_use import FairUse, network


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_let_through_and_then_a_steady_rate() -> None:
    clock = Clock()
    limit = FairUse(burst=3, rate=0.5, clock=clock)
    assert [limit.seconds_to_wait("192.0.2.1") for _ in range(4)] == [0, 0, 0, 2]
    assert limit.seconds_to_wait("192.0.2.2") == 0
    clock.now = 2.0
    assert [limit.seconds_to_wait("192.0.2.1") for _ in range(2)] == [0, 2]


def test_addresses_of_one_network_share_a_bucket() -> None:
    assert network("2001:db8:1:2:3::4") == network("2001:db8:1:2:ffff::1")
    assert network("2001:db8:1:3::1") != network("2001:db8:1:2::1")
    assert network("::ffff:192.0.2.1") == "192.0.2.1"
    assert network("not an address") == "not an address"


def test_nothing_of_an_address_is_kept_and_after_an_hour_not_even_its_hash() -> None:
    clock = Clock()
    limit = FairUse(burst=1, clock=clock)
    limit.seconds_to_wait("192.0.2.1")
    first = set(limit._buckets)
    assert b"192.0.2.1" not in repr(vars(limit)).encode()
    clock.now = fair_use.SECONDS_OF_A_SALT
    limit.seconds_to_wait("192.0.2.1")
    assert len(limit._buckets) == 1
    assert first.isdisjoint(limit._buckets)


def test_a_flood_of_addresses_does_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_use, "MOST_BUCKETS", 10)
    limit = FairUse(clock=Clock())
    for number in range(30):
        limit.seconds_to_wait(f"192.0.2.{number}")
    assert len(limit._buckets) == 10


def test_too_many_requests_are_told_how_long_to_wait_and_not_logged(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(routes, "fair_use", FairUse(burst=1, rate=0.2, clock=Clock()))
    asked = {"REMOTE_ADDR": "192.0.2.77"}
    with caplog.at_level(logging.DEBUG):
        assert client.get("/api/v1", environ_overrides=asked).status_code == 200
        sent = client.get("/api/v1", environ_overrides=asked)
    assert (sent.status_code, sent.headers["Retry-After"]) == (429, "5")
    assert sent.content_type == "application/problem+json"
    assert sent.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/data", environ_overrides=asked).status_code == 200
    assert "192.0.2.77" not in caplog.text
