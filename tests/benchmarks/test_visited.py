"""Every page is measured, also those of the demonstration, each kind of place and one number."""

from __future__ import annotations

from benchmarks import budgets
from benchmarks.visited import SIMULATED, VISITED
from tests.support.browser.paths import PATHS


def test_every_page_of_both_sides_is_measured() -> None:
    assert set(PATHS) <= set(VISITED)
    assert {"/demo", "/demo/map", "/demo/trends", "/demo/industries"} <= set(SIMULATED)
    assert len(set(VISITED)) == len(VISITED)


def test_a_place_of_each_kind_and_one_number_are_measured() -> None:
    light = [path for path in VISITED if path.startswith("/places/")]
    assert len(light) == 4
    assert all(budgets.is_light(path) for path in light)
    assert [path for path in VISITED if path.startswith("/trace?")]
