"""What stands around every page: skip link, navigation, search, footer."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.markup import addresses, native
from components.markup.attributes import marked
from components.site import demonstration, notices
from components.site.page import Asked, Page, Route
from components.text import formats
from components.text.marks import DOT
from components.text.words import _, ngettext
from data_loaders.released.release import Release
from data_loaders.released.serving import file_base
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.naming import BASE
from data_loaders.vocabulary.place_names import index_version

MAIN, FOOT = "main", "foot"
SEARCH = "search-q"
CITY = "City of New York"
DIGEST = (
    "It is the digest that ships with the site: daily figures by week, weekly neighborhood "
    "figures by month. Full detail comes with the feeds."
)


def framed(page: Page, asked: Asked, routes: Sequence[Route]) -> html.Div:
    """A page with all that stands around it; `data-places` tells the search where its index is."""
    site = html.Div(
        [
            html.A(_("Skip to the content"), href=f"#{MAIN}", className="skip"),
            html.A(_to_foot(asked), href=f"#{FOOT}", className="skip"),
            *([_band()] if asked.base else []),
            _header(asked, routes),
            html.Main(
                [notices.listed(asked.notices + page.notices, asked.release), *page.body],
                id=MAIN,
                tabIndex=-1,
                className=page.arranged or None,
            ),
            _footer(asked),
        ],
        className="site",
    )
    places = f"{file_base(asked.release)}/places.json?of={index_version()}"
    return marked(site, {"data-places": places, "data-base": asked.base})


def _to_foot(asked: Asked) -> str:
    """What stands at the foot, for who gets there by keys."""
    if asked.demo and not asked.base:
        return _("Skip to the foot: What changed, Privacy, Words, Demonstration")
    return _("Skip to the foot: What changed, Privacy, Words")


def _band() -> html.Aside:
    """Fixed across the top of every page of the demonstration."""
    words = html.P(
        [
            html.Strong(_("Simulated figures.")),
            " ",
            _("Those named here supplied none of these numbers."),
            " ",
            demonstration.leaving(html.A(_("See the real figures"), href="/")),
        ]
    )
    return marked(html.Aside(words, className="simulated-band"), {"aria-label": _("Simulated")})


def demo_link(path: str = "") -> html.A:
    """From the real site to the demonstration, in the same words everywhere."""
    return html.A(_("Demonstration: what partner data would show"), href=f"{BASE}{path}")


def document_title(page: Page) -> str:
    """The title of the window: the page first, then the site."""
    return formats.window_title(page.title)


def _header(asked: Asked, routes: Sequence[Route]) -> html.Header:
    named = sorted((route for route in routes if route.label), key=lambda route: route.order)
    current = _current(named, asked.path)
    links = [html.Li(_nav_link(route, asked.path, is_current=route is current)) for route in named]
    word = _("Demo") if asked.base else _("Data")
    brand = html.A([_("NYC Recovery"), " ", html.Span(word)], href="/", className="brand")
    return html.Header(
        html.Div(
            [brand, marked(html.Nav(html.Ul(links)), {"aria-label": _("Pages")}), search_form()],
            className="wide",
        ),
        className="head",
    )


def _current(named: Sequence[Route], path: str) -> Route | None:
    """The one part of the site that a path belongs to: by its own address before it is listed
    among the pages of another."""
    own = (route for route in named if _is_within(path, route.path))
    listed = (route for route in named if any(_is_within(path, also) for also in route.also))
    return next(own, None) or next(listed, None)


def _is_within(path: str, part: str) -> bool:
    return path == part or (part != "/" and path.startswith(f"{part}/"))


def _nav_link(route: Route, path: str, *, is_current: bool) -> html.A:
    link = html.A(_(route.label), href=route.path)
    current = "page" if path == route.path else "true"
    return marked(link, {"aria-current": current}) if is_current else link


def search_form(typed: str = "", input_id: str = SEARCH) -> html.Form:
    """Find a place by ZIP, neighborhood or borough; answers with and without a script."""
    label = _("Find a place from any page") if input_id == SEARCH else _("Find a place")
    form = html.Form(
        [
            html.Label(label, htmlFor=input_id, className="visually-hidden"),
            native.Input(
                id=input_id,
                type="search",
                name="q",
                value=typed,
                placeholder=_("ZIP, neighborhood or borough"),
                autoComplete="off",
                maxLength=80,
            ),
            html.Button(_("Find"), type="submit", className="find"),
        ],
        action=addresses.SEARCH,
        method="get",
        role="search",
        className="search",
    )
    return marked(form, {"aria-label": label})


def _footer(asked: Asked) -> html.Footer:
    release = asked.release
    operator = installation.operator()
    changed = addresses.RELEASE if asked.base else addresses.CHANGES
    return html.Footer(
        html.Div(
            [
                html.P(
                    [
                        " ".join(release_sentences(release)),
                        " ",
                        html.A(_("What changed"), href=changed),
                    ]
                ),
                html.P(_operator_sentences(operator)),
                html.P(_printed_from(asked), className="print-only"),
                html.P(
                    [
                        html.A(_("How numbers are made"), href=addresses.METHODS),
                        DOT,
                        html.A(_("Privacy"), href=addresses.PRIVACY),
                        DOT,
                        html.A(_("All figures and downloads"), href=addresses.DATA),
                        DOT,
                        html.A(_("Words"), href=addresses.WORDS),
                        *([] if asked.base else _about_links()),
                        *([DOT, demo_link()] if asked.demo and not asked.base else []),
                    ]
                ),
            ],
            className="wide",
        ),
        id=FOOT,
        tabIndex=-1,
        className="foot",
    )


def _printed_from(asked: Asked) -> str:
    """Where a page on paper came from."""
    return _("From {address}.", address=f"{installation.public_url()}{asked.address}")


def _about_links() -> list[Component | str]:
    """What the navigation keeps one step away."""
    return [
        DOT,
        html.A(_("For programs"), href=addresses.API),
        DOT,
        html.A(_("Uses of data"), href=addresses.USES),
        DOT,
        html.A(_("Impact"), href=addresses.IMPACT),
    ]


def _operator_sentences(operator: str) -> list[Component | str]:
    parts: list[Component | str] = [
        _("Run by {operator}.", operator=operator) + " " if operator else "",
        _("Independent of the City of New York.") + " " if operator != _(CITY) else "",
    ]
    return [*parts, *contact_link(_("Report an error"))]


def contact_link(words: str) -> list[Component]:
    """The operator's address for questions and errors; nothing where none is set, as nobody is
    invited to write where nobody reads."""
    contact = installation.contact()
    if not contact:
        return []
    return [html.A(words, href=contact if "://" in contact else f"mailto:{contact}")]


def release_sentences(release: Release) -> list[str]:
    """Which release is shown, made when, from what, and how detailed it is."""
    if release.manifest.is_simulated:
        return _simulated_sentences(release)
    count = len(release.catalog.deliveries)
    made = ngettext(
        "Release {id}, made on {day} from {number} source.",
        "Release {id}, made on {day} from {number} sources.",
        count,
        id=release.id,
        day=formats.day(release.manifest.published_on),
    )
    return [made, _(DIGEST)] if release.catalog.digest else [made]


def _simulated_sentences(release: Release) -> list[str]:
    """A simulated release by its made-up date, and what in it is real."""
    made = _(
        "Release {id}, dated as if made on {day}, in the formats of {formats}.",
        id=release.id,
        day=formats.day(release.manifest.published_on),
        formats=demonstration.formats_of(release),
    )
    real = _("Places, their shapes, their counts of residents and the events named are real.")
    return [made, _("Its figures are simulated."), real]
