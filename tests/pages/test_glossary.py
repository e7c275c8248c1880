"""On every page, each term of the glossary is explained where a reader first meets it, by a link
to the glossary, which works without a script; and each kind of chart says once how it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest
from flask.testing import FlaskClient
from lxml import html
from lxml.html import HtmlElement
from markupsafe import Markup

from components.markup.explained import OTHER_WORDS, explained
from components.text.glossary import Term, glossary
from data_loaders.vocabulary.naming import BASE
from pages import routes
from tests.support.browser.paths import ABOUT_ONE_NUMBER, PATHS, example
from tests.support.made.shipped_demonstration import shipped_demonstration
from tests.support.made.shipped_digest import shipped_digest
from tests.support.sites import serving_from

# Other pages of a kind, and the same page in another state.
OTHERS = (
    "/places/10456",
    "/places/BX0303",
    "/places/203",
    "/places/nowhere",
    "/map?layout=table",
    "/map?indicator=measles_vaccination&areas=10001",
    "/trends?indicator=jobs&show=index&baseline=2019",
    "/industries?indicator=average_weekly_wage",
    "/data?q=rent",
    "/data/unemployment_rate",
    "/data/asking_rent_change",
    "/methodology/mta_subway_stations",
    "/search?q=harlem",
    "/search?q=zzzz",
    "/trace?indicator=unemployment_rate&geography=borough&areas=BX&period=2021-03",
    "/nowhere",
    f"{BASE}/places/10456",
    f"{BASE}/places/BX0303",
)
SIMULATED = tuple(
    f"{BASE}{example(route.path)}".rstrip("/")
    for route in routes()
    if BASE in route.sides and route.path != ABOUT_ONE_NUMBER and "<indicator>" not in route.path
    and "<source>" not in route.path
)  # fmt: skip
UNLINKED = (
    "svg", "select", "script", "style", "button", "label", "legend", "code", "pre", "summary",
    "h1", "h2", "h3", "h4", "caption", "thead", "dt", "textarea",
)  # fmt: skip
WORD = re.compile(r"(?<![\w/_.=?&~’'-])[A-Za-z][\w-]*(?![\w/_=~-]|\.\w)")


@pytest.fixture(scope="module")
def site() -> Iterator[FlaskClient]:
    with serving_from(shipped_digest(), shipped_demonstration()) as client:
        yield client


def main_of(page: str) -> HtmlElement:
    (main,) = html.fromstring(page).xpath("//main")
    return main


@cache
def terms_in(text: str) -> tuple[Term, ...]:
    """Terms in a piece of text."""
    return tuple(_terms_in(text))


def _terms_in(text: str) -> Iterator[Term]:
    """By its words alone: not as the site looks for them."""
    told = re.sub(r"“[^”]*”", " ", " ".join(text.split()))
    words = " ".join(WORD.findall(told)).casefold().split()
    found: list[tuple[int, int, Term]] = []
    for term in glossary():
        if text.strip().casefold() in term.marks:
            yield term
        for form in term.forms:
            wanted = form.casefold().split()
            size = len(wanted)
            if form.islower() or form in text:
                starts = [i for i in range(len(words)) if words[i : i + size] == wanted]
                found += [(i, i + size, term) for i in starts]
    # "Census district" is a term of its own, and says nothing of a census.
    for start, end, term in found:
        if not any(a <= start and end <= b and b - a > end - start for a, b, _term in found):
            yield term


def folded(element: HtmlElement) -> tuple[HtmlElement, ...]:
    """What has to be opened to read an element, from outside in."""
    return tuple(reversed([*element.iterancestors("details")]))


def unexplained(main: HtmlElement) -> set[tuple[str, str]]:
    """Terms, each with the text in which it stands, that were met before they were explained."""
    told: dict[str, list[tuple[HtmlElement, ...]]] = {}
    found: set[tuple[str, str]] = set()
    for node in main.xpath(".//text()[normalize-space()]"):
        around = [*_around(node)]
        holder = around[0]
        links = [each for each in around if each.tag == "a"]
        if links and "term" in links[0].get("class", "").split():
            told.setdefault(links[0].get("href").partition("#")[2], []).append(folded(holder))
        elif not links and not any(each.tag in UNLINKED or is_quoted(each) for each in around):
            where = folded(holder)
            for term in terms_in(str(node)):
                if not any(where[: len(outer)] == outer for outer in told.get(term.id, [])):
                    found.add((term.id, " ".join(str(node).split())[:120]))
    return found


def _around(node: HtmlElement) -> Iterator[HtmlElement]:
    """What a piece of text stands in, from inside out; what follows an element is not in it."""
    holder = node.getparent() if node.is_text else node.getparent().getparent()
    yield holder
    yield from holder.iterancestors()


def is_quoted(element: HtmlElement) -> bool:
    """Whether it is a citation, which is copied as it stands."""
    return bool({"cite", "citation"} & set(element.get("class", "").split()))


def only_named(main: HtmlElement) -> set[str]:
    """Terms in the words of links, headings and controls that nothing on the page explains."""
    drawn = {"svg", "script", "style", "select", "code", "pre"}
    texts = [
        str(node)
        for node in main.xpath(".//text()[normalize-space()]")
        if not drawn.intersection(each.tag for each in _around(node))
    ]
    linked = {link.get("href").partition("#")[2] for link in main.xpath(".//a[@class='term']")}
    return {term.id for text in texts for term in terms_in(text)} - linked


# The glossary explains each of its terms where it stands.
EXPLAINED = [each for each in (*PATHS, *SIMULATED, *OTHERS) if not each.endswith("/words")]


@pytest.mark.parametrize("address", EXPLAINED)
def test_a_term_is_explained_where_it_is_first_met(site: FlaskClient, address: str) -> None:
    main = main_of(site.get(address).text)
    assert unexplained(main) == set()
    assert only_named(main) == set()
    addresses = {link.get("href").partition("#")[0] for link in main.xpath(".//a[@class='term']")}
    assert addresses <= {f"{BASE if address.startswith(BASE) else ''}/words"}
    assert not main.xpath(".//p[starts-with(@class, 'cit')]//a[@class='term']")
    inside = ("svg", "a", "button", "select", "h1", "h2", "h3", "thead")
    assert not main.xpath("|".join(f".//{name}//a[@class='term']" for name in inside))


# Views that a choice leads to, each with other terms.
CHOSEN = (
    "/map?indicator=measles_vaccination&areas=10001",
    "/map?indicator=unemployment_rate&layout=table",
    "/trends?indicator=unemployment_rate&geography=borough&areas=BX~MN",
    "/trends?indicator=jobs&show=index&baseline=2019",
    "/industries?indicator=average_weekly_wage",
    f"{BASE}/map",
    f"{BASE}/trends",
)


def terms_of(part: HtmlElement) -> list[tuple[str, str]]:
    """The links to the glossary in a part of a page, each with its words."""
    return [(link.get("href"), link.text_content()) for link in part.xpath(".//a[@class='term']")]


@pytest.mark.parametrize("address", CHOSEN)
def test_a_part_that_a_choice_brings_explains_its_terms_as_the_page_does(
    site: FlaskClient, address: str
) -> None:
    main = main_of(site.get(address).text)
    parts = site.get(f"/parts{address}").get_json()["parts"]
    brought = {name: part for name, part in parts.items() if isinstance(part, str)}
    told = 0
    assert OTHER_WORDS in brought
    for name, part in brought.items():
        (slot,) = main.xpath(f".//*[@id='{name}']")
        assert terms_of(html.fromstring(f"<div>{part}</div>")) == terms_of(slot), name
        told += len(terms_of(slot))
    assert told > 0


@pytest.mark.parametrize("address", CHOSEN)
def test_no_text_of_a_page_is_that_of_the_choice_before(site: FlaskClient, address: str) -> None:
    """What a choice brings not, words beside parts and controls, is the same of every choice; the
    line of other words was left from the page before."""
    path = address.partition("?")[0]
    answer = site.get(f"/parts{address}").get_json()
    ours, other = (html.fromstring(site.get(each).text) for each in (address, path))
    assert texts_left(ours, answer["parts"]) == texts_left(other, answer["parts"])
    head = {
        "title": ".//meta[@property='og:title']/@content",
        "description": ".//meta[@name='description']/@content",
        "feed": ".//link[@rel='alternate']/@href",
    }
    for name, told in head.items():
        assert [answer["about"][name]] == (ours.xpath(told) or [answer["about"][name]]), name


def texts_left(page: HtmlElement, brought: Mapping[str, object]) -> list[str]:
    """Words of the main part that stand in no part a choice brings, and in no control."""
    (main,) = page.xpath(".//main")
    beside = [f".//*[@id='{name}']" for name in (*brought, "island", "map-figure", "map-chart")]
    # What an address got wrong is taken away by the next choice.
    for where in (*beside, ".//*[@role='status' and contains(@class, 'notice')]"):
        for gone in main.xpath(where):
            gone.drop_tree()
    return [text.strip() for text in main.xpath(".//text()[not(ancestor::script)]") if text.strip()]


@pytest.mark.parametrize("base", ["", BASE])
def test_the_glossary_says_what_each_term_means(site: FlaskClient, base: str) -> None:
    main = main_of(site.get(f"{base}/words").text)
    for term in glossary():
        (name,) = main.xpath(f".//dt[@id='{term.id}']")
        assert term.meaning in name.getnext().text_content()
    assert len({term.id for term in glossary()}) == len(glossary())
    forms = [form.casefold() for term in glossary() for form in {*term.forms, *term.marks}]
    assert len(forms) == len(set(forms))


def test_a_reader_of_an_older_release_stays_on_it(site: FlaskClient) -> None:
    release = next(iter(shipped_digest().glob("20*"))).name
    links = main_of(site.get(f"/privacy?release={release}").text).xpath(".//a[@class='term']/@href")
    assert links
    assert all(link.startswith(f"/words?release={release}#") for link in links)


def test_what_is_folded_away_explains_nothing_outside_of_it() -> None:
    page = Markup(
        "<main><h2>Median rent</h2><details><summary>More</summary><p>A median and a CSV.</p>"
        "</details><p>The median, a <b>median</b>. <a href='/x'>JSON</a> at /data/median.csv</p>"
        "</main>"
    )
    assert unexplained(main_of(str(page))) != set()
    written = explained(page, "/words")
    assert unexplained(main_of(str(written))) == set()
    assert str(written).count('href="/words#median"') == 2
    assert str(written).count('href="/words#csv"') == 1
    assert '<details class="terms"><summary>' in written
    assert str(written).count('href="/words#json"') == 1
    assert "<h2>Median rent</h2>" in written
    assert "/data/median.csv" in written


# What each kind of chart is drawn as, and the sentence that says how it is read.
HOW = {
    "//svg[@class='chart']": "Time runs from left to right.",
    "//svg[contains(@class, 'bar-chart')]": "Point at a",
    "//svg[contains(@class, 'heat-chart')]": "The stronger a color, the larger the change.",
    "//svg[@class='map']": "Each shape is one",
}


@pytest.mark.parametrize("address", [*PATHS, *SIMULATED, *OTHERS])
def test_a_page_says_once_how_each_kind_of_its_charts_is_read(
    site: FlaskClient, address: str
) -> None:
    main = main_of(site.get(address).text)
    said = [each.text_content() for each in main.xpath(".//details[@class='how-to-read']/p")]
    for drawn, sentence in HOW.items():
        told = sum(sentence in words for words in said)
        if not main.xpath(f".{drawn}"):
            continue
        assert told >= 1, f"{address}: {drawn}"
        assert told == 1 or sentence == "Point at a", f"{address}: {drawn} {told} times"


# On a phone a cell sets its parts side by side, unless it stacks them or lists several.
SIDE_BY_SIDE = (
    ".//table[contains(@class, 'stacked') and not(contains(@class, 'wordy'))]"
    "//td[@data-label and not(contains(@class, 'several'))]"
)


def test_a_term_parts_no_text_of_a_cell() -> None:
    cell = '<td data-label="What">Ids of up to 8 indicators with CSV between.</td>'
    page = Markup(f'<main><table class="stacked"><tr>{cell}</tr></table></main>')
    (found,) = main_of(explained(page, "/words")).xpath(SIDE_BY_SIDE)
    assert len(found.xpath(".//a[@class='term']")) == 2
    assert [part.tag for part in found] == ["span"]
    assert not found.xpath("text()")


@pytest.mark.parametrize("address", [f"{BASE}/privacy", "/api", "/privacy"])
def test_names_for_programs_stand_in_quotation_marks(site: FlaskClient, address: str) -> None:
    main = main_of(site.get(address).text)
    assert main.xpath(".//text()[contains(., '`') and not(ancestor::pre)]") == []


def test_a_name_in_quotation_marks_is_told_as_it_is() -> None:
    page = Markup("<main><p>No figure is called “filings”, but filings are counted.</p></main>")
    assert re.findall(r'("?.?)<a class="term"[^>]*>(\w+)</a>', explained(page, "/words")) == [
        (" ", "filings")
    ]
    assert "“filings”" in explained(page, "/words")
