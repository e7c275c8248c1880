"""A start with internet asks for the figures that are due; without, what is here is served."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from data_loaders.curate import plans
from data_loaders.curate.publication.build import build
from data_loaders.curate.refresh import asking
from data_loaders.curate.refresh.prepare import prepare
from data_loaders.curate.refresh.run import only_refresh
from data_loaders.released.refreshed import FeedOutcome, Outcome, Refreshed, last_refresh
from data_loaders.released.release import Release, Releases
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Cadence, Feed, FeedFile, Geography
from data_loaders.vocabulary.progress import Silent
from tests.support.replay import Replay, replayed
from tests.support.tiny import COURTS, FILINGS, MONTHLY, observed

KEY = "courts.example/filings.csv"
SCHOOLS = "schools.example/filings.csv"
TODAY = datetime.now(UTC).date()
NEWER = f"{MONTHLY}BX,2021-03-01,2021-03-31,11,normal\nBK,2021-03-01,2021-03-31,7,normal\n"


class Told(Silent):
    """Keeps what was said."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text: str) -> None:
        self.said.append(text)


def courts(cadence: Cadence = Cadence.MONTH, name: str = "courts") -> ModuleType:
    """A source of one file at a host of its own."""
    figure = FILINGS.id if name == "courts" else f"{name}_filed"
    feed = Feed(name, (FeedFile("filings.csv", f"https://{name}.example/filings.csv"),))
    indicators = (replace(FILINGS, id=figure, family=figure),)
    made = ModuleType(name)
    vars(made).update(
        SOURCE=replace(COURTS, id=name, cadence=cadence, feed=feed, indicators=indicators),
        read=lambda folder: observed((folder / "filings.csv").read_text(), figure),
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
        monkeypatch.setattr(asking, "transport", server.transport)
        monkeypatch.setattr(plans, "outlines", lambda *_: {})
        monkeypatch.setattr(plans, "tiles", lambda *_: {})
        monkeypatch.setattr(plans, "known_places", lambda: ())
        reach(monkeypatch, {"courts.example", "schools.example"})
        with server.client() as http:
            plan = plans.feed_plan(http, {"courts.example"}, days_ago(2), Told())
            build(plan, Told())
        aged(installation.FEEDS)
        server.asked.clear()
        yield server


def reach(monkeypatch: pytest.MonkeyPatch, hosts: set[str]) -> None:
    monkeypatch.setattr(plans, "reachable_hosts", lambda *_: hosts)


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def aged(feeds: Path, name: str = "courts") -> None:
    """As if a feed had been asked two days ago."""
    state = feeds / name / ".state.json"
    state.write_text(state.read_text().replace(TODAY.isoformat(), days_ago(2).isoformat()))


def served() -> Release:
    return Releases([installation.releases()]).current()


def prepared(told: Told | None = None, *, offline: bool = False) -> str:
    return prepare(None, told or Told(), offline=offline)


def test_new_figures_are_fetched_though_a_release_is_there(replay: Replay) -> None:
    replay.files[KEY] = NEWER
    assert prepared() == f"Serving release {TODAY}."
    [delivery] = served().catalog.deliveries
    assert (delivery.vintage, delivery.asked_on) == (date(2021, 3, 31), TODAY)
    assert len([one for one in replay.addresses() if one.startswith(KEY)]) == 1


def test_a_refresh_without_newer_files_keeps_the_release(replay: Replay) -> None:
    told = Told()
    assert prepared(told) == f"Serving release {days_ago(2)}."
    assert f"Nothing is new since {days_ago(2)}." in told.said
    assert recorded().outcome is Outcome.UNCHANGED


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


def test_only_what_is_due_is_asked_for_and_the_rest_is_read_as_it_is_at_hand(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    schools = courts(Cadence.ONCE, "schools")
    monkeypatch.setattr(catalog, "MODULES", (courts(), schools))
    replay.files["schools.example/filings.csv"] = MONTHLY
    prepared()  # schools were never downloaded
    assert {each.split("?")[0] for each in replay.addresses()} == {KEY, SCHOOLS}
    aged(installation.FEEDS)
    aged(installation.FEEDS, "schools")
    replay.asked.clear()
    replay.files[KEY] = NEWER
    del replay.files[SCHOOLS]
    prepared()
    assert {each.split("?")[0] for each in replay.addresses()} == {KEY}
    assert {each.source_id: each.note for each in served().catalog.deliveries} == {
        "courts": "",
        "schools": "",
    }
    assert {each.source_id: each.outcome for each in recorded().feeds} == {
        "courts": FeedOutcome.READ,
        "schools": FeedOutcome.READ,
    }


def test_offline_what_is_here_is_served_and_said(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(monkeypatch, set())
    told = Told()
    assert prepared(told) == f"Serving release {days_ago(2)}."
    assert told.said == ["No publisher answers: no internet here. 1 source could be newer."]
    assert last_refresh(installation.releases()) is None
    told = Told()
    assert prepared(told, offline=True) == f"Serving release {days_ago(2)}."
    assert told.said == ["No publisher is asked: started offline."]
    assert replay.asked == []


@pytest.mark.parametrize("fault", ["page", "cut", "429:3600"])
def test_a_feed_that_fails_keeps_its_figures_marked_and_is_asked_again(
    replay: Replay, fault: str
) -> None:
    replay.faults[KEY] = [fault] * 3
    told = Told()
    assert prepared(told) == f"Serving release {TODAY}."
    assert any(one.startswith("https://courts.example/filings.csv ") for one in told.said)
    [delivery] = served().catalog.deliveries
    assert delivery.note.endswith(f"its files of {days_ago(2)} were read again.")
    assert values() == [10, 13]
    replay.faults[KEY] = [fault] * 3
    assert prepared() == f"Serving release {TODAY}."  # the same: there is nothing to add
    assert recorded().outcome is Outcome.UNCHANGED
    replay.faults.clear()
    assert prepared() == f"Serving release {TODAY}-2."  # it is no longer marked
    assert [each.note for each in served().catalog.deliveries] == [""]


def test_a_feed_too_slow_for_its_time_holds_up_nobody(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "MODULES", (courts(), courts(Cadence.MONTH, "schools")))
    replay.files |= {KEY: NEWER, SCHOOLS: MONTHLY}
    replay.faults[KEY] = ["silent"] * 9
    prepare(None, Told(), seconds_a_feed=0.2)
    assert {each.source_id: each.outcome for each in recorded().feeds} == {
        "courts": FeedOutcome.FAILED,
        "schools": FeedOutcome.READ,
    }
    assert max(each.seconds for each in recorded().feeds) < 2
    assert values() == [10, 13]


def test_figures_that_cannot_be_read_leave_those_of_before(replay: Replay) -> None:
    replay.files[KEY] = NEWER.replace("11,normal", "eleven,normal")
    told = Told()
    assert prepared(told).startswith("Serving release ")
    assert values() == [10, 13]
    assert recorded().feeds[0].outcome is FeedOutcome.HELD_BACK


def test_while_a_refresh_is_under_way_what_is_here_is_served(replay: Replay) -> None:
    told = Told()
    with only_refresh(installation.releases()):
        assert prepared(told) == f"Serving release {days_ago(2)}."
    assert told.said[-1].endswith("is under way.")
    assert replay.asked == []


def test_a_first_start_and_the_refresh_after_it_are_one(
    replay: Replay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path / "first"))
    assert prepared() == f"Serving release {TODAY}."
    assert asking.refresh_all(20.0, Told()).outcome is Outcome.UNCHANGED
    replay.files[KEY] = NEWER
    assert asking.refresh_all(20.0, Told()).release_id == f"{TODAY}-2"
    assert prepared() == f"Serving release {TODAY}-2."


def test_a_refresh_without_internet_says_so_and_keeps_the_figures(
    replay: Replay, monkeypatch: pytest.MonkeyPatch
) -> None:
    reach(monkeypatch, set())
    told = Told()
    done = asking.refresh_all(20.0, told)
    assert told.said[0].startswith("No publisher answers: no internet here.")
    assert [each.outcome for each in done.feeds] == [FeedOutcome.FAILED]
    assert values() == [10, 13]


def values() -> list[float | None]:
    frame = served().frame("filings", Geography.BOROUGH)
    return [cell.value for cell in frame.series("BX")]


def recorded() -> Refreshed:
    done = last_refresh(installation.releases())
    assert done is not None
    return done
