"""A refresh publishes what is new and good, and one feed's failure holds nobody back."""

from __future__ import annotations

import io
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from data_loaders.command_line.lines import JsonLines
from data_loaders.curate.publication.publish import current_id, release_ids
from data_loaders.curate.refresh import alerts
from data_loaders.curate.refresh.run import RunningError, only_refresh
from data_loaders.released.refreshed import FeedOutcome, Outcome, Refreshed, last_refresh
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography
from tests.support.publishers import Publisher, fed, publisher
from tests.support.refreshing import Installation
from tests.support.tiny import MONTHLY
from tests.test_layers import ROOT

TODAY = datetime.now(UTC).date()
NEWER = f"""{MONTHLY}\
BX,2021-03-01,2021-03-31,14,normal
BK,2021-03-01,2021-03-31,3,normal
"""
GOOD = NEWER.replace("BX,2021-01-01,2021-01-31,10,", "BX,2021-01-01,2021-01-31,11,")
DAMAGES = {
    "half a file": MONTHLY[:90],
    "values that are gone": "\n".join(MONTHLY.splitlines()[:2]) + "\n",
    "an area without a row": MONTHLY + "BX,2021-03-01,2021-03-31,14,normal\n",
}


@pytest.fixture(scope="module")
def own() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


class Watched(Installation):
    """An installation whose served figures are looked at."""

    def value(self, name: str, period: int = 0) -> float | None:
        release = Release.open(self.root / current_id(self.root))
        return release.frame(f"{name}_filed", Geography.BOROUGH).cell("BX", period).value

    def note(self, name: str) -> str:
        catalog = Release.open(self.root / current_id(self.root)).catalog
        return next(each.note for each in catalog.deliveries if each.source_id == name)


@pytest.fixture
def here(own: Publisher, tmp_path: Path) -> Iterator[Watched]:
    own.asked.clear()
    own.files |= {"/courts.csv": MONTHLY.encode(), "/schools.csv": MONTHLY.encode()}
    modules = [fed(own.address, "courts"), fed(own.address, "schools")]
    yield Watched(tmp_path / "releases", tmp_path / "feeds", modules)
    own.slow.clear()
    own.files.clear()


def outcomes(done: Refreshed) -> dict[str, FeedOutcome]:
    return {each.source_id: each.outcome for each in done.feeds}


READ, FAILED, HELD = FeedOutcome.READ, FeedOutcome.FAILED, FeedOutcome.HELD_BACK


def test_a_refresh_publishes_new_figures_and_nothing_where_none_are_new(
    here: Watched, own: Publisher
) -> None:
    first = here.refresh()
    assert (first.outcome, first.release_id) == (Outcome.PUBLISHED, "2026-11-22")
    again = here.refresh()
    assert (again.outcome, again.release_id) == (Outcome.UNCHANGED, "2026-11-22")
    own.files["/courts.csv"] = NEWER.encode()
    third = here.refresh()
    assert third.why == ""
    assert (third.outcome, third.release_id) == (Outcome.PUBLISHED, "2026-11-22-2")
    assert here.value("courts", 2) == 14
    assert outcomes(third) == {"courts": READ, "schools": READ}
    assert last_refresh(here.root) == third
    assert {each.reached_on for each in third.feeds} == {TODAY}


def silent(own: Publisher) -> None:
    del own.files["/courts.csv"]


def slow(own: Publisher) -> None:
    own.slow.add("/courts.csv")


@pytest.mark.parametrize("fails", [silent, slow])
def test_a_feed_that_fails_keeps_its_figures_and_holds_nobody_back(
    here: Watched, own: Publisher, fails: Callable[[Publisher], None]
) -> None:
    here.refresh()
    here.seconds = 1.5
    fails(own)
    own.files["/schools.csv"] = NEWER.encode()
    done = here.refresh()
    assert done.outcome is Outcome.PUBLISHED
    assert outcomes(done) == {"courts": FAILED, "schools": READ}
    assert (here.value("courts"), here.value("schools", 2)) == (10, 14)
    assert str(TODAY) in here.note("courts")
    assert here.note("schools") == ""
    assert max(each.seconds for each in done.feeds) < 10
    assert here.refresh().outcome is Outcome.UNCHANGED
    own.slow.clear()
    own.files["/courts.csv"] = MONTHLY.encode()
    assert here.refresh().outcome is Outcome.PUBLISHED  # it is no longer marked
    assert here.note("courts") == ""


def test_a_page_of_words_in_place_of_figures_is_a_feed_that_failed(
    here: Watched, own: Publisher
) -> None:
    here.refresh()
    own.files |= {"/courts.csv": b"<html>Maintenance</html>", "/schools.csv": NEWER.encode()}
    done = here.refresh()
    assert outcomes(done) == {"courts": FAILED, "schools": READ}
    assert (here.value("courts"), here.value("schools", 2)) == (10, 14)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_figures_that_are_refused_are_held_back_and_the_others_published(
    here: Watched, own: Publisher, damage: str
) -> None:
    here.refresh()
    own.files |= {"/courts.csv": damage.encode(), "/schools.csv": NEWER.encode()}
    done = here.refresh()
    assert done.outcome is Outcome.PUBLISHED
    assert outcomes(done) == {"courts": HELD, "schools": READ}
    assert (here.value("courts"), here.value("schools", 2)) == (10, 14)
    assert "2026-11-22" in here.note("courts") or str(TODAY) in here.note("courts")
    assert alerts.needs_a_person(done)
    assert "Held back: courts. " in alerts.words(done)
    count = len(release_ids(here.root))
    assert here.refresh().outcome is Outcome.UNCHANGED
    assert len(release_ids(here.root)) == count
    own.files["/courts.csv"] = GOOD.encode()
    assert outcomes(here.refresh()) == {"courts": READ, "schools": READ}
    assert here.value("courts") == 11


def test_where_nothing_can_be_had_nothing_changes_and_it_says_so(
    here: Watched, own: Publisher
) -> None:
    own.files.clear()
    done = here.refresh()
    assert (done.outcome, done.release_id, done.good_at) == (Outcome.STOPPED, "", None)
    assert "503" in done.why
    assert "nothing was published" in alerts.words(done)
    assert release_ids(here.root) == []
    own.files |= {"/courts.csv": MONTHLY.encode(), "/schools.csv": MONTHLY.encode()}
    good = here.refresh()
    assert good.good_at == good.ended_at


def test_a_second_refresh_at_the_same_time_is_refused(here: Watched) -> None:
    with only_refresh(here.root), pytest.raises(RunningError, match="under way"):
        here.refresh()
    assert here.refresh().outcome is Outcome.PUBLISHED


def test_a_record_that_cannot_be_read_is_as_none(here: Watched) -> None:
    here.refresh()
    (here.root / ".refresh" / "last.json").write_text("{")
    assert last_refresh(here.root) is None
    assert here.refresh().outcome is Outcome.UNCHANGED


@pytest.mark.nightly
def test_killed_at_twenty_random_moments_it_leaves_a_whole_release_and_goes_on(
    here: Watched, own: Publisher
) -> None:
    moments = random.Random(17)
    command = [sys.executable, "-m", "tests.support.refreshing"]
    command += [str(here.root.parent), own.address]
    here.refresh()
    for number in range(20):
        newest = NEWER.replace(",14,", f",{number + 20},")
        own.files["/courts.csv"] = newest.encode()
        process = subprocess.Popen(command, cwd=ROOT)
        time.sleep(moments.uniform(0.5, 6.0))  # the moment is the test
        process.kill()
        process.wait()
        assert here.value("courts") == 10  # whole, whichever it is
    assert here.refresh().outcome is not Outcome.STOPPED
    assert here.value("courts", 2) == 39


def stopped() -> Refreshed:
    now = datetime.now(UTC)
    return Refreshed(now, now, Outcome.STOPPED, "2026-11-22", None, (), "A column is gone.")


def test_a_webhook_is_told_in_words(own: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALERT", f"{own.address}/hook")
    assert alerts.alert(alerts.words(stopped())) == "127.0.0.1"
    told = httpx.Response(200, content=own.received[-1]).json()["text"]
    assert told.startswith("Refresh stopped, nothing was published. A column is gone.")
    assert "Readers get 2026-11-22." in told


@pytest.mark.parametrize("address", ["{own}/elsewhere?key=secret", "http://127.0.0.1:9/?secret"])
def test_an_alert_that_cannot_be_delivered_names_no_secret(
    own: Publisher, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ALERT", address.format(own=own.address))
    with pytest.raises(alerts.AlertError) as error:
        alerts.alert("It stopped.")
    assert "secret" not in str(error.value)
    assert "127" not in str(error.value)


def test_a_refresh_sends_no_message_where_no_receiver_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("ALERT", raising=False)
    assert alerts.alert("It stopped.") is None


def test_a_mail_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[object] = []

    class Server:
        def __init__(self, host: str, port: int, timeout: float) -> None:
            sent.append((host, port, timeout > 0))

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def send_message(self, message: object) -> None:
            sent.append(message)

    monkeypatch.setattr(alerts.smtplib, "SMTP", Server)
    monkeypatch.setenv("ALERT", "mailto:desk@city.example")
    monkeypatch.setenv("MAIL_SERVER", "mail.example:587")
    assert alerts.alert(alerts.words(stopped())) == "mailto:desk@city.example"
    assert sent[0] == ("mail.example", 587, True)
    assert "desk@city.example" in str(sent[1])
    assert "A column is gone." in str(sent[1])


def test_what_work_says_reaches_a_log_as_lines() -> None:
    out = io.StringIO()
    with JsonLines(out) as progress:
        progress.say("Two\nlines “quoted”")
        for done in range(1, 101):
            progress.count("reading", done, 100)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert lines[0]["said"] == "Two\nlines “quoted”"
    assert [line["done"] for line in lines[1:]] == list(range(10, 101, 10))
    assert all(datetime.fromisoformat(line["at"]) for line in lines)
