"""The calendar of what is due as a file: whole days, one event a source, by RFC 5545."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from api import due_feed
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Cadence, Delivery, Source
from tests.support.described import described
from tests.support.tiny import COURTS

FEED = "/feeds/due.ics"
ENDED = replace(COURTS, id="ended", ended_on=date(2022, 12, 3))
LETTERS = replace(COURTS, id="letters", cadence=Cadence.AS_NEEDED)


def unfolded(text: str) -> list[str]:
    """Lines of a calendar as a reader joins them again."""
    return text.replace("\r\n ", "").split("\r\n")


def made(folder: Path, vintage: date, *sources: Source) -> Release:
    asked_on = date(2021, 12, 31)
    deliveries = tuple(
        Delivery(each.id, vintage, vintage, "0", 1, asked_on=asked_on) for each in sources
    )
    return described(folder, sources, deliveries=deliveries)


def values(lines: list[str], name: str) -> list[str]:
    return [line.partition(":")[2] for line in lines if line.startswith(f"{name}:")]


def test_a_source_of_which_more_is_expected_has_a_whole_day(tmp_path: Path) -> None:
    lines = list(
        due_feed.lines(made(tmp_path, date(2021, 4, 30), COURTS, ENDED, LETTERS), "https://a.b")
    )
    assert values(lines, "UID") == ["due-courts@nyc-recovery-data"]
    assert values(lines, "DTSTART;VALUE=DATE") == ["20210630"]
    assert values(lines, "DTEND;VALUE=DATE") == ["20210701"]
    assert values(lines, "URL") == ["https://a.b/methodology/courts"]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert (lines[0], lines[-1]) == ("BEGIN:VCALENDAR", "END:VCALENDAR")


def test_newer_figures_move_the_same_event_to_a_later_day(tmp_path: Path) -> None:
    older, newer = (
        list(due_feed.lines(made(tmp_path, vintage, COURTS), "https://a.b"))
        for vintage in (date(2021, 4, 30), date(2021, 5, 31))
    )
    assert values(older, "UID") == values(newer, "UID")
    assert values(newer, "DTSTART;VALUE=DATE") == ["20210731"]


def test_what_would_split_a_value_is_escaped() -> None:
    assert due_feed.escaped("a, b; c\\d\ne") == "a\\, b\\; c\\\\d\\ne"


@pytest.mark.parametrize("line", ["x" * 75, "x" * 76, "é" * 200, "SUMMARY:" + "電" * 90, ""])
def test_no_line_is_over_75_octets_and_none_loses_a_letter(line: str) -> None:
    lines = due_feed.folded(line)
    assert lines.endswith("\r\n")
    assert max(len(part.encode()) for part in lines.split("\r\n")) <= due_feed.MOST_OCTETS
    assert unfolded(lines) == [line, ""]


def test_the_file_is_a_calendar_to_be_kept(client: FlaskClient, release: Release) -> None:
    answer = client.get(FEED)
    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith('filename="nyc-recovery-figures-due.ics"')
    lines = unfolded(answer.text)
    expected = {each.id for each in release.catalog.sources if each.ended_on is None}
    assert {uid.split("@")[0] for uid in values(lines, "UID")} == {f"due-{x}" for x in expected}
    assert list(values(lines, "URL")) == []


def test_events_lead_to_the_site_where_it_knows_its_address(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example")
    found = list(values(unfolded(client.get(FEED).text), "URL"))
    assert found
    assert all(address.startswith("https://recovery.example/methodology/") for address in found)


def test_a_calendar_one_has_is_not_sent_again(client: FlaskClient) -> None:
    first = client.get(FEED)
    again = client.get(FEED, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_simulated_figures_are_never_due(
    client: FlaskClient, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    simulated = SimpleNamespace(manifest=replace(release.manifest, is_simulated=True))
    held = SimpleNamespace(current=lambda: simulated)
    monkeypatch.setattr(due_feed, "releases", lambda: held)
    assert client.get(FEED).status_code == 404
