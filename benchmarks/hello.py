"""A hello-world server: what the machine can answer at most, to hold our own answers against."""

from __future__ import annotations

from flask import Flask

server = Flask(__name__)


@server.get("/")
def hello() -> str:
    """Two words."""
    return "Hello, world"
