"""Every kind of answer carries the policy, and nothing a reader sends comes back as markup."""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
from datetime import date
from pathlib import Path
from urllib.parse import quote, unquote, urlencode

import brotli
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from api.headers import ALWAYS
from data_loaders.released.release import Release
from data_loaders.vocabulary.model import Geography
from pages import routes
from tests.support import literal
from tests.support.sites import serving_from

KNOWN = {"release", *(name for route in routes() for name in route.takes)}
SCRIPT = "<script>alert(1)</script>"
MARKUP = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;{{7*7}}{0}%s"
INLINE = re.compile(r"<script(?![^>]*\ssrc=)([^>]*)>(.*?)</script>", re.DOTALL)
FUZZED = settings(
    deadline=None,
    max_examples=80,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
PAGES = ("/map", "/data", "/methodology", "/trends", "/places/BX", "/places/nowhere", "/nowhere")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


def addresses(release: Release) -> dict[str, str]:
    """One address of every kind of answer there is."""
    entry = release.entry("covid_case_rate", Geography.MODZCTA)
    assert entry is not None
    base = f"/releases/{release.id}"
    return {
        "page": "/map",
        "not found": "/nowhere",
        "parts": "/parts/map",
        "no parts": "/parts/nowhere",
        "csv": "/download.csv?indicator=covid_case_rate",
        "refused csv": "/download.csv?indicator=asking_rent",
        "frame": f"{base}/{entry.file}",
        "no such file": f"{base}/frames/0.json",
        "areas": f"{base}/areas/modzcta.json",
        "asset": "/assets/site.css",
        "no such asset": "/assets/../app.py",
        "health": "/healthz",
        "robots": "/robots.txt",
        "sitemap": "/sitemap.xml",
        "api": "/api/v1/observations?indicator=filings",
        "refused by the api": "/api/v1/observations?indicator=asking_rent",
        "api reference": "/api",
        "scripts of Dash": "/_dash-layout",
    }


def test_every_kind_of_answer_carries_the_security_headers(
    client: FlaskClient, release: Release
) -> None:
    for kind, address in addresses(release).items():
        sent = client.get(address, buffered=True).headers
        for name, value in ALWAYS.items():
            assert sent.get(name) == value, f"{kind}: {name}"
        policy = directives(sent["Content-Security-Policy"])
        assert policy["default-src"] == ["'none'"], kind
        assert policy["frame-ancestors"] == ["'none'"], kind
        assert policy["base-uri"] == ["'none'"], kind
        assert policy["script-src"][0] == "'self'", kind
        assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(policy["script-src"]), kind
        assert "Set-Cookie" not in sent, kind
        assert "Server" not in sent, kind


HOST = "evil.example"
NAMED = {"Host": HOST, "X-Forwarded-Host": HOST, "Forwarded": f"host={HOST}", "Origin": HOST}
FEEDS = ("/feeds/due.ics", "/feeds/uses.atom", "/feeds/uses.json", "/feeds/uses.csv", "//x/map/")


def test_no_answer_names_the_host_it_was_asked_by(client: FlaskClient, release: Release) -> None:
    for address in (*addresses(release).values(), *PAGES, *FEEDS):
        where = {"PATH_INFO": address}
        answer = client.get("/", headers=NAMED, environ_overrides=where, buffered=True)
        assert HOST not in str(answer.headers), address
        assert HOST.encode() not in answer.data, address


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "PROPFIND", "TRACE"])
def test_every_refused_method_is_refused_in_words_with_the_security_headers(
    client: FlaskClient, release: Release, method: str
) -> None:
    for kind, address in addresses(release).items():
        answer = client.open(address, method=method)
        assert answer.status_code in (404, 405), kind
        of_programs = address.startswith("/api/v1")
        words = "application/problem+json" if of_programs else "text/plain"
        assert answer.mimetype == words, kind
        said = answer.json["detail"] if of_programs else answer.get_data(as_text=True)
        assert said.rstrip("\n").endswith("."), kind
        assert answer.status_code == 404 or "GET" in answer.headers["Allow"], kind
        for name, value in ALWAYS.items():
            assert answer.headers.get(name) == value, f"{kind}: {name}"
        assert directives(answer.headers["Content-Security-Policy"])["default-src"] == ["'none'"]


DECODED = {"identity": bytes, "gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize("encoding", DECODED)
def test_every_kind_of_answer_comes_in_every_encoding(
    client: FlaskClient, release: Release, encoding: str
) -> None:
    large = {**addresses(release), "layout of Dash": "/_dash-dependencies", "metrics": "/metrics"}
    for kind, address in large.items():
        answer = client.get(address, headers={"Accept-Encoding": encoding}, buffered=True)
        assert answer.status_code < 500, kind
        sent = answer.headers.get("Content-Encoding", "identity")
        assert sent in (encoding, "identity"), kind
        assert len(DECODED[sent](answer.data)) > 0, kind


def directives(policy: str) -> dict[str, list[str]]:
    """A content security policy by directive."""
    parts = [part.split() for part in policy.split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("path", PAGES)
def test_every_inline_script_of_a_page_is_named_in_its_policy(
    client: FlaskClient, path: str
) -> None:
    answer = client.get(path)
    allowed = directives(answer.headers["Content-Security-Policy"])["script-src"][1:]
    scripts = [
        body
        for attributes, body in INLINE.findall(answer.get_data(as_text=True))
        if "application/json" not in attributes
    ]
    # Only a page that mounts something has an inline script: Dash's own.
    assert bool(scripts) == path.startswith(("/map", "/trends", "/industries"))
    assert sorted(allowed) == sorted({_hash(script) for script in scripts})


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_a_handler_in_its_markup_or_a_script_of_another_host(
    client: FlaskClient, path: str
) -> None:
    text = client.get(path).get_data(as_text=True)
    assert not re.search(r"<[^>]+\son[a-z]+=", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//[^\"]+\.(?:js|css|woff2?)\"", text)
    assert "javascript:" not in text


@pytest.mark.parametrize("parameter", sorted(KNOWN))
@pytest.mark.parametrize("path", [*PAGES, "/download.csv", "/parts/map", "/parts/trends"])
def test_what_a_reader_sends_never_comes_back_as_markup(
    client: FlaskClient, path: str, parameter: str
) -> None:
    answer = client.get(f"{path}?{urlencode({parameter: MARKUP})}")
    assert answer.status_code < 500
    if answer.mimetype == "text/html":
        assert SCRIPT not in answer.get_data(as_text=True)
        assert "<img src=x" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", [f"/{MARKUP}", f"/places/{MARKUP}", f"/data/{MARKUP}"])
def test_a_path_never_comes_back_as_markup(client: FlaskClient, path: str) -> None:
    answer = client.get(quote(path))
    assert answer.status_code == 404
    assert SCRIPT not in answer.get_data(as_text=True)


@FUZZED
@example(path="\x00")
@example(path="releases/../../etc/passwd")
@example(path="releases/%2e%2e/%2e%2e/etc/passwd")
@example(path="releases/2026-11-22/../../../etc/passwd")
@example(path="assets/..%2f..%2fapp.py")
@example(path="_dash-component-suites/dash/../../../../etc/passwd")
@example(path="_dash-component-suites/os/path.js")
@example(path="parts/parts/map")
@example(path="/" * 3000)
@given(path=TEXTS)
def test_no_path_breaks_the_site_or_leaves_it(client: FlaskClient, path: str) -> None:
    # As a server hands it over: a client would take two slashes for a host.
    raw = f"/{unquote(path)}".encode(errors="replace").decode("latin-1")
    answer = client.get("/", environ_overrides={"PATH_INFO": raw}, buffered=True)
    assert answer.status_code < 500
    assert not re.search(rb"root:|ROOT = Path", answer.data)


QUERIES = st.dictionaries(
    st.sampled_from(sorted(KNOWN)) | TEXTS,
    TEXTS | st.sampled_from(["covid_case_rate", "filings", "modzcta", "BX~10458", "2025-03"]),
    max_size=6,
)
PLACES = st.sampled_from([*PAGES, "/parts/map", "/parts/trends", "/download.csv", "/search"])


@FUZZED
@given(path=PLACES, query=QUERIES)
def test_no_query_breaks_the_site(client: FlaskClient, path: str, query: dict[str, str]) -> None:
    answer = client.get(f"{path}?{urlencode(query)}")
    assert answer.status_code < 500


@pytest.mark.parametrize("path", [*PAGES, "/parts/map", "/parts/trends", "/download.csv"])
@pytest.mark.parametrize(
    "query",
    [
        urlencode({"areas": "~".join(["10458"] * 5000)}),
        urlencode({"indicator": "x" * 100_000}),
        "&".join(f"p{i}=1" for i in range(3000)),
        "areas=10458&" * 3000,
        "%ff%fe=%00&indicator=%80",
        "=&&&;;?" * 500,
    ],
    ids=["areas", "long", "many", "repeated", "bytes", "empty"],
)
def test_a_hostile_query_costs_no_more_than_an_answer(
    client: FlaskClient, path: str, query: str
) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code < 500
    assert len(answer.data) < 400_000


def test_words_of_a_catalog_are_never_markup(tmp_path: Path) -> None:
    made = literal.contents(tmp_path)
    hostile = literal.renamed(tmp_path, made, MARKUP, date(2026, 11, 23))
    with serving_from(tmp_path) as client:
        seen = 0
        for path in (
            "/map?areas=10458",
            "/trends",
            "/data",
            "/data/filings",
            "/methodology",
            "/methodology/cases",
            "/places/BX",
            "/places/BX0503",
            "/privacy",
        ):
            answer = client.get(path)
            text = answer.get_data(as_text=True)
            assert answer.status_code == 200, path
            assert SCRIPT not in text, path
            assert "<img src=x" not in text, path
            seen += "&lt;script&gt;alert(1)" in text
        assert seen == 9
        assert SCRIPT.encode() not in client.get("/sitemap.xml").data
        assert hostile.id == "2026-11-23"


@pytest.mark.parametrize(
    "posted", ["", "{", "[]", "{}", '{"output": "x.y"}', '{"output": [], "inputs": 5}']
)
def test_what_is_no_callback_of_the_site_is_refused_in_words(
    client: FlaskClient, posted: str
) -> None:
    answer = client.post("/_dash-update-component", data=posted, content_type="application/json")
    assert answer.status_code == 400
    assert "Traceback" not in answer.get_data(as_text=True)
