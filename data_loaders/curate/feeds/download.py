"""Downloading one file: asks only for what changed, goes on where it was cut off, hashes."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import httpx
import msgspec
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_after_delay,
    wait_exponential,
)

from data_loaders.curate.feeds import paging
from data_loaders.curate.feeds.answers import in_words, moved_to, require_file, retry_after
from data_loaders.curate.feeds.linked import newest
from data_loaders.curate.feeds.mirror import FeedError, file_hash
from data_loaders.vocabulary.model import FeedFile

ATTEMPTS = 3
SECONDS_IN_ALL = 60
BUSY = frozenset({429, 500, 502, 503, 504})


class Fetched(msgspec.Struct, frozen=True):
    """A downloaded file: its hash, what its publisher calls this version of it, and where it has
    moved to, if it has."""

    sha256: str
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""


def fetch_file(
    http: httpx.Client, file: FeedFile, good: Path, incoming: Path, known: Fetched | None
) -> Fetched | None:
    """Put a file into `incoming`: downloaded, or taken from `good` where it has not changed; None
    for an awaited one that is not out.

    A cut-off download stays as `.part` and is continued the next time. Raises FeedError.
    """
    target = incoming / file.name
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.page_rows:
        return _in_pages(http, file, target)
    if file.link:
        file = _newest_linked(http, file)
    if known is not None and not (good / file.name).is_file():
        known = None
    try:
        fetched = _with_patience(http, file, target, known)
    except FeedError as error:
        if file.is_awaited and _is_not_there(error.__cause__):
            return None
        raise
    if fetched is None:
        shutil.copyfile(good / file.name, target)
        return known or Fetched(file_hash(target))
    return fetched


def _is_not_there(error: BaseException | None) -> bool:
    is_status = isinstance(error, httpx.HTTPStatusError)
    return is_status and error.response.status_code == httpx.codes.NOT_FOUND


def _newest_linked(http: httpx.Client, file: FeedFile) -> FeedFile:
    """The file at its address of today, as its publisher's page names it."""
    try:
        page = http.get(file.url)
        page.raise_for_status()
    except httpx.HTTPError as error:
        raise FeedError(in_words(file.url, error)) from error
    return newest(file, page.text)


def _in_pages(http: httpx.Client, file: FeedFile, target: Path) -> Fetched:
    """A file asked for page by page, until one is not full."""
    pages: list[Path] = []
    for number in range(paging.MOST_PAGES):
        page = paging.page(file, number)
        path = target.with_name(Path(page.name).name)
        _with_patience(http, page, path, None)
        pages.append(path)
        if paging.rows_of(path) < file.page_rows:
            paging.join(file, pages, target)
            return Fetched(file_hash(target))
    raise FeedError(
        f"{file.url} goes on after {paging.MOST_PAGES} pages of {file.page_rows} rows. Ask for "
        "less at a time"
    )


def _with_patience(
    http: httpx.Client, file: FeedFile, target: Path, known: Fetched | None
) -> Fetched | None:
    """As `_download`, again where that may help and as late as the server asks."""
    retrying = Retrying(
        stop=stop_after_attempt(ATTEMPTS) | stop_after_delay(SECONDS_IN_ALL),
        wait=_pause,
        retry=retry_if_exception(_may_pass),
        reraise=True,
    )
    try:
        return retrying(_download, http, file, target, known)
    except (httpx.HTTPError, zipfile.BadZipFile, KeyError) as error:
        raise FeedError(in_words(file.url, error)) from error


def _pause(attempt: RetryCallState) -> float:
    """Seconds until the next try: what the server asks for, else longer each time."""
    error = attempt.outcome.exception() if attempt.outcome else None
    asked = retry_after(error.response) if isinstance(error, httpx.HTTPStatusError) else None
    return asked if asked is not None else wait_exponential(multiplier=0.5, max=8)(attempt)


def _download(
    http: httpx.Client, file: FeedFile, target: Path, known: Fetched | None
) -> Fetched | None:
    """The file's new version, or None where the publisher says it has not changed."""
    part = target.with_name(f"{target.name}.part")
    version = target.with_name(f"{target.name}.version")
    headers = _unless_same(known) | _rest_of(part, version)
    with http.stream("GET", file.url, headers=headers) as response:
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return None
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink(missing_ok=True)
        response.raise_for_status()
        etag = response.headers.get("ETag", "")
        version.write_text(etag, encoding="utf-8")
        goes_on = response.status_code == httpx.codes.PARTIAL_CONTENT
        with part.open("ab" if goes_on else "wb") as out:
            for chunk in response.iter_bytes():
                out.write(chunk)
        last_modified = response.headers.get("Last-Modified", "")
    _require_whole(response, part)
    _require_file(file, part, version)
    _unpack(part, file, target)
    version.unlink()
    return Fetched(file_hash(target), etag, last_modified, moved_to(response))


def _require_file(file: FeedFile, part: Path, version: Path) -> None:
    """Nothing of an answer that is no file is kept: the next try starts anew."""
    try:
        require_file(file.url, part)
    except FeedError:
        part.unlink()
        version.unlink()
        raise


def _unless_same(known: Fetched | None) -> dict[str, str]:
    if known is None:
        return {}
    if known.etag:
        return {"If-None-Match": known.etag}
    return {"If-Modified-Since": known.last_modified} if known.last_modified else {}


def _rest_of(part: Path, version: Path) -> dict[str, str]:
    """Ask for the rest of a cut-off file, if it still is the same version of it."""
    etag = version.read_text(encoding="utf-8") if version.is_file() else ""
    # A weak tag promises like content, not like bytes: what follows might not fit.
    if not part.is_file() or not etag or etag.startswith("W/"):
        return {}
    return {
        "Range": f"bytes={part.stat().st_size}-",
        "If-Range": etag,
        # Bytes of a compressed answer cannot be counted in the file.
        "Accept-Encoding": "identity",
    }


def _require_whole(response: httpx.Response, part: Path) -> None:
    encoded = response.headers.get("Content-Encoding", "identity") != "identity"
    length = response.headers.get("Content-Range", "").rpartition("/")[2] or (
        response.headers.get("Content-Length", "")
    )
    if not encoded and length.isdigit() and part.stat().st_size != int(length):
        raise httpx.RemoteProtocolError(
            f"{part.stat().st_size} of {length} bytes came", request=response.request
        )


def _unpack(part: Path, file: FeedFile, target: Path) -> None:
    """Move the download into place; out of a zip file where the feed names what is in it."""
    if not file.url.endswith(".zip") or target.suffix == ".zip":
        os.replace(part, target)
        return
    with zipfile.ZipFile(part) as archive:
        members = [name for name in archive.namelist() if Path(name).name == target.name]
        if len(members) != 1:
            raise KeyError(f"{target.name} is not in it, only {archive.namelist()[:5]}")
        target.write_bytes(archive.read(members[0]))
    part.unlink()


def _may_pass(error: BaseException) -> bool:
    """Whether trying again may help: the network, or a busy server, unless it asks for more time
    than there is; never a missing file."""
    if isinstance(error, httpx.HTTPStatusError):
        if (retry_after(error.response) or 0.0) > SECONDS_IN_ALL:
            return False
        return error.response.status_code in BUSY | {httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE}
    # A server that cannot be reached at all has been looked for already.
    return isinstance(error, httpx.TransportError) and not isinstance(
        error, httpx.ConnectError | httpx.ConnectTimeout
    )
