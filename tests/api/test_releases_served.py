"""Files, parts, health and what search engines are told."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient

from api.files import asset_url
from components.site.packed import ASSETS
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography
from tests.support import literal
from tests.support.browser.serving import ROOT
from tests.support.pages_read import read
from tests.support.sites import serving_from

LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
# What serving must never load: it belongs to curation, and every worker would pay for it.
NEVER = (
    "pandas",
    "geopandas",
    "numpy",
    "pyarrow",
    "duckdb",
    "shapely",
    "scipy",
    "ibis",
    "pyproj",
    "fsspec",
)
SERVE = """
import json, os, sys
from app import server
client = server.test_client()
statuses = [client.get(path, buffered=True).status_code for path in json.loads(sys.argv[1])]
print(json.dumps([statuses, sorted(sys.modules)]))
"""


def test_every_file_of_the_manifest_is_served_as_it_is(
    client: FlaskClient, release: Release
) -> None:
    packed = {".br": "br", ".gz": "gzip"}
    for name, entry in release.manifest.files.items():
        path = Path(name)
        plain = path.with_suffix("") if path.suffix in packed else path
        accepted = {"Accept-Encoding": packed.get(path.suffix, "identity")}
        address = f"/releases/{release.id}/{plain}"
        answer = client.get(address, headers=accepted, buffered=True)
        assert answer.status_code == 200, name
        assert "immutable" in answer.headers["Cache-Control"], name
        assert hashlib.sha256(answer.data).hexdigest() == entry.sha256, name


TYPES = {
    ".br": "application/x-brotli",
    ".csv": "text/csv; charset=utf-8",
    ".geojson": "application/geo+json",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".parquet": "application/vnd.apache.parquet",
}


def test_every_kind_of_file_is_sent_as_what_it_is(client: FlaskClient, release: Release) -> None:
    names = ["manifest.json", *release.manifest.files]
    assert {Path(name).suffix for name in names} == set(TYPES)
    for name in names:
        address = f"/releases/{release.id}/{name}"
        for asked in ({}, {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "br, gzip"}):
            whole = client.get(address, headers=asked, buffered=True)
            alone = client.head(address, headers=asked)
            part = client.get(address, headers={**asked, "Range": "bytes=0-9"}, buffered=True)
            types = [answer.headers["Content-Type"] for answer in (whole, alone, part)]
            assert types == [TYPES[Path(name).suffix]] * 3, (name, asked)
            statuses = (whole.status_code, alone.status_code, part.status_code)
            assert statuses == (200, 200, 206), name
            assert len(part.data) == 10


def test_a_compressed_file_that_the_manifest_names_answers_at_its_own_address(
    client: FlaskClient, release: Release
) -> None:
    names = [name for name in release.manifest.files if name.endswith((".gz", ".br"))]
    assert names
    for name in names:
        answer = client.get(f"/releases/{release.id}/{name}", buffered=True)
        assert "Content-Encoding" not in answer.headers
        assert hashlib.sha256(answer.data).hexdigest() == release.manifest.files[name].sha256


@pytest.mark.parametrize("query", ["filings", "filings&period=2021-01-31"])
def test_a_csv_written_for_a_view_is_sent_as_csv(client: FlaskClient, query: str) -> None:
    for asked in ({}, {"Accept-Encoding": "gzip"}):
        for ask in (client.get, client.head):
            answer = ask(f"/download.csv?indicator={query}", headers=asked)
            assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/releases/2026-11-22/frames/0.json", "Release 2026-11-22 has no such file."),
        ("/releases/2020-01-01/manifest.json", "This installation does not hold that release."),
        ("/releases/2026-11-22/areas/nowhere.json", "Release 2026-11-22 has no such boundaries."),
        ("/assets/nothing.css", "There is no such file."),
        ("/parts/nothing", "This page has no parts."),
        ("/_dash-component-suites/dash/nothing.js", "There is no such script."),
    ],
)
def test_a_file_that_is_not_there_is_said_in_a_sentence(
    client: FlaskClient, path: str, sentence: str
) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.get_data(as_text=True)) == (404, f"{sentence}\n")
    assert answer.mimetype == "text/plain"


def test_areas_are_sent_with_name_borough_and_neighbors(client: FlaskClient) -> None:
    found = client.get("/releases/2026-11-22/areas/borough.json").get_json()
    assert found["BK"] == ["Brooklyn", "BK", ["QN", "SI"]]
    assert len(found) == 5


def test_the_search_index_is_sent(client: FlaskClient) -> None:
    found = client.get("/releases/2026-11-22/places.json").get_json()
    assert [place["id"] for place in found["places"]] == ["BX", "BX0503"]
    assert found["places"][1]["own"] == ["fordham hts"]
    assert ["bronx", "BX"] in found["rules"]["boroughs"]


def test_parts_hold_what_the_page_holds(client: FlaskClient) -> None:
    answer = client.get("/parts/map?areas=10458")
    content = answer.get_json()
    assert answer.headers["X-Robots-Tag"] == "noindex"
    page = read(client.get("/map?areas=10458").get_data(as_text=True))
    ids = {one.get("id", "") for name in ("div", "section", "p") for one in page.attributes(name)}
    assert {"map-words", "map-legend", "map-place", "map-table", "map-foot"} <= set(
        content["parts"]
    )
    assert set(content["parts"]) <= ids
    assert content["state"]["query"]["areas"] == "10458"
    assert page.texts("h1") == [content["state"]["title"]]
    again = client.get("/parts/map?areas=10458", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_process_is_alive_and_says_which_release_it_serves(client: FlaskClient) -> None:
    assert client.get("/healthz").get_json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert answer.status_code == 200
    said = answer.get_json()
    assert said.pop("age_days") >= 0
    assert said == {
        "status": "ok",
        "release": "2026-11-22",
        "published_on": "2026-11-22",
        "audit": {"passed": True, "sources": 3},
        "refresh": None,
        "problem": None,
        "demo": {"status": "none", "problem": "no release found"},
    }


def test_a_refused_release_is_said_while_the_last_good_one_is_served(tmp_path: Path) -> None:
    literal.release(tmp_path)
    with serving_from(tmp_path) as client:
        assert client.get("/readyz").get_json()["release"] == "2026-11-22"
        broken = literal.contents(tmp_path).catalog.release_id
        (tmp_path / broken / "notes.md").write_text("changed")
        answer = client.get("/readyz")
        assert answer.status_code == 200
        assert answer.get_json()["release"] == "2026-11-22"
        assert answer.get_json()["status"] == "refused a newer release"
        assert "notes.md differs from its manifest" in answer.get_json()["problem"]
        assert "release=2026-11-22&quot;" not in client.get("/map").get_data(as_text=True)


def test_without_a_release_the_site_is_not_ready_and_says_why(
    tmp_path: Path, client: FlaskClient
) -> None:
    with serving_from(tmp_path / "nothing") as empty:
        answer = empty.get("/readyz")
        assert answer.status_code == 503
        assert answer.get_json() == {"status": "no release", "problem": "no release found"}
        assert empty.get("/healthz").status_code == 200
        page = empty.get("/map")
        assert page.status_code == 503
        assert page.get_data(as_text=True) == (
            "These figures are not available right now. Try again in a few minutes.\n"
        )


def test_search_engines_may_read_everything_but_fragments(client: FlaskClient) -> None:
    lines = client.get("/robots.txt").get_data(as_text=True).splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /parts/", "Disallow: /search", "Disallow: /demo"} <= set(lines)
    assert not [line for line in lines if line.startswith("Sitemap:")]


def test_a_site_that_knows_its_address_names_its_sitemap(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/sitemap.xml").status_code == 404
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example/")
    robots = client.get("/robots.txt").get_data(as_text=True)
    assert robots.endswith("\nSitemap: https://recovery.example/sitemap.xml\n")


def test_every_address_of_the_sitemap_answers_and_may_be_indexed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://recovery.example")
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)  # noqa: S314 - our own
    paths = [urlsplit(found.text or "").path or "/" for found in root.iter(LOC)]
    assert {"/", "/map", "/data/filings", "/methodology/cases"} <= set(paths)
    assert len(paths) == len(set(paths))
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "X-Robots-Tag" not in answer.headers, path


def test_serving_loads_nothing_that_belongs_to_curation(release: Release) -> None:
    entry = release.entry("covid_case_rate", Geography.MODZCTA)
    assert entry is not None
    paths = [
        "/map",
        "/trends",
        "/industries",
        "/",
        "/places/BX",
        "/parts/map",
        "/parts/trends",
        "/download.csv?indicator=covid_case_rate",
        f"/releases/{release.id}/{entry.file}",
        f"/releases/{release.id}/areas/modzcta.json",
    ]
    finished = subprocess.run(
        [sys.executable, "-c", SERVE, json.dumps(paths)],
        cwd=ROOT,
        env={"RELEASES": str(release.folder.parent), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        check=True,
        text=True,
    )
    statuses, modules = json.loads(finished.stdout)
    assert statuses == [200] * len(paths)
    loaded = [name for name in modules if name.partition(".")[0] in NEVER]
    ours = ("data_loaders.sources", "data_loaders.sources.catalog", "data_loaders.curate")
    loaded += [name for name in modules if name.startswith(ours)]
    assert loaded == []


def test_scripts_are_good_forever_under_their_version_and_checked_again_under_another(
    client: FlaskClient,
) -> None:
    for path in ASSETS.glob("*.js"):
        answer = client.get(asset_url(path.name))
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert "immutable" in answer.headers["Cache-Control"]
    another = client.get("/assets/0123456789abcdef/map.js")
    assert "must-revalidate" in another.headers["Cache-Control"]
    assert client.get("/assets/a/b/map.js").status_code == 404
    assert client.get("/assets/types.d.ts").status_code == 404
