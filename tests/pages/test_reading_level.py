"""Pages read at 8th grade, no sentence of theirs has more than 25 words, and counts read well."""

from __future__ import annotations

import re
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
    search,
    share,
    source,
    trends,
    use,
    uses,
    words,
)
from pages import map as mapped
from tests.support.pages_read import read
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
    "/search": search,
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
SEARCHED = (
    "/search?q=council district 8",
    "/search?q=rent",
    "/search?q=no such name",
    "/search?q=",
)
PLACES = ("10456", "BX", "203", "BX0303")
# Pages of the demonstration in the site's own words.
SIMULATED = (
    *("/demo", "/data", "/methodology", "/privacy", "/map", "/trends", "/industries", "/places/BX"),
    *SEARCHED,
)
ODD_COUNT = re.compile(
    r"(?<![\d.,])([1-9][\d,]*) of (?:the )?\1 (?!of\b)[a-z]\w*"
    r"|(?<![\d.,$%\u2212-])(?<![A-Z][a-z]{2} )(?<!\w )\b1 (?!was|is|has|as|plus)[a-z]+s\b"
)


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


def text(release: Release, address: str) -> str:
    """The main part of a page."""
    path, _mark, typed = address.partition("?q=")
    module, name = ABOUT_ONE.get(path) or (PAGES.get(path, place), "")
    name = "place" if module is place else name
    variables = {name: path.rpartition("/")[2]} if name else {}
    page = module.PAGE.build(Asked(path, {"q": typed} if typed else {}, release, variables))
    return f"<main>{rendered(page.body)}</main>"


@pytest.mark.parametrize(
    "address", [*REAL, *ABOUT_ONE, *(f"/places/{each}" for each in PLACES), *SEARCHED]
)
def test_a_page_reads_at_8th_grade(sides: Mapping[str, Release], address: str) -> None:
    is_easy_to_read(sides["digest"], address)


@pytest.mark.parametrize("address", SIMULATED)
def test_a_page_of_the_demonstration_reads_at_8th_grade(
    sides: Mapping[str, Release], address: str
) -> None:
    is_easy_to_read(sides["demonstration"], address)


def is_easy_to_read(release: Release, address: str) -> None:
    """Fails with what is hard: a grade for which names are masked, as no writer can choose them;
    sentences of which a reader reads every word of a name and of a list; and odd counts."""
    page = text(release, address)
    split = sentences(page, names(release))
    assert split, address
    assert grade(split) <= HIGHEST_GRADE, f"{address}: grade {grade(split):.1f}"
    long = [" ".join(words) for words in as_they_stand(page) if len(words) > MOST_WORDS]
    assert not long, "\n".join(long)
    assert odd_counts(page) == []


def odd_counts(page: str) -> list[str]:
    """What nobody says: "1 of 1 sources", "36 of 36 passed", "1 sources"."""
    parts = [part for name in ("td", "p", "li", "dd") for part in read(page).texts(name)]
    return [match[0] for part in dict.fromkeys(parts) for match in ODD_COUNT.finditer(part)]


def test_odd_counts_are_found() -> None:
    said = "1 of 1 sources are on time; 36 of 36 passed. 1 areas. It got 4 of 4"
    assert odd_counts(f"<p>{said}</p>") == ["1 of 1 sources", "36 of 36 passed", "1 areas"]
    assert odd_counts("<p>3 of 4 sources, 1 area, on June 1 was, 2.1 jobs, 11 of 1 kind</p>") == []


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
