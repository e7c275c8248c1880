"""What releases say beside their files, the site's own scripts, and compression of both."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

import brotli
import msgspec
from flask import Request, Response, abort, request

from api import answers
from components.search import ranking
from components.site import notices
from components.site.packed import ASSETS
from data_loaders.released import lists
from data_loaders.released.place_pages import has_page
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base, held, release_of
from data_loaders.released.zip_areas import area_of
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Geography
from data_loaders.vocabulary.place_names import index_version

SERVED = (".css", ".js", ".svg")
ENDINGS = {"br": ".br", "gzip": ".gz"}
COMPRESSIBLE = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "image/svg",
)
SUITES = "/_dash-component-suites/"
PACKED = installation.PACKED


def listed(release_id: str, name: str, *, is_demo: bool) -> Response:
    """A list that must be written anew; all other files of a release the file server has."""
    release = _held(release_id, is_demo=is_demo)
    if name not in lists.LISTS or not lists.names_too_much(release):
        abort(404, f"Release {release.id} has no such file.")
    tag = answers.tag_of(file_base(release), name)
    return answers.answer(request, _public_list(release, name), tag)


@lru_cache(maxsize=8)
def _public_list(release: Release, name: str) -> answers.Body:
    return answers.Body(lists.public_list(release, name), "application/json")


def areas(release_id: str, geography: str, *, is_demo: bool) -> Response:
    """Names, boroughs and neighbors of a geography's areas, for the map's script."""
    release = _held(release_id, is_demo=is_demo)
    if geography not in list(Geography) or not release.areas(Geography(geography)):
        abort(404, f"Release {release_id} has no such boundaries.")
    return _json(release, f"areas-{geography}", _areas(release, Geography(geography)))


@lru_cache(maxsize=16)
def _areas(release: Release, geography: Geography) -> answers.Body:
    rows = {
        area.id: (area.name, area.borough_id, area.neighbors)
        for area in release.areas(geography).values()
    }
    return answers.Body(msgspec.json.encode(rows), "application/json")


def places(release_id: str, *, is_demo: bool) -> Response:
    """The search index: names of places, no figure."""
    release = _held(release_id, is_demo=is_demo)
    return _json(release, "places", _places(release))


@lru_cache(maxsize=4)
def _places(release: Release) -> answers.Body:
    boroughs = {area.id: area.name for area in release.areas(Geography.BOROUGH).values()}
    rows = [
        {
            "id": entry.place.id,
            "name": entry.place.name,
            "kind": entry.place.kind,
            "where": boroughs.get(entry.names.borough, ""),
            "borough": entry.names.borough,
            "page": has_page(entry.place) or area_of(entry.place) is not None,
            "own": entry.names.own,
            "used": entry.names.used,
            "others": entry.names.others,
        }
        for entry in ranking.entries(release)
    ]
    rules = ranking.rules(release)
    return answers.Body(msgspec.json.encode({"rules": rules, "places": rows}), "application/json")


def _json(release: Release, name: str, body: answers.Body) -> Response:
    tag = answers.tag_of(file_base(release), name, index_version())
    return answers.answer(request, body, tag, answers.FOREVER)


def _held(release_id: str, *, is_demo: bool) -> Release:
    release = release_of(release_id, is_demo=is_demo)
    withdrawn = held(is_demo=is_demo).withdrawn(release_id) if release is None else None
    if withdrawn is not None:
        abort(410, notices.withdrawn_words(release_id, withdrawn.why))
    if release is None:
        abort(404, "This installation does not hold that release.")
    return release


def asset(name: str, version: str = "") -> Response:
    """The site's own style sheet and scripts; good forever under the version they have now."""
    files = {path.name for path in ASSETS.iterdir() if path.suffix in SERVED}
    if name not in files:
        abort(404, "There is no such file.")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = Response((ASSETS / name).read_bytes(), mimetype=kind)
    is_current = version == assets_version()
    response.headers["Cache-Control"] = answers.FOREVER if is_current else answers.REVALIDATE
    return response


def no_such_asset(_: str) -> Response:
    """An address that is none of our own files."""
    abort(404, "There is no such file.")


def asset_url(name: str) -> str:
    """The address of one of our own files, new whenever one of them is.

    The version is a folder, so that modules find each other by name within one version.
    """
    return f"/assets/{assets_version()}/{name}"


def assets_version() -> str:
    """A hash of the style sheet and all scripts."""
    return answers.content_tag((ASSETS.name,))


def compressed(asked: Request, response: Response) -> Response:
    """Dash's own scripts and layouts come uncompressed; large ones are compressed here."""
    encoding = answers.encoding_for(asked)
    kind = response.mimetype or ""
    if (
        (encoding == "identity" and not _lasts(asked))
        or response.status_code != 200
        or response.is_streamed
        or "Content-Encoding" in response.headers
        or not kind.startswith(COMPRESSIBLE)
    ):
        return response
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) > 1024:
        response.set_data(
            _once(content, encoding) if _lasts(asked) else answers.encoded(content, encoding)
        )
        response.headers["Vary"] = "Accept-Encoding"
        if encoding != "identity":
            response.headers["Content-Encoding"] = encoding
    return response


def _lasts(asked: Request) -> bool:
    """Whether the address has its version in it, so that its content is worth keeping."""
    return asked.path.startswith((SUITES, "/assets/"))


@lru_cache(maxsize=64)
def _once(content: bytes, encoding: str) -> bytes:
    """Compressed as far as it goes by `make run`, else well, once.

    As it is, it is kept too: however many read it slowly, it is in memory once.
    """
    if encoding == "identity":
        return content
    packed = packed_copy(content, encoding)
    if packed.is_file():
        return packed.read_bytes()
    return (
        brotli.compress(content, quality=9)
        if encoding == "br"
        else answers.encoded(content, encoding)
    )


def packed_copy(content: bytes, encoding: str) -> Path:
    """Where the compressed copy of a script lies, once `api.precompress` has made it."""
    return PACKED / f"{hashlib.sha256(content).hexdigest()[:20]}{ENDINGS[encoding]}"
