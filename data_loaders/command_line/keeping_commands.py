"""Commands that keep and restore: prune, backup, restore, dispose, protect; doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data_loaders.command_line.failures import console, in_words
from data_loaders.command_line.partner_commands import partner
from data_loaders.curate import plans
from data_loaders.curate.deliveries import at_rest
from data_loaders.curate.keeping import backup
from data_loaders.curate.keeping.dispose import dispose_deliveries, dispose_refused
from data_loaders.curate.keeping.doctor import Grade, examination
from data_loaders.curate.keeping.prune import prune
from data_loaders.released.release import RELEASE_ID
from data_loaders.vocabulary import installation

DAYS_IN_QUARANTINE = 90
commands = typer.Typer()


@commands.command("prune")
def prune_command(
    really: Annotated[
        bool, typer.Option(help="Delete; else it is only said what would go.")
    ] = False,
) -> None:
    """Clear away old releases: the last of each quarter, the newest 12 and those named stay."""
    with in_words() as progress:
        root = installation.releases()
        # Days are like ids, so a day in the log of corrections keeps the release of that day.
        corrections = installation.CORRECTIONS.read_text("utf-8")
        named = {each.group() for each in RELEASE_ID.finditer(corrections)}
        gone = prune(root, named, plans.today(), progress, is_trial=not really)
    verb = "is cleared away" if really else "would be cleared away"
    for release_id in gone:
        console.print(f"{release_id} {verb}.", highlight=False)
    console.print(f"{len(gone)} in all." if gone else "Every release is to be kept.")


@commands.command("backup")
def backup_command(
    archive: Annotated[Path, typer.Argument(help="A new file, on another machine's disk.")],
) -> None:
    """Write releases, deliveries and records into one archive; keys are no part of it."""
    with in_words() as progress:
        count = backup.back_up(_folders(), archive, progress)
    console.print(f"{archive} holds {count:,} files. Keep the keys elsewhere.", soft_wrap=True)


@commands.command("restore")
def restore_command(archive: Annotated[Path, typer.Argument(exists=True, dir_okay=False)]) -> None:
    """Unpack a backup into the empty folders that RELEASES, DELIVERIES and RECORDS name."""
    with in_words() as progress:
        served = backup.restore(archive, _folders(), progress)
    console.print(f"Restored; serving {served}.")


@commands.command()
def dispose(
    source: Annotated[str | None, typer.Argument(help="Id of a partner's source.")] = None,
    keep: Annotated[int, typer.Option(min=0, help="How many of the newest deliveries stay.")] = 1,
    why: Annotated[str, typer.Option(help="As it is recorded.")] = "Its time is over.",
    quarantine: Annotated[
        int, typer.Option(min=0, help="Days refused files are kept, of every source.")
    ] = DAYS_IN_QUARANTINE,
) -> None:
    """Delete deliveries whose time is over, and old refused files; what went is recorded."""
    with in_words() as progress:
        root, on = installation.deliveries(is_simulated=False), plans.today()
        gone = dispose_refused(root, quarantine, on)
        if source is not None:
            module = partner(source)
            progress.say(f"{source}: {module.SOURCE.policy.retention}")
            gone += dispose_deliveries(root, source, keep, why, on, progress)
    console.print(f"{len(gone)} disposed of; the record is {root / 'disposed.jsonl'}.")


@commands.command()
def protect() -> None:
    """Encrypt deliveries that lie open, and those with an older key anew."""
    with in_words():
        count = at_rest.protect(installation.deliveries(is_simulated=False))
    console.print(f"{count:,} files are encrypted with the newest key.")


@commands.command("delivery-key")
def delivery_key(
    path: Annotated[Path, typer.Argument(help="Outside the repository and the backup.")],
) -> None:
    """Make a key that encrypts deliveries, at the top of a file that may hold older ones."""
    with in_words():
        at_rest.make_key(path)
    console.print(f"{installation.DELIVERY_KEY}={path.expanduser().resolve()}", soft_wrap=True)
    console.print("Keep a copy elsewhere: without it the deliveries cannot be read.")


def _folders() -> dict[str, Path]:
    return {
        backup.RELEASES: installation.releases(),
        backup.DELIVERIES: installation.deliveries(is_simulated=False),
        backup.RECORDS: installation.records(),
    }


@commands.command()
def doctor() -> None:
    """Check this installation, and say what to do. Ends with 1 where something is wrong."""
    findings = examination(installation.environment())
    marks = {Grade.GOOD: "ok    ", Grade.ADVICE: "advice", Grade.FAULT: "FAULT "}
    for each in findings:
        console.print(
            f"{marks[each.grade]}  {each.what}: {each.found}", markup=False, soft_wrap=True
        )
        if each.do:
            console.print(f"        {each.do}", markup=False, soft_wrap=True)
    raise typer.Exit(any(each.grade is Grade.FAULT for each in findings))
