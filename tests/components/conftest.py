"""The literal release, opened once for all tests that only read it."""

from __future__ import annotations

import pytest

from data_loaders.released.release import Release
from tests.support import literal


@pytest.fixture(scope="session")
def literal_release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Three sources of weekly, monthly and show-only figures: see `tests.literal`."""
    return literal.release(tmp_path_factory.mktemp("releases"))
