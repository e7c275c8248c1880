"""The releases that ship, opened once for all tests that only read them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from data_loaders.released.release import Release
from tests.support import shipped


@pytest.fixture(scope="session")
def sides(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Release]:
    """Both sides of the site by name: the digest, and the demonstration."""
    return {
        "digest": shipped.digest(tmp_path_factory.mktemp("digest")),
        "demonstration": shipped.demonstration(tmp_path_factory.mktemp("demonstration")),
    }
