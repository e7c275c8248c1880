"""Another city's site comes from its areas and sources alone: no view knows New York's."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from data_loaders.vocabulary.geography import BOROUGHS
from tests.support.toy_city import DISTRICTS
from tests.test_layers import ROOT

PATHS = ("/", "/map", "/trends", "/places/HB", "/data")
OF_NEW_YORK = re.compile(r"\b(" + "|".join(borough.name for borough in BOROUGHS) + r")\b")


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
def test_every_page_answers_without_a_borough_of_new_york(
    pages: dict[str, tuple[int, str]], path: str
) -> None:
    status, page = pages[path]
    assert status == 200
    assert OF_NEW_YORK.findall(page) == []


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
