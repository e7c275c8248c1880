"""The demonstration that ships, unpacked as `make run` does."""

from __future__ import annotations

from pathlib import Path

from data_loaders.curate.publication import demo
from data_loaders.vocabulary.installation import SHIPPED_DEMO, SHIPPED_SEED
from data_loaders.vocabulary.progress import Silent
from tests.support.kept import kept


def shipped_demonstration() -> Path:
    """The folder of its releases."""
    return kept("shipped-demonstration", make)


def make(folder: Path) -> None:
    """Unpack every release that ships."""
    demo.unpack(SHIPPED_DEMO, SHIPPED_SEED, folder, Silent())
