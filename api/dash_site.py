"""The Dash application: it answers every page address itself, and mounts only islands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

import msgspec
from dash import Dash, html
from flask import Response, abort, request
from markupsafe import Markup

from api import islands
from api.callback_posts import MOST_BYTES, is_of_the_site
from api.dash_scripts import RULE, Mounting
from api.first_response import first_response, made, make_small
from api.own_scripts import own_scripts
from api.ready_pages import READY, WARM, ReadyPages, unmade, use
from components.markup.first_view import island_of
from components.site import notices
from components.site.page import Asked, Page
from components.site.routing import Routing
from data_loaders.vocabulary import installation

CALLBACKS = "_dash-update-component"
SCRIPT = re.compile(r'<script src="([^"]*)"></script>')
UNSAID = frozenset({"python_version", "dash_version_url", "plotly_cloud_installed"})
WAIT = "document.addEventListener('DOMContentLoaded', function () { new DashRenderer(); });"


class Site(Dash):
    """Dash whose index is the page asked for, and whose layout is that page's island."""

    def __init__(self, routing: Routing, **settings: object) -> None:
        super().__init__(
            suppress_callback_exceptions=True,
            update_title="",
            # Dash's own server for programs stays off, whatever the environment says.
            enable_mcp=False,
            on_error=notices.say_unavailable,
            **settings,  # pyright: ignore[reportArgumentType]
        )
        self.routing = routing
        self.renderer = WAIT
        self.layout = html.Div()  # of no page: each island has an address of its own
        self._serve_islands()
        self.server.before_request(self._refuse_malformed)
        self.server.extensions[READY] = self._unmade
        self.server.extensions[WARM] = self._warm
        self.server.cli.command(READY)(self._make_ready)
        # Once and at once: Dash serves a script only after it has written its tag.
        self._sources = SCRIPT.findall(self._generate_scripts_html())
        self._mounting = Mounting(self._sources)
        self.server.add_url_rule(RULE, RULE, self._mounting.answer)

    def _serve_islands(self) -> None:
        """What the renderer of an island asks for, below the island's own address."""
        served = self.server.view_functions
        callbacks, answered = served["/_dash-dependencies"], served[f"/{CALLBACKS}"]
        rules = {
            "_dash-layout": ("GET", partial(islands.island_layout, self.routing)),
            "_dash-dependencies": ("GET", lambda view: callbacks()),  # noqa: ARG005
            CALLBACKS: ("POST", lambda view: answered()),  # noqa: ARG005
        }
        for name, (method, answer) in rules.items():
            rule = f"{islands.PREFIX}/<path:view>/{name}"
            self.server.add_url_rule(rule, rule, answer, methods=[method])

    def index(self, *_args: object, **_kwargs: object) -> Response:
        """Every page address, with its own words and status."""
        return first_response(self.routing, self.scripts_of, request)

    def _refuse_malformed(self) -> None:
        """What is posted to Dash must be one of its own callbacks; else 400 in words."""
        if request.method != "POST" or not request.path.endswith(f"/{CALLBACKS}"):
            return
        request.max_content_length = MOST_BYTES
        is_json = request.is_json and is_of_the_site(request.get_data(), self.callback_map)
        if not is_json:
            abort(400, "This address answers only the pages of this site.")

    def _warm(self) -> Iterator[Callable[[], None]]:
        """What makes Home, and so reads what every page reads, then each page of the navigation."""
        named = sorted((each for each in self.routing.routes if each.label), key=lambda r: r.order)
        for route in named:
            if "" in route.sides:
                yield partial(make_small, self.routing, self.scripts_of, route.path)

    def _unmade(self, pages: ReadyPages) -> Iterator[Callable[[], None]]:
        """What makes each page that could be ready and is not."""
        return unmade(self.routing, pages, partial(made, self.routing, self.scripts_of))

    def _make_ready(self) -> None:
        """Make all pages that depend on a release alone: `flask --app app ready-pages`."""
        pages = use(installation.ready_pages())
        if pages is None:
            raise SystemExit("Nowhere to keep them: see READY_PAGES in docs/commands.md.")
        count = 0
        for make in self._unmade(pages):
            make()
            count += 1
        print(f"{count} pages made ready.")  # noqa: T201 - a command says what it did

    def _config(self) -> dict[str, object]:
        """What Dash tells the page, without what it need not know of this machine."""
        said = super()._config()
        return {key: value for key, value in said.items() if key not in UNSAID}

    def scripts_of(self, asked: Asked, page: Page) -> Markup:
        """A page's scripts: none of Dash's where it has no island."""
        island = island_of(page.body)
        if island is None:
            return own_scripts(None)
        used = islands.namespaces(islands.mounted(island))
        config = islands.known_to_dash(self._config(), asked, used)
        # Deferred, so that the page is painted before any of them runs.
        apart = (each for each in self._sources if each not in self._mounting.sources)
        sources = [
            self._mounting.address,
            *(each for each in apart if islands.is_loaded(each, used)),
        ]
        loaded = [f'<script defer src="{source}"></script>' for source in sources]
        told = f'<script id="_dash-config" type="application/json">{_inline(config)}</script>'
        parts = [told, *loaded, own_scripts(island), self._generate_renderer()]
        return Markup("\n").join(map(Markup, parts))


def _inline(told: object) -> str:
    """JSON that cannot end the element it stands in."""
    return msgspec.json.encode(told).decode().replace("<", "\\u003c")
