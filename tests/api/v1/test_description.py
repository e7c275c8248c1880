"""The API keeps what its description promises: a program that tries everything finds nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.v1 import routes
from api.v1.fair_use import FairUse
from components.api_reference.endpoints import ENDPOINTS
from components.markup.addresses import OPENAPI
from tests.support.listening import listening

SEED = "11"


@pytest.mark.parametrize("examples", ["5", pytest.param("200", marks=pytest.mark.nightly)])
def test_schemathesis_finds_nothing(
    client: FlaskClient, examples: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(routes, "fair_use", FairUse(burst=10**9))
    with listening(client) as address:
        command = [sys.executable, "-m", "schemathesis.cli", "run"]
        command += [f"{address}{OPENAPI}", "--seed", SEED, "--max-examples", examples]
        command += ["--generation-database", "none", "--no-color", "--warnings", "off"]
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, f"{ran.stdout[-12_000:]}{ran.stderr[-2000:]}"
    assert f"Tested: {len(ENDPOINTS)}" in ran.stdout
