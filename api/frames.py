"""Frames that may be shown and not passed on: one answer to the page that carries the address."""

from __future__ import annotations

from flask import Response, request

from api import answers
from components.text.words import _
from data_loaders.released.frame_addresses import ExpiredError, signed_frame
from data_loaders.released.release import PACKED, Release

ENDINGS: dict[str, str] = dict(zip(("gzip", "br"), PACKED, strict=True))


def frame(token: str, *, is_demo: bool) -> Response:
    """The frame of a signed address; 410 once it has run out, 404 where we never wrote it."""
    try:
        release_and_entry = signed_frame(token, is_demo=is_demo)
    except ExpiredError:
        return _for_nobody_else(_said(410, _("This address has run out. Open the page again.")))
    if release_and_entry is None:
        return _for_nobody_else(_said(404, _("There is no such file.")))
    release, entry = release_and_entry
    return _for_nobody_else(_sent(release, entry.file))


def _sent(release: Release, name: str) -> Response:
    encoding = answers.encoding_for(request)
    packed = f"{name}{ENDINGS.get(encoding, '')}"
    if packed not in release.files:
        encoding, packed = "identity", name
    response = Response(release.files.read(packed), mimetype="application/json")
    response.headers["Vary"] = "Accept-Encoding"
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    return response


def _said(status: int, sentence: str) -> Response:
    return Response(f"{sentence}\n", status=status, mimetype="text/plain")


def _for_nobody_else(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
