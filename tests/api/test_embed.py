"""A figure alone, in a frame of another site: no script, and the only route that may be framed."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from data_loaders.released.release import Release
from tests.support.pages_read import read
from tests.support.sites import application

VIEWS = {
    "map": "indicator=covid_case_rate",
    "trends": "indicator=filings&geography=borough&areas=BX~BK",
    "industries": "indicator=ui_claims_by_industry",
}


@pytest.mark.parametrize("figure", VIEWS)
def test_a_figure_stands_alone_with_its_source_and_without_a_script(
    client: FlaskClient, figure: str
) -> None:
    answer = client.get(f"/embed/{figure}?{VIEWS[figure]}")
    text = answer.get_data(as_text=True)
    page = read(text)
    assert answer.status_code == 200
    assert page.attributes("script") == page.attributes("nav") == page.attributes("form") == []
    assert len(page.texts("h1")) == 1
    assert "<svg" in text
    assert "Source: " in page.text
    if figure == "trends":
        assert "1 First confirmed COVID-19 case in the city announced, March 1, 2020." in page.text
    assert "Release 2026-11-22." in page.text
    assert not re.search(r"\son\w+=|javascript:", text)
    assert "script-src 'none'" in answer.headers["Content-Security-Policy"]
    (back,) = page.attributes("a")[-1:]
    assert back["href"].startswith(f"/{figure}?indicator=")
    assert (back["target"], back["rel"]) == ("_blank", "noopener")


@pytest.mark.parametrize("figure", VIEWS)
def test_a_framed_figure_names_its_source_as_its_page_does(
    client: FlaskClient, figure: str
) -> None:
    lines = [
        [text for text in texts(client, address) if text.startswith("Source: ")]
        for address in (f"/embed/{figure}?{VIEWS[figure]}", f"/{figure}?{VIEWS[figure]}")
    ]
    assert lines[0] == lines[1]
    assert "figures to " in lines[0][0]


def texts(client: FlaskClient, address: str) -> list[str]:
    return read(client.get(address).get_data(as_text=True)).texts("p")


@pytest.mark.parametrize("query", [*VIEWS.values(), "indicator=covid_case_rate&layout=table"])
def test_every_link_of_a_frame_leaves_it(client: FlaskClient, query: str) -> None:
    """No page of ours may be framed, so a link that stays would open nothing."""
    figure = next((name for name, view in VIEWS.items() if view == query), "map")
    page = read(client.get(f"/embed/{figure}?{query}").get_data(as_text=True))
    assert page.attributes("base") == [{"target": "_blank"}]
    assert page.attributes("a")


def test_only_this_route_may_be_framed(client: FlaskClient) -> None:
    framed = client.get(f"/embed/map?{VIEWS['map']}")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert framed.headers["X-Robots-Tag"] == "noindex"
    rules = {re.sub(r"<[^>]+>", "x", str(rule)) for rule in application().url_map.iter_rules()}
    for path in sorted({*rules, "/embed/pie", "/", "/map", "/demo", "/embed/map?indicator=x"}):
        answer = client.get(path, buffered=True)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], path
        assert answer.headers["X-Frame-Options"] == "DENY", path


def test_a_frame_holds_to_a_release_or_is_always_newest(client: FlaskClient) -> None:
    live, pinned = snippets(client, f"/trends?{VIEWS['trends']}")
    assert "release=" not in live
    assert "release=2026-11-22" in pinned
    for address in (live, pinned):
        assert client.get(address).status_code == 200
    assert "release=2026-11-22" in client.get(pinned).get_data(as_text=True)


def snippets(client: FlaskClient, page: str) -> list[str]:
    """The addresses of the frames a page offers to copy."""
    found = read(client.get(page).get_data(as_text=True))
    codes = [unescape(text) for text in found.texts("code")]
    return [unescape(re.findall(r'src="([^"]+)"', code)[0]) for code in codes]


@pytest.mark.parametrize("figure", VIEWS)
def test_every_page_offers_both_snippets(client: FlaskClient, figure: str) -> None:
    addresses = snippets(client, f"/{figure}?{VIEWS[figure]}")
    assert len(addresses) == 2
    assert all(address.startswith(f"/embed/{figure}?") for address in addresses)


def test_a_theme_is_the_one_asked_for_or_the_readers(client: FlaskClient) -> None:
    address = f"/embed/trends?{VIEWS['trends']}"
    assert "--paper" not in client.get(address).get_data(as_text=True)
    dark = client.get(f"{address}&theme=dark").get_data(as_text=True)
    light = client.get(f"{address}&theme=light").get_data(as_text=True)
    assert ":root{color-scheme:dark;--paper:#12161a" in dark
    assert ":root{color-scheme:light;--paper:#fbfbf9" in light
    assert client.get(f"{address}&theme=pink").status_code == 400


def test_what_may_only_be_shown_stands_in_no_frame(client: FlaskClient) -> None:
    answer = client.get("/embed/trends?indicator=asking_rent")
    assert answer.status_code == 403
    assert "They are at https://listings.example" in answer.get_data(as_text=True)
    assert snippets(client, "/trends?indicator=asking_rent") == []


def test_a_card_under_a_link_is_the_figure(
    client: FlaskClient, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example")
    for figure, query in VIEWS.items():
        page = read(client.get(f"/{figure}?{query}&period=2021").get_data(as_text=True))
        metas = {
            meta.get("property", meta.get("name", "")): meta for meta in page.attributes("meta")
        }
        image = metas["og:image"]["content"]
        assert image.startswith(f"https://recovery.example/download.png?figure={figure}&")
        picture = client.get(image.removeprefix("https://recovery.example"))
        assert picture.mimetype == "image/png"
        assert metas["twitter:card"]["content"] == "summary_large_image"
        assert metas["og:image:alt"]["content"]
    shown = client.get("/trends?indicator=asking_rent&period=2021").get_data(as_text=True)
    assert "og:image" not in shown
