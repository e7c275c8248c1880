"""The web application: `server` is what gunicorn runs; `python app.py` runs gunicorn."""

from __future__ import annotations

import os
import sys

from flask import Flask

from api import logs, routes
from api.dash_site import Site
from components.site.routing import Routing
from data_loaders.released.release import ReleaseError
from data_loaders.released.serving import make_demonstration_ready, make_seed_ready, releases
from data_loaders.vocabulary import installation
from pages import no_demonstration, not_found
from pages import routes as pages

ROOT = installation.ROOT

if __name__ == "__main__":
    # In this process's place and before anything is opened: gunicorn imports this file itself.
    settings = ["--chdir", str(ROOT), "--config", str(ROOT / "gunicorn.conf.py")]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *settings])

logs.configure()

try:
    releases().current()
except ReleaseError:
    make_seed_ready()
    make_demonstration_ready()

server = Flask(__name__, static_folder=None)
routing = Routing(pages(), not_found.PAGE, no_demonstration.PAGE)
routes.register(server, routing)
app = Site(routing, server=server, assets_ignore=".*", serve_locally=True)
