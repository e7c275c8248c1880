"""The examples for analysts run against the site, and say what they say they do."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.v1 import routes
from api.v1.fair_use import FairUse
from data_loaders.vocabulary import installation
from tests.support.listening import listening
from tests.support.revised import NEWER, two_releases
from tests.support.sites import serving_from

EXAMPLES = {
    path.name: path for path in sorted((installation.ROOT / "docs" / "examples").glob("*.py"))
}


def ran(path: Path, *arguments: str) -> str:
    command = [sys.executable, str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_names_every_example() -> None:
    text = (installation.ROOT / "docs" / "examples" / "README.md").read_text("utf-8")
    assert EXAMPLES
    assert [name for name in EXAMPLES if f"({name})" not in text] == []


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where two literal releases are served."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routes, "fair_use", FairUse(burst=10_000))
        client: FlaskClient
        root = two_releases(tmp_path_factory.mktemp("examples"))
        with serving_from(root) as client, listening(client) as served:
            yield served


def test_a_figure_is_read_from_the_api_and_from_parquet_alike(address: str) -> None:
    said = ran(EXAMPLES["read_figures.py"], address, "filings")
    assert f"Release {NEWER}: 5 figures, 2 of them by borough." in said
    assert "Filings: 12 observations in filings." in said
    assert re.search(r"withheld +2\b", said)
    assert "12 rows in both, 0 differ." in said


def test_a_drawn_figure_stops_at_gaps_and_says_why(address: str, tmp_path: Path) -> None:
    file = tmp_path / "filings.html"
    said = ran(EXAMPLES["draw_figure.py"], address, "filings", "borough", str(file))
    assert re.search(r"Filings: \d lines drawn", said)
    page = file.read_text("utf-8")
    assert '"connectgaps":false' in page
    assert "2 values: withheld" in page
    assert f"release {NEWER}" in page
