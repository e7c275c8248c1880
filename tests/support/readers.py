"""Readers of a site who notice whether anything goes wrong while releases change."""

from __future__ import annotations

import re
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx

READERS = 4
MOST_REQUESTS = 1500
SECONDS = 20.0
PATHS = ("/map", "/parts/map", "/download.csv?indicator=filings", "/data/filings", "/readyz")
OLD, NEW = "2026-11-22", "2026-11-23"
ONLY_NEW = "48,613.7"  # the highest value of the newer release, in the map's sentence
FOOTER = re.compile(r"Release (?:<[^>]*>)?(\d{4}-\d\d-\d\d)(?:</\w+>)?, made on")


class Readers:
    """Threads that ask for one page after another until told to stop; what they saw is kept."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.stop = threading.Event()
        self.statuses: Counter[int] = Counter()
        self.mixed: list[str] = []
        self.releases: set[str] = set()
        self._pool = ThreadPoolExecutor(READERS)
        self._running = [self._pool.submit(self._read, start) for start in range(READERS)]

    def _read(self, start: int) -> None:
        with httpx.Client(base_url=self.address, timeout=10) as client:
            for i in range(start, start + MOST_REQUESTS // READERS):
                if self.stop.is_set():
                    return
                answer = client.get(PATHS[i % len(PATHS)])
                self.statuses[answer.status_code] += 1
                match = FOOTER.search(answer.text)
                if match:
                    self._keep(answer, match[1])
                time.sleep(0.01)

    def _keep(self, answer: httpx.Response, release_id: str) -> None:
        self.releases.add(release_id)
        if answer.url.path == "/map" and (ONLY_NEW in answer.text) != (release_id == NEW):
            self.mixed.append(f"{answer.url} of {release_id}")

    def finish(self) -> None:
        """Stop, and raise what any reader met."""
        self.stop.set()
        for running in self._running:
            running.result()
        self._pool.shutdown()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return once it is so; AssertionError where that takes too long."""
    deadline = time.monotonic() + SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "it did not come about in time"
        time.sleep(0.05)
