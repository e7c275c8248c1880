"""The web application in this process, serving releases a test made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data_loaders import release as read_side
from data_loaders import serving


@contextmanager
def serving_from(root: Path) -> Iterator[FlaskClient]:
    """A client of the site while it serves the releases of `root`, and none that ships."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASES", str(root))
        patch.setattr(serving, "SEED", root / "no seed")
        patch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)
        serving.releases.cache_clear()
        try:
            yield application().test_client()
        finally:
            serving.releases.cache_clear()


@cache
def application() -> Flask:
    """The one application a process may have: Dash keeps its pages in module globals."""
    import app

    return app.server
