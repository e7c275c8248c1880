"""Fixtures every test may use."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mirror import mirror as find_mirror


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of real published files."""
    return find_mirror()
