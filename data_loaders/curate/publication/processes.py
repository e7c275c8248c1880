"""Processes beside the one that makes a release, so that it uses every core of its machine."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context, parent_process
from threading import Thread

# Each holds some 300 MB while it reads; with more of them the disk is what is waited for.
MOST = 4


def cores() -> int:
    """How many processes have work to do at once on this machine."""
    return min(os.cpu_count() or 1, MOST)


@contextmanager
def processes(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes for the tasks given to them; none is left, however the body ends."""
    # Forked, they would hold locks of threads that they do not have, and the lock of publishing.
    context = get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=end_with_parent) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def end_with_parent() -> None:
    """Let this process end as the one that started it does: at once when that is killed, and
    without a word when somebody at the keyboard interrupts both."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
