"""Pages read at 8th grade, and no sentence of theirs has more than 25 words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pytest

from components.markup.first_view import rendered
from components.privacy import audit
from components.site.page import Asked
from components.text import vocabulary
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Category, Geography
from pages import (
    about,
    api_reference,
    changes,
    coverage,
    data,
    demo,
    home,
    impact,
    indicator,
    industries,
    methodology,
    partner,
    partnership,
    performance,
    place,
    practice,
    privacy,
    project,
    share,
    source,
    trends,
    use,
    uses,
    words,
)
from pages import map as mapped
from tests.support.reading_level import as_they_stand, grade, sentences, syllables

MOST_WORDS, HIGHEST_GRADE = 25, 8.0
PAGES = {
    "/": home,
    "/demo": demo,
    "/map": mapped,
    "/trends": trends,
    "/industries": industries,
    "/data": data,
    "/methodology": methodology,
    "/privacy": privacy,
    "/words": words,
    "/changes": changes,
    "/about": about,
    "/partnership": partnership,
    "/share": share,
    "/coverage": coverage,
    "/practice": practice,
    "/uses": uses,
    "/impact": impact,
    "/api": api_reference,
}
REAL = [address for address in PAGES if address != "/demo"]
# Pages about one thing of a kind: a figure, a source, a partner, a project, a use.
ABOUT_ONE = {
    "/data/covid_case_rate": (indicator, "indicator"),
    "/data/asking_rent_change": (indicator, "indicator"),
    "/data/snap_recipients_rate": (indicator, "indicator"),
    "/data/unemployment_rate": (indicator, "indicator"),
    "/methodology/nychealth_coronavirus": (source, "source"),
    "/methodology/mta_subway_stations": (source, "source"),
    "/partnership/linkedin": (partner, "partner"),
    "/impact/measles-vaccination": (project, "project"),
    "/uses/2026-001": (use, "use"),
    "/about/performance": (performance, ""),
}
PLACES = ("10456", "BX", "203", "BX0303")
# Pages of the demonstration in the site's own words.
SIMULATED = ("/demo", "/data", "/privacy", "/map", "/trends", "/industries", "/places/BX")


@pytest.fixture(autouse=True)
def no_earlier_release(monkeypatch: pytest.MonkeyPatch) -> None:
    """What an earlier release said of its rules is quoted as it stood."""
    monkeypatch.setattr(audit, "before", lambda _release: None)


@cache
def names(release: Release) -> frozenset[str]:
    """What no writer can choose: names of places, figures, industries and sources."""
    figures = release.indicators.values()
    areas = [area for geography in Geography for area in release.areas(geography).values()]
    found = {words for each in figures for words in (each.title, each.noun)} | {
        area.name for area in areas
    }
    found |= {name for each in figures for name in each.industry_names.values()}
    found |= {source.name for source in release.source_of.values()}
    return frozenset(found | {vocabulary.category(each) for each in Category})


def read(release: Release, address: str) -> list[list[str]]:
    """The sentences of a page."""
    return sentences(text(release, address), names(release))


def text(release: Release, address: str) -> str:
    """The main part of a page."""
    module, name = ABOUT_ONE.get(address) or (PAGES.get(address, place), "")
    name = "place" if module is place else name
    variables = {name: address.rpartition("/")[2]} if name else {}
    page = module.PAGE.build(Asked(address, {}, release, variables))
    return f"<main>{rendered(page.body)}</main>"


@pytest.mark.parametrize("address", [*REAL, *ABOUT_ONE, *(f"/places/{each}" for each in PLACES)])
def test_a_page_reads_at_8th_grade(sides: Mapping[str, Release], address: str) -> None:
    reads_at_8th_grade(read(sides["digest"], address), address)


@pytest.mark.parametrize("address", SIMULATED)
def test_a_page_of_the_demonstration_reads_at_8th_grade(
    sides: Mapping[str, Release], address: str
) -> None:
    reads_at_8th_grade(read(sides["demonstration"], address), address)


@pytest.mark.parametrize("address", ["/privacy", "/coverage", "/practice", "/share"])
def test_no_sentence_of_our_own_is_long_for_the_names_in_it(
    sides: Mapping[str, Release], address: str
) -> None:
    """A reader reads every word of a law's name; only grades mask it."""
    split = as_they_stand(text(sides["digest"], address))
    assert split
    assert [" ".join(words) for words in split if len(words) > MOST_WORDS] == []


def reads_at_8th_grade(split: list[list[str]], address: str) -> None:
    """Fails with the sentences that are too long."""
    assert split, address
    assert grade(split) <= HIGHEST_GRADE, f"{address}: grade {grade(split):.1f}"
    long = [" ".join(words) for words in split if len(words) > MOST_WORDS]
    assert not long, "\n".join(long)


def test_hard_words_and_long_sentences_are_found() -> None:
    easy = sentences("<main><p>The city is back. Half of the shops are open.</p></main>")
    hard = sentences(
        "<main><p>Administrative institutionalization necessitates comprehensive reconsideration "
        "of methodological particularities.</p></main>"
    )
    assert grade(easy) < 3
    assert grade(hard) > 20
    (words,) = sentences("<main><p>In 2020 the Bronx had 1,234 jobs in Health care.</p></main>")
    assert words == ["In", "X", "the", "X", "had", "X", "jobs", "in", "X", "care"]
    assert [syllables(word) for word in ("the", "table", "recovery", "places", "jobs")] == [
        1,
        2,
        4,
        2,
        1,
    ]
