"""Addresses that readers shorten or guess, and the page each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from flask import Flask, Response, request

from components.markup import addresses
from components.text.words import _

MOVED_FOR_GOOD = 301
# By the shorter address. What the demonstration has too leads to its own page there.
ON_BOTH_SIDES: Mapping[str, str] = {
    "/releases": addresses.RELEASE,
    "/releases/<release_id>": addresses.RELEASE,
    "/methods": addresses.METHODS,
    "/sources": addresses.METHODS,
    "/glossary": addresses.WORDS,
    addresses.EMBED: addresses.MAP,
}
ON_THE_REAL_SITE: Mapping[str, str] = {
    "/corrections": addresses.CORRECTIONS,
    "/feeds": addresses.FEEDS_LISTED,
    "/contracts": addresses.CONTRACTS,
    addresses.PARTNERS: addresses.PARTNERSHIP,
    f"{addresses.API}/v1/": addresses.API,
}


def register(server: Flask, base: str) -> None:
    """Each shorter address of one side of the site."""
    for path, to in {**ON_BOTH_SIDES, **({} if base else ON_THE_REAL_SITE)}.items():
        rule = f"{base}{path}"
        view = partial(_led, f"{base}{to}")
        server.add_url_rule(rule, f"shortened {rule}", view, strict_slashes=rule.endswith("/"))


def _led(to: str, release_id: str = "") -> Response:
    """On to the page, in the release that the address names."""
    held = {"release": release_id or request.args.get("release", "")}
    address = addresses.kept(to, held)
    words = _("This page is at {address}", address=address)
    answer = Response(f"{words}\n", MOVED_FOR_GOOD, mimetype="text/plain")
    answer.headers["Location"] = address
    return answer
