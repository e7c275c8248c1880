"""Where a value comes from, or why it is hidden, is said from the release alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from data_loaders.__main__ import app
from data_loaders.command_line import explain_commands, failures
from data_loaders.curate.deliveries import deliveries
from data_loaders.curate.deliveries.deliveries import MARK
from data_loaders.curate.geography.h3_areas import read_h3_areas
from data_loaders.released import serving
from data_loaders.released.provenance import explained, frame_of, position_of
from data_loaders.released.release import Release, Releases
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Status
from tests.support.clients import MONTHLY, Clients, month_of, written
from tests.support.tiny import COURTS, LISTINGS, module, released


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """A release of two tiny public sources, served."""
    monkeypatch.setattr(failures.console, "width", 300)
    contents = released(tmp_path / "releases")
    held = Releases([tmp_path / "releases"])
    monkeypatch.setattr(serving, "held", lambda **_: held)
    assert contents.catalog.release_id == held.current().id
    return held.current()


def test_a_value_names_its_publisher_its_files_and_its_release(made: Release) -> None:
    entry = made.index.frames[0]
    frame = frame_of(made, entry.indicator_id, entry.geography, entry.industry_id)
    position = frame.latest()
    area = next(a for a in frame.areas if frame.cell(a, position).value is not None)
    code, said = run(
        *("explain", entry.indicator_id, area, str(frame.periods[position][1])),
        *("--geography", entry.geography, "--industry", entry.industry_id),
    )
    source = made.source_of[entry.indicator_id]
    [delivery] = [one for one in made.catalog.deliveries if one.source_id == source.id]
    assert code == 0, said
    for expected in (
        f"{frame.cell(area, position).value:g}",
        source.partner,
        delivery.sha256,
        str(delivery.received_on),
        made.indicators[entry.indicator_id].processing,
        made.id,
    ):
        assert expected in said


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("no_such_figure", "BX", "2020"), "has no indicator no_such_figure"),
        (("{indicator}", "XX", "2020"), "has no area XX"),
        (("{indicator}", "{area}", "1800"), "no period holds 1800-12-31"),
        (("{indicator}", "{area}", "2020", "--geography", "moon"), "no geography is called moon"),
    ],
)
def test_what_is_not_published_is_said_with_what_is(
    made: Release, arguments: tuple[str, ...], said: str
) -> None:
    name = made.index.frames[0].indicator_id
    area = frame_of(made, name, "").areas[0]
    code, words = run("explain", *(one.format(indicator=name, area=area) for one in arguments))
    assert code == 1
    assert said in words
    assert "Traceback" not in words


@pytest.fixture
def delivered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A partner's delivery with one cell that is too small, curated and released; its folder."""
    monkeypatch.setenv("RELEASES", str(tmp_path / "releases"))
    monkeypatch.setenv("DEMO_RELEASES", str(tmp_path / "demo"))
    monkeypatch.setenv("DELIVERIES", str(tmp_path / "deliveries"))
    monkeypatch.setattr(catalog, "PARTNERS", (Clients(MONTHLY),))
    monkeypatch.setattr(catalog, "MODULES", (module(COURTS), module(LISTINGS)))
    monkeypatch.setattr(failures.console, "width", 300)
    for name in ("outlines", "tiles"):
        monkeypatch.setattr(deliveries, name, lambda *_: {})
    monkeypatch.setattr(deliveries, "places", tuple)
    folder = tmp_path / "handed"
    folder.mkdir()
    (tmp_path / MARK).write_text("# Simulated\n")
    file = written(folder, "clients-2021-01.csv", month_of(240, 300, 260, 200, 4))
    for command in (("curate", "helper", file), ("release",)):
        code, said = run(*command, "--simulated", "--on", "2021-02-01")
        assert code == 0, said
    held = Releases([installation.demo_releases()], is_simulated=True)
    monkeypatch.setattr(serving, "held", lambda **_: held)
    return folder


def hidden_cells(release: Release) -> list[tuple[str, str, str, date]]:
    return [
        (entry.indicator_id, entry.geography, area, frame.periods[position][0])
        for entry in release.index.frames
        for frame in [release.frame(entry.indicator_id, entry.geography, entry.industry_id)]
        for position in range(len(frame.periods))
        for area in frame.areas
        if frame.cell(area, position).status is Status.WITHHELD
    ]


def test_the_rule_that_hid_a_cell_is_told_only_with_the_delivery(delivered: Path) -> None:
    release = serving.held(is_demo=True).current()
    cells = hidden_cells(release)
    assert len(cells) > 1
    rules: set[str] = set()
    for name, geography, area, day in cells:
        asked = ("explain", name, area, str(day), "--geography", geography, "--demo")
        code, public = run(*asked)
        assert code == 0, public
        assert "hidden by: this site" in public
        assert "rule:" not in public
        code, private = run(*asked, "--delivery", delivered)
        assert code == 0, private
        rules.add(private.split("rule: ")[1].strip())
    assert any("fewer than" in rule for rule in rules)
    assert any("no rule of its own" in rule for rule in rules)


def test_what_is_said_of_hidden_cells_is_the_same_whatever_rule_hid_them(delivered: Path) -> None:
    release = serving.held(is_demo=True).current()
    said: dict[tuple[str, str], set[str]] = {}
    for name, geography, area, day in hidden_cells(release):
        frame = frame_of(release, name, geography)
        lines = explained(release, frame, area, position_of(frame, area, day))
        words = "\n".join(f"{word} {text}" for word, text in lines if word != "figure")
        said.setdefault((name, geography), set()).add(words)
    assert all(len(each) == 1 for each in said.values())


def test_the_geography_that_ships_is_written_to_the_byte(
    tmp_path: Path, mirror: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # That the published files make this table is the test of `h3_areas`.
    monkeypatch.setattr(explain_commands, "h3_areas", lambda _: read_h3_areas())
    code, said = run("geography", "--mirror", mirror, "--to", tmp_path / "made")
    assert code == 0, said
    for name in ("areas.json", "subway_stations.csv", "council_districts.csv", "h3_areas.parquet"):
        shipped = (installation.GEOGRAPHY / name).read_bytes()
        assert (tmp_path / "made" / name).read_bytes() == shipped, name
