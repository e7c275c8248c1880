"""The web application: `server` is what gunicorn runs; `python app.py` runs gunicorn."""

from __future__ import annotations

import os
import sys

from data_loaders.vocabulary import installation, settings

ROOT = installation.ROOT

if __name__ == "__main__":
    # First of all: gunicorn takes some settings for numbers before it reads ours.
    try:
        settings.require_sound(installation.environment())
    except settings.SettingsError as error:
        sys.exit(f"Not started.\n{error}")
    # In this process's place and before anything is opened: gunicorn imports this file itself.
    configured = ["--chdir", str(ROOT), "--config", str(ROOT / "gunicorn.conf.py")]
    os.execv(sys.executable, [sys.executable, "-m", "gunicorn", *configured, *sys.argv[1:]])

from api import lean_dash

lean_dash.import_dash()

from flask import Flask

from api import logs, routes
from api.dash_site import Site
from components.site.routing import Routing
from data_loaders.released.release import ReleaseError
from data_loaders.released.serving import make_demonstration_ready, make_seed_ready, releases
from pages import no_demonstration, not_found
from pages import routes as pages

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
