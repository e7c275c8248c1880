"""Downloading a source's feed: cached, resumed, hashed, and quick to give up without internet.

All files of a feed are fetched into a folder aside that replaces the good one only when it is
whole, so a reader never meets files of two vintages.
"""

from __future__ import annotations

import os
import shutil
import ssl
import threading
from collections.abc import Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import msgspec

from data_loaders.curate.feeds.download import Fetched, fetch_file
from data_loaders.curate.feeds.mirror import FeedError, FeedFiles, file_hash, hash_of_all
from data_loaders.vocabulary.model import Feed, Holder
from data_loaders.vocabulary.progress import Progress

STATE = ".state.json"
FILES_AT_ONCE = 4
SECONDS_TO_ANSWER = 3.0
USER_AGENT = "nyc-recovery-data (public data, read once a day)"
TIMEOUT = httpx.Timeout(20.0, connect=SECONDS_TO_ANSWER)


class State(msgspec.Struct, frozen=True):
    """What is known of the files of a cached feed, by name."""

    received_on: date
    files: dict[str, Fetched]


@cache
def trusted() -> ssl.SSLContext:
    """The certificates of this machine, read once for all clients."""
    return httpx.create_ssl_context()


def client(transport: httpx.BaseTransport | None = None) -> httpx.Client:
    """A client with short time-outs that follows redirects."""
    return httpx.Client(
        transport=transport,
        verify=trusted(),
        timeout=TIMEOUT,
        follow_redirects=True,
        headers={"User-Agent": USER_AGENT},
    )


def fetch(name: str, feed: Feed, cache: Path, http: httpx.Client, progress: Progress) -> FeedFiles:
    """Download what changed of a feed into `cache/name`; FeedError where a file cannot be had.

    Files a publisher says are unchanged are taken from the cache.
    """
    good, incoming = cache / name, cache / f"{name}.incoming"
    _mend_interrupted_swap(good)
    incoming.mkdir(parents=True, exist_ok=True)
    known = _state(good).files
    fetched = _fetch_files(feed, good, incoming, known, http)
    state = State(datetime.now(UTC).date(), fetched)
    (incoming / STATE).write_bytes(msgspec.json.encode(state))
    _swap(good, incoming)
    for file in feed.held_by(Holder.PUBLISHER):
        if file.name in fetched and (moved := fetched[file.name].moved_to):
            progress.say(f"{name}: {file.url} has moved to {moved}. Put that into the source.")
    changed = sum(known.get(name) != file for name, file in fetched.items())
    progress.say(f"{name}: {changed} of {len(fetched)} files are new")
    return cached(name, feed, cache)


def cached(name: str, feed: Feed, cache: Path, note: str = "") -> FeedFiles:
    """The feed as last downloaded; FeedError where the cache does not hold it whole."""
    folder = cache / name
    state = _state(folder)
    names = [file.name for file in feed.held_by(Holder.PUBLISHER)]
    awaited = {file.name for file in feed.files if file.is_awaited}
    absent = [file for file in names if file not in state.files and file not in awaited]
    if absent:
        raise FeedError(f"{name}: {', '.join(absent[:3])} was never downloaded")
    hashes = {file: file_hash(folder / file) for file in names if file in state.files}
    changed = [file for file in hashes if hashes[file] != state.files[file].sha256]
    if changed:
        raise FeedError(f"{name}: {', '.join(changed[:3])} changed after it was downloaded")
    asked_on = state.received_on
    return FeedFiles(folder, hash_of_all(hashes), asked_on, note, asked_on, hashes)


def fetched_or_cached(
    name: str, feed: Feed, cache: Path, http: httpx.Client, progress: Progress
) -> FeedFiles:
    """The newest files that can be had; FeedError where there are none, old or new."""
    try:
        return fetch(name, feed, cache, http, progress)
    except FeedError as error:
        progress.say(str(error))
        received_on = _state(cache / name).received_on
        note = f"The feed could not be fetched; its files of {received_on} were read again."
        try:
            return cached(name, feed, cache, note)
        except FeedError:
            raise error from None


def asked_on(name: str, cache: Path) -> date:
    """The day a feed's publisher last gave its files; the first day there is where never."""
    return _state(cache / name).received_on


def answering(
    hosts: Collection[str], http: httpx.Client, seconds: float = SECONDS_TO_ANSWER
) -> set[str]:
    """Those hosts that answer anything at all within `seconds`, asked all at once."""
    answered: set[str] = set()

    def ask(host: str) -> None:
        try:
            http.head(f"https://{host}/", follow_redirects=False)
        except httpx.HTTPError:
            return
        answered.add(host)

    # Daemon threads: a name server that never answers must not hold up the end of the program.
    threads = [threading.Thread(target=ask, args=(host,), daemon=True) for host in hosts]
    for thread in threads:
        thread.start()
    until = datetime.now(UTC).timestamp() + seconds
    for thread in threads:
        thread.join(max(0.0, until - datetime.now(UTC).timestamp()))
    return set(answered)


def hosts_of(feed: Feed) -> set[str]:
    """Hosts a feed is downloaded from."""
    return {urlsplit(file.url).netloc for file in feed.held_by(Holder.PUBLISHER)}


def _fetch_files(
    feed: Feed, good: Path, incoming: Path, known: Mapping[str, Fetched], http: httpx.Client
) -> dict[str, Fetched]:
    with ThreadPoolExecutor(FILES_AT_ONCE) as pool:
        jobs = {
            file.name: pool.submit(fetch_file, http, file, good, incoming, known.get(file.name))
            for file in feed.held_by(Holder.PUBLISHER)
        }
        try:
            results = {name: job.result() for name, job in jobs.items()}
        except FeedError:
            pool.shutdown(cancel_futures=True)
            raise
    return {name: result for name, result in results.items() if result is not None}


def _state(folder: Path) -> State:
    path = folder / STATE
    if not path.is_file():
        return State(date.min, {})
    return msgspec.json.decode(path.read_bytes(), type=State)


def _swap(good: Path, incoming: Path) -> None:
    old = good.with_name(f"{good.name}.old")
    if good.exists():
        os.rename(good, old)
    os.rename(incoming, good)
    shutil.rmtree(old, ignore_errors=True)


def _mend_interrupted_swap(good: Path) -> None:
    old = good.with_name(f"{good.name}.old")
    if old.exists() and not good.exists():
        os.rename(old, good)
