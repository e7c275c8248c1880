"""The Dash application: it answers every page address itself, and mounts the same layout."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from flask import Response, abort, request
from markupsafe import Markup

from api.callback_posts import MOST_BYTES, is_of_the_site
from api.files import ASSETS, asset_url
from api.first_response import first_response
from components.site import notices
from components.site.routing import Routing, parameters

CALLBACKS = "/_dash-update-component"
ADDRESS, CONTENT = "address", "content"
# Neither is used: every browser we serve is newer than the polyfill, and tables are plain HTML.
UNUSED = re.compile(r'<script src="[^"]*/(?:deps/polyfill|dash_table/)[^"]*"></script>\n?')
OWN_SCRIPTS = ("figures.js", "hydrate.js", "industries.js", "map.js", "search.js", "trends.js")
UNSAID = frozenset({"python_version", "dash_version_url", "plotly_cloud_installed"})
WAIT = "document.addEventListener('DOMContentLoaded', function () { new DashRenderer(); });"


class Site(Dash):
    """Dash whose index is the first rendering of the page asked for."""

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
        self.layout = html.Div([dcc.Location(id=ADDRESS, refresh=False), html.Div(id=CONTENT)])
        # Another view of the same page is brought by the page's own script.
        self.callback(
            Output(CONTENT, "children"), Input(ADDRESS, "pathname"), State(ADDRESS, "search")
        )(self.update_content)
        self.server.before_request(self._refuse_malformed)
        # Once and at once: Dash serves a script only after it has written its tag.
        self._tags = self._written_tags()

    def update_content(self, pathname: str | None, search: str | None) -> Component:
        """The layout of the address, for Dash to mount."""
        query = parameters(_pairs(search or ""))
        asked = self.routing.asked(pathname or "/", query)
        return self.routing.layout(asked, self.routing.page(asked))

    def index(self, *_args: object, **_kwargs: object) -> Response:
        """Every page address, with its own words and status."""
        return first_response(self.routing, self.script_tags, request)

    def _refuse_malformed(self) -> None:
        """What is posted to Dash must be one of its own callbacks; else 400 in words."""
        if request.method != "POST" or request.path != CALLBACKS:
            return
        request.max_content_length = MOST_BYTES
        is_json = request.is_json and is_of_the_site(request.get_data(), self.callback_map)
        if not is_json:
            abort(400, "This address answers only the pages of this site.")

    def _config(self) -> dict[str, object]:
        """What Dash tells the page, without what it need not know of this machine."""
        said = super()._config()
        return {key: value for key, value in said.items() if key not in UNSAID}

    def script_tags(self) -> Markup:
        """Dash's own scripts, deferred so that the first rendering is painted before them."""
        return self._tags

    def _written_tags(self) -> Markup:
        found = UNUSED.sub("", self._generate_scripts_html()) + _own_scripts()
        deferred = found.replace("<script src=", "<script defer src=")
        return Markup("\n").join(
            Markup(part)
            for part in (self._generate_config_html(), deferred, self._generate_renderer())
        )


def _own_scripts() -> str:
    """Our modules, run in this order after Dash's scripts; what they share is asked for first."""
    shared = sorted({path.name for path in ASSETS.glob("*.js")} - set(OWN_SCRIPTS))
    preloads = [f'\n<link rel="modulepreload" href="{asset_url(name)}">' for name in shared]
    modules = [f'\n<script type="module" src="{asset_url(name)}"></script>' for name in OWN_SCRIPTS]
    return "".join(preloads + modules)


def _pairs(search: str) -> list[tuple[str, str]]:
    return parse_qsl(search.removeprefix("?"))
