"""New connections are shared out between the workers of a server.

A browser and a cache in front keep a connection open and ask on it again and again, so whoever
accepts it has all of its work. Left to chance, one worker may have all connections and the others
none. So each worker leaves a new connection for a moment to one that has fewer; where none of
them comes for it, busy with an answer, it takes the connection all the same.
"""

# pyright: reportIncompatibleMethodOverride=false
# gevent's own types name no class for what its pools and servers hand on.

from __future__ import annotations

from collections.abc import Callable
from mmap import mmap
from typing import TypeAlias

import gevent
from gevent.pool import Pool
from gevent.server import StreamServer
from gevent.socket import socket

Address: TypeAlias = "tuple[str, int] | str"
Handle: TypeAlias = "Callable[[socket, Address], None]"
# More workers than one machine has cores; later ones take the places of those that ended.
MOST_WORKERS = 256
BYTES_A_COUNT = 4
# An idle worker comes within a tenth of it.
SECONDS_FOR_OTHERS = 0.005


class OpenConnections:
    """How many connections each worker has, in memory that all of them share.

    Made before the workers are, which share what their parent had then.
    """

    def __init__(self) -> None:
        # One more than there are, so that nothing stands where no worker is.
        self._counts = memoryview(mmap(-1, MOST_WORKERS * BYTES_A_COUNT)).cast("i")

    def begin(self, worker: int) -> None:
        """Count for a worker from now on."""
        self._counts[worker % MOST_WORKERS] = 1

    def end(self, worker: int) -> None:
        """A worker is gone, with all of its connections."""
        self._counts[worker % MOST_WORKERS] = 0

    def add(self, worker: int, change: int) -> None:
        """A worker has a connection more or less."""
        self._counts[worker % MOST_WORKERS] += change

    def has_fewest(self, worker: int) -> bool:
        """Whether no other worker has fewer connections."""
        return self._counts[worker % MOST_WORKERS] <= min(filter(None, self._counts), default=0)


class SharingServer(StreamServer):
    """Accepts connections for one worker, as many as others have."""

    max_accept = 1

    def __init__(
        self,
        listener: socket,
        handle: Handle,
        pool: Pool,
        open_connections: OpenConnections,
        worker: int,
    ) -> None:
        super().__init__(listener, handle=self._counted(handle), spawn=pool)
        self._open, self._worker = open_connections, worker
        self._has_waited = False

    def do_read(self) -> tuple[socket, Address] | None:
        """The next connection; None where another worker took it, or may do so first."""
        if not self._has_waited and not self._open.has_fewest(self._worker):
            self._leave_it_to_others()
            return None
        self._has_waited = False
        accepted = super().do_read()
        if accepted:
            self._open.add(self._worker, 1)
        return accepted

    def _leave_it_to_others(self) -> None:
        self._has_waited = True
        self.stop_accepting()
        gevent.spawn_later(SECONDS_FOR_OTHERS, self._look_again)

    def _look_again(self) -> None:
        if self.started:  # it may have been closed meanwhile
            self.start_accepting()

    def _counted(self, handle: Handle) -> Handle:
        def handled(connection: socket, address: Address) -> None:
            try:
                handle(connection, address)
            finally:
                self._open.add(self._worker, -1)

        return handled


# Of the server this process is, or is a worker of.
open_connections = OpenConnections()
