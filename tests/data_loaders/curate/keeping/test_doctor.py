"""The doctor finds what is wrong with an installation, and says what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from data_loaders.curate.deliveries.intake import Intake
from data_loaders.curate.keeping.doctor import Finding, Grade, examination
from data_loaders.released.refreshed import FeedOutcome, FeedRefreshed, Outcome, Refreshed
from data_loaders.vocabulary import installation
from tests.support.clients import Clients, month_of, written
from tests.support.tiny import released

NOW = datetime.now(UTC)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("releases", "deliveries"):
        monkeypatch.setenv(name.upper(), str(tmp_path / name))
    for name in ("RELEASE_KEY", "RELEASE_PUBLIC_KEY", "DELIVERY_KEY", "ALERT", "CONTACT"):
        monkeypatch.delenv(name, raising=False)
    released(tmp_path / "releases")
    refreshed(tmp_path, NOW, Outcome.PUBLISHED)
    return tmp_path


def refreshed(here: Path, at: datetime, outcome: Outcome, *feeds: FeedRefreshed) -> None:
    folder = here / "releases" / ".refresh"
    folder.mkdir(exist_ok=True)
    done = Refreshed(at, at, outcome, "2026-11-22", at, feeds, "A column is gone.")
    (folder / "last.json").write_bytes(msgspec.json.encode(done))


def found(**more: str) -> dict[str, Finding]:
    return {each.what: each for each in examination({**installation.environment(), **more})}


def test_a_sound_installation_has_no_fault(here: Path) -> None:
    assert [each for each in found().values() if each.grade is Grade.FAULT] == []
    assert found()["release"].found == "2026-11-22 is whole and passed its audit"
    assert found()["CONTACT"].grade is Grade.ADVICE
    assert found(CONTACT="desk@city.example").get("CONTACT") is None


def damaged(here: Path) -> None:
    released(here / "releases")
    (here / "releases" / "2026-11-22-2" / "notes.md").write_text("changed")


def unencrypted(here: Path) -> None:
    file = written(here / "in", "clients-2021-01.csv", month_of(11, 12, 13, 14, 15))
    Intake(here / "deliveries", Clients()).receive([file], NOW.date())


FAULTS: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "a damaged release": ("release", damaged, "notes.md differs"),
    "a delivery that lies open": ("deliveries", unencrypted, "1 lie unencrypted"),
    "a refresh that stopped": (
        "refresh",
        lambda here: refreshed(here, NOW, Outcome.STOPPED),
        "A column is gone.",
    ),
    "no refresh for days": (
        "refresh",
        lambda here: refreshed(here, NOW - timedelta(days=3), Outcome.UNCHANGED),
        "and not since",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_doctor_names_each_fault_and_its_remedy(here: Path, fault: str) -> None:
    what, do_harm, words = FAULTS[fault]
    do_harm(here)
    finding = found()[what]
    assert finding.grade is Grade.FAULT
    assert words in finding.found
    assert finding.do.endswith((".", "?"))


def test_settings_and_keys_are_looked_at(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(WEB_CONCURRENCY="0")["settings"].grade is Grade.FAULT
    key = here / "key"
    key.write_text("x")
    key.chmod(0o644)
    monkeypatch.setenv("RELEASE_KEY", str(key))
    assert "others may read" in found()["RELEASE_KEY"].found
    key.chmod(0o600)
    assert found()["RELEASE_KEY"].grade is Grade.GOOD
    monkeypatch.setenv("RELEASE_KEY", str(installation.ROOT / "pyproject.toml"))
    assert "lies with the code" in found()["RELEASE_KEY"].found


def test_a_feed_that_fails_is_named(here: Path) -> None:
    feed = FeedRefreshed("courts", FeedOutcome.FAILED, NOW.date(), 1.0, "", "503")
    refreshed(here, NOW, Outcome.PUBLISHED, feed)
    assert str(NOW.date()) in found()["courts"].found
