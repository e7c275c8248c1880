"""Six stories of decisions that partners' data would inform: a question and a picture each.

The figures are made up, so the words hold no number, direction or finding: only what an analyst
could ask, and what would be hidden.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import charts, legend, maps
from components.figures.scene import scene
from components.markup import addresses
from components.markup.attributes import marked
from components.markup.figure_words import FigureTitle
from components.markup.first_view import Slot
from components.text import formats
from components.text.words import _
from components.trends import chart as trend
from components.trends.panels import panels
from data_loaders.released.release import Release
from data_loaders.released.view import View, is_mapped
from data_loaders.vocabulary.geography import BOROUGH_IDS, CITY_ID
from data_loaders.vocabulary.model import ALL_INDUSTRIES, Frequency, Geography, Indicator, Measure


@dataclass(frozen=True, slots=True)
class Story:
    """Who could use a figure, the question it could answer, and what of it would be hidden."""

    title: str
    who: str
    asks: str
    hides: str
    indicator: str
    geography: Geography
    areas: tuple[str, ...] = ()
    industry: str = ALL_INDUSTRIES


STORIES = (
    Story(
        "Foot traffic by ZIP area and kind of place",
        "Small Business Services, choosing where to send help to shops and restaurants.",
        "In which ZIP areas do people go out to eat as before the pandemic?",
        "A ZIP area and week with too few visits. That the others rest on enough phones and "
        "places is the partner's word.",
        "venue_visits",
        Geography.MODZCTA,
        industry="food",
    ),
    Story(
        "Hiring in the city",
        "Workforce centers, planning classes and job fairs.",
        "In which months do employers take people on?",
        "Nothing by us: the partner gives one rate for the whole city, and no count to hide it by.",
        "hiring_rate",
        Geography.CITY,
        (CITY_ID,),
    ),
    Story(
        "Rents and concessions",
        "Housing staff, choosing where to offer help with a lease.",
        "In which neighborhoods do landlords offer free months or the like?",
        "A neighborhood and week with too few homes for rent, and shares that rest on them.",
        "rent_concession_share",
        Geography.NTA2010,
    ),
    Story(
        "Illness by borough",
        "The Health Department, watching for an outbreak.",
        "In which weeks does an outbreak of fever begin, and in which boroughs?",
        "Every place within a borough. That a week rests on enough thermometers is the "
        "partner's word, as it sends no count of them.",
        "people_ill",
        Geography.BOROUGH,
        BOROUGH_IDS,
    ),
    Story(
        "Bankruptcy",
        "Legal aid, planning clinics for people in debt.",
        "In which boroughs do people look for help with bankruptcy?",
        "A borough and quarter with too few people, and others beside it so that no sum tells.",
        "upsolve_people",
        Geography.BOROUGH,
        BOROUGH_IDS,
    ),
    Story(
        "Older adults online",
        "The Department for the Aging, choosing where to hold classes.",
        "In which boroughs do older adults sign up for technology help?",
        "A group of too few people, and whatever would give it away.",
        "oats_people",
        Geography.BOROUGH,
        BOROUGH_IDS,
    ),
)


def picture_title(indicator: Indicator, story: Story) -> str:
    """What a picture draws, of when and by which areas; an index without the year of its base, as
    no number is in the words of a story."""
    blanks = {
        "what": formats.first_upper(_(indicator.noun)),
        "kind": _kind(indicator),
        "when": formats.frequency_word(indicator.frequency),
        "where": formats.area_noun(story.geography),
    }
    if story.industry != ALL_INDUSTRIES:
        part = _(indicator.industry_names[story.industry])
        blanks["what"] = _("{what} ({industry})", what=blanks["what"], industry=part)
    if story.geography is Geography.CITY:
        return _("{what}: {kind}, {when}", **blanks)
    if not story.areas:
        blanks["when"] = {
            Frequency.WEEK: _("in the newest week"),
            Frequency.MONTH: _("in the newest month"),
        }[indicator.frequency]
    return _("{what}: {kind}, {when}, by {where}", **blanks)


def _kind(indicator: Indicator) -> str:
    """What kind of number is drawn, in words without a number."""
    match indicator.measure:
        case Measure.INDEX:
            return _("index against a time before the pandemic")
        case Measure.PERCENT:
            return _("share")
        case _ if formats.has_unit(indicator.noun, indicator.unit):
            return _("number")
        case _:
            return _("number of {unit}", unit=_(indicator.unit))


def told(release: Release) -> list[Component]:
    """Every story whose figure the release has."""
    return [_told(release, number, story) for number, story in _stories(release)]


def _stories(release: Release) -> Iterator[tuple[int, Story]]:
    for number, story in enumerate(STORIES, start=1):
        if release.entry(story.indicator, story.geography, story.industry):
            yield number, story


def _told(release: Release, number: int, story: Story) -> html.Section:
    view = View((story.indicator,), story.geography, story.areas, story.industry)
    is_map = _is_map(release, story)
    path = addresses.MAP if is_map else addresses.TRENDS
    name = f"story-{number}"
    picture = _map(release, view, story, name) if is_map else _lines(release, view, story, name)
    opens = _("Open the simulated figure")
    spoken = _("{link}: {title}", link=opens, title=_(story.title))
    words = [
        FigureTitle(_(story.title), level=2, class_name="story-title"),
        html.P([html.Strong(_("Who could use it: ")), _(story.who)]),
        html.P([html.Strong(_("What they could ask: ")), _(story.asks)]),
        html.P([html.Strong(_("What would be hidden: ")), _(story.hides)]),
        html.P(marked(html.A(opens, href=view.address(path)), {"aria-label": spoken})),
    ]
    drawn = FigureTitle(picture_title(release.indicators[story.indicator], story))
    seen = html.Div([drawn, *picture], className="figure")
    return html.Section([html.Div(words), seen], className="section story")


def _is_map(release: Release, story: Story) -> bool:
    return not story.areas and is_mapped(release, story.geography)


def _label(story: Story) -> str:
    return _("Simulated picture: {title}. Its figure has a table.", title=_(story.title))


def _map(release: Release, view: View, story: Story, name: str) -> list[Component]:
    shapes = release.shapes(view.geography)
    if shapes is None:
        raise KeyError(f"{view.geography} has no shapes")
    is_first = story is next(each for _number, each in _stories(release) if _is_map(release, each))
    shown = scene(release, view)
    svg = maps.choropleth(shapes, shown, _label(story), is_first=is_first)
    key = html.Div(legend.legend(shown, addresses.MAP), className="legend")
    return [Slot(svg, name, "slot home-map"), key]


def _lines(release: Release, view: View, story: Story, name: str) -> list[Component]:
    panel = panels(release, view)[0]
    return [
        Slot(
            # No numbers of events: this page has no list that would name them.
            _drawn(trend.chart(panel, size, is_dated=False), story, f"{name}-{size.name}-chart"),
            f"{name}-{size.name}",
            f"slot trend-slot {size.name}",
        )
        for size in trend.SIZES
    ]


def _drawn(chart: charts.Chart | None, story: Story, name: str) -> Markup:
    if chart is None:
        return Markup("")
    return charts.line_chart(replace(chart, id=name, label=_label(story)))
