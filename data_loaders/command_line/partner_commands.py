"""The commands for partners' deliveries: check, curate, simulate, demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated

import msgspec
import typer
from rich.markup import escape

from data_loaders.command_line.failures import console, in_words
from data_loaders.curate import plans
from data_loaders.curate.deliveries import demonstration as simulating
from data_loaders.curate.deliveries.deliveries import Curation, curate
from data_loaders.curate.deliveries.intake import Intake
from data_loaders.curate.deliveries.partner import delivery_format, labels, read_delivery
from data_loaders.curate.deliveries.plausible import require_received
from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.publication.demo import ship
from data_loaders.curate.publication.gather import read_source
from data_loaders.delivery.engines.choice import VARIABLE, Engine, use
from data_loaders.delivery.findings import Report, Severity
from data_loaders.observations.feed_files import DeliveryError
from data_loaders.observations.table import ObservationError
from data_loaders.simulated.city import SEED, City
from data_loaders.sources import catalog
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary import installation

commands = typer.Typer()
PartnerId = Annotated[str, typer.Argument(help="Id of a partner's source.")]
Paths = Annotated[list[Path], typer.Argument(exists=True, help="Files, or folders of files.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write reports as JSON.")]
Accept = Annotated[
    list[str] | None, typer.Option(help="Id of an implausible finding you have looked at.")
]
Why = Annotated[
    list[str] | None,
    typer.Option(help="Why it is right, as readers are told: one for each, or one for all."),
]
On = Annotated[datetime | None, typer.Option(help="Day of receipt; today.")]
Scale = Annotated[
    float | None,
    typer.Option(min=0.001, max=1, help="1: as large as the real thing; else as demonstrated."),
]
OnEngine = Annotated[Engine, typer.Option(envvar=VARIABLE, help="What adds up big cubes.")]


@commands.command("curate")
def curate_command(
    source: PartnerId,
    paths: Paths,
    simulated: Annotated[bool, typer.Option(help="Into the simulated intake.")] = False,
    supersede: Annotated[
        bool, typer.Option(help="May replace a delivery of the same vintage, or shrink.")
    ] = False,
    accept: Accept = None,
    why: Why = None,
    as_json: AsJson = False,
    on: On = None,
    engine: OnEngine = Engine.DUCKDB,
) -> None:
    """Check deliveries, receive them once each, treat and stage the source. Safe to repeat."""
    reasons = reasons_of(accept or [], why or [])
    with in_words() as progress, use(engine):
        done = curate(
            partner(source),
            paths,
            on.date() if on else plans.today(),
            progress,
            is_simulated=simulated,
            supersede=supersede,
            accept=reasons,
        )
    if as_json:
        _write_json(done.refused)
    else:
        _say_curation(done)
    raise typer.Exit(bool(done.refused))


@commands.command()
def simulate(
    folder: Annotated[Path, typer.Argument(help="Where to write deliveries.")],
    scale: Scale = None,
    seed: Annotated[int, typer.Option(help="Another number is another city.")] = SEED,
    source: Annotated[list[str] | None, typer.Option(help="Only these sources.")] = None,
) -> None:
    """Write every partner's deliveries from one invented city, each in its own format."""
    with in_words() as progress:
        simulating.simulate(folder, City(seed), scale, source or [], progress)
    console.print(f"Written to {folder}. Curate them with --simulated.")


@commands.command()
def demonstration(
    folder: Annotated[Path, typer.Argument(exists=True, help="Where `simulate` wrote.")],
    to: Annotated[
        Path | None, typer.Option("--ship", help="Also write the releases that ship, here.")
    ] = None,
) -> None:
    """Curate simulated deliveries, handover by handover, and release the demonstration."""
    with in_words() as progress:
        made = simulating.demonstrate(folder, progress)
        if to is not None:
            for release_id in made:
                ship(installation.demo_releases() / release_id, to / release_id)
    console.print(f"Released: {', '.join(made)}.", highlight=False)


@commands.command()
def prepare_demonstration() -> None:
    """Make sure the demonstration that ships can be served. Safe while the site runs."""
    with in_words() as progress:
        made = plans.prepare_demonstration(progress)
    console.print(made)


def partner(source_id: str) -> Partner:
    """The partner's module of that id; BadParameter where there is none."""
    known = {module.SOURCE.id: module for module in catalog.PARTNERS}
    if source_id not in known:
        raise typer.BadParameter(f"no partner's source is called {source_id}. {list(known)}")
    return known[source_id]


def reasons_of(ids: list[str], why: list[str]) -> dict[str, str]:
    """The reason for each accepted finding or loss; BadParameter where one has none."""
    if ids and len(why) not in (1, len(ids)):
        raise typer.BadParameter("say why with --why, for each or once for all")
    if why and not ids:
        raise typer.BadParameter("--why goes with --accept: name the finding")
    if any(not each.strip() for each in why):
        raise typer.BadParameter("--why is empty: readers are told the reason")
    return dict(zip(ids, why * len(ids) if len(why) == 1 else why, strict=True))


def sources_of(ids: list[str]) -> list[str]:
    """The ids of sources that may lose values; BadParameter where there is no such source."""
    modules = (*catalog.MODULES, *catalog.PARTNERS)
    known = [module.SOURCE.id for module in modules]
    unknown = [each for each in ids if each not in known]
    if unknown:
        raise typer.BadParameter(f"no source is called {', '.join(unknown)}. {known}")
    return ids


def check_deliveries(module: Partner, paths: Sequence[Path], *, as_json: bool) -> bool:
    """Say everything wrong with deliveries; returns whether all could be curated."""
    deliveries = Intake(installation.deliveries(is_simulated=False), module).deliveries(paths)
    reports = [_checked(module, files) for files in deliveries]
    if as_json:
        _write_json(reports)
    else:
        for files, report in zip(deliveries, reports, strict=True):
            _say_report(", ".join(labels(delivery_format(module.SOURCE), files)), report)
    return bool(reports) and not any(report.is_refused for report in reports)


def _checked(module: Partner, files: Sequence[Path]) -> Report:
    kept, report = read_delivery(module, files)
    if kept is not None:
        require_received(report, files[0].name, kept, plans.today())
    return report


def check_feed(module: ModuleType, files: FeedFiles) -> bool:
    """Write what stops a public source's files as JSON; returns whether nothing does."""
    report = Report(module.SOURCE.id)
    try:
        report.rows_read = len(read_source(module, files).observations)
    except DeliveryError as error:
        report.stop(error.file, error.found, error.expected, error.mend)
    except ObservationError as error:
        report.stop(files.folder.name, str(error), "observations as described", "See the source.")
    _write_json([report])
    return not report.is_refused


def _write_json(reports: Sequence[Report]) -> None:
    typer.echo(msgspec.json.format(msgspec.json.encode(reports)).decode())


def _say_report(name: str, report: Report) -> None:
    verdict = "[bold red]refused[/]" if report.is_refused else "[bold green]fine[/]"
    console.print(f"{escape(name)}: {verdict}, {report.rows_read:,} rows read", highlight=False)
    for finding in report.findings:
        mark = "[red]✗[/]" if finding.severity is Severity.STOPS else "[yellow]•[/]"
        console.print(f"  {mark} {escape(finding.sentence)}", highlight=False)


def _say_curation(curation: Curation) -> None:
    for report in curation.refused:
        _say_report(report.source_id, report)
    refused = len(curation.refused)
    console.print(
        f"{curation.received} received, {curation.held_already} held already, {refused} refused "
        "and quarantined with their reports.",
        highlight=False,
    )
    if curation.curated is not None:
        staged = curation.curated.delivery
        words = f"Staged: {staged.rows:,} observations, figures to {staged.vintage}."
        console.print(words, highlight=False)
