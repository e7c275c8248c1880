"""A bare Flask with WhiteNoise before it, serving a release's folder: what our files are held
against. It checks no hash, and knows nothing of releases."""

from __future__ import annotations

import os

from flask import Flask
from whitenoise import WhiteNoise

FOLDER = "BENCHMARK_FILES"
server = Flask(__name__, static_folder=None)
server.wsgi_app = WhiteNoise(  # pyright: ignore[reportAttributeAccessIssue] - as WhiteNoise says
    server.wsgi_app, root=os.environ.get(FOLDER), max_age=3600
)
