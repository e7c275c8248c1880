"""The commands for records and contracts: check them all, and say what waits for which person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import msgspec
import typer
from rich.markup import escape

from data_loaders.command_line.failures import console, in_words
from data_loaders.command_line.partner_commands import PartnerId, Paths, partner
from data_loaders.curate import plans
from data_loaders.curate.contracts.checking import check_contract
from data_loaders.curate.contracts.writing import write_contracts
from data_loaders.curate.deliveries.preview import LOOPBACK, free_port, make_preview, serve
from data_loaders.delivery.findings import Report, Severity
from data_loaders.records.checks import Known
from data_loaders.records.corrections import FILE as CORRECTIONS
from data_loaders.records.corrections import read_corrections
from data_loaders.records.described import CONTRACTS
from data_loaders.records.held import read_and_checked
from data_loaders.records.model import KINDS
from data_loaders.records.waiting import Waiting, waiting
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Source

commands = typer.Typer()


@commands.command("records")
def records_command(
    folder: Annotated[Path | None, typer.Argument(help="Else data/records.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write faults as JSON.")] = False,
    fields: Annotated[str, typer.Option(help="List the fields of a kind of record.")] = "",
) -> None:
    """Check every record and correction, and list what waits for which person."""
    if fields:
        typer.echo(fields_of(fields))
        return
    root = folder or installation.records()
    held, faults = read_and_checked(root, known_ids())
    corrected, more = read_corrections(
        CORRECTIONS, {each.id: each for each in sources()}, plans.today()
    )
    faults = (*faults, *more)
    if as_json:
        typer.echo(msgspec.json.encode(faults).decode())
        raise typer.Exit(bool(faults))
    for fault in faults:
        console.print(f"[bold red]✗[/] {escape(fault.sentence)}", highlight=False, soft_wrap=True)
    count = sum(len(each) for each in held.by_kind.values()) + len(corrected)
    if faults:
        console.print(f"{len(faults)} faults. Nothing of these records is shown until mended.")
        raise typer.Exit(1)
    console.print(f"{count} records, no fault.", highlight=False)
    _say_waiting(waiting(held, plans.today()))


def fields_of(kind: str) -> str:
    """Every field of a kind, and of the tables within it, with what it takes."""
    if kind not in KINDS:
        raise typer.BadParameter(
            f"no kind of record is called {kind}. There are: {', '.join(KINDS)}"
        )
    schema = msgspec.json.schema(KINDS[kind])
    lines: list[str] = []
    for name, table in sorted(schema["$defs"].items()):
        if "enum" in table:
            lines.append(f"{name}: one of {', '.join(map(str, table['enum']))}")
            continue
        lines.append(f"{name}:")
        for field, value in table["properties"].items():
            need = "" if field in table.get("required", ()) else " (may be left out)"
            lines.append(f"  {field}: {_takes(value)}{need}")
    return "\n".join(lines)


def _takes(value: dict[str, Any]) -> str:
    """What a field takes, in a few words."""
    if "$ref" in value:
        return value["$ref"].rpartition("/")[2]
    if "anyOf" in value:
        return " or ".join(_takes(each) for each in value["anyOf"] if each.get("type") != "null")
    if value.get("type") == "array":
        return f"list of {_takes(value['items'])}" if value.get("items") else "list"
    return str(
        value.get("format") or {"string": "text"}.get(value.get("type", ""), value.get("type"))
    )


def _say_waiting(records: list[Waiting]) -> None:
    if not records:
        console.print("Nothing waits for anyone.")
    for who, group in groupby(records, key=lambda each: each.who):
        listed = list(group)
        console.print(f"{len(listed)} wait for {who}:", highlight=False)
        for each in listed:
            console.print(f"  {each.record}: {each.what}", highlight=False, soft_wrap=True)


@commands.command("preview")
def preview_command(
    source: PartnerId,
    paths: Paths,
    port: Annotated[int, typer.Option(help="Port on this computer; any free one.")] = 0,
) -> None:
    """Look at a partner's own files as pages, on this computer alone. Nothing is kept."""
    with TemporaryDirectory(prefix="preview-") as name:
        folder = Path(name)
        with in_words() as progress:
            reports = make_preview(partner(source), paths, folder, plans.today(), progress)
        say_reports(reports)
        if any(report.is_refused for report in reports):
            console.print("Nothing to show until this is mended. Nothing was kept.")
            raise typer.Exit(1)
        chosen = port or free_port()
        console.print(
            f"Open http://{LOOPBACK}:{chosen}/preview. Stop with Ctrl+C.", highlight=False
        )
        serve(folder, chosen)
    console.print("Stopped. Nothing was kept.")


def check_against(contract: Path, files: list[Path], *, as_json: bool) -> bool:
    """Say everything in which files break a contract; returns whether none does."""
    absent = [path for path in files if not path.is_file()]
    if absent:
        raise typer.BadParameter(f"there is no file {absent[0]}")
    reports = check_contract(contract, files)
    if as_json:
        typer.echo(msgspec.json.encode(reports).decode())
    else:
        say_reports(reports)
    return not any(report.is_refused for report in reports)


def say_reports(reports: Sequence[Report]) -> None:
    """Each finding on a line, then whether the files fit."""
    for report in reports:
        for finding in report.findings:
            mark = "[bold red]✗[/]" if finding.severity is Severity.STOPS else "[yellow]·[/]"
            console.print(f"{mark} {escape(finding.sentence)}", highlight=False, soft_wrap=True)
    stops = sum(report.is_refused for report in reports)
    read = sum(report.rows_read for report in reports)
    told = "It fits." if not stops else f"{stops} of {len(reports)} do not fit."
    console.print(f"{told} {read:,} rows read.", highlight=False)


@commands.command()
def contracts(
    folder: Annotated[Path, typer.Argument(help="Where to write them.")] = CONTRACTS,
) -> None:
    """Write the data contract of every source from its module."""
    with in_words():
        made = write_contracts(sources(), folder)
    console.print(f"{len(made)} files in {folder}.", highlight=False)


def sources() -> tuple[Source, ...]:
    """Every source: the public ones, then the partners'."""
    return (*catalog.SOURCES, *(module.SOURCE for module in catalog.PARTNERS))


def known_ids() -> Known:
    """What records may name, as the modules of this version state it."""
    every = sources()
    figures = [indicator.id for source in every for indicator in source.indicators]
    return Known(frozenset(each.id for each in every), frozenset(figures), plans.today())
