"""Data: every indicator by category and family, with a filter, and the release they are from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from dash import html
from dash.development.base_component import Component

from components.data import due, unseen
from components.data import release as release_view
from components.data.matching import Family, matching
from components.data.reach import newest
from components.markup import addresses, native
from components.markup.addresses import kept
from components.markup.attributes import marked
from components.markup.figure_words import Lead
from components.markup.folding import on_phones
from components.markup.prose import Content, Contents, bullets, contents, section
from components.site import demonstration, shell
from components.text import formats, vocabulary
from components.text.words import _, ngettext
from data_loaders.released.joined import joined_with, newest_day
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Category, Geography, Indicator
from data_loaders.vocabulary.unmet import UNMET, Unmet

PATH = addresses.DATA
GAPS = "gaps"
FEW = 4


def layout(
    release: Release,
    query: Mapping[str, str],
    today: date,
    demo: frozenset[Category] = frozenset(),
) -> list[Component]:
    """The whole page; `demo` are categories of need the demonstration has figures for."""
    typed = query.get("q", "")
    families = matching(release, typed)
    figure_count = sum(map(len, families))
    parts = [
        *[
            _category(release, name, list(inside), query)
            for name, inside in groupby(families, key=lambda family: family[0].category)
        ],
        *(_real_only(release, query, today, demo) if not release.manifest.is_simulated else []),
        *release_view.sections(release, query),
    ]
    return [
        html.H1(_("Data")),
        Lead(lead(release)),
        contents(parts),
        _filter(typed, query),
        *([html.P(_found(figure_count, typed), className="hint", role="status")] if typed else []),
        *parts,
    ]


def _real_only(
    release: Release, query: Mapping[str, str], today: date, demo: frozenset[Category]
) -> list[Component]:
    """Gaps and what is due count real figures, so the demonstration has neither."""
    return [_gaps(release, demo), due.calendar(release, today, query)]


def _gaps(release: Release, demo: frozenset[Category]) -> Component:
    """Needs without a real figure: they stay empty, whatever could be simulated."""
    ended = [finding for name in Category if (finding := unseen.category(release, name))]
    rule = _(
        "No real figure of these exists here. Partners of the Recovery Data Partnership measured "
        "them for the City in 2020 and 2021; their figures are confidential. None of the public "
        "sources read here measures the same."
    )
    items: list[Contents] = [_unmet(each, demo) for each in UNMET]
    lines: list[Contents] = [[html.Strong(what), f" {how_much}"] for what, how_much in ended]
    lines += [[html.Strong(f"{_(one.name)}."), f" {_(one.why)}"] for one in release.catalog.lacking]
    told = [html.P(rule), bullets(items)] if items else []
    return section(_("What no figure reaches"), [*told, *([bullets(lines)] if lines else [])], GAPS)


def _unmet(each: Unmet, demo: frozenset[Category]) -> list[Content]:
    """A need, who measured it, and the way to simulated figures of its kind where there are."""
    words = _(
        "{category}: {what} ({partner})",
        category=vocabulary.category(each.category),
        what=_(each.what),
        partner=each.partner,
    )
    link = [". ", shell.demo_link(f"{PATH}#{each.category}")] if each.category in demo else []
    return [words, *link]


def lead(release: Release) -> str:
    """How many figures of how many sources."""
    count = len(release.indicators)
    figures = ngettext("{number} figure", "{number} figures", count)
    sources = ngettext("{number} source", "{number} sources", len(release.sources))
    if release.manifest.is_simulated:
        return _(
            "{figures} in the formats of {sources}. Each has a page that says what it would "
            "measure, who is in it and how it is treated, with its files.",
            figures=figures,
            sources=demonstration.formats_of(release),
        )
    return _(
        "{figures} from {sources}. Each has a page that says what it measures, how far it reaches "
        "and how to cite it, with its files.",
        figures=figures,
        sources=sources,
    )


def _filter(typed: str, query: Mapping[str, str]) -> html.Form:
    """Native: it is answered by the server."""
    release = query.get("release")
    held = [native.Input(type="hidden", name="release", value=release)] if release else []
    field = native.Input(
        id="data-q", type="search", name="q", value=typed, maxLength=80, autoComplete="off"
    )
    form = html.Form(
        [
            html.Div(
                [html.Label(_("Show figures that mention"), htmlFor="data-q"), field],
                className="control",
            ),
            *held,
            html.Button(_("Filter"), type="submit"),
        ],
        action=PATH,
        method="get",
        className="filter",
    )
    return marked(form, {"aria-label": _("Filter the figures")})


def _found(count: int, typed: str) -> str:
    if not count:
        return _("No figure mentions “{typed}”. Try a shorter word, such as “rent”.", typed=typed)
    return ngettext(
        "{number} figure mentions “{typed}”.",
        "{number} figures mention “{typed}”.",
        count,
        typed=typed,
    )


def _category(
    release: Release, name: Category, families: Sequence[Family], query: Mapping[str, str]
) -> Component:
    heading = html.H2(vocabulary.category(name))
    items = [_family(release, family, query) for family in families]
    count = sum(map(len, families))
    words = ngettext("{number} figure", "{number} figures", count)
    listed = html.Ul(items, className="figure-list")
    # What was found is shown.
    told = on_phones(words, listed, is_open=bool(query.get("q")))
    return html.Section([heading, told], id=str(name), className="section")


def _family(release: Release, family: Family, query: Mapping[str, str]) -> html.Li:
    """The first figure in full; many variants of it fold away."""
    lines = [_line(release, indicator, query, family[0]) for indicator in family]
    first, *others = lines
    rest = html.Ul([html.Li(line) for line in others])
    if not others:
        return html.Li(first)
    if len(others) < FEW:
        return html.Li([first, rest])
    words = ngettext("{number} more like it", "{number} more like it", len(others))
    return html.Li([first, html.Details([html.Summary(words), rest])])


def _reach(release: Release, indicator: Indicator) -> Iterator[str]:
    """Up to when a figure has values, once for boundaries of one month, in the order it has."""
    boundaries: dict[str, list[Geography]] = {}
    periods = newest(release, indicator)
    for geography in indicator.geographies:
        period = periods.get(geography)
        end = formats.short_month(period[1]) if period else _("no period yet")
        boundaries.setdefault(end, []).append(geography)
    for end, geographies in boundaries.items():
        where = formats.by_areas(geographies)
        yield _("{where}, to {newest}", where=where, newest=end)


def _name(release: Release, indicator: Indicator) -> str:
    """The title of a figure, with its boundaries where another has the same title."""
    title = _(indicator.title)
    if sum(_(each.title) == title for each in release.indicators.values()) == 1:
        return title
    return _("{title}, {where}", title=title, where=formats.by_areas(indicator.geographies))


def _partners(release: Release, indicator: Indicator) -> str:
    """Who publishes a figure, with the publishers that it goes on in."""
    others = joined_with(release, indicator, newest_day(release, indicator))
    partners = [each.partner for each in (release.source_of[indicator.id], *others)]
    return formats.listed(list(dict.fromkeys(partners)))


def _line(
    release: Release, indicator: Indicator, query: Mapping[str, str], first: Indicator
) -> html.Div:
    """Title, how often, where and until when; the publisher unless the first of its family said."""
    partner = _partners(release, indicator)
    is_said = indicator is not first and partner == _partners(release, first)
    often = formats.frequency_word(indicator.frequency)
    meta = f"{often}, {'; '.join(_reach(release, indicator))}"
    return html.Div(
        [
            html.A(_name(release, indicator), href=kept(f"{PATH}/{indicator.id}", query)),
            html.Span(meta, className="meta"),
            html.Span("" if is_said else partner, className="meta from"),
        ],
        className="line",
    )
