"""The notes of a release in words, written from what its catalog says of its changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data_loaders.curate.publication.last_good import Curated
from data_loaders.vocabulary.model import AcceptedFinding, Changes, Failure, SourceChanges


def release_notes(
    release_id: str,
    curated: Mapping[str, Curated],
    changes: Changes,
    accepted: Sequence[AcceptedFinding],
    lacking: Sequence[Failure] = (),
) -> str:
    """Markdown: sources with their newest period, those it lacks, changes, findings, failures."""
    lines = [f"# Release {release_id}", ""]
    if changes.note:
        lines += [changes.note, ""]
    lines += ["## Sources", ""]
    lines += [_source_line(source) for source in curated.values()]
    if lacking:
        lines += ["", "## Sources this release lacks", ""]
        lines += [f"- {each.name}: {each.why}" for each in lacking]
    if changes.since is not None:
        lines += ["", f"## Changes since {changes.since}", ""]
        lines += [_change_line(each) for each in changes.sources] or ["- No value changed."]
    if accepted:
        lines += ["", "## Unusual figures that a person looked at", ""]
        lines += [f"- {each.sentence} Accepted: {each.why}" for each in accepted]
    if changes.failures:
        lines += ["", "## Feeds that failed", ""]
        lines += [f"- {each.name}: {' '.join(each.why.split())}" for each in changes.failures]
    return "\n".join(lines) + "\n"


def _source_line(curated: Curated) -> str:
    delivery = curated.delivery
    note = f" {delivery.note}" if delivery.note else ""
    return (
        f"- {curated.source.name}: figures to {delivery.vintage}, "
        f"{delivery.rows:,} observations, received on {delivery.received_on}.{note}"
    )


def _change_line(changed: SourceChanges) -> str:
    if changed.is_new or changed.is_gone:
        return f"- {changed.name}: {'new source' if changed.is_new else 'no longer here'}."
    return f"- {changed.name}: {', '.join(_counts(changed))}."


def _counts(changed: SourceChanges) -> Iterator[str]:
    series = changed.series
    yield f"{sum(each.added for each in series):,} values added"
    yield f"{sum(each.revised for each in series):,} revised"
    withheld = sum(each.withheld for each in series)
    if withheld:
        yield f"{withheld:,} withheld"
    yield f"{sum(each.gone for each in series):,} gone"
