"""The command that writes docs/feeds.md: what is asked of each publisher, and in which layout."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote, urlsplit

import typer

from data_loaders.command_line.failures import console
from data_loaders.curate.feeds.unread import UNREAD
from data_loaders.curate.refresh.asking import SECONDS_A_FEED
from data_loaders.sources import catalog
from data_loaders.vocabulary import installation
from data_loaders.vocabulary.model import Feed, FeedFile, Holder, Source

commands = typer.Typer()
FILE = "feeds.md"
# Layouts of live addresses were last compared with what the readers expect then.
LAST_SEEN = "November 2026"
MOST_ADDRESSES = 4
HEAD = f"""\
# Feeds

Written by `python -m data_loaders feed-list` from the record of each source: change the record, not
this file. For each source: what is asked of its publisher, in which layout, when that layout was
last seen, and how to tell that it changed.

`make run` asks for what is due, each publisher once a day at most; `python -m data_loaders refresh`
asks for all. Both give each feed {SECONDS_A_FEED:.0f} seconds, go on where one fails, publish
nothing where nothing is new, and say so where no publisher answers. What does not change is not
sent again (`ETag`, `Last-Modified`), a cut answer goes on where it stopped, `Retry-After` is kept
up to a minute, and portals are asked page by page.

**How to tell a change.** A reader refuses what it does not know, in one line that names file,
rows, what was expected and what to do: `python -m data_loaders feeds`, then `python -m data_loaders
check SOURCE var/feeds/SOURCE`. An address that moved for good is named; a web page, an error or
nothing in place of the file is refused. Layouts below were last seen in {LAST_SEEN} unless the
source says otherwise; the test of each source holds a few literal lines of it.
"""
UNREAD_HEAD = """\
## Files of a mirror that are not read

Every other file that a mirror holds is read: by a source above, as an older file that shows how
figures were revised, or for boundaries and areas.
"""


@commands.command("feed-list")
def feed_list(
    to: Annotated[Path, typer.Argument(help="The file to write.")] = (
        installation.ROOT / "docs" / FILE
    ),
) -> None:
    """Write what is asked of every publisher into one file."""
    to.write_text(text([source for source in catalog.SOURCES if source.feed]), "utf-8")
    console.print(f"Written: {to}", soft_wrap=True)


def text(sources: list[Source]) -> str:
    """The whole file."""
    sections = ["\n".join(_section(source)) + "\n" for source in sources]
    return "\n".join([HEAD, *sections, UNREAD_HEAD, *_unread()]) + "\n"


def _unread() -> Iterator[str]:
    """Reasons, each with the files it is true of."""
    for why in dict.fromkeys(UNREAD.values()):
        files = ", ".join(f"`{path}`" for path, given in UNREAD.items() if given == why)
        yield f"- {why} {files}"


def _section(source: Source) -> Iterator[str]:
    feed = source.feed
    if feed is None:
        raise ValueError(f"{source.id} has no feed")
    yield f"## {source.name} (`{source.id}`)"
    yield ""
    yield f"- Publisher: {source.partner}, <{source.publisher_url}>"
    yield f"- New figures: {_cadence(source)}"
    files = feed.held_by(Holder.PUBLISHER)
    for file in files[:MOST_ADDRESSES]:
        yield f"- Address: <{_short(file)}>{_how(file)}"
    if len(files) > MOST_ADDRESSES:
        yield f"- and {len(files) - MOST_ADDRESSES} more of the same form"
    yield f"- Layout: `{_test_of(source)}`"
    yield from _only_copies(feed)


def _cadence(source: Source) -> str:
    if source.ended_on is not None:
        return f"none: the series ended on {source.ended_on}"
    return source.cadence.value.replace("_", " ")


def _short(file: FeedFile) -> str:
    """The address without its question, which is long and in the source's module."""
    parts = urlsplit(file.url)
    return unquote(f"{parts.scheme}://{parts.netloc}{parts.path}")


def _how(file: FeedFile) -> str:
    said = []
    if file.page_rows:
        said.append(f"in pages of {file.page_rows:,} rows")
    if file.link:
        said.append("a page; the newest file it links to is taken")
    if file.is_awaited:
        said.append("asked for until it is out")
    return f" ({'; '.join(said)})" if said else ""


def _test_of(source: Source) -> str:
    return f"tests/data_loaders/sources/public/test_{source.id}.py"


def _only_copies(feed: Feed) -> Iterator[str]:
    copies = [file.name for file in feed.files if file.holder is Holder.MIRROR]
    if not feed.held_by(Holder.MIRROR):
        yield "- Read online alone: a release made from copies lacks it"
    if copies:
        yield f"- Read from copies only: {', '.join(f'`{name}`' for name in copies[:3])}"
