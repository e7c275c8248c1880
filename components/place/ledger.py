"""Newest figures of a place without charts: a row a figure, its number beside the city's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import sentences, tables
from components.markup import addresses
from components.markup.svg import tag
from components.place import words as place_words
from components.place.gathering import Gathered, around
from components.text import formats, reasons
from components.text.marks import DOT
from components.text.words import _
from data_loaders.released.endings import Ending, ending
from data_loaders.released.recovery import is_old
from data_loaders.vocabulary.frames import Cell
from data_loaders.vocabulary.model import (
    Area,
    Frequency,
    Geography,
    Indicator,
    Measure,
    Reason,
    Status,
)

NOT_FOR_THE_CITY = Cell(None, Status.NOT_REPORTED, Reason.BLANK)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A table of figures; `name` tells it from the others of the page."""

    name: str
    figures: tuple[Gathered, ...]
    anchor: str


def section(ledger: Ledger, at_hand: Sequence[Gathered]) -> list[Component]:
    """The table, and links to what it leaves out, as `at_hand` says the same of a later time."""
    rows, older = parted(ledger.figures, at_hand)
    parts: list[Component] = [_table(ledger, rows)] if rows else []
    if older:
        links = [
            tag("a", place_words.name(each), href=addresses.figure(each.indicator.id))
            for each in older
        ]
        spaced = [part for link in links for part in (DOT, link)][1:]
        parts.append(html.P([_("Older, or the same again:"), " ", *spaced], className="note"))
    return parts


def parted(
    figures: Sequence[Gathered], at_hand: Sequence[Gathered]
) -> tuple[list[Gathered], list[Gathered]]:
    """Figures for rows, those of today first; and those that another one at hand replaces."""
    rows: list[Gathered] = []
    older: list[Gathered] = []
    for each in figures:
        end = _ending(each)
        living = {one.id for one in end.goes_on_as} - {each.indicator.id} if end else set()
        is_replaced = any(one.indicator.id in living for one in at_hand)
        is_twin = any(_says_the_same(each, row) for row in rows)
        (older if is_replaced or is_twin else rows).append(each)
    return sorted(rows, key=lambda each: bool(_age(each))), older


def _says_the_same(one: Gathered, other: Gathered) -> bool:
    """Whether two publishers give the same number of the same thing, time and area."""
    if one.indicator.family != other.indicator.family or one.scene.last != other.scene.last:
        return False
    if one.indicator.unit != other.indicator.unit or one.areas[0] != other.areas[0]:
        return False
    if not one.indicator.title.startswith(other.indicator.title):
        return False
    number = place_words.latest(one, one.areas[0]).value
    return number is not None and number == place_words.latest(other, other.areas[0]).value


def _table(ledger: Ledger, rows: Sequence[Gathered]) -> html.Div:
    is_of_one = len({each.areas[0] for each in rows}) == 1
    has_city = any(_city(each) is not None for each in rows)
    caption = _("{name}: newest figures", name=ledger.name)
    if has_city:
        caption = _("{name}: newest figures, the city's for the same period", name=ledger.name)
    where = place_words.boundary(rows[0].areas[0]) if is_of_one else _("in the area named")
    heads = [_("Figure"), formats.first_upper(where), *([_("The city")] if has_city else [])]
    table = tables.table(
        caption,
        [*heads, _("When")],
        [_row(each, has_city=has_city, is_of_one=is_of_one) for each in rows],
        range(1, len(heads)),
        anchor=ledger.anchor,
    )
    return html.Div(table, className="scroll ledger")


def _row(each: Gathered, *, has_city: bool, is_of_one: bool) -> list[Component | str]:
    area = each.areas[0]
    cells = [_value(each, each.indicator, area, place_words.latest(each, area))]
    if has_city:
        none = tag("span", reasons.label(NOT_FOR_THE_CITY), class_="why")
        cells.append(_city(each) or none)
    return [_name(each, is_of_one=is_of_one), *cells, _when(each)]


def _name(each: Gathered, *, is_of_one: bool) -> Markup:
    """The figure, with its unit where a number does not say it, and its area where others have
    another."""
    under = [_unit(each.indicator), "" if is_of_one else place_words.boundary(each.areas[0])]
    words = ". ".join(formats.first_upper(each) for each in under if each)
    return tag(
        "span",
        tag("a", place_words.name(each), href=addresses.figure(each.indicator.id)),
        tag("span", words, class_="why") if words else "",
        class_="named",
    )


def _unit(indicator: Indicator) -> str:
    """What a number is in; empty where its sign or its name says so already."""
    unit, title = formats.unit_alone(indicator), _(indicator.title)
    match indicator.measure:
        case Measure.PERCENT_CHANGE:
            base = formats.baseline(indicator.baseline)
            return _("against {base}", base=base) if base and base not in title else ""
        case Measure.MONEY:
            return "" if indicator.unit == "dollars" else _(indicator.unit)
        case Measure.COUNT if indicator.frequency is Frequency.DAY:
            return _("on that day")
        case Measure.PERCENT if indicator.unit == "%":
            return ""
        case _:
            is_said = formats.has_unit(title, unit) or formats.is_share_of_before(indicator)
            return "" if is_said else unit


def _when(each: Gathered) -> Component | str:
    """The period; and that the figure is of a series that ended, or is the last known."""
    when, age = sentences.short_period(each.scene), _age(each)
    return tag("span", when, tag("span", age, class_="why"), class_="named") if age else when


def _age(each: Gathered) -> str:
    end = _ending(each)
    if end is not None and end.is_final:
        return _("series ended")
    old = is_old(each.scene.last, each.scene.release.manifest.published_on)
    return _("last known") if old else ""


def _ending(each: Gathered) -> Ending | None:
    view = each.scene.view
    return ending(each.scene.release, each.indicator.id, view.geography, view.industry)


def _city(each: Gathered) -> Component | str | None:
    """The city's figure for the same period; None where there is no series of it."""
    wider = next((one for one in around(each) if one.area.geography is Geography.CITY), None)
    if wider is None:
        return None
    cell = sentences.at(wider.frame, wider.area.id, each.scene)
    missing = wider.frame.lacking(wider.area.id, (each.scene.first, each.scene.last))
    return _value(each, wider.indicator, wider.area, cell or missing)


def _value(each: Gathered, indicator: Indicator, area: Area, cell: Cell) -> Component | str:
    scene = each.scene
    geography = Geography(area.geography)
    trace = tables.trace(indicator, geography, area.id, scene.last, scene.view.industry)
    return tables.value_cell(cell, indicator, trace)
