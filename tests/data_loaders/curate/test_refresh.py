"""A start with internet asks for the figures that are due; without, what is here is served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from data_loaders.curate import plans
from data_loaders.released.release import Release, Releases
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Cadence, Geography
from data_loaders.vocabulary.progress import Silent
from tests.support.replay import Replay, replayed
from tests.support.tiny import COURTS, MONTHLY, observed

KEY = "courts.example/filings.csv"
TODAY = datetime.now(UTC).date()
NEWER = f"{MONTHLY}BX,2021-03-01,2021-03-31,11,normal\nBK,2021-03-01,2021-03-31,7,normal\n"


class Told(Silent):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def courts(cadence: Cadence = Cadence.MONTH) -> ModuleType:
    made = ModuleType("courts")
    vars(made).update(
        SOURCE=replace(COURTS, cadence=cadence),
        read=lambda folder: observed((folder / "filings.csv").read_text(), "filings"),
    )
    return made


@pytest.fixture
def replay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """A publisher whose figures were fetched and published two days ago."""
    with replayed() as server:
        server.files[KEY] = MONTHLY
        monkeypatch.setenv("RELEASES", str(tmp_path / "releases"))
        monkeypatch.setattr(installation, "FEEDS", tmp_path / "feeds")
        monkeypatch.setattr(catalog, "MODULES", (courts(),))
        monkeypatch.setattr(plans, "client", server.client)
        monkeypatch.setattr(plans, "outlines", lambda *_: {})
        monkeypatch.setattr(plans, "tiles", lambda *_: {})
        monkeypatch.setattr(plans, "places", lambda: ())
        reach(monkeypatch, {"courts.example"})
        with server.client() as http:
            plan = plans.feed_plan(http, {"courts.example"}, days_ago(2), (), Told())
            plans.build(plan, Told())
        aged(tmp_path)
        server.asked.clear()
        yield server


def reach(monkeypatch: pytest.MonkeyPatch, hosts: set[str]) -> None:
    monkeypatch.setattr(plans, "reachable_hosts", lambda *_: hosts)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def aged(folder: Path) -> None:
    """As if the feed had been asked two days ago."""
    state = folder / "feeds" / "courts" / ".state.json"
    state.write_text(state.read_text().replace(TODAY.isoformat(), days_ago(2).isoformat()))


def served() -> Release:
    return Releases([installation.releases()]).current()


def prepared(told: Told | None = None, *, offline: bool = False) -> str:
    return plans.prepare(None, told or Told(), offline=offline)


def test_new_figures_are_fetched_though_a_release_is_there(replay: Replay) -> None:
    replay.files[KEY] = NEWER
    assert prepared() == f"Serving release {TODAY}."
    [delivery] = served().catalog.deliveries
    assert (delivery.vintage, delivery.asked_on) == (date(2021, 3, 31), TODAY)
    assert len([one for one in replay.addresses() if one.startswith(KEY)]) == 1


def test_a_refresh_without_newer_files_keeps_the_release(replay: Replay) -> None:
    told = Told()
    assert prepared(told) == f"Serving release {days_ago(2)}."
    assert "The publishers have nothing newer." in told.said


def test_a_publisher_is_asked_once_a_day(replay: Replay) -> None:
    prepared()
    replay.asked.clear()
    told = Told()
    prepared(told)
    assert told.said == ["No feed is due today."]
    assert replay.asked == []


def test_what_is_not_due_is_not_asked_for(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog, "MODULES", (courts(Cadence.ONCE),))
    told = Told()
    prepared(told)
    assert told.said == ["No feed is due today."]


def test_offline_what_is_here_is_served_and_said(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(monkeypatch, set())
    told = Told()
    assert prepared(told) == f"Serving release {days_ago(2)}."
    assert told.said == [
        "Figures of 1 source are due and no publisher answers: what is here stays."
    ]
    assert prepared(offline=True) == f"Serving release {days_ago(2)}."


@pytest.mark.parametrize("fault", ["page", "404", "empty"])
def test_a_feed_that_fails_leaves_the_release_and_is_said(replay: Replay, fault: str) -> None:
    replay.faults[KEY] = [fault] * 3
    told = Told()
    assert prepared(told) == f"Serving release {days_ago(2)}."
    assert any(one.startswith("https://courts.example/filings.csv answered") for one in told.said)


def test_figures_that_cannot_be_read_leave_the_release(replay: Replay) -> None:
    replay.files[KEY] = NEWER.replace("11,normal", "eleven,normal")
    told = Told()
    assert prepared(told).startswith("Serving release ")
    frame = served().frame("filings", Geography.BOROUGH)
    assert [cell.value for cell in frame.series("BX")] == [10, 12.5]
