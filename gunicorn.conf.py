"""How gunicorn serves the site; read by `make run`, by the Procfile and by tests alike."""

from __future__ import annotations

import logging
import os

from gunicorn.arbiter import Arbiter

wsgi_app = "app:server"
bind = f"0.0.0.0:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
# Threads, so that a browser keeping its connection open does not hold up a worker.
worker_class = "gthread"
threads = 8
keepalive = 30
# The application is imported once and its memory shared. The price: a new version of the code
# needs a restart, as HUP would start workers of the old one. New releases of data need neither.
preload_app = True
# Else gunicorn opens a socket in the home folder, which may be missing or not ours.
control_socket_disable = True
# A request line names neighborhoods and comes from an address: no log ties the two.
accesslog = None


def when_ready(server: Arbiter) -> None:
    """Say where the site is, once it answers."""
    port = server.LISTENERS[0].getsockname()[1]
    logging.getLogger("gunicorn.error").info("NYC Recovery Data is at http://localhost:%s", port)
