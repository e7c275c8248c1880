"""What a release lists for everyone: its manifest and its index, and the files they name.

A release of today names no frame that may only be shown. One written before (format 2) does, in
both lists: those are written anew here, without them, and its own are not served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

import msgspec

from data_loaders.released.chain import SIGNATURE_ENDING
from data_loaders.released.release import INDEX, MANIFEST, PACKED, FileEntry, Release

LISTS = frozenset({MANIFEST, INDEX})
SIGNATURE = f"{MANIFEST}{SIGNATURE_ENDING}"
_PACKED_INDEX = frozenset(f"{INDEX}{ending}" for ending in PACKED)


def plainly_served(release: Release) -> Iterator[str]:
    """Names of the files that are served as they lie in the folder."""
    rewritten = (LISTS | {SIGNATURE} | _PACKED_INDEX) if names_too_much(release) else frozenset()
    for name in (MANIFEST, SIGNATURE, *release.manifest.files):
        if name in release.files and name not in release.unlisted | rewritten:
            yield name


def names_too_much(release: Release) -> bool:
    """Whether the lists of a release name files that may not be passed on."""
    return not release.unlisted.isdisjoint(release.manifest.files)


def public_list(release: Release, name: str) -> bytes:
    """The manifest or the index of a release without what may not be passed on."""
    index = _written(
        replace(release.index, frames=tuple(filter(release.is_passed_on, release.index.frames)))
    )
    if name == INDEX:
        return index
    left_out = release.unlisted | _PACKED_INDEX
    files = {n: entry for n, entry in release.manifest.files.items() if n not in left_out}
    files[INDEX] = FileEntry(hashlib.sha256(index).hexdigest(), len(index))
    return _written(replace(release.manifest, files=files))


def _written(record: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(record), indent=1) + b"\n"
