"""The rule that no test reaches the network holds."""

from __future__ import annotations

import socket

import httpx
import pytest

from tests.conftest import NetworkReachedError


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_a_test_that_connects_to_another_machine_is_refused(host: str) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as outgoing, pytest.raises(NetworkReachedError, match=host):
        outgoing.connect((host, 80))


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_a_library_that_connects_to_another_machine_is_refused(host: str) -> None:
    with pytest.raises(NetworkReachedError, match=host):
        httpx.get(f"http://{host}/")


def test_a_test_may_connect_to_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        address = listening.getsockname()
        with socket.create_connection(address) as outgoing:
            assert outgoing.getpeername() == address
