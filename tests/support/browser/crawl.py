"""Everything a site answers, followed from its sitemap link by link."""

from __future__ import annotations

import io
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

import msgspec
import pyarrow.parquet as pq
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from components.site.routing import is_demo
from data_loaders.released.packing import unpacked
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base

LINK = re.compile(r'(?:href|src|action|data-copy)="([^"]+)"')
LOC = re.compile(r"<loc>([^<]+)</loc>")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# A hash or a random name, such as Dash gives each process: its digits are no figure.
HASH = re.compile(r"\b(?=\w*[A-Za-z])[0-9A-Za-z]{24,}\b")
FIRST_DIGITS = 3
# Links that add, take away or rearrange lead on without end: each kind is followed this often.
MOST_OF_A_PATH = 25


def crawled(client: FlaskClient) -> Iterator[tuple[str, bytes]]:
    """Address and content of every page of the real site reached from the sitemap, its parts and
    downloads."""
    start = LOC.findall(client.get("/sitemap.xml").get_data(as_text=True))
    paths = [*(urlsplit(found).path or "/" for found in start), "/readyz", "/robots.txt"]
    for address, answer in visited(client, paths, lambda path: not is_demo(path)):
        yield address, answer.data


def visited(
    client: FlaskClient, start: Iterable[str], is_inside: Callable[[str], bool]
) -> Iterator[tuple[str, TestResponse]]:
    """Every address reached from some by links whose path is inside, with its answer and parts."""
    waiting = deque(start)
    seen = set(waiting)
    followed: dict[str, int] = {}
    while waiting:
        address = waiting.popleft()
        answer = client.get(address, buffered=True)
        yield address, answer
        if answer.mimetype != "text/html":
            continue
        parts = client.get(f"/parts{address}")
        if parts.status_code == 200:
            yield f"/parts{address}", parts
        for found in _links(address, answer.get_data(as_text=True)):
            path = urlsplit(found).path
            is_new = found not in seen and followed.get(path, 0) < MOST_OF_A_PATH
            if is_new and is_inside(path):
                seen.add(found)
                followed[path] = followed.get(path, 0) + 1
                waiting.append(found)


def _links(address: str, page: str) -> list[str]:
    found = (link.replace("&amp;", "&") for link in LINK.findall(page))
    local = (urljoin(address, link) for link in found if not link.startswith(("#", "mailto:")))
    return [link.partition("#")[0] for link in local if not urlsplit(link).netloc]


def data_files(client: FlaskClient, release: Release) -> Iterator[tuple[str, bytes]]:
    """Every file of a release as served; frames also unpacked, as their steps hide values."""
    for name in release.manifest.files:
        if name.endswith((".br", ".gz")):
            continue
        content = client.get(f"{file_base(release)}/{name}", buffered=True).data
        yield name, content
        if name.startswith("frames/"):
            yield f"{name} unpacked", msgspec.json.encode(unpacked(content), enc_hook=list)
        if name.endswith(".parquet"):
            yield f"{name} read", _parquet(content)


def _parquet(content: bytes) -> bytes:
    rows = pq.read_table(io.BytesIO(content)).column("value").to_pylist()
    return json.dumps(rows).encode()


def holding(content: bytes, secret: float) -> bool:
    """Whether a content holds a number, however it is written: "48613.7", "48,613.7", "48614"."""
    first = str(secret)[:FIRST_DIGITS]
    if not any(begun.encode() in content for begun in _written(first)):
        return False
    near = _numbers(content).get(first, ())
    return any(abs(float(number) - secret) <= 0.5 for number in near)


def _written(digits: str) -> Iterator[str]:
    """How digits may stand in a text: as they are, or with a mark of thousands between two."""
    yield digits
    yield from (f"{digits[:at]},{digits[at:]}" for at in range(1, len(digits)))


# One content is asked for several secrets in turn.
@lru_cache(maxsize=2)
def _numbers(content: bytes) -> Mapping[str, Set[str]]:
    """All numbers of a content by how they begin."""
    # A mark of thousands goes; a comma between two numbers of a list or a row stays.
    text = THOUSANDS.sub("", HASH.sub("", content.decode("utf-8", "replace")))
    numbers: dict[str, set[str]] = {}
    for number in set(NUMBER.findall(text)):
        numbers.setdefault(number[:FIRST_DIGITS], set()).add(number)
    return numbers
