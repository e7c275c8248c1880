"""The demonstration is hashed before anyone asks for it."""

from __future__ import annotations

import hashlib
import logging
import os
import socket
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Never

import pytest

from api import opening
from benchmarks.serving_load import workers
from data_loaders.released import siblings
from data_loaders.released.release import Release
from tests.support import literal
from tests.support.readers import wait_until


@dataclass(frozen=True)
class Listening:
    """As gunicorn holds what it listens on."""

    sock: socket.socket


def test_what_is_opened_aside_is_known_to_all_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    literal.release(tmp_path)
    folder = next(each.parent for each in tmp_path.glob("*/manifest.json"))
    opened = SimpleNamespace(current=lambda: Release.open(folder))
    monkeypatch.setattr(opening, "demo_releases", lambda: opened)
    monkeypatch.setattr(opening, "SECONDS_FOR_WORKERS_TO_START", 0.0)
    with (
        closing(siblings.Siblings()) as shared,
        socket.create_server(("127.0.0.1", 0)) as listening,
    ):
        monkeypatch.setattr(siblings, "_shared", [shared])
        children = workers(os.getpid())
        opening.open_demonstration_aside([Listening(listening)])
        assert workers(os.getpid()) == children, "whoever counts the workers counts it too"
        manifest = hashlib.sha256((folder / "manifest.json").read_bytes()).hexdigest()
        wait_until(lambda: len(shared.noted(f"{folder} {manifest}")) > 5)
        assert listening.fileno() > 0, "the server's own listener stays open"


def test_what_stops_it_is_logged_and_the_server_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unforeseen() -> Never:
        raise RuntimeError("the disk is gone")

    monkeypatch.setattr(opening, "demo_releases", unforeseen)
    monkeypatch.setattr(opening, "SECONDS_FOR_WORKERS_TO_START", 0.0)
    written = tmp_path / "log"
    with closing(logging.FileHandler(written)) as handler:
        monkeypatch.setattr(opening.logger, "handlers", [handler])
        opening.open_demonstration_aside([])
        wait_until(lambda: "the disk is gone" in written.read_text())
