"""A release travels through a bucket of S3, by a program without the site's packages."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from data_loaders.released.release import Releases
from tests.support.browser.serving import free_port, wait_for_port
from tests.support.killed import FIRST, SECOND, publish_again
from tests.support.tiny import COURTS, module, released
from tests.test_layers import ROOT

APART = ROOT / ".replica" / "bin"
SECONDS = 120
pytestmark = [
    pytest.mark.nightly,
    pytest.mark.skipif(not (APART / "moto_server").exists(), reason="`make replica` was not run"),
]


@pytest.fixture
def bucket(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment that leads to a bucket of this machine."""
    port = free_port()
    with (tmp_path / "bucket.log").open("w") as log:
        server = subprocess.Popen(
            [APART / "moto_server", "-H", "127.0.0.1", "-p", str(port)], stdout=log, stderr=log
        )
    try:
        wait_for_port(port)
        address = f"http://127.0.0.1:{port}"
        assert httpx.put(f"{address}/figures").status_code == 200
        yield {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "anyone",
            "AWS_SECRET_ACCESS_KEY": "anything",
            "AWS_DEFAULT_REGION": "us-east-1",
        }
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)


def carry(what: str, root: Path, environment: dict[str, str]) -> str:
    ended = subprocess.run(
        [APART / "python", "-m", "data_loaders.replica", what, "s3://figures/releases"],
        cwd=ROOT,
        env={**os.environ, **environment, "RELEASES": str(root)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    return ended.stdout


def test_a_release_travels_through_a_bucket(tmp_path: Path, bucket: dict[str, str]) -> None:
    origin, replica = tmp_path / "origin", tmp_path / "replica"
    released(origin, module(COURTS))
    assert f"{FIRST} is served." in carry("push", origin, bucket)
    assert f"{FIRST} is served now." in carry("pull", replica, bucket)
    serving = Releases([replica])
    assert serving.current().id == FIRST
    publish_again(origin)
    carry("push", origin, bucket)
    assert f"{SECOND} is served now." in carry("pull", replica, bucket)
    assert Releases([replica]).current().id == SECOND
    for path in origin.glob("2*/**/*"):
        if path.is_file():
            copy = replica / path.relative_to(origin)
            assert copy.read_bytes() == path.read_bytes()
