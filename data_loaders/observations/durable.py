"""Files and folders that survive a crash, and one writer at a time."""

from __future__ import annotations

import fcntl
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"
logger = logging.getLogger(__name__)


@contextmanager
def only_publisher(root: Path, say: Callable[[str], None] = logger.warning) -> Iterator[None]:
    """Wait until no other process publishes into `root`; released even by a crash.

    Where it has to wait, it says so first: a command that only stands still looks broken.
    """
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"Another process is publishing into {root}; waiting until it is done.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def flush(path: Path) -> None:
    """Make what a file holds, or the names in a folder, survive a power cut."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader, or a crash, meets the old content or the new, whole."""
    aside = path.with_name(f".{path.name}")
    with aside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(aside, path)


def empty(folder: Path) -> Path:
    """The folder, without what an interrupted run left in it."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
