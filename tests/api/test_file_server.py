"""Files are sent in few pieces, whatever part of them is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.file_server import BYTES_AT_ONCE
from data_loaders.released.release import Release

PARTS = {"all of it": "", "its end": "bytes=-100", "from its second byte": "bytes=1-"}


class ServersOwn:
    """What a server offers for sending files; gunicorn's sends 8 KB at once."""

    def __init__(self, *_: object) -> None:
        raise AssertionError("a file was left to the server, which sends it in small pieces")


def answered(
    client: FlaskClient, address: str, asked: str
) -> tuple[str, dict[str, str], list[bytes]]:
    """Status, headers and pieces of the answer to a request."""
    told: list[Any] = []

    def start_response(*said: object) -> Callable[[bytes], object]:
        told.extend(said)
        return told.append

    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "wsgi.file_wrapper": ServersOwn,
        **({"HTTP_RANGE": asked} if asked else {}),
    }
    found: Iterable[bytes] = client.application.wsgi_app(environ, start_response)
    pieces = list(found)
    if hasattr(found, "close"):
        found.close()  # pyright: ignore[reportAttributeAccessIssue]
    return told[0], dict(told[1]), pieces


@pytest.mark.parametrize("asked", PARTS.values(), ids=PARTS)
@pytest.mark.parametrize("is_largest", [True, False])
def test_a_file_is_sent_in_as_few_pieces_as_fit(
    client: FlaskClient, release: Release, asked: str, *, is_largest: bool
) -> None:
    tables = sorted(
        release.index.tables.values(), key=lambda name: (release.folder / name).stat().st_size
    )
    name = tables[-1 if is_largest else 0]
    content = (release.folder / name).read_bytes()
    start = {"": 0, "bytes=-100": len(content) - 100, "bytes=1-": 1}[asked]
    status, headers, pieces = answered(client, f"/releases/{release.id}/{name}", asked)
    assert status.split()[0] == ("206" if asked else "200")
    assert b"".join(pieces) == content[start:]
    assert int(headers["Content-Length"]) == len(content) - start
    assert len(pieces) == -(-(len(content) - start) // BYTES_AT_ONCE)
