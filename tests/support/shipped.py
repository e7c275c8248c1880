"""The two releases that ship, made whole once a run: the digest, and the demonstration's newest."""

from __future__ import annotations

from pathlib import Path

from data_loaders.curate.plans import DEMO, SEED
from data_loaders.curate.publication import demo, seed
from data_loaders.released.release import CURRENT, Release
from data_loaders.vocabulary.progress import Silent


def digest(root: Path) -> Release:
    """The digest of open sources."""
    seed.unpack(SEED, root, Silent())
    return _current(root)


def demonstration(root: Path) -> Release:
    """The newest simulated release."""
    demo.unpack(DEMO, SEED, root, Silent())
    return _current(root)


def _current(root: Path) -> Release:
    return Release.open(root / (root / CURRENT).read_text().strip())
