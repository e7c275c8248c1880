"""Industries: business categories side by side, for an area and a period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dash import ClientsideFunction, Input, Output, clientside_callback, html
from dash.development.base_component import Component

from components import (
    formats,
    industries_controls,
    industries_view,
    industries_words,
    sentences,
    shell,
)
from components.industries_ranks import standing, with_industries
from components.page import Asked, Page, Route
from components.words import _
from data_loaders.model import Area, Geography
from data_loaders.release import Release
from data_loaders.view import Notice, Problem, View
from data_loaders.view_reading import read_view

DEFAULT = "ui_claims_by_industry"


def build(asked: Asked) -> Page:
    """Industries for the view in the address; the area it asks for may have none, and is named."""
    release = asked.release
    if not with_industries(release):
        return _without_figures(asked)
    query, notices = _with_industries(asked.query, release)
    wanted = _area(release, query.get("areas", ""), query.get("geography", ""))
    kept = {name: value for name, value in query.items() if name != "areas" or not wanted}
    reading = read_view(kept, release, DEFAULT)
    view = replace(reading.view, areas=(wanted.id,) if wanted else reading.view.areas)
    where = view.geography if query.get("geography") else Geography.CITY
    asked_for = wanted.geography if wanted else where
    found = standing(release, view, _geography(release, view, asked_for))
    missing = wanted is not None and wanted.id != found.area.id
    named = sentences.in_sentence(formats.area(wanted)) if wanted and missing else ""
    has_demo = bool(asked.demo) and not asked.base
    shown = industries_view.shown(view, found, named, has_demo=has_demo)
    parts = industries_view.parts(shown)
    return Page(
        title=industries_words.title(found),
        description=industries_words.sentence(found),
        body=industries_view.layout(shown, parts),
        notices=(*notices, *reading.notices),
        parts=parts,
        state=industries_view.state(shown),
        late=lambda: {"plots": industries_view.plots(shown)},
    )


def _geography(release: Release, view: View, asked: Geography) -> Geography:
    """The one asked for where it has figures by industry, else that of the view."""
    industries = release.indicators[view.indicator].industries
    has = any(release.entry(view.indicator, asked, name) for name, _name in industries)
    return asked if has else view.geography


def _with_industries(
    query: Mapping[str, str], release: Release
) -> tuple[dict[str, str], tuple[Notice, ...]]:
    """The query for one indicator that is split by industry; a notice where it asks for another."""
    known = with_industries(release)
    used = DEFAULT if DEFAULT in known else next(iter(known))
    given = query.get("indicator", used).split("~")[0]
    kept = {name: value for name, value in query.items() if name not in ("industry", "show")}
    if given in known:
        return {**kept, "indicator": given}, ()
    problem = Problem.NOT_HERE if given in release.indicators else Problem.UNKNOWN
    return {**kept, "indicator": used}, (Notice("indicator", given[:80], used, problem),)


def _without_figures(asked: Asked) -> Page:
    title = _("No real figure exists by industry")
    if asked.base:
        title = _("Simulated: no figure by industry was made")
    sentence = _("This release holds no figures that are split by industry.")
    body: list[Component] = [html.H1(title), html.P(sentence)]
    if asked.demo and not asked.base:
        body.append(html.P(shell.demo_link(industries_controls.PATH)))
    return Page(title, sentence, body)


def _area(release: Release, asked: str, geography: str) -> Area | None:
    """The first area asked for that the site knows, in the geography asked for or any other."""
    first = asked.split("~")[0]
    own = [Geography(geography)] if geography in list(Geography) else []
    # Market areas are numbered like districts, but only they are offered here.
    places = (*own, Geography.CITY, Geography.BOROUGH, Geography.MARKET, *Geography)
    return next(
        (release.area(name, first) for name in places if first in release.areas(name)), None
    )


PAGE = Route(industries_controls.PATH, build, _("Industries"), order=4)

clientside_callback(
    ClientsideFunction("industries", "update"),
    Output(industries_view.STATE, "modified_timestamp"),
    Input(industries_view.STATE, "data"),
)
