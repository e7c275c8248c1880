"""Is the process alive, and which release does it serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice

import msgspec
from flask import Response, jsonify

from data_loaders.released.packing import unpacked
from data_loaders.released.refreshed import last_refresh
from data_loaders.released.release import CURRENT, Release, ReleaseError
from data_loaders.released.serving import demo_releases, releases
from data_loaders.vocabulary import installation

MOST_SAID = 5


def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


def readyz() -> tuple[Response, int]:
    """The release being served, and why a newer one was refused.

    503 while there is none, or a file of it is missing, changed or unreadable.
    """
    held = releases()
    try:
        current = held.current()
    except ReleaseError as error:
        return jsonify(status="no release", problem=str(error)), 503
    damaged = [*current.files.damaged(), *_unreadable(current)]
    if damaged:
        problem = "; ".join(damaged[:MOST_SAID])
        answer = jsonify(status="damaged", release=current.id, problem=problem, demo=_demo())
        return answer, 503
    status = "ok" if held.problem is None else _trouble(held.problem)
    answer = jsonify(
        status=status,
        release=current.id,
        problem=held.problem,
        published_on=current.manifest.published_on.isoformat(),
        age_days=(datetime.now(UTC).date() - current.manifest.published_on).days,
        audit={"passed": current.audit.passed, "sources": len(current.audit.sources)},
        refresh=_refresh(),
        demo=_demo(),
    )
    return answer, 200


def _refresh() -> dict[str, str] | None:
    """How the last refresh ended; None where there was none."""
    done = last_refresh(installation.releases())
    return done and {"outcome": done.outcome, "ended_at": done.ended_at.isoformat("T", "seconds")}


def _trouble(problem: str) -> str:
    return "CURRENT is gone" if f"{CURRENT} is gone" in problem else "refused a newer release"


def _unreadable(release: Release) -> Iterator[str]:
    """A sentence for each kind of file of which one cannot be read: frames that anyone may have,
    frames that are only shown, outlines, tiles, tables."""
    index = release.index
    listed = [entry.file for entry in index.frames if release.is_passed_on(entry)]
    shown = [entry.file for entry in index.frames if not release.is_passed_on(entry)]
    kinds = (listed, shown, index.shapes.values(), index.tiles.values(), index.tables.values())
    for files in kinds:
        for name in islice(files, 1):
            try:
                content = release.files.read(name)
                if files in (listed, shown):
                    unpacked(content)
            except (ReleaseError, msgspec.MsgspecError) as error:
                yield f"{release.id}/{name} cannot be read: {error}"


def _demo() -> dict[str, str | None]:
    """The simulated release of the demonstration; the site is ready without one."""
    held = demo_releases()
    try:
        current = held.current()
    except ReleaseError as error:
        status = "none" if held.problem is None else "refused"
        return {"status": status, "problem": str(error)}
    status = "ok" if held.problem is None else "refused a newer release"
    return {"status": status, "release": current.id, "problem": held.problem}
