"""Figures that may be shown and not passed on are read on pages, and had at no other address."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import count, product
from pathlib import Path
from urllib.parse import urlencode

import brotli
import msgspec
import pandas as pd
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from components.markup.addresses import FIGURES as PAGES_OF_FIGURES
from data_loaders.observations.table import tidy
from data_loaders.privacy.audit.publisher_checks import source_audit
from data_loaders.released import frame_addresses
from data_loaders.released.coarser import longer_period
from data_loaders.released.packing import unpacked
from data_loaders.released.release import FileEntry, Manifest, Release, ShownOnly
from data_loaders.sources.catalog import SOURCES
from data_loaders.vocabulary import geography
from data_loaders.vocabulary.frames import Index
from data_loaders.vocabulary.model import Frequency, Geography, Indicator, Publication, Source
from data_loaders.vocabulary.naming import BASE
from tests.support import literal
from tests.support.browser.serving import ROOT
from tests.support.searching import NIGHTLY
from tests.support.sites import serving_from
from tests.support.tiny import COURTS, FILINGS

SHOWN = tuple(source for source in SOURCES if source.publication is Publication.SHOW)
RAW = replace(FILINGS, id="raw_input", family="raw_input", title="Raw input")
COMPUTED = replace(FILINGS, id="computed", family="computed", derived_from=("courts:filings",))
DERIVED = replace(COURTS, id="derived", publication=Publication.DERIVED, indicators=(COMPUTED, RAW))
LAST_DAYS = ("2020-02-29", "2021-01-31")
# Six decimals that stand nowhere else: whoever finds such digits has found a figure.
SECRETS = (round(41 + number / 1e6, 6) for number in count(314_159, 2_718))
AREAS_EACH = 2


def periods(indicator: Indicator) -> list[tuple[pd.Timestamp, pd.Timestamp]]:
    """Two periods as an indicator has them."""
    found = []
    for text in LAST_DAYS:
        day = pd.Timestamp(text)
        if indicator.frequency in (Frequency.DAY, Frequency.TOTAL):
            found.append((day, day))
        elif indicator.frequency is Frequency.WEEK:
            end = day + pd.Timedelta(days=((indicator.week_ends_on or 7) - day.isoweekday()) % 7)
            found.append((end - pd.Timedelta(days=6), end))
        else:
            first, last = longer_period(day.date(), indicator.frequency)
            found.append((pd.Timestamp(first), pd.Timestamp(last)))
    return sorted(set(found))


def secret_figures(source: Source) -> pd.DataFrame:
    """Figures of every indicator and geography of a source, each number like no other."""
    rows = [
        (indicator.id, str(name), area.id, start, end, industry_id, next(SECRETS), "normal")
        for indicator in source.indicators
        for name, (industry_id, *_) in product(indicator.geographies, indicator.industries[:2])
        for area in geography.areas()[name][:AREAS_EACH]
        for start, end in periods(indicator)
    ]
    columns = "indicator_id geography area_id period_start period_end industry_id value status"
    return tidy([pd.DataFrame(rows, columns=columns.split())])


FIGURES = {source.id: secret_figures(source) for source in (*SHOWN, DERIVED)}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Every source of the catalog that may only be shown, one computed, and the literal ones."""
    modules = [
        literal.reader(source, lambda figures=FIGURES[source.id]: figures)
        for source in (*SHOWN, DERIVED)
    ]
    others = [module for module in literal.readers() if module.SOURCE is not literal.LISTINGS]
    return literal.release(tmp_path_factory.mktemp("releases"), [*others, *modules])


@pytest.fixture(scope="module")
def older(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The same release as format 2 wrote it: every frame in one index and in the manifest."""
    folder = tmp_path_factory.mktemp("older") / release.id
    shutil.copytree(release.folder, folder)
    unlisted = msgspec.json.decode((folder / "shown_only.json").read_bytes(), type=ShownOnly)
    (folder / "shown_only.json").unlink()
    index = msgspec.json.encode(release.index)
    files = {**release.manifest.files, **unlisted.files}
    for name, content in (
        ("index.json", index),
        ("index.json.gz", gzip.compress(index)),
        ("index.json.br", brotli.compress(index)),
    ):
        (folder / name).write_bytes(content)
        files[name] = entry_of(content)
    manifest = replace(release.manifest, format=2, files=files, shown_only=None)
    (folder / "manifest.json").write_bytes(msgspec.json.encode(manifest))
    (folder.parent / "CURRENT").write_text(release.id)
    return Release.open(folder)


def entry_of(content: bytes) -> FileEntry:
    return FileEntry(hashlib.sha256(content).hexdigest(), len(content))


@pytest.fixture(params=["release", "older"])
def served(request: pytest.FixtureRequest) -> Iterator[tuple[FlaskClient, Release]]:
    """The site with a release of today, and with one written before."""
    found: Release = request.getfixturevalue(request.param)
    with serving_from(found.folder.parent) as client:
        yield client, found


@cache
def secrets_of(*sources: Source) -> set[str]:
    """The digits of all figures, but those that were computed to be passed on."""
    tables = [FIGURES[source.id] for source in sources]
    hidden = pd.concat([table[table["indicator_id"] != COMPUTED.id] for table in tables])
    return {f"{value:.6f}".replace(".", "") for value in hidden["value"]}


def unlisted_names(release: Release) -> set[str]:
    return {Path(name).name for name in release.unlisted}


def named_in(text: str, release: Release) -> list[str]:
    return [name for name in unlisted_names(release) if name in text]


def figures_in(text: str) -> set[str]:
    """Figures that a text holds, whole or as the packed steps of a frame."""
    digits = text.replace(".", "")
    return set(re.findall(r"(?=(\d{8}))", digits)) & secrets_of(*SHOWN, DERIVED)


def guessed(release: Release) -> Iterator[str]:
    """Addresses below a release that somebody may try."""
    yield from (release.unlisted | {f"frames/{name}" for name in unlisted_names(release)})
    yield from (f"shown/{name}" for name in unlisted_names(release))
    for name in ("shown_only.json", "shown_only.json.gz", "shown_only.json.br", ".frame-key"):
        yield name
    yield from ("../.frame-key", "shown/", "frames/", "./index.json", "index.json.gz", "")
    for source in (*SHOWN, DERIVED):
        yield f"observations/{source.id}.parquet"
        for indicator, name in product(source.indicators, Geography):
            for start in ("csv/", "csv/SIMULATED_"):
                if indicator is not COMPUTED:
                    yield f"{start}{indicator.id}_{name}.csv"


def addresses(release: Release) -> Iterator[str]:
    """Every route but the pages and their parts, which may show the figures."""
    for base in (f"/releases/{release.id}", f"{BASE}/releases/{release.id}"):
        yield from (f"{base}/{name}" for name in ("manifest.json", *release.manifest.files))
        yield from (f"{base}/{name}" for name in guessed(release))
        yield from (f"{base}/areas/{name}.json" for name in Geography)
        yield f"{base}/places.json"
    yield from ("/data.json", f"/releases/{release.id}/datapackage.json")
    files = ("download.csv", "download.png", "download.svg", "download.zip", "parts/download.csv")
    for base, path in product(
        ("", BASE), (*files, *(f"embed/{name}" for name in PAGES_OF_FIGURES))
    ):
        for source in (*SHOWN, DERIVED):
            for indicator, name in product(source.indicators, ("", "borough", "city")):
                if indicator is COMPUTED:
                    continue
                for asked in combined(source, indicator):
                    query = {"indicator": asked, "geography": str(name), "industry": "each"}
                    yield f"{base}/{path}?{urlencode(query, safe='~')}"
    yield from api_addresses()
    for secret in sorted(secrets_of(*SHOWN))[:3]:
        yield f"/search?q={secret[:2]}"
    yield from ("/search?q=rent", "/parts/search?q=rent", "/sitemap.xml", "/robots.txt")
    yield from ("/feeds/due.ics", "/readyz", "/healthz", "/demo", "/frames/", f"{BASE}/frames/x")


def combined(source: Source, indicator: Indicator) -> Sequence[str]:
    """An indicator alone and, the first of each source, before and after one that is passed on."""
    if indicator is not source.indicators[0] and not os.environ.get(NIGHTLY):
        return (indicator.id,)
    return (indicator.id, f"filings~{indicator.id}", f"{indicator.id}~filings")


def api_addresses() -> Iterator[str]:
    """What programs may ask: the catalog, and figures of each indicator."""
    yield from (f"/api/v1/{name}" for name in ("indicators", "sources", "geographies", "releases"))
    for source, more in product((*SHOWN, DERIVED), ("", "&format=csv", "&areas=NYC~BX")):
        for indicator in source.indicators:
            if indicator is not COMPUTED:
                yield f"/api/v1/observations?indicator={indicator.id}&industry=each{more}"
                yield f"/api/v1/revisions?indicator={indicator.id}&since={literal.DAY}"


def plain_text(answer: TestResponse) -> str:
    content = answer.get_data()
    return content.decode("utf-8", "replace")


def test_the_sources_tried_are_all_there_are() -> None:
    assert {source.id for source in SHOWN} >= {"opentable", "streeteasy_dashboard"}
    computed = [s for s in SOURCES if s.publication is Publication.DERIVED]
    assert computed
    assert all(indicator.derived_from for source in computed for indicator in source.indicators)


def test_no_other_route_holds_a_figure_or_names_its_file(
    served: tuple[FlaskClient, Release],
) -> None:
    client, found = served
    names = unlisted_names(found)
    assert len(secrets_of(*SHOWN, DERIVED)) > 100
    assert len(names) > 20
    faults, answered = [], 0
    for address in dict.fromkeys(addresses(found)):
        answer = client.get(address, buffered=True)
        answered += answer.status_code == 200
        text = plain_text(answer)
        if figures_in(text) or named_in(text, found):
            faults.append(address)
        if answer.status_code == 200 and address.rpartition("/")[2].split("?")[0] in names:
            faults.append(address)
    assert faults == []
    assert answered > 30


def test_no_page_names_the_file_of_such_a_frame(served: tuple[FlaskClient, Release]) -> None:
    client, found = served
    for source, path in product(SHOWN, ("/map", "/parts/map", "/trends", "/parts/trends")):
        for indicator in source.indicators:
            answer = client.get(f"{path}?indicator={indicator.id}", buffered=True)
            text = plain_text(answer)
            assert not named_in(text, found), (path, indicator.id)
    for page in ("/data", f"/data/{SHOWN[0].indicators[0].id}", "/methodology", "/privacy"):
        text = plain_text(client.get(page, buffered=True))
        assert not named_in(text, found), page


def test_the_lists_agree_with_what_is_served(served: tuple[FlaskClient, Release]) -> None:
    client, found = served
    base = f"/releases/{found.id}"
    lists = [client.get(f"{base}/{n}", buffered=True) for n in ("manifest.json", "index.json")]
    manifest = msgspec.json.decode(lists[0].data, type=Manifest)
    index = msgspec.json.decode(lists[1].data, type=Index)
    named = {*manifest.files, *(entry.file for entry in index.frames)}
    assert {"index.json", "catalog.json", "audit.json"} <= named
    for name in sorted(named):
        content = client.get(f"{base}/{name}", buffered=True).data
        assert entry_of(content) == manifest.files[name], name
    shown = {indicator.id for source in SHOWN for indicator in source.indicators}
    assert not shown & {entry.indicator_id for entry in index.frames}
    assert {entry.indicator_id for entry in index.frames} == set(found.indicators) - shown


def state(client: FlaskClient, query: str) -> dict[str, str]:
    return client.get(f"/parts/map?{query}").get_json()["state"]


def shown_view(release: Release) -> str:
    """A view of the map that only shows."""
    for source in SHOWN:
        for indicator in source.indicators:
            if release.entry(indicator.id, Geography.BOROUGH):
                return f"indicator={indicator.id}&geography=borough"
    raise AssertionError("no source that may only be shown has figures by borough")


def test_a_page_carries_one_signed_address_that_nobody_keeps(
    served: tuple[FlaskClient, Release],
) -> None:
    client, found = served
    view = shown_view(found)
    address = state(client, view)["frame"]
    assert address.startswith("/frames/")
    whole = {}
    for encoding in ("identity", "gzip", "br"):
        answer = client.get(address, headers={"Accept-Encoding": encoding})
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Content-Type"] == "application/json"
        assert "ETag" not in answer.headers
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}.get(encoding, bytes)
        whole[encoding] = unpack(answer.data)
    assert len(set(whole.values())) == 1
    assert figures_in(whole["identity"].decode())
    frame = unpacked(whole["identity"])
    assert frame.indicator_id == view.split("=")[1].split("&")[0]
    assert "Disallow: /frames/" in plain_text(client.get("/robots.txt"))


def test_frames_that_may_be_passed_on_keep_their_plain_address(
    served: tuple[FlaskClient, Release],
) -> None:
    client, found = served
    address = state(client, "indicator=filings")["frame"]
    assert address.startswith(f"/releases/{found.id}/frames/")
    assert "immutable" in client.get(address, buffered=True).headers["Cache-Control"]


def test_an_address_runs_out_and_the_page_carries_a_new_one(
    served: tuple[FlaskClient, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, found = served
    view = shown_view(found)
    now = 1_900_000_000.0
    monkeypatch.setattr(frame_addresses.time, "time", lambda: now)
    first = state(client, view)["frame"]
    assert state(client, f"{view}&period=2020-02-29")["frame"] == first
    tag = client.get(f"/map?{view}").headers["ETag"]
    now += frame_addresses.SECONDS
    assert client.get(first).status_code == 200
    second = state(client, view)["frame"]
    assert second != first
    assert client.get(f"/map?{view}", headers={"If-None-Match": tag}).status_code == 200
    now += frame_addresses.SECONDS
    gone = client.get(first)
    assert gone.status_code == 410
    assert plain_text(gone) == "This address has run out. Open the page again.\n"
    assert gone.headers["Cache-Control"] == "private, no-store"
    assert client.get(second).status_code == 200
    assert client.get(state(client, view)["frame"]).status_code == 200


def test_an_address_changed_in_any_letter_answers_nothing(
    served: tuple[FlaskClient, Release],
) -> None:
    client, found = served
    address = state(client, shown_view(found))["frame"]
    token = address.removeprefix("/frames/")
    payload, stamp, signature = token.split(".")
    for other in (
        f"{payload}.{stamp}.{signature[::-1]}",
        f"{payload[:-2]}.{stamp}.{signature}",
        f"{payload}.{stamp[::-1]}.{signature}",
        f"{payload}.{signature}",
        payload,
        "x",
        f"{token}.",
    ):
        answer = client.get(f"/frames/{other}")
        assert (answer.status_code, plain_text(answer)) == (404, "There is no such file.\n")
        assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"{BASE}/frames/{token}").status_code == 404


WRITE_KEY = "from data_loaders.released.frame_addresses import frame_key; print(frame_key())"


def test_every_process_signs_with_the_key_beside_the_releases(tmp_path: Path) -> None:
    said = [key_said_by(RELEASES=str(tmp_path / "made")) for _ in range(2)]
    path = tmp_path / "made" / ".frame-key"
    assert said[0] == said[1] == path.read_text()
    assert len(said[0]) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(os.listdir(path.parent)) == [".frame-key"]


def test_the_key_of_the_environment_goes_before(tmp_path: Path) -> None:
    assert key_said_by(RELEASES=str(tmp_path), FRAME_KEY="k" * 32) == "k" * 32
    assert not (tmp_path / ".frame-key").exists()
    with pytest.raises(subprocess.CalledProcessError) as refused:
        key_said_by(RELEASES=str(tmp_path), FRAME_KEY="short")
    assert "FRAME_KEY has 5 letters. Give at least 32" in refused.value.stderr


def key_said_by(**environment: str) -> str:
    """What another process takes for the key."""
    return subprocess.run(
        [sys.executable, "-c", WRITE_KEY],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", **environment},
        capture_output=True,
        check=True,
        text=True,
    ).stdout.strip()


def test_the_audit_refuses_a_listed_frame_that_may_only_be_shown(older: Release) -> None:
    source = older.source_of[SHOWN[0].indicators[0].id]
    checks = source_audit(older.folder, older.index, source).checks
    assert [check.id for check in checks if not check.passed] == ["terms"]
