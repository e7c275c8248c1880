"""What Dash names and no page uses is not in a worker's memory, and is itself once it is used."""

from __future__ import annotations

import subprocess
import sys

from tests.support.browser.serving import ROOT

SPARED = ("narwhals", "pydantic", "pydantic_core")


def _printed(program: str) -> str:
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return result.stdout.strip().splitlines()[-1]


def test_the_site_keeps_no_library_that_only_dash_names() -> None:
    program = (
        "import sys, app; app.server.test_client().get('/map');"
        f"print([name for name in {SPARED!r} if name in sys.modules])"
    )
    assert _printed(program) == "[]"


def test_each_is_itself_once_it_is_used() -> None:
    program = (
        "from api import lean_dash; lean_dash.import_dash();"
        "import plotly.graph_objects as go; from dash import dcc;"
        "graph = dcc.Graph(figure=go.Figure(go.Scatter(x=(1, 2), y=(3, 4))));"
        "import pydantic, narwhals.stable.v1 as nw;"
        "print(graph.figure.data[0].y, pydantic.Field.__module__, nw.from_native.__module__)"
    )
    assert _printed(program) == "(3, 4) pydantic.fields narwhals.stable.v1"
