"""The demonstration hashed before anyone asks for it, beside the site and not in its way."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections.abc import Iterable
from typing import Protocol

from data_loaders.released.release import ReleaseError
from data_loaders.released.serving import demo_releases

logger = logging.getLogger(__name__)
SECONDS_FOR_WORKERS_TO_START = 1.0


class Socket(Protocol):
    """What is closed."""

    def close(self) -> None: ...


class Listener(Protocol):
    """What a server accepts connections on."""

    @property
    def sock(self) -> Socket: ...


def open_demonstration_aside(listeners: Iterable[Listener]) -> None:
    """Open it in a process that then ends: what it found is known to all workers (see
    `released/siblings.py`).

    The process in between ends at once, so that the one that opens is no child of the server,
    whose children are its workers.
    """
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        return
    try:
        if os.fork() == 0:
            _open(listeners)
    except Exception:
        logger.exception("the demonstration is opened by whoever asks for it first")
    finally:
        os._exit(0)  # past everything that the server does when it ends


def _open(listeners: Iterable[Listener]) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for listener in listeners:  # else the address stays taken when the server is stopped
        listener.sock.close()
    time.sleep(SECONDS_FOR_WORKERS_TO_START)
    try:
        demo_releases().current()
    except ReleaseError as error:
        logger.info("the demonstration is not open yet: %s", error)
