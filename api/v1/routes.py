"""The addresses of the API, and what every answer of it carries."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial

import msgspec
from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from api import answers
from api.search_engines import site
from api.v1 import catalog, observations, revised
from api.v1.asked import given_of, query_of, release_asked
from api.v1.fair_use import FairUse
from api.v1.problems import Refused, problem, refused
from components.api_reference import endpoints, queries
from components.api_reference.endpoints import Endpoint, ProblemType
from components.api_reference.openapi import JSON, document
from components.markup import addresses
from data_loaders.released.release import Release
from data_loaders.released.serving import releases

PREFIX = f"{addresses.API}/v1"
READ = "GET, HEAD, OPTIONS"
# Any page may read what anyone may have; no cookie goes with it.
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Link, Retry-After",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": READ,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}
fair_use = FairUse()


def register(server: Flask) -> None:
    """Every address below /api/v1, none of which is a page."""
    for endpoint in endpoints.ENDPOINTS:
        server.add_url_rule(endpoint.path, f"api {endpoint.name}", partial(_served, endpoint))
    server.add_url_rule(addresses.OPENAPI, "api description", _described)
    server.add_url_rule(f"{PREFIX}/<path:_>", "no such api", _nothing)
    server.register_error_handler(Refused, refused)
    server.before_request(_within_fair_use)
    server.after_request(_readable_from_anywhere)


def is_of_api(path: str) -> bool:
    """Whether an address belongs to the API, so that programs read its answers."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _within_fair_use() -> Response | None:
    if not is_of_api(request.path) or request.method == "OPTIONS":
        return None
    seconds = fair_use.seconds_to_wait(request.remote_addr or "")
    if not seconds:
        return None
    detail = f"Too many requests from this address: wait {seconds} s."
    return problem(ProblemType.TOO_MANY, detail, ("Retry-After", str(seconds)))


def _readable_from_anywhere(response: Response) -> Response:
    if is_of_api(request.path):
        response.headers.update(CORS)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
    return response


def _nothing(_: str) -> Response:
    raise NotFound(f"There is no such address. See {PREFIX} for all.")


def _described() -> Response:
    _read(endpoints.ENTRY, queries.NoQuery)
    content = msgspec.json.encode(document(site()))
    tag = answers.tag_of("openapi", site())
    return answers.answer(request, answers.Body(content, JSON), tag)


def _served(endpoint: Endpoint) -> Response:
    query = _read(endpoint, endpoint.query)
    current, held = releases().current(), tuple(releases().ids())
    body = _body(endpoint, query, current, held)
    given = given_of(query)
    if {"release", "cursor"} & given.keys() and not _asks_for_the_one_before(query):
        tag = answers.tag_of("api", endpoint.name, repr(given))
        return answers.answer(request, body, tag, answers.FOREVER)
    tag = answers.tag_of("api", endpoint.name, repr(given), current.id, repr(held))
    return answers.answer(request, body, tag)


def _asks_for_the_one_before(query: msgspec.Struct) -> bool:
    """Whether the answer depends on which releases are held when it is asked for."""
    return isinstance(query, queries.RevisionsQuery) and not query.since


def _read(endpoint: Endpoint, kind: type[msgspec.Struct]) -> msgspec.Struct:
    return query_of(request, endpoint, kind)


@lru_cache(maxsize=24)
def _body(
    endpoint: Endpoint, query: msgspec.Struct, _current: Release, _held: tuple[str, ...]
) -> answers.Body:
    """Kept by address, by the newest release, which decides where none is asked for, and by the
    releases held, of which one may be withdrawn."""
    if isinstance(query, queries.ObservationsQuery) and query.format is queries.Format.CSV:
        text, following = observations.observations_csv(query)
        return answers.Body(text.encode(), "text/csv", headers=_links(following))
    answer = ANSWERS[endpoint.name](query)
    following = getattr(answer, "next", None)
    return answers.Body(msgspec.json.encode(answer), JSON, headers=_links(following))


def _links(following: str | None) -> tuple[tuple[str, str], ...]:
    return (("Link", f'<{following}>; rel="next"'),) if following else ()


def _of_release(make: Callable[[Release], msgspec.Struct]) -> Callable[..., msgspec.Struct]:
    return lambda query: make(release_asked(query.release))


ANSWERS: dict[str, Callable[..., msgspec.Struct]] = {
    "": lambda _: catalog.entry(),
    "indicators": _of_release(catalog.indicators),
    "sources": _of_release(catalog.sources),
    "geographies": _of_release(catalog.geographies),
    "areas": catalog.areas,
    "observations": observations.observations,
    "releases": lambda _: catalog.held_releases(),
    "revisions": revised.revised,
}
