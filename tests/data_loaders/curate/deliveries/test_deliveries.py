from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data_loaders.curate.deliveries import deliveries
from data_loaders.curate.deliveries.deliveries import MARK, curate, simulated_plan, with_partners
from data_loaders.curate.deliveries.staging import staged
from data_loaders.curate.feeds.mirror import FeedError, file_hash, hash_of_all
from data_loaders.curate.publication.build import build
from data_loaders.observations.table import tidy
from data_loaders.privacy.tables.counted import TreatmentError
from data_loaders.released.release import Release, ReleaseError
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Geography, Publication
from data_loaders.vocabulary.progress import Silent
from tests.support.clients import MONTHLY, Clients, month_of, written
from tests.support.privacy import made, released
from tests.support.tiny import COURTS, module, plan

ON = date(2022, 4, 5)
PARTNER = Clients(MONTHLY)
ALL = (240, 300, 260, 200, 4)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASES", str(tmp_path / "releases"))
    monkeypatch.setenv("DEMO_RELEASES", str(tmp_path / "demo"))
    monkeypatch.setenv("DELIVERIES", str(tmp_path / "deliveries"))
    monkeypatch.setattr(catalog, "PARTNERS", (PARTNER,))
    monkeypatch.setattr(deliveries, "outlines", lambda *_: {})
    monkeypatch.setattr(deliveries, "tiles", lambda *_: {})
    monkeypatch.setattr(deliveries, "places", tuple)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Two months of deliveries, in a folder marked as simulated."""
    folder = tmp_path / "simulated"
    written(folder, MARK, "")
    months = folder / "helper"
    written(months, "clients-2021-01.csv", month_of(*ALL))
    written(months, "clients-2021-02.csv", month_of(310, 390, 340, 260, 4, month="2021-02-01"))
    return months


def simulated(given: Path) -> deliveries.Curation:
    return curate(PARTNER, [given], ON, Silent(), is_simulated=True)


def values(table: pd.DataFrame, month: str) -> dict[str, float | None]:
    rows = table[table["period_start"] == month]
    found = rows.set_index("area_id")["value"]
    return {str(area_id): None if pd.isna(value) else value for area_id, value in found.items()}


def test_deliveries_are_checked_treated_and_staged(given: Path) -> None:
    done = simulated(given)
    assert (done.received, done.held_already, done.refused) == (2, 0, ())
    assert done.curated is not None
    table = done.curated.observations
    shown = values(table, "2021-01-01")
    delivered = {"BX": 240, "BK": 300, "MN": 260, "QN": 200, "SI": 4, "NYC": 1004}
    hidden = {area for area, value in shown.items() if value is None}
    # Which one stands beside the small count is the key's choice.
    assert hidden - {"SI"} < delivered.keys() - {"NYC"}
    assert len(hidden) == 2
    assert shown == {**delivered, **dict.fromkeys(hidden)}
    assert "contributors" not in table.columns


def test_curating_again_changes_nothing(given: Path) -> None:
    first = simulated(given)
    second = simulated(given)
    assert (second.received, second.held_already) == (0, 2)
    assert first.curated is not None
    assert second.curated is not None
    assert second.curated.delivery == first.curated.delivery


def test_one_refused_file_does_not_stop_the_others(given: Path) -> None:
    written(given, "clients-2021-03.csv", month_of(*ALL, month="1989-03-01"))
    done = simulated(given)
    assert (done.received, len(done.refused)) == (2, 1)
    assert "a date that cannot be" in done.refused[0].findings[0].sentence


def test_what_cannot_be_treated_leaves_what_was_staged(given: Path) -> None:
    simulated(given)
    root = installation.deliveries(is_simulated=True)
    before = staged(root, [PARTNER])["helper"].delivery
    written(given, "clients-2021-03.csv", month_of(3, 4, 5, 2, 1, month="2021-03-01"))
    with pytest.raises(TreatmentError, match="too small to publish"):
        simulated(given)
    assert staged(root, [PARTNER])["helper"].delivery == before


def test_a_simulated_file_never_comes_into_the_real_intake(given: Path) -> None:
    with pytest.raises(FeedError, match="--simulated"):
        curate(PARTNER, [given], ON, Silent())
    with pytest.raises(FeedError, match="--simulated"):
        curate(PARTNER, [given / "clients-2021-01.csv"], ON, Silent())
    assert not installation.deliveries(is_simulated=False).exists()


def test_a_real_file_never_comes_among_simulated_ones(tmp_path: Path) -> None:
    file = written(tmp_path / "real", "clients-2021-01.csv", month_of(*ALL))
    with pytest.raises(FeedError, match="real delivery has no place"):
        curate(PARTNER, [file], ON, Silent(), is_simulated=True)


def test_a_simulated_release_is_made_of_what_is_staged(given: Path) -> None:
    simulated(given)
    made = build(simulated_plan(ON, Silent()), Silent())
    release = Release.open(installation.demo_releases() / made.catalog.release_id)
    assert release.manifest.is_simulated
    (source,) = release.catalog.sources
    assert source.name.startswith("Simulated, in the format of Helper")
    assert all(each.title.startswith("Simulated: ") for each in source.indicators)
    csv = (release.folder / "csv/SIMULATED_clients_borough.csv").read_text()
    assert all("Simulated" in line for line in csv.splitlines()[1:])


def test_a_simulated_release_needs_something_staged() -> None:
    with pytest.raises(ReleaseError, match="nothing is staged"):
        simulated_plan(ON, Silent())


def test_a_revision_between_two_releases_is_seen_by_the_audit(given: Path) -> None:
    simulated(given)
    build(simulated_plan(ON, Silent()), Silent())
    written(given, "clients-2021-03.csv", month_of(*ALL, month="2021-03-01"))
    simulated(given)
    later = build(simulated_plan(date(2022, 7, 5), Silent()), Silent())
    release = Release.open(installation.demo_releases() / later.catalog.release_id)
    checks = {check.id: check for check in release.audit.sources[0].checks}
    assert checks["A6"].passed
    assert checks["A6"].checked > 0


def test_no_hash_of_a_real_delivery_lets_a_guess_at_a_gap_be_tried(tmp_path: Path) -> None:
    """Who knows the format writes the file that each guess makes, and sees which has the hash."""
    real = tmp_path / "real"
    file = written(real, "clients-2021-01.csv", month_of(*ALL))
    done = curate(PARTNER, [file], ON, Silent())
    assert done.curated is not None
    told = done.curated.delivery.sha256
    for guess in range(1, 10):
        guessed = written(real / str(guess), file.name, month_of(*ALL[:-1], guess))
        one = hash_of_all({file.name: file_hash(guessed)})
        assert told not in {one, hash_of_all({"1": one})}
    again = curate(PARTNER, [file], ON, Silent())
    assert again.curated is not None
    assert again.curated.delivery.sha256 == told


def test_real_deliveries_wait_for_leave_to_display_them(tmp_path: Path) -> None:
    file = written(tmp_path / "real", "clients-2021-01.csv", month_of(*ALL))
    curate(PARTNER, [file], ON, Silent())
    real = plan(tmp_path / "releases", [module(COURTS)])
    assert with_partners(real, Silent()).staged == {}


def test_a_source_that_is_only_shown_is_treated_beside_the_frames_readers_saw(
    tmp_path: Path,
) -> None:
    """It has no file of observations, and a revision of one person would be told all the same."""
    kind = replace(made.CLIENTS, geographies=(Geography.NTA2010,))
    source = replace(released.source(made.PEOPLE, kind), publication=Publication.SHOW)
    counts = made.counted()
    table = counts.assign(value=counts["value"].mask(counts["value"] < 10))
    table = table.assign(status=table["value"].notna().map({True: "normal", False: "withheld"}))
    for name in ("2022-04-05", "2022-07-05"):
        folder = released.only_shown(released.write(tmp_path / name, source, table), table)
        (folder / "manifest.json").write_text("")
    (tmp_path / "2022-01-05").mkdir()
    (tmp_path / "2022-01-05" / "manifest.json").write_text("")
    (tmp_path / "CURRENT").write_text("2022-04-05")
    told = deliveries._released(tmp_path, source)
    assert list(told) == ["2022-04-05", "2022-07-05"]
    for figures in told.values():
        pd.testing.assert_frame_equal(figures, tidy([table]))
