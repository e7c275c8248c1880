"""Sentences, legend and table of a map say what the figures say, and nothing that is hidden."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from components.figures import legend, maps, ramps, sentences, shared_shapes, tables
from components.figures.scene import Scene, scene
from components.map import view as map_view
from components.map.strip import strip
from components.markup.first_view import rendered
from data_loaders.released.release import Release
from data_loaders.released.view import ColorScale, Sort, View
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Direction, Geography, Measure, Status
from tests.support.literal import FEW, HIDDEN, SECRETS, WEEKS, ZIPS, week_ending
from tests.support.pages_drawn import frame_of, scene_of
from tests.support.pages_read import read

COUNTED = re.compile(r": (\d+) areas?$")


def shown(release: Release, week: int = WEEKS - 1, **changes: object) -> Scene:
    """The map of cases in a week."""
    view = View(("covid_case_rate",), Geography.MODZCTA, period=week_ending(week))
    return scene(release, replace(view, **changes))  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize("week", [0, 19, 20, 28, 29])
@pytest.mark.parametrize("scale", ColorScale)
def test_the_legend_counts_every_area_once(
    literal_release: Release, week: int, scale: ColorScale
) -> None:
    scene = shown(literal_release, week, scale=scale)
    page = read(str(rendered(legend.legend(scene, "/map"))))
    bars = [one["title"] for one in page.attributes("li") if "title" in one]
    valued = sum(int(match[1]) for text in bars if (match := COUNTED.search(text)))
    reasons = [text for text in page.texts("li") if COUNTED.search(text)]
    without = sum(
        int(COUNTED.search(text)[1])  # type: ignore[index]
        for text in reasons
        if text.startswith(("Hidden", "No figure"))
    )
    assert valued + without == len(ZIPS)
    assert valued == sum(cell.value is not None for cell in scene.cells().values())


@pytest.mark.parametrize("geography", [Geography.MODZCTA, Geography.BOROUGH])
@pytest.mark.parametrize("scale", ColorScale)
def test_the_legend_says_what_colors_compare_and_links_only_to_other_colors(
    literal_release: Release, geography: Geography, scale: ColorScale
) -> None:
    for week in (0, 19, WEEKS - 1):
        drawn = shown(literal_release, week, geography=geography, scale=scale)
        page = read(str(rendered(legend.legend(drawn, "/map"))))
        other = next(each for each in ColorScale if each is not scale)
        links = [each for each in page.attributes("a") if "data-scale" in each]
        recolored = shown(literal_release, week, geography=geography, scale=other)
        assert bool(links) == (recolored.classes != drawn.classes), week
        now = drawn.classes == drawn.frame.period_classes[drawn.position]
        assert ("Colors compare areas now." in page.text) == now, week


def test_the_legend_says_why_areas_have_no_color_or_a_doubtful_one(
    literal_release: Release,
) -> None:
    page = read(str(rendered(legend.legend(shown(literal_release), "/map"))))
    assert "Hidden by its publisher, as too few are behind it: 1 area" in page.text
    assert "No figure: its publisher gives none: 1 area" in page.text
    assert "Rests on few cases: read with care: 1 area" in page.text
    assert "Early figure, no final one here: 13 areas" in page.text


@pytest.mark.parametrize("week", [0, 19, 28, 29])
def test_the_legend_has_a_box_for_no_mark_but_those_of_the_map(
    literal_release: Release, week: int
) -> None:
    """It had dashes for early figures, and no area had any."""
    drawn = shown(literal_release, week)
    page = read(str(rendered(legend.legend(drawn, "/map"))))
    boxes = {each.get("class", "") for each in page.attributes("span")}
    shapes = shared_shapes.shapes_of(drawn)
    assert shapes is not None
    areas = set(re.findall(r'class="([^"]+)"', maps.choropleth(shapes, drawn, "Map")))
    styles = {style for area in areas for style in area.split()}
    marks = {box.removeprefix("swatch ") for box in boxes if box.startswith("swatch ")}
    assert marks <= styles, marks - styles
    assert marks >= styles & {ramps.HIDDEN, ramps.UNCERTAIN}
    in_pictures = {style for style, _words in legend.lines(drawn) if style}
    assert in_pictures <= styles


def test_the_middle_counts_the_areas_that_have_a_figure() -> None:
    """Of five boroughs three have the middle one's figure or more, not half."""
    figures = {"BX": 10.0, "BK": 20.0, "MN": 30.0, "QN": 40.0, "SI": 40.0}
    said = sentences.map_sentence(scene_of(figures))
    assert said.startswith("3 of the 5 areas with a figure had 30 filings or more."), said


@pytest.mark.parametrize(
    ("measure", "direction", "letter"),
    [
        (Measure.RATE, Direction.LOWER_IS_BETTER, "s"),
        (Measure.POINTS, Direction.HIGHER_IS_BETTER, "d"),
        (Measure.POINTS, Direction.LOWER_IS_BETTER, "w"),
        (Measure.PERCENT_CHANGE, Direction.NONE, "n"),
    ],
)
@pytest.mark.parametrize("count", range(8))
def test_the_steps_of_a_ramp_are_those_the_script_paints(
    measure: Measure, direction: Direction, letter: str, count: int
) -> None:
    bounds = tuple(float(bound) for bound in range(count))
    indicator = replace(frame_of({}).indicator, measure=measure, direction=direction)
    names = ramps.steps(bounds, indicator)
    # assets/frames.js: colorOf
    expected = [int(low * 6 / count + 0.5) if count else 3 for low in range(count + 1)]
    assert names == [f"{letter}{step}" for step in expected]
    if count:
        assert (names[0], names[-1]) == (f"{letter}0", f"{letter}6")


def test_a_value_on_a_bound_is_in_the_class_below_it() -> None:
    bounds = (1.0, 2.0)
    assert [ramps.class_of(value, bounds) for value in (0.9, 1.0, 1.1, 2.0, 2.1)] == [0, 0, 1, 1, 2]


def test_hidden_missing_and_doubtful_areas_are_never_mistaken_for_a_color() -> None:
    names = ["s0", "s6"]
    styles = {
        status: ramps.style(Cell(2.0 if status.has_value else None, status), (1.0,), names)
        for status in Status
    }
    assert {status for status, style in styles.items() if style == "hid"} == {
        Status.WITHHELD,
        Status.WITHHELD_OR_NONE,
    }
    assert {status for status, style in styles.items() if style == "mis"} == {
        Status.NOT_REPORTED,
        Status.NOT_APPLICABLE,
    }
    assert styles[Status.LOW_RELIABILITY] == "s6 low"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "No area has a published figure for this period."),
        ({"BX": 4}, "The Bronx had 4 filings, the only figure here for this period."),
        ({"BX": 4, "BK": 4}, "All published areas had 4 filings."),
        ({"BX": 4, "BK": 9}, "Highest in Brooklyn: 9 filings. Lowest in the Bronx: 4."),
    ],
)
def test_few_areas_are_named(values: dict[str, float], sentence: str) -> None:
    assert sentences.map_sentence(scene_of(values)) == sentence


def test_many_areas_have_a_middle_a_highest_and_a_lowest(literal_release: Release) -> None:
    assert sentences.map_sentence(shown(literal_release)) == (
        "7 of the 13 areas with a figure had 32.0 per 100,000 people or more. "
        "The highest, 10002 Chinatown, Lower East Side, had 40.0 and the "
        "lowest, 10451 Concourse, Melrose, had 25.0. "
        "1 area to be read with care is left out. Hidden figures may lie beyond these."
    )


@pytest.mark.parametrize(
    ("hidden", "status", "sentence"),
    [
        ([], Status.WITHHELD, ""),
        (["MN"], Status.WITHHELD, "1 of 5 areas has no figure: hidden to protect people."),
        (["MN", "QN"], Status.WITHHELD, "2 of 5 areas have no figure: hidden to protect people."),
        (
            ["SI"],
            Status.WITHHELD,
            "1 of 5 areas has no figure: hidden to protect people, mostly small ones.",
        ),
        (
            ["MN"],
            Status.WITHHELD_OR_NONE,
            "1 of 5 areas has no figure: hidden by its publisher, or none.",
        ),
        (["MN"], Status.NOT_REPORTED, "1 of 5 areas has no figure: none reported."),
        (["MN", "SI"], Status.NOT_REPORTED, "2 of 5 areas have no figure: none reported."),
    ],
)
def test_hidden_areas_are_counted_and_told_apart_from_missing_ones(
    hidden: list[str], status: Status, sentence: str
) -> None:
    values = {area_id: 5.0 for area_id in ("BX", "BK", "MN", "QN", "SI") if area_id not in hidden}
    scene = scene_of(values, dict.fromkeys(hidden, status))
    assert sentences.hidden_sentence(scene) == sentence


def test_hiding_that_falls_on_one_borough_is_said_so() -> None:
    hidden = dict.fromkeys(["10451", "10452", "10453", "10454", "10001"], Status.WITHHELD)
    scene = scene_of({"10002": 5.0}, hidden, Geography.MODZCTA)
    assert sentences.hidden_sentence(scene) == (
        "5 of 6 areas have no figure: hidden to protect people, mostly in the Bronx."
    )


@pytest.mark.parametrize(
    ("own", "borough", "city", "sentence"),
    [
        (4.0, 5.0, 6.0, "Below the Bronx (5.0) and the city (6.0)."),
        (7.0, 5.0, 6.0, "Above the Bronx (5.0) and the city (6.0)."),
        (5.5, 5.0, 6.0, "Compare the Bronx (5.0) and the city (6.0)."),
        (5.04, 5.0, 4.96, "The same as the Bronx (5.0) and the city (5.0)."),
        (4.0, None, 6.0, "Below the city (6.0)."),
        (4.0, None, None, ""),
        (None, 5.0, 6.0, ""),
    ],
)
def test_an_area_is_compared_at_the_precision_shown(
    own: float | None, borough: float | None, city: float | None, sentence: str
) -> None:
    values = {"10458": own, "BX": borough, "NYC": city}
    found = frame_of(values, decimals=1)
    placed = found.placed("10458")
    assert placed is not None
    assert sentences.comparison(found, *placed) == sentence


def test_a_part_is_not_set_against_its_whole() -> None:
    """A larger area has more cases and more money: "Below the city" would say nothing."""
    values = {"10458": 4.0, "BX": 5.0, "NYC": 6.0}
    rate = frame_of(values)
    cases, rent = (
        replace(rate, indicator=replace(rate.indicator, measure=each))
        for each in (Measure.COUNT, Measure.MONEY)
    )
    policy = replace(rent.source.policy, additive=(rent.indicator.id,))
    gifts = replace(rent, source=replace(rent.source, policy=policy))
    for found, is_compared in ((cases, False), (gifts, False), (rent, True)):
        placed = found.placed("10458")
        assert placed is not None
        assert bool(sentences.comparison(found, *placed)) == is_compared


@pytest.mark.parametrize("week", range(25, WEEKS))
@pytest.mark.parametrize("area_id", [HIDDEN, "10455", FEW])
def test_what_the_publisher_hid_is_in_no_part_of_the_page(
    literal_release: Release, week: int, area_id: str
) -> None:
    scene = shown(literal_release, week, areas=(area_id,))
    page = map_view.shown(scene)
    text = str(rendered([*page.layout, *page.parts.values()]))
    text += str(page.state) + sentences.map_sentence(scene)
    for value in SECRETS.values():
        for written in (f"{value}", f"{value:,.1f}", f"{value:,.0f}", f"{value:.0f}"):
            assert written not in text


def test_a_hidden_cell_of_a_table_says_why_and_holds_no_digit(literal_release: Release) -> None:
    scene = shown(literal_release)
    page = read(str(rendered(tables.map_table(scene, lambda area_id: f"#{area_id}"))))
    rows = {row[0][:5]: row for row in page.rows[1:]}
    assert rows[HIDDEN][-1] == "Hidden by its publisher, as too few are behind it"
    assert rows["10460"][-1] == "No figure: its publisher gives none"
    assert rows[FEW][-1] == "38.0 read with care"
    assert rows["10458"][-1] == "32.0 early"


@pytest.mark.parametrize(
    ("area_id", "said"),
    [
        (HIDDEN, "· Hidden by its publisher, as too few are behind it"),
        ("10460", "· No figure: its publisher gives none"),
        (FEW, "· 38.0 per 100,000 people (Rests on few cases: read with care)"),
        ("10458", "· 32.0 per 100,000 people (Early figure, no final one here)"),
    ],
)
def test_the_strip_of_a_chosen_area_says_the_reason_and_the_care_of_its_tooltip(
    literal_release: Release, area_id: str, said: str
) -> None:
    page = read(str(rendered(strip(shown(literal_release, areas=(area_id,))))))
    assert said in " ".join(page.text.split())


def test_the_table_runs_from_highest_to_lowest_and_reasons_come_last(
    literal_release: Release,
) -> None:
    page = read(str(rendered(tables.map_table(shown(literal_release), lambda _: "#"))))
    last = [row[-1] for row in page.rows[1:]]
    numbers = [float(text.split()[0]) for text in last if text[0].isdigit()]
    assert numbers == sorted(numbers, reverse=True)
    assert not any(text[0].isdigit() for text in last[len(numbers) :])
    assert len(last) == len(ZIPS)


def rows(found: Scene) -> list[tuple[float | None, str]]:
    """Values and area ids of the table, from its top."""
    drawn = str(rendered(tables.map_table(found, lambda area_id: f"/map?areas={area_id}", "/map")))
    ids = re.findall(r"/map\?areas=(\w+)", drawn.split("<tbody>")[1])
    cells = found.cells()
    assert sorted(ids) == sorted(cells)
    return [(cells[area_id].value, area_id) for area_id in ids]


@pytest.mark.parametrize("sort", Sort)
def test_a_table_is_sorted_as_the_address_says_and_says_so(
    literal_release: Release, sort: Sort
) -> None:
    scene = shown(literal_release, sort=sort)
    table = rows(scene)
    values = [value for value, _id in table if value is not None]
    if sort in (Sort.HIGHEST, Sort.LOWEST):
        assert values == sorted(values, reverse=sort is Sort.HIGHEST)
        assert all(value is None for value, _id in table[len(values) :])
    if sort is Sort.NAME:
        assert [area_id for _value, area_id in table] == sorted(area_id for _v, area_id in table)
    drawn = str(rendered(tables.map_table(scene, lambda _id: "", "/map")))
    assert drawn.count('aria-sort="ascending"') + drawn.count('aria-sort="descending"') == 1


def test_a_table_of_one_borough_holds_its_areas_only(literal_release: Release) -> None:
    scene = shown(literal_release, borough="BX")
    boroughs = {scene.areas[area_id].borough_id for _value, area_id in rows(scene)}
    assert boroughs == {"BX"}
    assert "in the Bronx" in sentences.map_title(scene)
