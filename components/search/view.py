"""Search: places that match what was typed, each with its map and its own page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dash import html
from dash.development.base_component import Component

from components.about.text_pages import TextPage, text_pages
from components.data.matching import closest, is_in_a_title
from components.figures import sentences
from components.markup import addresses
from components.markup.addresses import kept
from components.markup.figure_words import FigureTitle
from components.markup.prose import Content, Contents, bullets
from components.search import council, figures_at, ranking
from components.search.finding import MOST_RESULTS, Found, certain, find
from components.search.meanings import meanings
from components.search.otherwise import asks_of_here, others
from components.search.parted import parted
from components.search.ranking import Closeness
from components.search.topics import asks_for_help, topic
from components.site import get_help, shell
from components.text import formats
from components.text.spelling import normalized
from components.text.words import _, ngettext
from components.text.zip_words import counted_with
from data_loaders.records.held import records
from data_loaders.released.place_pages import BOROUGH, NEIGHBORHOOD, has_page
from data_loaders.released.release import Release
from data_loaders.released.view import MOST_AREAS, is_mapped
from data_loaders.released.zip_areas import area_of
from data_loaders.vocabulary import city_terms
from data_loaders.vocabulary.geography import NEIGHBORHOODS
from data_loaders.vocabulary.model import Geography, Indicator, Place
from data_loaders.vocabulary.place_names import WithoutFigures, codes_without_figures

PATH = addresses.SEARCH
INPUT = "search-page-q"
PREFERRED = "covid_case_rate"
MOST_INSIDE = 4
MOST_FIGURES = 6
MOST_PAGES = 6


def title(typed: str) -> str:
    """The heading, with what was typed."""
    return _("Search: “{typed}”", typed=typed) if typed else _("Find a place")


def layout(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """The whole page."""
    body: list[Component] = [html.H1(title(typed)), shell.search_form(typed, INPUT)]
    if not typed:
        return [*body, *_hints(query)]
    if found := _council(release, typed, query) or _results(release, typed, query):
        return [*body, *found]
    if council.is_unnumbered(release, typed):
        return [*body, *council.which(query)]
    for other in others(release, typed):
        if found := _results(release, other, query):
            help_first = _help(release, typed)
            said = _found_by(other) if help_first else _read_as(other)
            read_as = html.P(said, className="hint", role="status")
            near = _near(release, other, query) if asks_of_here(typed) else []
            return [*body, *help_first, *near, read_as, *found]
    unknown = find(release, typed, guess=False).unknown_codes
    said = [_no_figures(code) for code in unknown] or [nothing(release, typed)]
    return [
        *body,
        *(html.P(each, role="status") for each in said),
        *_help(release, typed),
        *_hints(query),
    ]


def _help(release: Release, typed: str) -> list[Component]:
    """Where to get help with what a question is about; nothing for who asks for figures."""
    if not asks_for_help(typed):
        return []
    about = closest(release, topic(release, typed))[:1]
    return get_help.section(frozenset(each.category for each in about)) if about else []


def _council(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """What the council district that was named overlaps, and figures named beside it."""
    asked = council.asked(typed)
    found = council.overlapped(release, asked.number, query) if asked else []
    return [*found, *_figures(release, asked.beside, query)] if asked and found else []


def _found_by(other: str) -> str:
    return _("This is what “{other}” finds.", other=other)


def _read_as(other: str) -> str:
    return _("Nothing here is called just so. This is what “{other}” finds.", other=other)


def _results(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """Figures, places and pages that what was typed names; empty where it names none."""
    figures = _figures(release, typed, query)
    texts = _texts(release, typed, query)
    found = find(release, typed, guess=False)
    unknown = [html.P(_no_figures(code), role="status") for code in found.unknown_codes]
    body: list[Component] = [*unknown, *_elsewhere(release, typed)]
    if _is_figure_in_borough(release, typed):
        return [*body, *_parted(release, typed, query), *texts]
    if not figures and all(match.closeness is Closeness.CODE for match in found.matches):
        if both := _parted(release, typed, query):
            return [*body, *both, *texts]
        found = find(release, typed)
    if found.matches:
        body += _places(release, found, query)
        return [*body, *texts] if found.meant else [*body, *texts, *figures]
    if not figures and not texts:
        return []
    tells_all = bool(texts) and not is_in_a_title(release, typed)
    return [*body, *texts, *figures] if tells_all else [*body, *figures, *texts]


def _elsewhere(release: Release, typed: str) -> Iterator[Component]:
    """That a ZIP Code is in another borough than the one named beside it."""
    codes, rest = ranking.codes_in(typed)
    named = _borough_named_last(release, ranking.spelled(rest))
    for place in (each for each in release.places if each.id in codes):
        if named and place.borough_id and named not in _boroughs_of(place):
            yield html.P(
                _(
                    "{code} is in {borough}, not in {other}.",
                    code=place.id,
                    borough=_borough(release, place.borough_id),
                    other=_borough(release, named),
                ),
                role="status",
            )


def _borough_named_last(release: Release, text: str) -> str:
    """The borough a text ends with, the state aside; empty where it ends with none."""
    for state in ranking.STATE:
        text = text.removesuffix(f" {state}")
    boroughs = ranking.rules(release).boroughs
    return next((each for name, each in boroughs if f" {text}".endswith(f" {name}")), "")


def _boroughs_of(place: Place) -> set[str]:
    """The boroughs a place lies in: a few ZIP Codes cross a borough line."""
    return {place.borough_id or "", *place.areas.get(Geography.BOROUGH, ())}


def _borough(release: Release, borough_id: str) -> str:
    return sentences.in_sentence(release.area(Geography.BOROUGH, borough_id).name)


def _is_figure_in_borough(release: Release, typed: str) -> bool:
    """Whether a figure and a whole borough are named, as "unemployment in the Bronx" does: no
    title that has both words is meant then."""
    if any(normalized(_(each.title)) == normalized(typed) for each in release.indicators.values()):
        return False
    found = parted(release, typed)
    return found is not None and [place.kind for place in found.places] == [BOROUGH]


def straight_to(release: Release, typed: str, query: Mapping[str, str]) -> str:
    """The page of the one place that was named; empty where it is not certain."""
    place = certain(release, typed)
    if place is None or not _has_own(place):
        return ""
    return kept(addresses.place(place.id), query)


def _places(release: Release, found: Found, query: Mapping[str, str]) -> list[Component]:
    """The place that was meant, large, and the others that match."""
    body: list[Component] = [html.P(summary(found), className="hint", role="status")]
    if found.meant is not None:
        body.append(_first(release, found.meant, query))
    others = [match.place for match in found.matches if match.place != found.meant]
    if others:
        words = _("Also matching") if found.meant else _("Matching places")
        items = [_result(release, place, query) for place in others]
        body += [html.H2(words), html.Ul(items, className="figure-list")]
    return body


def _no_figures(code: str) -> str:
    """Why no figure is counted by a ZIP Code, as far as it is known."""
    blanks = {"code": code}
    match codes_without_figures().get(code):
        case WithoutFigures.POST_OFFICE_BOXES:
            return _("{code} is for post-office boxes: nobody lives there, so it has no figures.",
                     **blanks)  # fmt: skip
        case WithoutFigures.ONE_ORGANIZATION:
            return _("{code} is the mail of one organization, so it has no figures.", **blanks)
        case WithoutFigures.MAIL_ONLY:
            return _("{code} is not among the ZIP codes the City counts by.", **blanks)
        case WithoutFigures.NASSAU:
            return _("{code} is in Nassau County, outside New York City.", **blanks)
        case WithoutFigures.WESTCHESTER:
            return _("{code} is in Westchester County, outside New York City.", **blanks)
        case _:
            return _("{code} is not a ZIP code of New York City.", **blanks)


def _pages(typed: str, query: Mapping[str, str]) -> list[Component]:
    """Pages of words that mention what was typed, where the demonstration has none."""
    wanted = normalized(typed).split()
    if not wanted:
        return []
    pages = [each for each in text_pages(records().current()) if _mentions(each, wanted)]
    if not pages:
        return []
    links: list[Contents] = [
        [
            html.A(each.name, href=kept(each.path, query)),
            " ",
            html.Span(each.told, className="why"),
        ]
        for each in pages[:MOST_PAGES]
    ]
    return [html.H2(_("Pages that mention it")), bullets(links)]


def _parted(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """Figures that the one half of what was typed mentions, and the places the other half names."""
    found = parted(release, typed)
    if found is None:
        return []
    if len(found.places) == 1:
        [place] = found.places
        return [*_figures(release, found.words, query, place), _first(release, place, query)]
    body = _figures(release, found.words, query)
    items = [_result(release, place, query) for place in found.places]
    return [*body, html.H2(_("Matching places")), html.Ul(items, className="figure-list")]


def _texts(release: Release, typed: str, query: Mapping[str, str]) -> list[Component]:
    """Those pages, of which the demonstration has none; and what words mean."""
    pages = [] if release.manifest.is_simulated else _pages(typed, query)
    return [*pages, *meanings(typed, query)]


def _mentions(page: TextPage, wanted: list[str]) -> bool:
    words = normalized(" ".join((page.name, page.told, *page.terms))).split()
    return all(any(word.startswith(part) for word in words) for part in wanted)


def _figures(
    release: Release, typed: str, query: Mapping[str, str], place: Place | None = None
) -> list[Component]:
    """Figures that mention what was typed, each at the place that was named with it: who looks
    for "pick-up" names no place."""
    named = closest(release, typed) if normalized(typed) else []
    if not named:
        return []
    every = html.A(_("All figures that mention it"), href=kept(addresses.DATA, query, q=typed))
    more = [html.P(every)] if len(named) > MOST_FIGURES else []
    if place is not None:
        here = figures_at.listed(release, named, place, query, most=MOST_FIGURES)
        return [html.H2(_("Figures here")), here, *more]
    links: list[Content] = [
        html.A(_(indicator.title), href=kept(f"{addresses.DATA}/{indicator.id}", query))
        for indicator in named[:MOST_FIGURES]
    ]
    return [html.H2(_("Figures that mention it")), bullets(links), *more]


def summary(found: Found) -> str:
    """How many places match, or that they are guesses."""
    if found.are_guesses:
        return _("No place is spelled just so. These are the nearest.")
    if len(found.matches) == MOST_RESULTS:
        return _("Many places match. These come closest.")
    return ngettext("{number} place matches.", "{number} places match.", len(found.matches))


def nothing(release: Release, typed: str) -> str:
    """Why nothing was found, and what can be."""
    if not release.places:
        return _("This release has no list of places. Use the map instead.")
    if typed.strip().isdigit():
        return _("“{typed}” is not a ZIP code of New York City.", typed=typed)
    return _(
        "Nothing here is called “{typed}”. Streets, addresses, landmarks and school or "
        "assembly districts are not known here. Try the ZIP code or the neighborhood.",
        typed=typed,
    )


def _hints(query: Mapping[str, str]) -> list[Component]:
    """What may be typed; each example is a link."""
    links: list[Content] = [
        html.A(text, href=kept(PATH, query, q=text)) for text in city_terms.SEARCHED
    ]
    near = html.A(_("Or find where you are on the map"), href=kept(addresses.MAP, query))
    return [
        html.P(
            _(
                "Type a ZIP code, a neighborhood, a borough, or a community or council district. "
                "For example:"
            )
        ),
        bullets(links),
        html.P([near, ". ", _how_the_map_finds()]),
    ]


def _how_the_map_finds() -> str:
    return _("Its round button asks your device. Nothing is sent.")


def _near(release: Release, about: str, query: Mapping[str, str]) -> list[Component]:
    """The map of a figure of small areas, for who asks of where they are."""
    figure = next((each for each in closest(release, about) if _is_local(release, each)), None)
    if figure is None:
        return []
    words = _("Find where you are on the map: {title}", title=_(figure.title))
    link = html.A(words, href=kept(addresses.MAP, query, indicator=figure.id))
    return [html.P([link, ". ", _how_the_map_finds()])]


def _is_local(release: Release, indicator: Indicator) -> bool:
    """Whether a map can show it for areas smaller than a borough."""
    small = NEIGHBORHOODS & {*indicator.geographies}
    return any(is_mapped(release, geography) for geography in small)


def _first(release: Release, place: Place, query: Mapping[str, str]) -> Component:
    """A place that matches exactly, first and large."""
    links = [html.A(words, href=address) for words, address in _links(release, place, query)]
    inside = list(_inside(release, place, query))
    together = counted_with(release, place.id)
    return html.Section(
        [
            FigureTitle(place.name, level=2, class_name="found-name"),
            html.P(where(release, place), className="hint"),
            *([html.P(together)] if together else []),
            html.Ul([html.Li(link) for link in links], className="actions"),
            *([html.P([_("Neighborhoods in it: "), *inside])] if inside else []),
        ],
        className="found",
    )


def _result(release: Release, place: Place, query: Mapping[str, str]) -> html.Li:
    (_words, address), *others = _links(release, place, query)
    name = html.A(place.name, href=address)
    return html.Li(
        html.Div(
            [
                html.Span(name),
                html.Span(where(release, place), className="meta"),
                html.Span([html.A(words, href=to) for words, to in others], className="meta"),
            ],
            className="line",
        )
    )


def where(release: Release, place: Place) -> str:
    """What kind of place it is, and in which borough."""
    kinds = {
        "borough": _("borough"),
        "neighborhood": _("neighborhood"),
        "community district": _("community district"),
        "ZIP Code": _("ZIP code"),
    }
    kind = kinds.get(place.kind, place.kind)
    borough = release.areas(Geography.BOROUGH).get(place.borough_id or "")
    if borough is None or place.kind == "borough":
        return kind
    return _("{kind}, {borough}", kind=kind, borough=formats.area(borough))


def _links(release: Release, place: Place, query: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Its own page where it has one, then the map."""
    has_own = _has_own(place)
    if has_own:
        yield _("All figures of this place"), kept(addresses.place(place.id), query)
    address = map_address(release, place, query)
    if address:
        yield _("See it on the map"), address
    elif not has_own:
        yield _("See the map"), kept(addresses.MAP, query)


def _has_own(place: Place) -> bool:
    """Whether a place has a page, if only that of the ZIP area it is counted with."""
    return has_page(place) or area_of(place) is not None


def map_address(release: Release, place: Place, query: Mapping[str, str]) -> str | None:
    """The map with the areas the place overlaps; None where it overlaps none that are drawn."""
    geography = Geography.BOROUGH if place.kind == "borough" else Geography.MODZCTA
    overlapping = place.areas.get(geography, ())[:MOST_AREAS]
    indicator = mapped_indicator(release, geography)
    if indicator is None or not overlapping:
        return None
    view = {"indicator": indicator, "geography": str(geography), "areas": "~".join(overlapping)}
    return kept(addresses.MAP, query, **view)


def mapped_indicator(release: Release, geography: Geography) -> str | None:
    """The indicator a place is first shown with: case rates, else the first that is drawn so."""
    names = sorted(release.indicators, key=lambda name: name != PREFERRED)
    for name in names:
        if is_mapped(release, geography) and geography in release.indicators[name].geographies:
            return name
    return None


def _inside(release: Release, place: Place, query: Mapping[str, str]) -> Iterator[Content]:
    """Neighborhoods that a ZIP code or a district overlaps, largest part first."""
    if place.kind in (BOROUGH, NEIGHBORHOOD):
        return
    pages = {each.id: each for each in release.places if each.kind == "neighborhood"}
    overlapping = [name for name in place.areas.get(Geography.NTA2020, ()) if name in pages]
    for number, name in enumerate(overlapping[:MOST_INSIDE]):
        yield ", " if number else ""
        yield html.A(pages[name].name, href=kept(addresses.place(name), query))
