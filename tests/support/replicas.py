"""Replicas of a site: each with a folder of releases of its own, brought up to a store."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import httpx

from data_loaders.replica.carrying import pull
from data_loaders.replica.stores import Store
from tests.support.browser.serving import free_port, served

FRAME_KEY = "k" * 64


class Replica:
    """A site with a folder of its own, which it serves at one port, however often it starts."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.root, self._stack, self._port = folder / "releases", stack, free_port()
        self._running: ExitStack | None = None
        self.process_id = 0
        self.address = f"http://127.0.0.1:{self._port}"

    def bring_up(self, store: Store) -> None:
        pull(store, self.root, print)

    def start(self) -> None:
        self._running = self._stack.enter_context(ExitStack())
        site = self._running.enter_context(
            served(environment=self._environment(), path="/readyz", port=self._port)
        )
        self.process_id = site.process_id

    def restart(self) -> None:
        assert self._running is not None
        self._running.close()
        self.start()

    def serves(self, release_id: str) -> bool:
        return httpx.get(f"{self.address}/readyz", timeout=30).json()["release"] == release_id

    def _environment(self) -> Mapping[str, str]:
        return {
            "RELEASES": str(self.root),
            "DEMO_RELEASES": str(self.root / "none"),
            "WEB_CONCURRENCY": "1",
            "FRAME_KEY": FRAME_KEY,
        }
