"""One release from start to end: gather, compare with the last one, describe, publish."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import ModuleType

from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.curate.geography.unallocated import with_unallocated
from data_loaders.curate.plausibility.findings import Finding
from data_loaders.curate.publication.coverage import (
    CoverageError,
    losses,
    published_values,
    unchanged,
)
from data_loaders.curate.publication.differences import source_changes
from data_loaders.curate.publication.gather import FilesOf, Gathered, StandIn, gather
from data_loaders.curate.publication.judge import Judge
from data_loaders.curate.publication.kept_readings import KeptReadings
from data_loaders.curate.publication.last_good import KEPT, Curated, keep, last_good
from data_loaders.curate.publication.notes import release_notes
from data_loaders.curate.publication.publish import Contents, current_id, next_id, publish
from data_loaders.curate.publication.read_ahead import asked_once, read_ahead
from data_loaders.curate.publication.standouts import standouts
from data_loaders.curate.publication.vintages import carried_on, histories, kept_vintages
from data_loaders.observations.kept_vintages import Reading
from data_loaders.released.freshness import is_computed
from data_loaders.released.histories import histories_of
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.model import (
    AcceptedFinding,
    Catalog,
    Changes,
    Failure,
    Geography,
    Place,
    Source,
    SourceChanges,
)
from data_loaders.vocabulary.naming import as_simulated
from data_loaders.vocabulary.policy import Treatment
from data_loaders.vocabulary.progress import Progress
from data_loaders.vocabulary.shapes import Shapes
from data_loaders.vocabulary.vintages import RevisionHistory


@dataclass(frozen=True)
class Plan:
    """What to build and where."""

    root: Path
    modules: Sequence[ModuleType]
    files_of: FilesOf
    published_on: date
    shapes: Mapping[Geography, Shapes]
    places: tuple[Place, ...]
    tiles: Mapping[Geography, Shapes] = field(default_factory=dict)
    is_simulated: bool = False
    # What its maker says of it.
    note: str = ""
    # Gives a source's figures when neither its feed nor what was kept of it will do.
    stand_in: StandIn = field(default=lambda _: None)
    # Stop where a source fails and nothing good stands in: right for files that cannot fail by
    # chance, such as a mirror's.
    is_strict: bool = False
    # Sources that cannot be had where the files come from, and why.
    lacking: tuple[Failure, ...] = ()
    # What earlier runs read of the same files.
    readings: KeptReadings | None = None
    # Where older files of sources are kept, if anywhere.
    mirror: Path | None = None
    # How figures were revised in files that are not at hand any more.
    earlier: tuple[RevisionHistory, ...] = ()
    # Why each source that may lose values may, by its id.
    accept_shrink: Mapping[str, str] = field(default_factory=dict)
    # Why each finding, by its id, may pass: a person looked at it.
    accept: Mapping[str, str] = field(default_factory=dict)
    # Partners' sources, treated when they were received, and what of their deliveries was let pass.
    staged: Mapping[str, Curated] = field(default_factory=dict)
    accepted: tuple[AcceptedFinding, ...] = ()


def build(plan: Plan, progress: Progress) -> Contents:
    """Gather, judge, check, publish; returns what was published.

    Raises FeedError (strict, or nothing could be had at all), CoverageError, ReleaseError.
    Whatever is raised, the release being served stays.
    """
    previous = _previous(plan.root, progress)
    judge = Judge(plan, previous)
    gathered = _gathered(plan, progress, judge)
    curated = gathered.curated
    left_out = [name for name in gathered.stopped if name not in curated]
    left_out += gathered.not_continued
    if (plan.modules and not curated) or (plan.is_strict and left_out):
        words = "\n".join(f"{each.name}: {each.why}" for each in gathered.problems)
        raise FeedError(words or "the catalog names no source")
    judge.require_all_used()
    curated |= plan.staged
    for each in curated.values():
        _refuse_without_permission(each.source, plan.is_simulated)
    if plan.is_simulated:
        curated = _simulated(curated)
    changed, lost = _compared(previous, curated, judge.may_lose)
    gathered.accepted.extend(_accepted_losses(plan, lost))
    gathered = replace(gathered, curated=curated)
    changes = _changes(plan, curated, changed, gathered.problems, previous)
    contents = _contents(plan, gathered, changes, _every_accepted(plan, previous, gathered))
    contents = replace(contents, histories=_histories(plan, curated, previous))
    published = publish(plan.root, contents, progress)
    for source_id in curated.keys() - plan.staged.keys():
        observations = published / "observations" / f"{source_id}.parquet"
        keep(plan.root / KEPT, curated[source_id], observations)
    return contents


def _gathered(plan: Plan, progress: Progress, judge: Judge) -> Gathered:
    """Every source of a plan, its files read side by side where that pays."""
    files_of = asked_once(plan.files_of)
    if plan.readings is not None:
        read_ahead(plan.modules, files_of, plan.mirror, plan.readings, progress)
    return gather(
        plan.modules,
        files_of,
        _stand_in(plan),
        plan.published_on,
        progress,
        judge,
        plan.readings,
    )


def _simulated(curated: Mapping[str, Curated]) -> dict[str, Curated]:
    return {name: replace(each, source=as_simulated(each.source)) for name, each in curated.items()}


def _histories(
    plan: Plan, curated: Mapping[str, Curated], previous: Release | None
) -> tuple[RevisionHistory, ...]:
    """How figures were revised; simulated ones have no publisher who could."""
    if plan.is_simulated:
        return ()
    kept = {
        module.SOURCE.id: kept_vintages(module.VINTAGES, plan.mirror, _reading(plan, module))
        for module in plan.modules
        if hasattr(module, "VINTAGES") and module.SOURCE.id in curated
    }
    public = {name: one for name, one in curated.items() if _is_public(one.source)}
    made = histories(public, kept, plan.root)
    before = histories_of(previous).values() if previous else ()
    return carried_on(made, [*before, *plan.earlier], public)


def _reading(plan: Plan, module: ModuleType) -> Reading | None:
    return partial(plan.readings.of_file, module) if plan.readings else None


def _stand_in(plan: Plan) -> StandIn:
    return lambda source_id: last_good(plan.root / KEPT, source_id) or plan.stand_in(source_id)


def _previous(root: Path, progress: Progress) -> Release | None:
    """The release being served; None at first, or where it is damaged, which is said."""
    current = current_id(root)
    if not current:
        return None
    try:
        return Release.open(root / current)
    except ReleaseError as error:
        progress.say(f"coverage is not compared, for the last release is damaged: {error}")
        return None


def _compared(
    previous: Release | None, curated: Mapping[str, Curated], may_lose: Collection[str]
) -> tuple[tuple[SourceChanges, ...], tuple[Finding, ...]]:
    """What changed since the last release, and what was lost of sources that may not lose."""
    if previous is None:
        return (), ()
    same = unchanged(previous, {name: each.observations for name, each in curated.items()})
    before = published_values(previous, same)
    rest = {name: each for name, each in curated.items() if name not in same}
    found = losses(before, {name: each.observations for name, each in rest.items()})
    lost = tuple(each for each in found if each.source_id not in may_lose)
    names = {source.id: source.name for source in previous.catalog.sources}
    return source_changes(before, names, rest), lost


def _accepted_losses(plan: Plan, lost: Sequence[Finding]) -> Iterator[AcceptedFinding]:
    """Losses with the reason why their source may lose; CoverageError where there is none."""
    refused = [each for each in lost if each.source_id not in plan.accept_shrink]
    if refused:
        raise CoverageError(refused)
    for each in lost:
        yield each.accepted(plan.accept_shrink[each.source_id], plan.published_on)


def _changes(
    plan: Plan,
    curated: Mapping[str, Curated],
    changed: tuple[SourceChanges, ...],
    problems: Sequence[Failure],
    previous: Release | None,
) -> Changes:
    """Simulated figures say nothing of the city, so none of them stands out."""
    observations = {name: each.observations for name, each in curated.items()}
    sources = [each.source for each in curated.values()]
    unusual = None if plan.is_simulated else standouts(sources, observations, plan.published_on)
    since = previous.id if previous else None
    return Changes(since, changed, tuple(problems), plan.note, unusual)


def _contents(
    plan: Plan, gathered: Gathered, changes: Changes, accepted: tuple[AcceptedFinding, ...]
) -> Contents:
    curated = gathered.curated
    release_id = next_id(plan.published_on, plan.root)
    observations = {name: each.observations for name, each in curated.items()}
    catalog = Catalog(
        release_id=release_id,
        published_on=plan.published_on,
        is_simulated=plan.is_simulated,
        digest=False,
        sources=tuple(each.source for each in curated.values()),
        deliveries=tuple(each.delivery for each in curated.values()),
        areas=with_unallocated(geography.areas(), observations.values()),
        places=plan.places,
        notes=release_notes(release_id, curated, changes, gathered.accepted, plan.lacking),
        generalised=tuple(name for name, shapes in plan.shapes.items() if shapes.generalised),
        changes=changes,
        accepted=accepted,
        lacking=plan.lacking,
    )
    made_from = "feeds" if plan.modules else "deliveries"
    stopped = tuple(gathered.stopped)
    guessed = {name: each.guessed for name, each in curated.items() if each.guessed}
    return Contents(
        catalog, observations, plan.shapes, made_from, plan.tiles, stopped, guessed=guessed
    )


def _every_accepted(
    plan: Plan, previous: Release | None, gathered: Gathered
) -> tuple[AcceptedFinding, ...]:
    """What was accepted now and before, of sources this release has: newest first."""
    earlier = previous.catalog.accepted if previous else ()
    every = {each.id: each for each in (*earlier, *plan.accepted, *gathered.accepted)}
    held = [each for each in every.values() if each.source_id in gathered.curated]
    return tuple(sorted(held, key=lambda each: each.accepted_on, reverse=True))


def _refuse_without_permission(source: Source, is_simulated: bool) -> None:
    """Partner figures without leave to show them exist in a simulated release only."""
    if is_simulated and _is_public(source):
        raise ReleaseError(f"{source.id} is real: it cannot stand in a simulated release")
    if not is_simulated and not may_be_displayed(source):
        raise ReleaseError(f"{source.id} has no permission on record to be displayed publicly")


def may_be_displayed(source: Source) -> bool:
    """Whether real figures of a source may be public: partners give leave in writing."""
    is_free = _is_public(source) and source.policy.treatment is not Treatment.OURS
    return is_free or source.policy.display_permission is not None


def _is_public(source: Source) -> bool:
    return source.feed is not None or is_computed(source)
