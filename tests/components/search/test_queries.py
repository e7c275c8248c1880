"""What 300 and more queries find, on the page and in the drop-down, among the places that ship."""

from __future__ import annotations

import csv
import json
import subprocess
from functools import cache
from pathlib import Path

import msgspec
import pytest

from api import files
from components.search.finding import MOST_RESULTS, find
from data_loaders.released.release import Release
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Catalog
from data_loaders.vocabulary.place_names import codes_without_figures, names_in_use
from tests.support.described import described
from tests.support.tiny import COURTS

QUERIES = Path(__file__).with_name("queries.csv")
RANKED_BY_SCRIPT = """
import { ranked } from "./assets/ranking.js";
let text = "";
for await (const part of process.stdin) text += part;
const { index, queries } = JSON.parse(text);
const ids = (typed) => ranked(typed, index.places, index.rules).map((place) => place.id);
console.log(JSON.stringify(Object.fromEntries(queries.map((typed) => [typed, ids(typed)]))));
"""


@cache
def queries() -> list[dict[str, str]]:
    with QUERIES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """A small release with the places of the one that ships."""
    catalog = (installation.SHIPPED_SEED / "catalog.json").read_bytes()
    places = msgspec.json.decode(catalog, type=Catalog).places
    return described(tmp_path_factory.mktemp("queries"), (COURTS,), places)


def test_there_are_300_queries() -> None:
    assert len({query["typed"] for query in queries()}) >= 300


@pytest.mark.parametrize("query", queries(), ids=lambda query: query["typed"])
def test_a_query_finds_what_is_meant_first(release: Release, query: dict[str, str]) -> None:
    wanted = [name for name in query["first"].split("|") if name]
    ids = [match.place.id for match in find(release, query["typed"]).matches]
    assert ids[: len(wanted)] == wanted, query["why"]
    if not wanted:
        assert ids == [], query["why"]


def test_a_name_several_places_bear_leads_to_none_of_them_alone(release: Release) -> None:
    several = [query for query in queries() if query["why"].startswith("several bear")]
    assert len(several) > 10
    assert [each["typed"] for each in several if find(release, each["typed"]).meant] == []


def test_the_drop_down_ranks_as_the_page_does(release: Release) -> None:
    typed = [query["typed"] for query in queries()]
    index = msgspec.json.decode(files._places(release).in_encoding("identity"))
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", RANKED_BY_SCRIPT],
        input=json.dumps({"index": index, "queries": typed}),
        cwd=installation.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    by_script = json.loads(ran.stdout)
    for text in typed:
        found = find(release, text, guess=False).matches
        by_page = [match.place.id for match in found]
        assert by_script[text][:MOST_RESULTS] == by_page, text


def test_a_name_in_use_is_used_for_places_there_are(release: Release) -> None:
    known = {place.id for place in release.places}
    own = {place.name for place in release.places}
    for each in names_in_use():
        assert set(each.places) <= known, each.name
        assert each.name not in own
        assert each.source.startswith("https://")
        assert each.language in ("en", "es")


def test_a_zip_code_without_figures_is_none_that_has_some(release: Release) -> None:
    assert not set(codes_without_figures()) & {place.id for place in release.places}
