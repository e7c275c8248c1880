"""A local copy of the published files, verified against the list that describes it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import msgspec

from data_loaders.vocabulary.model import Feed, Holder

LIST = "sources.json"


class FeedError(Exception):
    """The files of a feed could not be had; the message says which and why."""


@dataclass(frozen=True, slots=True)
class FeedFiles:
    """The files of a feed, ready to read: `sha256` covers all of them, in order of name.

    `note` says in words where they are not the newest that could have been had; `asked_on` is
    the day the publisher was asked for them, None of a copy. `hashes` are those of each file by
    its name, where the feed is public.
    """

    folder: Path
    sha256: str
    received_on: date
    note: str = ""
    asked_on: date | None = None
    hashes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Listed:
    path: str
    sha256: str


def mirrored(feed: Feed, mirror: Path, received_on: date) -> FeedFiles:
    """The feed's files in a mirror; FeedError where one is absent, unlisted or changed."""
    listed = {
        entry.path: entry.sha256
        for entry in msgspec.json.decode((mirror / LIST).read_bytes(), type=list[_Listed])
    }
    if not feed.held_by(Holder.MIRROR):
        raise FeedError(f"{feed.folder} is read online alone: no copy of it is in a mirror")
    hashes: dict[str, str] = {}
    for file in feed.held_by(Holder.MIRROR):
        path = f"{feed.folder}/{file.name}".lstrip("/")
        if path not in listed:
            raise FeedError(f"{path} is not in {LIST}. Add it there, with its sha256")
        hashes[file.name] = file_hash(mirror / path)
        if hashes[file.name] != listed[path]:
            raise FeedError(f"{path} differs from its sha256 in {LIST}. Copy it again")
    return FeedFiles(mirror / feed.folder, hash_of_all(hashes), received_on, hashes=hashes)


def file_hash(path: Path) -> str:
    """Sha256 of a file; FeedError where it is absent."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise FeedError(f"{path.parent.name}/{path.name} is missing") from error


def hash_of_all(hashes: dict[str, str]) -> str:
    """One sha256 for a set of files, from name and sha256 of each."""
    lines = "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes))
    return hashlib.sha256(lines.encode()).hexdigest()
