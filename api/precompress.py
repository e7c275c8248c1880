"""Compress Dash's scripts and ours as far as they go: `flask --app app precompress`.

Brotli 11 takes seconds, so it is done once before serving; without it they are compressed well
enough on first use.
"""

from __future__ import annotations

import gzip
import re

import brotli
from flask import Flask

from api.files import PACKED, packed_copy
from components.markup import addresses

# Between them they load every script there is.
PAGES = ("/", addresses.MAP, addresses.TRENDS, addresses.INDUSTRIES)
ADDRESS = re.compile(r'(?:src|href)="(/(?:_dash-component-suites|assets)/[^"]+)"')


def precompress(server: Flask) -> None:
    """Write a copy of every script and style sheet a page asks for, in each encoding."""
    PACKED.mkdir(parents=True, exist_ok=True)
    client = server.test_client()
    pages = [client.get(path).get_data(as_text=True) for path in PAGES]
    for address in sorted(
        {address_on_page for page in pages for address_on_page in ADDRESS.findall(page)}
    ):
        content = client.get(address).get_data()
        if not packed_copy(content, "br").is_file():
            smallest = gzip.compress(content, compresslevel=9, mtime=0)
            packed_copy(content, "gzip").write_bytes(smallest)
            packed_copy(content, "br").write_bytes(brotli.compress(content, quality=11))
