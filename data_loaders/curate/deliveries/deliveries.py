"""Curating partners' deliveries: received one after another, staged together, released.

Simulated deliveries and real ones never meet: each kind has its own intake and its own folder of
releases, and a folder of simulated files carries a mark that only the simulated intake takes.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from data_loaders.curate.deliveries.intake import Intake, Outcome
from data_loaders.curate.deliveries.order_key import order_key
from data_loaders.curate.deliveries.staging import STAGED, require_something, stage, staged
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles
from data_loaders.curate.geography.outlines import outlines, tiles
from data_loaders.curate.geography.places import places
from data_loaders.curate.publication.build import Plan, may_be_displayed
from data_loaders.curate.publication.last_good import Curated, last_good
from data_loaders.curate.publication.publish import all_others, current_id, withdrawn_folders
from data_loaders.delivery.findings import RefusedError, Report
from data_loaders.privacy.audit.ledger import Told, drawn_in
from data_loaders.privacy.audit.run import draws_of, released_figures
from data_loaders.sources import catalog
from data_loaders.sources.contracts import Partner
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import AcceptedFinding, Source
from data_loaders.vocabulary.progress import Progress

MARK = "SIMULATED.md"


@dataclass(frozen=True)
class Curation:
    """What became of the deliveries given: counts, the reports of those refused, what is staged.

    `curated` is None where nothing has ever been received.
    """

    received: int
    held_already: int
    refused: tuple[Report, ...]
    curated: Curated | None


def curate(
    module: Partner,
    paths: Sequence[Path],
    on: date,
    progress: Progress,
    *,
    is_simulated: bool = False,
    supersede: bool = False,
    accept: Mapping[str, str] = MappingProxyType({}),
) -> Curation:
    """Receive every delivery among `paths`, then stage the source.

    One refused delivery does not stop the others. Interrupted, it goes on where it was.
    Raises FeedError for files of the other kind, TreatmentError and its like from staging.
    """
    for path in paths:
        _require_kind(path, is_simulated)
    root = installation.deliveries(is_simulated=is_simulated)
    intake = Intake(root, module)
    deliveries = intake.deliveries(paths)
    if not deliveries:
        raise FeedError("there are no files in the folders given")
    key = order_key(root, is_simulated=is_simulated)
    outcomes: list[Outcome] = []
    refused: list[Report] = []
    for done, files in enumerate(deliveries, start=1):
        progress.count(f"receiving {module.SOURCE.id}", done, len(deliveries))
        try:
            outcomes.append(intake.receive(files, on, supersede=supersede, accept=accept, key=key))
        except RefusedError as error:
            refused.append(error.report)
    known = _known(module.SOURCE, root, is_simulated=is_simulated)
    return Curation(
        outcomes.count(Outcome.RECEIVED),
        outcomes.count(Outcome.HELD_ALREADY),
        tuple(refused),
        stage(root, module, on, known, key) if intake.held() else None,
    )


def _known(source: Source, root: Path, *, is_simulated: bool) -> dict[str, pd.DataFrame]:
    """What releases told of a source before, by release; `root` is the folder of deliveries."""
    releases = installation.demo_releases() if is_simulated else installation.releases()
    if source.policy.noise is None:
        return _released(releases, source)
    # Noise that any release told is not drawn anew, whatever the one served has.
    return _tables(releases, source) | _drawn_and_gone(releases, source, root / STAGED)


def simulated_plan(on: date, progress: Progress) -> Plan:
    """A simulated release of everything staged in the simulated intake; ReleaseError for none."""
    deliveries = staged(installation.deliveries(is_simulated=True), catalog.PARTNERS)
    require_something(deliveries)
    return Plan(
        root=installation.demo_releases(),
        modules=(),
        files_of=no_feed,
        published_on=on,
        shapes=outlines(None, progress),
        tiles=tiles(progress),
        places=places(),
        is_simulated=True,
        staged=deliveries,
        accepted=_accepted(deliveries, is_simulated=True),
    )


def with_partners(plan: Plan, progress: Progress) -> Plan:
    """A real plan together with what is staged whose permission to be displayed is on record."""
    deliveries = staged(installation.deliveries(is_simulated=False), catalog.PARTNERS)
    allowed = {name: each for name, each in deliveries.items() if may_be_displayed(each.source)}
    for name in deliveries.keys() - allowed.keys():
        progress.say(f"{name} is staged and left out: no permission to display it is on record.")
    return replace(plan, staged=allowed, accepted=_accepted(allowed, is_simulated=False))


def _accepted(source_ids: Collection[str], *, is_simulated: bool) -> tuple[AcceptedFinding, ...]:
    """What was implausible about the deliveries of sources and let pass by a person."""
    root = installation.deliveries(is_simulated=is_simulated)
    intakes = [Intake(root, each) for each in catalog.PARTNERS if each.SOURCE.id in source_ids]
    return tuple(each for intake in intakes for each in intake.accepted())


def no_feed(source: Source) -> FeedFiles:
    """Stands for the feeds of a plan that has none: raises FeedError whenever it is asked."""
    raise FeedError(f"{source.id} has no feed")


def _released(root: Path, source: Source) -> dict[str, pd.DataFrame]:
    """The source's observations in the release served and then in all others, by id; their
    reasons are given anew. Nothing where the one served has none of the source.

    Releases newer than the one served count too: readers had them before it was gone back to.
    """
    current = current_id(root)
    tables = _tables(root, source)
    if current not in tables:
        return {}
    return {name: table.assign(reason="") for name, table in tables.items()}


def _drawn_and_gone(root: Path, source: Source, staged_in: Path) -> dict[str, pd.DataFrame]:
    """Figures that a withdrawn release told and that are staged still: they are not drawn anew."""
    held = last_good(staged_in, source.id)
    grid = source.policy.publication_grid
    if held is None or grid is None:
        return {}
    gone = [each for left in withdrawn_folders(root) for each in draws_of(left, source.id)]
    told = {each.sha256 for each in gone}
    table, noise = held.observations, held.source.policy.noise
    drawn = [each for each in drawn_in(Told("", noise, table), grid) if each.sha256 in told]
    starts = [pd.Timestamp(each.period_start) for each in drawn]
    return {STAGED: table[table["period_start"].isin(starts)]} if starts else {}


def _tables(root: Path, source: Source) -> dict[str, pd.DataFrame]:
    """The source's observations in the release served and then in all others, by id."""
    current = current_id(root)
    if not current:
        return {}
    names = [current, *(folder.name for folder in all_others(root, current))]
    held = {name: released_figures(root / name, source) for name in names}
    return {name: figures for name, figures in held.items() if figures is not None}


def _require_kind(path: Path, is_simulated: bool) -> None:
    is_marked = any((folder / MARK).is_file() for folder in [path, *path.resolve().parents])
    if is_marked and not is_simulated:
        raise FeedError(f"the files given are simulated ({MARK} lies beside them). Add --simulated")
    if is_simulated and not is_marked:
        raise FeedError(
            f"the files given do not stand below a {MARK}: a real delivery has no place among "
            "simulated ones. Make simulated files with `simulate`"
        )
