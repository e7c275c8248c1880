"""Files whose names say their content: kept forever, sent precompressed where that exists."""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from pathlib import Path

import msgspec
from flask import Request, Response, abort, request

from api import answers
from components import static
from data_loaders.model import Geography, Publication
from data_loaders.release import Release
from data_loaders.serving import releases

ASSETS = answers.ROOT / "assets"
ENDINGS = {"br": ".br", "gzip": ".gz"}
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "image/svg",
)
SUITES = "/_dash-component-suites/"
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/vnd.apache.parquet", ".parquet")


def release_file(release_id: str, name: str) -> Response:
    """A file the release's manifest lists; 404 for anything else."""
    release = _held(release_id)
    if name not in release.manifest.files and name != "manifest.json":
        abort(404, f"Release {release_id} has no such file.")
    response = _sent(release.folder / name, answers.FOREVER)
    if name in _shown_only(release):
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@lru_cache(maxsize=8)
def _shown_only(release: Release) -> frozenset[str]:
    """Frames of sources that may be drawn but not passed on."""
    return frozenset(
        entry.file
        for entry in release.index.frames
        if release.source_of[entry.indicator_id].publication is Publication.SHOW
    )


def areas(release_id: str, geography: str) -> Response:
    """Names, boroughs and neighbors of a geography's areas, for the map's script."""
    release = _held(release_id)
    if geography not in list(Geography) or not release.areas(Geography(geography)):
        abort(404, f"Release {release_id} has no such boundaries.")
    return _json(release_id, f"areas-{geography}", _areas(release, Geography(geography)))


@lru_cache(maxsize=16)
def _areas(release: Release, geography: Geography) -> answers.Body:
    found = {
        area.id: (area.name, area.borough_id, area.neighbors)
        for area in release.areas(geography).values()
    }
    return answers.Body(msgspec.json.encode(found), "application/json")


def places(release_id: str) -> Response:
    """The search index."""
    return _json(release_id, "places", _places(_held(release_id)))


@lru_cache(maxsize=4)
def _places(release: Release) -> answers.Body:
    boroughs = {area.id: area.name for area in release.areas(Geography.BOROUGH).values()}
    found = [
        (place.id, place.name, place.kind, boroughs.get(place.borough_id or "", ""), place.terms)
        for place in release.places
    ]
    return answers.Body(msgspec.json.encode(found), "application/json")


def _json(release_id: str, name: str, body: answers.Body) -> Response:
    return answers.answer(request, body, answers.tag_of(release_id, name), answers.FOREVER)


def _held(release_id: str) -> Release:
    held = releases()
    current = held.current()
    found = current if release_id == current.id else held.pinned(release_id)
    if found is None:
        abort(404, "This installation does not hold that release.")
    return found


def static_file(name: str) -> Response:
    """Style, type and chart files, named by content."""
    file = static.static_files().get(f"{static.PREFIX}{name}")
    if file is None:
        abort(404, "There is no such file.")
    return _sent(file, answers.FOREVER)


def asset(name: str) -> Response:
    """The site's own style sheet and scripts."""
    if name not in {path.name for path in ASSETS.iterdir()}:
        abort(404, "There is no such file.")
    cache = answers.FOREVER if request.args.get("v") == answers.code_tag() else answers.REVALIDATE
    return _sent(ASSETS / name, cache)


def asset_url(name: str) -> str:
    """The address of one of our own files, new whenever the code is."""
    return f"/assets/{name}?v={answers.code_tag()}"


def _sent(path: Path, cache: str) -> Response:
    """A file, in a precompressed copy if one lies beside it."""
    encoding = answers.encoding_for(request)
    packed = path.with_name(path.name + ENDINGS.get(encoding, ""))
    is_packed = packed != path and packed.is_file()
    content = (packed if is_packed else path).read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    response = Response(content, mimetype=kind)
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = "Accept-Encoding"
    if is_packed:
        response.headers["Content-Encoding"] = encoding
    else:
        response.add_etag()
    response.make_conditional(request)
    return response


def compressed(asked: Request, response: Response) -> Response:
    """Dash's own scripts and layouts come uncompressed; large ones are compressed here."""
    encoding = answers.encoding_for(asked)
    kind = response.mimetype or ""
    if (
        encoding == "identity"
        or response.status_code != 200
        or "Content-Encoding" in response.headers
        or not kind.startswith(COMPRESSIBLE)
    ):
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) > 1024:
        suite = asked.path if asked.path.startswith(SUITES) else ""
        packed = _suite(suite, content, encoding) if suite else answers.ENCODERS[encoding](content)
        response.set_data(packed)
        response.headers["Content-Encoding"] = encoding
        response.headers["Vary"] = "Accept-Encoding"
    return response


@lru_cache(maxsize=64)
def _suite(path: str, content: bytes, encoding: str) -> bytes:
    """A script of Dash, compressed once: its path holds its version."""
    return answers.ENCODERS[encoding](content)
