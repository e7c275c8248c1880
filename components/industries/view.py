"""The Industries page in parts: controls, words, ranked bars, heatmap, table, source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import attribution, row_order
from components.industries import (
    back,
    boroughs,
    heat_kept,
    profile,
    ranks,
    reading,
    rows,
    side_by_side,
    table,
)
from components.industries import words as industries_words
from components.industries.chart import (
    AXIS,
    NARROW,
    WIDE,
    bars,
    cut_words,
    is_dotted,
)
from components.industries.controls import PATH, control_bar
from components.industries.heat import Heat, heat
from components.industries.ranks import IndustryComparison
from components.markup import addresses, native
from components.markup.attributes import marked
from components.markup.figure_words import FigureItem, FigureTitle, Lead
from components.markup.first_view import AsHtml, Island, Slot
from components.markup.folding import on_phones
from components.markup.prose import bullets
from components.site import get_help, shell
from components.site.interactive import Interactive
from components.text import formats, how_to_read
from components.text.care import care, described
from components.text.words import _
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.released.view_reading import EACH
from data_loaders.released.view_rows import count, view_rows
from data_loaders.vocabulary.model import Publication

STATE = "industries-state"
CONTROLS, WORDS, RANKS, EACH_ONE, BOROUGHS, HEAT, FOOT = (
    "industries-controls",
    "industries-words",
    "industries-ranks",
    "industries-each",
    "industries-boroughs",
    "industries-heat",
    "industries-foot",
)
HEAT_MAP = "industries-heat-map"


@dataclass(frozen=True, slots=True)
class IndustriesContent:
    """What the page shows. `view` holds the area asked for, `missing` its name in a sentence
    where there are no figures for it; `svgs` every drawing by the id of its slot."""

    view: View
    comparison: IndustryComparison
    heat_map: Heat
    missing: str
    svgs: Mapping[str, Markup]
    has_demo: bool


def compared(release: Release, view: View) -> IndustryComparison:
    """The industries a view asks for, where there are figures."""
    return ranks.comparison(release, view, reading.geography(release, view))


def shown(comparison: IndustryComparison, view: View, *, has_demo: bool) -> Interactive:
    """The page for a view; `has_demo` where the demonstration may have what is missing."""
    heat_map, missing = heat(comparison), reading.missing(view, comparison)
    page = IndustriesContent(
        view, comparison, heat_map, missing, _svgs(heat_map, comparison), has_demo
    )
    bar, made, told = control_bar(comparison, view), _parts(page), _state(page)
    return Interactive(
        title=industries_words.title(comparison),
        description=described(
            industries_words.sentence(comparison),
            comparison.release,
            [(comparison.indicator, comparison.area.geography, None)],
        ),
        layout=_layout(bar, made, told),
        parts={CONTROLS: [bar], **made},
        state=told,
        late=lambda: {"readings": {HEAT_MAP: heat_kept.read(page.heat_map)}},
        card=_card(page),
        follows=addresses.followed(view.query()),
    )


def _card(page: IndustriesContent) -> str:
    compared = page.comparison
    return attribution.card(
        page.view, compared.release, [compared.source], addresses.INDUSTRIES_FIGURE
    )


def _parts(page: IndustriesContent) -> Mapping[str, AsHtml]:
    """Content of each part of the page beside its controls, all of which change with the view."""
    contents: Mapping[str, list[Component]] = {
        WORDS: words(page),
        RANKS: _ranks(page),
        EACH_ONE: _each(page),
        BOROUGHS: _boroughs(page),
        HEAT: _heat(page),
        FOOT: [*_foot(page), *get_help.ending(frozenset({page.comparison.indicator.category}))],
    }
    return {name: AsHtml(content) for name, content in contents.items()}


def _layout(
    bar: Component, parts: Mapping[str, AsHtml], told: dict[str, object]
) -> list[Component]:
    """The whole page, from its controls and its parts."""
    return [
        Island([html.Div([bar], id=CONTROLS), native.State(id=STATE, data=told)], "industries.js"),
        marked(Slot(parts[WORDS], WORDS, "part"), {"aria-live": "polite"}),
        Slot(parts[RANKS], RANKS, "part"),
        Slot(parts[EACH_ONE], EACH_ONE, "part section"),
        Slot(parts[BOROUGHS], BOROUGHS, "part section"),
        Slot(parts[HEAT], HEAT, "part section"),
        Slot(parts[FOOT], FOOT, "part"),
    ]


def words(page: IndustriesContent) -> list[Component]:
    """What is not there first, then the title, the sentence and why there are ranks or none."""
    comparison = page.comparison
    lines: list[Component] = []
    if page.missing:
        first = industries_words.no_figures(page.missing, comparison)
        (area,) = page.view.areas
        link = shell.demo_link(f"{PATH}?geography={page.view.geography}&areas={area}")
        said: list[Component | str] = [first]
        other = reading.elsewhere(page.view, comparison)
        if other is not None:
            what = comparison.release.indicators[other.indicator].title
            said += [" ", html.A(_("See instead: {what}", what=_(what)), href=other.address(PATH))]
        elif page.has_demo:
            said += [" ", link]
        lines.append(html.P(said if len(said) > 1 else first, className="notice"))
    lines += [
        html.H1(industries_words.title(comparison)),
        html.P(attribution.hold(page.view, comparison.release, PATH), className="note hold"),
        Lead(industries_words.sentence(comparison)),
        *_back(comparison),
    ]
    return lines


def _back(comparison: IndustryComparison) -> list[Component]:
    stands = back.standing(comparison)
    if stands is None:
        return []
    said = [
        FigureItem([_("{group}:", group=group), bullets(industries)])
        for group, industries in back.groups(comparison, stands)
    ]
    method = back.method(comparison, stands)
    return [
        html.H2(back.heading(comparison)),
        html.P(method),
        html.Ul(said, className="plain groups"),
    ]


def _each(page: IndustriesContent) -> list[Component]:
    of = profile.profile(page.comparison)
    if of is None:
        return []
    notes = [html.Li(note) for note in profile.notes(of)]
    is_sorted = row_order.of_view(page.view, PATH, profile.ANCHOR).is_asked
    return [
        html.H2(_("Each industry in numbers")),
        on_phones(profile.heading(of), profile.table(of, page.view), is_open=is_sorted),
        *([html.Ul(notes, className="plain note")] if notes else []),
    ]


def _boroughs(page: IndustriesContent) -> list[Component]:
    of = boroughs.boroughs(page.comparison)
    beside = side_by_side.beside(page.comparison)
    return [
        *(boroughs.section(of, page.view) if of else []),
        *(side_by_side.section(page.comparison, beside) if beside else []),
    ]


def _ranks(page: IndustriesContent) -> list[Component]:
    comparison = page.comparison
    notes = [
        cut_words(comparison),
        industries_words.base_note(comparison),
        industries_words.ranking_rule(comparison),
        industries_words.small_note(comparison),
        industries_words.left_out(comparison),
        industries_words.rounding_note(comparison),
        industries_words.groups_note(comparison),
    ]
    listed = html.Ul([html.Li(note) for note in notes if note], className="plain note")
    bars_of = how_to_read.BARS if comparison.baseline else how_to_read.LEVELS
    kind = how_to_read.DOTS if is_dotted(comparison) else bars_of
    source = attribution.source_paragraph(
        comparison.source, comparison.last_day, comparison.indicator
    )
    return [
        FigureTitle(industries_words.figure_title(comparison), level=2),
        html.Div(
            [
                _figure("industries-bars", page, len(comparison.listed), "bars"),
                html.Div(
                    [
                        listed,
                        attribution.how_to_read(kind),
                        source,
                        _actions(page),
                        _cite(page),
                        *_embed(page),
                    ],
                    className="notes-side",
                ),
            ],
            className="trend-pair",
        ),
        attribution.as_table(table.table(comparison), anchor=table.ANCHOR),
    ]


def _heat(page: IndustriesContent) -> list[Component]:
    """Nothing where no year is held to compare with: levels of industries share no scale."""
    if not page.heat_map.is_drawn:
        return []
    items = [
        html.Li([html.Span(className=f"swatch {name}"), text])
        for name, text in heat_kept.drawn(page.heat_map).legend
    ]
    note = _(
        "Each cell is one industry in one {period}.",
        period=formats.one_period_word(page.comparison.indicator.frequency),
    )
    return [
        FigureTitle(industries_words.heat_title(page.comparison), level=2),
        html.Div(
            [
                _figure(HEAT_MAP, page, len(page.heat_map.rows), "heats"),
                html.Div(
                    [
                        html.P(note, className="note"),
                        html.Ul(items, className="reasons"),
                        attribution.how_to_read(how_to_read.CELLS),
                    ]
                ),
            ],
            className="trend-pair",
        ),
    ]


def _figure(name: str, page: IndustriesContent, rows: int, kind: str) -> Component:
    if not rows:
        return html.P(industries_words.none_exists(page.comparison))
    slots = [
        Slot(page.svgs[f"{name}-{size}"], f"{name}-{size}", f"slot {kind} {size}")
        for size in ("wide", "narrow")
    ]
    return html.Div(
        html.Div(slots, className="figure", style=_proportions(page, rows, kind)),
        className="figure-side",
    )


def _proportions(page: IndustriesContent, rows: int, kind: str) -> dict[str, str]:
    """What the style sheet needs to hold the place of a drawing."""
    axis = AXIS if kind == "bars" and is_dotted(page.comparison) else 0
    return {"--rows": str(rows), "--axis": str(axis)}


def _svgs(heat_map: Heat, comparison: IndustryComparison) -> dict[str, Markup]:
    drawn = heat_kept.drawn(heat_map)
    return {
        "industries-bars-wide": bars(comparison, WIDE),
        "industries-bars-narrow": bars(comparison, NARROW),
        "industries-heat-map-wide": drawn.wide,
        "industries-heat-map-narrow": drawn.narrow,
    }


def _all_industries(page: IndustriesContent) -> View:
    """Every industry, in every area and period of these boundaries."""
    comparison = page.comparison
    return replace(
        page.view,
        geography=comparison.area.geography,
        areas=(),
        industry=EACH,
        period=None,
        baseline=None,
    )


def _files(page: IndustriesContent) -> list[Component]:
    """The CSV of all that the page compares, and that of every industry as published."""
    compared = page.comparison
    if compared.source.publication is Publication.SHOW:
        return [attribution.not_passed_on(compared.source)]
    shown = [each for each, _drawn in rows.compared_rows(compared, page.heat_map)]
    view = replace(page.view, geography=compared.area.geography, areas=(compared.area.id,))
    every = _all_industries(page)
    published = count(view_rows(compared.release, every, as_published=True))
    return [
        attribution.shown_csv(
            view, compared.release, count(shown), figure=addresses.INDUSTRIES_FIGURE
        ),
        attribution.every_csv(_("Every industry and area"), every, compared.release, published),
    ]


def _pictures(page: IndustriesContent) -> list[Component]:
    compared = page.comparison
    return attribution.pictures(
        page.view, compared.release, compared.source, figure=addresses.INDUSTRIES_FIGURE
    )


def _actions(page: IndustriesContent) -> html.Ul:
    comparison = page.comparison
    items = [
        *map(html.Li, _files(page)),
        html.Li(attribution.copy_link(page.view.address(PATH))),
        *attribution.follow(page.view.query(), comparison.release),
    ]
    if comparison.listed:
        items += [html.Li(link) for link in _pictures(page)]
    return html.Ul(items, className="actions")


def _embed(page: IndustriesContent) -> list[Component]:
    compared = page.comparison
    title = industries_words.title(compared)
    return attribution.embed_box(
        page.view, compared.release, compared.source, addresses.INDUSTRIES_FIGURE, title
    )


def _cite(page: IndustriesContent) -> Component:
    comparison = page.comparison
    address = page.view.address(PATH, release=comparison.release.id)
    text = _(
        "{source}. Figures for {when}. NYC Recovery Data, release {release}. {address}",
        source=comparison.source.citation.rstrip("."),
        when=industries_words.when(comparison),
        release=comparison.release.id,
        address=attribution.public_address(address),
    )
    return attribution.cite(text)


def _foot(page: IndustriesContent) -> list[Component]:
    """What the publisher warns of, which a reader of a ranking must know."""
    compared = page.comparison
    said = care(compared.release, compared.indicator, compared.area.geography)
    caveats = [html.Li(text) for text in said]
    if not caveats:
        return []
    heading = html.H2(_("Before you quote this"))
    return [html.Section([heading, html.Ul(caveats, className="plain")], className="section")]


def _state(page: IndustriesContent) -> dict[str, object]:
    """What the page's script needs to repaint this view and to reach the next."""
    return {
        "path": PATH,
        "query": page.view.query(),
        "window": formats.window_title(industries_words.title(page.comparison)),
    }
