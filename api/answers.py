"""Answers to GET: compressed once, kept by address and release, checked by ETag."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import brotli
from flask import Request, Response

from data_loaders.vocabulary import installation

CODE = ("app.py", "api", "components", "pages", "assets", "data_loaders")
REVALIDATE = "public, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
BROTLI_QUALITY = 5  # 4 ms for a page; 11 takes 150 ms and saves a tenth


@dataclass(frozen=True, slots=True)
class Body:
    """What is sent, and how. `scripts` are the inline scripts of a page, for its policy."""

    content: bytes
    mimetype: str
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    scripts: tuple[str, ...] = ()
    encoded: dict[str, bytes] = field(default_factory=dict)

    def in_encoding(self, encoding: str) -> bytes:
        """The content in an encoding, compressed on first use."""
        if encoding not in self.encoded:
            self.encoded[encoding] = ENCODERS[encoding](self.content)
        return self.encoded[encoding]


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda content: brotli.compress(content, quality=BROTLI_QUALITY),
    "gzip": lambda content: gzip.compress(content, compresslevel=6, mtime=0),
    "identity": lambda content: content,
}


def encoding_for(request: Request) -> str:
    """The best encoding the client accepts."""
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted[name] > 0), "identity")


def answer(request: Request, body: Body, tag: str, cache: str = REVALIDATE) -> Response:
    """The body in the client's encoding, or 304 where it has it already."""
    encoding = encoding_for(request) if len(body.content) > 512 else "identity"
    response = Response(body.in_encoding(encoding), status=body.status, mimetype=body.mimetype)
    for name, value in body.headers:
        response.headers[name] = value
    response.headers["Cache-Control"] = cache
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(f"{tag}-{encoding}")
    if encoding != "identity":
        response.headers["Content-Encoding"] = encoding
    if body.status == 200:
        response.make_conditional(request)
    return response


def tag_of(*parts: str) -> str:
    """An ETag from the release, the normalized address and the version of the code."""
    text = "\n".join((code_tag(), *parts))
    return hashlib.sha256(text.encode()).hexdigest()[:20]


def code_tag() -> str:
    """A hash of the code that writes answers."""
    return content_tag(CODE)


@lru_cache(maxsize=4)
def content_tag(places: tuple[str, ...]) -> str:
    """A hash of the files at these places of the project."""
    digest = hashlib.sha256()
    for place in places:
        path = installation.ROOT / place
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.suffix in (".py", ".js", ".css", ".svg"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
