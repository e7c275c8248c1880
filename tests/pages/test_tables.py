"""Every table has an address of its own and no empty column; rows of areas sort and filter, by
links alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlsplit

import pytest
from lxml import html
from lxml.html import HtmlElement

from components.markup.first_view import rendered
from components.site.page import Asked
from data_loaders.released.release import Release
from pages import routes
from tests.support.browser.paths import PATHS

# Pages whose tables have areas, industries or periods as rows, with the table that sorts.
SORTING = {
    "/industries": "industries-rows",
    "/industries#each": "each-industry-rows",
    "/industries#boroughs": "borough-rows",
    "/trends": "trends-1-rows",
    "/trends?indicator=unemployment_rate~ui_claims&areas=BX~MN&geography=borough": "trends-2-rows",
    "/places/10456": "next-door-rows",
    "/places/BX0303": "poverty-rows",
    "/data/covid_case_rate": "newest-rows",
    "/data/covid_case_rate?borough=BX": "areas-rows",
    "/data/snap_recipients_rate?borough=MN": "areas-rows",
    "/coverage": "places-rows",
    "/coverage?borough=QN": "places-rows",
    "/map?layout=table": "map-rows",
    "/methodology": "sources-rows",
    "/privacy": "rules-rows",
    "/privacy#kept": "kept-rows",
    "/about/performance": "budgets-rows",
    "/coverage#topics": "topics-rows",
    "/data#deliveries": "deliveries-rows",
    "/data#checks": "checks-rows",
    "/data#files": "files-rows",
    "/privacy#attacks": "audit-rows",
    "/privacy#mended": "mended-rows",
    "/api": "problems-rows",
}


def page(release: Release, address: str) -> HtmlElement:
    """The page of an address, as a reader without scripts gets it."""
    parts = urlsplit(address)
    for route in routes():
        fixed, _, rest = route.path.partition("<")
        name = parts.path.removeprefix(fixed) if rest else ""
        variables = {rest.rstrip(">"): name} if rest else {}
        is_it = parts.path == route.path if not rest else bool(name) and "/" not in name
        if is_it and parts.path.startswith(fixed) and "" in route.sides:
            query = {key: value for key, value in parse_qsl(parts.query) if key in route.takes}
            built = route.build(Asked(parts.path, query, release, variables))
            return html.fromstring(f"<main>{rendered(built.body)}</main>")
    raise AssertionError(f"no page at {address}")


def cells(table: HtmlElement, column: int) -> list[HtmlElement]:
    """The cells of a column, of rows that have one."""
    rows = table.xpath("./tbody/tr")
    return [row.xpath("./th|./td")[column] for row in rows if len(row) > column]


def own_addresses(table: HtmlElement) -> Iterator[str]:
    """Ids that lead to a table: its own, that of the box around it, that beside it."""
    yield table.get("id", "")
    for box in table.iterancestors("details", "div"):
        yield box.get("id", "")
        yield from box.xpath("./p/@id")


@pytest.mark.parametrize("path", [*PATHS, "/places/10456", "/map?layout=table"])
def test_every_table_has_a_link_to_itself_and_no_empty_column(
    sides: Mapping[str, Release], path: str
) -> None:
    content = page(sides["digest"], path)
    links = set(content.xpath("//a/@href"))
    for table in content.iter("table"):
        name = table.find("caption").text_content()
        assert any(f"#{found}" in links for found in own_addresses(table) if found), name
        for column in range(len(table.xpath("./thead/tr/*"))):
            found = cells(table, column)
            full = [cell for cell in found if cell.text_content().strip() or len(cell)]
            assert full or not found, f"{name}: column {column} is empty"
            styles = {is_number(cell) for cell in found if cell.tag == "td" and is_alone(cell)}
            head = table.xpath("./thead/tr/*")[column]
            assert styles <= {is_number(head)}, f"{name}: {head.text_content()} stands apart"


def is_number(cell: HtmlElement) -> bool:
    """Whether a cell is set against the right edge of its column."""
    return "number" in cell.get("class", "").split()


def is_alone(cell: HtmlElement) -> bool:
    """Whether a cell is of one column, and not of the words in place of several."""
    return not cell.get("colspan")


@pytest.mark.parametrize("path", [*PATHS, "/places/10456", "/places/BX"])
def test_no_id_and_no_name_of_a_table_is_twice_on_a_page(
    sides: Mapping[str, Release], path: str
) -> None:
    """A screen reader lists tables by their captions."""
    content = page(sides["digest"], path)
    ids = content.xpath("//@id")
    assert len(ids) == len(set(ids)), {each for each in ids if ids.count(each) > 1}
    captions = [" ".join(each.text_content().split()) for each in content.xpath("//table/caption")]
    assert len(captions) == len(set(captions)), sorted(captions)


@pytest.mark.parametrize("path", ["/coverage", "/methodology", "/places/10456", "/trends"])
def test_the_name_of_a_table_is_its_words_and_not_the_link_beside_them(
    sides: Mapping[str, Release], path: str
) -> None:
    """With the link in it a screen reader says the name twice: it is of the link, too."""
    content = page(sides["digest"], path)
    linked = [table for table in content.iter("table") if table.find("caption").xpath("./a")]
    assert linked or path == "/trends"
    for table in linked:
        (name,) = content.xpath(f"//*[@id='{table.get('aria-labelledby')}']")
        assert not name.xpath(".//a")
        assert name.text_content() == table.find("caption").text_content().rstrip("#\xa0")


@pytest.mark.parametrize("path", ["/", "/map", "/trends", "/industries", "/places/BX", "/data"])
def test_no_id_is_twice_on_a_page_of_the_demonstration(
    sides: Mapping[str, Release], path: str
) -> None:
    ids = page(sides["demonstration"], path).xpath("//@id")
    assert len(ids) == len(set(ids)), {each for each in ids if ids.count(each) > 1}


def table_of(content: HtmlElement, anchor: str) -> HtmlElement:
    """The table at an address."""
    found = next(iter(content.xpath(f"//*[@id='{anchor}']")))
    if found.tag == "p":
        found = found.getparent()
    return found if found.tag == "table" else found.xpath(".//table")[0]


def rows_of(table: HtmlElement) -> list[HtmlElement]:
    """The rows of a table, with those of the same list that are folded below it."""
    folded = table.xpath("../following-sibling::details[1]//table[@id]/tbody/tr")
    is_of_place = table.xpath("ancestor::*[@id='next-door']")
    return [*table.xpath("./tbody/tr"), *(folded if is_of_place else [])]


@pytest.mark.parametrize(("address", "anchor"), SORTING.items())
def test_a_column_sorts_both_ways_by_its_links_alone(
    sides: Mapping[str, Release], address: str, anchor: str
) -> None:
    release = sides["digest"]
    address = address.partition("#")[0]
    table = table_of(page(release, address), anchor)
    before = sorted(row.text_content() for row in rows_of(table))
    links = table.xpath("./thead//th[@aria-sort]//a/@href")
    assert len(links) >= 2
    for number in range(len(links)):
        seen = set()
        for _time in range(2):  # a second tap turns the order around
            link = table.xpath("./thead//th[@aria-sort]//a/@href")[number]
            asked = link.replace("?", f"{urlsplit(address).path}?", 1) if link[0] == "?" else link
            table = table_of(page(release, asked.partition("#")[0]), anchor)
            head = table.xpath("./thead//th[@aria-sort]")[number]
            assert head.get("aria-sort") in ("ascending", "descending"), asked
            rows = [row.text_content() for row in rows_of(table)]
            assert sorted(rows) == before, asked
            seen.add(head.get("aria-sort"))
        is_fixed = anchor in ("next-door-rows", "map-rows")
        assert is_fixed or seen == {"ascending", "descending"}, links[number]


def test_sorting_one_table_of_a_place_leaves_the_other_as_it_was(
    sides: Mapping[str, Release],
) -> None:
    release, address = sides["digest"], "/places/BX0303"
    for anchor, other in (("next-door-rows", "poverty-rows"), ("poverty-rows", "next-door-rows")):
        heads = "./thead//th[@aria-sort]//a/@href"
        asked = table_of(page(release, address), anchor).xpath(heads)[0]
        before = table_of(page(release, asked.partition("#")[0]), anchor)
        again = table_of(page(release, asked.partition("#")[0]), other).xpath(heads)[0]
        after = table_of(page(release, again.partition("#")[0]), anchor)
        assert after.xpath("./thead//th/@aria-sort") == before.xpath("./thead//th/@aria-sort")
        words = [
            [row.text_content() for row in each.xpath("./tbody/tr")] for each in (before, after)
        ]
        assert words[0] == words[1]


@pytest.mark.parametrize("by", ["trends-1-rows.gone", "gone.x", "trends-1-rows", "..", "x" * 120])
def test_a_column_that_is_not_there_leaves_the_rows_as_they_are(
    sides: Mapping[str, Release], by: str
) -> None:
    release = sides["digest"]
    for path, anchor in (("/trends", "trends-1-rows"), ("/data/covid_case_rate", "newest-rows")):
        plain, asked = page(release, path), page(release, f"{path}?by={by}")
        rows = [table_of(each, anchor).xpath("./tbody")[0] for each in (plain, asked)]
        assert html.tostring(rows[0]) == html.tostring(rows[1])


def test_rows_sort_by_a_value_with_those_without_one_last(sides: Mapping[str, Release]) -> None:
    address = "/data/covid_case_rate?borough=BX&by=areas-rows.figure"
    numbers = [
        cell.text_content()
        for cell in cells(table_of(page(sides["digest"], address), "areas-rows"), 2)
    ]
    values = [float(text.split()[0]) for text in numbers if text[0].isdigit()]
    assert len(values) > 10
    assert values == sorted(values, reverse=True)
    assert all(text[0].isdigit() for text in numbers[: len(values)])


@pytest.mark.parametrize("borough", ["BX", "BK", "MN", "QN", "SI"])
def test_areas_of_one_borough_are_of_it_alone(sides: Mapping[str, Release], borough: str) -> None:
    release = sides["digest"]
    here = page(release, f"/coverage?borough={borough}")
    names = {cell.text_content() for cell in cells(table_of(here, "places-rows"), 0)}
    own = {
        place.name
        for place in release.places
        if place.kind == "neighborhood" and place.borough_id == borough
    }
    assert names == own
    (details,) = [each for each in here.iter("details") if each.xpath(".//*[@id='places-rows']")]
    assert "open" in details.attrib
