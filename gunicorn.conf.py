"""How gunicorn serves the site; read by `make run`, by the Procfile and by tests alike."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import sys
import tempfile
from pathlib import Path

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

sys.path.insert(0, str(Path(__file__).parent))
from data_loaders.vocabulary import settings  # noqa: E402

try:
    settings.require_sound(os.environ)
except settings.SettingsError as error:
    sys.exit(f"Not started.\n{error}")

wsgi_app = "app:server"
bind = f"0.0.0.0:{os.environ.get('PORT') or '8050'}"
workers = int(os.environ.get("WEB_CONCURRENCY") or "2")
# A slow connection takes no thread from others, and each step of a request has its time.
worker_class = "api.worker.SiteWorker"
worker_connections = 1000
keepalive = 30
graceful_timeout = 15
# The application is imported once and its memory shared. The price: a new version of the code
# needs a restart, as HUP would start workers of the old one. New releases of data need neither.
preload_app = True
# Else gunicorn opens a socket in the home folder, which may be missing or not ours.
control_socket_disable = True
# No header of a request says where the site is mounted.
forwarder_headers = ""
# A request line names neighborhoods and comes from an address: no log ties the two.
accesslog = None
logger_class = "api.logs.ServerLogger"
# Where the processes keep their counts for /metrics: their library reads this when it is imported.
METRICS = "PROMETHEUS_MULTIPROC_DIR"
made_here = METRICS not in os.environ
os.environ.setdefault(METRICS, tempfile.mkdtemp(prefix="nyc-recovery-metrics-"))


# What follows imports where it is called: gunicorn reads this file before it knows where the site's
# code is, and prometheus-client looks for METRICS when it is imported.
def child_exit(server: Arbiter, worker: Worker) -> None:  # noqa: ARG001 - gunicorn names them
    """Keep what an ended process counted, and drop what was its own state."""
    from prometheus_client.multiprocess import mark_process_dead

    from api.sharing_out import open_connections

    mark_process_dead(worker.pid)
    open_connections.end(worker.age)


def on_exit(server: Arbiter) -> None:  # noqa: ARG001
    """Leave nothing behind."""
    if made_here:
        shutil.rmtree(os.environ[METRICS], ignore_errors=True)


def on_starting(server: Arbiter) -> None:  # noqa: ARG001
    """Have what one worker hashes known to all of them."""
    from data_loaders.released import siblings

    siblings.share()


def leave_alone_what_is_there() -> None:
    """Have Python never look for garbage among what was there before workers began: to look takes
    each of them fifty milliseconds, and writes to memory that all share."""
    gc.collect()
    gc.freeze()


def when_ready(server: Arbiter) -> None:
    """Say where the site is, once it answers, and open the demonstration before it is asked for."""
    from api.opening import open_demonstration_aside
    from data_loaders.vocabulary import installation

    leave_alone_what_is_there()
    # Else a worker opens it to keep its pages ready, and answers nobody meanwhile.
    if installation.ready_pages() is not None:
        open_demonstration_aside(server.LISTENERS)
    port = server.LISTENERS[0].getsockname()[1]
    logging.getLogger("gunicorn.error").info("NYC Recovery Data is at http://localhost:%s", port)
