"""Expensive things tests only read, kept in `var/tests/` until anything they are made from changes.

A kept folder's name is a hash of everything it was built from, so an old one is never taken for a
new one; it gets that name only when it is whole.
"""

from __future__ import annotations

import hashlib
import inspect
import os
import platform
import re
import shutil
import time
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec
from filelock import FileLock

from tests.support.imports import ROOT, Imports, imports

KEPT = ROOT / "var" / "tests"
LETTERS = 16
PINNED = re.compile(r"[A-Za-z][\w.-]*")
# Code one goes back and forth between finds its own again; older ones make room.
KEPT_OF_A_NAME = 3
SECONDS_BEFORE_REMOVAL = 24 * 3600

Listing = dict[str, tuple[int, int]]
_used: dict[Path, Listing] = {}


class ChangedByATestError(AssertionError):
    """A test wrote into a folder that others read."""


def kept(
    name: str, make: Callable[[Path], None], *, reads: Sequence[Path] = (), within: Path = KEPT
) -> Path:
    """The folder that `make` fills, filled now unless that was done from the same things before.

    `reads` are files or folders outside the project that it opens; what it opens in the project
    is found by its imports. Several processes may ask at once: one makes it, the others wait.
    """
    own = Path(inspect.getsourcefile(make) or "").resolve().relative_to(ROOT)
    return kept_under(key_of(imports(), [str(own)], reads), name, make, within)


def kept_under(key: str, name: str, make: Callable[[Path], None], within: Path) -> Path:
    """The folder of that name and key in `within`, made if it is not there whole."""
    shelf = within / name
    shelf.mkdir(parents=True, exist_ok=True)
    folder, listed = shelf / key, shelf / f"{key}.json"
    with FileLock(shelf / ".lock"):
        if not _is_whole(folder, listed):
            _make(folder, listed, make)
            _make_room(shelf)
        os.utime(listed)
    _used[folder] = _listing(folder)
    return folder


def faults() -> list[str]:
    """Files of folders this process took that are no longer as they were."""
    found: list[str] = []
    for folder, before in _used.items():
        now = _listing(folder)
        differing = {name for name in {*before, *now} if before.get(name) != now.get(name)}
        found += [f"{folder.parent.name}/{name}" for name in sorted(differing)]
    return found


def check_unchanged() -> None:
    """Raise ChangedByATestError where a test wrote into a kept folder."""
    if changed := faults():
        raise ChangedByATestError(
            f"a test changed {', '.join(changed[:5])}, which others read: let it work on a copy"
        )


def _is_whole(folder: Path, listed: Path) -> bool:
    """Whether a folder holds exactly what was in it when it was complete."""
    try:
        complete = msgspec.json.decode(listed.read_bytes(), type=Listing)
    except (FileNotFoundError, msgspec.DecodeError):
        return False
    return folder.is_dir() and _listing(folder) == complete


def _make(folder: Path, listed: Path, make: Callable[[Path], None]) -> None:
    partial = folder.with_name(f".{folder.name}.partial")
    for left in (partial, folder):
        shutil.rmtree(left, ignore_errors=True)
    listed.unlink(missing_ok=True)
    partial.mkdir()
    make(partial)
    for path in partial.rglob("*"):
        if path.is_file():
            # A key that others may read is none.
            path.chmod(path.stat().st_mode & 0o444)
    partial.rename(folder)
    written = listed.with_suffix(".partial")
    written.write_bytes(msgspec.json.encode(_listing(folder)))
    written.rename(listed)


def _listing(folder: Path) -> Listing:
    found: Listing = {}
    for path in folder.rglob("*"):
        if path.is_file():
            status = path.stat()
            found[str(path.relative_to(folder))] = (status.st_size, status.st_mtime_ns)
    return found


def _make_room(shelf: Path) -> None:
    newest_first = sorted(shelf.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for listed in newest_first[KEPT_OF_A_NAME:]:
        if time.time() - listed.stat().st_mtime > SECONDS_BEFORE_REMOVAL:
            listed.unlink()
            shutil.rmtree(listed.with_suffix(""), ignore_errors=True)


def key_of(
    code: Imports, start: Iterable[str], reads: Sequence[Path] = (), root: Path = ROOT
) -> str:
    """A hash of files of the project and all they depend on, files read, and packages used."""
    digest = hashlib.sha256("\n".join(packages()).encode())
    for name in sorted(code.reached(*start)):
        digest.update(f"\n{name}\n".encode())
        digest.update((root / name).read_bytes())
    for path in reads:
        digest.update("\n".join(_states(path)).encode())
    return digest.hexdigest()[:LETTERS]


@cache
def packages() -> tuple[str, ...]:
    """The packages the project runs on, in the versions installed, after Python's own."""
    names = map(PINNED.match, (ROOT / "requirements.txt").read_text("utf-8").splitlines())
    return (platform.python_version(), *(_installed(name[0]) for name in names if name))


def _installed(name: str) -> str:
    try:
        return f"{name}=={version(name)}"
    except PackageNotFoundError:
        return f"no {name}"


def _states(path: Path) -> list[str]:
    """Name, size and time of each file: reading all of them would take as long as some builds."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    return [
        f"{file.relative_to(path)} {status.st_size} {status.st_mtime_ns}"
        for file in files
        if file.is_file() and (status := file.stat())
    ]
