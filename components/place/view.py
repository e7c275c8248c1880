"""The Place page: every figure that a borough or neighborhood has, by category of need."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dash import html
from dash.development.base_component import Component
from markupsafe import Markup

from components.figures import attribution, events, sentences
from components.markup import addresses
from components.markup.figure_words import FigureSentence
from components.markup.holding import which_release
from components.markup.prose import bullets
from components.markup.svg import tag
from components.place import changes, ledger, next_door, verdict
from components.place import figure as place_figure
from components.place import words as place_words
from components.place.figure import figure, is_drawn, shown_view
from components.place.gathering import Gathered, Need
from components.place.opening import NUMBERED, has_lead, opening
from components.place.trend import SEASONAL, trends
from components.site import get_help, shell
from components.text import formats, vocabulary
from components.text.care import described
from components.text.marks import DOT
from components.text.place_of_count import place_note
from components.text.words import _, ngettext
from data_loaders.released.place_pages import BOROUGH
from data_loaders.released.release import Release
from data_loaders.released.view import View
from data_loaders.vocabulary.model import Category, Geography, Indicator, Place

PATH = addresses.PLACES
# Topics whose figures tell of each other: subway entries are counted as foot traffic.
NEARBY = {
    Category.TRANSPORTATION: Category.FOOT_TRAFFIC,
    Category.FOOT_TRAFFIC: Category.TRANSPORTATION,
}


def address(place: Place, pinned: str | None = None) -> str:
    """The address of a place's page, holding to a release where one is named."""
    return f"{PATH}/{place.id}?release={pinned}" if pinned else f"{PATH}/{place.id}"


def layout(
    release: Release,
    place: Place,
    needs: list[Need],
    query: Mapping[str, str] | None = None,
    demo: frozenset[Category] = frozenset(),
) -> list[Component]:
    """The whole page for a place, from `needs` of its release; `query` is its address's.

    `demo` are categories of need the demonstration has simulated figures for.
    """
    asked = query or {}
    pinned = asked.get("release")
    with_own = [need for need in needs if need.has_own]
    gathered = [each for need in with_own for each in (*need.drawn, *need.listed)]
    wider = [need for need in needs if not need.has_own and need.wider]
    nothing = [need for need in needs if not need.has_own and not need.wider]
    end = release.manifest.published_on
    lines = verdict.lines(needs, place)
    page = [
        opening(release, place, needs, lines),
        _hold(place, pinned, release),
        next_door.section(release, place, needs, asked, end),
        *get_help.folded(),
        html.H2(_("Everything about {place}", place=place_words.called(place)), className="themes"),
        *[
            _section(release, place, need, asked, is_named=has_lead(lines))
            for need in (*with_own, *wider)
        ],
        _nothing(release, nothing, demo, {need.category for need in with_own}),
        _boundaries(place, with_own),
        changes.section(gathered, release),
        _follow(place, release),
    ]
    return [part for part in page if part is not None]


def in_short(need: Need) -> str:
    """The sentence that stands for a category: its first figure with a value, else its first."""
    ordered = (*need.drawn, *need.listed)
    valued = [each for each in ordered if place_words.latest(each, each.areas[0]).value is not None]
    first = (valued or ordered)[0]
    cared = (first.indicator, first.scene.view.geography, first.scene.view.industry)
    like = trends(first) if first.indicator.frequency in SEASONAL else []
    told = [place_words.trend(trend, first.indicator) for trend in like[:1]]
    sentence = " ".join([place_words.answer(first), *told])
    return described(sentence, first.scene.release, [cared])


def _follow(place: Place, release: Release) -> html.Ul | None:
    links = attribution.follow({"place": place.id}, release)
    return html.Ul(links, className="actions") if links else None


def card(release: Release, needs: list[Need]) -> str:
    """The address of the first chart of the page that anyone may have, for a card under a link."""
    drawn = [each for need in needs for each in need.drawn]
    if release.manifest.is_simulated:
        return ""
    for each in drawn:
        view = shown_view(each)
        figure_card = attribution.card(view, release, [each.scene.source], addresses.TRENDS_FIGURE)
        if figure_card:
            return figure_card
    return ""


def _hold(place: Place, pinned: str | None, release: Release) -> html.P:
    words = which_release(address(place), release.id, is_held=bool(pinned))
    return html.P(words, className="note held")


def _boundaries(place: Place, with_own: list[Need]) -> html.Details:
    return _theme(
        _("Whose boundaries these are"), "", [*_boundaries_named(place, with_own)], "boundaries"
    )


def _boundaries_named(place: Place, with_own: list[Need]) -> Iterator[Component]:
    """Whose boundaries the page's figures are in, for a place that is none of them itself."""
    if place.kind == BOROUGH:
        yield html.P(
            _("Figures are for the whole borough, set against the city. Nothing is added up.")
        )
        return
    used: dict[Geography, dict[str, None]] = {}
    for need in with_own:
        for each in (*need.drawn, *need.listed):
            names = used.setdefault(each.scene.view.geography, {})
            names.update(dict.fromkeys(place_words.short(area) for area in each.areas))
    if not used:
        yield html.P(
            _("No source publishes figures for an area that overlaps {name}.", name=place.name)
        )
        return
    yield html.P(
        _(
            "Each figure names the area that it is of, which may reach beyond {name}. Nothing is "
            "converted from one boundary to another. Largest overlap first:",
            name=place.name,
        )
    )
    yield bullets(
        _(
            "{boundaries} ({names})",
            boundaries=formats.boundaries(geography),
            names=", ".join(names),
        )
        for geography, names in used.items()
    )


def _theme(
    title: str, count: str | list[Component | str], content: list[Component | None], anchor: str
) -> html.Details:
    """A closed part of the page; the number of its figures stands beside its name."""
    head = html.Summary([html.H3(title), " ", html.Span(count, className="note")])
    return html.Details([head, *content], className="theme", id=anchor)


def _section(
    release: Release, place: Place, need: Need, query: Mapping[str, str], *, is_named: bool
) -> html.Details:
    """A topic; `is_named` where the events its charts mark are named at the head of the page."""
    pinned = query.get("release")
    content: list[Component | None] = []
    if not need.has_own:
        said = _wider_alone(release) if need.wider else _none_exists(release)
        content.append(FigureSentence(said, "said"))
    content += [figure(each, address(place, pinned), query) for each in need.drawn]
    spans = [place_figure.span(each) for each in need.drawn if is_drawn(each)]
    content += events.elsewhere(spans, NUMBERED) if is_named else events.named(spans)
    topic = vocabulary.category(need.category)
    if need.listed:
        name = _("{topic}, more of it", topic=topic)
        more = ledger.section(
            ledger.Ledger(name, need.listed, f"{need.category}-more"), at_hand(need)
        )
        content += [html.H4(_("More")), *more]
    content += _of_borough(release, place, need)
    if need.finer:
        content.append(_finer(need, place, pinned))
    if need.citywide:
        content.append(_citywide(need.citywide))
    counted = place_note(each.indicator for each in at_hand(need))
    content.append(html.P(counted, className="note") if counted else None)
    return _theme(topic, _counted(release, place, need), content, str(need.category))


def _of_borough(release: Release, place: Place, need: Need) -> list[Component]:
    """What is known of no smaller area than the borough."""
    if not need.wider or place.borough_id is None:
        return []
    borough = sentences.in_sentence(release.area(Geography.BOROUGH, place.borough_id).name)
    topic = vocabulary.category(need.category)
    name = _("{topic}, {borough} as a whole", topic=topic, borough=borough)
    return [
        html.H4(_("Known only for {borough} as a whole", borough=borough)),
        *ledger.section(ledger.Ledger(name, need.wider, f"{need.category}-borough"), at_hand(need)),
    ]


def at_hand(need: Need) -> tuple[Gathered, ...]:
    """Every figure that the page has of a topic."""
    return (*need.drawn, *need.listed, *need.wider)


def _counted(release: Release, place: Place, need: Need) -> list[Component | str]:
    """How many figures a topic has, and how many of the borough, which a phone has no room for
    beside others."""
    own = len(need.drawn) + len(ledger.parted(need.listed, at_hand(need))[0])
    said: list[Component | str] = []
    if own:
        said.append(ngettext("{number} figure", "{number} figures", own))
    rows = [] if place.borough_id is None else ledger.parted(need.wider, at_hand(need))[0]
    if rows and place.borough_id:
        borough = sentences.in_sentence(release.area(Geography.BOROUGH, place.borough_id).name)
        number = formats.integer(len(rows))
        wider = _("{number} of {borough}", number=number, borough=borough)
        said.append(html.Span(f", {wider}", className="and-wider") if said else wider)
    return said


def _parted_by(indicator: Indicator, geography: Geography) -> str:
    """A figure by the areas it is drawn in, which its title may name already."""
    title, where = _(indicator.title), formats.area_noun(geography)
    if _("by {where}", where=where) in title:
        return title
    return _("{what} by {where}", what=title, where=where)


def _finer(need: Need, place: Place, pinned: str | None) -> html.P:
    links = [
        html.A(
            _parted_by(indicator, geography),
            href=View((indicator.id,), geography, borough=place.id, release=pinned).address(
                addresses.MAP
            ),
        )
        for indicator, geography in need.finer
    ]
    return html.P([_("Inside the borough, on the map:"), " ", *_spaced(links)], className="note")


def _citywide(indicators: tuple[Indicator, ...]) -> html.P:
    links = [
        tag("a", _family_name(family), href=addresses.figure(family[0].id))
        for family in _families(indicators)
    ]
    return html.P([_("Known only for the whole city:"), " ", *_spaced(links)], className="note")


def _spaced(links: Sequence[html.A | Markup]) -> list[Component | str]:
    """Links one after another, with a sign between that every language reads."""
    parts: list[Component | str] = []
    for link in links:
        parts += [DOT, link] if parts else [link]
    return parts


def _families(indicators: tuple[Indicator, ...]) -> list[list[Indicator]]:
    """Indicators by family: the other splits of a family are on the page of its first."""
    families: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        families.setdefault(indicator.family, []).append(indicator)
    return list(families.values())


def _family_name(family: list[Indicator]) -> str:
    """The first of a family, and how many stand beside it: one slice is not the figure."""
    first, *more = family
    if not more:
        return _(first.title)
    return ngettext(
        "{title} and {number} more like it",
        "{title} and {number} more like it",
        len(more),
        title=_(first.title),
    )


def _wider_alone(release: Release) -> str:
    """That a topic is known of more than the place."""
    if release.manifest.is_simulated:
        return _("Simulated figures on this were not made for this place alone.")
    return _("No real figure exists for this place alone.")


def _none_exists(release: Release) -> str:
    if release.manifest.is_simulated:
        return _("Simulated figures on this were not made for this place.")
    return _("No real figure exists here for this place.")


def _nearby(category: Category) -> html.P:
    link = html.A(vocabulary.category(category), href=f"#{category}")
    return html.P([_("Figures here of a topic near it:"), " ", link], className="note")


def _nothing(
    release: Release, empty: list[Need], demo: frozenset[Category], known: set[Category]
) -> html.Details | None:
    """Categories of need in which no area as small as a borough has a figure; of one with a nearby
    topic that is `known` here, the way to it."""
    if not empty:
        return None
    terms: list[Component] = []
    for need in empty:
        terms.append(html.Dt(vocabulary.category(need.category)))
        said: list[Component] = [html.P(_none_exists(release))]
        if need.category in demo and not release.manifest.is_simulated:
            said.append(
                html.P(shell.demo_link(addresses.category(need.category)), className="note")
            )
        if NEARBY.get(need.category) in known:
            said.append(_nearby(NEARBY[need.category]))
        if need.citywide:
            said.append(_citywide(need.citywide))
        terms.append(html.Dd(said))
    count = ngettext("{number} topic", "{number} topics", len(empty))
    return _theme(_("What no figure shows"), count, [html.Dl(terms)], "nothing")
