from __future__ import annotations

import hashlib
import io
import time
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
import tenacity

from data_loaders.curate.feeds import download
from data_loaders.curate.feeds.feeds import answering, cached, fetch, fetched_or_cached, hosts_of
from data_loaders.curate.feeds.mirror import FeedError
from data_loaders.vocabulary.model import Feed, FeedFile, Holder
from data_loaders.vocabulary.progress import Silent

Answer = Callable[[httpx.Request], httpx.Response]
FEED = Feed(
    "courts",
    (
        FeedFile("filings.csv", "https://courts.example/filings.csv"),
        FeedFile("old/zips.csv", "https://courts.example/zips.csv"),
    ),
)


class Publisher:
    """A publisher's site: what it serves, and what it was asked."""

    def __init__(self) -> None:
        self.files = {"/filings.csv": b"a,b\n1,2\n", "/zips.csv": b"zip\n10001\n"}
        self.asked: list[httpx.Request] = []
        self.fails: dict[str, list[int]] = {}
        self.cut_off: set[str] = set()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        path = request.url.path
        if self.fails.get(path):
            return httpx.Response(self.fails[path].pop(0))
        content = self.files[path]
        etag = f'"{hashlib.sha256(content).hexdigest()[:8]}"'
        if request.headers.get("If-None-Match") == etag:
            return httpx.Response(304)
        headers = {"ETag": etag, "Content-Length": str(len(content))}
        if path in self.cut_off:
            self.cut_off.remove(path)
            return httpx.Response(200, headers=headers, stream=httpx.ByteStream(content[:3]))
        if request.headers.get("If-Range") == etag:
            start = int(request.headers["Range"].removeprefix("bytes=").removesuffix("-"))
            headers |= {
                "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}",
                "Content-Length": str(len(content) - start),
            }
            return httpx.Response(206, headers=headers, stream=httpx.ByteStream(content[start:]))
        return httpx.Response(200, headers=headers, content=content)


@pytest.fixture
def publisher() -> Publisher:
    return Publisher()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "wait_exponential", lambda **_: tenacity.wait_none())


def http(answer: Answer) -> httpx.Client:
    return httpx.Client(transport=httpx.MockTransport(answer))


def test_a_feed_is_downloaded_whole_and_hashed(publisher: Publisher, tmp_path: Path) -> None:
    files = fetch("courts", FEED, tmp_path, http(publisher), Silent())
    assert (files.folder / "filings.csv").read_bytes() == b"a,b\n1,2\n"
    assert (files.folder / "old/zips.csv").read_bytes() == b"zip\n10001\n"
    lines = "".join(
        f"{hashlib.sha256(publisher.files[path]).hexdigest()}  {name}\n"
        for path, name in [("/filings.csv", "filings.csv"), ("/zips.csv", "old/zips.csv")]
    )
    assert files.sha256 == hashlib.sha256(lines.encode()).hexdigest()
    assert files.received_on == files.asked_on == datetime.now(UTC).date()
    assert not list(tmp_path.rglob("*.part"))


def test_a_file_that_did_not_change_is_not_sent_again(publisher: Publisher, tmp_path: Path) -> None:
    first = fetch("courts", FEED, tmp_path, http(publisher), Silent())
    publisher.files["/zips.csv"] = b"zip\n10002\n"
    second = fetch("courts", FEED, tmp_path, http(publisher), Silent())
    assert (second.folder / "filings.csv").read_bytes() == b"a,b\n1,2\n"
    assert (second.folder / "old/zips.csv").read_bytes() == b"zip\n10002\n"
    assert first.sha256 != second.sha256
    asked = {request.url.path: request.headers for request in publisher.asked[2:]}
    assert "If-None-Match" in asked["/filings.csv"]


def test_a_download_that_was_cut_off_goes_on_where_it_stopped(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.cut_off = {"/filings.csv"}
    files = fetch("courts", FEED, tmp_path, http(publisher), Silent())
    assert (files.folder / "filings.csv").read_bytes() == b"a,b\n1,2\n"
    assert [r.headers["Range"] for r in publisher.asked if "Range" in r.headers] == ["bytes=3-"]


def test_a_busy_server_is_asked_again(publisher: Publisher, tmp_path: Path) -> None:
    publisher.fails = {"/filings.csv": [503, 429]}
    fetch("courts", FEED, tmp_path, http(publisher), Silent())
    assert [r.url.path for r in publisher.asked].count("/filings.csv") == 3


def test_a_missing_file_is_not_asked_for_again_and_leaves_the_good_files(
    publisher: Publisher, tmp_path: Path
) -> None:
    good = fetch("courts", FEED, tmp_path, http(publisher), Silent())
    publisher.asked.clear()
    publisher.files["/filings.csv"] = b"a,b\n9,9\n"
    publisher.fails = {"/zips.csv": [404]}
    with pytest.raises(FeedError, match=r"zips\.csv answered 404: there is no such file any more"):
        fetch("courts", FEED, tmp_path, http(publisher), Silent())
    assert [r.url.path for r in publisher.asked].count("/zips.csv") == 1
    assert cached("courts", FEED, tmp_path) == good
    assert (good.folder / "filings.csv").read_bytes() == b"a,b\n1,2\n"


def test_a_feed_that_fails_is_read_again_as_it_was_and_says_so(
    publisher: Publisher, tmp_path: Path
) -> None:
    fetch("courts", FEED, tmp_path, http(publisher), Silent())
    publisher.fails = {"/zips.csv": [404]}
    files = fetched_or_cached("courts", FEED, tmp_path, http(publisher), Silent())
    assert files.note.startswith("The feed could not be fetched; its files of ")


def test_a_feed_that_never_came_fails_with_the_reason(publisher: Publisher, tmp_path: Path) -> None:
    publisher.fails = {"/zips.csv": [404]}
    with pytest.raises(FeedError, match="404"):
        fetched_or_cached("courts", FEED, tmp_path, http(publisher), Silent())


def test_a_swap_that_was_interrupted_is_mended(publisher: Publisher, tmp_path: Path) -> None:
    fetch("courts", FEED, tmp_path, http(publisher), Silent())
    (tmp_path / "courts").rename(tmp_path / "courts.old")
    publisher.fails = {"/zips.csv": [404]}
    files = fetched_or_cached("courts", FEED, tmp_path, http(publisher), Silent())
    assert (files.folder / "filings.csv").read_bytes() == b"a,b\n1,2\n"


def test_a_file_comes_out_of_the_zip_it_is_published_in(
    publisher: Publisher, tmp_path: Path
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("rents/rent_All.csv", "areaName,2021-01\n")
    publisher.files["/rent_All.zip"] = archive.getvalue()
    feed = Feed("rents", (FeedFile("rent_All.csv", "https://rents.example/rent_All.zip"),))
    files = fetch("rents", feed, tmp_path, http(publisher), Silent())
    assert (files.folder / "rent_All.csv").read_bytes() == b"areaName,2021-01\n"


def test_a_zip_without_the_file_is_an_error_that_says_what_is_in_it(
    publisher: Publisher, tmp_path: Path
) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("other.csv", "")
    publisher.files["/rent_All.zip"] = archive.getvalue()
    feed = Feed("rents", (FeedFile("rent_All.csv", "https://rents.example/rent_All.zip"),))
    with pytest.raises(FeedError, match=r"rent_All\.csv is not in it, only \['other\.csv'\]"):
        fetch("rents", feed, tmp_path, http(publisher), Silent())


def test_without_internet_the_attempt_ends_at_once(tmp_path: Path) -> None:
    asked: list[httpx.Request] = []

    def nowhere(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        raise httpx.ConnectError("no route")

    assert answering({"courts.example"}, http(nowhere)) == set()
    with pytest.raises(FeedError, match="no route"):
        fetch("courts", FEED, tmp_path, http(nowhere), Silent())
    assert len([request for request in asked if request.url.path == "/filings.csv"]) == 1


def test_hosts_that_are_silent_are_not_waited_for() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.host == "silent.example":
            time.sleep(5)
        return httpx.Response(404)

    started = time.monotonic()
    assert answering({"silent.example", "here.example"}, http(answer), seconds=0.2) == {
        "here.example"
    }
    assert time.monotonic() - started < 2


def test_hosts_of_a_feed() -> None:
    assert hosts_of(FEED) == {"courts.example"}


def test_a_cached_file_that_was_changed_is_not_read(publisher: Publisher, tmp_path: Path) -> None:
    files = fetch("courts", FEED, tmp_path, http(publisher), Silent())
    (files.folder / "filings.csv").write_bytes(b"a,b\n1,3\n")
    with pytest.raises(FeedError, match=r"filings\.csv changed after it was downloaded"):
        cached("courts", FEED, tmp_path)


def test_a_file_only_a_mirror_has_is_not_asked_for(publisher: Publisher, tmp_path: Path) -> None:
    copied = FeedFile("copied.csv", "https://copies.example/copied.csv", Holder.MIRROR)
    feed = Feed("courts", (*FEED.files, copied))
    files = fetch("courts", feed, tmp_path, http(publisher), Silent())
    assert not (files.folder / "copied.csv").exists()
    assert hosts_of(feed) == {"courts.example"}
