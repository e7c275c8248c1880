"""The releases of this installation, as the environment names them."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from data_loaders.release import Release, Releases, release_order
from data_loaders.view import Notice, Problem

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "var" / "seed"
CHALLENGE = ROOT / "var" / "challenge"


@cache
def releases() -> Releases:
    """Releases made here (`RELEASES`, default var/releases), else the seed that ships."""
    made_here = Path(os.environ.get("RELEASES", ROOT / "var" / "releases"))
    return Releases([made_here, SEED])


@dataclass(frozen=True, slots=True)
class ChallengePack:
    """The pack anyone may try to break: its file, its address, the hash that seals the truth."""

    path: Path
    address: str
    sha256: str


def challenge_pack() -> ChallengePack | None:
    """The pack this installation publishes; None where none was made."""
    path, seal = CHALLENGE.with_name(f"{CHALLENGE.name}.zip"), CHALLENGE / "seal.json"
    if not path.is_file() or not seal.is_file():
        return None
    sha256 = msgspec.json.decode(seal.read_bytes(), type=dict[str, str | int])["sha256"]
    name = f"SIMULATED_break-our-table_{str(sha256)[:12]}.zip"
    return ChallengePack(path, f"/challenge/{name}", str(sha256))


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
