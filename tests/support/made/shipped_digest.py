"""The digest of open sources that ships, unpacked as `make run` does."""

from __future__ import annotations

from pathlib import Path

from data_loaders.curate.publication import seed
from data_loaders.released.frame_addresses import KEY_FILE
from data_loaders.released.seal import kept_key
from data_loaders.vocabulary.installation import SHIPPED_SEED
from data_loaders.vocabulary.progress import Silent
from tests.support.kept import kept


def shipped_digest() -> Path:
    """The folder of its release."""
    return kept("shipped-digest", make)


def make(folder: Path) -> None:
    """Unpack the release that ships. Who serves it first would write the key beside it."""
    seed.unpack(SHIPPED_SEED, folder, Silent())
    kept_key(folder, KEY_FILE)
