"""The Map page in parts: words, map, legend, place, table, source. Each can be sent alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import (
    attribution,
    care_notes,
    legend,
    maps,
    ramps,
    sentences,
    shared_shapes,
    tables,
    watermark,
)
from components.figures.scene import Scene
from components.map import crop, layouts, panel
from components.map.strip import STRIP, strip
from components.markup import addresses, controls, native
from components.markup.attributes import C, marked
from components.markup.figure_words import Lead
from components.markup.first_view import AsHtml, Island, Slot
from components.markup.stacked import table_link
from components.site import get_help
from components.site.interactive import Interactive
from components.text import formats, how_to_read, reasons
from components.text.care import described
from components.text.marks import DOT
from components.text.words import _
from data_loaders.released.frame_addresses import frame_address
from data_loaders.released.serving import file_base
from data_loaders.released.view import ColorScale, MapLayout, Sort, View, is_mapped
from data_loaders.vocabulary.model import Geography, Indicator
from data_loaders.vocabulary.shapes import Shapes

PATH = addresses.MAP
STATE = "map-state"
ROWS = "map-rows"
WORDS, LEGEND, PLACE, TABLE, FOOT = "map-words", "map-legend", "map-place", "map-table", "map-foot"
BOUNDARIES = "map-boundaries"
FIGURE = "map-figure"
HELP = "map-help"
CITE = "map-citation"
INDICATOR, GEOGRAPHY, PERIOD, SLIDER = "map-indicator", "map-geography", "map-period", "map-slider"
LAYOUT, INDUSTRY, BOROUGH = "map-layout", "map-industry", "map-borough"
FOLDED = "map-folded"
SPOKEN = "aria-valuetext"


def shown(scene: Scene) -> Interactive:
    """The page for a scene; the map itself is repainted from frames."""
    parts, told = _parts(scene), _state(scene)
    return Interactive(
        title=sentences.map_title(scene),
        description=described(
            sentences.map_sentence(scene),
            scene.release,
            [(scene.indicator, scene.view.geography, scene.view.industry)],
        ),
        layout=_layout(scene, parts, told),
        parts=parts,
        state=told,
        card=_card(scene),
        follows=addresses.followed(scene.view.query()),
    )


def _card(scene: Scene) -> str:
    view = replace(scene.view.of_first(), period=scene.last)
    return attribution.card(view, scene.release, [scene.source], addresses.MAP_FIGURE)


def _parts(scene: Scene) -> Mapping[str, AsHtml]:
    """Each part of the page that changes with the view, as HTML for its script to put in place;
    in the order of the page, as a term is explained where it is first met."""
    contents: Mapping[str, list[Component]] = {
        WORDS: words(scene),
        STRIP: strip(scene),
        BOUNDARIES: layouts.notes(scene),
        LEGEND: legend.legend(scene, PATH),
        PLACE: panel.panel(scene, PATH),
        FOOT: [
            *care_notes.notes(
                scene.release, [(scene.indicator, scene.view.geography, scene.view.industry)]
            ),
            attribution.source_line(scene),
            attribution.actions(scene, PATH, _files_of_map(scene)),
            _cite(scene),
            *_embed(scene),
        ],
        TABLE: _tabled(scene),
        HELP: get_help.ending(frozenset({scene.indicator.category})),
    }
    return {name: AsHtml(content) for name, content in contents.items()}


def _layout(scene: Scene, parts: Mapping[str, AsHtml], told: dict[str, object]) -> list[Component]:
    """The whole page for a scene."""
    return [
        Island([control_bar(scene), native.State(id=STATE, data=told)], "map.js"),
        html.Div(
            [
                html.Div(
                    [
                        _announced(Slot(parts[WORDS], WORDS, "slot lead")),
                        html.Div(
                            [
                                html.Div([_drawn(scene), _tools()], className="map-frame"),
                                _announced(Slot(parts[STRIP], STRIP, "slot strip")),
                            ]
                        ),
                        _announced(html.P(id="map-spoken", className="visually-hidden")),
                        Slot(parts[BOUNDARIES], BOUNDARIES, "slot"),
                    ],
                    className="map-side",
                ),
                html.Div(
                    [
                        Slot(parts[LEGEND], LEGEND, "slot legend"),
                        attribution.how_to_read(how_to_read.AREAS, _("How to read this map")),
                        Slot(parts[PLACE], PLACE, "slot place"),
                    ],
                    className="panel-side",
                ),
            ],
            className="map-pair",
        ),
        Slot(parts[FOOT], FOOT, "slot"),
        Slot(parts[TABLE], TABLE, "slot"),
        Slot(parts[HELP], HELP, "slot"),
    ]


def _drawn(scene: Scene) -> Slot:
    return Slot(partial(_map, scene), FIGURE, f"slot map-slot {scene.view.layout}")


def _tools() -> html.Div:
    """Buttons that look closer, for scripts; keys and fingers do the same."""
    named = [("+", _("Look closer")), ("-", _("See more of the city")), ("0", _("Whole map"))]
    shown = {"+": "+", "-": "−", "0": "⤢"}
    buttons = [
        marked(html.Button(shown[key], type="button"), {"data-zoom": key, "aria-label": words})
        for key, words in named
    ]
    near = marked(html.Button("◎", type="button", id="map-near"), {"aria-label": _("Near me")})
    return html.Div([*buttons, near], className="map-tools")


def _announced(part: C) -> C:
    """A part whose new words a screen reader says."""
    return marked(part, {"aria-live": "polite"})


def _mapped(scene: Scene) -> View:
    """The view whose download is exactly the map: all areas, this period."""
    own = scene.view.of_first()
    return replace(own, areas=(), period=scene.last, first=None, last=None, sort=Sort.HIGHEST)


def _files_of_map(scene: Scene) -> list[Component]:
    """The CSV of exactly the map, and its picture."""
    view, source = _mapped(scene), scene.source
    pictured = replace(scene.view.of_first(), period=scene.last, first=None, last=None)
    pictures = attribution.pictures(pictured, scene.release, source, figure=addresses.MAP_FIGURE)
    return [
        *attribution.downloads(
            view,
            scene.release,
            source,
            addresses.MAP_FIGURE,
            shows=attribution.Shows.MAP,
        ),
        *pictures,
    ]


def _embed(scene: Scene) -> list[Component]:
    title = sentences.map_title(scene)
    figure = addresses.MAP_FIGURE
    return attribution.embed_box(scene.view.of_first(), scene.release, scene.source, figure, title)


def words(scene: Scene) -> list[Component]:
    """Title, sentence, and how many areas are hidden."""
    hidden = sentences.hidden_sentence(scene)
    lead = [sentences.map_sentence(scene)] + ([" ", html.Strong(hidden)] if hidden else [])
    held = html.P(
        [attribution.hold(scene.view, scene.release, PATH), *_to_cite(scene)],
        className="note hold",
    )
    return [html.H1(sentences.map_title(scene)), held, Lead(lead)]


def _to_cite(scene: Scene) -> list[Component | str]:
    """The way to the citation; none of a simulated figure."""
    if scene.release.manifest.is_simulated:
        return []
    return [DOT, html.A(_("How to cite this"), href=f"#{CITE}")]


def _cite(scene: Scene) -> Component:
    address = scene.view.address(PATH, period=scene.last, release=scene.release.id)
    text = _(
        "{source}. Figures for {when}. NYC Recovery Data, release {release}. {address}",
        source=scene.source.citation.rstrip("."),
        when=sentences.period(scene),
        release=scene.release.id,
        address=attribution.public_address(address),
    )
    return attribution.cite(text, CITE)


def _tabled(scene: Scene) -> list[Component]:
    """The map as a table, open where the view asks for one; an area's name opens it beside."""
    table = layouts.table(scene, lambda area_id: scene.view.address(PATH, areas=(area_id,)))
    if scene.view.layout is MapLayout.TABLE:
        return [table_link(ROWS, has_id=True), html.Div(table, className="whole-table")]
    words = _("All areas in a table")
    if scene.view.geography is Geography.STREETEASY:
        words = _("All areas in a list, by borough")
    return [attribution.as_table(html.Div(table), words, ROWS)]


def _map(scene: Scene) -> Markup:
    shapes = shared_shapes.shapes_of(scene)
    if shapes is None:
        return Markup("")
    label = _("Map: {title}. The table below has its numbers.", title=sentences.map_title(scene))
    box = crop.box(scene)
    whole = (0.0, 0.0, float(shapes.width), float(shapes.height))
    return maps.choropleth(shapes, scene, label, None if box == whole else box)


def control_bar(scene: Scene) -> Component:
    """What, where, when."""
    rows: list[Component] = [
        controls.select(INDICATOR, "indicator", _("Show"), _indicators(scene), scene.indicator.id),
        controls.select(
            GEOGRAPHY, "geography", _("Boundaries"), _geographies(scene), str(scene.view.geography)
        ),
        controls.select(
            LAYOUT, "layout", _("Layout"), layouts.options(scene), str(scene.view.layout)
        ),
        controls.select(
            BOROUGH, "borough", _("Borough"), _boroughs(scene), scene.view.borough or ""
        ),
        controls.select(
            INDUSTRY, "industry", _("Industry"), _industries(scene), scene.view.industry
        ),
        _period_control(scene),
    ]
    rows += [
        controls.hidden(name, value)
        for name, value in scene.view.query().items()
        if name in ("areas", "release", "scale", "sort")
    ]
    form = controls.form(PATH, _("What the map shows"), rows)
    return controls.folded(_folded(scene), form, FOLDED)


def _folded(scene: Scene) -> str:
    """What the controls say, in the one line they are folded to on a phone."""
    when = formats.short_period_of(scene.first, scene.last, scene.indicator)
    parts = [_(scene.indicator.title), formats.boundaries(scene.view.geography), when]
    if scene.view.borough:
        parts.insert(1, scene.release.area(Geography.BOROUGH, scene.view.borough).name)
    return DOT.join(parts)


def _boroughs(scene: Scene) -> list[controls.Option]:
    """The whole city, or one borough; no choice where areas are no smaller."""
    if scene.view.geography in (Geography.BOROUGH, Geography.CITY):
        return [("", _("Whole city"))]
    boroughs = scene.release.areas(Geography.BOROUGH).values()
    return [("", _("Whole city")), *((area.id, area.name) for area in boroughs)]


def _indicators(scene: Scene) -> list[controls.Option]:
    release = scene.release
    return controls.indicator_options(
        {
            name: indicator
            for name, indicator in release.indicators.items()
            if any(is_mapped(release, geography) for geography in indicator.geographies)
        }
    )


def _industries(scene: Scene) -> list[controls.Option]:
    return [(industry.id, _(industry.name)) for industry in scene.indicator.industries]


def _geographies(scene: Scene) -> list[controls.Option]:
    mapped = [g for g in scene.indicator.geographies if is_mapped(scene.release, g)]
    return [(str(geography), formats.boundaries(geography)) for geography in mapped]


def _periods(scene: Scene) -> list[controls.Option]:
    """Last days and words of all periods, newest first."""
    labels = tables.labels(scene.frame, scene.indicator)
    days = [last.isoformat() for _first, last in scene.frame.periods]
    return list(reversed(list(zip(days, labels, strict=True))))


def _period_words(scene: Scene) -> str:
    """The period shown, as its control names it."""
    return tables.labels(scene.frame, scene.indicator)[scene.position]


def _period_control(scene: Scene) -> Component:
    word = formats.period_word(scene.indicator.frequency)
    chosen = controls.select(PERIOD, "period", word, _periods(scene), scene.last.isoformat())
    slider = native.Input(
        id=SLIDER,
        type="range",
        min=0,
        max=len(scene.frame.periods) - 1,
        step=1,
        value=scene.position,
        className="slider",
        **{SPOKEN: _period_words(scene)},
    )
    label = html.Label(_("Move through time"), htmlFor=SLIDER, className="visually-hidden")
    style = f"{controls.shown(_periods(scene))} when"
    return html.Div([chosen, label, slider], id=f"{PERIOD}-bar", className=style)


def _control_properties(scene: Scene) -> dict[str, dict[str, object]]:
    """What each control shows for this view, by its id."""
    geographies, periods = _geographies(scene), _periods(scene)
    return {
        INDICATOR: {"value": scene.indicator.id},
        GEOGRAPHY: {"options": controls.listed(geographies), "value": str(scene.view.geography)},
        f"{GEOGRAPHY}-box": {"className": controls.shown(geographies)},
        LAYOUT: {
            "options": controls.listed(layouts.options(scene)),
            "value": str(scene.view.layout),
        },
        INDUSTRY: {
            "options": controls.listed(_industries(scene)),
            "value": scene.view.industry,
        },
        BOROUGH: {
            "options": controls.listed(_boroughs(scene)),
            "value": scene.view.borough or "",
        },
        f"{BOROUGH}-box": {"className": controls.shown(_boroughs(scene))},
        FOLDED: {"children": _folded(scene)},
        f"{INDUSTRY}-box": {"className": controls.shown(_industries(scene))},
        PERIOD: {"options": controls.listed(periods), "value": scene.last.isoformat()},
        f"{PERIOD}-box": {"className": controls.shown(periods)},
        f"{PERIOD}-bar": {"className": f"{controls.shown(periods)} when"},
        f"{PERIOD}-label": {"children": formats.period_word(scene.indicator.frequency)},
        SLIDER: {
            "max": len(scene.frame.periods) - 1,
            "value": scene.position,
            SPOKEN: _period_words(scene),
        },
    }


def _state(scene: Scene) -> dict[str, object]:
    """What the page's script needs to repaint this view and to reach the next."""
    view, shapes = scene.view, shared_shapes.shapes_of(scene)
    return {
        **_files(scene),
        "mark": str(_mark(scene, shapes)),
        "path": PATH,
        "query": view.query(),
        "title": sentences.map_title(scene),
        "window": formats.window_title(sentences.map_title(scene)),
        "geography": str(view.geography),
        "position": scene.position,
        "box": list(crop.box(scene)),
        "latest": scene.frame.latest(),
        "layout": str(view.layout),
        "layouts": [value for value, _words in layouts.options(scene)],
        "together": shared_shapes.overrides(scene, shapes) if shapes is not None else {},
        "pinned": view.period is not None,
        "selected": list(view.areas),
        "ramp": ramps.ramp(scene.indicator),
        "ramps": {
            name: ramp
            for name, indicator in scene.release.indicators.items()
            if (ramp := ramps.ramp(indicator)) != ramps.LEVELS
        },
        "within": view.scale is ColorScale.PERIOD,
        "marks": ramps.marks(),
        "statuses": reasons.by_code(),
        "number": number_pattern(scene.indicator),
        "words": _script_words(scene),
        "controls": _control_properties(scene),
    }


def _script_words(scene: Scene) -> dict[str, str]:
    """What the script says by itself."""
    return {
        "map": _("map"),
        "pending": _("Updating"),
        "before": _("Simulated. ") if scene.release.manifest.is_simulated else "",
        "keys": _(
            "Arrow keys walk to the next area, Enter chooses it, Shift+Enter adds it, "
            "T leads to where its number comes from. "
            "Plus and minus look closer and farther, zero shows the whole map."
        ),
        "trace": _("Where this number comes from"),
        "traced": _("Click or tap for where it comes from; with keys, T"),
        "edge": _("No area that way"),
        "chosen": _("Chosen: {area}", area="{}"),
        "left": _("No longer chosen: {area}", area="{}"),
        "nowhere": _("That is outside the city, or on no area of this map."),
        "unknown": _("Your phone did not say where you are."),
    }


def _mark(scene: Scene, shapes: Shapes | None) -> Markup:
    """What the script writes across a map it draws anew: nothing over real figures."""
    if shapes is None or not scene.release.manifest.is_simulated:
        return Markup("")
    return watermark.mark(shapes.width, shapes.height)


def _files(scene: Scene) -> dict[str, str]:
    """Addresses of the view's frame, shapes and area names. `frameName` is the frame's own: its
    address may be another one tomorrow."""
    release, view = scene.release, scene.view
    base = file_base(release)
    entry = release.entry(view.indicator, view.geography, view.industry)
    files = {MapLayout.MAP: release.index.shapes, MapLayout.TILES: release.index.tiles}
    shapes = files.get(view.layout, {}).get(view.geography)
    return {
        "frame": frame_address(release, entry) if entry else "",
        "frameName": "~".join((release.id, view.indicator, view.geography, view.industry)),
        "shapes": f"{base}/{shapes}" if shapes else "",
        "index": f"{base}/index.json",
        "areas": f"{base}/areas/{view.geography}.json",
    }


def number_pattern(indicator: Indicator) -> dict[str, object]:
    """How the script writes a value: a whole pattern from here, only the digits from there."""
    return {
        "decimals": indicator.decimals,
        "pattern": _pattern(2.0, indicator),
        "one": _pattern(1.0, indicator),
        "signed": formats.number(1.0, indicator).startswith("+"),
    }


def _pattern(value: float, indicator: Indicator) -> str:
    digits = formats.number(value, indicator).strip("+$%")
    return formats.with_unit(value, indicator).replace(digits, "{}", 1).lstrip("+")
