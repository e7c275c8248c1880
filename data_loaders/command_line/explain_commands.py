"""The commands that say where a value comes from, and renew the shipped geography."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import pandas as pd
import typer
from rich.markup import escape

from data_loaders.command_line.failures import console, in_words
from data_loaders.curate.deliveries.intake import Intake
from data_loaders.curate.deliveries.partner import merged, read_delivery
from data_loaders.curate.geography.areas import area_tables, encoded
from data_loaders.curate.geography.council_overlaps import council_overlaps, write_council_overlaps
from data_loaders.curate.geography.h3_areas import h3_areas, write_h3_areas
from data_loaders.curate.geography.station_areas import station_areas, write_station_areas
from data_loaders.delivery.findings import RefusedError
from data_loaders.observations.points import H3_FILE, STATIONS_FILE
from data_loaders.privacy.treatment.reasons import rules_that_hide
from data_loaders.released import serving
from data_loaders.released.provenance import NotPublishedError, explained, frame_of, position_of
from data_loaders.released.release import Release
from data_loaders.released.view import parse_day
from data_loaders.sources import catalog
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.council_districts import DISTRICTS_FILE
from data_loaders.vocabulary.frames import Frame
from data_loaders.vocabulary.geography import AREAS_FILE
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Status

commands = typer.Typer()


@commands.command()
def explain(
    indicator: Annotated[str, typer.Argument(help="Id of an indicator.")],
    area: Annotated[str, typer.Argument(help="Id of an area.")],
    period: Annotated[str, typer.Argument(help="A day in it: YYYY-MM-DD, YYYY-MM or YYYY.")],
    geography: Annotated[str, typer.Option(help="Else the indicator's first.")] = "",
    industry: Annotated[str, typer.Option(help="Id of an industry.")] = ALL_INDUSTRIES,
    release: Annotated[str, typer.Option(help="Id of a release; else the one served.")] = "",
    demo: Annotated[bool, typer.Option(help="Of the simulated releases.")] = False,
    delivery: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Your delivery: names the rule too."),
    ] = None,
) -> None:
    """Say where one value comes from, or that it is hidden and why."""
    day = parse_day(period, start=False)
    if day is None:
        raise typer.BadParameter(f"{period} is no date: write YYYY-MM-DD, YYYY-MM or YYYY")
    with in_words():
        opened = _release(release, is_demo=demo)
    try:
        frame = frame_of(opened, indicator, geography, industry)
        position = position_of(frame, area, day)
    except NotPublishedError as error:
        console.print(f"[bold red]Not published.[/] {escape(str(error))}", highlight=False)
        raise typer.Exit(1) from error
    for word, words in explained(opened, frame, area, position):
        console.print(f"{word}: {escape(words)}", highlight=False, soft_wrap=True)
    if delivery is not None:
        with in_words():
            said = _rule(opened, frame, area, position, delivery)
        console.print(f"rule: {escape(said)}", highlight=False, soft_wrap=True)


def _release(release_id: str, *, is_demo: bool) -> Release:
    side = serving.held(is_demo=is_demo)
    release = side.pinned(release_id) if release_id else side.current()
    if release is None:
        raise typer.BadParameter(f"no release {release_id}. There are: {', '.join(side.ids())}")
    return release


def _rule(release: Release, frame: Frame, area_id: str, position: int, folder: Path) -> str:
    """Which rule hides a cell, computed anew from the delivery in `folder`."""
    source_id = release.source_of[frame.indicator_id].id
    module = next((each for each in catalog.PARTNERS if each.SOURCE.id == source_id), None)
    if module is None:
        raise typer.BadParameter(f"{source_id} is no partner's source: its publisher treats it")
    if frame.cell(area_id, position).status is not Status.WITHHELD:
        return "none: this cell is not hidden"
    source = module.SOURCE
    counted = module.counted(_rows(module, folder))
    first = pd.Timestamp(frame.periods[position][0])
    cell = (frame.indicator_id, str(frame.geography), area_id, frame.industry_id, first)
    return rules_that_hide(counted, source.policy, source.indicators, cell)


def _rows(module: Partner, folder: Path) -> pd.DataFrame:
    files = sorted(path for path in folder.iterdir() if path.is_file())
    tables: list[pd.DataFrame] = []
    with TemporaryDirectory(prefix="explain-") as name:
        for each in Intake(Path(name), module).deliveries(files):
            kept, report = read_delivery(module, each)
            if kept is None:
                raise typer.BadParameter(str(RefusedError(report)))
            tables.append(kept)
    return merged(module, tables)


@commands.command("geography")
def geography_command(
    mirror: Annotated[
        Path,
        typer.Option(
            envvar=installation.MIRROR, exists=True, file_okay=False, help="The published files."
        ),
    ],
    to: Annotated[Path, typer.Option(help="The folder to write.")] = installation.GEOGRAPHY,
) -> None:
    """Renew the shipped tables of areas, stations, council districts and cells."""
    with in_words() as progress:
        progress.say("areas")
        areas = area_tables(mirror)
        progress.say("subway stations")
        stations = station_areas(mirror, areas)
        progress.say("council districts")
        overlaps = council_overlaps(mirror)
        progress.say("cells")
        cells = h3_areas(mirror)
        to.mkdir(parents=True, exist_ok=True)
        (to / AREAS_FILE.name).write_bytes(encoded(areas))
        write_station_areas(stations, to / STATIONS_FILE.name)
        write_council_overlaps(overlaps, to / DISTRICTS_FILE.name)
        write_h3_areas(cells, to / H3_FILE.name)
    written = (AREAS_FILE, STATIONS_FILE, DISTRICTS_FILE, H3_FILE)
    names = ", ".join(path.name for path in written)
    console.print(f"Written to {to}: {names}.", soft_wrap=True)
