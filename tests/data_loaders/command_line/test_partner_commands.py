"""What a partner, or an analyst, types: check one file, curate it, simulate, demonstrate."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line import failures
from data_loaders.curate.deliveries import deliveries, demonstration
from data_loaders.curate.deliveries.deliveries import MARK
from data_loaders.simulated.city import City
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from tests.support.clients import MONTHLY, Clients, month_of, written
from tests.support.tiny import COURTS, LISTINGS, module

ALL = (240, 300, 260, 200, 4)
HANDOVERS = (date(2021, 1, 31), date(2021, 2, 28))


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path / "releases"))
    monkeypatch.setenv("DEMO_RELEASES", str(tmp_path / "demo"))
    monkeypatch.setenv("DELIVERIES", str(tmp_path / "deliveries"))
    monkeypatch.setattr(catalog, "PARTNERS", (Clients(MONTHLY),))
    monkeypatch.setattr(catalog, "MODULES", (module(COURTS), module(LISTINGS)))
    monkeypatch.setattr(failures.console, "width", 300)
    for name in ("outlines", "tiles"):
        monkeypatch.setattr(deliveries, name, lambda *_: {})
    monkeypatch.setattr(deliveries, "places", tuple)


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


def test_a_fine_file_passes_the_check_and_is_not_received(tmp_path: Path) -> None:
    file = written(tmp_path, "clients-2021-01.csv", month_of(*ALL))
    code, said = run("check", "helper", file)
    assert code == 0
    assert "clients-2021-01.csv: fine, 5 rows read" in said
    assert not (tmp_path / "deliveries").exists()


def test_the_check_names_rows_expectation_and_mend(tmp_path: Path) -> None:
    text = month_of(*ALL).replace("Bronx", "Bornx").replace(",300,", ",three hundred,")
    code, said = run("check", "helper", written(tmp_path, "clients-2021-01.csv", text))
    assert code == 1
    assert "refused" in said
    assert "row 2: borough: unknown text of 5 letters" in said
    assert "row 3: clients: no number. Expected: a number." in said
    assert "three hundred" not in said


def test_the_check_writes_json_for_machines(tmp_path: Path) -> None:
    text = month_of(*ALL).replace("Bronx", "Bornx")
    code, said = run("check", "helper", written(tmp_path, "clients-2021-01.csv", text), "--json")
    (report,) = json.loads(said)
    assert code == 1
    assert report["source_id"] == "helper"
    assert report["findings"][0]["rows"] == [2]
    assert report["findings"][0]["severity"] == "stops"


def test_a_public_folder_is_checked_in_words_and_as_json(tmp_path: Path) -> None:
    code, said = run("check", "courts", tmp_path)
    assert (code, "all checks passed" in said) == (0, True)
    code, said = run("check", "courts", tmp_path, "--json")
    assert (code, json.loads(said)[0]["rows_read"]) == (0, 4)


def test_curating_says_what_was_received_refused_and_staged(tmp_path: Path) -> None:
    written(tmp_path / "given", "clients-2021-01.csv", month_of(*ALL))
    written(tmp_path / "given", "clients-2021-02.csv", "not,a,delivery\n")
    code, said = run("curate", "helper", tmp_path / "given")
    assert code == 1
    assert "1 received, 0 held already, 1 refused and quarantined" in said
    assert "Staged: 6 observations, figures to 2021-01-31." in said


def test_what_cannot_be_treated_is_said_without_a_traceback(tmp_path: Path) -> None:
    file = written(tmp_path, "clients-2021-01.csv", month_of(1, 2, 3, 4, 5))
    code, said = run("curate", "helper", file)
    assert code == 1
    assert "Not done." in said
    assert "too small to publish" in said


def test_an_unknown_source_is_named_with_those_known(tmp_path: Path) -> None:
    file = written(tmp_path, "clients-2021-01.csv", "")
    code, said = run("curate", "nobody", file)
    assert code == 2
    assert "helper" in said


def _write(
    folder: Path, city: City, after: date | None, until: date, scale: float
) -> Sequence[Path]:
    first = f"{until:%Y-%m}-01"
    step = 0 if after is None else 90
    clients = [number + step for number in ALL[:4]]
    text = month_of(*clients, ALL[4], month=first)
    return [written(folder, f"clients-{until:%Y-%m}.csv", text)]


@pytest.fixture
def simulated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Deliveries of two handovers, written by the command."""
    monkeypatch.setattr(demonstration, "HANDOVERS", HANDOVERS)
    monkeypatch.setattr(demonstration, "WRITERS", {"helper": _write})
    folder = tmp_path / "simulated"
    assert run("simulate", folder)[0] == 0
    return folder


def test_simulated_deliveries_are_marked_and_written_by_handover(simulated: Path) -> None:
    assert (simulated / MARK).read_text().startswith("# Simulated")
    files = sorted(str(path.relative_to(simulated)) for path in simulated.rglob("*.csv"))
    assert files == [
        "2021-01-31/helper/clients-2021-01.csv",
        "2021-02-28/helper/clients-2021-02.csv",
    ]


def test_what_is_handed_over_once_leaves_no_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later handover without files of a source is no delivery of it."""

    def once(
        folder: Path, city: City, after: date | None, until: date, scale: float
    ) -> Sequence[Path]:
        return [] if after else _write(folder, city, after, until, scale)

    monkeypatch.setattr(demonstration, "HANDOVERS", HANDOVERS)
    monkeypatch.setattr(demonstration, "WRITERS", {"helper": once})
    assert run("simulate", tmp_path / "simulated")[0] == 0
    assert (tmp_path / "simulated/2021-01-31/helper").is_dir()
    assert not (tmp_path / "simulated/2021-02-28/helper").exists()


def test_the_demonstration_is_two_simulated_releases_that_ship(
    simulated: Path, tmp_path: Path
) -> None:
    code, said = run("demonstration", simulated, "--ship", tmp_path / "shipped")
    assert code == 0, said
    assert "Released: 2021-02-05, 2021-03-05." in said
    shipped = tmp_path / "shipped" / "2021-03-05"
    held = {str(path.relative_to(shipped)) for path in shipped.rglob("*") if path.is_file()}
    assert held == {
        "audit.json",
        "catalog.json",
        "manifest.json",
        "notes.md",
        "observations/helper.parquet",
    }
    assert installation.demo_releases().joinpath("CURRENT").read_text().strip() == "2021-03-05"
