"""Fixtures every test may use, and the rule that no test reaches the network."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Generator, Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from data_loaders.vocabulary import installation
from tests.support.kept import check_unchanged
from tests.support.mirror import mirror as find_mirror
from tests.support.quickly_packed import compress_quickly
from tests.support.ran import Stopwatch


def pytest_configure(config: pytest.Config) -> None:
    """Time each file, in the one process that hears of every test."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Stopwatch())


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None]:
    """Look for no garbage while some ten thousand tests are collected, and not among them after.

    All of them are kept to the end: to look through them was a fifth of collecting.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of real published files."""
    return find_mirror()


@pytest.fixture(scope="session", autouse=True)
def _kept_as_it_was() -> Iterator[None]:
    """Fail where a test wrote into what is built once for all."""
    yield
    check_unchanged()


@pytest.fixture(scope="session", autouse=True)
def _releases_are_packed_quickly() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        compress_quickly(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_waits_for_the_disk() -> Iterator[None]:
    """Leave files of tests to the operating system: no test here outlives a loss of power."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _file: None)
        yield


class NetworkReachedError(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Refuse every connection, and every name looked up, but of this machine itself."""
    connect, look_up = socket.socket.connect, socket.getaddrinfo

    def connect_here(connecting: socket.socket, address: tuple[str, int]) -> None:
        if connecting.family in (socket.AF_INET, socket.AF_INET6):
            refuse_elsewhere(address[0])
        connect(connecting, address)

    def look_up_here(host: str | None, *rest: object, **options: object) -> object:
        if host:
            refuse_elsewhere(host)
        return look_up(host, *rest, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        patch.setattr(socket, "getaddrinfo", look_up_here)
        yield


def refuse_elsewhere(host: str) -> None:
    """Raise NetworkReachedError unless a host is this machine."""
    is_number = host.replace(".", "").isdigit() or ":" in host
    if host != "localhost" and not (is_number and ip_address(host).is_loopback):
        raise NetworkReachedError(f"a test tried to reach {host}; serve it from this machine")


@pytest.fixture(scope="session", autouse=True)
def _no_challenge_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A pack made here by `make run` must not change what tests read on the privacy page."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(installation, "CHALLENGE", tmp_path_factory.mktemp("none") / "challenge")
        yield
