"""Pages made before anyone asks, and kept on disk for all workers of an installation.

A place's page is taken from twenty figures and depends on its release alone, so it is made once a
release: by the first visitor, by workers with nothing else to do, or by `flask --app app
ready-pages`. Only addresses that a route names are kept, each once a release, so that no visitor
makes the folder grow. A file stands under a hash of everything its page depends on, and is sent
only where it still has the hash it was written with.
"""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from tempfile import NamedTemporaryFile

from api import answers
from components.site.packed import built
from components.site.page import Asked
from components.site.routing import Routing
from data_loaders.records.held import records
from data_loaders.released.release import MANIFEST, Release, ReleaseError
from data_loaders.released.serving import held
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.naming import BASE

logger = logging.getLogger(__name__)
# Both sides, now and before: a newer version of the site may be starting beside this one.
MOST_EDITIONS = 4
# Libraries that write what pages say.
WRITERS = ("babel", "brotli", "dash", "markupsafe")
HASH_BYTES = 32
ENDING = ".page"
# The command that makes them, and what an application offers a worker under the same name.
READY = "ready-pages"
# What an application offers a worker under this name makes the pages of the navigation, Home first.
WARM = "warm"


class ReadyPages:
    """A folder of pages; a folder in it for each edition, which is all that they depend on."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, routing: Routing, asked: Asked) -> Path | None:
        """Where the page of an address lies or will; None for one that is not kept ready."""
        is_plain = not asked.query and not asked.notices
        if not is_plain or asked.address not in addresses_of(routing, asked.release, asked.base):
            return None
        return self.root / _edition(routing, asked) / _file_name(asked.address)

    def missing(self, routing: Routing, release: Release, base: str) -> Iterator[str]:
        """The addresses of a release whose pages are not there. One of them is looked at, as all
        lie beside each other: to find out the folder of each took a worker 0.1 s at each look."""
        addresses = sorted(addresses_of(routing, release, base))
        place = self.path(routing, routing.asked(addresses[0], {})) if addresses else None
        if place is None:
            return
        there = {each.name for each in os.scandir(place.parent)} if place.parent.is_dir() else ()
        yield from (address for address in addresses if _file_name(address) not in there)

    def read(self, path: Path) -> answers.Body | None:
        """The page as it was written; None where it is not there, or was changed."""
        try:
            kept = path.read_bytes()
        except OSError:
            return None
        content = kept[HASH_BYTES:]
        if hashlib.sha256(content).digest() != kept[:HASH_BYTES]:
            return None
        return answers.Body.unpacked(content)

    def write(self, path: Path, body: answers.Body) -> None:
        """Keep a page, whole or not at all, made as small as it gets; drop what nobody needs.

        A full disk is logged: the page is sent all the same.
        """
        body.shrink()
        try:
            self._write(path, body)
        except OSError as error:
            logger.warning("a page could not be kept ready: %s", error)

    def make(self, routing: Routing, asked: Asked, made: Callable[[Asked], answers.Body]) -> None:
        """Keep the page of an address, but where it was kept meanwhile."""
        path = self.path(routing, asked)
        if path is not None and not path.is_file():
            self.write(path, made(asked))

    def _write(self, path: Path, body: answers.Body) -> None:
        is_new = not path.parent.is_dir()
        path.parent.mkdir(parents=True, exist_ok=True)
        content = body.packed()
        with NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(hashlib.sha256(content).digest() + content)
        os.replace(file.name, path)
        if is_new:
            self._forget_older()

    def _forget_older(self) -> None:
        editions = [path for path in self.root.iterdir() if path.is_dir()]
        editions.sort(key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in editions[MOST_EDITIONS:]:
            shutil.rmtree(path, ignore_errors=True)  # another worker may be at it


@lru_cache(maxsize=8)
def addresses_of(routing: Routing, release: Release, base: str) -> frozenset[str]:
    """The addresses of a release whose pages are kept ready."""
    return frozenset(
        f"{base}{path}"
        for route in routing.routes
        if route.ready is not None and base in route.sides
        for path in route.ready(release)
    )


def _file_name(address: str) -> str:
    return f"{hashlib.sha256(address.encode()).hexdigest()[:32]}{ENDING}"


def _edition(routing: Routing, asked: Asked) -> str:
    """A hash of all that a kept page depends on but its address."""
    settings = (installation.public_url(), installation.operator(), installation.contact())
    parts = (routing.lasts(asked), sorted(asked.demo), settings, built(), _writers())
    return answers.tag_of(_manifest(asked.release), records().version, repr(parts))


@cache
def _writers() -> tuple[str, ...]:
    return tuple(map(version, WRITERS))


@lru_cache(maxsize=8)
def _manifest(release: Release) -> str:
    return hashlib.sha256((release.folder / MANIFEST).read_bytes()).hexdigest()


_used: list[ReadyPages] = []


def used() -> ReadyPages | None:
    """The pages this process sends and keeps; None where it makes every page itself."""
    return _used[0] if _used else None


def use(root: Path | None) -> ReadyPages | None:
    """Send and keep pages in a folder from now on; none without one, or where it is read only."""
    _used.clear()
    if root is None:
        return None
    try:
        root.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        logger.warning("no pages are kept ready: %s", error)
        return None
    if not os.access(root, os.W_OK):
        logger.warning("no pages are kept ready: %s is read only", root)
        return None
    _used.append(ReadyPages(root))
    return used()


def unmade(
    routing: Routing, pages: ReadyPages, make: Callable[[Asked], answers.Body]
) -> Iterator[Callable[[], None]]:
    """What makes each page that is not there yet, of the newest release of each side."""
    for base in ("", BASE):
        try:
            release = held(is_demo=bool(base)).current()
        except ReleaseError:
            continue  # a site without a demonstration
        for address in pages.missing(routing, release, base):
            yield lambda address=address: pages.make(routing, routing.asked(address, {}), make)
