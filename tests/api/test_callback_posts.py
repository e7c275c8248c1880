"""What is posted to Dash: the site's own callback is answered, all else refused in words."""

from __future__ import annotations

import copy
import json
import logging
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from dash import Input, Output, State
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data_loaders.released.release import Release
from tests.support.sites import serving_from

ROOT = Path(__file__).resolve().parents[2]
CALLBACKS = "/_dash-update-component"
KIND = "application/json"
ADDRESS = {"id": "address"}
OWN = {
    "output": "content.children",
    "outputs": {"id": "content", "property": "children"},
    "inputs": [{**ADDRESS, "property": "pathname", "value": "/map"}],
    "state": [{**ADDRESS, "property": "search", "value": "?show=level"}],
    "changedPropIds": ["address.pathname"],
    "parsedChangedPropsIds": ["address"],
}
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*OWN, "id", "property", "value", "x"]), inner)
    ),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def site(release: Release) -> Iterator[FlaskClient]:
    """The site with one callback that the server answers: no page of it has one today."""
    with serving_from(Path(release.folder).parent) as made:
        made.get("/map")  # Dash takes up the callbacks of pages at the first request
        from app import app

        before = [*app._callback_list]  # noqa: SLF001 - Dash has no way to take one back
        app.callback(
            Output("content", "children"), Input("address", "pathname"), State("address", "search")
        )(lambda pathname, search: f"{pathname} {search}")
        yield made
        app._callback_list[:] = before  # noqa: SLF001
        del app.callback_map[OWN["output"]]


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.WARNING)
    return caplog


def post(site: FlaskClient, body: str | bytes, kind: str = KIND) -> tuple[int, str]:
    answer = site.post(CALLBACKS, data=body, content_type=kind)
    return answer.status_code, answer.get_data(as_text=True)


def changed(**fields: object) -> dict[str, object]:
    return {**copy.deepcopy(OWN), **fields}


MALFORMED = {
    "nothing": "",
    "a list": "[]",
    "an open list": "[" * 50_000,
    "a deep list": "[" * 40_000 + "]" * 40_000,
    "no JSON": "output=content.children",
    "half of it": json.dumps(OWN)[:-9],
    "bytes that are no text": b'{"output": "\xff"}',
    "an input of nothing": '{"inputs":[{}]}',
    "its output and an input of nothing": json.dumps(changed(inputs=[{}])),
    "no input": json.dumps(changed(inputs=[])),
    "an input twice": json.dumps(changed(inputs=OWN["inputs"] * 2)),  # type: ignore[operator]
    "an input of another component": json.dumps(
        changed(inputs=[{"id": "x", "property": "pathname", "value": "/"}])
    ),
    "a thing for a path": json.dumps(changed(inputs=[{**OWN["inputs"][0], "value": {"a": 1}}])),  # type: ignore[index]
    "no state": json.dumps(changed(state=[])),
    "a state that is null": json.dumps(changed(state=None)),
    "a callback that runs in the page": json.dumps(
        {
            "output": "map-state.seen",
            "outputs": {"id": "map-state", "property": "seen"},
            "inputs": [{"id": "map-state", "property": "data", "value": "x"}],
            "changedPropIds": ["map-state.data"],
        }
    ),
    "an unknown output": json.dumps(changed(output="x.y")),
    "outputs of another": json.dumps(changed(outputs={"id": "x", "property": "children"})),
    "outputs that are a list": json.dumps(changed(outputs=[OWN["outputs"]])),
    "changes that are a number": json.dumps(changed(changedPropIds=5)),
    "a field more, and deep": json.dumps(OWN)[:-1] + ', "x": ' + "[" * 9000 + "]" * 9000 + "}",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_is_malformed_is_refused_in_words_and_logs_nothing(
    site: FlaskClient, logged: pytest.LogCaptureFixture, name: str
) -> None:
    status, said = post(site, MALFORMED[name])
    assert (status, said) == (400, "This address answers only the pages of this site.\n")
    assert not logged.records


def test_a_post_that_is_not_said_to_be_json_is_refused(site: FlaskClient) -> None:
    assert post(site, json.dumps(OWN), "text/plain")[0] == 400


def test_a_post_far_longer_than_any_address_is_refused_unread(
    site: FlaskClient, logged: pytest.LogCaptureFixture
) -> None:
    status, said = post(site, json.dumps(OWN) + " " * 200_000)
    assert status == 413
    assert "Traceback" not in said
    assert not logged.records


def test_the_sites_own_post_is_answered(site: FlaskClient) -> None:
    status, said = post(site, json.dumps(OWN))
    assert status == 200
    assert json.loads(said)["response"]["content"]["children"] == "/map ?show=level"


def test_an_island_posts_to_its_own_address(site: FlaskClient) -> None:
    address = "/_island/map%3Fshow%3Dlevel/_dash-update-component"
    assert site.post(address, json=OWN).status_code == 200
    answer = site.post(address, data=MALFORMED["an input of nothing"], content_type=KIND)
    assert answer.status_code == 400


def test_more_parameters_than_any_view_has_are_left_out(
    site: FlaskClient, logged: pytest.LogCaptureFixture
) -> None:
    state = [{**ADDRESS, "property": "search", "value": "?" + "a=1&" * 500}]
    assert post(site, json.dumps(changed(state=state)))[0] == 200
    assert not logged.records


FUZZED = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@FUZZED
@given(body=ANY_JSON)
def test_json_of_any_shape_is_refused(
    site: FlaskClient, logged: pytest.LogCaptureFixture, body: object
) -> None:
    status, said = post(site, json.dumps(body))
    assert status == 400
    assert "Traceback" not in said
    assert not logged.records


@FUZZED
@given(field=st.sampled_from(sorted(OWN)), other=ANY_JSON)
def test_the_sites_own_post_with_one_field_of_another_shape_is_answered_or_refused(
    site: FlaskClient, logged: pytest.LogCaptureFixture, field: str, other: object
) -> None:
    status, said = post(site, json.dumps(changed(**{field: other})))
    assert status in (200, 400)
    assert "Traceback" not in said
    assert not logged.records


@FUZZED
@given(path=st.text(max_size=30) | st.none(), search=st.text(max_size=60) | st.none())
def test_any_text_for_an_address_is_answered(
    site: FlaskClient,
    logged: pytest.LogCaptureFixture,
    path: str | None,
    search: str | None,
) -> None:
    body = changed(
        inputs=[{**ADDRESS, "property": "pathname", "value": path}],
        state=[{**ADDRESS, "property": "search", "value": search}],
    )
    status, said = post(site, json.dumps(body))
    assert status == 200, said
    assert not logged.records


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "OPTIONS"])
def test_dashs_server_for_programs_is_not_found(site: FlaskClient, method: str) -> None:
    answer = site.open("/_mcp", method=method, json={"method": "tools/list"})
    assert answer.status_code == 404


ASKED = """
import app
client = app.server.test_client()
print([client.open("/_mcp", method=method).status_code for method in ("GET", "POST", "DELETE")])
"""


def test_dashs_server_for_programs_is_not_found_where_the_environment_asks_for_it(
    release: Release, tmp_path: Path
) -> None:
    asked = {"DASH_MCP_ENABLED": "true", "DASH_MCP_PATH": "_mcp"}
    folders = {"RELEASES": str(Path(release.folder).parent), "DEMO_RELEASES": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", ASKED],
        cwd=ROOT,
        env={**os.environ, **asked, **folders},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[404, 404, 404]"
