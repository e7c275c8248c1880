"""The digest of open sources that ships, unpacked as `make run` does."""

from __future__ import annotations

import shutil
from pathlib import Path

from data_loaders.curate.publication import seed
from data_loaders.released.frame_addresses import KEY_FILE
from data_loaders.released.seal import kept_key
from data_loaders.vocabulary.installation import SEED, SHIPPED_SEED
from data_loaders.vocabulary.progress import Silent
from tests.support.kept import kept


def shipped_digest() -> Path:
    """The folder of its release."""
    return kept("shipped-digest", make)


def make(folder: Path) -> None:
    """Unpack the release that ships where the site unpacks it, and copy it alone.

    Tests in a browser need it there, and it takes half a minute.
    """
    release = seed.unpack(SHIPPED_SEED, SEED, Silent())
    shutil.copytree(release, folder / release.name)
    for file in (path for path in SEED.iterdir() if path.is_file()):
        shutil.copy2(file, folder / file.name)
    # Who serves it first would write the key beside it.
    kept_key(folder, KEY_FILE)
