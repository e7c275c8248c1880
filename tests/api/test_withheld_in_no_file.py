"""Nothing withheld comes out of any route: not its figure, nor one that would give it away."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from api.v1 import routes as api_routes
from api.v1.fair_use import FairUse
from components.markup import addresses
from data_loaders.released.release import Release
from pages import routes as pages
from tests.support import literal
from tests.support.pictures_in_words import pictures_in_words
from tests.support.sites import application, serving_from

# What is written into the named parts of a rule; a rule with another part fails until it has one.
EXAMPLES = {
    "release_id": (literal.DAY.isoformat(),),
    "indicator": ("covid_case_rate", "filings"),
    "indicator_id": ("covid_case_rate",),
    "source": ("cases",),
    "source_id": ("cases",),
    "geography": ("modzcta",),
    "place": ("BX", "BX0503"),
    "figure": addresses.FIGURES,
    "token": ("made-up",),
    "partner": ("linkedin",),
    "project": ("measles-vaccination",),
    "use": ("2026-001",),
    "path": ("map", "trends", "data/covid_case_rate"),
    "view": ("map",),
    "name": ("index.json",),
    "version": ("x",),
    "_": ("x",),
}
QUERIES = (
    "",
    "indicator=covid_case_rate&geography=modzcta&areas=10454~10455",
    "indicator=covid_case_rate&geography=modzcta&areas=10454~10455&periods=month",
    "indicator=covid_case_rate&geography=modzcta&figure=map",
)
# Dash's own scripts hold no figure.
OF_DASH = ("/_", "/assets/", "/demo")


@pytest.fixture(autouse=True, scope="module")
def _pictures_are_searched() -> Iterator[None]:
    """A hidden number in a picture is read in its drawing."""
    with pictures_in_words():
        yield


@pytest.fixture(scope="module")
def leaking(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """The same release, if its curation had let the hidden cells through."""
    return literal.release(tmp_path_factory.mktemp("leaking"), literal.readers(leaks=True))


def routes() -> Iterator[str]:
    """An address of every rule and every page of the real side, for every example."""
    rules = [str(rule) for rule in application().url_map.iter_rules() if "GET" in rule.methods]
    for rule in dict.fromkeys([*rules, *(page.path for page in pages() if "" in page.sides)]):
        if rule.startswith(OF_DASH):
            continue
        names = re.findall(r"<(?:\w+:)?(\w+)>", rule)
        for values in product(*(EXAMPLES[name] for name in names)):
            filled = iter(values)
            yield re.sub(r"<[^>]+>", lambda _match, filled=filled: next(filled), rule)


def all_addresses(release: Release) -> Iterator[str]:
    """Every route with every query, and every file of the release."""
    for path, query in product(routes(), QUERIES):
        yield f"{path}?{query}" if query else path
    for name in release.manifest.files:
        if not name.endswith((".gz", ".br")):
            yield f"/releases/{release.id}/{name}"


def text_of(answer: TestResponse) -> str:
    """All that an answer says: of a package, all that its files say."""
    content = answer.get_data()
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b"\n".join(package.read(name) for name in package.namelist())
    return content.decode("utf-8", "replace")


@cache
def written() -> re.Pattern[str]:
    """The secrets as anything here may write them: with and without marks, rounded, packed."""
    forms = set()
    for value in literal.SECRETS.values():
        whole = round(value)
        forms |= {f"{value}", f"{value:,}", f"{whole}", f"{whole:,}", f"{round(value * 10)}"}
    return re.compile("|".join(rf"(?<![\d.]){re.escape(form)}(?![\d])" for form in sorted(forms)))


@pytest.fixture(autouse=True)
def _asks_at_leisure(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than fair use would answer within a test."""
    monkeypatch.setattr(api_routes, "fair_use", FairUse(burst=1_000_000))


def telling(client: FlaskClient, release: Release) -> list[str]:
    """Addresses whose answer holds a secret."""
    found = []
    for address in dict.fromkeys(all_addresses(release)):
        answer = client.get(address, buffered=True)
        # Of a route that failed, or that would answer no more, nothing would be known.
        assert answer.status_code < 500 or address.startswith("/readyz"), address
        assert answer.status_code != 429, address
        if written().search(text_of(answer)):
            found.append(address)
    return found


def test_no_route_holds_what_is_withheld(client: FlaskClient, release: Release) -> None:
    assert telling(client, release) == []


def test_the_search_finds_what_leaks_in_each_kind_of_file(leaking: Release) -> None:
    """Were curation to let hidden cells through, every kind of file here would be found."""
    with serving_from(Path(leaking.folder).parent) as client:
        found = " ".join(telling(client, leaking))
    for kind in (
        *("/download.csv", "/download.svg", "/download.zip", "/embed/map", "/embed/trends"),
        *("/csv/covid_case_rate_modzcta.csv", "/frames/", "/data/covid_case_rate", "/map"),
    ):
        assert kind in found, kind


AREAS = st.lists(
    st.sampled_from([*literal.ZIPS, *literal.BOROUGHS, "NYC"]), max_size=4, unique=True
)
VIEWS = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["covid_case_rate", "filings", "covid_case_rate~filings"]),
        "geography": st.sampled_from(["modzcta", "borough", "city", ""]),
        "areas": AREAS.map("~".join),
        "from": st.sampled_from(["", "2019", "2025-02", "2025-07-20", "2030"]),
        "to": st.sampled_from(["", "2019", "2025-03", "latest", "2030"]),
        "show": st.sampled_from(["", "change", "index"]),
        "baseline": st.sampled_from(["", "2025-01", "2025-07", "2020"]),
        "figure": st.sampled_from(["", "map", "trends"]),
    }
)


def rows_of(client: FlaskClient, view: dict[str, str]) -> list[dict[str, str]] | None:
    query = urlencode({name: value for name, value in view.items() if value}, safe="~")
    answer = client.get(f"/download.csv?{query}")
    if answer.status_code != 200:
        assert answer.status_code in (400, 404), answer.get_data(as_text=True)
        return None
    return list(csv.DictReader(io.StringIO(answer.get_data(as_text=True), newline="")))


def check_view(client: FlaskClient, view: dict[str, str]) -> None:
    """A row has a number only where every published period in it has one."""
    published = rows_of(
        client, {**view, "periods": "published", "from": "", "to": "", "figure": ""}
    )
    drawn = [rows_of(client, {**view, "periods": length}) for length in ("", "month", "quarter")]
    if published is None:
        return
    hidden = [row for row in published if row["value_status"].startswith("withheld")]
    for row in (row for rows in drawn for row in rows or []):
        if not row["value_status"].startswith("withheld"):
            inside = [
                each
                for each in hidden
                if (each["area_id"], each["indicator_id"]) == (row["area_id"], row["indicator_id"])
                and row["period_start"] <= each["period_end"] <= row["period_end"]
            ]
            assert not inside, (view, row)
        else:
            assert row["value"] == row["shown_value"] == ""


@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(view=VIEWS)
def test_no_view_puts_a_hidden_figure_into_a_mean(
    client: FlaskClient, view: dict[str, str]
) -> None:
    check_view(client, view)


@pytest.mark.nightly
@settings(
    max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(view=VIEWS)
def test_no_view_of_many_puts_a_hidden_figure_into_a_mean(
    client: FlaskClient, view: dict[str, str]
) -> None:
    check_view(client, view)
