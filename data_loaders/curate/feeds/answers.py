"""What a publisher's server answered, judged before it is taken for a file, and said in words."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import httpx

from data_loaders.curate.feeds.mirror import FeedError

BEGINNING = 512
PAGES = (b"<!doctype html", b"<html", b"<head")
ERRORS = (b'{"error', b'{"message', b'{"code')
TEXT_FILES = frozenset({".csv", ".txt", ".tsv"})
WHERE_NEW = "Look for its new address on the publisher's page and put it into the source's module."


def require_file(url: str, path: Path) -> None:
    """Raise FeedError where what came is empty, or a web page or an error in place of the file.

    Servers answer so with status 200: a portal under repair, a page to log in at, a notice.
    """
    with path.open("rb") as file:
        beginning = file.read(BEGINNING).lstrip(b"\xef\xbb\xbf \t\r\n")
    if not beginning:
        raise FeedError(f"{url} answered with an empty file. Try again later")
    if beginning.lower().startswith(PAGES):
        raise FeedError(
            f"{url} answered with a web page in place of the file: {_told(beginning)}. {WHERE_NEW}"
        )
    if TEXT_FILES.intersection(path.suffixes) and beginning.lower().startswith(ERRORS):
        raise FeedError(
            f"{url} answered with an error in place of the file: {_told(beginning)}. Try again "
            "later; if it stays, compare the address with the publisher's documentation"
        )


def _told(beginning: bytes) -> str:
    text = " ".join(beginning.decode("utf-8", "replace").split())
    return repr(text[:80])


def in_words(url: str, error: Exception) -> str:
    """Why a file could not be had, and what to do."""
    match error:
        case httpx.HTTPStatusError():
            return f"{url} {_refused(error.response)}"
        case httpx.ConnectError() | httpx.ConnectTimeout():
            return f"{url} could not be reached: {error or type(error).__name__}"
        case httpx.TimeoutException():
            return f"{url} began to answer and then sent nothing for too long. Try again later"
        case httpx.TooManyRedirects():
            return f"{url} leads in a circle. {WHERE_NEW}"
        case httpx.RemoteProtocolError():
            return f"{url} was cut off: {error}. Try again: it goes on where it stopped"
        case _:
            reason = str(error) or type(error).__name__
            return f"{url} could not be downloaded: {reason}"


def _refused(response: httpx.Response) -> str:
    code = response.status_code
    if code in (httpx.codes.NOT_FOUND, httpx.codes.GONE):
        return f"answered {code}: there is no such file any more. {WHERE_NEW}"
    if code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        return f"answered {code}: it is not given to everyone any more. {WHERE_NEW}"
    if code == httpx.codes.TOO_MANY_REQUESTS:
        seconds = retry_after(response)
        wait = f"{seconds:.0f} seconds" if seconds is not None else "a while"
        return f"answered {code}: it asks for fewer requests. Try again after {wait}"
    if code == httpx.codes.BAD_REQUEST:
        return f"answered {code}: it does not understand the question any more. {WHERE_NEW}"
    if httpx.codes.is_server_error(code):
        return f"answered {code}: the server has a fault of its own. Try again later"
    return f"answered {code}. {WHERE_NEW}"


def retry_after(response: httpx.Response) -> float | None:
    """Seconds a server asks to wait, told as seconds or as a day and hour; None where it does
    not say."""
    text = response.headers.get("Retry-After", "").strip()
    if text.isdigit():
        return float(text)
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)


def moved_to(response: httpx.Response) -> str:
    """The address a file has moved to for good; empty where it has not."""
    is_moved = any(
        each.status_code in (httpx.codes.MOVED_PERMANENTLY, httpx.codes.PERMANENT_REDIRECT)
        for each in response.history
    )
    return str(response.url) if is_moved else ""
