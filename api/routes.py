"""Plain HTTP beside Dash. All of it is GET."""

from __future__ import annotations

import logging
from functools import partial

from dash.exceptions import DependencyException
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from api import downloads, due_feed, files, health, parts, search_engines
from api.file_server import FileServer
from api.headers import secure
from api.precompress import precompress
from components.due_view import FEED
from components.routing import Routing
from components.words import _
from data_loaders.release import ReleaseError

logger = logging.getLogger(__name__)


def register(server: Flask, routing: Routing) -> None:
    """Every route that is not a page, the headers of every answer, and errors in words."""
    server.add_url_rule("/healthz", view_func=health.healthz)
    server.add_url_rule("/readyz", view_func=health.readyz)
    server.add_url_rule("/robots.txt", view_func=search_engines.robots)
    server.add_url_rule("/sitemap.xml", view_func=search_engines.sitemap)
    server.add_url_rule("/download.csv", view_func=downloads.download_csv)
    server.add_url_rule(FEED, view_func=due_feed.due_ics)
    server.add_url_rule("/parts/<path:path>", "parts", view_func=partial(parts.page_parts, routing))
    server.add_url_rule("/releases/<release_id>/areas/<geography>.json", view_func=files.areas)
    server.add_url_rule("/releases/<release_id>/places.json", view_func=files.places)
    server.add_url_rule("/releases/<release_id>/<path:_>", "no_such_file", _no_such_file)
    server.add_url_rule("/assets/<path:name>", view_func=files.asset)
    server.register_error_handler(HTTPException, in_words)
    server.register_error_handler(DependencyException, _no_such_script)
    server.register_error_handler(ReleaseError, unavailable)
    server.after_request(_finish)
    server.cli.command("precompress")(partial(precompress, server))
    server.wsgi_app = FileServer(server.wsgi_app)


def _no_such_file(release_id: str, _: str) -> Response:
    return files.no_such_file(release_id)


def unavailable(error: ReleaseError) -> Response:
    """There is no release, or a file of it is gone: the log says which, the reader what to do."""
    logger.error("no figures to serve: %s", error)
    sentence = _("These figures are not available right now. Try again in a few minutes.")
    answer = Response(f"{sentence}\n", status=503, mimetype="text/plain")
    answer.headers["Retry-After"] = "60"
    return answer


def _no_such_script(_error: DependencyException) -> Response:
    """Dash's word for a script it does not ship; unhandled it would be a fault of ours."""
    return Response("There is no such script.\n", status=404, mimetype="text/plain")


def in_words(error: HTTPException) -> Response:
    """What went wrong in one plain sentence, never a traceback."""
    sentence = error.description or "This request cannot be answered."
    return Response(f"{sentence}\n", status=error.code, mimetype="text/plain")


def _finish(response: Response) -> Response:
    secure(response.headers)
    return files.compressed(request, response)
