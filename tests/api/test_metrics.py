"""What operators are told: what is served, how current it is, and nothing of visitors."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from api.logs import REQUEST_ID, Lines
from api.metrics import KINDS, kind_of
from data_loaders.released import refreshed
from data_loaders.released.refreshed import FeedOutcome, FeedRefreshed, Outcome, Refreshed
from data_loaders.released.release import Release
from tests.support.browser.serving import served
from tests.support.sites import serving_from
from tests.test_layers import ROOT

NOW = datetime(2026, 11, 28, 6, tzinfo=UTC)
ALERTS = ROOT / "deploy" / "alerts.yml"


def samples(text: str) -> dict[tuple[str, str], float]:
    """Values by name and the first label that is there."""
    return {
        (each.name, next(iter(each.labels.values()), "")): each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
    }


@pytest.fixture
def watched(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    feeds = (
        FeedRefreshed("cases", FeedOutcome.READ, date(2026, 11, 28), 1.0),
        FeedRefreshed("courts", FeedOutcome.FAILED, date(2026, 11, 20), 9.0, "", "503"),
        FeedRefreshed("listings", FeedOutcome.HELD_BACK, None, 2.0, "", "A column is gone."),
    )
    done = Refreshed(NOW, NOW, Outcome.STOPPED, "2026-11-22", None, feeds, "Why it stopped.")
    for name in ("api.metrics.last_refresh", "api.health.last_refresh"):
        monkeypatch.setattr(name, lambda _root: done)
    return client


def test_what_is_served_and_how_current_it_is_is_told(watched: FlaskClient) -> None:
    answer = watched.get("/metrics")
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    told = samples(answer.text)
    assert told["release_served", ""] == 1
    assert told["release_audit_passed", ""] == 1
    assert told["release_published_seconds", ""] == datetime(2026, 11, 22, tzinfo=UTC).timestamp()
    assert told["source_newest_seconds", "courts"] > 1.6e9
    assert told["refresh_stopped", ""] == 1
    assert told["refresh_good_seconds", ""] == 0
    assert [told["feed_failed", name] for name in ("cases", "courts", "listings")] == [0, 1, 0]
    assert [told["feed_held_back", name] for name in ("cases", "courts", "listings")] == [0, 0, 1]
    assert told["feed_reached_seconds", "courts"] == datetime(2026, 11, 20, tzinfo=UTC).timestamp()
    ready = watched.get("/readyz").get_json()
    assert ready["published_on"] == "2026-11-22"
    assert ready["audit"] == {"passed": True, "sources": 3}
    assert ready["refresh"]["outcome"] == "stopped"


def test_a_site_without_a_release_is_still_watched(tmp_path: Path) -> None:
    with serving_from(tmp_path) as client:
        assert samples(client.get("/metrics").text)["release_served", ""] == 0


def test_nothing_of_a_visitor_is_told(client: FlaskClient) -> None:
    private = {
        "X-Forwarded-For": "203.0.113.9",
        "User-Agent": "a-browser",
        "Referer": "https://from",
    }
    for path in ("/map?areas=10458", "/places/BX0503", "/search?q=fordham", "/nowhere-at-all"):
        client.get(path, headers=private)
    told = client.get("/metrics").text
    for word in ("10458", "BX0503", "fordham", "nowhere", "203.0", "a-browser", "https://from"):
        assert word not in told
    labels = set(re.findall(r'(\w+)="', told))
    assert labels <= {"kind", "status", "le", "source"}
    assert set(re.findall(r'kind="(\w+)"', told)) <= {*KINDS.values(), "page"}


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/", "home"),
        ("/map", "page"),
        ("/demo/map", "page"),
        ("/demo", "home"),
        ("/releases/2026-11-22/index.json", "file"),
        ("/parts/map", "parts"),
        ("/demo/download.csv", "download"),
        ("//evil/", "page"),
        ("", "home"),
    ],
)
def test_addresses_are_of_a_few_kinds(path: str, kind: str) -> None:
    assert kind_of(path) == kind


def test_each_answer_has_a_number_of_ours_that_its_log_lines_carry(client: FlaskClient) -> None:
    numbers = [
        client.get(path, headers={"X-Request-Id": "of-mine"}).headers["X-Request-Id"]
        for path in ("/map", "/healthz", "/nowhere")
    ]
    assert len(set(numbers)) == 3
    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)
    token = REQUEST_ID.set(numbers[0])
    record = logging.LogRecord("api", logging.ERROR, "", 0, "%s\nand “more”", ("so",), None)
    line = json.loads(Lines().format(record))
    REQUEST_ID.reset(token)
    assert (line["said"], line["request"], line["level"]) == ("so\nand “more”", numbers[0], "error")


def test_every_process_is_counted_and_logs_are_lines_of_json(
    release: Release, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    environment = {
        "RELEASES": str(release.folder.parent),
        "DEMO_RELEASES": str(tmp_path),
        "GUNICORN_CMD_ARGS": f"--error-logfile {log}",
    }
    with served(environment=environment) as site:
        for _ in range(30):
            httpx.get(f"{site.address}/map")
        told = httpx.get(f"{site.address}/metrics").text
    assert 'site_requests_total{kind="page",status="200"} 30.0' in told
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    assert any("NYC Recovery Data is at" in line["said"] for line in lines)
    assert all({"at", "level", "from", "said"} <= set(line) for line in lines)


def test_every_alert_is_about_a_figure_there_is(watched: FlaskClient) -> None:
    import yaml

    rules = [
        rule for group in yaml.safe_load(ALERTS.read_text())["groups"] for rule in group["rules"]
    ]
    told = {name for name, _label in samples(watched.get("/metrics").text)} | {"up"}
    assert len(rules) >= 8
    for rule in rules:
        used = set(re.findall(r"\b((?:release|source|refresh|feed|site)_\w+|up)\b", rule["expr"]))
        assert used, rule["alert"]
        assert used <= told, rule["alert"]
        assert rule["annotations"]["summary"].endswith(".")
        assert "docs/operate.md" in rule["annotations"]["what_to_do"]


def test_the_record_is_read_back_as_written(tmp_path: Path) -> None:
    assert refreshed.last_refresh(tmp_path) is None
