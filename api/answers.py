"""Answers to GET: compressed once, kept by address and release, checked by ETag."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from functools import lru_cache
from threading import Lock
from typing import ParamSpec, Protocol, TypeVar

import brotli
import msgspec
from cachetools import LRUCache, cached
from flask import Request, Response

from data_loaders.vocabulary import installation

P = ParamSpec("P")
T = TypeVar("T", covariant=True)
# As `Body.packed` writes it: content, whether compressed, type, status, headers, scripts.
PackedBody = tuple[bytes, bool, str, int, tuple[tuple[str, str], ...], tuple[str, ...]]
MEGABYTE = 1 << 20
BYTES_OF_AN_ENTRY = 2048  # the key, which may be a long address, and what Python adds
CODE = ("app.py", "api", "components", "pages", "assets", "data_loaders")
# What ships beside the code and stands on pages; records have a version of their own.
SHIPPED = (
    "data/contracts/sources.json",
    "data/corrections.toml",
    "data/figure_names.csv",
    "data/geography",
    "data/site_changes.toml",
)
HASHED = frozenset((".py", ".js", ".css", ".svg", ".json", ".csv", ".toml"))
REVALIDATE = "public, max-age=0, must-revalidate"
FOREVER = "public, max-age=31536000, immutable"
SMALLEST_COMPRESSED = 512
LARGE = 40_000  # bytes that make a page slow on a phone
BROTLI_QUALITY = 5  # 4 ms for a page; 11 takes 150 ms and saves a tenth
# What a worker may be held up for, 60 ms, and what has all the time there is.
SLOW, SLOWEST = 10, 11


def encoded(content: bytes, encoding: str) -> bytes:
    """Content in an encoding, well enough to be made for one answer."""
    if encoding == "br":
        return brotli.compress(content, quality=BROTLI_QUALITY)
    return gzip.compress(content, 6, mtime=0) if encoding == "gzip" else content


class Body:
    """What is sent, and how. `scripts` are the inline scripts of a page, for its policy.

    Held as nearly every browser takes it, a seventh of its length; written anew for the others.
    """

    __slots__ = (
        "_content", "headers", "is_compressed", "is_shrunk", "mimetype", "scripts", "status",
    )  # fmt: skip

    def __init__(
        self,
        content: bytes,
        mimetype: str,
        status: int = 200,
        headers: tuple[tuple[str, str], ...] = (),
        scripts: tuple[str, ...] = (),
    ) -> None:
        self.is_compressed = len(content) > SMALLEST_COMPRESSED
        self._content = encoded(content, "br" if self.is_compressed else "identity")
        self.mimetype, self.status = mimetype, status
        self.headers, self.scripts = headers, scripts
        self.is_shrunk = False

    def in_encoding(self, encoding: str) -> bytes:
        """The content in an encoding the client takes."""
        if encoding == "br" or not self.is_compressed:
            return self._content
        return encoded(brotli.decompress(self._content), encoding)

    def shrink(self, large: int | None = None, quality: int = SLOWEST) -> None:
        """Compress what is large further, once, which pays for what is sent often."""
        is_large = len(self._content) > (LARGE if large is None else large)
        if self.is_compressed and is_large and not self.is_shrunk:
            self.is_shrunk = True
            slow = brotli.compress(brotli.decompress(self._content), quality=quality)
            self._content = min(self._content, slow, key=len)  # numbers alone grow by it

    def packed(self) -> bytes:
        """All of it as bytes, for a file."""
        kept = (self._content, self.is_compressed, self.mimetype, self.status, self.headers,
                self.scripts)  # fmt: skip
        return msgspec.msgpack.encode(kept)

    @classmethod
    def unpacked(cls, packed: bytes) -> Body:
        """What was packed, as it was."""
        content, is_compressed, mimetype, status, headers, scripts = msgspec.msgpack.decode(
            packed, type=PackedBody
        )
        body = cls(b"", mimetype, status, headers, scripts)
        body._content, body.is_compressed = content, is_compressed
        return body

    @property
    def weight(self) -> int:
        """About how many bytes it holds."""
        beside = sum(map(len, (self.mimetype, *self.scripts, *sum(self.headers, ()))))
        return len(self._content) + beside + BYTES_OF_AN_ENTRY


class Kept(Protocol[P, T]):
    """A function whose answers are kept. `cache.currsize` are the bytes of those it keeps."""

    cache: LRUCache[Hashable, object]
    cache_key: Callable[..., Hashable]
    cache_lock: AbstractContextManager[object]

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T: ...
    def cache_clear(self) -> None: ...


def kept(most_bytes: int) -> Callable[[Callable[P, T]], Kept[P, T]]:
    """Keep the bodies a function makes, those asked for last, up to so many bytes together.

    A number of answers would be no bound: one page weighs a hundred times another.
    """
    cache: LRUCache[Hashable, Body | None] = LRUCache(most_bytes, getsizeof=_weight)
    return cached(cache, lock=Lock())  # pyright: ignore[reportReturnType] - typed as its function


def still_kept(function: Kept[..., Body], *args: object) -> Body | None:
    """What a function answered to these arguments; None where it is kept no longer."""
    with function.cache_lock:
        found = function.cache.get(function.cache_key(*args))
    return found if isinstance(found, Body) else None


def _weight(body: Body | None) -> int:
    return body.weight if body else BYTES_OF_AN_ENTRY


def encoding_for(request: Request) -> str:
    """The best encoding the client accepts."""
    accepted = request.accept_encodings
    return next((name for name in ("br", "gzip") if accepted[name] > 0), "identity")


def answer(request: Request, body: Body, tag: str, cache: str = REVALIDATE) -> Response:
    """The body in the client's encoding, or 304 where it has it already."""
    encoding = encoding_for(request) if body.is_compressed else "identity"
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
    """A hash of the code that writes answers, and of the texts and names it ships with."""
    return content_tag((*CODE, *SHIPPED))


@lru_cache(maxsize=4)
def content_tag(places: tuple[str, ...]) -> str:
    """A hash of the files at these places of the project."""
    digest = hashlib.sha256()
    for place in places:
        path = installation.ROOT / place
        files = [path] if path.is_file() else sorted(path.rglob("*"))
        for file in files:
            if file.suffix in HASHED:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
