"""The pages that are measured: every page of both sides, a place of each kind, and one number."""

from __future__ import annotations

from data_loaders.vocabulary.naming import BASE
from pages import routes
from tests.support.browser.paths import ABOUT_ONE_NUMBER, PATHS

# A neighborhood, a community district and a ZIP area, beside the borough among the examples.
PLACES = ("/places/BX0101", "/places/203", "/places/10456")
NUMBER = "indicator=unemployment_rate&geography=borough&areas=BX&period=2023-10-31"
# Of the demonstration only what its figures show: examples of named parts are of the real side.
SIMULATED = tuple(
    sorted(
        f"{BASE}{route.path}".rstrip("/")
        for route in routes()
        if BASE in route.sides and "<" not in route.path and route.path != ABOUT_ONE_NUMBER
    )
)
VISITED = (*PATHS, *PLACES, f"{ABOUT_ONE_NUMBER}?{NUMBER}", *SIMULATED)
