"""Files that never change, served before Flask: releases, style, type, charts, our scripts.

WhiteNoise knows only files it was told of; a release's are told when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment
from wsgiref.util import FileWrapper

from flask import Response
from whitenoise import WhiteNoise
from whitenoise.responders import Redirect, StaticFile

from api.headers import ALWAYS, NO_SCRIPTS, OF_PARTS, PARTS
from api.unavailable import unavailable
from components.site import static
from components.site.packed import packed_files
from data_loaders.released.lists import plainly_served
from data_loaders.released.release import Release, ReleaseError
from data_loaders.released.serving import challenge_pack, release_of
from data_loaders.vocabulary.naming import BASE

RELEASES = {"/releases/": False, f"{BASE}/releases/": True}
FOREVER = 10 * 365 * 24 * 3600
# What is read and sent at once. The server's own way is 8 KB, so a frame took a dozen calls of the
# system. Below what `worker.give_memory_back` has the system map anew each time.
BYTES_AT_ONCE = 60 << 10
# WhiteNoise says application/octet-stream of what it does not know. For Brotli none is registered.
TYPES = {
    ".br": "application/x-brotli",
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".gz": "application/gzip",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
    ".sig": "text/plain",
}


class FileServer(WhiteNoise):
    """Answers GET for files with the best encoding that lies beside them; else asks Flask."""

    def __init__(self, application: WSGIApplication) -> None:
        self._known: dict[str, Release] = {}
        super().__init__(
            application,
            max_age=FOREVER,
            add_headers_function=self._add_headers,
            immutable_file_test=lambda _path, _url: True,
            mimetypes=TYPES,
        )
        pack = challenge_pack()
        if pack is not None:
            self.add_file_to_dictionary(pack.address, str(pack.path))
        for address, path in {**static.static_files(), **packed_files()}.items():
            self.add_file_to_dictionary(address, str(path))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        for side, is_demo in RELEASES.items():
            if path.startswith(side):
                release_id = path.removeprefix(side).partition("/")[0]
                self._learn(side, release_id, is_demo=is_demo)
                try:
                    self._check(f"{side}{release_id}/", path, environ)
                except ReleaseError as error:
                    if _held(release_id, is_demo=is_demo) is None:  # withdrawn since
                        self._forget(f"{side}{release_id}/")
                    else:
                        return _damaged(error, start_response)
        is_read = environ["REQUEST_METHOD"] in ("GET", "HEAD")
        if path in self.files and not is_read:
            return _only_read(start_response)
        return super().__call__(environ, start_response)

    def _check(self, base: str, path: str, environ: WSGIEnvironment) -> None:
        """Raise ReleaseError unless the file that would be sent is still the one published."""
        release, file = self._known.get(base), self.files.get(path)
        if release is not None and isinstance(file, StaticFile):
            chosen = file.get_path_and_headers(environ)
            assert chosen is not None, "a file without encoding is always among the choices"
            release.files.check(chosen[0].removeprefix(f"{release.folder}/"))

    def _forget(self, base: str) -> None:
        self._known.pop(base, None)
        for address in [name for name in self.files if name.startswith(base)]:
            del self.files[address]

    def _learn(self, side: str, release_id: str, *, is_demo: bool) -> None:
        """Tell WhiteNoise the files of a release this side holds, below its own address only."""
        base = f"{side}{release_id}/"
        if base in self._known:
            return
        release = _held(release_id, is_demo=is_demo)
        if release is None:
            return
        for name in plainly_served(release):
            self.add_file_to_dictionary(base + name, str(release.folder / name))
        self._known[base] = release

    @staticmethod
    def serve(
        static_file: StaticFile | Redirect, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Send a file as WhiteNoise does, in larger pieces."""
        response = static_file.get_response(environ["REQUEST_METHOD"], environ)
        start_response(f"{response.status} {response.status.phrase}", list(response.headers))
        return [] if response.file is None else FileWrapper(response.file, BYTES_AT_ONCE)

    @staticmethod
    def is_compressed_variant(path: str, stat_cache: object = None) -> bool:
        """Never: a compressed copy that a manifest names has an address of its own as well."""
        return False

    def add_mime_headers(self, headers: Headers, path: str, url: str) -> None:
        """Say what a file is, and of text its charset, written as every other answer writes it."""
        kind = self.media_types.get_type(path)
        is_text = kind.startswith("text/")
        headers["Content-Type"] = f"{kind}; charset={self.charset}" if is_text else kind

    def _add_headers(self, headers: Headers, _path: str, url: str) -> None:
        is_part = (headers["Content-Type"] or "").startswith(PARTS)
        headers["Content-Security-Policy"] = OF_PARTS if is_part else NO_SCRIPTS
        for name, value in ALWAYS.items():
            headers[name] = value
        if url.startswith(BASE):
            headers["X-Robots-Tag"] = "noindex"


def _only_read(start_response: StartResponse) -> Iterable[bytes]:
    """405 in words, with the headers of every other answer."""
    allow = {"Allow": "GET, HEAD"}
    answer = Response("Files are only read here.\n", 405, headers=allow, mimetype="text/plain")
    return _sent(answer, start_response)


def _damaged(error: ReleaseError, start_response: StartResponse) -> Iterable[bytes]:
    """503 in words: a changed file is not sent, least of all as one that never changes."""
    return _sent(unavailable(error), start_response)


def _sent(answer: Response, start_response: StartResponse) -> Iterable[bytes]:
    answer.headers.extend({"Content-Security-Policy": NO_SCRIPTS, **ALWAYS})
    start_response(answer.status, list(answer.headers.items()))
    return [answer.get_data()]


def _held(release_id: str, *, is_demo: bool) -> Release | None:
    try:
        return release_of(release_id, is_demo=is_demo)
    except ReleaseError:
        return None
