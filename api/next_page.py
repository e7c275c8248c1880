"""The next page, asked for as a hand rests on its link or touches it, by browsers that can.

Told in a header and a file of its own, so that a page needs no inline script for it. It is a page
of this site: no other host hears of it, and no file is fetched ahead.
"""

from __future__ import annotations

from functools import cache

import msgspec
from flask import Response, request

from api import answers
from components.markup import addresses

ADDRESS = "/next-page.json"
HEADER = {"Speculation-Rules": f'"{ADDRESS}"'}
A_DAY = "public, max-age=86400"
PAGES = ("/*", "/*\\?*")
FILES = (
    f"{addresses.API}/*",
    "/download*",
    "/releases/*",
    "/demo/download*",
    "/demo/releases/*",
    "/feeds/*",
)
# Links that a page's own script answers in place, and those into the page itself.
IN_PLACE = (
    "[download], [href^='#'], [data-areas], [data-sort], [data-scale], [data-replaces], "
    "#map-table th a, #trends-controls a"
)
# As a hand rests on a link for a fifth of a second, or presses it.
EAGERNESS = "moderate"
RULES = {
    "prefetch": [
        {
            "where": {
                "and": [
                    {"href_matches": PAGES},
                    {"not": {"href_matches": FILES}},
                    {"not": {"selector_matches": IN_PLACE}},
                ]
            },
            "eagerness": EAGERNESS,
        }
    ]
}


def next_page() -> Response:
    """Which links of a page may be fetched ahead, and when."""
    return answers.answer(request, _body(), answers.tag_of(ADDRESS), A_DAY)


@cache
def _body() -> answers.Body:
    return answers.Body(msgspec.json.encode(RULES), "application/speculationrules+json")
