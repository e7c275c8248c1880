"""Taking a release away: its files go; its manifest, its audit and a signed reason stay."""

from __future__ import annotations

import hashlib
import os
import shutil
from datetime import date
from pathlib import Path

from data_loaders.curate.publication.publish import PARTIAL, current_id, release_ids, switch
from data_loaders.curate.publication.release_files import flush_to_disk, write_json
from data_loaders.curate.publication.signing import operator_key, sign
from data_loaders.observations.durable import empty, flush, only_publisher
from data_loaders.released.chain import MANIFEST, REASON, SIGNATURE_ENDING, WITHDRAWN, Withdrawal
from data_loaders.released.release import AUDIT, CURRENT, Release, ReleaseError, release_order
from data_loaders.vocabulary.progress import SILENT, Progress


def withdraw(
    root: Path, release_id: str, why: str, on: date, progress: Progress = SILENT
) -> str | None:
    """Stop a release from being served, for good; returns the id that is served from then on.

    None where no other release of the folder can be opened: the digest that ships is served then.
    The reason comes first, in one rename: from that moment no site serves the release, whatever
    happens to this process. Safe to run again after a crash. Raises ReleaseError.
    """
    if not why.strip():
        raise ReleaseError("say why: the reason is what readers of its links are told")
    with only_publisher(root, progress.say):
        target = root / WITHDRAWN / release_id
        if release_id not in release_ids(root) and not target.is_dir():
            raise ReleaseError(f"{root} holds no release {release_id}")
        if not target.is_dir():
            _leave_reason(root, release_id, why.strip(), on)
        if current_id(root) == release_id:
            _serve_another(root, release_id)
        if (root / release_id).is_dir():
            gone = empty(root / PARTIAL / WITHDRAWN) / release_id
            os.rename(root / release_id, gone)
            flush(root)
        if (root / PARTIAL).is_dir():
            shutil.rmtree(root / PARTIAL)
        return current_id(root) or None


def _leave_reason(root: Path, release_id: str, why: str, on: date) -> None:
    key = operator_key()
    aside = empty(root / PARTIAL / WITHDRAWN / release_id)
    # The audit holds the ledger of draws: noise that was told once stays told.
    for name in (MANIFEST, f"{MANIFEST}{SIGNATURE_ENDING}", AUDIT):
        if (root / release_id / name).is_file():
            shutil.copyfile(root / release_id / name, aside / name)
    sha256 = hashlib.sha256((aside / MANIFEST).read_bytes()).hexdigest()
    write_json(aside / REASON, Withdrawal(release_id, sha256, on, why))
    if key is not None:
        sign(aside / REASON, key)
    flush_to_disk(aside)
    (root / WITHDRAWN).mkdir(exist_ok=True)
    os.rename(aside, root / WITHDRAWN / release_id)
    flush(root / WITHDRAWN)


def _serve_another(root: Path, release_id: str) -> None:
    """The newest release before it that opens, else the newest of all; else none."""
    others = [other for other in release_ids(root) if other != release_id]
    before = [other for other in others if release_order(other) < release_order(release_id)]
    for other in [*reversed(before), *reversed([o for o in others if o not in before])]:
        try:
            Release.open(root / other)
        except ReleaseError:
            continue  # its own fault is said where it is opened to be served
        switch(root, other)
        return
    (root / CURRENT).unlink()
    flush(root)
