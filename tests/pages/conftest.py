"""The releases that ship, opened once for all tests that only read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from data_loaders.released.release import CURRENT, Release
from tests.support.made.shipped_demonstration import shipped_demonstration
from tests.support.made.shipped_digest import shipped_digest


@pytest.fixture(scope="session")
def sides() -> Mapping[str, Release]:
    """Both sides of the site by name: the digest, and the demonstration."""
    return {
        "digest": _current(shipped_digest()),
        "demonstration": _current(shipped_demonstration()),
    }


def _current(root: Path) -> Release:
    return Release.open(root / (root / CURRENT).read_text().strip())
