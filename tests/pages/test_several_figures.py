"""A page asked for several figures draws what it can, whatever boundaries each of them has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

import pytest

from components.site import notices
from components.site.page import Asked
from components.site.routing import LONGEST_LIST, LONGEST_VALUE, Routing
from data_loaders.released.release import Release
from data_loaders.released.view import MOST_INDICATORS, Notice, Problem
from pages import no_demonstration, not_found, routes
from tests.pages.asked import BUILD, SEED, SIDES, Query, some


def several(release: Release, page: str, count: int) -> Iterator[Query]:
    """A sample of views of one figure, with others beside it."""
    random = Random(SEED)
    for query in some(release, page, count):
        others = random.sample(sorted(release.indicators), random.choice([1, 2, 7]))
        yield {**query, "indicator": "~".join([query["indicator"], *others])}


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("page", BUILD)
def test_several_figures_are_drawn_whatever_boundaries_each_has(
    sides: Mapping[str, Release], side: str, page: str
) -> None:
    for query in several(sides[side], page, 12):
        assert BUILD[page](Asked(f"/{page}", query, sides[side])).status == 200, query


def test_the_limit_of_a_view_is_said_with_its_number() -> None:
    said = notices.words(Notice("indicator", "rent", str(MOST_INDICATORS), Problem.TOO_MANY))
    assert said == "At most 8 figures are shown at a time. Those from “rent” on are left out."
    said = notices.words(Notice("areas", "10458", "8", Problem.TOO_MANY))
    assert said == "At most 8 areas are shown at a time. Those from “10458” on are left out."


def test_a_long_list_is_cut_between_ids_and_its_limit_is_said(
    sides: Mapping[str, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = sides["digest"]
    monkeypatch.setattr("components.site.routing.asked_release", lambda *_, **__: (release, None))
    routing = Routing(routes(), not_found.PAGE, no_demonstration.PAGE)
    names = list(release.indicators)
    asked = routing.asked("/trends", {"indicator": "~".join(names), "industry": "x" * 999})
    kept = asked.query["indicator"]
    assert LONGEST_VALUE < len(kept) <= LONGEST_LIST
    assert kept.split("~") == names[: kept.count("~") + 1]
    assert len(asked.query["industry"]) == LONGEST_VALUE
    page = routing.page(asked)
    assert [one.problem for one in page.notices if one.parameter == "indicator"] == [
        Problem.TOO_MANY
    ]
