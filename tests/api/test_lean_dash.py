"""What Dash names and no page uses is not in a worker's memory, and is itself once it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from data_loaders.vocabulary import installation
from tests.support import literal

SPARED = ("narwhals", "pydantic", "pydantic_core")


def _printed(program: str, **settings: str) -> str:
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=installation.ROOT,
        env=installation.environment(**settings),
        capture_output=True,
        text=True,
        check=True,
    )
    return result.stdout.strip().splitlines()[-1]


def test_the_site_keeps_no_library_that_only_dash_names(tmp_path: Path) -> None:
    literal.release(tmp_path)
    program = (
        "import sys, app; answer = app.server.test_client().get('/map');"
        f"print(answer.status_code, [name for name in {SPARED!r} if name in sys.modules])"
    )
    here = {"RELEASES": str(tmp_path), "DEMO_RELEASES": str(tmp_path / "none")}
    assert _printed(program, **here) == "200 []"


def test_each_is_itself_once_it_is_used() -> None:
    program = (
        "from api import lean_dash; lean_dash.import_dash();"
        "import plotly.graph_objects as go; from dash import dcc;"
        "graph = dcc.Graph(figure=go.Figure(go.Scatter(x=(1, 2), y=(3, 4))));"
        "import pydantic, narwhals.stable.v1 as nw;"
        "print(graph.figure.data[0].y, pydantic.Field.__module__, nw.from_native.__module__)"
    )
    assert _printed(program) == "(3, 4) pydantic.fields narwhals.stable.v1"
