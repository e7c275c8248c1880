"""Files that never change, served before Flask: releases, style, type, charts, our scripts.

WhiteNoise knows only files it was told of; a release's are told when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Iterable
from wsgiref.headers import Headers
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from whitenoise import WhiteNoise

from api.headers import ALWAYS, POLICY
from components.site import static
from data_loaders.released.release import Release, ReleaseError
from data_loaders.released.serving import challenge_pack, release_of
from data_loaders.vocabulary.model import Publication
from data_loaders.vocabulary.naming import BASE

RELEASES = {"/releases/": False, f"{BASE}/releases/": True}
FOREVER = 10 * 365 * 24 * 3600
NO_SCRIPTS = POLICY.format(hashes="")
# WhiteNoise says application/octet-stream of what it does not know. For Brotli none is registered.
TYPES = {
    ".br": "application/x-brotli",
    ".csv": "text/csv",
    ".gz": "application/gzip",
    ".md": "text/markdown",
    ".parquet": "application/vnd.apache.parquet",
}


class FileServer(WhiteNoise):
    """Answers GET for files with the best encoding that lies beside them; else asks Flask."""

    def __init__(self, application: WSGIApplication) -> None:
        self._known: set[str] = set()
        self._not_listed: set[str] = set()
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
        for address, path in static.static_files().items():
            self.add_file_to_dictionary(address, str(path))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        for base, is_demo in RELEASES.items():
            if path.startswith(base):
                self._learn(base, path.removeprefix(base).partition("/")[0], is_demo=is_demo)
        return super().__call__(environ, start_response)

    def _learn(self, side: str, release_id: str, *, is_demo: bool) -> None:
        """Tell WhiteNoise the files of a release this side holds, below its own address only."""
        base = f"{side}{release_id}/"
        if base in self._known:
            return
        release = _held(release_id, is_demo=is_demo)
        if release is None:
            return
        self._not_listed.update(base + file for file in _shown_only(release))
        for name in ("manifest.json", *release.manifest.files):
            self.add_file_to_dictionary(base + name, str(release.folder / name))
        self._known.add(base)

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
        headers["Content-Security-Policy"] = NO_SCRIPTS
        for name, value in ALWAYS.items():
            headers[name] = value
        if url in self._not_listed or url.startswith(BASE):
            headers["X-Robots-Tag"] = "noindex"


def _held(release_id: str, *, is_demo: bool) -> Release | None:
    try:
        return release_of(release_id, is_demo=is_demo)
    except ReleaseError:
        return None


def _shown_only(release: Release) -> frozenset[str]:
    """Frames of sources that may be drawn but not passed on."""
    return frozenset(
        entry.file
        for entry in release.index.frames
        if release.source_of[entry.indicator_id].publication is Publication.SHOW
    )
