"""The notes of a release: what is in it, what changed, and which feeds failed, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from data_loaders.curate.publication.coverage import Changes
from data_loaders.curate.publication.last_good import Curated


def release_notes(
    release_id: str,
    curated: Mapping[str, Curated],
    changed: Mapping[str, Changes],
    problems: Sequence[str],
    previous_id: str | None,
) -> str:
    """Markdown: sources with their newest period, changes since the last release, failures."""
    lines = [f"# Release {release_id}", "", "## Sources", ""]
    lines += [_source_line(source) for source in curated.values()]
    if previous_id is not None:
        lines += ["", f"## Changes since {previous_id}", ""]
        lines += _change_lines(curated, changed)
    if problems:
        lines += ["", "## Feeds that failed", ""]
        lines += [f"- {' '.join(problem.split())}" for problem in problems]
    return "\n".join(lines) + "\n"


def _source_line(curated: Curated) -> str:
    delivery = curated.delivery
    note = f" {delivery.note}" if delivery.note else ""
    return (
        f"- {curated.source.name}: figures to {delivery.vintage}, "
        f"{delivery.rows:,} observations, received on {delivery.received_on}.{note}"
    )


def _change_lines(curated: Mapping[str, Curated], changed: Mapping[str, Changes]) -> list[str]:
    lines = [
        f"- {source.source.name}: new source."
        for source_id, source in curated.items()
        if source_id not in changed
    ]
    for source_id, change in changed.items():
        name = curated[source_id].source.name if source_id in curated else source_id
        if change.added or change.revised or change.gone:
            lines.append(
                f"- {name}: {change.added:,} values added, {change.revised:,} revised, "
                f"{change.gone:,} gone."
            )
    return lines or ["- No value changed."]
