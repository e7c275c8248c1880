"""A place has one color on every chart, told apart by every eye, and never that of a judgment."""

from __future__ import annotations

from itertools import combinations

import pytest

from components.figures import place_colors
from components.pictures.theme import Theme, style
from data_loaders.vocabulary.geography import BOROUGH_IDS, BOROUGHS, CITY_ID
from data_loaders.vocabulary.model import Area, Geography

# How colors look to eyes without one kind of cone (Machado, Oliveira and Fernandes 2009), on
# linear light; the first is all of them.
EYES = (
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    ((0.152, 1.053, -0.205), (0.115, 0.786, 0.099), (-0.004, -0.048, 1.052)),
    ((0.367, 0.861, -0.228), (0.280, 0.673, 0.047), (-0.012, 0.043, 0.969)),
    ((1.256, -0.077, -0.179), (-0.078, 0.931, 0.148), (0.005, 0.691, 0.304)),
)
APART = 8.0  # hundredths of OKLab; about 2 is the least that is seen side by side
Color = tuple[float, ...]


def borough(area_id: str) -> Area:
    return Area(area_id, area_id, Geography.BOROUGH)


def small(area_id: str) -> Area:
    return Area(area_id, area_id, Geography.MODZCTA, "BX")


def test_a_borough_has_one_color_whatever_stands_beside_it() -> None:
    areas = [borough(each.id) for each in BOROUGHS]
    together = place_colors.of_areas(areas)
    assert together == [place_colors.of_areas([area])[0] for area in areas]
    assert place_colors.of_areas([small("10456"), *areas[::-1]])[1:] == together[::-1]
    assert len(set(together)) == len(BOROUGHS)


def test_areas_of_one_chart_never_share_a_color_and_the_many_are_gray() -> None:
    areas = [small(f"104{number}") for number in range(51, 60)]
    styles = place_colors.of_areas(areas)
    colored = [each for each in styles if each != place_colors.OTHER]
    assert len(colored) == len(set(colored)) == len(place_colors.IN_TURN) - 1
    assert all(place_colors.of_areas([area]) == place_colors.of_areas([area]) for area in areas)


BOROUGH_STYLES = tuple(each.lower() for each in BOROUGH_IDS)


@pytest.mark.parametrize("theme", Theme)
def test_boroughs_and_the_city_are_told_apart_by_every_eye(theme: Theme) -> None:
    values = style(theme, is_simulated=False).variables
    names = [
        *BOROUGH_STYLES,
        *place_colors.of_areas([Area(CITY_ID, "", Geography.CITY)]),
    ]
    for one, other in combinations(names, 2):
        for eye in EYES:
            seen = [_oklab(_through(values[f"--{name}"], eye)) for name in (one, other)]
            distance = 100 * sum((a - b) ** 2 for a, b in zip(*seen, strict=True)) ** 0.5
            assert distance >= APART, (theme, one, other)
    for name in names:
        assert _contrast(values[f"--{name}"], values["--paper"]) >= 4.5, (theme, name)


@pytest.mark.parametrize("theme", Theme)
@pytest.mark.parametrize("borough_id", place_colors.NEAR)
def test_an_area_is_told_apart_from_its_borough(theme: Theme, borough_id: str) -> None:
    values = style(theme, is_simulated=False).variables | {
        "--first": style(theme, is_simulated=False).variables["--link"]
    }
    for number in range(20):
        area = Area(f"104{number}", "", Geography.MODZCTA, borough_id)
        own, around = place_colors.of_areas([area, borough(borough_id)])
        pair = [_oklab(_linear(values[f"--{each}"])) for each in (own, around)]
        assert 100 * sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 > APART


@pytest.mark.parametrize("theme", Theme)
def test_no_place_has_the_color_of_better_or_worse(theme: Theme) -> None:
    values = style(theme, is_simulated=False).variables
    for name in (*BOROUGH_STYLES, place_colors.CITY, *place_colors.IN_TURN[1:]):
        for judged in ("--better", "--worse", "--accent"):
            pair = [_oklab(_linear(values[each])) for each in (f"--{name}", judged)]
            assert 100 * sum((a - b) ** 2 for a, b in zip(*pair, strict=True)) ** 0.5 > APART


def _linear(color: str) -> Color:
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return tuple(c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)


def _through(color: str, eye: tuple[tuple[float, ...], ...]) -> Color:
    light = _linear(color)
    seen = (sum(a * b for a, b in zip(row, light, strict=True)) for row in eye)
    return tuple(min(1.0, max(0.0, each)) for each in seen)


def _oklab(light: Color) -> Color:
    """Bjorn Ottosson's OKLab: distances in it are about as the eye sees them."""
    r, g, b = light
    long = (0.4122 * r + 0.5363 * g + 0.0514 * b) ** (1 / 3)
    medium = (0.2119 * r + 0.6807 * g + 0.1074 * b) ** (1 / 3)
    short = (0.0883 * r + 0.2817 * g + 0.6300 * b) ** (1 / 3)
    return (
        0.2105 * long + 0.7936 * medium - 0.0041 * short,
        1.9780 * long - 2.4286 * medium + 0.4506 * short,
        0.0259 * long + 0.7828 * medium - 0.8087 * short,
    )


def _contrast(one: str, other: str) -> float:
    lights = sorted(
        0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (_linear(one), _linear(other))
    )
    return (lights[1] + 0.05) / (lights[0] + 0.05)
