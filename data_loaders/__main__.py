"""The command line. Every failure ends in a sentence and exit code 1, never a traceback."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Annotated

import typer
from httpx import Client
from rich.markup import escape

from data_loaders.command_line.console import ConsoleProgress
from data_loaders.command_line.explain_commands import commands as explain_commands
from data_loaders.command_line.failures import console, in_words
from data_loaders.command_line.feed_commands import commands as feed_commands
from data_loaders.command_line.keeping_commands import commands as keeping_commands
from data_loaders.command_line.license_commands import commands as license_commands
from data_loaders.command_line.partner_commands import (
    Accept,
    AsJson,
    Why,
    check_deliveries,
    check_feed,
    commands,
    partner,
    reasons_of,
    sources_of,
)
from data_loaders.command_line.record_commands import check_against
from data_loaders.command_line.record_commands import commands as record_commands
from data_loaders.command_line.refresh_commands import commands as refresh_commands
from data_loaders.command_line.tables import of_deliveries, of_observations
from data_loaders.curate import plans
from data_loaders.curate.deliveries.deliveries import simulated_plan, with_partners
from data_loaders.curate.feeds.feeds import client
from data_loaders.curate.feeds.mirror import FeedFiles
from data_loaders.curate.geography.outlines import outlines
from data_loaders.curate.publication import publish
from data_loaders.curate.publication.build import Plan, build
from data_loaders.curate.publication.digest import digest
from data_loaders.curate.publication.gather import read_source
from data_loaders.curate.publication.made_from import everything, made_before, remember
from data_loaders.curate.publication.pinning import renew_pins
from data_loaders.curate.publication.publish import Contents
from data_loaders.curate.publication.seed import pack
from data_loaders.curate.publication.signing import PRIVATE_KEY, make_key, signed_words
from data_loaders.curate.publication.withdraw import withdraw as withdraw_release
from data_loaders.curate.refresh.prepare import prepare as prepare_release
from data_loaders.privacy.audit.any_tables import attack_files
from data_loaders.privacy.audit.report import problems, report
from data_loaders.privacy.audit.run import audit_release
from data_loaders.privacy.challenge.pack import verify_claim, write_challenge
from data_loaders.released.chain import PUBLIC_KEY
from data_loaders.released.release import Release, ReleaseError, verified_manifest
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation, settings
from data_loaders.vocabulary.progress import Progress

app = typer.Typer(help=__doc__, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(commands)
app.add_typer(record_commands)
app.add_typer(explain_commands)
app.add_typer(license_commands)
app.add_typer(feed_commands)
app.add_typer(refresh_commands)
app.add_typer(keeping_commands)
Mirror = Annotated[
    Path | None,
    typer.Option(
        envvar=installation.MIRROR,
        exists=True,
        file_okay=False,
        help="Local copy of the published files.",
    ),
]
OptionalPaths = Annotated[
    list[Path] | None, typer.Argument(exists=True, help="Files, or folders of files.")
]
# Settings that name what a command makes: only that command starts before it is there.
MAKES = {
    "restore": ("RECORDS",),
    "key": (installation.PRIVATE_KEY,),
    "delivery-key": (installation.DELIVERY_KEY,),
}
ReleaseId = Annotated[str, typer.Argument(help="Id of a release.")]


@app.callback()
def start(context: typer.Context) -> None:
    """Begin with settings that make sense, or not at all; `doctor` tells of them itself."""
    if context.invoked_subcommand == "doctor":
        return
    made = MAKES.get(context.invoked_subcommand or "", ())
    problems = settings.faults(installation.environment(), made)
    if problems:
        console.print("[bold red]Not started.[/]")
        for problem in problems:
            console.print(escape(problem), highlight=False, soft_wrap=True)
        raise typer.Exit(1)


@app.command()
def feeds(
    sources: Annotated[list[str] | None, typer.Argument(help="Ids; all without any.")] = None,
) -> None:
    """Download what changed of the public feeds."""
    failed = False
    modules = [_module(name) for name in sources or []] or list(catalog.MODULES)
    with in_words() as progress, client() as http:
        reachable = plans.reachable_hosts(modules, http)
        files_of = plans.files_from_feeds(http, reachable, progress)
        for module in modules:
            if module.SOURCE.feed is None:
                continue
            try:
                files = files_of(module.SOURCE)
            except plans.FAILURES as error:
                progress.say(f"{module.SOURCE.id}: {error}")
                failed = True
            else:
                failed = failed or bool(files.note)
    raise typer.Exit(failed)


@app.command()
def check(
    source: Annotated[str, typer.Argument(help="Id of a source; with --contract a file.")],
    paths: OptionalPaths = None,
    as_json: AsJson = False,
    contract: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A data contract: check files against it."),
    ] = None,
) -> None:
    """Report everything wrong with a partner's files; of a public source, read its folder."""
    paths = paths or []
    if contract is not None:
        raise typer.Exit(not check_against(contract, [Path(source), *paths], as_json=as_json))
    if not paths:
        raise typer.BadParameter(f"name the files of {source}")
    if source in {module.SOURCE.id for module in catalog.PARTNERS}:
        with in_words():
            passed = check_deliveries(partner(source), paths, as_json=as_json)
        raise typer.Exit(not passed)
    module = _module(source)
    if len(paths) != 1 or not paths[0].is_dir():
        raise typer.BadParameter(f"{source} is public: name the one folder of its files")
    files = FeedFiles(paths[0], "", plans.today())
    if as_json:
        raise typer.Exit(not check_feed(module, files))
    with in_words():
        curated = read_source(module, files)
        console.print(of_observations(curated.observations))
    console.print(f"{len(curated.observations):,} observations, all checks passed.")


@app.command()
def release(
    mirror: Mirror = None,
    digest_to: Annotated[
        Path | None, typer.Option("--digest", help="Also write the digest that ships, here.")
    ] = None,
    accept_shrink: Annotated[
        list[str] | None, typer.Option(help="Id of a source that may lose values; say why, too.")
    ] = None,
    accept: Accept = None,
    why: Why = None,
    on: Annotated[datetime | None, typer.Option(help="Date of publication; today.")] = None,
    simulated: Annotated[
        bool, typer.Option(help="Of simulated deliveries, for the demonstration.")
    ] = False,
    note: Annotated[str, typer.Option(help="What readers should know of this release.")] = "",
    again: Annotated[
        bool, typer.Option(help="Make one though nothing changed since the last.")
    ] = False,
) -> None:
    """Make a release and serve it. Safe to interrupt, and to run again.

    From a mirror in which nothing changed since the release being served, none is made.
    """
    shrinking = sources_of(accept_shrink or [])
    reasons = reasons_of([*(accept or []), *shrinking], why or [])
    may_shrink = {name: reasons.pop(name) for name in shrinking}
    day = on.date() if on else plans.today()
    is_asked_for = bool(again or digest_to or on or note.strip() or may_shrink or reasons)
    with in_words() as progress, client() as http:
        plan = _plan(day, http, progress, mirror=mirror, simulated=simulated)
        plan = replace(plan, note=note.strip(), accept=reasons, accept_shrink=may_shrink)
        contents = _made(plan, progress, even_the_same=is_asked_for)
        if contents is not None and digest_to is not None:
            _write_digest(contents, digest_to, progress)
    if contents is not None:
        _tell(contents)


def _made(plan: Plan, progress: Progress, *, even_the_same: bool) -> Contents | None:
    """A new release; None where the one being served was made of the same."""
    decides = everything(plan)
    served = None if even_the_same else made_before(plan.root, decides)
    if served is not None:
        console.print(f"Nothing is new since {served.id}. `--again` makes a release.")
        return None
    contents = build(plan, progress)
    if decides is not None and not contents.stopped and decides == everything(plan):
        remember(plan.root, contents.catalog.release_id, decides)
    return contents


def _tell(contents: Contents) -> None:
    """What a release holds, and which sources were stopped; those end the command with 1."""
    console.print(of_deliveries(contents))
    if contents.stopped:
        console.print(
            f"Stopped: {', '.join(contents.stopped)}. Their last good figures stay where there are "
            "any; the notes of the release say why.",
            highlight=False,
        )
        raise typer.Exit(1)


def _plan(
    day: date,
    http: Client,
    progress: Progress,
    *,
    mirror: Path | None,
    simulated: bool,
) -> Plan:
    """Where the files of a release come from, as its maker said."""
    if simulated:
        return simulated_plan(day, progress)
    if mirror is not None:
        return with_partners(plans.mirror_plan(mirror, day, progress), progress)
    reachable = plans.reachable_hosts(catalog.MODULES, http)
    return with_partners(plans.feed_plan(http, reachable, day, progress), progress)


@app.command()
def prepare(
    mirror: Mirror = None,
    offline: Annotated[bool, typer.Option(help="Do not look for feeds at all.")] = False,
) -> None:
    """Make sure there is a release to serve, with or without internet."""
    with in_words() as progress:
        made = prepare_release(mirror, progress, offline=offline)
    console.print(made)


@app.command()
def verify(release_id: ReleaseId) -> None:
    """Check every file of a release against its manifest, and its audit."""
    with in_words():
        root = installation.releases()
        opened = Release.open(root / release_id)
        said = signed_words(root, release_id)
    console.print(f"{opened.id}: all {len(opened.manifest.files)} files are as published. {said}")


@app.command()
def audit(release_id: ReleaseId) -> None:
    """Attack the published files of a release: an id held here, or any folder."""
    given = Path(release_id)
    folder = given if given.is_dir() else installation.releases() / release_id
    with in_words() as progress:
        verified_manifest(folder)
        previous = publish.before(folder.parent, folder.name)
        others = publish.all_others(folder.parent, folder.name)
        rest = [each for each in others if each != previous]
        gone = publish.withdrawn_folders(folder.parent)
        result = audit_release(folder, previous, progress, earlier=rest, gone=gone)
        console.print(escape(report(result)))
        if not result.passed:
            raise ReleaseError("\n".join(problems(result)))


@app.command()
def attack(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="CSV files.")],
    minimum: Annotated[int, typer.Option(min=1, help="Fewest contributors of a figure.")] = 10,
    level: Annotated[int, typer.Option(min=1, help="Least width of a hidden range.")] = 3,
) -> None:
    """Attack anyone's tables of counts, earlier files first: CSV in, report out, offline.

    Columns: period, area, within, category, value; see docs/attack.md.
    """
    with in_words():
        lines, is_sound = attack_files(files, minimum, level)
    for line in lines:
        console.print(escape(line), highlight=False, soft_wrap=True)
    raise typer.Exit(not is_sound)


@app.command()
def rollback(
    release_id: Annotated[str | None, typer.Argument(help="Else the one before.")] = None,
) -> None:
    """Serve an earlier release again."""
    with in_words() as progress:
        served = publish.rollback(installation.releases(), release_id, progress)
    console.print(f"Serving release {served}.")


@app.command()
def withdraw(
    release_id: ReleaseId,
    why: Annotated[str, typer.Option(help="The reason, as readers of its links are told.")],
) -> None:
    """Stop serving a release for good. Its manifest and the signed reason stay."""
    with in_words() as progress:
        root = installation.releases()
        served = withdraw_release(root, release_id, why, plans.today(), progress)
    instead = f"Serving {served}." if served else "Nothing else is here: the digest is served."
    console.print(f"{release_id} is withdrawn. {instead}")


@app.command()
def key(
    path: Annotated[Path, typer.Argument(help="Where to write it, outside the repository.")],
) -> None:
    """Make the key that signs releases. Whoever has it can publish in your name."""
    with in_words():
        public = make_key(path)
    console.print(f"{PRIVATE_KEY}={path.expanduser().resolve()}", soft_wrap=True)
    console.print(f"{PUBLIC_KEY}={public}", soft_wrap=True, highlight=False)
    console.print(
        "The first for whoever publishes, the second for the site. Keep a copy of the key."
    )


@app.command()
def pin() -> None:
    """Write the hashes of what ships in data/ into the code, after it was made anew."""
    for name, sha256 in renew_pins().items():
        console.print(f"data/{name} {sha256}", highlight=False)


@app.command()
def challenge(
    folder: Annotated[Path, typer.Argument(help="The pack: made here, or judged here.")],
    claim: Annotated[Path | None, typer.Option(help="A CSV of claimed cells to judge.")] = None,
    sealed: Annotated[Path | None, typer.Option(help="The folder that holds the truth.")] = None,
) -> None:
    """Break our table: write the pack for the public, or judge a claim against it."""
    with in_words():
        if claim is None:
            kept = write_challenge(folder)
            console.print(f"Publish {folder}; keep {kept} until the next release.")
            return
        truth = sealed or folder.with_name(f"{folder.name}-sealed")
        verdict = verify_claim(folder, truth, claim)
    outcome = "upheld: our table is broken" if verdict.upheld else "not upheld"
    console.print(f"{verdict.right} of {verdict.claimed} claimed cells are right. {outcome}.")


@app.command("list")
def list_releases() -> None:
    """All releases, oldest first; the one being served is marked."""
    root = installation.releases()
    current = publish.current_id(root)
    for release_id in publish.release_ids(root):
        console.print(f"{'→' if release_id == current else ' '} {release_id}", highlight=False)


def _module(source_id: str) -> ModuleType:
    for module in catalog.MODULES:
        if module.SOURCE.id == source_id:
            return module
    known = ", ".join(module.SOURCE.id for module in catalog.MODULES)
    raise typer.BadParameter(f"no source is called {source_id}. There are: {known}")


def _write_digest(contents: Contents, folder: Path, progress: ConsoleProgress) -> None:
    """Official boundaries are not ours to ship, so a digest has generalized ones.

    One of figures that stand in would ship them as if they were the newest: ReleaseError.
    """
    if contents.stopped:
        raise ReleaseError(f"no digest is written while {', '.join(contents.stopped)} is stopped")
    shapes = outlines(None, progress)
    coarser = digest(contents)
    catalog_ = replace(coarser.catalog, generalised=tuple(shapes))
    coarser = replace(coarser, catalog=catalog_, shapes=shapes)
    pack(coarser, folder, installation.releases() / publish.PARTIAL / "digest", progress)
    progress.say("If it ships with the code, run `python -m data_loaders pin` now.")


if __name__ == "__main__":
    app()
