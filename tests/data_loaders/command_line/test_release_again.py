"""`release --mirror` where nothing changed: no source is read, and no second release is made."""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

import data_loaders.__main__ as command_line
from data_loaders.curate import plans
from data_loaders.curate.publication import kept_readings, made_from
from data_loaders.curate.publication.made_from import RECORD
from data_loaders.curate.publication.publish import release_ids, rollback
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Feed, FeedFile, Holder
from tests.support.tiny import COURTS, MONTHLY, module, observed

FEED = Feed("courts", (FeedFile("filings.csv", "https://courts.example/filings.csv", Holder.BOTH),))


class Site:
    """A mirror of one source, the folder of its releases, and how often it was read."""

    def __init__(self, folder: Path) -> None:
        self.mirror, self.releases = folder / "mirror", folder / "releases"
        self.reads = 0
        self.write(MONTHLY)
        self.module = module(replace(COURTS, feed=FEED))
        vars(self.module).update(read=self._read)

    def write(self, text: str) -> None:
        file = self.mirror / "courts" / "filings.csv"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        listed = [{"path": "courts/filings.csv", "sha256": sha256}]
        (self.mirror / "sources.json").write_text(json.dumps(listed))

    def _read(self, folder: Path) -> pd.DataFrame:
        self.reads += 1
        return observed((folder / "filings.csv").read_text(), "filings")

    def release(self, *options: str) -> str:
        """What the command says."""
        given = ["release", "--mirror", str(self.mirror), *options]
        done = CliRunner().invoke(command_line.app, given)
        assert done.exit_code == 0, done.output
        return re.sub(r"\s+", " ", done.output)

    @property
    def ids(self) -> list[str]:
        return release_ids(self.releases)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site(tmp_path)
    monkeypatch.setenv("RELEASES", str(made.releases))
    monkeypatch.setenv("DELIVERIES", str(tmp_path / "deliveries"))
    monkeypatch.setattr(installation, "READINGS", tmp_path / "readings")
    monkeypatch.setattr(catalog, "MODULES", (made.module,))
    for name in ("outlines", "tiles"):
        monkeypatch.setattr(plans, name, lambda *_: {})
    monkeypatch.setattr(plans, "known_places", tuple)
    # This very code may have been written a moment ago.
    monkeypatch.setattr(kept_readings, "STARTED", time.time() + 3600)
    return made


def test_where_nothing_changed_nothing_is_read_or_made(site: Site) -> None:
    site.release()
    (first,) = site.ids
    assert f"Nothing is new since {first}." in site.release()
    assert (site.ids, site.reads) == ([first], 1)


CHANGES: dict[str, Callable[[Site, pytest.MonkeyPatch], object]] = {
    "one cell": lambda site, _: site.write(MONTHLY.replace("13", "14")),
    "a file no source names": lambda site, _: (site.mirror / "more.csv").write_text("a"),
    "the code": lambda _, patch: patch.setattr(made_from, "code_version", lambda: "2+other"),
    "a library": lambda _, patch: patch.setattr(made_from, "libraries", lambda: ("pandas 0",)),
    "half a record": lambda site, _: (site.releases / RECORD).write_text('{"release_id"'),
    "no record": lambda site, _: (site.releases / RECORD).unlink(),
    "a record of another": lambda site, _: (site.releases / RECORD).write_text(
        (site.releases / RECORD).read_text().replace(site.ids[0], "2020-01-01")
    ),
    "a damaged release": lambda site, _: (site.releases / site.ids[0] / "notes.md").write_text(""),
    "code that changed while it ran": lambda _, patch: patch.setattr(kept_readings, "STARTED", 0.0),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_whatever_changed_makes_a_release(
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Site, pytest.MonkeyPatch], object],
) -> None:
    site.release()
    change(site, monkeypatch)
    assert "Nothing is new" not in site.release()
    assert len(site.ids) == 2


@pytest.mark.parametrize("option", [["--again"], ["--note", "New words."], ["--on", "2027-01-02"]])
def test_a_release_that_is_asked_for_is_made(site: Site, option: list[str]) -> None:
    site.release()
    assert "Nothing is new" not in site.release(*option)
    assert len(site.ids) == 2


def test_after_going_back_the_newer_figures_are_published_again(site: Site) -> None:
    site.release()
    site.write(MONTHLY.replace("13", "14"))
    site.release()
    rollback(site.releases)
    assert "Nothing is new" not in site.release()
    assert len(site.ids) == 3


def test_a_mirror_that_changed_while_it_was_read_is_read_again(site: Site) -> None:
    read = site._read  # the reader of the source is replaced by one that is overtaken

    def overtaken(folder: Path) -> pd.DataFrame:
        table = read(folder)
        site.write(MONTHLY.replace("13", "14"))
        return table

    vars(site.module).update(read=overtaken)
    site.release()
    vars(site.module).update(read=read)
    site.write(MONTHLY)
    assert "Nothing is new" not in site.release()
