"""One address for every page there is: a new page is tested and measured as soon as it exists."""

from __future__ import annotations

import re

from pages import routes

# What stands for the named part of a path, by the word before it.
EXAMPLES = {
    "places": "BX",
    "data": "covid_case_rate",
    "methodology": "nychealth_coronavirus",
    "partnership": "linkedin",
    "uses": "2026-001",
    "impact": "measles-vaccination",
}


def example(path: str) -> str:
    """An address of a route: `/places/<place_id>` → `/places/BX`.

    Raises KeyError for a route without an example: name one in EXAMPLES.
    """
    word = path.strip("/").partition("/")[0]
    return re.sub(r"<\w+>", lambda _: EXAMPLES[word], path)


# Answers nothing by itself: it is about one number, which the address has to name.
ABOUT_ONE_NUMBER = "/trace"
PATHS = tuple(
    sorted(
        example(route.path)
        for route in routes()
        if "" in route.sides and route.path != ABOUT_ONE_NUMBER
    )
)
