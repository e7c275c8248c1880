"""Files and folders that survive a crash, and one writer at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".lock"


@contextmanager
def only_publisher(root: Path) -> Iterator[None]:
    """Wait until no other process publishes into `root`; released even by a crash."""
    root.mkdir(parents=True, exist_ok=True)
    with (root / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def flush_folder(folder: Path) -> None:
    """Make the names in a folder, not only the files behind them, survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def empty(folder: Path) -> Path:
    """The folder, without what an interrupted run left in it."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    return folder
