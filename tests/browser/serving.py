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
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN_SECONDS = 30.0


def free_port() -> int:
    """A port of this machine nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def served(
    application: str = "app:server",
    *,
    environment: Mapping[str, str] | None = None,
    path: str = "/healthz",
) -> Iterator[str]:
    """The address of a site while it is served; `path` is asked for until it answers.

    Raises RuntimeError with what gunicorn said where it stops or does not answer in time.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", application]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        _wait_until_it_answers(process, port, path)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.communicate(timeout=30)


def _wait_until_it_answers(process: subprocess.Popen[str], port: int, path: str) -> None:
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
