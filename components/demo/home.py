"""Home of the demonstration: what it is, what it could be used for, and every partner's figures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.demo import stories
from components.figures import attribution
from components.industries.controls import PATH as INDUSTRIES
from components.map.view import PATH as MAP
from components.markup import addresses
from components.markup.figure_words import Lead
from components.markup.prose import Content
from components.privacy.words import by_letters
from components.site import demonstration
from components.text import formats, how_to_read, vocabulary
from components.text.marks import DOT
from components.text.words import _
from components.trends.controls import PATH as TRENDS
from data_loaders.released.release import Release
from data_loaders.released.view import is_mapped
from data_loaders.vocabulary.model import Frequency, Geography, Indicator, Source
from data_loaders.vocabulary.naming import TITLE, disowned_by, partner_of

DICTIONARY = addresses.DATA
# A group of people that goes by a letter in place of its name.
LETTER = re.compile(r"\bgroup [A-Z]\b")


def title() -> str:
    """The title of the page."""
    return _("Simulated figures: what partner data would show")


def layout(release: Release) -> list[Component]:
    """The whole page."""
    return [
        html.H1(title()),
        Lead(_lead(release)),
        html.P(html.A(_("Every simulated figure, by partner"), href=addresses.PARTNERS)),
        *stories.told(release),
        _how_to_read(),
        _rules(),
    ]


def _how_to_read() -> html.Section:
    """How to read the pictures of the stories, apart from them: no finding is in their words."""
    body = [
        attribution.how_to_read(how_to_read.AREAS_SEEN, _("How to read these maps")),
        attribution.how_to_read(how_to_read.LINES_SEEN, _("How to read these charts")),
    ]
    return html.Section(body, className="section")


def partners(release: Release) -> list[Component]:
    """The whole list: for each partner its figures, with ways to their views."""
    lead = _(
        "Every figure that could be made of these partners' files. The numbers are made up, and "
        "no partner supplied any."
    )
    return [
        html.H1(list_title()),
        Lead(lead),
        *[_partner(release, name, sources) for name, sources in _by_partner(release).items()],
    ]


def list_title() -> str:
    """The title of the list of all figures."""
    return _("Simulated figures, by partner")


def _by_partner(release: Release) -> dict[str, list[Source]]:
    sources: dict[str, list[Source]] = {}
    for source in release.catalog.sources:
        sources.setdefault(partner_of(source), []).append(source)
    return sources


def _lead(release: Release) -> str:
    return _(
        "Simulated. In 2020 companies and non-profits gave the City data in confidence. It cannot "
        "be shown. This is the same site over made-up deliveries in the formats of {formats}. It "
        "shows what could be seen with leave to publish.",
        formats=demonstration.formats_of(release),
    )


def _rules() -> html.Section:
    rules: Sequence[str] = (
        _("No figure here describes New York, any neighborhood, any company or any person."),
        _("A program drew one imaginary city and wrote each partner's file from it, by a seed."),
        _("The files went through the same checks and the same privacy rules real ones would."),
        _("Do not cite, quote or copy these figures as findings. Every file is named SIMULATED."),
        _("They are in no page, search, rank or file of the real site. No chart holds both kinds."),
    )
    leave = demonstration.leaving(html.A(_("Go to the real figures"), href="/"))
    heading = html.H2(_("What this is, and is not"))
    items = html.Ul([html.Li(rule) for rule in rules], className="bullets")
    return html.Section([heading, items, html.P(leave)], className="section")


def _partner(release: Release, name: str, sources: Sequence[Source]) -> html.Section:
    heading = html.H2(_("Simulated, in the format of {partner}", partner=name))
    items = [
        _indicator(release, indicator) for source in sources for indicator in source.indicators
    ]
    titles = [indicator.title for source in sources for indicator in source.indicators]
    is_lettered = any(map(LETTER.search, titles))
    body: list[Component] = [
        heading,
        html.P(disowned_by(sources[0])),
        *([html.P(by_letters(), className="note")] if is_lettered else []),
        html.Ul(items, className="figure-list"),
    ]
    return html.Section(body, className="section demo-partner")


def _indicator(release: Release, indicator: Indicator) -> html.Li:
    """What it is, by which areas and how often, and every view that has it."""
    meta = _(
        "{need}: {often}, {where}",
        need=vocabulary.category(indicator.category),
        often=formats.frequency_word(indicator.frequency),
        where=formats.by_areas(indicator.geographies),
    )
    name = _(indicator.title).removeprefix(TITLE)
    links: list[Content] = []
    for words, path in _views(release, indicator):
        spoken = _("{view}: {what}, simulated", view=words, what=name)
        address = path if path.startswith(DICTIONARY) else f"{path}?indicator={indicator.id}"
        links += [DOT, html.A(words, href=address, title=spoken)]
    line = [html.Span(html.Strong(name)), html.Span(meta, className="meta"), html.Span(links[1:])]
    return html.Li(html.Div(line, className="line"))


def _views(release: Release, indicator: Indicator) -> list[tuple[str, str]]:
    links = [(_("Dictionary"), f"{DICTIONARY}/{indicator.id}")]
    if indicator.frequency is not Frequency.TOTAL:
        links.insert(0, (_("Over time"), TRENDS))
    if len(indicator.industries) > 1:
        links.insert(0, (_("Industries"), INDUSTRIES))
    areas = [name for name in indicator.geographies if name is not Geography.CITY]
    if any(is_mapped(release, name) for name in areas):
        links.insert(0, (_("Map"), MAP))
    return links
