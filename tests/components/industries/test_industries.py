"""Industries are ranked only where a rank would hold."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from components.industries import heat_kept, words
from components.industries import view as industries_view
from components.industries.chart import WIDE, bars
from components.industries.heat import heat, legend
from components.industries.heat_reading import heat_reading
from components.industries.ranks import IndustryComparison, IndustryRow, bands, comparison
from components.markup.first_view import rendered
from components.site.page import Asked, Page
from components.text import formats, reasons
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.released.view import Problem, View
from data_loaders.released.view_reading import read_view
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Direction, Geography, Measure, Status, industries
from pages.industries import build
from tests.support.tiny import COURTS, DAY, FILINGS, module, released

NAMES = (
    ("all", "All industries"),
    ("farms", "Farms"),
    ("hotels", "Hotels"),
    ("schools", "Schools"),
    ("shops", "Shops"),
    ("unclassified", "Not known"),
)
CLAIMS = replace(
    FILINGS,
    id="claims",
    family="claims",
    title="Claims",
    unit="claims",
    geographies=(Geography.CITY,),
    industries=industries(NAMES),
    baseline="2019",
)
MONTHS = ("2019-03-01,2019-03-31", "2020-03-01,2020-03-31", "2021-03-01,2021-03-31")
# Rounded to 10. In 2021 a tenth has no industry.
VALUES: Mapping[str, tuple[int | None, ...]] = {
    "all": (2000, 4000, 3000),
    "farms": (None, 20, 30),
    "hotels": (500, 2000, 1000),
    "schools": (400, 600, 500),
    "shops": (400, 610, 500),
    "unclassified": (40, 40, 300),
}


def observed() -> pd.DataFrame:
    lines = ["industry_id,period_start,period_end,value,status"]
    lines += [
        f"{name},{month},{'' if value is None else value},"
        f"{'withheld_or_none' if value is None else 'normal'}"
        for name, values in VALUES.items()
        for month, value in zip(MONTHS, values, strict=True)
    ]
    dates = ["period_start", "period_end"]
    table = pd.read_csv(io.StringIO("\n".join(lines)), parse_dates=dates)
    return tidy([table.assign(indicator_id="claims", geography="city", area_id="NYC")])


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    root: Path = tmp_path_factory.mktemp("releases")
    made = ModuleType("labor")
    source = replace(COURTS, id="labor", partner="The State", indicators=(CLAIMS,))
    vars(made).update(SOURCE=source, read=lambda _: observed())
    areas = replace(COURTS, id="courts", indicators=(FILINGS,))

    released(root, made, module(areas))
    return Release.open(root / DAY.isoformat())


def standing_of(release: Release, **query: str) -> IndustryComparison:
    view: View = read_view({"indicator": "claims", **query}, release, "claims").view
    return comparison(release, view, Geography.CITY)


def page_of(release: Release, **query: str) -> Page:
    return build(Asked("/industries", {"indicator": "claims", **query}, release))


def test_industries_are_ranked_by_change_against_the_same_month_of_2019(release: Release) -> None:
    standing = standing_of(release, period="2020-03")
    assert [[row.name for row in band] for band in standing.bands] == [
        ["Hotels"],
        ["Shops", "Schools"],
    ]
    assert standing.bands[0][0].value == pytest.approx(300)


def test_industries_closer_than_rounding_share_a_rank(release: Release) -> None:
    standing = standing_of(release, period="2020-03")
    assert [words.rank(standing.bands, i) for i in (0, 1)] == ["1", "2 to 3"]
    assert "2–3" in bars(standing, WIDE)


def test_no_rank_stands_where_over_5_percent_have_no_industry(release: Release) -> None:
    standing = standing_of(release, period="2021-03")
    assert standing.unclassified_share == pytest.approx(10)
    assert list(standing.bands) == []
    assert [row.name for row in standing.listed] == ["Hotels", "Schools", "Shops"]
    assert words.ranking_rule(standing).startswith(
        "Not ranked: the industry is not known for 10.0% of all, over the limit of 5%."
    )
    assert 'class="rank"></text>' in bars(standing, WIDE)


def test_a_hidden_industry_is_left_out_of_ranks_and_counted(release: Release) -> None:
    standing = standing_of(release, period="2020-03")
    assert [row.name for row in standing.hidden] == ["Farms"]
    assert words.left_out(standing) == (
        "1 industry has no figure, or a hidden one, and is left out: Farms."
    )


def test_the_total_and_the_unsorted_are_never_ranked(release: Release) -> None:
    standing = standing_of(release, period="2020-03")
    assert {row.industry_id for row in standing.apart} == {"all", "unclassified"}


def test_the_sentence_gives_the_total_and_both_ends(release: Release) -> None:
    assert words.sentence(standing_of(release, period="2020-03")) == (
        "All industries: 4,000 claims in March 2020, +100% against March 2019. "
        "Highest: Hotels (+300%). Lowest: Shops (+52%) and Schools (+50%). "
        "Hidden figures may lie beyond these."
    )


def test_a_market_area_is_offered_only_where_something_is_measured_there(
    release: Release, tmp_path: Path
) -> None:
    assert "New York market area" not in rendered(page_of(release).body)
    made = ModuleType("labor")
    claims = replace(CLAIMS, geographies=(Geography.MARKET,))
    table = observed().assign(geography="market", area_id="501")
    vars(made).update(
        SOURCE=replace(COURTS, id="labor", indicators=(claims,)), read=lambda _: table
    )
    released(tmp_path, made, module(replace(COURTS, id="courts", indicators=(FILINGS,))))
    of_market = Release.open(tmp_path / DAY.isoformat())
    assert "New York market area" in rendered(page_of(of_market, areas="501").body)


def test_a_number_of_a_market_and_a_district_is_named_by_its_geography(release: Release) -> None:
    body = page_of(release, areas="501", geography="market").body
    assert "New York market area" in rendered(body)
    assert "St. George and Stapleton" in rendered(
        page_of(release, areas="501", geography="cd").body
    )


def test_a_borough_without_figures_is_told_so_first_and_the_city_shown(release: Release) -> None:
    page = page_of(release, areas="BX")
    first = page.parts[industries_view.WORDS].content[0]
    assert first.children == (
        "No real figure exists here for the Bronx: what is read of The State is for the city "
        "alone, which is what is shown."
    )
    assert page.state["query"]["areas"] == "BX"
    assert not page.notices


def by_borough(folder: Path) -> Release:
    """Visits by industry of two boroughs, in one month."""
    visits = replace(
        CLAIMS,
        id="visits",
        family="visits",
        title="Visits",
        measure=Measure.INDEX,
        geographies=(Geography.BOROUGH,),
        industries=industries(NAMES[1:3]),
    )
    lines = """\
area_id,industry_id,value
BK,farms,10
BK,hotels,20
BX,farms,40
BX,hotels,30
"""
    table = pd.read_csv(io.StringIO(lines)).assign(
        indicator_id="visits",
        geography="borough",
        period_start=pd.Timestamp("2021-03-01"),
        period_end=pd.Timestamp("2021-03-31"),
        status="normal",
    )
    made = ModuleType("phones")
    source = replace(COURTS, id="phones", partner="Phones", indicators=(visits,))
    vars(made).update(SOURCE=source, read=lambda _: tidy([table]))
    released(folder, made)
    return Release.open(folder / DAY.isoformat())


def test_the_borough_asked_for_is_the_one_shown(tmp_path: Path) -> None:
    release = by_borough(tmp_path)
    shown = (("BX", "the Bronx", [40, 30]), ("BK", "Brooklyn", [10, 20]))
    for borough, name, values in shown:
        page = build(Asked("/industries", {"indicator": "visits", "areas": borough}, release))
        assert page.title == f"Visits in {name}, March 2021"
        view = View(("visits",), Geography.BOROUGH, (borough,))
        compared = comparison(release, view, Geography.BOROUGH)
        assert [row.value for row in compared.rows] == values
        assert compared.base_year is None
        assert [line[0].value for line in heat(compared).cells] == values


def test_where_only_boroughs_have_figures_the_city_is_told_so(tmp_path: Path) -> None:
    query = {"indicator": "visits", "areas": "NYC"}
    page = build(Asked("/industries", query, by_borough(tmp_path)))
    assert page.parts[industries_view.WORDS].content[0].children == (
        "No real figure exists here for the city: what is read of Phones is by borough only. "
        "Brooklyn is shown."
    )


def test_the_page_of_the_city_begins_with_its_heading(release: Release) -> None:
    assert (
        type(page_of(release, areas="NYC").parts[industries_view.WORDS].content[0]).__name__ == "H1"
    )


def test_a_figure_without_industries_opens_one_that_has_them_with_a_notice(
    release: Release,
) -> None:
    page = build(Asked("/industries", {"indicator": "filings"}, release))
    assert [notice.used for notice in page.notices] == ["claims"]
    unknown = build(Asked("/industries", {"indicator": "filing"}, release))
    assert [notice.problem for notice in unknown.notices] == [Problem.UNKNOWN]


def test_the_year_compared_with_cannot_be_ranked_itself(release: Release) -> None:
    standing = standing_of(release, period="2019-03")
    assert standing.periods[standing.position][1].isoformat() == "2020-03-31"


def test_a_later_year_can_be_compared_with(release: Release) -> None:
    standing = standing_of(release, period="2021-03", baseline="2020")
    assert {row.name: round(row.value or 0) for row in standing.listed}["Hotels"] == -50


def test_a_chain_of_close_industries_is_one_band() -> None:
    cell = Cell(1.0, Status.NORMAL)
    rows = [
        IndustryRow(name, name, cell, None, value, low=value - 1, high=value + 1)
        for name, value in (("a", 10.0), ("b", 8.5), ("c", 7.0), ("d", 4.0))
    ]
    banded = bands(rows, 1)
    assert [[row.name for row in band] for band in banded] == [["a", "b", "c"], ["d"]]


def test_the_heatmap_keeps_hidden_cells_apart_from_zero(release: Release) -> None:
    standing = standing_of(release)
    drawn = heat(standing)
    row = [one.industry_id for one in drawn.rows].index("farms")
    styles = {drawn.style(cell, position) for position, cell in enumerate(drawn.cells[row])}
    assert styles == {"heat-hid"}
    assert legend(drawn, standing)[-1] == ("hid", "Hidden by its publisher, or none")


def test_the_key_of_the_heatmap_has_each_color_drawn_and_puts_each_end_in_one(
    release: Release,
) -> None:
    """It had colors of no cell, and "-9% to -5%" stood above "-5% to -1%"."""
    standing = standing_of(release)
    drawn = heat(standing)
    styles = {style for line in drawn.styles for style in line}
    key = dict(legend(drawn, standing))
    assert set(key) & set(drawn.classes) == styles & set(drawn.classes)
    assert len(styles & set(drawn.classes)) < len(drawn.classes)
    for edge in drawn.edges:
        style = drawn.style(Cell(edge, Status.NORMAL), 0)
        if style in key:
            assert key[style].endswith(f"up to {formats.bound(edge, standing.drawn)}")


def test_half_is_as_deep_a_color_as_double(release: Release) -> None:
    drawn = heat(standing_of(release))
    low, high = drawn.edges[0], drawn.edges[-1]
    assert (1 + low / 100) * (1 + high / 100) == pytest.approx(1, abs=0.03)
    assert min(drawn.edges) > -100


def test_the_heatmap_is_read_cell_by_cell_with_reasons(release: Release) -> None:
    standing = standing_of(release)
    drawn = heat(standing)
    periods, *lines = (line.split("|") for line in heat_reading(drawn, standing).split("\u00a7"))
    assert len(periods) == len(drawn.periods)
    assert [name for name, _style, *_words in lines] == [row.name for row in drawn.rows]
    for cells, (_name, _style, *read) in zip(drawn.cells, lines, strict=True):
        assert read == [
            f"{reasons.cell(cell, standing.drawn)}{reasons.mark(cell)}" for cell in cells
        ]


def test_another_period_compares_and_draws_no_heatmap_anew(
    release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    line = IndustryComparison.line

    def heard(of: IndustryComparison, industry_id: str, bases: list[int | None]) -> list[Cell]:
        compared.append(industry_id)
        return line(of, industry_id, bases)

    monkeypatch.setattr(IndustryComparison, "line", heard)
    heat_kept.drawn.cache_clear()
    heat_kept.read.cache_clear()
    first, again = (page_of(release, period=day) for day in ("2021-03", "2020-03"))
    read = first.late(), again.late()
    assert compared == [row.industry_id for row in heat(standing_of(release)).rows]
    assert read[0] == read[1]
    slots = [
        str(rendered(page.body)).partition('id="industries-heat"')[2] for page in (first, again)
    ]
    assert slots[0].count("<path") == slots[1].count("<path") > 2
    page_of(release, period="2021-03", baseline="2020")
    assert len(compared) == 2 * len(set(compared)), "against another year it is another heatmap"


def test_an_index_is_dots_on_a_scale_with_numbers_and_never_bars(release: Release) -> None:
    standing = standing_of(release, period="2020-03")
    index = replace(standing, drawn=replace(standing.drawn, measure=Measure.INDEX))
    drawn = str(bars(index, WIDE))
    assert "<rect" not in drawn
    assert drawn.count('class="dot"') == len(index.listed)
    assert ">100</text>" in drawn
    assert "<rect" in str(bars(standing, WIDE))


def words_of(shown: IndustryComparison) -> str:
    return rendered(industries_view.shown(shown, shown.view, has_demo=False).layout)


def test_bars_of_a_level_are_not_explained_as_changes(release: Release) -> None:
    compared = standing_of(release, period="2020-03")
    level = replace(compared, base_year=None, drawn=compared.indicator)
    assert "begins at no change" in words_of(compared)
    told = words_of(level)
    assert "begins at no change" not in told
    assert "begins at zero" in told


@pytest.mark.parametrize(
    ("direction", "fall", "rise"),
    [
        (Direction.HIGHER_IS_BETTER, "d1", "d5"),
        (Direction.LOWER_IS_BETTER, "w1", "w5"),
        (Direction.NONE, "n1", "n5"),
    ],
)
def test_rust_stands_for_worse_alone(
    release: Release, direction: Direction, fall: str, rise: str
) -> None:
    standing = standing_of(release, period="2020-03")
    judged = replace(standing, indicator=replace(standing.indicator, direction=direction))
    assert f'class="{rise}"' in bars(judged, WIDE)
    assert heat(judged).classes[1] == fall


def test_every_industry_can_be_read_for_a_download_only(release: Release) -> None:
    query = {"indicator": "claims", "industry": "each"}
    assert read_view(query, release, "claims", each=True).view.industry == "each"
    on_a_page = read_view(query, release, "claims")
    assert on_a_page.view.industry == "all"
    assert [notice.parameter for notice in on_a_page.notices] == ["industry"]


def test_a_release_without_industries_says_so(tmp_path: Path) -> None:
    released(tmp_path, module(COURTS))
    bare = Release.open(tmp_path / DAY.isoformat())
    assert build(Asked("/industries", {}, bare)).title == "No real figure by industry exists here"


@pytest.mark.parametrize(
    ("sort", "first"), [("", "Hotels"), ("lowest", "Schools"), ("name", "Hotels")]
)
def test_the_table_is_sorted_as_the_address_says(release: Release, sort: str, first: str) -> None:
    query = {"indicator": "claims", "period": "2020-03", **({"sort": sort} if sort else {})}
    page = build(Asked("/industries", query, release))
    written = str(rendered(page.parts["industries-ranks"]))
    assert re.findall(r'<th scope="row">([^<]+)', written)[0] == first
    assert "sort=name" in written
    assert 'id="industries-rows"' in written
