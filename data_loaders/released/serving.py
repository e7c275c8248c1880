"""The releases of this installation, as the environment names them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import msgspec

from data_loaders.released.chain import site_key
from data_loaders.released.release import Release, ReleaseError, Releases, release_order
from data_loaders.released.view import Notice, Problem
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Category
from data_loaders.vocabulary.naming import BASE


@cache
def releases() -> Releases:
    """Releases made here (`RELEASES`, default var/releases), else the seed that ships."""
    seed = installation.SEED
    return Releases([installation.releases(), seed], key=site_key(), sealed=(seed,))


@cache
def demo_releases() -> Releases:
    """Simulated releases of the demonstration (`DEMO_RELEASES`, default var/demo)."""
    root = installation.demo_releases()
    return Releases([root], is_simulated=True, key=site_key(), sealed=(root,))


def held(*, is_demo: bool) -> Releases:
    """The releases of one side; nothing leads from one to the other."""
    return demo_releases() if is_demo else releases()


def demo_categories() -> frozenset[Category]:
    """Categories of need the demonstration has figures for; none while there is no such release."""
    try:
        current = demo_releases().current()
    except ReleaseError:
        return frozenset()
    return frozenset(indicator.category for indicator in current.indicators.values())


def file_base(release: Release) -> str:
    """The address below which the files of a release lie."""
    base = BASE if release.manifest.is_simulated else ""
    return f"{base}/releases/{release.id}"


@dataclass(frozen=True, slots=True)
class ChallengePack:
    """The pack anyone may try to break: its file, its address, the hash that seals the truth."""

    path: Path
    address: str
    sha256: str


def challenge_pack() -> ChallengePack | None:
    """The pack this installation publishes; None where none was made."""
    folder = installation.CHALLENGE
    path, seal = folder.with_name(f"{folder.name}.zip"), folder / "seal.json"
    if not path.is_file() or not seal.is_file():
        return None
    sha256 = msgspec.json.decode(seal.read_bytes(), type=dict[str, str | int])["sha256"]
    name = f"SIMULATED_break-our-table_{str(sha256)[:12]}.zip"
    return ChallengePack(path, f"/challenge/{name}", str(sha256))


def make_seed_ready() -> None:
    """Unpack the shipped seed, in a process of its own: unpacking needs pandas, serving must not.

    Raises CalledProcessError where that fails. Ends in words where only what serves is installed.
    """
    if find_spec("pandas") is None:
        raise SystemExit(
            f"Not started.\nThere is no release in {installation.releases()} and no digest in "
            f"{installation.SEED}, and here is only what serves. Make one where requirements.txt "
            "is installed: `python -m data_loaders prepare`."
        )
    command = [sys.executable, "-m", "data_loaders", "prepare", "--offline"]
    subprocess.run(command, check=True, cwd=installation.ROOT)


@cache
def make_demonstration_ready() -> subprocess.Popen[bytes]:
    """Begin to unpack the shipped demonstration, beside the site: it is shown once it is there.

    The process is kept, as one that nobody holds and nobody waits for is warned of.
    """
    command = [sys.executable, "-m", "data_loaders", "prepare-demonstration"]
    return subprocess.Popen(
        command, cwd=installation.ROOT, stdout=subprocess.DEVNULL, start_new_session=True
    )


def release_of(release_id: str, *, is_demo: bool) -> Release | None:
    """The release of that id on its side; None where that side does not hold it.

    Raises ReleaseError while the real side has no release at all.
    """
    side = held(is_demo=is_demo)
    try:
        current = side.current()
    except ReleaseError:
        if is_demo:
            return None
        raise
    return current if release_id == current.id else side.pinned(release_id)


def asked_release(asked: str | None, *, is_demo: bool = False) -> tuple[Release, Notice | None]:
    """The release an address asks for, or with a notice the last one of the next later day.

    Without `asked` the newest. Raises ReleaseError while the side has no release at all.
    """
    side = held(is_demo=is_demo)
    current = side.current()
    if not asked or asked == current.id:
        return current, None
    exact = side.pinned(asked)
    if exact is not None:
        return exact, None
    withdrawn = side.withdrawn(asked)
    instead = _next_after(side, asked[:40]) or current
    if withdrawn is not None:
        why = withdrawn.why
        return instead, Notice("release", asked, instead.id, Problem.WITHDRAWN, why)
    return instead, Notice("release", asked[:40], instead.id, Problem.NOT_HERE)


def _next_after(side: Releases, asked: str) -> Release | None:
    """The last release of the first day with one after that asked for: a second release of a day
    is there because the first was not as it should be."""
    later = [name for name in side.ids() if release_order(name) > release_order(asked)]
    day = release_order(later[-1])[0] if later else ""
    names = (name for name in later if release_order(name)[0] == day)
    return next(filter(None, map(side.pinned, names)), None)
