"""Is the process alive, and which release does it serve."""

from __future__ import annotations

from flask import Response, jsonify

from data_loaders.released.release import ReleaseError
from data_loaders.released.serving import demo_releases, releases


def healthz() -> Response:
    """The process answers."""
    return jsonify(status="ok")


def readyz() -> tuple[Response, int]:
    """The release being served, and why a newer one was refused; 503 while there is none."""
    held = releases()
    try:
        current = held.current()
    except ReleaseError as error:
        return jsonify(status="no release", problem=str(error)), 503
    status = "ok" if held.problem is None else "refused a newer release"
    found = jsonify(status=status, release=current.id, problem=held.problem, demo=_demo())
    return found, 200


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
