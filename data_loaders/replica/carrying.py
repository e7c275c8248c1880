"""Carry releases: `push` what was published into a store, `pull` it into a replica's folder.

A replica's folder holds whole, verified releases only, and `CURRENT` is changed last, by one
rename, as a publication does it. What was withdrawn is carried first: from that moment no replica
serves it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from data_loaders.observations.durable import empty, flush, only_publisher, write_whole
from data_loaders.released.chain import (
    REASON,
    SIGNATURE_ENDING,
    WITHDRAWN,
    require_vouched,
    site_key,
)
from data_loaders.released.release import (
    CURRENT,
    MANIFEST,
    RELEASE_ID,
    SHOWN_ONLY,
    Manifest,
    Release,
    ReleaseError,
    ShownOnly,
    release_order,
)
from data_loaders.replica.stores import Store, StoreError, inside

PARTIAL = ".partial"
SIGNATURE = f"{MANIFEST}{SIGNATURE_ENDING}"
LEFT_BEHIND = (MANIFEST, SIGNATURE, REASON, f"{REASON}{SIGNATURE_ENDING}")
Say = Callable[[str], None]


def push(root: Path, store: Store, say: Say) -> str:
    """Put the releases of a folder into a store, `CURRENT` last; the id it names.

    Only what manifests name is carried: no key, no lock, nothing that was kept of a source.
    """
    with only_publisher(root, say):
        served = (root / CURRENT).read_text("utf-8").strip()
        for name in _left_behind(root):
            store.put(name, (root / name).read_bytes())
        for folder in sorted(path.parent for path in root.glob(f"*/{MANIFEST}")):
            Release.open(folder)
            if store.read(f"{folder.name}/{MANIFEST}") == (folder / MANIFEST).read_bytes():
                continue
            for name in [*_names(folder), MANIFEST]:  # the manifest last: what has one is whole
                store.put(f"{folder.name}/{name}", (folder / name).read_bytes())
            say(f"{folder.name} is in {store.address}.")
        store.put(CURRENT, f"{served}\n".encode())
        return served


def pull(store: Store, root: Path, say: Say) -> str:
    """Bring a replica's folder up to a store; the id that is served then. Raises ReleaseError.

    The release served comes first; the others follow, so that links held to them work.
    """
    with only_publisher(root, say):
        _pull_withdrawn(store, root, say)
        served = (store.read(CURRENT) or b"").decode("utf-8", "replace").strip()
        if not RELEASE_ID.fullmatch(served):
            raise StoreError(f"{store.address}/{CURRENT} names no release")
        _pull_release(store, root, served, say)
        if not (root / CURRENT).is_file() or (root / CURRENT).read_text("utf-8").strip() != served:
            write_whole(root / CURRENT, f"{served}\n".encode())
            flush(root)
            say(f"{served} is served now.")
        manifests = [name for name in store.below("") if name.endswith(f"/{MANIFEST}")]
        others = [name.removesuffix(f"/{MANIFEST}") for name in manifests]
        for release_id in sorted(filter(RELEASE_ID.fullmatch, others), key=release_order):
            _pull_release(store, root, release_id, say)
        return served


def _pull_release(store: Store, root: Path, release_id: str, say: Say) -> None:
    content = store.read(f"{release_id}/{MANIFEST}")
    if content is None:
        raise StoreError(f"{store.address} has no release {release_id}, or not all of it yet")
    if (root / release_id / MANIFEST).is_file():
        if (root / release_id / MANIFEST).read_bytes() != content:
            raise ReleaseError(f"{release_id} is another release in {store.address}")
        return  # whole when it came; the site looks after every file it sends
    if (root / WITHDRAWN / release_id).is_dir():
        return
    aside = empty(root / PARTIAL / release_id)
    beside = [SIGNATURE] if store.read(f"{release_id}/{SIGNATURE}") is not None else []
    _fetch(store, release_id, [MANIFEST, *beside], aside)
    if _manifest(aside).shown_only is not None:
        _fetch(store, release_id, [SHOWN_ONLY], aside)
    _fetch(store, release_id, [name for name in _names(aside) if name not in beside], aside)
    Release.open(aside)
    os.rename(aside, root / release_id)
    _require_vouched(root, release_id)
    flush(root)
    shutil.rmtree(root / PARTIAL)
    say(f"{release_id} is here, whole.")


def _require_vouched(root: Path, release_id: str) -> None:
    """As the site asks it of a folder; what nobody vouches for does not stay."""
    key = site_key()
    try:
        if key is not None:
            require_vouched(root / release_id, key)
    except ReleaseError:
        os.rename(root / release_id, root / PARTIAL / release_id)
        shutil.rmtree(root / PARTIAL)
        raise


def _fetch(store: Store, release_id: str, names: list[str], aside: Path) -> None:
    store.fetch((f"{release_id}/{inside(name)}" for name in names), aside.parent)


def _pull_withdrawn(store: Store, root: Path, say: Say) -> None:
    """Take over every reason of a withdrawal; what it is of goes from here too."""
    of_release: dict[str, list[str]] = {}
    for name in store.below(WITHDRAWN):
        parts = name.split("/")
        if len(parts) == 3 and RELEASE_ID.fullmatch(parts[1]) and parts[2] in LEFT_BEHIND:
            of_release.setdefault(parts[1], []).append(name)
    for release_id, names in of_release.items():
        if not (root / WITHDRAWN / release_id).is_dir():
            aside = empty(root / PARTIAL)
            store.fetch(names, aside)
            (root / WITHDRAWN).mkdir(exist_ok=True)
            os.rename(aside / WITHDRAWN / release_id, root / WITHDRAWN / release_id)
            flush(root / WITHDRAWN)
            say(f"{release_id} was withdrawn: it is served here no longer.")
        if (root / release_id).is_dir():
            os.rename(root / release_id, empty(root / PARTIAL) / release_id)
            shutil.rmtree(root / PARTIAL)


def _left_behind(root: Path) -> Iterator[str]:
    for path in sorted((root / WITHDRAWN).glob("*/*")):
        if path.name in LEFT_BEHIND:
            yield path.relative_to(root).as_posix()


def _manifest(folder: Path) -> Manifest:
    try:
        return msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
    except msgspec.MsgspecError as error:
        raise ReleaseError(f"{folder.name}/{MANIFEST} is unreadable: {error}") from error


def _names(folder: Path) -> list[str]:
    """Every file of a release but its manifest: those listed, those only shown, the signature."""
    manifest, names = _manifest(folder), []
    if manifest.shown_only is not None:
        listed = (folder / SHOWN_ONLY).read_bytes()
        if hashlib.sha256(listed).hexdigest() != manifest.shown_only.sha256:
            raise ReleaseError(f"{folder.name}/{SHOWN_ONLY} differs from its manifest")
        try:
            names = [SHOWN_ONLY, *msgspec.json.decode(listed, type=ShownOnly).files]
        except msgspec.MsgspecError as error:
            raise ReleaseError(f"{folder.name}/{SHOWN_ONLY} is unreadable: {error}") from error
    signed = [SIGNATURE] if (folder / SIGNATURE).is_file() else []
    return [*manifest.files, *names, *signed]
