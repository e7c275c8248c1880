"""The scripts of each page: none of Dash's where nothing is mounted, and only those it uses."""

from __future__ import annotations

import re

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from flask.testing import FlaskClient

from api.dash_scripts import Mounting
from api.dash_site import SCRIPT, Site
from api.files import asset_url
from api.islands import is_loaded, namespaces
from api.own_scripts import ISLAND, addresses_of, own_scripts, stylesheets
from components.markup.first_view import Island, island_of
from components.markup.native import Input
from components.site import packed
from components.site.packed import ASSETS
from tests.support.browser.paths import PATHS as EVERY_PATH

IMPORTED = re.compile(r'^(?:import|export)(?: [\w{}*,\s]+ from)? "\./(\w+\.js)";$', re.M)
SOURCE = re.compile(r'<script[^>]* src="([^"]+)"')
EVERYWHERE, LIVE = EVERY_PAGE = ["everywhere.js", "live.js"]
ISLANDS = {
    "/map": [EVERYWHERE, "map.js", LIVE],
    "/trends": [EVERYWHERE, "trends.js", LIVE],
    "/industries": [EVERYWHERE, "industries.js", LIVE],
}
# All that every island loads of Dash, in its order, sent as one.
DASH = ["mounting.js"]
MOUNTING = [
    "dash/deps/react",
    "dash/deps/react-dom",
    "dash/deps/prop-types",
    "dash/dash-renderer/build/dash_renderer",
    "dash/html/dash_html_components",
]
PATHS = sorted(EVERY_PATH)
# Islands that hold the pickers of a view.
VIEWS = ("/map", "/trends", "/industries")


def sources(client: FlaskClient, path: str) -> list[str]:
    """Scripts a page names, without what changes with their version."""
    addresses = SOURCE.findall(client.get(path).get_data(as_text=True))
    short = [re.sub(r"^/_dash-component-suites/|^/assets/\w+/", "", source) for source in addresses]
    own = [re.sub(r"^/static/(\w+)\.\w+\.js$", r"\1.js", source) for source in short]
    return [re.sub(r"^mounting-\w+", "mounting", source) for source in own]


def modules(*files: str) -> set[str]:
    """Scripts, and all that these import."""
    found: set[str] = set()
    waiting = list(files)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += IMPORTED.findall((ASSETS / name).read_text("utf-8"))
    return found


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
def test_a_page_loads_just_the_scripts_it_uses(client: FlaskClient, path: str) -> None:
    wanted = [*DASH, *ISLANDS[path]] if path in ISLANDS else EVERY_PAGE
    assert sources(client, path) == wanted, "what an island loads is named in ISLANDS"


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
def test_only_a_page_that_dash_mounts_says_anything_to_dash(client: FlaskClient, path: str) -> None:
    text = client.get(path).get_data(as_text=True)
    for said in ("_dash-config", "DashRenderer", "react-entry-point", 'id="island"'):
        assert (said in text) == (path in ISLANDS), said


@pytest.mark.parametrize("path", VIEWS)
def test_what_dash_mounts_is_the_controls_of_the_view_and_no_more(
    client: FlaskClient, path: str
) -> None:
    text = client.get(f"{path}?show=level").get_data(as_text=True)
    prefix = re.search(r'"requests_pathname_prefix":"([^"]+)"', text)
    assert prefix is not None
    layout = client.get(f"{prefix[1]}_dash-layout")
    assert layout.status_code == 200
    found = layout.get_data(as_text=True)
    assert f'"id":"{path[1:]}-indicator"' in found or '"id":"trends-add"' in found
    assert '"type":"H1"' not in found
    assert "<svg" not in found
    assert client.get(f"{prefix[1]}_dash-dependencies").status_code == 200


@pytest.mark.parametrize("view", ["data", "nowhere", "map/x", "%3F%3F"])
def test_where_nothing_is_mounted_the_answer_says_so(client: FlaskClient, view: str) -> None:
    answer = client.get(f"/_island/{view}/_dash-layout")
    assert answer.status_code == 404
    assert answer.get_data(as_text=True) == "Nothing of this page is mounted.\n"


def test_what_mounts_an_island_is_the_scripts_of_dash_in_their_order(client: FlaskClient) -> None:
    sources = Mounting(SCRIPT.findall(application()._generate_scripts_html())).sources
    names = [re.sub(r"(?:@|\.)[\w.]*v\d+_.*$|@.*$", "", source) for source in sources]
    assert [name.removeprefix("/_dash-component-suites/") for name in names] == MOUNTING
    page = client.get("/map").text
    (address,) = [each for each in SOURCE.findall(page) if "mounting-" in each]
    answer = client.get(address)
    assert answer.mimetype == "text/javascript"
    assert "immutable" in answer.headers["Cache-Control"]
    scripts = [client.get(source).data for source in sources]
    assert answer.data == b"\n;\n".join(scripts)
    # In a file with others, it would look in the wrong place, or make others strict.
    assert not [each for each in scripts if b"currentScript" in each or each[:5] == b'"use ']
    older = client.get(re.sub(r"mounting-\w+", "mounting-0123456789ab", address))
    assert older.data == answer.data
    assert "must-revalidate" in older.headers["Cache-Control"]


def application() -> Site:
    import app

    return app.app


def test_an_island_loads_the_packages_of_its_components_and_no_other() -> None:
    island = Island([html.Div([Input(id="a"), dbc.Select(id="b")])])
    used = namespaces(island)
    suites = "/_dash-component-suites/"
    assert is_loaded(f"{suites}dash_bootstrap_components/_components/x.js", used)
    assert is_loaded(f"{suites}dash/html/x.js", used)
    assert not is_loaded(f"{suites}dash/dcc/x.js", used)
    assert not is_loaded(f"{suites}dash/deps/polyfill@7.js", used)
    assert is_loaded(f"{suites}dash/dcc/x.js", namespaces([island, dcc.Store(id="c")]))


def test_the_island_is_found_wherever_it_stands_in_a_layout() -> None:
    island = Island([])
    assert island_of([html.P("a"), html.Div([html.Div(island)])]) is island
    assert island_of([html.P("a")]) is None


def test_a_script_or_style_that_is_not_packed_is_sent_as_it_is_written(client: FlaskClient) -> None:
    for path in [*ASSETS.glob("*.js"), *ASSETS.glob("*.css")]:
        assert client.get(asset_url(path.name)).data == path.read_bytes(), path.name


def test_a_page_names_its_scripts_all_packed_or_all_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Else what both hold would be loaded twice, and hear each click twice."""
    files = {
        "map.js": "map.01.js",
        "everywhere.js": "everywhere.02.js",
        "style.css": "style.03.css",
    }
    monkeypatch.setattr(packed, "packed", lambda: files)
    assert addresses_of(["map.js", "everywhere.js"]) == [
        "/static/map.01.js",
        "/static/everywhere.02.js",
    ]
    scripts = ["map.js", "everywhere.js", "live.js"]
    assert addresses_of(scripts) == list(map(asset_url, scripts))
    assert stylesheets() == ["/static/style.03.css"]
    monkeypatch.setattr(packed, "packed", dict)
    assert stylesheets()[-1] == asset_url("site.css")


def test_an_island_without_a_script_of_its_own_has_our_components() -> None:
    assert "/island." in SOURCE.findall(own_scripts(Island([])))[1]
    for path in VIEWS:
        assert ISLAND in modules(f"{path[1:]}.js")


@pytest.mark.parametrize("path", VIEWS)
def test_no_script_is_fetched_beside_the_style_that_a_figure_waits_for(
    client: FlaskClient, path: str
) -> None:
    """A browser fetches what is deferred, and what is of low priority, after style sheets."""
    text = client.get(path).get_data(as_text=True)
    scripts = re.findall(r"<script[^>]* src=[^>]*>", text)
    assert len(scripts) == len(ISLANDS[path]) + len(DASH)
    assert all("defer" in each or 'fetchpriority="low"' in each for each in scripts)
    assert "modulepreload" not in text


def test_every_module_is_sent_to_some_page(client: FlaskClient) -> None:
    files = {name for path in [*VIEWS, "/"] for name in sources(client, path)}
    own = {name for name in files if (ASSETS / name).is_file()}
    assert {path.name for path in ASSETS.glob("*.js")} == modules(*own)
