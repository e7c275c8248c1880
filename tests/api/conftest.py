"""The site in this process, serving the literal release."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from data_loaders.released.release import Release
from tests.support import literal
from tests.support.sites import serving_from


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Three sources of weekly, monthly and show-only figures: see `tests.literal`."""
    return literal.release(tmp_path_factory.mktemp("releases"))


@pytest.fixture
def client(release: Release) -> Iterator[FlaskClient]:
    """Asks the site for an address."""
    with serving_from(Path(release.folder).parent) as made:
        yield made
