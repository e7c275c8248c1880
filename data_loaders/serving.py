"""The releases of this installation, as the environment names them."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import cache
from pathlib import Path

from data_loaders.release import Release, Releases, release_order
from data_loaders.view import Notice, Problem

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "var" / "seed"


@cache
def releases() -> Releases:
    """Releases made here (`RELEASES`, default var/releases), else the seed that ships."""
    made_here = Path(os.environ.get("RELEASES", ROOT / "var" / "releases"))
    return Releases([made_here, SEED])


def make_seed_ready() -> None:
    """Unpack the shipped seed, in a process of its own: unpacking needs pandas, serving must not.

    Raises CalledProcessError where that fails.
    """
    command = [sys.executable, "-m", "data_loaders", "prepare", "--offline"]
    subprocess.run(command, check=True, cwd=ROOT)


def asked_release(asked: str | None) -> tuple[Release, Notice | None]:
    """The release an address asks for, or the nearest later one with a notice.

    Without `asked` the newest. Raises ReleaseError while there is no release at all.
    """
    held = releases()
    current = held.current()
    if not asked or asked == current.id:
        return current, None
    exact = held.pinned(asked)
    if exact is not None:
        return exact, None
    later = [name for name in held.ids() if release_order(name) > release_order(asked[:40])]
    found = (held.pinned(later[-1]) if later else None) or current
    return found, Notice("release", asked[:40], found.id, Problem.NOT_HERE)
