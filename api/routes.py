"""Plain HTTP beside Dash. All of it is read with GET."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from dash.exceptions import DependencyException
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from api import (
    change_feeds,
    contracts,
    downloads,
    due_feed,
    embed,
    figure_files,
    files,
    frames,
    health,
    next_page,
    open_catalog,
    parts,
    search_engines,
    shortened,
    use_feeds,
)
from api.file_server import FileServer
from api.headers import secure
from api.kept_whole import KeptWhole
from api.metrics import Watched, metrics
from api.precompress import precompress
from api.refusals import sentence_of
from api.refused_page import refused_page, wants_page
from api.unavailable import unavailable
from api.v1 import problems
from api.v1 import routes as v1
from components.data.due import FEED
from components.markup import addresses
from components.site.routing import Routing, is_demo
from data_loaders.records.reading import RecordsError
from data_loaders.released.frame_addresses import FRAMES, frame_key
from data_loaders.released.release import ReleaseError
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.naming import BASE

PARTS = "/parts"
# Where Dash would answer programs that drive an application; this site answers people.
NOT_OFFERED = "/_mcp"
ANY = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


def register(server: Flask, routing: Routing) -> None:
    """Every route that is not a page, the headers of every answer, and errors in words."""
    server.add_url_rule("/healthz", view_func=health.healthz)
    server.add_url_rule("/readyz", view_func=health.readyz)
    server.add_url_rule("/metrics", view_func=metrics)
    server.add_url_rule("/robots.txt", view_func=search_engines.robots)
    server.add_url_rule("/sitemap.xml", view_func=search_engines.sitemap)
    server.add_url_rule(next_page.ADDRESS, view_func=next_page.next_page)
    server.add_url_rule(FEED, view_func=due_feed.due_ics)
    for rule, view in use_feeds.VIEWS.items():
        server.add_url_rule(rule, rule, view)
    server.add_url_rule(open_catalog.DCAT_US, view_func=open_catalog.data_json)
    server.add_url_rule(open_catalog.PACKAGE, view_func=open_catalog.package)
    server.add_url_rule(embed.RULE, view_func=embed.embed)
    for rule, view in change_feeds.VIEWS.items():
        server.add_url_rule(rule, rule, view)
    server.add_url_rule(contracts.RULE, view_func=contracts.contract)
    v1.register(server)
    server.add_url_rule(
        f"{PARTS}/<path:path>", "parts", view_func=partial(parts.page_parts, routing)
    )
    _register_side(server, "", is_demo=False)
    _register_side(server, BASE, is_demo=True)
    server.add_url_rule("/assets/<name>", view_func=files.asset)
    server.add_url_rule("/assets/<version>/<name>", view_func=files.asset)
    server.add_url_rule("/assets/<path:_>", "no_such_asset", files.no_such_asset)
    frame_key()  # before workers are forked, so that all have the same
    server.add_url_rule(NOT_OFFERED, view_func=_not_offered, methods=ANY)
    server.register_error_handler(HTTPException, partial(in_words, routing))
    server.register_error_handler(DependencyException, _no_such_script)
    server.register_error_handler(ReleaseError, _unavailable)
    server.register_error_handler(RecordsError, _unavailable)
    server.after_request(_finish)
    server.cli.command("precompress")(partial(precompress, server))
    proxies = installation.proxies()
    if proxies:  # else whoever asks could say whose address it is
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=proxies, x_proto=0, x_host=0)
    server.wsgi_app = Watched(FileServer(KeptWhole(server.wsgi_app)))


def _register_side(server: Flask, base: str, *, is_demo: bool) -> None:
    """What both the real site and the demonstration have, each from its own releases."""
    release = f"{base}/releases/<release_id>"
    view_of_rule: dict[str, Callable[..., Response]] = {
        f"{base}{addresses.DOWNLOAD}": downloads.download_csv,
        f"{base}/download.png": figure_files.download_png,
        f"{base}/download.svg": figure_files.download_svg,
        f"{base}/download.zip": figure_files.download_zip,
        f"{release}/areas/<geography>.json": files.areas,
        f"{release}/places.json": files.places,
        f"{release}/<path:name>": files.listed,
        f"{base}{FRAMES}/<token>": frames.frame,
    }
    for rule, view in view_of_rule.items():
        server.add_url_rule(rule, rule, partial(view, is_demo=is_demo))
    shortened.register(server, base)


def _not_offered() -> Response:
    return Response("There is no such page.\n", status=404, mimetype="text/plain")


def _no_such_script(_error: DependencyException) -> Response:
    """Dash's word for a script it does not ship; unhandled it would be a fault of ours."""
    return Response("There is no such script.\n", status=404, mimetype="text/plain")


def in_words(routing: Routing, error: HTTPException) -> Response:
    """What went wrong in one plain sentence, never a traceback; for a browser within a page."""
    if v1.is_of_api(request.path):
        return problems.of_http(error)
    sentence, status = sentence_of(error), error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if wants_page(request, status):
        answer = refused_page(request, routing, sentence, status)
    else:
        answer = Response(f"{sentence}\n", status=status, mimetype="text/plain")
    for name, value in error.get_headers():
        if name != "Content-Type":  # as “Allow” with 405
            answer.headers[name] = value
    # What is wrong with one request is kept for no other; programs get another answer.
    answer.headers["Vary"] = "Accept"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _unavailable(error: ReleaseError | RecordsError) -> Response:
    answer = unavailable(error)
    return problems.of_unavailable(answer) if v1.is_of_api(request.path) else answer


def _finish(response: Response) -> Response:
    secure(response.headers)
    if is_demo(request.path.removeprefix(PARTS)):
        response.headers["X-Robots-Tag"] = "noindex"
    return files.compressed(request, response)
