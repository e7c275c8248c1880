"""The scripts of each page: none of Dash's where nothing is mounted, and only those it uses."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from flask.testing import FlaskClient

from api import joined_scripts
from api.files import asset_url
from api.islands import is_loaded, namespaces
from api.joined_scripts import (
    ASSETS,
    EVERYWHERE,
    IMPORT,
    JoiningError,
    is_joined,
    members,
    without_comments,
)
from components.markup.first_view import Island, island_of
from components.markup.native import Input
from tests.support.browser.paths import PATHS as EVERY_PATH

SOURCE = re.compile(r'<script[^>]* src="([^"]+)"')
IMPORTED = re.compile(r'^(?:import|\}) .*from "\./([\w.-]+)";$', re.M)
EVERY_PAGE = ["everywhere.js", "live.js"]
ISLANDS = {
    "/map": ["map-island.js", *EVERY_PAGE],
    "/trends": ["trends-island.js", *EVERY_PAGE],
    "/industries": ["industries-island.js", *EVERY_PAGE],
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
        assert all(any(line.startswith(each) for line in lines) for each in code), path.name
        assert not [line for line in code if line.lstrip().startswith("/* ")], path.name
        assert got.count("{") >= path.read_text("utf-8").count("{\n"), path.name


@pytest.mark.parametrize("path", [*VIEWS, "/"])
def test_a_page_gets_each_module_it_needs_once_and_whole(client: FlaskClient, path: str) -> None:
    """Twice, it would fetch twice and hear each click twice."""
    files = [name for name in sources(client, path) if is_joined(name)]
    sent = [name for file in files for name in members(file)]
    assert len(set(sent)) == len(sent)
    assert set(sent) >= {f"{path[1:]}.js"} if path in VIEWS else files == [EVERYWHERE]
    for file in files:
        lines = client.get(asset_url(file)).get_data(as_text=True).splitlines()
        for name in members(file):
            text = (ASSETS / name).read_text("utf-8")
            code = without_comments(IMPORT.sub("", text)).splitlines()
            lost = {line.removeprefix("export ") for line in code}.difference(lines)
            assert not lost, f"{file} lacks of {name}: {lost}"
            assert set(IMPORTED.findall(text)) <= set(sent), name


@pytest.mark.parametrize("path", VIEWS)
def test_no_script_is_fetched_beside_the_style_that_a_figure_waits_for(
    client: FlaskClient, path: str
) -> None:
    """A browser fetches what is deferred, and what is of low priority, after style sheets."""
    text = client.get(path).get_data(as_text=True)
    scripts = re.findall(r"<script[^>]* src=[^>]*>", text)
    assert len(scripts) > len(DASH)
    assert all("defer" in each or 'fetchpriority="low"' in each for each in scripts)
    assert "modulepreload" not in text


def test_every_module_is_sent_to_some_page(client: FlaskClient) -> None:
    files = {name for path in [*VIEWS, "/"] for name in sources(client, path)}
    sent = {name for file in files if is_joined(file) for name in members(file)}
    assert {path.name for path in ASSETS.glob("*.js")} == sent | (files & {"live.js"})


@pytest.mark.parametrize(
    ("written", "told"),
    [
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


def test_two_modules_of_one_file_may_call_two_things_by_one_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "one.js").write_text('export const same = "one";\n')
    (tmp_path / "two.js").write_text('export const same = "two";\n')
    told = "console.log(same, other);\n"
    imports = 'import { same } from "./one.js";\nimport { same as other } from "./two.js";\n'
    (tmp_path / "three.js").write_text(f"{imports}{told}")
    monkeypatch.setattr(joined_scripts, "ASSETS", tmp_path)
    text = joined_scripts.joined(("one.js", "two.js", "three.js"), is_of_every_page=False)
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", text], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "one two\n"
