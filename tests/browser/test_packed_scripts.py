"""A view works alike with its scripts packed and as they are written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from api.files import asset_url
from components.site.packed import ASSETS
from frontend.scripts import pack_scripts
from tests.browser.conftest import watching
from tests.support.browser.opening import asked, open_live
from tests.support.browser.tabs import Lent

OWN = re.compile(r'src="/(?:assets/\w+|static)/(\w+)(?:\.\w+)?\.js"')
MAP = "/map?indicator=covid_case_rate&geography=modzcta"
PACKED = "/static/of-this-test/"
ON_THE_MAP = ("everywhere.js", "map.js", "live.js")


def named(page: Page, files: Mapping[str, str], folder: Path) -> None:
    """Have pages name these files for their scripts, and find packed ones in a folder."""

    def rewritten(route: Route) -> None:
        answer = route.fetch()
        text = OWN.sub(lambda found: f'src="{files[f"{found[1]}.js"]}"', answer.text())
        route.fulfill(response=answer, body=text)

    def found(route: Route) -> None:
        body = (folder / route.request.url.rpartition("/")[2]).read_bytes()
        route.fulfill(body=body, content_type="text/javascript")

    page.route(lambda url: "/map?" in url and "_island" not in url, rewritten)
    page.route(f"**{PACKED}*", found)


@pytest.mark.parametrize("is_packed", [True, False])
def test_the_map_answers_a_choice_with_its_scripts_packed_and_as_they_are(
    lent: Lent, server: str, tmp_path: Path, *, is_packed: bool
) -> None:
    files = {path.name: asset_url(path.name) for path in ASSETS.glob("*.js")}
    if is_packed:
        packed = pack_scripts(ASSETS, tmp_path)
        files = {name: f"{PACKED}{file}" for name, file in packed.items()}
    page = lent.tab(viewport={"width": 1440, "height": 900})
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url.removeprefix(server)))
    named(page, files, tmp_path)
    with watching(server) as watch:
        watch(page)
        open_live(page, server + MAP)
        page.select_option("#map-indicator", "covid_death_rate")
        page.wait_for_url("**indicator=covid_death_rate**")
        expect(page.locator("h1")).to_contain_text("death")
    assert asked(page)["indicator"] == "covid_death_rate"
    scripts = [url for url in sent if url.endswith(".js") and not url.startswith("/_dash")]
    assert len(scripts) == len(set(scripts))
    assert (len(scripts) == len(ON_THE_MAP)) == is_packed, scripts
