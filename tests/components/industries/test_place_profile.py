"""An area's industries in full: against a year that is held, back or not, in five boroughs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

from components.industries import back, boroughs, profile, ranks, side_by_side, view, words
from components.industries.chart import HEAT_NARROW, HEAT_WIDE, RankChartSize, heatmap
from components.industries.heat import GAP, HIDDEN, heat, legend
from components.industries.ranks import IndustryComparison
from components.markup.first_view import rendered
from components.site.page import Asked, Page
from components.text.place_of_count import place_note
from data_loaders.observations.table import tidy
from data_loaders.released.release import Release
from data_loaders.released.view import Problem
from data_loaders.vocabulary.geography import BOROUGH_IDS
from data_loaders.vocabulary.model import (
    CountedAt,
    Direction,
    Frequency,
    Geography,
    Indicator,
    Industry,
    Measure,
)
from pages.industries import build
from tests.support.drawn_lines import points_of
from tests.support.tiny import COURTS, DAY, FILINGS, released

INDUSTRIES = (
    Industry("all", "All industries"),
    Industry("retail", "Retail trade", naics="44-45", formerly=("stores",)),
    Industry("hotels", "Hotels", naics="72"),
    Industry("mining", "Mining", naics="21"),
    Industry("farms", "Farms", naics="11"),
    Industry("unclassified", "Not known"),
)
JOBS = replace(
    FILINGS,
    id="jobs_by_sector",
    family="jobs_by_workplace",
    title="Jobs by industry",
    unit="jobs",
    frequency=Frequency.YEAR,
    geographies=(Geography.CITY, Geography.BOROUGH),
    direction=Direction.HIGHER_IS_BETTER,
    industries=INDUSTRIES,
    counted_at=CountedAt.WORK,
)
PAY = replace(
    JOBS,
    id="pay",
    family="pay_by_workplace",
    title="Average pay by industry",
    unit="dollars a year",
    measure=Measure.MONEY,
    direction=Direction.NONE,
)
SURVEY = replace(
    JOBS,
    id="jobs",
    family="jobs",
    title="Jobs",
    frequency=Frequency.MONTH,
    geographies=(Geography.CITY,),
    industries=(*INDUSTRIES[:3], Industry("goods", "Group: goods", is_group=True)),
)
CLAIMS = replace(
    SURVEY,
    id="claims",
    family="claims",
    title="Claims",
    unit="claims",
    direction=Direction.LOWER_IS_BETTER,
    industries=INDUSTRIES[:3],
    counted_at=CountedAt.HOME,
)
# Every borough alike; of mining nothing is disclosed. The years between are not held.
YEARS: Mapping[int, Mapping[str, int | None]] = {
    2016: {"all": 99_000, "retail": 40_000, "hotels": 20_000, "farms": 9, "unclassified": 100},
    2017: {"all": 100_000, "retail": 40_000, "hotels": 20_000, "farms": 10, "unclassified": 100},
    2023: {"all": 110_000, "retail": 30_000, "hotels": 21_000, "farms": 30, "unclassified": 200},
}


def yearly(indicator: Indicator, factor: float = 1.0) -> pd.DataFrame:
    rows = []
    for area_id in ("NYC", *BOROUGH_IDS):
        for year in range(2016, 2024):
            for industry in INDUSTRIES:
                value = YEARS.get(year, {}).get(industry.id)
                status = "not_reported" if year not in YEARS else "withheld_or_none"
                scale = 5.0 if area_id == "NYC" and factor == 1.0 else factor
                rows.append(
                    {
                        "area_id": area_id,
                        "geography": "city" if area_id == "NYC" else "borough",
                        "industry_id": industry.id,
                        "period_start": pd.Timestamp(year, 1, 1),
                        "period_end": pd.Timestamp(year, 12, 31),
                        "value": value and value * scale,
                        "status": "normal" if value else status,
                    }
                )
    return pd.DataFrame(rows).assign(indicator_id=indicator.id)


def monthly(indicator: Indicator, now: Mapping[str, int]) -> pd.DataFrame:
    """A hundred a month in 2019 and what is given in 2023, but for one odd December."""
    rows = []
    for year in (2019, 2023):
        for start in pd.date_range(f"{year}-01-01", periods=12, freq="MS"):
            for industry in indicator.industries:
                value = 1000 if year == 2019 else now.get(industry.id, 1000)
                odd = year == 2023 and start.month == 12 and industry.id == "hotels"
                rows.append(
                    {
                        "industry_id": industry.id,
                        "period_start": start,
                        "period_end": start + pd.offsets.MonthEnd(0),
                        "value": 720 if odd else value,
                    }
                )
    return pd.DataFrame(rows).assign(
        indicator_id=indicator.id, geography="city", area_id="NYC", status="normal"
    )


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    root: Path = tmp_path_factory.mktemp("releases")
    tables = {
        "census": ((JOBS, PAY), [yearly(JOBS), yearly(PAY, 0.5)]),
        "survey": (
            (SURVEY, CLAIMS),
            [
                monthly(SURVEY, {"all": 1010, "retail": 850, "hotels": 1050}),
                monthly(CLAIMS, {"all": 900, "retail": 700}),
            ],
        ),
    }
    made = []
    for name, (indicators, parts) in tables.items():
        module = ModuleType(name)
        source = replace(COURTS, id=name, partner="The State", indicators=indicators)
        vars(module).update(SOURCE=source, read=lambda _, parts=parts: tidy(parts))
        made.append(module)
    released(root, *made)
    return Release.open(root / DAY.isoformat())


def page_of(release: Release, **query: str) -> Page:
    return build(Asked("/industries", query, release))


def compared(release: Release, **query: str) -> IndustryComparison:
    from components.industries.reading import read

    return view.compared(release, read(query, release).view)


def text_of(page: Page) -> str:
    return re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", rendered(page.body), flags=re.S))


def test_2017_stands_for_2019_where_that_is_not_held_and_every_title_says_so(
    release: Release,
) -> None:
    comparison = compared(release, areas="BX")
    assert (comparison.indicator.id, comparison.base_year) == ("jobs_by_sector", 2017)
    assert words.title(comparison) == "Jobs by industry in the Bronx, 2023 against 2017"
    assert words.figure_title(comparison) == "Change from 2017 to 2023, in percent"
    assert "2017" in words.heat_title(comparison)
    assert words.base_note(comparison) == (
        "Figures of 2019 are not held here by industry for the Bronx, so the year compared with "
        "is 2017."
    )


def test_2019_is_compared_with_where_it_is_held(release: Release) -> None:
    comparison = compared(release)
    assert (comparison.indicator.id, comparison.base_year) == ("jobs", 2019)
    assert words.title(comparison) == "Jobs in the city, December 2023 against December 2019"
    assert words.base_note(comparison) == ""


@pytest.mark.parametrize(
    ("query", "parameter", "used"),
    [
        ({"areas": "BX", "period": "2020"}, "period", "2017-12-31"),
        ({"areas": "BX", "baseline": "2019"}, "baseline", "2017"),
        ({"areas": "BX", "period": "2016"}, "period", "2023-12-31"),
    ],
)
def test_a_year_that_is_not_held_opens_the_nearest_and_says_so(
    release: Release, query: dict[str, str], parameter: str, used: str
) -> None:
    page = page_of(release, **query)
    [notice] = [each for each in page.notices if each.parameter == parameter]
    assert notice.used == ("2023-12-31" if parameter == "period" else used)


def test_figures_of_one_year_are_levels_and_no_change(tmp_path: Path) -> None:
    module = ModuleType("census")
    table = yearly(JOBS)
    table = table[table["period_start"].dt.year.eq(2016)]
    vars(module).update(
        SOURCE=replace(COURTS, id="census", indicators=(JOBS,)), read=lambda _: tidy([table])
    )
    released(tmp_path, module)
    alone = Release.open(tmp_path / DAY.isoformat())
    comparison = compared(alone, areas="BX")
    assert not comparison.is_change
    assert words.title(comparison) == "Jobs by industry in the Bronx, 2016"
    assert words.sentence(comparison).startswith("All industries: 99,000 jobs in 2016. Highest:")
    said = text_of(page_of(alone, areas="BX"))
    assert "against" not in said.split("Before you quote")[0].split("classification")[0]
    assert not heat(comparison).is_drawn
    assert [line[0].value for line in heat(comparison).cells][:2] == [40_000, 20_000]


def test_the_share_without_industry_is_of_counts_and_never_of_pay(release: Release) -> None:
    assert compared(release, areas="BX").unclassified_share == pytest.approx(200 / 1100)
    pay = compared(release, areas="BX", indicator="pay")
    assert pay.unclassified_share is None
    assert words.ranking_rule(pay) == ""


def test_an_industry_of_a_few_jobs_is_not_ranked_and_is_named(release: Release) -> None:
    comparison = compared(release, areas="BX")
    assert [row.name for row in comparison.small] == ["Farms"]
    assert [row.name for band in comparison.bands for row in band] == ["Hotels", "Retail trade"]
    assert words.small_note(comparison).startswith("1 industry is under 0.1% of all")


def test_years_not_held_are_a_gap_in_the_heatmap_and_hidden_ones_are_hidden(
    release: Release,
) -> None:
    comparison = compared(release, areas="BX")
    drawn = heat(comparison)
    mining = [row.industry_id for row in drawn.rows].index("mining")
    styles = [drawn.style(cell, position) for position, cell in enumerate(drawn.cells[mining])]
    assert styles == [HIDDEN, HIDDEN, *[GAP] * 5, HIDDEN]
    assert legend(drawn, comparison)[-1] == ("gap", "No figures held of these years")
    assert "not held" in heatmap(drawn, comparison, HEAT_WIDE)


PATH = re.compile(r'<path d="(M[^"]+)" class="([\w-]+)"')
PIECE = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v[\d.]+h-[\d.]+z")


@pytest.mark.parametrize("size", [HEAT_WIDE, HEAT_NARROW])
def test_cells_of_one_color_that_touch_are_one_piece_of_the_heatmap(
    release: Release, size: RankChartSize
) -> None:
    """Each cell is drawn once, in its order; of a gap each is a piece, which has an edge."""
    comparison = compared(release, areas="BX")
    drawn = heat(comparison)
    pieces = [
        (float(top), float(left), float(wide), style)
        for path, style in PATH.findall(heatmap(drawn, comparison, size))
        for left, top, wide in PIECE.findall(path)
    ]
    tops = sorted({top for top, *_rest in pieces})
    assert len(tops) == len(drawn.rows)
    for top, styles in zip(tops, drawn.styles, strict=True):
        row = sorted(piece for piece in pieces if piece[0] == top)
        wanted = [list(alike) for _style, alike in groupby(styles)]
        wanted = [each if each[0] == GAP else each[:1] for each in wanted]
        assert [piece[-1] for piece in row] == sum(wanted, [])
        for (_top, left, wide, _style), (_same, beside, *_rest) in pairwise(row):
            assert left + wide == pytest.approx(beside, abs=0.11)
    assert len(pieces) < sum(map(len, drawn.styles))


def test_industries_back_and_not_are_lists_over_a_whole_year(release: Release) -> None:
    comparison = compared(release)
    stands = back.standing(comparison)
    assert stands is not None
    assert back.heading(comparison) == "Which industries are back in the city?"
    told = back.groups(comparison, stands)
    assert told == [
        ("At their level of 2019 or above", ["Hotels"]),
        ("More than 10 percent below it", ["Retail trade"]),
    ]
    assert back.sentence(*told[0]) == "At their level of 2019 or above: Hotels."
    assert back.method(comparison, stands) == (
        "Judged by a whole year, the middle of the 12 months to December 2023 against the middle "
        "of 2019. The sentence above and the chart compare December 2023 alone."
    )


def test_what_is_hidden_is_in_no_sentence_and_has_no_share(release: Release) -> None:
    comparison = compared(release, areas="BX")
    stands = back.standing(comparison)
    assert stands is not None
    assert "Mining" not in str(back.groups(comparison, stands))
    assert back.method(comparison, stands).endswith("then or now: Mining.")
    of = profile.profile(comparison)
    assert of is not None
    cells = re.sub(r"<[^>]+>", "|", rendered([profile.table(of)]))
    [row] = [line for line in cells.split("||||") if line.strip("|").startswith("Mining")] or [""]
    assert not re.search(r"\d", row)


def test_no_number_on_the_page_is_what_is_left_of_a_total(release: Release) -> None:
    said = text_of(page_of(release, areas="BX"))
    for year in YEARS.values():
        left = (year["all"] or 0) - sum(value or 0 for name, value in year.items() if name != "all")
        assert f"{left:,}" not in said


def test_jobs_share_change_and_pay_stand_in_one_row(release: Release) -> None:
    of = profile.profile(compared(release, areas="BX"))
    assert of is not None
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", rendered([profile.table(of)]))
    plain = [re.sub(r"<[^>]+>", "", cell) for cell in cells]
    at = plain.index("Retail trade")
    assert plain[at : at + 5] == ["Retail trade", "30,000", "27.3%", "−25%", "$15,000"]


def test_one_industry_is_drawn_in_five_boroughs_without_a_line_over_a_gap(
    release: Release,
) -> None:
    of = boroughs.boroughs(compared(release, areas="BX", industry="retail"))
    assert of is not None
    assert boroughs.title(of) == (
        "Jobs by industry, retail trade, in the five boroughs: percent change from the same year "
        "of 2017, 2016 to 2023"
    )
    assert list(of.lines) == list(BOROUGH_IDS)
    assert [cell.value for cell in of.lines["BX"]] == [0, 0, *[None] * 5, -25]
    drawn = rendered(boroughs.section(of))
    assert drawn.count("<svg") == 5
    lines = re.findall(r'<path d="(m[^"]*)"', drawn)
    assert lines
    assert all(len(points_of(line)) == 2 for line in lines)


def test_the_city_survey_is_followed_by_the_boroughs_at_work(release: Release) -> None:
    of = boroughs.boroughs(compared(release))
    assert of is not None
    assert of.indicator.id == "jobs_by_sector"


def test_an_industry_keeps_the_address_it_had(release: Release) -> None:
    page = page_of(release, areas="BX", industry="stores")
    assert [each.problem for each in page.notices] == [Problem.RENAMED]
    assert page.state["query"]["industry"] == "retail"


def test_one_industry_stands_in_every_figure_with_its_own_year(release: Release) -> None:
    comparison = compared(release, industry="retail")
    rows = side_by_side.beside(comparison)
    assert [(one.indicator.id, one.year) for one in rows] == [
        ("jobs_by_sector", 2017),
        ("pay", 2017),
        ("jobs", 2019),
        ("claims", 2019),
    ]
    said = re.sub(r"<[^>]+>", "", rendered(side_by_side.section(comparison, rows)))
    assert "44-45 in the North American classification" in said
    assert "Jobs are counted where the work is" in said


def test_work_and_home_are_told_apart_only_where_they_meet() -> None:
    assert place_note([JOBS, SURVEY]) == ""
    assert place_note([CLAIMS, FILINGS]) == ""
    assert place_note([JOBS, CLAIMS]).startswith("Jobs are counted where the work is")


def test_an_area_without_figures_is_led_to_those_it_has(release: Release) -> None:
    page = page_of(release, areas="BX", indicator="jobs")
    said = rendered(page.parts[view.WORDS].content[:1])
    assert "No real figure exists here for the Bronx" in said
    assert "See instead: Jobs by industry" in said
    assert "indicator=jobs_by_sector" in said


def test_held_years_are_those_of_the_area(release: Release) -> None:
    frames = ranks.industry_frames(release, "jobs_by_sector", Geography.BOROUGH)
    assert ranks.held_years(frames, "SI") == [2016, 2017, 2023]
    assert ranks.held_years(frames, "XX") == []
