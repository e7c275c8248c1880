"""A file whose address changes with every edition: its publisher's page names the newest."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from data_loaders.curate.feeds.answers import WHERE_NEW
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.vocabulary.model import FeedFile


class _Links(HTMLParser):
    """Where every link of a page leads."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found += [value for name, value in attrs if name == "href" and value]


def newest(file: FeedFile, page: str) -> FeedFile:
    """The file the page links to, at its address of today: of several the last by what `link`
    captures, a year as a rule. Raises FeedError where the page names none."""
    links = _Links()
    links.feed(page)
    matches = [match for each in links.found if (match := re.search(file.link, each))]
    if not matches:
        raise FeedError(f"{file.url} links to no file like {file.link!r} any more. {WHERE_NEW}")
    last = max(matches, key=lambda match: match.group(1))
    return FeedFile(file.name, urljoin(file.url, last.string), file.holder)
