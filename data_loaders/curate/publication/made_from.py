"""What a release was made from, so that the same is not read and published a second time.

All that decides a release made from a mirror: every file of the mirror, the code, the libraries,
the area tables, partners' staged deliveries, and whose key signs.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import pandas as pd

from data_loaders.code_version import PACKAGE, code_version
from data_loaders.curate.feeds.mirror import file_hash
from data_loaders.curate.publication.build import Plan
from data_loaders.curate.publication.kept_readings import is_as_loaded, libraries
from data_loaders.curate.publication.publish import current_id
from data_loaders.observations.durable import write_whole
from data_loaders.released.release import Release, ReleaseError
from data_loaders.vocabulary import installation

RECORD = ".made_from"


class MadeFrom(msgspec.Struct, frozen=True):
    """A release, and a hash of all it was made from."""

    release_id: str
    sha256: str


def everything(plan: Plan) -> str | None:
    """A hash of all that decides the figures of a plan; None where it is not made from a mirror,
    or code changed while it ran."""
    if plan.mirror is None or not is_as_loaded(PACKAGE.rglob("*.py")):
        return None
    digest = hashlib.sha256("\n".join((code_version(), *libraries())).encode())
    digest.update(repr((installation.public_key(), bool(installation.private_key()))).encode())
    for folder in (plan.mirror, installation.GEOGRAPHY):
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            digest.update(f"\n{file.relative_to(folder)} {file_hash(file)}".encode())
    for name, one in sorted(plan.staged.items()):
        digest.update(name.encode() + msgspec.json.encode((one.source, one.delivery)))
        digest.update(pd.util.hash_pandas_object(one.observations).to_numpy().tobytes())
    digest.update(msgspec.json.encode((plan.accepted, plan.lacking)))
    return digest.hexdigest()


def made_before(root: Path, sha256: str | None) -> Release | None:
    """The release being served where it was made from the same and is whole; else None."""
    try:
        record = msgspec.json.decode((root / RECORD).read_bytes(), type=MadeFrom)
        if sha256 is None or record != MadeFrom(current_id(root), sha256):
            return None
        return Release.open(root / record.release_id)
    except (FileNotFoundError, msgspec.MsgspecError, ReleaseError):
        return None


def remember(root: Path, release_id: str, sha256: str) -> None:
    """Note what a release was made from; a record of none, or a half one, is no record."""
    write_whole(root / RECORD, msgspec.json.encode(MadeFrom(release_id, sha256)))
