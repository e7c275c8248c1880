"""Noise from a delivery to the page: each figure drawn once, and a ledger that remembers it."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line import failures
from data_loaders.curate.deliveries import deliveries
from data_loaders.curate.deliveries.deliveries import MARK
from data_loaders.curate.publication.withdraw import withdraw
from data_loaders.released.release import Release
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.audit_record import SourceAudit
from tests.support import literal
from tests.support.clients import month_of, written
from tests.support.noisy_clients import NOISE, NoisyClients
from tests.support.sites import serving_from

pytest.importorskip("opendp")
PARTNER = NoisyClients()
MONTHS = ("2021-01-01", "2021-02-01")
FIRST, SECOND = "2021-03-05", "2021-04-05"


def settled(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """An installation of its own, with this one partner."""
    patch.setenv("RELEASES", str(folder / "releases"))
    patch.setenv("DEMO_RELEASES", str(folder / "demo"))
    patch.setenv("DELIVERIES", str(folder / "deliveries"))
    patch.setattr(catalog, "PARTNERS", (PARTNER,))
    patch.setattr(failures.console, "width", 300)
    for name in ("outlines", "tiles"):
        patch.setattr(deliveries, name, lambda *_: {})
    patch.setattr(deliveries, "places", tuple)


def delivered(folder: Path, *months: str, on: str = FIRST) -> None:
    for number, month in enumerate(months):
        text = month_of(240 + number, 300, 260, 200, 4, month=month)
        written(folder / "given" / "helper", f"clients-{month[:7]}.csv", text)
    run("curate", "helper", folder / "given" / "helper", "--simulated", "--on", on)


def run(*arguments: str | Path, ends: int = 0) -> str:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == ends, result.output
    return result.output


def released(day: str, ends: int = 0) -> str:
    return run("release", "--simulated", "--on", day, ends=ends)


def audit_of(day: str) -> SourceAudit:
    return Release.open(installation.demo_releases() / day).audit.sources[0]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, of one month and of two; every test gets a copy."""
    folder = tmp_path_factory.mktemp("made")
    written(folder / "given", MARK, "")
    with pytest.MonkeyPatch.context() as patch:
        settled(folder, patch)
        delivered(folder, MONTHS[0])
        released(FIRST)
        delivered(folder, *MONTHS)
        released(SECOND)
    return folder


@pytest.fixture
def both(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[SourceAudit, SourceAudit]:
    """The audits of both releases, in an installation of their own."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    settled(tmp_path, monkeypatch)
    return audit_of(FIRST), audit_of(SECOND)


def test_two_releases_draw_each_month_once_and_the_ledger_says_so(
    both: tuple[SourceAudit, SourceAudit],
) -> None:
    first, second = both
    assert second.passed
    assert second.draws[:1] == first.draws
    told = [(each.release_id, each.epsilon, each.counts) for each in second.draws]
    assert told == [(FIRST, 1.0, 5), (SECOND, 1.0, 5)]
    note = next(check.note for check in second.checks if check.id == "A15")
    assert "2 drawn in 2 releases, at most 1 spent" in note


def test_the_range_of_a_noisy_figure_is_the_same_in_parquet_and_csv(
    both: tuple[SourceAudit, SourceAudit],
) -> None:
    assert both
    folder = installation.demo_releases() / SECOND
    table = pq.read_table(folder / "observations" / "helper.parquet").to_pylist()
    file = folder / "csv" / "SIMULATED_clients_borough.csv"
    with file.open(encoding="utf-8", newline="") as text:
        ends = {(row["lower"], row["upper"]) for row in csv.DictReader(text)}
    boroughs = [row for row in table if row["geography"] == "borough"]
    assert {(f"{row['lower']:.0f}", f"{row['upper']:.0f}") for row in boroughs} == ends
    assert all(row["lower"] <= row["value"] <= row["upper"] for row in table)


def test_the_site_shows_a_noisy_figure_with_its_range_and_its_rule(
    both: tuple[SourceAudit, SourceAudit], tmp_path: Path
) -> None:
    assert both
    literal.release(tmp_path / "releases")
    with serving_from(tmp_path / "releases", installation.demo_releases()) as site:
        chart = site.get("/demo/trends?indicator=clients&geography=borough").text
        source = site.get("/demo/methodology/helper").text
        privacy = site.get("/demo/privacy").text
        dictionary = site.get("/demo/data/clients").text
    assert 'class="noisy-bar"' in chart
    assert "noisy, " in chart
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", source))
    assert "differential privacy with epsilon 1 for each person, for all time" in words
    assert "moved up or down at random before it is published" in dictionary
    assert "a noisy count lies no more than 3 from the true one" in dictionary
    assert "Why hidden?" not in dictionary
    assert "Small bars: figures are moved at random" in chart
    assert "Draws of noise" in privacy
    assert "each person, for all time" in privacy


@pytest.mark.parametrize("withdrawn", [[SECOND], [SECOND, FIRST]])
def test_a_month_that_a_withdrawn_release_told_keeps_its_draw(
    both: tuple[SourceAudit, SourceAudit], withdrawn: list[str], tmp_path: Path
) -> None:
    for day in withdrawn:
        withdraw(installation.demo_releases(), day, "A wrong file.", date(2021, 4, 6))
    delivered(tmp_path, *MONTHS, "2021-03-01", on=SECOND)
    released("2021-05-05")
    ledger = audit_of("2021-05-05").draws
    assert ledger[:2] == both[1].draws
    assert [each.release_id for each in ledger] == [FIRST, SECOND, "2021-05-05"]


def test_a_month_that_a_withdrawn_release_told_is_not_drawn_again(
    both: tuple[SourceAudit, SourceAudit], tmp_path: Path
) -> None:
    """Whoever kept the withdrawn release could average both draws."""
    assert both
    withdraw(installation.demo_releases(), SECOND, "A wrong file.", date(2021, 4, 6))
    (installation.deliveries(is_simulated=True) / ".staged" / "helper.json").unlink()
    run("curate", "helper", tmp_path / "given" / "helper", "--simulated", "--on", SECOND)
    said = released("2021-05-05", ends=1)
    assert "1 periods told otherwise than the ledger of draws has them" in said


def test_a_ledger_left_behind_that_was_changed_stops_a_release(
    both: tuple[SourceAudit, SourceAudit],
) -> None:
    assert both
    root = installation.demo_releases()
    withdraw(root, SECOND, "A wrong file.", date(2021, 4, 6))
    left = root / "withdrawn" / SECOND / "audit.json"
    audit = msgspec.json.decode(left.read_bytes())
    audit["sources"][0]["draws"] = []
    left.write_bytes(msgspec.json.encode(audit))
    assert "its audit is not the one its manifest names" in released("2021-05-05", ends=1)


def test_another_epsilon_for_the_same_people_is_refused(
    both: tuple[SourceAudit, SourceAudit], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert both
    more = NoisyClients(noise=replace(NOISE, epsilon=2.0))
    monkeypatch.setattr(catalog, "PARTNERS", (more,))
    delivered(tmp_path, *MONTHS, "2021-03-01", on=SECOND)
    assert "earlier releases by another rule" in released("2021-05-05", ends=1)
