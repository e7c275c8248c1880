"""The first response to an address: the page itself, as HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

import msgspec
from flask import Request, Response
from markupsafe import Markup

from api import answers, headers, kept_whole, next_page, ready_pages
from api.files import asset_url
from api.own_scripts import stylesheets
from components.markup import addresses
from components.markup.explained import explained
from components.markup.first_view import island_of, rendered
from components.markup.svg import tag
from components.pictures.picture import Shape
from components.site import packed, shell, static
from components.site.page import Asked, Page
from components.site.routing import Routing, parameters
from components.text.words import LANGUAGE, _
from data_loaders.records.held import records
from data_loaders.released.release import Release
from data_loaders.released.view import Notice
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Category

FONTS = ("newsreader.woff2", "public-sans.woff2")
TEMPLATE = Markup(
    '<!doctype html>\n<html lang="{language}" dir="ltr"{side}>\n<head>\n{head}\n</head>\n<body>\n'
    "{body}\n{scripts}\n</body>\n</html>\n"
)


Scripts = Callable[[Asked, Page], Markup]
Key = tuple[
    str,
    tuple[tuple[str, str], ...],
    tuple[Notice, ...],
    date,
    frozenset[Category],
    tuple[object, ...],
]


def first_response(routing: Routing, scripts: Scripts, request: Request) -> Response:
    """HTML for an address; 404 for one that names no page."""
    given = parameters(request.args.items(multi=True))
    asked = routing.asked(request.path, given)
    lasts = routing.lasts(asked)
    key = _key(asked, lasts)
    # The release itself: another may be current by the time the page is built.
    version = records().version
    kept_under = routing, scripts, asked.release, version, *key
    body = _body(*kept_under)
    if asked.query == given:  # what a page does not read is in no key
        sent = kept_whole.Sent(routing, asked, version, lasts, kept_under, _body)
        request.environ[kept_whole.SENT] = sent
    tag = answers.tag_of(asked.release.id, version, _written(key), packed.built())
    response = answers.answer(request, body, tag)
    headers.secure(response.headers, body.scripts)
    response.headers.extend(next_page.HEADER)
    return response


def _key(asked: Asked, lasts: tuple[object, ...]) -> Key:
    """What a page depends on beside its release and the records."""
    query = tuple(asked.query.items())
    return asked.address, query, asked.notices, asked.today, asked.demo, lasts


def make_small(routing: Routing, scripts: Scripts, path: str) -> None:
    """Make the page of a path, compressed further: for what is asked for most."""
    asked = routing.asked(path, {})
    key = _key(asked, routing.lasts(asked))
    _body(routing, scripts, asked.release, records().version, *key).shrink(0, answers.SLOW)


@answers.kept(4 * answers.MEGABYTE)
def _body(
    routing: Routing,
    scripts: Scripts,
    release: Release,
    _records: str,
    path: str,
    query: tuple[tuple[str, str], ...],
    notices: tuple[Notice, ...],
    today: date,
    demo: frozenset[Category],
    _lasts: tuple[object, ...],
) -> answers.Body:
    """Kept by release, records, path, day and the parameters known; junk makes no new entry."""
    request = routing.asked(path, dict(query))
    asked = replace(request, release=release, notices=notices, today=today, demo=demo)
    pages = ready_pages.used()
    place = pages and pages.path(routing, asked)
    if pages is None or place is None:
        return made(routing, scripts, asked)
    body = pages.read(place)
    if body is None:
        body = made(routing, scripts, asked)
        pages.write(place, body)
    return body


def made(routing: Routing, scripts: Scripts, asked: Asked) -> answers.Body:
    """The page of an address, written anew."""
    page = routing.page(asked)
    html = str(document(page, asked, routing, scripts))
    indexed = page.is_indexed and page.status == 200
    return answers.Body(
        html.encode(),
        "text/html",
        page.status,
        tuple(_headers(page, asked, is_indexed=indexed)),
        tuple(headers.inline_scripts(html)),
    )


def _headers(page: Page, asked: Asked, *, is_indexed: bool) -> Iterator[tuple[str, str]]:
    if not is_indexed:
        yield "X-Robots-Tag", "noindex"
    if page.leads_to:
        yield "Location", f"{asked.base}{page.leads_to}"


def _written(key: Key) -> str:
    """The key as text that is the same in every worker: a set has no order of its own."""
    return repr([sorted(part) if isinstance(part, frozenset) else part for part in key])


def document(page: Page, asked: Asked, routing: Routing, scripts: Scripts) -> Markup:
    """The whole document of a page."""
    return TEMPLATE.format(
        language=LANGUAGE,
        side=Markup(' class="simulated"') if asked.base else "",
        head=_head(page, asked),
        body=_body_of(page, asked, routing),
        scripts=scripts(asked, page),
    )


def _body_of(page: Page, asked: Asked, routing: Routing) -> Markup:
    """All of the page, with its terms explained; on the glossary itself they are already."""
    written = rendered(routing.layout(asked, page))
    return written if asked.path == addresses.WORDS else explained(written, words_page(asked))


def words_page(asked: Asked) -> str:
    """Where terms are explained, on the side of the site and in the release that is read."""
    return addresses.kept(f"{asked.base}{addresses.WORDS}", asked.query)


def _head(page: Page, asked: Asked) -> Markup:
    lines = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", shell.document_title(page)),
        tag("meta", name="description", content=page.description),
        tag("meta", name="color-scheme", content="light dark"),
        *_styles(is_figure_first=island_of(page.body) is not None),
        *([] if asked.base else _social(page, asked.query, asked.path)),
        *([] if asked.base or page.linked_data is None else [_linked(page.linked_data)]),
        *([] if asked.base or page.follows is None else [_feed(page.title, page.follows)]),
        *([] if page.is_indexed else [tag("meta", name="robots", content="noindex")]),
    ]
    return Markup("\n").join(lines)


def _feed(title: str, follows: Mapping[str, str]) -> Markup:
    """Where a feed reader finds the changes of what the page shows."""
    return tag(
        "link",
        rel="alternate",
        type="application/atom+xml",
        title=_("Changes: {title}", title=title),
        href=addresses.feed_of_changes(follows),
    )


def _linked(data: Mapping[str, object]) -> Markup:
    """Data for programs that read pages: no browser runs it, so no policy has to allow it."""
    written = msgspec.json.encode(data).decode().replace("<", "\\u003c")
    return tag("script", Markup(written), type="application/ld+json")


def _styles(*, is_figure_first: bool) -> list[Markup]:
    """Style and type. On a slow line a figure that fills the page comes before its type, which is
    then for the next page."""
    preloads = [
        tag("link", rel="preload", href=url, **{"as": "font"}, type="font/woff2", crossorigin=True)
        for url in map(static.static_url, () if is_figure_first else FONTS)
        if url
    ]
    sheets = [tag("link", rel="stylesheet", href=url) for url in stylesheets()]
    icon = tag("link", rel="icon", href=asset_url("icon.svg"), type="image/svg+xml")
    return [*preloads, *sheets, icon]


def _social(page: Page, query: Mapping[str, str], path: str) -> list[Markup]:
    """Social card, and canonical address where the site knows its own; never of the
    demonstration, whose figures must not travel."""
    tags = [
        tag("meta", property="og:title", content=page.title),
        tag("meta", property="og:description", content=page.description),
        tag("meta", property="og:type", content="website"),
    ]
    public = installation.public_url()
    if public:
        tags.append(tag("link", rel="canonical", href=f"{public}{path}{_canonical(query)}"))
    return [*tags, *(_card(page, public) if public and page.card else [])]


def _card(page: Page, public: str) -> list[Markup]:
    """The page's figure under a link to it: such a picture needs a whole address."""
    width, height = Shape.WIDE.size
    return [
        tag("meta", property="og:image", content=f"{public}{page.card}"),
        tag("meta", property="og:image:type", content="image/png"),
        tag("meta", property="og:image:width", content=width),
        tag("meta", property="og:image:height", content=height),
        tag("meta", property="og:image:alt", content=f"{page.title}. {page.description}"),
        tag("meta", name="twitter:card", content="summary_large_image"),
    ]


def _canonical(query: Mapping[str, str]) -> str:
    """The parameters of the canonical address: never a pinned release."""
    kept = {name: value for name, value in query.items() if name != "release"}
    return f"?{urlencode(kept, safe='~')}" if kept else ""
