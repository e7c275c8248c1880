"""Dash's scripts that every island loads, sent as one file: the heads of five answers weigh 3 KB,
and on a phone small ones arrive before the figure is painted.

They are plain scripts, which run in the order of the page: one after another in a file is the same.
Those of other packages stay apart, as some look in their own address for what they load later.
"""

from __future__ import annotations

import hashlib
import pkgutil
from collections.abc import Iterable
from functools import cached_property

from dash.fingerprint import check_fingerprint
from flask import Response

from api import answers
from api.files import SUITES
from api.islands import is_loaded

ALWAYS = frozenset(["dash_html_components"])
RULE = f"{SUITES}mounting-<version>.js"


class Mounting:
    """What mounts an island, of all the scripts that Dash has."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.sources = tuple(each for each in sources if is_loaded(each, ALWAYS))
        # Each address names the version and the time of its file.
        self._version = hashlib.sha256("\n".join(self.sources).encode()).hexdigest()[:12]

    @property
    def address(self) -> str:
        """Where all of them are, new whenever one of them is."""
        return RULE.replace("<version>", self._version)

    @cached_property
    def _content(self) -> bytes:
        return b"\n;\n".join(map(_content_of, self.sources))

    def answer(self, version: str) -> Response:
        """All of them as one script; good forever under the version they have now."""
        response = Response(self._content, mimetype="text/javascript")
        is_current = version == self._version
        response.headers["Cache-Control"] = answers.FOREVER if is_current else answers.REVALIDATE
        return response


def _content_of(source: str) -> bytes:
    """A script of Dash's by its address. Raises FileNotFoundError where a package lacks it."""
    package, _slash, path = source.partition(SUITES)[2].partition("/")
    content = pkgutil.get_data(package, check_fingerprint(path)[0])
    if content is None:
        raise FileNotFoundError(source)
    return content
