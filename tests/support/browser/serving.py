"""A site served as in production, by gunicorn with the project's own settings."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent.parent
READY_WITHIN_SECONDS = 30.0
# No test waits for them, so servers of tests keep the processor for tests.
MAKING_NONE_READY = {"READY_PAGES": "none"}
STOPS_WITHIN_SECONDS = 30.0


def free_port() -> int:
    """A port of this machine nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True, slots=True)
class Site:
    """A site being served: its address, gunicorn's process, and how long until it answered."""

    address: str
    process_id: int
    seconds_until_ready: float


@contextmanager
def served(
    application: str = "app:server",
    *,
    environment: Mapping[str, str] | None = None,
    path: str = "/healthz",
    port: int | None = None,
) -> Iterator[Site]:
    """A site while it is served, at `port` or any that is free; `path` is asked for until it
    answers.

    Raises RuntimeError with what gunicorn said where it stops or does not answer in time.
    """
    port, started = port or free_port(), time.monotonic()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", application]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**MAKING_NONE_READY, **os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        wait_until_it_answers(process, port, path)
        yield Site(f"http://127.0.0.1:{port}", process.pid, time.monotonic() - started)
    finally:
        process.terminate()
        _ended(process)


def _ended(process: subprocess.Popen[str]) -> None:
    """Wait for a server that was told to stop; one that does not is killed."""
    try:
        process.communicate(timeout=STOPS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()


def wait_for_port(port: int) -> None:
    """Raise TimeoutError unless something listens on a port of this machine within the time."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


def wait_until_it_answers(process: subprocess.Popen[str], port: int, path: str) -> None:
    """Raise RuntimeError, with what the process said, unless it answers within the time."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if _answers(port, path):
            return
        time.sleep(0.05)
    process.kill()
    said, _ = process.communicate()
    raise RuntimeError(f"the site did not answer on {path}; gunicorn said:\n{said}")


def _answers(port: int, path: str) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
