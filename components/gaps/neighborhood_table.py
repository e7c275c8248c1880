"""Neighborhoods by how many sources reach them: rows that sort, of all boroughs or of one."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component

from components.figures import row_order
from components.gaps.reach import Neighborhood
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.prose import Contents
from components.markup.stacked import stacked
from components.text import formats
from components.text.marks import DOT
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography

ANCHOR = "places-rows"
NAME, BOROUGH, SHOWN, HIDDEN = "name", "borough", "shown", "hidden"
# What the page reads of an address for this table.
PARAMETERS = row_order.PARAMETERS | {"borough"}


def table(
    release: Release, neighborhoods: tuple[Neighborhood, ...], query: Mapping[str, str]
) -> list[Component]:
    """The table, behind a word to tap; open where its borough or its order is asked for."""
    boroughs = {key: area.name for key, area in release.areas(Geography.BOROUGH).items()}
    asked = query.get("borough", "")
    chosen = asked if asked in boroughs else ""
    order = row_order.of_query(query, addresses.COVERAGE, ANCHOR, borough=chosen)
    neighborhoods_shown = [each for each in neighborhoods if chosen in ("", each.place.borough_id)]
    neighborhoods_shown.sort(key=lambda each: (len(each.shown), each.place.name))
    ordered = order.rows(neighborhoods_shown, lambda each: _keys(each, boroughs))
    columns = {
        NAME: _("Neighborhood"),
        BOROUGH: _("Borough"),
        SHOWN: _("Sources with a number"),
        HIDDEN: _("Sources that hide theirs, or have none"),
    }
    listed = stacked(
        _("Neighborhoods by how many sources reach them"),
        list(columns.values()),
        [_row(each, boroughs, query) for each in ordered],
        numeric=(2,),
        anchor=ANCHOR,
        sorting=[
            order.head(name, words, is_text=name in (NAME, BOROUGH), is_right=name == SHOWN)
            for name, words in columns.items()
        ],
    )
    summary = html.Summary(_("All neighborhoods as a table"))
    is_open = bool(chosen) or order.is_asked
    return [html.Details([summary, _choice(boroughs, chosen, query), listed], open=is_open)]


def _choice(boroughs: Mapping[str, str], chosen: str, query: Mapping[str, str]) -> html.P:
    """All boroughs, and each of them: the one shown is no link."""
    parts: list[Component | str] = [_("Show:")]
    for borough_id, name in {"": _("All boroughs"), **boroughs}.items():
        address = kept(f"{addresses.COVERAGE}#{ANCHOR}", query, borough=borough_id)
        shown = html.Strong(name) if borough_id == chosen else html.A(name, href=address)
        parts += [DOT if len(parts) > 1 else " ", shown]
    return html.P(parts, className="note")


def _keys(each: Neighborhood, boroughs: Mapping[str, str]) -> dict[str, row_order.Key]:
    """What a row is sorted by, column by column."""
    return {
        NAME: each.place.name,
        BOROUGH: boroughs.get(each.place.borough_id or ""),
        SHOWN: float(len(each.shown)),
        HIDDEN: float(len(each.hidden)),
    }


def _row(
    each: Neighborhood, boroughs: Mapping[str, str], query: Mapping[str, str]
) -> list[Contents]:
    return [
        html.A(each.place.name, href=kept(addresses.place(each.place.id), query)),
        boroughs.get(each.place.borough_id or "", _("none")),
        formats.integer(len(each.shown)),
        formats.listed([_(source.name) for source in each.hidden]) or _("none"),
    ]
