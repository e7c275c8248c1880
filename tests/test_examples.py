"""The examples for analysts run against the site, and say what they say they do."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.v1 import routes
from api.v1.fair_use import FairUse
from data_loaders.vocabulary import installation
from tests.support.listening import listening
from tests.support.revised import NEWER, two_releases
from tests.support.sites import serving_from

EXAMPLES = sorted((installation.ROOT / "docs" / "examples").glob("*.py"))


def ran(path: Path, *arguments: str) -> str:
    command = [sys.executable, str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_names_every_example() -> None:
    text = (installation.ROOT / "docs" / "examples" / "README.md").read_text("utf-8")
    assert EXAMPLES
    assert [path.name for path in EXAMPLES if f"({path.name})" not in text] == []


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_an_example_runs_against_the_site(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "fair_use", FairUse(burst=10_000))
    client: FlaskClient
    with serving_from(two_releases(tmp_path)) as client, listening(client) as address:
        said = ran(path, address, "filings")
    assert f"Release {NEWER}: 5 figures, 2 of them by borough." in said
    assert "Filings: 12 observations in filings." in said
    assert re.search(r"withheld +2\b", said)
    assert "12 rows in both, 0 differ." in said
