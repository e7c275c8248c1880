"""Another city's site comes from its areas and sources alone: no view knows New York's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.vocabulary.city_terms import OF_NEW_YORK as OF_NEW_YORK_WORDS
from data_loaders.vocabulary.geography import BOROUGHS
from tests.support.toy_city import DISTRICTS, TERMS
from tests.test_layers import ROOT

NAVIGATION = ("/", "/map", "/trends", "/industries", "/data", "/methodology", "/about")
# Every page that About leads to, and those that figures and the search lead to.
ABOUT = (
    *("/uses", "/share", "/coverage", "/impact", "/practice", "/privacy", "/api", "/changes"),
    *("/partnership", "/search", "/search?q=har", "/methodology/courts", "/places/HB", "/words"),
)
PATHS = (*NAVIGATION, *ABOUT)
# What is New York's past, in whatever words it is told.
OF_ITS_HISTORY = re.compile(
    r"launch|announcement|Mayor|Recovery Data Partnership|The City promised"
)
OF_NEW_YORK = re.compile(
    r"New York|NYC|[Bb]orough|\bZIP\b|\b311\b|"
    + "|".join(rf"\b{borough.name}\b" for borough in BOROUGHS)
)
# What a reader sees or hears: text, and what the ways of naming and of sharing a page say.
SPOKEN = re.compile(r'(?<=\s)(?:title|alt|aria-label|placeholder|content|label)="([^"]*)"')
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>", re.S)
# Addresses and the API name kinds of areas by their ids; an archive is a ZIP file.
NO_WORDS = re.compile(r"geography=borough|<code>borough</code>|All files \(ZIP\)")


def words_of(page: str) -> str:
    """Everything a page says."""
    page = NO_WORDS.sub("", UNSEEN.sub(" ", page))
    told = " ".join(SPOKEN.findall(page))
    return f"{re.sub(r'<[^>]*>', ' ', page)} {told}"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, str]]:
    ended = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.support.toy_city",
            str(tmp_path_factory.mktemp("toy")),
            *PATHS,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=200,
        check=True,
    )
    return json.loads(ended.stdout)


@pytest.mark.parametrize("path", PATHS)
def test_every_page_answers_without_a_word_of_new_york(
    pages: dict[str, tuple[int, str]], path: str
) -> None:
    status, page = pages[path]
    assert status == 200
    words = words_of(page)
    said = [words[found.start() - 30 : found.end() + 20] for found in OF_NEW_YORK.finditer(words)]
    assert said == []
    assert OF_ITS_HISTORY.findall(words) == []
    assert "Toytown Recovery" in words


def test_a_city_without_a_partnership_says_so_and_leads_to_none(
    pages: dict[str, tuple[int, str]],
) -> None:
    assert "No partnership is on record here." in pages["/partnership"][1]
    assert "No use of data is on record here." in pages["/uses"][1]
    assert 'href="/partnership' not in pages["/about"][1]
    for path in NAVIGATION:
        assert f'href="{path}"' in pages["/about"][1]
    for path in ("/uses", "/share", "/coverage", "/impact", "/practice", "/privacy", "/api"):
        assert f'href="{path}"' in pages["/about"][1]


def test_another_city_names_everything_that_is_new_yorks() -> None:
    assert set(TERMS) == set(OF_NEW_YORK_WORDS)


@pytest.mark.parametrize("path", ["/map", "/trends", "/places/HB"])
def test_its_districts_stand_where_figures_do(pages: dict[str, tuple[int, str]], path: str) -> None:
    page = pages[path][1]
    assert "Toytown" in page
    named = [name for name in DISTRICTS.values() if name in page]
    assert named == (["Harbor"] if path.startswith("/places") else list(DISTRICTS.values()))


def test_the_map_draws_its_districts(pages: dict[str, tuple[int, str]]) -> None:
    assert pages["/map"][1].count("l25 0 0 35-25 0z") == len(DISTRICTS)


def test_the_document_names_only_what_there_is() -> None:
    text = Path(ROOT / "docs" / "another-city.md").read_text("utf-8")
    for name in re.findall(r"`((?:data|data_loaders|components|tests|docs)/[\w./-]+)`", text):
        assert (ROOT / name).exists(), name
