"""The catalog as data, opened by the programs it is for."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from threading import Thread

import duckdb
import frictionless
import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator, FormatChecker
from werkzeug.serving import make_server

from data_loaders.released import serving
from data_loaders.released.release import Release
from tests.support import r_language
from tests.support.made.shipped_digest import shipped_digest
from tests.support.pages_read import read
from tests.support.sites import application, serving_from

SITE = "https://recovery.example"
URI = {"type": "string", "pattern": "^(https?|mailto):"}
# What DCAT-US 1.1 requires of who publishes no federal data.
DATASET = {
    "type": "object",
    "required": [
        *("title", "description", "keyword", "modified", "publisher", "contactPoint"),
        *("identifier", "accessLevel"),
    ],
    "properties": {
        "title": {"type": "string", "minLength": 1},
        "description": {"type": "string", "minLength": 1},
        "keyword": {"type": "array", "minItems": 1, "items": {"type": "string", "minLength": 1}},
        "modified": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
        "publisher": {"type": "object", "required": ["name"]},
        "contactPoint": {
            "type": "object",
            "required": ["fn", "hasEmail"],
            "properties": {"hasEmail": URI},
        },
        "accessLevel": {"enum": ["public", "restricted public", "non-public"]},
        "landingPage": URI,
        "license": URI,
        "temporal": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}/\d{4}-\d{2}-\d{2}$"},
        "distribution": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["downloadURL", "mediaType"],
                "properties": {"downloadURL": URI},
            },
        },
    },
}
CATALOG = {
    "type": "object",
    "required": ["conformsTo", "dataset"],
    "properties": {
        "conformsTo": {"const": "https://project-open-data.cio.gov/v1.1/schema"},
        "dataset": {"type": "array", "items": DATASET},
    },
}


@pytest.fixture
def named(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """The site where it knows its own address and who to write to."""
    monkeypatch.setenv("PUBLIC_URL", SITE)
    monkeypatch.setenv("CONTACT", "data@recovery.example")
    return client


def test_every_source_is_a_dataset_of_the_catalog(named: FlaskClient, release: Release) -> None:
    answer = named.get("/data.json")
    assert answer.mimetype == "application/json"
    record = answer.get_json()
    Draft202012Validator(CATALOG, format_checker=FormatChecker()).validate(record)
    datasets = {each["identifier"]: each for each in record["dataset"]}
    assert set(datasets) == set(release.sources)
    for each in datasets.values():
        for file in each.get("distribution", []):
            path = file["downloadURL"].removeprefix(SITE)
            found = named.get(path, buffered=True)
            assert found.status_code == 200, path
            assert found.mimetype == file["mediaType"]
    again = named.get("/data.json", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_what_may_only_be_shown_is_named_with_the_reason_and_no_file(
    named: FlaskClient, release: Release
) -> None:
    records = (
        next(
            d
            for d in named.get("/data.json").get_json()["dataset"]
            if d["identifier"] == "listings"
        ),
        named.get(f"/releases/{release.id}/datapackage.json").get_json()["not_included"][0],
        linked_data(named, "asking_rent"),
    )
    for record in records:
        text = json.dumps(record)
        assert "cannot be downloaded here. No license to pass copies on is given." in text
        assert "https://listings.example" in text
        assert not re.search(r"\.csv|\.parquet|distribution|sha256|frames/", text)
    package = named.get(f"/releases/{release.id}/datapackage.json").get_data(as_text=True)
    assert "asking_rent" not in package


def test_the_whole_release_is_a_valid_package(
    named: FlaskClient, release: Release, tmp_path: Path
) -> None:
    package = named.get(f"/releases/{release.id}/datapackage.json")
    (tmp_path / "datapackage.json").write_bytes(package.data)
    resources = package.get_json()["resources"]
    for resource in resources:
        path = tmp_path / resource["path"]
        path.parent.mkdir(exist_ok=True)
        answer = named.get(f"/releases/{release.id}/{resource['path']}", buffered=True)
        path.write_bytes(answer.data)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]
    kinds = {resource["format"] for resource in resources}
    assert kinds == {"csv", "parquet", "geojson"}
    assert {r["path"] for r in resources if r["format"] == "csv"} == set(
        release.index.tables.values()
    )


@pytest.mark.nightly
def test_the_digest_that_ships_is_a_valid_package(tmp_path: Path) -> None:
    with serving_from(shipped_digest()) as client:
        release = serving.releases().current()
        package = client.get(f"/releases/{release.id}/datapackage.json")
    for folder in {resource["path"].split("/")[0] for resource in package.get_json()["resources"]}:
        (tmp_path / folder).symlink_to(release.folder / folder)
    (tmp_path / "datapackage.json").write_bytes(package.data)
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "type", "message"])[:5]


def test_a_table_with_a_value_where_it_is_hidden_is_no_valid_package(
    named: FlaskClient, release: Release, tmp_path: Path
) -> None:
    """The check can fail: a text in place of a number, and a status that there is not."""
    record = named.get(f"/releases/{release.id}/datapackage.json").get_json()
    (resource,) = (r for r in record["resources"] if r["path"] == "csv/filings_borough.csv")
    text = named.get(f"/releases/{release.id}/{resource['path']}", buffered=True).get_data(
        as_text=True
    )
    (tmp_path / "csv").mkdir()
    (tmp_path / resource["path"]).write_text(text.replace("withheld", "hidden"), newline="")
    for name in ("hash", "bytes"):
        del resource[name]
    (tmp_path / "datapackage.json").write_text(json.dumps({**record, "resources": [resource]}))
    assert not frictionless.Package(str(tmp_path / "datapackage.json")).validate().valid


def linked_data(client: FlaskClient, indicator_id: str) -> dict[str, object]:
    text = client.get(f"/data/{indicator_id}").get_data(as_text=True)
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    return json.loads(found)


def test_a_figure_says_what_it_is_in_the_words_of_schema_org(
    named: FlaskClient, release: Release
) -> None:
    for indicator_id in release.indicators:
        record = linked_data(named, indicator_id)
        assert (record["@context"], record["@type"]) == ("https://schema.org/", "Dataset")
        assert record["url"] == f"{SITE}/data/{indicator_id}"
        for name in ("name", "description", "creator", "temporalCoverage", "variableMeasured"):
            assert record[name], name
        for download in record.get("distribution", []):
            path = download["contentUrl"].removeprefix(SITE)
            assert named.get(path, buffered=True).mimetype == download["encodingFormat"]
    policy = named.get("/data/filings").headers["Content-Security-Policy"]
    assert "unsafe" not in policy.partition("script-src")[2].partition(";")[0]


def test_parquet_comes_in_ranges_and_opens_as_it_is(
    client: FlaskClient, release: Release, tmp_path: Path
) -> None:
    address = f"/releases/{release.id}/observations/courts.parquet"
    whole = client.get(address, buffered=True)
    tail = client.get(address, buffered=True, headers={"Range": "bytes=-8"})
    assert tail.status_code == 206
    assert tail.data == whole.data[-8:]
    assert tail.data.endswith(b"PAR1")
    assert (
        tail.headers["Content-Range"]
        == f"bytes {len(whole.data) - 8}-{len(whole.data) - 1}/{len(whole.data)}"
    )
    path = tmp_path / "courts.parquet"
    path.write_bytes(whole.data)
    counted = duckdb.sql(f"SELECT count(*), count(value) FROM '{path}'").fetchone()
    table = pd.read_parquet(path)
    assert counted == (len(table), int(table["value"].notna().sum()))


def test_boundaries_open_as_they_are(client: FlaskClient, release: Release, tmp_path: Path) -> None:
    answer = client.get(f"/releases/{release.id}/geojson/borough.geojson", buffered=True)
    assert answer.mimetype == "application/geo+json"
    path = tmp_path / "borough.geojson"
    path.write_bytes(answer.data)
    (layer,) = pyogrio.list_layers(path)
    assert layer[1] in ("Polygon", "MultiPolygon")
    table = gpd.read_file(path)
    assert table.crs.to_epsg() == 4326
    assert set(table["area_id"]) == {"BX", "BK", "MN", "QN", "SI"}
    assert table["area_id"].map(len).eq(2).all()


@pytest.fixture
def over_http(client: FlaskClient) -> Iterator[str]:
    """The address of the same site, served to other programs of this machine."""
    server = make_server("127.0.0.1", 0, application(), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.nightly
def test_the_lines_for_r_run_as_they_stand(
    client: FlaskClient, over_http: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if why := r_language.missing():
        pytest.skip(why)
    monkeypatch.setenv("PUBLIC_URL", over_http)
    text = client.get("/data/filings?release=2026-11-22").get_data(as_text=True)
    (code,) = re.findall(r'data-program="R"><code>(.*?)</code>', text, re.DOTALL)
    told = "\ncat(nrow(figures), nrow(shown), class(figures$period_end), figures$area_id[1])"
    (tmp_path / "lines.R").write_text(unescape(code) + told)
    said = subprocess.run(
        ["Rscript", "lines.R"], check=True, cwd=tmp_path, capture_output=True, text=True
    )
    assert said.stdout.split()[::2] == ["9", "Date"]
    assert int(said.stdout.split()[1]) < 9


def test_the_lines_of_a_page_run_as_they_stand(
    client: FlaskClient, over_http: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", over_http)
    page = read(client.get("/data/filings?release=2026-11-22").get_data(as_text=True))
    lines = {a["data-program"]: a for a in page.attributes("pre") if "data-program" in a}
    assert set(lines) == {"curl", "pandas", "R", "DuckDB"}
    text = client.get("/data/filings?release=2026-11-22").get_data(as_text=True)
    shown = re.findall(r'data-program="(\w+)"><code>(.*?)</code>', text, re.S)
    code = {name: unescape(found) for name, found in shown}
    curl = shutil.which("curl")
    assert curl, "install curl: the first line a page offers is for it"
    subprocess.run(["/bin/sh", "-c", code["curl"]], check=True, cwd=tmp_path, capture_output=True)
    by_curl = pd.read_csv(tmp_path / "filings.csv")
    found: dict[str, pd.DataFrame] = {}
    exec(code["pandas"], found)  # noqa: S102 - the line of our own page
    assert len(found["figures"]) == len(by_curl) == 9
    assert found["shown"]["value"].notna().all()
    assert str(found["figures"]["period_end"].dtype).startswith("datetime64")
    # DuckDB would fetch its reader of HTTP from its maker: the same file stands in for the address.
    (address,) = re.findall(r"FROM '([^']+)'", code["DuckDB"])
    path = tmp_path / "observations.parquet"
    subprocess.run([curl, "--fail", "--silent", "--output", str(path), address], check=True)
    by_duckdb = duckdb.sql(code["DuckDB"].replace(address, str(path)).rstrip(";")).fetchall()
    assert len(by_duckdb) == 9
    ranged = subprocess.run(
        [curl, "-r", "0-3", "-s", "-o", "-", "-D", str(tmp_path / "head"), address],
        check=True,
        capture_output=True,
    )
    assert ranged.stdout == b"PAR1"
    assert " 206 " in (tmp_path / "head").read_text()


def test_an_indicator_page_has_every_part(client: FlaskClient) -> None:
    page = read(client.get("/data/filings").get_data(as_text=True))
    for heading in (
        *("Newest figures", "What it is", "How far it reaches", "Updates", "Files"),
        *("Open it in a program", "How to cite it"),
    ):
        assert heading in page.texts("h2"), heading
    assert "Lowest 0 filings, highest 30 filings, over all areas and periods" in page.text
    assert ["Brooklyn", "January 2021", "4"] in page.rows
    links = [link["href"] for link in page.attributes("a") if "href" in link]
    for part in (
        "/csv/filings_borough.csv",
        "/observations/courts.parquet",
        "/geojson/borough.geojson",
    ):
        assert [link for link in links if link.endswith(part)], part
    assert [
        link for link in links if link.startswith("/download.zip?figure=trends&indicator=filings")
    ]
    shown = read(client.get("/data/asking_rent").get_data(as_text=True))
    assert "Open it in a program" not in shown.texts("h2")
    assert not [
        a for a in shown.attributes("a") if re.search(r"\.(csv|parquet|zip|png)", a.get("href", ""))
    ]


def test_a_spreadsheet_reads_dates_and_numbers_from_a_csv(
    client: FlaskClient, tmp_path: Path
) -> None:
    """What a CSV says by itself: no column of codes becomes a number, no value a text."""
    path = tmp_path / "cases.csv"
    path.write_bytes(client.get("/download.csv?indicator=covid_case_rate&geography=modzcta").data)
    table = duckdb.read_csv(str(path))
    kinds = dict(zip(table.columns, map(str, table.types), strict=True))
    assert kinds["period_start"] == kinds["period_end"] == "DATE"
    assert kinds["value"] == kinds["shown_value"] == "DOUBLE"
    assert kinds["is_simulated"] == "BOOLEAN"
    assert kinds["value_status"] == "VARCHAR"
