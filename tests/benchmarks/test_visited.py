"""Every page is measured, also those of the demonstration, each kind of place and one number."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from benchmarks import budgets
from benchmarks.browsing import NoPageError, go_to
from benchmarks.visited import SIMULATED, VISITED
from tests.support.browser.paths import PATHS

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_every_page_of_both_sides_is_measured() -> None:
    assert set(PATHS) <= set(VISITED)
    assert {"/demo", "/demo/map", "/demo/trends", "/demo/industries"} <= set(SIMULATED)
    assert len(set(VISITED)) == len(VISITED)


def test_a_place_of_each_kind_and_one_number_are_measured() -> None:
    light = [path for path in VISITED if path.startswith("/places/")]
    assert len(light) == 4
    assert all(budgets.is_light(path) for path in light)
    assert [path for path in VISITED if path.startswith("/trace?")]


@pytest.mark.parametrize("status", [404, 500, 503])
def test_a_page_that_is_not_there_is_no_light_page(status: int) -> None:
    page = SimpleNamespace(goto=lambda *_words, **_more: SimpleNamespace(status=status))
    with pytest.raises(NoPageError, match=str(status)):
        go_to(cast("Page", page), "http://127.0.0.1/demo/map")
