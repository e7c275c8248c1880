"""The controls of Trends: what, where, when and how, as a form that needs no script."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from dash import html
from dash.development.base_component import Component

from components.markup import addresses, controls, native
from components.markup.attributes import marked
from components.markup.controls import Option
from components.text import formats
from components.text.marks import DOT
from components.text.words import _, ngettext
from data_loaders.released.baselines import allowed_shows
from data_loaders.released.release import Release
from data_loaders.released.view import MOST_AREAS, MOST_INDICATORS, Show, View
from data_loaders.released.view_reading import WIDER, geography_of
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Area, Frequency, Geography, Indicator

PATH = addresses.TRENDS
ADD, GEOGRAPHY, AREA, INDUSTRY = (
    "trends-add",
    "trends-geography",
    "trends-area",
    "trends-industry",
)
FIRST, LAST, SHOW, BASELINE = "trends-from", "trends-to", "trends-show", "trends-baseline"
FEW = 1  # areas that the folded line names
BASELINES = ("2019", "2020-01", "2020-02")


def control_bar(release: Release, view: View, window: tuple[date, date]) -> list[Component]:
    """The form, and the chosen figures and areas with a link to take each away. `window` is what
    the charts span: the boxes of months say it, also while they are empty."""
    rows: list[Component | None] = [
        *_riding(view),
        _add_indicator(release, view),
        _geography(release, view),
        _industry(release, view),
        _add_area(release, view),
        _month(FIRST, "from", _("From"), view.first, window[0]),
        _month(LAST, "to", _("To"), view.last, window[1]),
        *_display(release, view),
    ]
    form = controls.form(PATH, _("What the charts show"), [row for row in rows if row is not None])
    line = controls.folded(_folded(release, view), marked(form, {"data-page": "trends"}))
    return [line, *_chosen(release, view)]


def _folded(release: Release, view: View) -> str:
    """What is chosen, in the one line the controls are folded to on a phone."""
    figures = [_(release.indicators[name].title) for name in view.indicators]
    areas = [
        formats.area(release.area(geography_of(release, view, area_id), area_id))
        for area_id in view.areas
    ]
    counted = [
        figures[0]
        if len(figures) == 1
        else ngettext("{number} figure", "{number} figures", len(figures)),
        *([formats.listed(areas)] if 0 < len(areas) <= FEW else []),
        *([ngettext("{number} area", "{number} areas", len(areas))] if len(areas) > FEW else []),
    ]
    return DOT.join(counted)


def _riding(view: View) -> list[Component]:
    """What is chosen already rides along when the form is sent without a script."""
    kept = ("indicator", "areas", "release")
    return [controls.hidden(name, value) for name, value in view.query().items() if name in kept]


def _add_indicator(release: Release, view: View) -> Component | None:
    if len(view.indicators) >= MOST_INDICATORS:
        return None
    others = {
        name: indicator
        for name, indicator in release.indicators.items()
        if name not in view.indicators and indicator.frequency is not Frequency.TOTAL
    }
    options = controls.indicator_options(others)
    return controls.select(ADD, "indicator", _("Add a figure"), options, "", _("Choose a figure"))


def _geography(release: Release, view: View) -> Component | None:
    names = dict.fromkeys(
        name
        for indicator_id in view.indicators
        for name in release.indicators[indicator_id].geographies
    )
    if len(names) < 2:
        return None
    options = [(str(name), formats.boundaries(name)) for name in names]
    return controls.select(GEOGRAPHY, "geography", _("Boundaries"), options, str(view.geography))


def _industry(release: Release, view: View) -> Component | None:
    name_of_industry: dict[str, str] = {}
    for name in view.indicators:
        name_of_industry.update(release.indicators[name].industry_names)
    if len(name_of_industry) < 2:
        return None
    name_of_industry.setdefault(ALL_INDUSTRIES, _("All industries"))
    return controls.select(
        INDUSTRY, "industry", _("Industry"), list(name_of_industry.items()), view.industry
    )


def _add_area(release: Release, view: View) -> Component | None:
    options = _area_options(release, view)
    if not options or len(view.areas) >= MOST_AREAS:
        return None
    return controls.select(AREA, "areas", _("Add an area"), options, "", _("Choose an area"))


def _area_options(release: Release, view: View) -> list[Option]:
    """Areas of the boundaries shown, the city and boroughs first where there are figures."""
    names: list[Geography] = [name for name in reversed(WIDER) if _has(release, view, name)] + [
        view.geography
    ]
    options: list[Option] = []
    for name in dict.fromkeys(names):
        areas = sorted(release.areas(name).values(), key=lambda area: area.name)
        if name is Geography.MODZCTA:
            areas.sort(key=lambda area: area.id)
        theme = partial(_theme, release, view.geography)
        options += [
            (area.id, formats.area(area), theme(area))
            for area in sorted(areas, key=theme)
            if area.id not in view.areas
        ]
    return options if len(options) + len(view.areas) > 1 else []


def _theme(release: Release, geography: Geography, area: Area) -> str:
    """Under what an area stands in the list: its borough, or that it is larger than the rest."""
    borough = release.areas(Geography.BOROUGH).get(area.borough_id or "")
    if borough is None or area.geography in WIDER:
        return "" if geography in WIDER else _("City and boroughs")
    return borough.name


def _has(release: Release, view: View, geography: Geography) -> bool:
    return any(geography in release.indicators[name].geographies for name in view.indicators)


def _month(control_id: str, name: str, label: str, chosen: date | None, shown: date) -> Component:
    field = native.Input(
        id=control_id,
        type="month",
        name=name,
        value=chosen.isoformat()[:7] if chosen else "",
        placeholder="2020-03",
        pattern="[0-9]{4}(-[0-9]{2}){0,2}",
    )
    held = [] if shown == date.min else [" ", html.Span(formats.month(shown), className="spans")]
    style = "control month" if chosen else "control month unset"
    return html.Div([html.Label([label, *held], htmlFor=control_id), field], className=style)


def _display(release: Release, view: View) -> list[Component]:
    """Level, change or index, and against what; only where a figure chosen can be compared."""
    indicators = [release.indicators[name] for name in view.indicators]
    allowed = {show for indicator in indicators for show in allowed_shows(indicator)}
    if allowed == {Show.LEVEL}:
        return []
    words = {
        Show.LEVEL: _("As published"),
        Show.CHANGE: _("Change from baseline"),
        Show.INDEX: _("Index, baseline = 100"),
    }
    options = [(str(show), words[show]) for show in Show if show in allowed]
    chosen = controls.select(SHOW, "show", _("Show"), options, str(view.show))
    if view.show is Show.LEVEL:
        return [chosen]
    return [chosen, _baseline(indicators, view)]


def _baseline(indicators: Sequence[Indicator], view: View) -> Component:
    """The baselines a reader is offered; a figure's own stands for none asked."""
    own = [indicator.baseline for indicator in indicators if indicator.baseline]
    days = dict.fromkeys(filter(None, [view.baseline, *own, *BASELINES]))
    options = [(day, formats.baseline(day)) for day in sorted(days)]
    chosen = view.baseline or (own[0] if own else "")
    return controls.select(BASELINE, "baseline", _("Baseline"), options, chosen, _("Choose one"))


def _chosen(release: Release, view: View) -> list[Component]:
    """Chosen figures and areas, each with a link that takes it away."""
    figures = [
        _chip(_(release.indicators[name].title), _without(view, "indicators", name))
        for name in view.indicators
    ]
    areas = [
        _chip(
            formats.area(release.area(geography_of(release, view, area_id), area_id)),
            _without(view, "areas", area_id),
        )
        for area_id in view.areas
    ]
    return [
        marked(html.Ul(chips, className="chips"), {"aria-label": label})
        for chips, label in ((figures, _("Figures shown")), (areas, _("Areas shown")))
        if len(chips) > (1 if label == _("Figures shown") else 0)
    ]


def _without(view: View, field: str, gone: str) -> str:
    kept = tuple(name for name in getattr(view, field) if name != gone)
    return view.address(PATH, **{field: kept})


def _chip(words: str, href: str) -> html.Li:
    link = html.A(_("Remove"), href=href, className="remove")
    return html.Li([words, " ", marked(link, {"aria-label": _("Remove {what}", what=words)})])
