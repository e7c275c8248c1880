"""Who is not measured: by topic, by neighborhood, by what is hidden, by who sources miss."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.data import unseen
from components.data.coverage import Tally
from components.data.coverage_panel import third_words
from components.figures import attribution, row_order
from components.figures.ordered import Cell, Column, ordered, text
from components.gaps import neighborhood_table, reach
from components.gaps.reach import Neighborhood, Topic
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.attributes import marked
from components.markup.figure_words import Lead
from components.markup.first_view import Slot
from components.markup.prose import Contents, definitions, section
from components.markup.stacked import stacked
from components.markup.svg import joined, tag
from components.text import formats, how_to_read, vocabulary
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography, Source
from data_loaders.vocabulary.shapes import Shapes

PATH = addresses.COVERAGE
STEPS = 6
PALEST = 2


def lead(release: Release) -> str:
    """How many topics have no figure for a place smaller than a borough."""
    topics = reach.topics(release)
    without = [each for each in topics if not each.local]
    return _(
        "Of {all} topics, {some} have no real figure here for a place smaller than a borough. They "
        "are {names}.",
        all=formats.integer(len(topics)),
        some=formats.integer(len(without)),
        names=formats.listed([vocabulary.category(each.category).lower() for each in without]),
    )


def layout(release: Release, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    return [
        html.P(html.A(_("About"), href=kept(addresses.ABOUT, query)), className="eyebrow"),
        html.H1(_("Who is not measured")),
        Lead(lead(release)),
        _sentences(release),
        _topics(release, query),
        _neighborhoods(release, query),
        _hidden(release, query),
        _left_out(release, query),
    ]


def _sentences(release: Release) -> Component:
    return section(_("The gaps in words"), [definitions(unseen.unseen(release))], "words")


def _topics(release: Release, query: Mapping[str, str]) -> Component:
    columns = [
        Column("topic", _("Topic")),
        Column("figures", _("Real figures"), is_number=True, is_right=True),
        Column("renewed", _("Renewed by publishers"), is_number=True, is_right=True),
        Column("small", _("For small areas"), is_number=True, is_right=True),
        Column("newest", _("Newest figures to"), is_number=True),
        Column("sources", _("Sources")),
    ]
    rows = [_topic_row(release, each, query) for each in reach.topics(release)]
    order = row_order.of_query(query, addresses.COVERAGE, "topics-rows")
    caption = _("Topics, and what real sources have on each")
    table = ordered(caption, columns, rows, order)
    return section(_("By topic"), [table], "topics")


def _topic_row(release: Release, topic: Topic, query: Mapping[str, str]) -> list[Cell]:
    sources = {release.source_of[each.id].id: release.source_of[each.id] for each in topic.figures}
    names = [_(source.name) for source in sources.values()]
    links: list[Component | str] = []
    for name, source in sources.items():
        links += [", "] if links else []
        links.append(html.A(_(source.name), href=kept(addresses.source(name), query)))
    return [
        text(vocabulary.category(topic.category)),
        (formats.integer(len(topic.figures)), float(len(topic.figures))),
        (formats.integer(len(topic.living)), float(len(topic.living))),
        (formats.integer(len(topic.local)), float(len(topic.local))),
        (
            formats.month(topic.newest) if topic.newest else _("none"),
            float(topic.newest.toordinal()) if topic.newest else None,
        ),
        (html.Span(links) if links else _("none"), formats.listed(names) if links else None),
    ]


def _neighborhoods(release: Release, query: Mapping[str, str]) -> Component:
    neighborhoods = reach.neighborhoods(release)
    title = _("By neighborhood")
    if not neighborhoods:
        return section(title, [html.P(_("This release has no list of neighborhoods."))], "places")
    names = [_(each.name) for each in reach.local_sources(release)]
    told = ngettext(
        "{number} source has figures for areas smaller than a borough. The map counts, for each "
        "neighborhood, those with a number in their newest period.",
        "{number} sources have figures for areas smaller than a borough. The map counts, for each "
        "neighborhood, those with a number in their newest period.",
        len(names),
    )
    counts = Counter(len(each.shown) for each in neighborhoods)
    body: list[Component] = [
        html.P(told),
        html.Ul([html.Li(name) for name in names], className="bullets"),
        html.P(spread(counts)),
    ]
    shapes = release.shapes(Geography.NTA2020)
    if shapes is not None:
        body += [
            Slot(_map(shapes, neighborhoods), "coverage-map", "slot map-slot home-map"),
            _legend(counts),
            attribution.how_to_read(how_to_read.COVERED, _("How to read this map")),
        ]
    body += neighborhood_table.table(release, neighborhoods, query)
    return section(title, body, "places")


def spread(counts: Mapping[int, int]) -> str:
    """How many neighborhoods the most and the fewest sources reach."""
    fewest, most = min(counts), max(counts)
    if fewest == most:
        return ngettext(
            "Every neighborhood has a number from {number} of them.",
            "Every neighborhood has a number from {number} of them.",
            most,
        )
    return ngettext(
        "{number} neighborhood has a number from {fewest} of them, {others} from {most}.",
        "{number} neighborhoods have a number from {fewest} of them, {others} from {most}.",
        counts[fewest],
        fewest=formats.integer(fewest),
        others=formats.integer(counts[most]),
        most=formats.integer(most),
    )


def _styles(counts: Mapping[int, int]) -> dict[int, str]:
    """A color class for each number of sources, the darkest for the most. The palest is left to
    parks, which look like it."""
    levels = sorted(counts)
    last = max(len(levels) - 1, 1)
    return {
        level: f"s{PALEST + round(i * (STEPS - PALEST) / last)}" for i, level in enumerate(levels)
    }


def _map(shapes: Shapes, neighborhoods: tuple[Neighborhood, ...]) -> Markup:
    styles = _styles(Counter(len(each.shown) for each in neighborhoods))
    by_area = {
        area_id: styles[len(each.shown)]
        for each in neighborhoods
        for area_id in each.place.areas.get(Geography.NTA2020, ())[:1]
    }
    paths = joined(
        tag("path", d=path, class_=by_area.get(area_id, "mis"))
        for area_id, path in shapes.paths.items()
    )
    return tag(
        "svg",
        tag("g", paths, class_="areas"),
        tag("path", d=shapes.outline, class_="outline") if shapes.outline else Markup(""),
        viewBox=f"0 0 {shapes.width} {shapes.height}",
        class_="map",
        role="img",
        aria_label=_(
            "Map: how many sources have a number for each neighborhood. The table says it."
        ),
    )


def _legend(counts: Mapping[int, int]) -> html.Ul:
    items = [
        html.Li(
            [
                html.Span(className=f"swatch {style}"),
                ngettext(
                    "{sources} sources: {number} neighborhood",
                    "{sources} sources: {number} neighborhoods",
                    counts[level],
                    sources=formats.integer(level),
                ),
            ]
        )
        for level, style in _styles(counts).items()
    ]
    none = html.Li([html.Span(className="swatch mis"), _("Parks, airports and cemeteries")])
    return html.Ul([*items, none], className="reasons")


def _hidden(release: Release, query: Mapping[str, str]) -> Component:
    hidden_cells = reach.hidden(release)
    names = release.areas(Geography.BOROUGH)
    groups: list[tuple[str, Tally]] = [
        *sorted(
            (names[key].name, tally) for key, tally in hidden_cells.boroughs.items() if key in names
        ),
        *((third_words()[third], tally) for third, tally in hidden_cells.thirds.items()),
    ]
    title = _("What is hidden, and where")
    if not groups:
        return section(title, [html.P(_("No figure of this release is hidden."))], "hidden")
    heads = [_("Figures about"), _("Figures"), _("Hidden"), _("Share hidden")]
    rows: list[list[Contents]] = [
        [
            name,
            formats.integer(tally.cells),
            formats.integer(tally.hidden),
            vocabulary.share(tally.hidden, tally.cells),
        ]
        for name, tally in groups
    ]
    note = _(
        "Counted over every source that hides anything, in areas smaller than a borough. One "
        "figure is one area in one period, so a weekly source weighs more than a yearly one."
    )
    by_borough, by_third = (
        sum(tally.cells for tally in each.values())
        for each in (hidden_cells.boroughs, hidden_cells.thirds)
    )
    if 0 < by_third < by_borough:
        note += " " + _(
            "Areas whose poverty is not known here, such as a publisher's own neighborhoods, are "
            "counted by borough alone."
        )
    link = html.A(_("Each source on its own"), href=kept(addresses.METHODS, query))
    caption = _("Hidden figures, all sources")
    table = stacked(caption, heads, rows, numeric=(1, 2, 3), anchor="hidden-rows")
    return section(title, [table, html.P([note, " ", link], className="source")], "hidden")


def _more(source: Source, query: Mapping[str, str]) -> html.A:
    """To the page of a source, which a screen reader hears by name."""
    more = _("More")
    link = html.A(more, href=kept(addresses.source(source.id, "about"), query))
    return marked(link, {"aria-label": f"{more}: {_(source.name)}"})


def _left_out(release: Release, query: Mapping[str, str]) -> Component:
    rows: list[tuple[str, Contents]] = [
        (_(source.name), [_(source.covers), " ", _more(source, query)])
        for source in release.sources.values()
    ]
    return section(_("Who each source leaves out"), [definitions(rows)], "left-out")
