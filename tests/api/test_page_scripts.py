"""The scripts of each page: none of Dash's where nothing is mounted, and only those it uses."""

from __future__ import annotations

import re
from pathlib import Path

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from flask.testing import FlaskClient

from api import joined_scripts
from api.files import asset_url
from api.islands import is_loaded, namespaces
from api.joined_scripts import ASSETS, JOINED, JoiningError, without_comments
from components.markup.first_view import Island, island_of
from components.markup.native import Input
from tests.support.browser.paths import PATHS as EVERY_PATH

SOURCE = re.compile(r'<script[^>]* src="([^"]+)"')
MODULE = re.compile(r'<(?:link rel="modulepreload" href|script type="module" src)="([^"]+)"')
EVERYWHERE = ["everywhere.js", "live.js"]
MODULES = {
    "/map": ["controls.js", "map.js", "pickers.js", *EVERYWHERE],
    "/trends": ["controls.js", "trends.js", "pickers.js", *EVERYWHERE],
    "/industries": ["controls.js", "industries.js", "pickers.js", *EVERYWHERE],
}
DASH = [
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
    return [re.sub(r"(?:@|\.)[\w.]*v\d+_.*$|@.*$", "", source) for source in short]


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
def test_a_page_loads_just_the_scripts_it_uses(client: FlaskClient, path: str) -> None:
    wanted = [*DASH, *MODULES[path]] if path in MODULES else EVERYWHERE
    assert sources(client, path) == wanted, "what an island loads is named in MODULES"


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
def test_only_a_page_that_dash_mounts_says_anything_to_dash(client: FlaskClient, path: str) -> None:
    text = client.get(path).get_data(as_text=True)
    for said in ("_dash-config", "DashRenderer", "react-entry-point", 'id="island"'):
        assert (said in text) == (path in MODULES), said


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


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/* What it does.\n   More. */\n\nlet a = 1;\n", "\nlet a = 1;\n"),
        ("let a = 1; /* pixels */\nlet b;\n", "let a = 1;\nlet b;\n"),
        ('let a = "/* text */";\n', 'let a = "/* text */";\n'),
        ('let a = "x /* y"; // */\n', 'let a = "x /* y"; // */\n'),
        ("/** @type {A} */ (b).c();\n", "/** @type {A} */ (b).c();\n"),
        ("a /* in */ b;\n/* one *//* two */\nc;\n", "a /* in */ b;\n/* one *//* two */\nc;\n"),
        ("  /* one */\n  a(); /* two\n", "  a(); /* two\n"),
    ],
)
def test_comments_stay_behind_and_nothing_else(written: str, sent: str) -> None:
    assert without_comments(written) == sent


def test_what_a_browser_gets_of_our_scripts_and_styles_is_what_is_written(
    client: FlaskClient,
) -> None:
    for path in [*ASSETS.glob("*.js"), *ASSETS.glob("*.css")]:
        got = client.get(asset_url(path.name)).get_data(as_text=True)
        lines, code = iter(path.read_text("utf-8").splitlines()), got.splitlines()
        code = [each for each in code if not each.endswith(f'from "./{JOINED}";')]
        assert all(any(line.startswith(each) for line in lines) for each in code), path.name
        assert not [line for line in code if line.lstrip().startswith("/* ")], path.name
        assert got.count("{") >= path.read_text("utf-8").count("{\n"), path.name


def test_a_module_is_in_the_file_of_every_page_or_beside_it_and_never_in_both(
    client: FlaskClient,
) -> None:
    """Twice, it would fetch twice and hear each click twice."""
    file, members = client.get(asset_url(JOINED)).get_data(as_text=True), joined_scripts.members()
    for name in members:
        for line in without_comments((ASSETS / name).read_text("utf-8")).splitlines():
            is_there = line.removeprefix("export ") in file.splitlines()
            assert is_there or line.startswith("import "), f"{name}: {line}"
    for path in [*VIEWS, "/"]:
        page = client.get(path).get_data(as_text=True)
        loaded = {name.rpartition("/")[2] for name in MODULE.findall(page)}
        assert JOINED in loaded
        assert not loaded & set(members)
        for name in loaded - {JOINED}:
            text = client.get(asset_url(name)).get_data(as_text=True)
            imported = set(re.findall(r'from "\./([\w.-]+)"', text))
            assert imported <= loaded, f"{name} asks for what is not asked for at once"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ('import { a as b } from "./one.js";\n', "a as b"),
        ('import * as a from "./one.js";\n', "import"),
        ("export default 1;\n", "export default"),
        ("export let a = 1;\n", "export let"),
        ("const a = 1;\nexport { a };\n", "export {"),
    ],
)
def test_a_module_that_would_lose_something_in_one_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, told: str
) -> None:
    (tmp_path / "two.js").write_text(written)
    monkeypatch.setattr(joined_scripts, "ASSETS", tmp_path)
    with pytest.raises(JoiningError, match="two.js") as refused:
        joined_scripts.as_function("two.js")
    assert told in str(refused.value)


def test_two_modules_of_one_file_export_no_name_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one.js", "two.js"):
        (tmp_path / name).write_text("export const same = 1;\n")
    monkeypatch.setattr(joined_scripts, "ASSETS", tmp_path)
    with pytest.raises(JoiningError, match="same"):
        joined_scripts.joined(("one.js", "two.js"))
