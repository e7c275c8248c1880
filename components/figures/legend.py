"""The map's legend, which is the distribution of its areas over the color classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from components.figures import ramps
from components.figures.scene import Scene
from components.markup.attributes import marked
from components.text import formats, reasons
from components.text.words import _, ngettext
from data_loaders.released.view import ColorScale
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import Status

LETTERS_OF_A_BAR = 5


def legend(scene: Scene, path: str) -> list[Component]:
    """A bar a class, as high as its number of areas, and the reasons for areas without color."""
    cells = scene.cells().values()
    counts = _counts(scene, cells)
    names = ramps.steps(scene.classes, scene.indicator)
    tallest = max(counts.values(), default=1)
    bars = [_bar(scene, i, name, counts[i], tallest) for i, name in enumerate(names)]
    return [
        html.H2(formats.quantity(scene.indicator), className="legend-title"),
        html.Ol(bars, className="bars staggered" if _is_long(scene) else "bars"),
        html.P(_scale_words(scene, path), className="note"),
        html.Ul(_reasons(list(cells)), className="reasons"),
    ]


def _is_long(scene: Scene) -> bool:
    """Whether the ends of classes are too long for one line of them under narrow bars."""
    ends = [formats.bound(value, scene.indicator) for value in scene.classes]
    return max(map(len, ends), default=0) > LETTERS_OF_A_BAR


def lines(scene: Scene) -> list[tuple[str, str]]:
    """The legend as lines, for a drawing: the style of each swatch and the words beside it."""
    cells = list(scene.cells().values())
    counts = _counts(scene, cells)
    names = ramps.steps(scene.classes, scene.indicator)
    colors = [(name, _spoken(scene, i, counts[i])) for i, name in enumerate(names) if counts[i]]
    reasons = [(_swatch(status), words) for status, words in _reason_words(cells)]
    return [*colors, *reasons]


def _counts(scene: Scene, cells: Iterable[Cell]) -> Counter[int]:
    """How many areas each color class has."""
    return Counter(
        ramps.class_of(cell.value, scene.classes) for cell in cells if cell.value is not None
    )


def _spoken(scene: Scene, position: int, count: int) -> str:
    return ngettext(
        "{span}: {number} area", "{span}: {number} areas", count, span=_span(scene, position)
    )


def _scale_words(scene: Scene, path: str) -> list[Component | str]:
    """Whose the ends of the colors are, what the colors compare, and the link that changes it
    where there are other colors."""
    ends = (
        [_("Each color reaches up to the number at its right end."), " "] if scene.classes else []
    )
    return [*ends, *_compared(scene, path)]


def _compared(scene: Scene, path: str) -> list[Component | str]:
    if not scene.frame.bounds(scene.position, within=True) or len(scene.frame.periods) == 1:
        return []
    of_all = _("Colors compare all periods.")
    if not scene.frame.own_bounds(scene.position):
        return [of_all]
    if scene.view.scale is ColorScale.ALL:
        now, other, scale = of_all, _("Compare areas only"), ColorScale.PERIOD
    else:
        now, other, scale = _("Colors compare areas now."), _("Compare all periods"), ColorScale.ALL
    link = html.A(other, href=scene.view.address(path, scale=scale))
    return [now, " ", marked(link, {"data-scale": str(scale)})]


def _bar(scene: Scene, position: int, name: str, count: int, tallest: int) -> html.Li:
    spoken = _spoken(scene, position, count)
    classes = scene.classes
    upper = formats.bound(classes[position], scene.indicator) if position < len(classes) else ""
    return html.Li(
        [
            html.Span(
                className=f"bar {name}",
                style={"height": f"{max(round(42 * count / tallest), 2)}px"},
            ),
            marked(html.Span(upper, className="bound"), {"aria-hidden": "true"}),
            html.Span(spoken, className="visually-hidden"),
        ],
        title=spoken,
    )


def _span(scene: Scene, position: int) -> str:
    """A color class in words."""
    classes = scene.classes
    bounds = [formats.bound(value, scene.indicator) for value in classes]
    if not bounds:
        return _("all values")
    if position == 0:
        return _("up to {high}", high=bounds[0])
    if position == len(bounds):
        return _("more than {low}", low=bounds[-1])
    return _("more than {low}, up to {high}", low=bounds[position - 1], high=bounds[position])


def _reasons(cells: list[Cell]) -> list[html.Li]:
    """Every reason that the map shows for an area not simply final, with its number of areas."""
    return [html.Li([*swatch(_swatch(status)), words]) for status, words in _reason_words(cells)]


def _reason_words(cells: list[Cell]) -> list[tuple[Status, str]]:
    counts = Counter((cell.status, cell.reason) for cell in cells)
    order = list(Status)
    return [
        (
            status,
            ngettext(
                "{reason}: {number} area",
                "{reason}: {number} areas",
                counts[status, reason],
                reason=reasons.of(status, reason),
            ),
        )
        for status, reason in sorted(counts, key=lambda why: (order.index(why[0]), why[1] or ""))
        if (status, reason) != (Status.NORMAL, None)
    ]


def swatch(style: str) -> list[Component]:
    """The box of a line of the legend; none for what the map does not mark."""
    return [html.Span(className=f"swatch {style}")] if style else []


def _swatch(status: Status) -> str:
    """The style of areas of a status on the map; empty where they look like all others."""
    if status.has_value:
        return ramps.UNCERTAIN if status is Status.LOW_RELIABILITY else ""
    return ramps.HIDDEN if status.is_hidden else ramps.MISSING
