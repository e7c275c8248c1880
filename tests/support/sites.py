"""The web application in this process, serving releases a test made."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from wsgiref.types import WSGIApplication

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.file_server import FileServer
from api.kept_whole import KeptWhole
from api.metrics import Watched
from data_loaders.released import release as read_side
from data_loaders.released import serving
from data_loaders.vocabulary import installation


@contextmanager
def serving_from(root: Path, demo: Path | None = None) -> Iterator[FlaskClient]:
    """A client of the site while it serves the releases of `root`, and none that ships; and the
    simulated ones of `demo`, if any."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELEASES", str(root))
        patch.setenv("DEMO_RELEASES", str(demo or root / "no demonstration"))
        patch.setattr(installation, "SEED", root / "no seed")
        patch.setattr(read_side, "SECONDS_BETWEEN_LOOKS", 0.0)
        _forget()
        site = application()
        # A file server keeps the files of a release it knows; another test's may have the same id.
        patch.setattr(site, "wsgi_app", Watched(FileServer(KeptWhole(flask_alone()))))
        try:
            yield site.test_client()
        finally:
            _forget()


def _forget() -> None:
    """The process's releases, which are found once."""
    serving.releases.cache_clear()
    serving.demo_releases.cache_clear()


@cache
def application() -> Flask:
    """The one application a process may have: Dash keeps its pages in module globals."""
    import app

    return app.server


@cache
def flask_alone() -> WSGIApplication:
    """What the application asks where it has neither a file nor a page it just sent."""
    watched = application().wsgi_app
    assert isinstance(watched, Watched)
    outer = watched.application
    assert isinstance(outer, FileServer)
    assert isinstance(outer.application, KeptWhole)
    return outer.application.application
